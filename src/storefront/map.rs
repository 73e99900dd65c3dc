//! `GET /{lang}/map`: the shops of the home page on a map.

use actix_web::HttpResponse;
use actix_web::web::Data;
use areas::Areas;
use kernel::Point;
use platform::http::{Error, Params, Problem};
use search::Search;

use crate::Storefront;
use crate::cards::Cards;
use crate::filters::Filters;
use crate::query::Query;
use crate::views::map::MapPage;
use pages::Visitor;
use pages::respond;
use pages::say;
use pages::{Page, Section};

/// Shops in the list below the map.
const LISTED: usize = 30;
/// Shops on the map: as many as the API gives at once.
const DRAWN: usize = 200;

pub(crate) async fn show(
    visitor: Visitor,
    mut params: Params,
    front: Data<Storefront>,
    search: Data<Search>,
    areas: Data<Areas>,
) -> Result<HttpResponse, Error> {
    let filters = Filters::read(&mut params);
    params.finish()?;
    let words = visitor.words;
    let page = visitor.page(words.t("storefront-map-title"), Section::Elsewhere);
    let Some(origin) = visitor.place else {
        return Ok(respond::see_other(&page.place_href()));
    };
    let nearby = search
        .nearby(&filters.nearby(origin, LISTED))
        .map_err(|_| Problem::field("radius_m", "platform.out_of_range"))?;
    let cards = Cards::new(&front, &areas, words);
    respond::page(&MapPage {
        back_href: filters.query().href(&visitor.href("/")),
        radius_m: filters.radius_m,
        nearby_url: drawn(&filters, origin).href("/api/v1/shops/nearby"),
        tile_url: front.tile_url.clone().unwrap_or_default(),
        tile_credit: words.t("storefront-map-credit"),
        heading: heading(&page, filters.radius_m, nearby.total),
        cards: nearby.items.iter().map(|shop| cards.shop(shop)).collect(),
        page,
    })
}

fn heading(page: &Page, radius_m: u32, total: usize) -> String {
    let count = page.count("storefront-home-count", total as u64);
    let within = say::within(page.words, radius_m);
    page.words.with(
        "storefront-home-within",
        &[("within", within.into()), ("count", count.into())],
    )
}

/// What the script asks the API for.
fn drawn(filters: &Filters, origin: Point) -> Query {
    Query::default()
        .set("lat", Some(format!("{:.4}", origin.lat())))
        .set("lng", Some(format!("{:.4}", origin.lng())))
        .set("radius_m", Some(filters.radius_m))
        .set("kind", filters.kind.map(shops::ShopKind::code))
        .set("open_now", filters.open_now.then_some("true"))
        .set("limit", Some(DRAWN))
}
