//! Rows of a file: what they would do, and what they did.

use actix_web::get;
use actix_web::web::{Data, Json, Path};
use auth::{Manager, OwnShop};
use platform::db::Db;
use platform::http::{Error, Params, Problem};

use super::found;
use crate::error::BulkError;
use crate::model::Outcome;
use crate::views::{CheckView, ImportRowList};
use crate::{check, rows_of};

/// Rows on a page unless asked otherwise, and at most.
const USUAL_PAGE: i64 = 100;
const LARGEST_PAGE: i64 = 1_000;

/// Which rows of an import.
struct RowsAsked {
    only: Option<String>,
    after: i32,
    limit: i64,
}

fn read_rows(mut params: Params, known: &[&str]) -> Result<RowsAsked, Problem> {
    let only = params.text("outcome").map(str::to_owned);
    if only
        .as_ref()
        .is_some_and(|only| !known.contains(&only.as_str()))
    {
        params.refuse("outcome", "bulk.unknown_outcome");
    }
    let after = params.number("after", &(0..=i32::MAX));
    let limit = params.number("limit", &(1..=LARGEST_PAGE));
    params.finish()?;
    Ok(RowsAsked {
        only,
        after: after.unwrap_or(0),
        limit: limit.unwrap_or(USUAL_PAGE),
    })
}

/// A dry run: what the import would do now. Nothing is written.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("import" = String, Path, description = "`imp_` and 32 hexadecimal digits"),
        ("outcome" = Option<String>, Query, description = "Only such rows: `added`, `changed`, `same`, `wrong`", example = "wrong"),
        ("after" = Option<i32>, Query, description = "Only rows behind this line"),
        ("limit" = Option<i64>, Query, description = "1 to 1000, usually 100"),
    ),
    responses(
        (status = 200, body = CheckView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's; bulk.not_found"),
        (status = 422, description = "platform.invalid_fields: bulk.unknown_outcome, …"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/imports/{import}/check")]
pub(super) async fn check_import(
    own: OwnShop<Manager>,
    db: Data<Db>,
    path: Path<(String, String)>,
    params: Params,
) -> Result<Json<CheckView>, Error> {
    let asked = read_rows(params, &["added", "changed", "same", "wrong"])?;
    let limit = usize::try_from(asked.limit).unwrap_or_default();
    let only = asked.only.as_deref().and_then(Outcome::of);
    let mut conn = db.get().await?;
    let import = found(&mut conn, &own, &path.1).await?;
    let checked = check(&mut conn, &import, only, (asked.after, limit + 1)).await?;
    Ok(Json(CheckView::new(&import.header, checked, limit)))
}

/// The rows of an import with what became of them.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("import" = String, Path, description = "`imp_` and 32 hexadecimal digits"),
        ("outcome" = Option<String>, Query, description = "Only such rows: `added`, `changed`, `same`, `wrong`; after an undo `restored`, `refused`", example = "wrong"),
        ("after" = Option<i32>, Query, description = "Only rows behind this line"),
        ("limit" = Option<i64>, Query, description = "1 to 1000, usually 100"),
    ),
    responses(
        (status = 200, body = ImportRowList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's; bulk.not_found"),
        (status = 422, description = "platform.invalid_fields: bulk.unknown_outcome, …"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/imports/{import}/rows")]
pub(super) async fn list_rows(
    own: OwnShop<Manager>,
    db: Data<Db>,
    path: Path<(String, String)>,
    params: Params,
) -> Result<Json<ImportRowList>, Error> {
    let known = ["added", "changed", "same", "wrong", "restored", "refused"];
    let asked = read_rows(params, &known)?;
    let mut conn = db.get().await?;
    let import = found(&mut conn, &own, &path.1).await?;
    let only = asked.only.as_deref();
    let rows = rows_of(&mut conn, import.id, only, asked.after, asked.limit + 1).await;
    let rows = rows.map_err(BulkError::from)?;
    let limit = usize::try_from(asked.limit).unwrap_or_default();
    Ok(Json(ImportRowList::new(&import.header, rows, limit)))
}
