//! `/{lang}/desk/shops/{shop}/goods`: the shelf as a long list whose prices and
//! stocks are changed in place.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use auth::{OwnShop, Packer};
use catalog::offers::{Offer, OfferPosition, OffersAsked, Shown, count_offers_of, offers_of};
use catalog::pictures::covers_of_offers;
use kernel::{ListingId, ProductId, ShopId};
use media::{Media, Picture, Use};
use pages::{Visitor, respond, say};
use platform::db::QueryFailed;
use platform::http::{Error, Params};
use platform::i18n::Words;
use platform::web::asset_url;
use search::Search;

use crate::counter::{
    Counter, Part, Tools, about, field_amount, field_number, list_path, unit_words,
};
use crate::views::goods::{GoodsPage, GoodsRow, Mark, PartLink};

/// Goods on a page.
const PAGE: i64 = 50;
/// Products of the catalogue that a text may mean.
const MEANT: usize = 2_000;
/// What may stand behind `?done=`, as the end of a key.
const DONE: [&str; 5] = ["saved", "removed", "back", "proposed", "answered"];

/// `GET /{lang}/desk/shops/{shop}/goods`
pub(crate) async fn show(
    own: OwnShop<Packer>,
    visitor: Visitor,
    tools: Tools,
    search: Data<Search>,
    media: Data<Media>,
    mut params: Params,
) -> Result<HttpResponse, Error> {
    let shown: Option<Shown> = params.parsed("part", "catalog.unknown_part");
    let text: Option<String> = params.text("q").map(|q| q.chars().take(100).collect());
    let cursor = params.text("cursor").map(str::to_owned);
    let done = params.text("done").filter(|done| DONE.contains(done));
    let done = done.map(|done| visitor.words.t(&format!("desk-done-{done}")));
    params.finish()?;
    let shown = shown.unwrap_or_default();
    let question = format!("desk goods {} {} {text:?}", own.shop, shown.code());
    let after = cursor.map(|cursor| tools.2.open::<OfferPosition>(&question, &cursor));
    let asked = OffersAsked {
        shown,
        also: text
            .as_deref()
            .map(|text| meant(&search, text))
            .unwrap_or_default(),
        text: text.clone(),
        after: after.transpose()?,
        limit: PAGE + 1,
    };
    let counter = Counter::of(&own, &visitor, &tools).await?;
    let (mut rows, total) = look_up(&tools, own.shop, &asked).await?;
    let more = rows.len() > usize::try_from(PAGE).unwrap_or_default();
    rows.truncate(usize::try_from(PAGE).unwrap_or_default());
    let last = rows.last().filter(|_| more);
    let next = last.map(|(_, position)| tools.2.seal(&question, position));
    let path = visitor.href(&list_path(own.shop));
    let words = visitor.words;
    let pictures = Covers::of(&visitor, &tools, media, &rows).await?;
    let view = GoodsPage {
        page: counter.page(&visitor, words.t("desk-goods"), Part::Goods),
        script: asset_url("scripts/desk/shelf.js"),
        parts: parts(words, &path, shown),
        part: shown.code(),
        q: text.clone().unwrap_or_default(),
        found: u64::try_from(total).unwrap_or_default(),
        rows: rows
            .iter()
            .map(|(offer, _)| row(offer, words, &path, pictures.of_one(offer, words)))
            .collect(),
        next: next.map(|next| href(&path, shown, text.as_deref(), &next)),
        done,
        path,
        counter,
    };
    Ok(respond::unkept(respond::page(&view)?))
}

/// What the words mean in the catalogue, in whatever script they were typed.
fn meant(search: &Search, text: &str) -> Vec<ProductId> {
    let found = search.catalogue(text, MEANT).into_iter();
    found.map(|product| product.id).collect()
}

async fn look_up(
    tools: &Tools,
    shop: ShopId,
    asked: &OffersAsked,
) -> Result<(Vec<(Offer, OfferPosition)>, i64), Error> {
    let mut conn = tools.0.get().await?;
    let total = count_offers_of(&mut conn, shop, asked).await;
    let total = total.map_err(QueryFailed::from)?;
    let rows = offers_of(&mut conn, shop, asked).await;
    Ok((rows.map_err(QueryFailed::from)?, total))
}

/// Pictures of the goods on one page.
struct Covers {
    media: Data<Media>,
    shown: HashMap<ListingId, media::Shown>,
    save: bool,
}

impl Covers {
    /// None on text-only pages.
    async fn of(
        visitor: &Visitor,
        tools: &Tools,
        media: Data<Media>,
        rows: &[(Offer, OfferPosition)],
    ) -> Result<Self, Error> {
        let offers: Vec<ListingId> = rows.iter().map(|(offer, _)| offer.id()).collect();
        let shown = if visitor.lite || offers.is_empty() {
            HashMap::new()
        } else {
            let found = covers_of_offers(&mut *tools.0.get().await?, &offers).await;
            found.map_err(QueryFailed::from)?
        };
        let save = visitor.saves_data;
        Ok(Self { media, shown, save })
    }

    fn of_one(&self, offer: &Offer, words: Words) -> Option<Picture> {
        let shown = self.shown.get(&offer.id())?;
        let alt = offer.listing.product.names.in_locale(words.0);
        Picture::of(&self.media, shown, Use::Row, alt, self.save)
    }
}

fn href(path: &str, shown: Shown, text: Option<&str>, cursor: &str) -> String {
    let text = text.map(|text| format!("&q={}", say::query_value(text)));
    let text = text.unwrap_or_default();
    format!("{path}?part={}{text}&cursor={cursor}", shown.code())
}

fn parts(words: Words, path: &str, on: Shown) -> Vec<PartLink> {
    let link = |(shown, code): (Shown, &'static str)| PartLink {
        href: format!("{path}?part={code}"),
        label: words.t(&format!("desk-part-{}", code.replace('_', "-"))),
        on: shown == on,
    };
    Shown::ALL.into_iter().map(link).collect()
}

/// One line of the list.
pub(crate) fn row(offer: &Offer, words: Words, path: &str, picture: Option<Picture>) -> GoodsRow {
    let product = &offer.listing.product;
    let name = product.names.in_locale(words.0).to_owned();
    let (brand, size) = (product.brand.as_deref(), product.size.as_deref());
    GoodsRow {
        id: offer.id().to_string(),
        href: format!("{path}/{}", offer.id()),
        about: about(words, &name, brand, size),
        name,
        version: offer.version,
        price: field_amount(words, offer.listing.price),
        stock: field_number(words, offer.listing.stock),
        unit: offer.unit_price().map(|unit| unit_words(words, unit)),
        marks: marks(offer, words),
        picture,
        is_removed: offer.deleted_at.is_some(),
    }
}

/// What is odd about an offer, in words.
pub(crate) fn marks(offer: &Offer, words: Words) -> Vec<Mark> {
    let in_stock = offer.listing.availability.in_stock();
    let odd = [
        (offer.reports > 0, "reported", "mark--out"),
        (offer.deleted_at.is_some(), "removed", "mark--out"),
        (offer.expired, "expired", "mark--out"),
        (in_stock == Some(false), "sold-out", "mark--out"),
        (
            offer.is_low() && in_stock == Some(true),
            "low",
            "mark--demo",
        ),
        (!offer.shown && offer.deleted_at.is_none(), "hidden", ""),
    ];
    let mark = |(_, key, class): (bool, &str, &'static str)| Mark {
        text: words.t(&format!("desk-mark-{key}")),
        class,
    };
    odd.into_iter().filter(|(is, ..)| *is).map(mark).collect()
}
