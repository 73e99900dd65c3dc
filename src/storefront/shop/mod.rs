//! `GET /{lang}/s/{slug}` and `GET /{lang}/shops/{id}`: one shop, its hours and
//! its goods.

mod items;
pub(crate) mod poster;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::{Data, Path};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use areas::Areas;
use catalog::{Listing, ListingPosition, ListingsAsked, listings_of};
use kernel::{ListingId, Point, ShopId};
use platform::cursor::Cursors;
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use search::{Search, metres_between};
use shops::{Shop, find_shop, find_shop_by_ord, ord_in};

use self::items::means;
use crate::cards::{kind_words, trust};
use crate::filters::read_text;
use crate::opening::{openness, week};
use crate::pictures::{PictureBook, Pictures};
use crate::query::Query;
use crate::views::card::{Naming, ShopCard};
use crate::views::choice::Choice;
use crate::views::shop::ShopPage;
use crate::{Storefront, facts};
use pages::respond;
use pages::say;
use pages::{Found, Section, Visitor};

/// Items on a page.
const ITEMS: i64 = 60;
/// Items looked through when somebody searches in the shop.
const SEARCHED: i64 = 2_000;

/// What a shop lists, as far as it is on the page.
struct Goods {
    rows: Vec<(Listing, ListingPosition)>,
    /// It lists something, also where nothing is what somebody looks for.
    has_items: bool,
    pictures: Pictures,
}

/// The slices a shop page is composed of.
pub(crate) struct Slices {
    front: Data<Storefront>,
    db: Data<Db>,
    search: Data<Search>,
    areas: Data<Areas>,
    cursors: Data<Cursors>,
    book: PictureBook,
}

pub(crate) async fn show(
    visitor: Visitor,
    id: Path<String>,
    params: Params,
    slices: Slices,
) -> Result<HttpResponse, Error> {
    let id: ShopId = id.parse().map_err(|_| missing())?;
    let found = find_shop(&mut *slices.db.get().await?, id).await;
    let shop = found.map_err(QueryFailed)?.ok_or_else(missing)?;
    shown(&visitor, &shop, params, &slices).await
}

/// `GET /{lang}/s/{slug}`; an address with an older name leads to the one with
/// the name of today.
pub(crate) async fn by_slug(
    visitor: Visitor,
    slug: Path<String>,
    params: Params,
    slices: Slices,
) -> Result<HttpResponse, Error> {
    let ord = ord_in(&slug).ok_or_else(missing)?;
    let found = find_shop_by_ord(&mut *slices.db.get().await?, ord).await;
    let shop = found.map_err(QueryFailed)?.ok_or_else(missing)?;
    if shop.slug() != *slug {
        let path = visitor.href(&format!("/s/{}", shop.slug()));
        return Ok(respond::moved(&path));
    }
    shown(&visitor, &shop, params, &slices).await
}

fn missing() -> Problem {
    Problem::not_found("shops.not_found")
}

async fn shown(
    visitor: &Visitor,
    shop: &Shop,
    mut params: Params,
    slices: &Slices,
) -> Result<HttpResponse, Error> {
    let asked = read_text(&mut params);
    let cursor = params.text("cursor").map(str::to_owned);
    params.finish()?;
    let wanted = slices.wanted(shop.id, cursor, &asked)?;
    let rows = listings_of(&mut *slices.db.get().await?, shop.id, &wanted).await;
    let mut rows = rows.map_err(QueryFailed)?;
    let has_items = !rows.is_empty();
    rows.retain(|(listing, _)| means(listing, &asked));
    let ids: Vec<ListingId> = rows.iter().map(|(listing, _)| listing.id).collect();
    let goods = Goods {
        pictures: slices.book.covers(visitor, &ids).await,
        rows,
        has_items,
    };
    respond::page(&slices.view(visitor, shop, goods, asked))
}

impl FromRequest for Slices {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut slices = || {
            Ok(Self {
                front: Data::from_request(req, payload).into_inner()?,
                db: Data::from_request(req, payload).into_inner()?,
                search: Data::from_request(req, payload).into_inner()?,
                areas: Data::from_request(req, payload).into_inner()?,
                cursors: Data::from_request(req, payload).into_inner()?,
                book: PictureBook::from_request(req, payload).into_inner()?,
            })
        };
        ready(slices())
    }
}

fn fingerprint(id: ShopId) -> String {
    format!("items {id}")
}

