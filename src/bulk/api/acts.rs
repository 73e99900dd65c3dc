//! Carrying an import out, and undoing it.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, post};
use auth::{Manager, OwnShop};
use kernel::Clock;
use platform::db::Db;
use platform::http::Error;

use super::import_id;
use crate::views::ImportView;
use crate::{carry_out, undo};

/// Has the import carried out in the background. Sent again, it goes on as it does.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("import" = String, Path, description = "`imp_` and 32 hexadecimal digits"),
    ),
    responses(
        (status = 202, body = ImportView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's; bulk.not_found"),
        (status = 409, description = "bulk.wrong_state: it was undone"),
        (status = 422, description = "platform.invalid_fields: bulk.no_key_column: no column says which product a row is about"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/imports/{import}/commit")]
pub(super) async fn commit(
    own: OwnShop<Manager>,
    db: Data<Db>,
    clock: Data<Clock>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let mut conn = db.get().await?;
    let import = carry_out(&mut conn, (own.shop, import_id(&path.1)?), clock.now()).await?;
    Ok(HttpResponse::Accepted().json(ImportView::from(import)))
}

/// Has the whole import undone in the background, but for offers that somebody has
/// changed since. Sent again, it goes on as it does.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("import" = String, Path, description = "`imp_` and 32 hexadecimal digits"),
    ),
    responses(
        (status = 202, body = ImportView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's; bulk.not_found"),
        (status = 409, description = "bulk.wrong_state: it has not been carried out"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/imports/{import}/undo")]
pub(super) async fn undo_import(
    own: OwnShop<Manager>,
    db: Data<Db>,
    clock: Data<Clock>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let mut conn = db.get().await?;
    let import = undo(&mut conn, (own.shop, import_id(&path.1)?), clock.now()).await?;
    Ok(HttpResponse::Accepted().json(ImportView::from(import)))
}
