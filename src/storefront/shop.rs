//! `GET /{lang}/shops/{id}`: one shop, its hours and its goods.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::{Data, Path};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use areas::Areas;
use catalog::{Listing, ListingPosition, ListingsAsked, listings_of};
use kernel::{Point, ShopId};
use platform::cursor::Cursors;
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use search::Search;
use shops::{Shop, find_shop};

use crate::Storefront;
use crate::cards::{kind_words, stock, trust};
use crate::opening::{openness, week};
use crate::pack::{about, unit_price};
use crate::query::Query;
use crate::respond;
use crate::views::card::{Naming, ShopCard};
use crate::views::choice::Choice;
use crate::views::page::Section;
use crate::views::say;
use crate::views::shop::{Item, ItemGroup, ShopPage};
use crate::visitor::Visitor;

/// Items on a page.
const ITEMS: i64 = 60;
/// Items looked through when somebody searches in the shop.
const SEARCHED: i64 = 2_000;
/// Likeness in sound at which a word of an item counts as the one typed.
const ALIKE: f32 = 0.8;
/// Longest text of a search in letters.
const LONGEST: usize = 200;

/// The slices a shop page is composed of.
pub(crate) struct Slices {
    front: Data<Storefront>,
    db: Data<Db>,
    search: Data<Search>,
    areas: Data<Areas>,
    cursors: Data<Cursors>,
}

pub(crate) async fn show(
    visitor: Visitor,
    id: Path<String>,
    mut params: Params,
    slices: Slices,
) -> Result<HttpResponse, Error> {
    let missing = || Problem::not_found("shops.not_found");
    let id: ShopId = id.parse().map_err(|_| missing())?;
    let asked = params.text("q").unwrap_or_default().to_owned();
    if asked.chars().count() > LONGEST {
        params.refuse("q", "platform.too_long");
    }
    let cursor = params.text("cursor").map(str::to_owned);
    params.finish()?;
    let after = cursor
        .map(|cursor| slices.cursors.open(&fingerprint(id), &cursor))
        .transpose()?;
    let mut conn = slices.db.get().await?;
    let shop = find_shop(&mut conn, id)
        .await
        .map_err(QueryFailed)?
        .ok_or_else(missing)?;
    let limit = if asked.is_empty() {
        ITEMS + 1
    } else {
        SEARCHED
    };
    let wanted = ListingsAsked {
        after,
        limit,
        ..ListingsAsked::default()
    };
    let rows = listings_of(&mut conn, id, &wanted)
        .await
        .map_err(QueryFailed)?;
    drop(conn);
    respond::page(&slices.view(&visitor, &shop, rows, asked))
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
            })
        };
        ready(slices())
    }
}

fn fingerprint(id: ShopId) -> String {
    format!("items {id}")
}

impl Slices {
    fn view(
        &self,
        visitor: &Visitor,
        shop: &Shop,
        mut rows: Vec<(Listing, ListingPosition)>,
        asked: String,
    ) -> ShopPage {
        let (words, now) = (visitor.words, self.front.clock.now_in_dhaka());
        let next = self.next(visitor, shop.id, &mut rows, &asked);
        let has_items = !rows.is_empty();
        let listings = rows
            .into_iter()
            .map(|(listing, _)| listing)
            .filter(|listing| means(listing, &asked));
        let groups = self.groups(words, listings.collect());
        let (lat, lng) = (shop.location.lat(), shop.location.lng());
        let card = self.card(visitor, shop);
        ShopPage {
            page: visitor.page(card.name.text.clone(), Section::Elsewhere),
            geo_href: format!("geo:{lat:.6},{lng:.6}?q={lat:.6},{lng:.6}"),
            osm_href: format!(
                "https://www.openstreetmap.org/?mlat={lat:.6}&mlon={lng:.6}#map=18/{lat:.6}/{lng:.6}"
            ),
            hours: week(words, shop.hours.as_ref(), now),
            has_items,
            groups,
            next,
            usually: if has_items {
                Vec::new()
            } else {
                self.usually(visitor, shop)
            },
            asked,
            shop: card,
        }
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

    /// Items by category, in the order of the list.
    fn groups(&self, words: Words, listings: Vec<Listing>) -> Vec<ItemGroup> {
        let mut groups: Vec<(Option<String>, ItemGroup)> = Vec::new();
        for listing in listings {
            let category = listing.product.category.clone();
            if groups.last().is_none_or(|(last, _)| *last != category) {
                let name = self.category_name(words, category.as_deref());
                groups.push((
                    category,
                    ItemGroup {
                        name,
                        items: Vec::new(),
                    },
                ));
            }
            if let Some((_, group)) = groups.last_mut() {
                group.items.push(item(words, listing));
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn category_name(&self, words: Words, code: Option<&str>) -> String {
        let found = code
            .map(|code| self.search.category(code))
            .unwrap_or_default();
        found.first().map_or_else(
            || words.t("storefront-shop-other-items"),
            |category| category.names.in_locale(words.0).to_owned(),
        )
    }

    fn usually(&self, visitor: &Visitor, shop: &Shop) -> Vec<Choice> {
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

fn item(words: Words, listing: Listing) -> Item {
    let product = listing.product;
    Item {
        href: format!("/{}/products/{}", words.0, product.id),
        name: Naming::new(&product.names, words.0),
        size: about(
            words,
            product.names.in_locale(words.0),
            product.brand.as_deref(),
            product.size.as_deref(),
        ),
        price: listing.price.map(|price| say::price(words.0, price)),
        unit_price: unit_price(words, listing.price, product.size.as_deref()),
        stock: stock(listing.availability.in_stock()),
    }
}

/// Whether every typed word sounds like, or begins, a word of the item.
fn means(listing: &Listing, asked: &str) -> bool {
    let product = &listing.product;
    let parts = product
        .names
        .each()
        .chain(product.brand.as_deref())
        .chain(product.size.as_deref());
    let there: Vec<String> = parts
        .flat_map(|part| {
            bangla_text::words(part)
                .map(|word| word.text.to_string())
                .collect::<Vec<_>>()
        })
        .collect();
    bangla_text::words(asked).all(|typed| {
        there.iter().any(|word| {
            word.starts_with(&*typed.text) || bangla_text::similarity(&typed.text, word) >= ALIKE
        })
    })
}

/// Along the ellipsoid, as everywhere else.
fn metres_between(a: Point, b: Point) -> f64 {
    let same = |point: Point| {
        geo_index::Point::new(point.lat(), point.lng())
            .expect("both kinds of point have the same ranges")
    };
    same(a).distance_m(same(b))
}