impl Slices {
    /// One page and a row more, or all that somebody searches through.
    fn wanted(
        &self,
        id: ShopId,
        cursor: Option<String>,
        asked: &str,
    ) -> Result<ListingsAsked, Error> {
        let after = cursor
            .map(|cursor| self.cursors.open(&fingerprint(id), &cursor))
            .transpose()?;
        let limit = if asked.is_empty() {
            ITEMS + 1
        } else {
            SEARCHED
        };
        Ok(ListingsAsked {
            after,
            limit,
            ..ListingsAsked::default()
        })
    }

    fn view(&self, visitor: &Visitor, shop: &Shop, mut goods: Goods, asked: String) -> ShopPage {
        let (words, now) = (visitor.words, self.front.clock.now_in_dhaka());
        let next = self.next(visitor, shop.id, &mut goods.rows, &asked);
        let has_items = goods.has_items;
        let listings = goods.rows.into_iter().map(|(listing, _)| listing);
        let groups = self.groups(words, listings.collect(), &goods.pictures);
        let card = self.card(visitor, shop);
        let slug = shop.slug();
        let mut page = visitor.page(card.name.plain(), Section::Elsewhere);
        page.found = Some(self.found(visitor, shop, card.area.as_deref()));
        ShopPage {
            page,
            link: self.front.link(&slug),
            poster_href: visitor.href(&format!("/s/{slug}/poster")),
            id: shop.id.to_string(),
            about: Some(shop.about.in_locale(words.0).to_owned()).filter(|about| !about.is_empty()),
            is_home: shop.home,
            geo_href: geo_href(shop.location),
            osm_href: osm_href(shop.location),
            hours: week(words, shop.hours.as_ref(), now),
            has_items,
            groups,
            next,
            usually: self.usually(visitor, shop, has_items),
            asked,
            shop: card,
        }
    }

    fn found(&self, visitor: &Visitor, shop: &Shop, area: Option<&str>) -> Found {
        let found = Found::at(&self.front.site, format!("/s/{}", shop.slug()));
        let locale = visitor.locale();
        let facts = facts::of_shop(shop, &found.url(locale.code()), area, locale);
        found.about(&facts)
    }

    /// The link to the next page; takes the row that only shows that there is one.
    fn next(
        &self,
        visitor: &Visitor,
        id: ShopId,
        rows: &mut Vec<(Listing, ListingPosition)>,
        asked: &str,
    ) -> Option<String> {
        let fits = usize::try_from(ITEMS).unwrap_or(usize::MAX);
        if !asked.is_empty() || rows.len() <= fits {
            return None;
        }
        rows.truncate(fits);
        let (_, last) = rows.last()?;
        let cursor = self.cursors.seal(&fingerprint(id), last);
        Some(
            Query::default()
                .set("cursor", Some(cursor))
                .href(&visitor.href(&format!("/shops/{id}"))),
        )
    }

    fn card(&self, visitor: &Visitor, shop: &Shop) -> ShopCard {
        let (words, now) = (visitor.words, self.front.clock.now_in_dhaka());
        let book = self.areas.book();
        let thana = book
            .locate(shop.location)
            .ok()
            .and_then(|located| Some(located.upazila()?.area.names.in_locale(words.0).to_owned()));
        let address =
            Some(shop.address.in_locale(words.0).to_owned()).filter(|address| !address.is_empty());
        ShopCard {
            href: visitor.href(&format!("/shops/{}", shop.id)),
            name: Naming::new(&shop.names, words.0),
            kind: shop.kind.code().to_owned(),
            kind_words: kind_words(words, shop.kind),
            distance: visitor
                .place
                .map(|here| say::distance(words, metres_between(here, shop.location))),
            open: openness(
                words,
                shop.hours.as_ref().map(|hours| hours.state_at(now)),
                now,
            ),
            trust: trust(shop.verified, shop.demo),
            area: address.or(thana),
        }
    }

    /// What such shops sell, where this one has told nothing itself.
    fn usually(&self, visitor: &Visitor, shop: &Shop, has_items: bool) -> Vec<Choice> {
        if has_items {
            return Vec::new();
        }
        let link = |category: &search::Category| {
            let href = Query::default()
                .set("category", Some(&category.code))
                .href(&visitor.href("/search"));
            Choice::new(category.names.in_locale(visitor.locale()), href, false)
        };
        self.search
            .usually_sold_by(shop.kind)
            .iter()
            .map(link)
            .collect()
    }
}

/// Opens the app for maps that a phone has.
fn geo_href(at: Point) -> String {
    let (lat, lng) = (at.lat(), at.lng());
    format!("geo:{lat:.6},{lng:.6}?q={lat:.6},{lng:.6}")
}

fn osm_href(at: Point) -> String {
    let (lat, lng) = (at.lat(), at.lng());
    format!("https://www.openstreetmap.org/?mlat={lat:.6}&mlon={lng:.6}#map=18/{lat:.6}/{lng:.6}")
}
