//! `GET /products/{id}/offers`: one product compared across the shops around.

use std::collections::HashMap;

use actix_web::get;
use actix_web::web::{Data, Json, Path};
use catalog::offers::{Told, told_of};
use chrono::{DateTime, SecondsFormat, Utc};
use kernel::{ListingId, ProductId};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use serde::Serialize;
use shops::OpenState;
use utoipa::ToSchema;

use super::params::read_radius;
use super::views::{Amount, ShopView, UnitAmount};
use crate::Search;
use crate::ask::{Offer, OfferSort, best_of};
use crate::tables::Product;

/// Offers in one answer at most.
const MOST: usize = 200;

/// In which order offers are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Compared {
    /// What is paid in all; of the same, the nearest.
    #[default]
    Price,
    Distance,
    /// What a kilogram, a litre or a piece costs, in all packs of the family.
    UnitPrice,
}

impl std::str::FromStr for Compared {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "price" => Ok(Self::Price),
            "distance" => Ok(Self::Distance),
            "unit_price" => Ok(Self::UnitPrice),
            _ => Err(()),
        }
    }
}

/// Offers of a product around a place.
#[derive(Debug, Serialize, ToSchema)]
struct OfferList {
    /// At most 200.
    items: Vec<ComparedView>,
    /// All of them.
    total: usize,
}

/// One shop's offer beside those of others.
#[derive(Debug, Serialize, ToSchema)]
struct ComparedView {
    #[schema(example = "lst_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    /// The product, or another pack of it where all are compared.
    #[schema(example = "prd_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    product: String,
    #[schema(example = "5 kg")]
    size: Option<String>,
    /// What is paid in all today; `null` when the shop does not tell.
    price: Option<Amount>,
    unit_price: Option<UnitAmount>,
    /// The maximum retail price on the pack.
    mrp: Option<Amount>,
    in_stock: Option<bool>,
    /// It costs least of those that are not sold out, and there is another to compare with.
    best: bool,
    /// Whether the shop brings it to the place that was asked for, or it has to be picked up; `null` when
    /// nobody told us.
    delivers: Option<bool>,
    /// When somebody last said what it costs; `null` while the database is away.
    #[schema(value_type = Option<String>, format = DateTime)]
    price_checked_at: Option<DateTime<Utc>>,
    /// When a closed shop opens, in Dhaka's time; `null` when it is open or nobody knows.
    #[schema(value_type = Option<String>, format = DateTime)]
    opens_at: Option<String>,
    shop: ShopView,
}

/// One product compared across the shops around a place.
#[utoipa::path(
    tag = "search",
    params(
        ("id" = String, Path, example = "prd_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b"),
        ("lat" = f64, Query, example = 23.8069),
        ("lng" = f64, Query, example = 90.3687),
        ("radius_m" = Option<f64>, Query, description = "1 to 50,000 metres, usually 3,000"),
        ("sort" = Option<String>, Query, description = "price, distance, or unit_price, which compares all packs of the product"),
    ),
    responses(
        (status = 200, body = OfferList),
        (status = 404, description = "catalog.product_not_found"),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
    ),
)]
#[get("/products/{id}/offers")]
pub(super) async fn compare_offers(
    search: Data<Search>,
    db: Data<Db>,
    id: Path<String>,
    mut params: Params,
) -> Result<Json<OfferList>, Error> {
    let origin = params.required_point();
    let radius_m = read_radius(&mut params);
    let sort: Option<Compared> = params.parsed("sort", "search.unknown_sort");
    params.finish()?;
    let missing = || Problem::not_found("catalog.product_not_found");
    let id: ProductId = id.parse().map_err(|_| missing())?;
    let origin = origin.ok_or_else(|| Problem::field("lat", "platform.missing"))?;
    let mut offers = match sort.unwrap_or_default() {
        Compared::UnitPrice => search.family_offers(id, origin, radius_m),
        Compared::Price => each(search.offers(id, origin, radius_m, OfferSort::Price)),
        Compared::Distance => each(search.offers(id, origin, radius_m, OfferSort::Distance)),
    }
    .ok_or_else(missing)?;
    let own = offers.iter().filter(|(product, _)| product.id == id);
    let best = best_of(own.map(|(_, offer)| offer));
    let total = offers.len();
    offers.truncate(MOST);
    let told = told(&db, &offers).await;
    let view = |(product, offer): (Product, Offer)| {
        let is_best = best == Some(offer.listing);
        let told = told.get(&offer.listing);
        ComparedView::new(&product, offer, told, is_best)
    };
    let items = offers.into_iter().map(view).collect();
    Ok(Json(OfferList { items, total }))
}

fn each(found: Option<(Product, Vec<Offer>)>) -> Option<Vec<(Product, Offer)>> {
    let (product, offers) = found?;
    Some(offers.into_iter().map(|it| (product.clone(), it)).collect())
}

/// What the database knows besides; nothing while it is away.
async fn told(db: &Db, offers: &[(Product, Offer)]) -> HashMap<ListingId, Told> {
    let ids: Vec<ListingId> = offers.iter().map(|(_, offer)| offer.listing).collect();
    let load = async {
        let mut conn = db.get().await?;
        Ok::<_, Error>(told_of(&mut conn, &ids).await.map_err(QueryFailed)?)
    };
    match load.await {
        Ok(told) => told,
        Err(error) => {
            tracing::debug!(code = error.problem().code, "offers without their dates");
            HashMap::new()
        }
    }
}

impl ComparedView {
    fn new(product: &Product, offer: Offer, told: Option<&Told>, best: bool) -> Self {
        let size = product.size.as_deref();
        let opens_at = match offer.shop.state {
            Some(OpenState::Closed { opens }) => opens,
            Some(OpenState::Open { .. }) | None => None,
        };
        Self {
            id: offer.listing.to_string(),
            product: product.id.to_string(),
            size: size.map(str::to_owned),
            unit_price: UnitAmount::of(offer.price, size),
            price: offer.price.map(Amount::from),
            mrp: told.and_then(|told| told.mrp).map(Amount::from),
            in_stock: offer.in_stock,
            best,
            delivers: told.and_then(|told| told.is_brought(offer.shop.distance_m)),
            price_checked_at: told.map(|told| told.price_checked_at),
            opens_at: opens_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, false)),
            shop: offer.shop.into(),
        }
    }
}
