//! What the API shows.

use kernel::{Money, Names, Point};
use serde::Serialize;
use shops::{HOME_RING_M, ShopKind};
use utoipa::ToSchema;

use crate::ask::NearShop;

/// A name in both languages; at least one is there for anything with a name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Name {
    #[schema(example = "মিনিকেট চাল")]
    pub(super) bn: Option<String>,
    #[schema(example = "Miniket Rice")]
    pub(super) en: Option<String>,
}

impl From<Names> for Name {
    fn from(names: Names) -> Self {
        Self {
            bn: names.bn,
            en: names.en,
        }
    }
}

/// WGS84 degrees.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LatLng {
    lat: f64,
    lng: f64,
}

impl From<Point> for LatLng {
    fn from(point: Point) -> Self {
        Self {
            lat: point.lat(),
            lng: point.lng(),
        }
    }
}

/// An amount of money.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Amount {
    /// Whole poisha; 100 poisha are one taka.
    #[schema(example = 7200)]
    amount: i64,
    #[schema(example = "BDT")]
    currency: &'static str,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            amount: money.poisha(),
            currency: "BDT",
        }
    }
}

/// What a kilogram, a litre or a piece costs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitAmount {
    /// Whole poisha, rounded.
    #[schema(example = 7900)]
    amount: i64,
    #[schema(example = "BDT")]
    currency: &'static str,
    /// `kg`, `l` or `piece`.
    #[schema(example = "kg")]
    per: &'static str,
}

impl UnitAmount {
    /// Where the price is told and the pack says how much is in it.
    pub(super) fn of(price: Option<Money>, size: Option<&str>) -> Option<Self> {
        let unit = catalog::unit_price(price, size, false)?;
        Some(Self {
            amount: unit.price.poisha(),
            currency: "BDT",
            per: unit.code(),
        })
    }
}

/// A shop as seen from the place that was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShopView {
    #[schema(example = "shp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    external_id: Option<String>,
    name: Name,
    #[schema(value_type = String, example = "grocery")]
    kind: ShopKind,
    location: LatLng,
    /// Where only the area of a home shop is shown: metres around `location`;
    /// `null` when it is the door.
    ring_m: Option<u32>,
    /// Metres along the WGS84 ellipsoid, to the centimetre.
    distance_m: f64,
    /// `null` when opening hours are unknown.
    open: Option<bool>,
    /// Whether an owner has been approved. Shops from a map have none yet.
    verified: bool,
    /// Made up for a first look.
    demo: bool,
}

impl From<NearShop> for ShopView {
    fn from(shop: NearShop) -> Self {
        Self {
            id: shop.id.to_string(),
            open: shop.open(),
            external_id: shop.external_id,
            name: shop.names.into(),
            kind: shop.kind,
            location: shop.location.into(),
            ring_m: shop.home.then_some(HOME_RING_M),
            distance_m: (shop.distance_m * 100.0).round() / 100.0,
            verified: shop.verified,
            demo: shop.demo,
        }
    }
}
