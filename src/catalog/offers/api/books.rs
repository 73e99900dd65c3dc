//! Stock that moves, and what the books say.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, get, post};
use auth::{Manager, OwnShop, Packer};
use platform::db::{Db, QueryFailed};
use platform::http::{Document, Error, Params, Problem};
use platform::once::Key;
use serde::Serialize;
use utoipa::ToSchema;

use super::{OfferPath, look_up, offer_in, shown};
use crate::offers::views::{MovementView, OfferView, PriceChangeView};
use crate::offers::{MOST_STOCK, MoveStock, Reason, move_stock, movements_of, prices_of};

/// Lines on a page unless asked otherwise, and at most.
const USUAL_PAGE: i64 = 50;
const LARGEST_PAGE: i64 = 200;

/// So many pieces more or fewer.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
pub(crate) struct MoveBody {
    /// Pieces that come, or go when negative; not zero.
    #[schema(example = -2)]
    delta: i32,
    /// `received` and `returned` add, `sold` and `damaged` take away, `counted` and `undone` do either.
    #[schema(example = "sold")]
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MovementList {
    items: Vec<MovementView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PriceList {
    items: Vec<PriceChangeView>,
}

/// Adds to a stock or takes from it; never below nothing, and once however often it
/// is sent under its key. A stock that was not counted counts from nothing.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path), ("offer" = String, Path),
        ("Idempotency-Key" = String, Header, description = "Made by you, 8 to 64 letters, digits, dashes and underscores", example = "5f0c2a9e-7d1b-4c55-9a3e-2f64b1c0d7aa"),
    ),
    request_body(content = MoveBody),
    responses(
        (status = 201, body = OfferView, description = "The offer as it is now."),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 409, description = "catalog.too_few, with what is there in stock; platform.key_reused"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.wrong_delta, catalog.unknown_reason, platform.bad_key, …"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/offers/{offer}/movements")]
pub(super) async fn move_pieces(
    own: OwnShop<Manager>,
    req: HttpRequest,
    path: OfferPath,
    db: Data<Db>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let offer = offer_in(&path)?;
    let key = Key::required(&req)?;
    let (delta, reason) = read(body.0)?;
    let cmd = MoveStock {
        shop: own.shop,
        offer,
        actor: own.who.user,
        delta,
        reason,
        key,
    };
    let mut conn = db.get().await?;
    move_stock(&mut conn, &cmd).await?;
    let offer = look_up(&mut conn, own.shop, offer).await?;
    Ok(shown(StatusCode::CREATED, offer))
}

fn read(mut params: Params) -> Result<(i32, Reason), Problem> {
    for name in ["delta", "reason"] {
        if params.text(name).is_none() && !params.is_refused(name) {
            params.refuse(name, "platform.missing");
        }
    }
    let delta = params.number("delta", &(-MOST_STOCK..=MOST_STOCK));
    let reason: Option<Reason> = params.parsed("reason", "catalog.unknown_reason");
    params.finish()?;
    let missing = || Problem::field("delta", "platform.missing");
    delta.zip(reason).ok_or_else(missing)
}

/// The newest lines of an offer's book of stock, newest first.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path), ("offer" = String, Path),
        ("limit" = Option<i64>, Query, description = "1 to 200, usually 50"),
    ),
    responses(
        (status = 200, body = MovementList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/offers/{offer}/movements")]
pub(super) async fn movements(
    own: OwnShop<Packer>,
    path: OfferPath,
    db: Data<Db>,
    params: Params,
) -> Result<Json<MovementList>, Error> {
    let limit = read_limit(params)?;
    let offer = offer_in(&path)?;
    let mut conn = db.get().await?;
    look_up(&mut conn, own.shop, offer).await?;
    let lines = movements_of(&mut conn, offer, limit).await;
    let lines = lines.map_err(QueryFailed)?.into_iter();
    Ok(Json(MovementList {
        items: lines.map(MovementView::from).collect(),
    }))
}

/// The newest prices of an offer, newest first.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path), ("offer" = String, Path),
        ("limit" = Option<i64>, Query, description = "1 to 200, usually 50"),
    ),
    responses(
        (status = 200, body = PriceList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/offers/{offer}/prices")]
pub(super) async fn prices(
    own: OwnShop<Packer>,
    path: OfferPath,
    db: Data<Db>,
    params: Params,
) -> Result<Json<PriceList>, Error> {
    let limit = read_limit(params)?;
    let offer = offer_in(&path)?;
    let mut conn = db.get().await?;
    look_up(&mut conn, own.shop, offer).await?;
    let lines = prices_of(&mut conn, offer, limit).await;
    let lines = lines.map_err(QueryFailed)?.into_iter();
    Ok(Json(PriceList {
        items: lines.map(PriceChangeView::from).collect(),
    }))
}

fn read_limit(mut params: Params) -> Result<i64, Problem> {
    let limit = params.number("limit", &(1..=LARGEST_PAGE));
    params.finish()?;
    Ok(limit.unwrap_or(USUAL_PAGE))
}
