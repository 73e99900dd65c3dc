//! `/seller/shops`: one's own shops.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, patch, post};
use auth::{Manager, OwnShop, Owner, Packer, Seller};
use platform::http::{Document, Error, Params, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::applications::ShopBody;
use super::views::OwnedShopView;
use crate::Registry;
use crate::own::{self, Change, Moved, change_state, owned_shop, read_until, shops_of_seller};

pub(super) fn api(cfg: &mut ServiceConfig) {
    cfg.service(list)
        .service(show)
        .service(edit)
        .service(move_pin)
        .service(pause)
        .service(resume)
        .service(close)
        .service(reopen);
}

#[derive(Debug, Serialize, ToSchema)]
struct ShopList {
    items: Vec<OwnedShopView>,
}

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct PinBody {
    #[schema(example = 23.8069)]
    lat: f64,
    #[schema(example = 90.3687)]
    lng: f64,
}

/// What became of a move.
#[derive(Debug, Serialize, ToSchema)]
struct MovedView {
    /// Absent when the pin moved at once; otherwise it stays where it was until
    /// an admin decides about this application.
    application: Option<String>,
    shop: OwnedShopView,
}

/// The shops that the caller works in.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    responses(
        (status = 200, body = ShopList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops")]
async fn list(who: Seller, registry: Data<Registry>) -> Result<Json<ShopList>, Error> {
    let ids: Vec<_> = who.staff.iter().map(|(shop, _)| *shop).collect();
    let shops = shops_of_seller(&registry, &ids).await?;
    let items = shops.into_iter().map(OwnedShopView::from).collect();
    Ok(Json(ShopList { items }))
}

/// One of the caller's shops, with its place even if others do not see it.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = OwnedShopView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}")]
async fn show(
    own: OwnShop<Packer>,
    registry: Data<Registry>,
) -> Result<Json<OwnedShopView>, Error> {
    Ok(Json(owned_shop(&registry, own.shop).await?.into()))
}

/// Changes names, address, what is said about it, hours, delivery radius and flags;
/// what is absent stays. With `version`, only what was read is changed.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    request_body(content = ShopBody),
    responses(
        (status = 200, body = OwnedShopView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "shops.closed; shops.stale_shop: `read` and `version` are the version that was sent and the one that is there"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: platform.not_a_number, shops.no_name, shops.not_a_time, shops.unknown_hours, platform.too_long, platform.out_of_range"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[patch("/seller/shops/{shop}")]
async fn edit(
    own: OwnShop<Manager>,
    registry: Data<Registry>,
    body: Document,
) -> Result<Json<OwnedShopView>, Error> {
    let Document(mut params) = body;
    let version: Option<i64> = params.parsed("version", "platform.not_a_number");
    let changes = own::read_edit(&mut params, &registry.book());
    params.finish()?;
    let shop = own::edit(&registry, own.who.user, (own.shop, version), &changes).await?;
    Ok(Json(shop.into()))
}

/// Moves the pin: up to 200 m from where it was approved at once, further when
/// an admin of the new place agrees.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    request_body(content = PinBody),
    responses(
        (status = 200, body = MovedView),
        (status = 202, body = MovedView, description = "It waits for an admin"),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "shops.move_waits, shops.closed"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: platform.missing, platform.out_of_range, areas.outside"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/pin")]
async fn move_pin(
    own: OwnShop<Manager>,
    registry: Data<Registry>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let pin = params.required_point();
    params.finish()?;
    let pin = pin.ok_or_else(|| Problem::field("lat", "platform.missing"))?;
    let moved = own::move_pin(&registry, own.who.user, own.shop, pin).await?;
    let shop = owned_shop(&registry, own.shop).await?.into();
    Ok(match moved {
        Moved::AtOnce => HttpResponse::Ok().json(MovedView {
            application: None,
            shop,
        }),
        Moved::Waits(id) => HttpResponse::Accepted().json(MovedView {
            application: Some(id.to_string()),
            shop,
        }),
    })
}

/// Hides the shop for a while.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("until" = Option<String>, Query, description = "The day in Dhaka, such as 2026-12-16, on which it is shown again by itself: after today and at most a year ahead"),
    ),
    responses(
        (status = 200, body = OwnedShopView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "shops.closed"),
        (status = 422, description = "platform.invalid_fields: shops.bad_pause"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/pause")]
async fn pause(
    own: OwnShop<Manager>,
    registry: Data<Registry>,
    mut params: Params,
) -> Result<Json<OwnedShopView>, Error> {
    let until = read_until(&mut params, registry.clock.now_in_dhaka().date_naive());
    params.finish()?;
    let change = Change::Pause(until);
    let shop = change_state(&registry, own.who.user, own.shop, change).await?;
    Ok(Json(shop.into()))
}

/// Shows the shop again.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = OwnedShopView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "shops.banned, shops.closed"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/resume")]
async fn resume(
    own: OwnShop<Manager>,
    registry: Data<Registry>,
) -> Result<Json<OwnedShopView>, Error> {
    let shop = change_state(&registry, own.who.user, own.shop, Change::Resume).await?;
    Ok(Json(shop.into()))
}

/// Closes the shop: nobody finds it until its owner opens it again.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = OwnedShopView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/close")]
async fn close(
    own: OwnShop<Owner>,
    registry: Data<Registry>,
) -> Result<Json<OwnedShopView>, Error> {
    let shop = change_state(&registry, own.who.user, own.shop, Change::Close).await?;
    Ok(Json(shop.into()))
}

/// Opens a closed shop again, where it was and as it was.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = OwnedShopView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/reopen")]
async fn reopen(
    own: OwnShop<Owner>,
    registry: Data<Registry>,
) -> Result<Json<OwnedShopView>, Error> {
    let shop = change_state(&registry, own.who.user, own.shop, Change::Reopen).await?;
    Ok(Json(shop.into()))
}
