//! `/seller/shops/{shop}/offers/{offer}`

use actix_web::http::StatusCode;
use actix_web::http::header::IF_MATCH;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use auth::{Manager, OwnShop, Packer};
use kernel::{Clock, ProductId};
use platform::db::Db;
use platform::http::{Error, Fault as _, FieldProblem, Members, Problem};
use platform::once::Key;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{OfferPath, look_up, offer_in, shown};
use crate::offers::views::OfferView;
use crate::offers::{
    AddOffer, Asked, ChangeOffer, ChangeOfferError, add_offer, change_offer, put_offer_back,
    read_asked, remove_offer,
};

/// A product for the list. What is absent or `null` is not told.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
pub(crate) struct AddBody {
    #[schema(example = "prd_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    product: String,
    /// Whole poisha, up to ten billion taka.
    #[schema(example = 7250)]
    price: Option<i64>,
    /// The maximum retail price on the pack, not below the price.
    mrp: Option<i64>,
    /// Pieces on the shelf, up to a million.
    stock: Option<i32>,
    /// Where the pieces are not counted.
    in_stock: Option<bool>,
    /// The shop's own code, at most 64 characters, unique in the shop.
    sku: Option<String>,
    /// Weighed for the buyer.
    loose: Option<bool>,
    /// A day, after which it is neither found nor sold.
    #[schema(example = "2027-01-31")]
    expires_on: Option<String>,
    /// Owners and managers are told once when the stock falls to this.
    low_stock: Option<i32>,
    /// Whether shoppers find it; usually true.
    shown: Option<bool>,
}

/// What shall be different. What is absent stays; `null` takes a value away.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
pub(crate) struct ChangeBody {
    /// The one that was read; instead, `If-Match` may carry it.
    #[schema(example = 3)]
    version: Option<i64>,
    /// Whole poisha. The same as before says that it still holds.
    #[schema(example = 7250)]
    price: Option<i64>,
    mrp: Option<i64>,
    stock: Option<i32>,
    in_stock: Option<bool>,
    sku: Option<String>,
    loose: Option<bool>,
    #[schema(example = "2027-01-31")]
    expires_on: Option<String>,
    low_stock: Option<i32>,
    shown: Option<bool>,
}

/// Puts a product on the list. One that was taken off comes back with its books.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    request_body(content = AddBody),
    responses(
        (status = 201, body = OfferView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: packers keep no shelves; auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "catalog.already_listed, with its id in offer"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.no_product, catalog.sku_taken, catalog.above_mrp, …"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/offers")]
pub(super) async fn add(
    own: OwnShop<Manager>,
    db: Data<Db>,
    clock: Data<Clock>,
    body: Members,
) -> Result<HttpResponse, Error> {
    let (product, asked) = read_new(&body.0)?;
    let cmd = AddOffer {
        shop: own.shop,
        product,
        actor: own.who.user,
        asked,
        now: clock.now(),
    };
    let offer = add_offer(&mut *db.get().await?, &cmd).await?;
    Ok(shown(StatusCode::CREATED, offer))
}

fn read_new(body: &Map<String, Value>) -> Result<(ProductId, Asked), Problem> {
    let product = body.get("product").and_then(Value::as_str);
    let product: Option<ProductId> = product.and_then(|id| id.parse().ok());
    // What is not told of a new offer may stand there as null.
    let told = body.iter().filter(|(_, value)| !value.is_null());
    let told: Map<String, Value> = told.map(|(k, v)| (k.clone(), v.clone())).collect();
    let asked = read_asked(&told, &["product"]);
    match (product, asked) {
        (Some(product), Ok(asked)) => Ok((product, asked)),
        (product, asked) => {
            let mut wrong = asked.err().unwrap_or_default();
            if product.is_none() {
                wrong.push(FieldProblem {
                    field: "product".to_owned(),
                    code: "catalog.no_product",
                });
            }
            Err(Problem::fields(wrong))
        }
    }
}

