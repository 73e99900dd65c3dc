//! What the API shows a shop of its own offers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Movement, Offer, PriceChange};
use crate::api_views::{ListedProduct, Price, UnitPriceView};

/// One offer with what only its shop needs to know.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct OfferView {
    #[schema(example = "lst_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    product: ListedProduct,
    /// Grows with every change; who saves names the one that was read.
    #[schema(example = 3)]
    version: i64,
    /// `null` when it is not told.
    price: Option<Price>,
    /// What a kilogram, a litre or a piece costs; `null` where the pack does not say.
    unit_price: Option<UnitPriceView>,
    /// The maximum retail price on the pack.
    mrp: Option<Price>,
    /// Pieces on the shelf; `null` when not counted.
    stock: Option<i32>,
    /// `null` when it is not told.
    in_stock: Option<bool>,
    /// The shop's own code.
    sku: Option<String>,
    /// Weighed for the buyer.
    loose: bool,
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<NaiveDate>,
    /// That day is over, so nobody finds it.
    expired: bool,
    /// The shop is told when the stock falls to this.
    low_stock: Option<i32>,
    /// Whether so few are left.
    is_low: bool,
    /// Whether shoppers find it.
    shown: bool,
    /// When it was taken off the list.
    #[schema(value_type = Option<String>, format = DateTime)]
    removed_at: Option<DateTime<Utc>>,
    #[schema(value_type = String, format = DateTime)]
    updated_at: DateTime<Utc>,
    /// When somebody last said what it costs.
    #[schema(value_type = String, format = DateTime)]
    price_checked_at: DateTime<Utc>,
    /// Shoppers who say that the price is wrong, and have not been answered.
    reports: i64,
}

/// A line in the book of stock.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MovementView {
    /// Pieces that came, or went.
    delta: i32,
    /// Pieces there after it.
    on_hand: i32,
    /// `counted`, `received`, `sold`, `returned`, `damaged`, `imported`, `undone` or `uncounted`.
    reason: String,
    /// Whose doing; `null` for programs.
    by: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    at: DateTime<Utc>,
}

/// A line in the book of prices.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PriceChangeView {
    /// From then on; `null` = no longer told.
    price: Option<Price>,
    #[schema(value_type = String, format = DateTime)]
    at: DateTime<Utc>,
}

impl OfferView {
    /// As it stands in documents made by hand.
    pub(super) fn document(&self) -> Value {
        serde_json::to_value(self).expect("a struct of plain values is JSON")
    }
}

impl From<Offer> for OfferView {
    fn from(offer: Offer) -> Self {
        Self {
            unit_price: offer.unit_price().map(UnitPriceView::from),
            is_low: offer.is_low(),
            id: offer.listing.id.to_string(),
            product: offer.listing.product.into(),
            version: offer.version,
            price: offer.listing.price.map(Price::from),
            mrp: offer.mrp.map(Price::from),
            stock: offer.listing.stock,
            in_stock: offer.listing.availability.in_stock(),
            sku: offer.sku,
            loose: offer.loose,
            expires_on: offer.expires_on,
            expired: offer.expired,
            low_stock: offer.low_stock,
            shown: offer.shown,
            removed_at: offer.deleted_at,
            updated_at: offer.updated_at,
            price_checked_at: offer.price_checked_at,
            reports: offer.reports,
        }
    }
}

impl From<Movement> for MovementView {
    fn from(movement: Movement) -> Self {
        Self {
            delta: movement.delta,
            on_hand: movement.on_hand,
            reason: movement.reason,
            by: movement.actor.map(|actor| actor.to_string()),
            at: movement.at,
        }
    }
}

impl From<PriceChange> for PriceChangeView {
    fn from(change: PriceChange) -> Self {
        let price = change.price_poisha.map(kernel::Money::from_poisha);
        Self {
            price: price.map(Price::from),
            at: change.at,
        }
    }
}
