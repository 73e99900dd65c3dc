//! `GET /seller/shops/{shop}/offers`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use auth::{OwnShop, Packer};
use kernel::ShopId;
use platform::cursor::Cursors;
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params};
use serde::Serialize;
use utoipa::ToSchema;

use crate::offers::views::OfferView;
use crate::offers::{OffersAsked, Shown, count_offers_of, offers_of};

/// Offers on a page unless asked otherwise, and at most.
const USUAL_PAGE: i64 = 50;
const LARGEST_PAGE: i64 = 200;
/// Longest text that is looked for, in characters.
const LONGEST: usize = 100;

/// A page of a shop's list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferPage {
    items: Vec<OfferView>,
    /// Offers on all pages, exactly.
    total: i64,
    /// For the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// A shop's own list, by name.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("part" = Option<String>, Query, description = "all, short (few or none left), sold_out, expiring (within a week, or over), unchecked (no word on the price for 30 days), unpriced, hidden or removed; usually all", example = "short"),
        ("q" = Option<String>, Query, description = "Only what has this in its name, brand, pack, barcode or own code"),
        ("limit" = Option<i64>, Query, description = "1 to 200, usually 50"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before, with all else the same"),
    ),
    responses(
        (status = 200, body = OfferPage),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "auth.no_such_shop: there is none, or the caller does not work there"),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/offers")]
pub(super) async fn list_offers(
    own: OwnShop<Packer>,
    db: Data<Db>,
    cursors: Data<Cursors>,
    mut params: Params,
) -> Result<HttpResponse, Error> {
    let (question, asked) = read(&mut params, own.shop, &cursors)?;
    params.finish()?;
    let page = page(&db, &cursors, own.shop, (question, asked)).await?;
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(page))
}

/// What is asked, and what cursors of its pages are good for.
fn read(
    params: &mut Params,
    shop: ShopId,
    cursors: &Cursors,
) -> Result<(String, OffersAsked), Error> {
    let text = params.text("q").map(str::to_owned);
    if text.as_ref().is_some_and(|q| q.chars().count() > LONGEST) {
        params.refuse("q", "platform.too_long");
    }
    let shown: Option<Shown> = params.parsed("part", "catalog.unknown_part");
    let shown = shown.unwrap_or_default();
    let limit = params.number("limit", &(1..=LARGEST_PAGE));
    let question = format!("offers {shop} {} {text:?}", shown.code());
    let after = params.text("cursor").map(str::to_owned);
    let after = after.map(|cursor| cursors.open(&question, &cursor));
    let asked = OffersAsked {
        shown,
        text,
        also: Vec::new(),
        after: after.transpose()?,
        limit: limit.unwrap_or(USUAL_PAGE),
    };
    Ok((question, asked))
}

/// A page, found by asking for one row more than fits.
async fn page(
    db: &Db,
    cursors: &Cursors,
    shop: ShopId,
    (question, mut asked): (String, OffersAsked),
) -> Result<OfferPage, Error> {
    let mut conn = db.get().await?;
    let total = count_offers_of(&mut conn, shop, &asked).await;
    let total = total.map_err(QueryFailed)?;
    let fits = usize::try_from(asked.limit).unwrap_or_default();
    asked.limit += 1;
    let rows = offers_of(&mut conn, shop, &asked).await;
    let mut rows = rows.map_err(QueryFailed)?;
    let more = rows.len() > fits;
    rows.truncate(fits);
    let last = rows.last().filter(|_| more);
    Ok(OfferPage {
        next_cursor: last.map(|(_, position)| cursors.seal(&question, position)),
        items: rows.into_iter().map(|(offer, _)| offer.into()).collect(),
        total,
    })
}
