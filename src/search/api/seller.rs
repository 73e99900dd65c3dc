//! `GET /seller/shops/{shop}/products`: the catalogue, for whoever fills a shelf.

use actix_web::get;
use actix_web::web::{Data, Json};
use auth::{OwnShop, Packer};
use catalog::Gtin;
use catalog::proposals::barcode_code;
use platform::db::Db;
use platform::http::{Error, Params};
use serde::Serialize;
use utoipa::ToSchema;

use super::params::read_text;
use super::views::Name;
use crate::{Catalogued, Search};

/// Products in an answer unless asked otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 50;

/// Products of the catalogue, best first.
#[derive(Debug, Serialize, ToSchema)]
struct CatalogueView {
    items: Vec<CatalogueItem>,
}

/// A master product, and what the shop has to do with it.
#[derive(Debug, Serialize, ToSchema)]
struct CatalogueItem {
    #[schema(example = "prd_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    name: Name,
    brand: Option<String>,
    /// The pack as printed.
    size: Option<String>,
    /// The shop's own offer of it, on its list or taken off.
    offer: Option<String>,
    /// Whether it is on the list.
    listed: bool,
}

/// Products of the catalogue by words in any script, the last one maybe unfinished,
/// or by barcode.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path),
        ("q" = Option<String>, Query, description = "Bengali, English or Banglish, at most 200 letters; or a barcode", example = "miniket"),
        ("gtin" = Option<String>, Query, description = "A barcode of 8, 12, 13 or 14 digits, instead of words"),
        ("limit" = Option<usize>, Query, description = "1 to 50, usually 20"),
    ),
    responses(
        (status = 200, body = CatalogueView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 422, description = "platform.invalid_fields: catalog.barcode_length, catalog.barcode_check_digit, …"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/products")]
pub(super) async fn find_products(
    own: OwnShop<Packer>,
    search: Data<Search>,
    db: Data<Db>,
    mut params: Params,
) -> Result<Json<CatalogueView>, Error> {
    let limit = params.number("limit", &(1..=MOST)).unwrap_or(USUAL);
    let gtin = params.text("gtin").map(str::parse::<Gtin>);
    if let Some(Err(bad)) = &gtin {
        params.refuse("gtin", barcode_code(*bad));
    }
    let text = match &gtin {
        Some(_) => String::new(),
        None => read_text(&mut params),
    };
    if gtin.is_none() && text.is_empty() && !params.is_refused("q") {
        params.refuse("q", "platform.missing");
    }
    params.finish()?;
    let mut conn = db.get().await?;
    let gtin = gtin.and_then(Result::ok).or_else(|| text.parse().ok());
    let found = match &gtin {
        Some(gtin) => search.with_gtin(&mut conn, gtin).await?,
        None => search.catalogue(&text, limit),
    };
    let items = search.on_shelf(&mut conn, own.shop, found).await?;
    Ok(Json(CatalogueView {
        items: items.into_iter().map(CatalogueItem::from).collect(),
    }))
}

impl From<Catalogued> for CatalogueItem {
    fn from(found: Catalogued) -> Self {
        Self {
            id: found.product.id.to_string(),
            name: found.product.names.into(),
            brand: found.product.brand.map(Into::into),
            size: found.product.size.map(Into::into),
            offer: found.offer.map(|offer| offer.to_string()),
            listed: found.listed,
        }
    }
}
