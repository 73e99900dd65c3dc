//! `/seller/shops/{shop}/imports` and `/seller/shops/{shop}/export`

use actix_multipart::Multipart;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Bytes, Data, Json, Path};
use actix_web::{HttpResponse, get, post, put};
use auth::{Manager, OwnShop};
use diesel_async::AsyncPgConnection;
use kernel::{Clock, ImportId, Locale};
use platform::db::Db;
use platform::http::{Error, Members, Params, Problem};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::BulkError;
use crate::model::{Import, Outcome};
use crate::sheet::Format;
use crate::views::{CheckView, ImportList, ImportRowList, ImportView};
use crate::{
    carry_out, check, export, find_import, imports_of, receive, rows_of, set_columns, take_in,
    template, undo,
};

/// Imports that are listed.
const NEWEST: i64 = 50;
/// Rows on a page unless asked otherwise, and at most.
const USUAL_PAGE: i64 = 100;
const LARGEST_PAGE: i64 = 1_000;

/// Routes of this slice, below `/api/v1`.
pub fn api(cfg: &mut ServiceConfig) {
    cfg.service(export_offers)
        .service(show_template)
        .service(list_imports)
        .service(upload)
        .service(show_import)
        .service(put_columns)
        .service(check_import)
        .service(list_rows)
        .service(commit)
        .service(undo_import);
}

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

/// Which file is asked for.
fn read_format(params: &mut Params) -> (Format, Locale) {
    let format = params.parsed("format", "bulk.unknown_format");
    let locale = params.parsed("lang", "auth.unknown_language");
    (format.unwrap_or(Format::Csv), locale.unwrap_or(Locale::Bn))
}

fn file(format: Format, name: &str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    let name = format!("attachment; filename=\"{name}.{}\"", format.code());
    answer
        .content_type(format.content_type())
        .insert_header((CONTENT_DISPOSITION, name))
        .insert_header((CACHE_CONTROL, "no-store"));
    answer
}

/// The shop's whole list as a file that can be brought back as an import.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("format" = Option<String>, Query, description = "`csv`, which is usual, or `xlsx`", example = "csv"),
        ("lang" = Option<String>, Query, description = "Language of the headings: `bn`, which is usual, or `en`", example = "bn"),
    ),
    responses(
        (status = 200, content_type = "text/csv", body = String, description = "The file; CSV is UTF-8 with a byte order mark, and no cell is taken for a formula"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's"),
        (status = 422, description = "platform.invalid_fields: bulk.unknown_format, auth.unknown_language"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/export")]
async fn export_offers(
    own: OwnShop<Manager>,
    db: Data<Db>,
    clock: Data<Clock>,
    mut params: Params,
) -> Result<HttpResponse, Error> {
    let (format, locale) = read_format(&mut params);
    params.finish()?;
    let name = format!("haat-{}", clock.now_in_dhaka().date_naive());
    let mut answer = file(format, &name);
    Ok(match format {
        Format::Csv => answer.streaming(export::csv(db.get_ref().clone(), own.shop, locale)),
        Format::Xlsx => answer.body(export::xlsx(&db, own.shop, locale).await?),
    })
}

/// An empty file to fill in.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("format" = Option<String>, Query, description = "`csv`, which is usual, or `xlsx`", example = "xlsx"),
        ("lang" = Option<String>, Query, description = "Language of the headings: `bn`, which is usual, or `en`", example = "bn"),
    ),
    responses(
        (status = 200, content_type = "text/csv", body = String, description = "The file; a workbook has a second sheet that says how to fill it"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's"),
        (status = 422, description = "platform.invalid_fields: bulk.unknown_format, auth.unknown_language"),
    ),
)]
#[get("/seller/shops/{shop}/imports/template")]
async fn show_template(_own: OwnShop<Manager>, mut params: Params) -> Result<HttpResponse, Error> {
    let (format, locale) = read_format(&mut params);
    params.finish()?;
    let empty: Bytes = template(format, locale)?;
    Ok(file(format, "haat").body(empty))
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
async fn list_imports(own: OwnShop<Manager>, db: Data<Db>) -> Result<Json<ImportList>, Error> {
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
async fn upload(
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
async fn show_import(
    own: OwnShop<Manager>,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<Json<ImportView>, Error> {
    let mut conn = db.get().await?;
    Ok(Json(found(&mut conn, &own, &path.1).await?.into()))
}

fn import_id(text: &str) -> Result<ImportId, BulkError> {
    text.parse().map_err(|_| BulkError::NotFound)
}

async fn found(
    conn: &mut AsyncPgConnection,
    own: &OwnShop<Manager>,
    id: &str,
) -> Result<Import, BulkError> {
    let import = find_import(conn, own.shop, import_id(id)?).await?;
    import.ok_or(BulkError::NotFound)
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
async fn put_columns(
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
async fn check_import(
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
async fn list_rows(
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
async fn commit(
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
async fn undo_import(
    own: OwnShop<Manager>,
    db: Data<Db>,
    clock: Data<Clock>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let mut conn = db.get().await?;
    let import = undo(&mut conn, (own.shop, import_id(&path.1)?), clock.now()).await?;
    Ok(HttpResponse::Accepted().json(ImportView::from(import)))
}
