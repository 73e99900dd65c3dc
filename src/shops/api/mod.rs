//! `GET /shops/{id}`, and what sellers and admins of areas do.

mod admin;
mod applications;
mod area_shops;
mod photos;
mod read;
mod seller;
mod shop_phone;
mod views;

use actix_web::get;
use actix_web::web::{Data, Json, Path};
use kernel::{Clock, Names, ShopId};
use platform::db::{Db, NoConnection, QueryFailed};
use platform::http::{Error, Fault, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub use area_shops::read_area_shops;

use crate::views::stock_known;
use crate::{HOME_RING_M, Shop, ShopKind, find_shop};

/// Routes of this slice, below `/api/v1`. Register it behind everything that has
/// a fixed path below `/shops`.
pub fn api(cfg: &mut ServiceConfig) {
    cfg.configure(applications::api)
        .configure(photos::api)
        .configure(seller::api)
        .configure(shop_phone::api)
        .configure(area_shops::api)
        .configure(admin::api)
        .service(show_shop);
}

/// No listed shop has this id.
#[derive(Debug, thiserror::Error)]
pub enum FindShopError {
    /// There is none, it is hidden, or it closed for good.
    #[error("no such shop")]
    NotFound,
    /// The database did not answer.
    #[error(transparent)]
    Query(#[from] QueryFailed),
    /// No connection was free.
    #[error(transparent)]
    Pool(#[from] NoConnection),
}

impl From<diesel::result::Error> for FindShopError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for FindShopError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NotFound => Some(Problem::not_found("shops.not_found")),
            Self::Query(error) => error.problem(),
            Self::Pool(error) => error.problem(),
        }
    }
}

/// Everything about one shop but its goods.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct ShopCard {
    #[schema(example = "shp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    /// Its id in the file it was imported from.
    external_id: Option<String>,
    name: ShopText,
    /// Other names and spellings.
    alt_names: Vec<String>,
    #[schema(value_type = String, example = "grocery")]
    kind: ShopKind,
    location: ShopLocation,
    /// Where only the area is shown: metres around `location`; `null` when it is
    /// the door.
    ring_m: Option<u32>,
    /// Words that help to find the door; none for a home shop.
    address: ShopText,
    /// What its owner says about it.
    about: ShopText,
    /// Weekly periods `[day, from, to]`: day 0 is Saturday, minutes of the day in
    /// Dhaka, `to` up to 2880 for periods past midnight; `null` when unknown.
    #[schema(value_type = Option<Vec<[u16; 3]>>)]
    hours: Option<serde_json::Value>,
    /// Whether it is open now; `null` when opening hours are unknown.
    open: Option<bool>,
    /// Whether an owner has been approved. Shops from a map have none yet.
    verified: bool,
    /// Sells from home.
    home: bool,
    /// Run by women.
    women_run: bool,
    /// How far it brings things, in metres; 0 = it does not, `null` = unknown.
    delivery_radius_m: Option<u32>,
    /// Made up for a first look.
    demo: bool,
    /// Whether it says of any product if it is in stock.
    stock_known: bool,
}

/// Text in both languages; `null` where one is missing.
#[derive(Debug, Serialize, ToSchema)]
struct ShopText {
    bn: Option<String>,
    en: Option<String>,
}

/// WGS84 degrees.
#[derive(Debug, Serialize, ToSchema)]
struct ShopLocation {
    lat: f64,
    lng: f64,
}

/// One shop.
#[utoipa::path(
    tag = "shops",
    params(("id" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = ShopCard),
        (status = 404, description = "shops.not_found: there is none, or it is no longer listed"),
    ),
)]
#[get("/shops/{id}")]
async fn show_shop(
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<Json<ShopCard>, Error> {
    let id: ShopId = id.parse().map_err(|_| FindShopError::NotFound)?;
    let (shop, stock_known) = look_up(&db, id).await?;
    let open = shop
        .hours
        .as_ref()
        .map(|hours| hours.state_at(clock.now_in_dhaka()).is_open());
    Ok(Json(ShopCard::new(shop, open, stock_known)))
}

async fn look_up(db: &Db, id: ShopId) -> Result<(Shop, bool), FindShopError> {
    let mut conn = db.get().await?;
    let shop = find_shop(&mut conn, id)
        .await?
        .ok_or(FindShopError::NotFound)?;
    let stock_known = stock_known(&mut conn, id).await?;
    Ok((shop, stock_known))
}

impl ShopCard {
    fn new(shop: Shop, open: Option<bool>, stock_known: bool) -> Self {
        Self {
            id: shop.id.to_string(),
            external_id: shop.external_id,
            name: shop.names.into(),
            alt_names: shop.alt_names,
            kind: shop.kind,
            location: shop.location.into(),
            ring_m: shop.home.then_some(HOME_RING_M),
            address: shop.address.into(),
            about: shop.about.into(),
            hours: shop.hours.map(|hours| hours.to_json()),
            open,
            verified: shop.verified,
            home: shop.home,
            women_run: shop.women_run,
            delivery_radius_m: shop.delivery_radius_m,
            demo: shop.demo,
            stock_known,
        }
    }
}

impl From<Names> for ShopText {
    fn from(names: Names) -> Self {
        Self {
            bn: names.bn,
            en: names.en,
        }
    }
}
