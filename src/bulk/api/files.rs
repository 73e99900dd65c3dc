//! Files to take away.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, get};
use auth::{Manager, OwnShop};
use kernel::{Clock, Locale};
use platform::db::Db;
use platform::http::{Error, Params};

use crate::sheet::Format;
use crate::{export, template};

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
        (status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")), description = "The file; CSV is UTF-8 with a byte order mark, and no cell is taken for a formula"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's"),
        (status = 422, description = "platform.invalid_fields: bulk.unknown_format, auth.unknown_language"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/export")]
pub(super) async fn export_offers(
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
        (status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")), description = "The file; a workbook has a second sheet that says how to fill it"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's"),
        (status = 422, description = "platform.invalid_fields: bulk.unknown_format, auth.unknown_language"),
    ),
)]
#[get("/seller/shops/{shop}/imports/template")]
pub(super) async fn show_template(
    _own: OwnShop<Manager>,
    mut params: Params,
) -> Result<HttpResponse, Error> {
    let (format, locale) = read_format(&mut params);
    params.finish()?;
    let empty: Bytes = template(format, locale)?;
    Ok(file(format, "haat").body(empty))
}