/// One offer of the shop, on the list or taken off it.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path)),
    responses(
        (status = 200, body = OfferView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/offers/{offer}")]
pub(super) async fn show(
    own: OwnShop<Packer>,
    db: Data<Db>,
    path: OfferPath,
) -> Result<HttpResponse, Error> {
    let offer = offer_in(&path)?;
    let offer = look_up(&mut *db.get().await?, own.shop, offer).await?;
    Ok(shown(StatusCode::OK, offer))
}

/// Changes an offer that was read before. Sent again under the same key, it is
/// changed once.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path), ("offer" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "Made by you, 8 to 64 letters, digits, dashes and underscores"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, where the body has none", example = "\"3\""),
    ),
    request_body(content = ChangeBody),
    responses(
        (status = 200, body = OfferView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 409, description = "catalog.stale_offer: somebody else changed it, with the offer as it is in theirs and what was sent in yours; platform.key_reused"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.sku_taken, catalog.above_mrp, …"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[patch("/seller/shops/{shop}/offers/{offer}")]
pub(super) async fn change(
    own: OwnShop<Manager>,
    req: HttpRequest,
    path: OfferPath,
    db: Data<Db>,
    clock: Data<Clock>,
    body: Members,
) -> Result<HttpResponse, Error> {
    let offer = offer_in(&path)?;
    let (version, asked) = read_change(&body.0, &["version"], matched(&req))?;
    let cmd = ChangeOffer {
        shop: own.shop,
        offer,
        actor: own.who.user,
        version,
        asked,
        now: clock.now(),
        key: Key::sent(&req)?,
    };
    match change_offer(&mut *db.get().await?, &cmd).await {
        Ok(offer) => Ok(shown(StatusCode::OK, offer)),
        Err(error) => Err(with_yours(error, body.0)),
    }
}

/// The version in `If-Match`.
fn matched(req: &HttpRequest) -> Option<i64> {
    let sent = req.headers().get(IF_MATCH)?.to_str().ok()?;
    sent.trim().trim_matches('"').parse().ok()
}

/// The version that was read and what shall be different.
pub(super) fn read_change(
    body: &Map<String, Value>,
    besides: &[&str],
    matched: Option<i64>,
) -> Result<(i64, Asked), Problem> {
    let version = body.get("version").and_then(Value::as_i64).or(matched);
    match (version, read_asked(body, besides)) {
        (Some(version), Ok(asked)) => Ok((version, asked)),
        (version, asked) => {
            let mut wrong = asked.err().unwrap_or_default();
            if version.is_none() {
                wrong.push(FieldProblem {
                    field: "version".to_owned(),
                    code: "platform.missing",
                });
            }
            Err(Problem::fields(wrong))
        }
    }
}

/// Who is told of somebody else's change sees both.
fn with_yours(error: ChangeOfferError, body: Map<String, Value>) -> Error {
    match (&error, error.problem()) {
        (ChangeOfferError::Stale(_), Some(problem)) => {
            problem.with("yours", Value::Object(body)).into()
        }
        _ => error.into(),
    }
}

/// Takes an offer off the list. Its books and old orders stay readable, and it can
/// be put back.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path)),
    responses(
        (status = 204, description = "It is off the list, now or before."),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[delete("/seller/shops/{shop}/offers/{offer}")]
pub(super) async fn remove(
    own: OwnShop<Manager>,
    path: OfferPath,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let offer = offer_in(&path)?;
    let mut conn = db.get().await?;
    remove_offer(&mut conn, (own.shop, offer), own.who.user, clock.now()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Puts an offer back on the list as it was; shoppers find it again.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path)),
    responses(
        (status = 200, body = OfferView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/offers/{offer}/restore")]
pub(super) async fn restore(
    own: OwnShop<Manager>,
    path: OfferPath,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let offer = offer_in(&path)?;
    let mut conn = db.get().await?;
    let offer = put_offer_back(&mut conn, (own.shop, offer), own.who.user, clock.now()).await?;
    Ok(shown(StatusCode::OK, offer))
}
