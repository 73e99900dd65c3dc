//! Files that are brought.

use actix_multipart::Multipart;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post, put};
use auth::{Manager, OwnShop};
use kernel::Clock;
use platform::db::Db;
use platform::http::{Error, Members, Problem};
use serde_json::Value;
use utoipa::ToSchema;

use super::{found, import_id};
use crate::error::BulkError;
use crate::views::{ImportList, ImportView};
use crate::{imports_of, receive, set_columns, take_in};

/// Imports that are listed.
const NEWEST: i64 = 50;

/// A form with a file.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form that is read piece by piece")]
struct UploadForm {
    /// CSV in UTF-8 or UTF-16, or XLSX: up to 10 MB and 10,000 rows.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// What columns mean.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct ColumnsBody {
    /// One for each column of the file: `product`, `barcode`, `sku`, `name_bn`,
    /// `name_en`, `brand`, `size`, `price`, `mrp`, `stock`, `in_stock`, `loose`,
    /// `expires_on`, `low_stock`, `shown`; `null` where it is not to be read.
    #[schema(example = json!(["name_bn", "price", null]))]
    columns: Vec<Option<String>>,
}

/// The newest imports of the shop.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = ImportList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/imports")]
pub(super) async fn list_imports(
    own: OwnShop<Manager>,
    db: Data<Db>,
) -> Result<Json<ImportList>, Error> {
    let mut conn = db.get().await?;
    let imports = imports_of(&mut conn, own.shop, NEWEST).await;
    Ok(Json(imports.map_err(BulkError::from)?.into()))
}

/// Brings a file. It is read and kept as a draft; nothing else is written.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, body = ImportView),
        (status = 400, description = "bulk.broke_off: the form is broken"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's"),
        (status = 408, description = "bulk.too_slow"),
        (status = 413, description = "bulk.too_large, bulk.too_many_rows"),
        (status = 415, description = "bulk.not_a_table, bulk.old_excel"),
        (status = 422, description = "bulk.empty, bulk.too_many_columns, bulk.bad_encoding, bulk.broken; platform.invalid_fields: bulk.no_file"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/imports")]
pub(super) async fn upload(
    own: OwnShop<Manager>,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Multipart,
) -> Result<HttpResponse, Error> {
    let upload = receive(form).await?;
    let import = take_in(&db, (own.shop, own.who.user), upload, clock.now()).await?;
    Ok(HttpResponse::Created().json(ImportView::from(import)))
}

/// An import, and how far it is.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("import" = String, Path, description = "`imp_` and 32 hexadecimal digits"),
    ),
    responses(
        (status = 200, body = ImportView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's; bulk.not_found"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/imports/{import}")]
pub(super) async fn show_import(
    own: OwnShop<Manager>,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<Json<ImportView>, Error> {
    let mut conn = db.get().await?;
    Ok(Json(found(&mut conn, &own, &path.1).await?.into()))
}

/// Says what the columns of a draft mean.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("import" = String, Path, description = "`imp_` and 32 hexadecimal digits"),
    ),
    request_body(content = ColumnsBody),
    responses(
        (status = 200, body = ImportView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's; bulk.not_found"),
        (status = 409, description = "bulk.wrong_state: it is no draft any more"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: bulk.unknown_column, bulk.column_twice, bulk.other_width"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[put("/seller/shops/{shop}/imports/{import}/columns")]
pub(super) async fn put_columns(
    own: OwnShop<Manager>,
    db: Data<Db>,
    path: Path<(String, String)>,
    body: Members,
) -> Result<Json<ImportView>, Error> {
    let code = |value: &Value| match value {
        Value::Null => Some(String::new()),
        value => value.as_str().map(str::to_owned),
    };
    let codes = body.0.get("columns").and_then(Value::as_array);
    let codes: Option<Vec<String>> = codes.and_then(|list| list.iter().map(code).collect());
    let codes = codes.ok_or_else(|| Problem::field("columns", "bulk.unknown_column"))?;
    let mut conn = db.get().await?;
    let import = set_columns(&mut conn, (own.shop, import_id(&path.1)?), &codes).await?;
    Ok(Json(import.into()))
}
