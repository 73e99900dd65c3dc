//! `GET /products/{id}`

use actix_web::get;
use actix_web::web::{Data, Json, Path};
use kernel::ProductId;
use platform::http::{Error, Params, Problem};
use serde::Serialize;
use utoipa::ToSchema;

use super::params::read_radius;
use super::views::{Amount, Name, ShopView, UnitAmount};
use crate::Search;
use crate::ask::{Offer, OfferSort, Variant};

/// A product and who sells it around.
#[derive(Debug, Serialize, ToSchema)]
struct ProductPage {
    id: String,
    external_id: Option<String>,
    name: Name,
    brand: Option<String>,
    size: Option<String>,
    /// Made up for a first look.
    demo: bool,
    /// Offers within the radius, at most 200; empty without a place.
    offers: Vec<OfferView>,
    /// All of them.
    total: usize,
    /// The same thing in all its sizes, colours or weights, this one included; empty for a product that
    /// stands alone.
    variants: Vec<VariantView>,
}

/// One of a family.
#[derive(Debug, Serialize, ToSchema)]
struct VariantView {
    id: String,
    name: Name,
    size: Option<String>,
    /// What tells it from the others, by name.
    options: std::collections::BTreeMap<String, String>,
    /// Whether a shop within the radius has it, or does not say; `null` without a place.
    available: Option<bool>,
}

/// One shop's offer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductOffer)]
struct OfferView {
    id: String,
    price: Option<Amount>,
    /// What a kilogram, a litre or a piece costs; `null` where the pack does not say.
    unit_price: Option<UnitAmount>,
    in_stock: Option<bool>,
    shop: ShopView,
}

/// One product with the offers around a place, cheapest first.
#[utoipa::path(
    tag = "search",
    params(
        ("id" = String, Path, example = "prd_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b"),
        ("lat" = Option<f64>, Query, example = 23.8069),
        ("lng" = Option<f64>, Query, example = 90.3687),
        ("radius_m" = Option<f64>, Query, description = "1 to 50,000 metres, usually 3,000"),
        ("sort" = Option<String>, Query, description = "price or distance"),
    ),
    responses(
        (status = 200, body = ProductPage),
        (status = 404, description = "catalog.product_not_found"),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
    ),
)]
#[get("/products/{id}")]
pub(super) async fn show_product(
    search: Data<Search>,
    id: Path<String>,
    mut params: Params,
) -> Result<Json<ProductPage>, Error> {
    let origin = params.point();
    let asked_m = read_radius(&mut params);
    let radius_m = if origin.is_some() { asked_m } else { 0.0 };
    let sort = params
        .parsed::<OfferSort>("sort", "search.unknown_sort")
        .unwrap_or_default();
    params.finish()?;
    let missing = || Problem::not_found("catalog.product_not_found");
    let id: ProductId = id.parse().map_err(|_| missing())?;
    let nowhere = kernel::Point::new(0.0, 0.0).expect("zero degrees are on Earth");
    let (product, offers) = search
        .offers(id, origin.unwrap_or(nowhere), radius_m, sort)
        .ok_or_else(missing)?;
    let variants = search.variants(id, origin.unwrap_or(nowhere), radius_m);
    let variant = |variant| VariantView::new(variant, origin.is_some());
    Ok(Json(ProductPage {
        variants: variants.into_iter().map(variant).collect(),
        id: product.id.to_string(),
        external_id: product.external_id.map(Into::into),
        name: product.names.into(),
        brand: product.brand.map(Into::into),
        demo: product.demo,
        total: offers.len(),
        offers: offers
            .into_iter()
            .take(200)
            .map(|offer| OfferView::new(offer, product.size.as_deref()))
            .collect(),
        size: product.size.map(Into::into),
    }))
}

impl VariantView {
    fn new(Variant { product, available }: Variant, is_somewhere: bool) -> Self {
        Self {
            id: product.id.to_string(),
            name: product.names.into(),
            size: product.size.map(Into::into),
            options: product
                .family
                .map(|family| family.options)
                .unwrap_or_default(),
            available: is_somewhere.then_some(available),
        }
    }
}

impl OfferView {
    fn new(offer: Offer, size: Option<&str>) -> Self {
        Self {
            unit_price: UnitAmount::of(offer.price, size),
            id: offer.listing.to_string(),
            price: offer.price.map(Amount::from),
            in_stock: offer.in_stock,
            shop: offer.shop.into(),
        }
    }
}
