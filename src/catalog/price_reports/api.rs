//! `/offers/{offer}/reports` and `/offers/{offer}/prices`: for everybody.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use auth::Caller;
use diesel_async::AsyncPgConnection;
use kernel::{Clock, ListingId, Money};
use platform::db::{Db, QueryFailed};
use platform::http::{Document, Error, Params, Problem};
use platform::limits::Limits;
use platform::seal::Sealer;
use serde::Serialize;
use shops::find_shop;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{ReportPrice, Reporter, report_price};
use crate::offers::{PriceChangeView, find_listed_offer, recent_prices_of};

pub(super) fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(prices).service(report);
}

/// What an offer has cost.
#[derive(Debug, Serialize, ToSchema)]
struct PriceHistory {
    /// Oldest first: the price 90 days ago, where there was one, and every change since.
    items: Vec<PriceChangeView>,
}

/// What is wrong with a price.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct ReportBody {
    /// What the shop really asked, in whole poisha.
    #[schema(example = 7500)]
    price: Option<i64>,
}

/// A report of a wrong price.
#[derive(Debug, Serialize, ToSchema)]
struct ReportView {
    #[schema(example = "rep_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    #[schema(example = "lst_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    offer: String,
}

fn no_offer() -> Problem {
    Problem::not_found("catalog.no_offer")
}

/// An offer that shoppers find, in a shop that they find.
async fn found(conn: &mut AsyncPgConnection, offer: &str) -> Result<ListingId, Error> {
    let id: ListingId = offer.parse().map_err(|_| no_offer())?;
    let offer = find_listed_offer(conn, id).await.map_err(QueryFailed)?;
    let shop = offer.ok_or_else(no_offer)?.listing.shop;
    let shop = find_shop(conn, shop).await.map_err(QueryFailed)?;
    shop.ok_or_else(no_offer)?;
    Ok(id)
}

/// What an offer has cost in the last 90 days.
#[utoipa::path(
    tag = "catalog",
    params(("offer" = String, Path, example = "lst_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")),
    responses(
        (status = 200, body = PriceHistory),
        (status = 404, description = "catalog.no_offer"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/offers/{offer}/prices")]
async fn prices(
    path: Path<String>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<Json<PriceHistory>, Error> {
    let mut conn = db.get().await?;
    let offer = found(&mut conn, &path).await?;
    let prices = recent_prices_of(&mut conn, offer, clock.now()).await;
    let prices = prices.map_err(QueryFailed)?.into_iter();
    Ok(Json(PriceHistory {
        items: prices.map(PriceChangeView::from).collect(),
    }))
}

/// Says that a shop asks another price than we show. Signed in or not: one person, or one address, has one
/// open report of an offer; sent again, it changes what the shop really asked.
#[utoipa::path(
    tag = "catalog",
    security((), ("bearer" = [])),
    params(("offer" = String, Path, example = "lst_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")),
    request_body(content = ReportBody),
    responses(
        (status = 200, body = ReportView, description = "It was reported before and is still open."),
        (status = 201, body = ReportView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 404, description = "catalog.no_offer"),
        (status = 409, description = "catalog.no_price_shown"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: platform.not_a_number, platform.out_of_range, catalog.same_price"),
        (status = 429, description = "platform.asked_enough: a few in an hour, see Retry-After"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/offers/{offer}/reports")]
async fn report(
    // A token that is not good is nobody's here: everybody may report.
    caller: Option<Caller>,
    req: HttpRequest,
    path: Path<String>,
    (db, clock): (Data<Db>, Data<Clock>),
    (sealer, limits): (Data<Sealer>, Data<Limits>),
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let asked = read_price(&mut params);
    params.finish()?;
    let mut conn = db.get().await?;
    let offer = found(&mut conn, &path).await?;
    let address = limits.caller(&req);
    let reporter = match (caller.and_then(|caller| caller.0), address) {
        (Some(who), _) => Reporter::Person(who.user),
        (None, Some(address)) => Reporter::Address(address),
        // Only a socket without peer has none.
        (None, None) => Reporter::Device(String::new()),
    };
    let cmd = ReportPrice {
        offer,
        reporter,
        asked,
        now: clock.now(),
    };
    let said = report_price(&mut conn, (&sealer, &limits), address, &cmd).await?;
    let status = if said.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(HttpResponse::build(status).json(ReportView {
        id: said.id.to_string(),
        offer: offer.to_string(),
    }))
}

/// `price`, where it is told.
pub(super) fn read_price(params: &mut Params) -> Option<Money> {
    let poisha: Option<i64> = params.number("price", &(1..=Money::MAX.poisha()));
    poisha.map(Money::from_poisha)
}
