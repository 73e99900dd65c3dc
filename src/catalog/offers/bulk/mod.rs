//! Many offers at once: found by whatever a file calls them, saved in one
//! statement, never over a change that was not seen.

mod queries;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ListingId, Names, ProductId};
use serde::{Deserialize, Serialize};

use super::{Asked, Stock};
use crate::Availability;

pub use queries::{add_offers, find_called, holders_of_skus, offer_lines, save_offers, states_of};

/// What a file calls a product, in whichever ways it does.
///
/// The id decides where there is one. Else the first of barcode, the shop's own
/// code, and name that finds something; the others may not find something else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// Our id.
    pub product: Option<ProductId>,
    /// Its id in the master catalogue: `p-0001`.
    pub external_id: Option<String>,
    /// Digits of its barcode.
    pub gtin: Option<String>,
    /// The shop's own code.
    pub sku: Option<String>,
    /// Its whole names; capital letters do not count.
    pub names: Names,
}

/// What was found under what a file calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing that the shop may list.
    Nothing,
    /// More than one product.
    Several,
    /// Different products by barcode, code and name.
    Contradiction,
    /// One product, and the shop's offer of it, on the list or not.
    One(ProductId, Option<Box<OfferState>>),
}

/// Everything that a shop says about an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferState {
    /// Which.
    pub id: ListingId,
    /// Of what.
    pub product: ProductId,
    /// The version that was read; 0 for one that is not there yet.
    pub version: i64,
    /// What the shop asks.
    pub price_poisha: Option<i64>,
    /// The maximum retail price on the pack.
    pub mrp_poisha: Option<i64>,
    /// Pieces on the shelf.
    pub stock: Option<i32>,
    /// The word for [`Availability`] in the database.
    pub availability: String,
    /// The shop's own code.
    pub sku: Option<String>,
    /// Weighed for the buyer.
    pub loose: bool,
    /// Printed on the pack of the oldest piece.
    pub expires_on: Option<NaiveDate>,
    /// The shop is told when the stock falls to this.
    pub low_stock: Option<i32>,
    /// Whether shoppers find it.
    pub shown: bool,
    /// When it was taken off the list.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// An offer with what its product is called, for a file.
#[derive(Clone, Debug)]
pub struct OfferLine {
    /// The offer's number: the next page begins behind it.
    pub ord: i64,
    /// The offer.
    pub offer: OfferState,
    /// What the product is called.
    pub names: Names,
    /// Who makes it.
    pub brand: Option<String>,
    /// The pack as printed.
    pub size: Option<String>,
    /// Its barcode.
    pub gtin: Option<String>,
}

impl OfferState {
    /// An offer that says nothing yet.
    pub fn new(product: ProductId) -> Self {
        Self {
            id: ListingId::new(),
            product,
            version: 0,
            price_poisha: None,
            mrp_poisha: None,
            stock: None,
            availability: Availability::Unknown.code().to_owned(),
            sku: None,
            loose: false,
            expires_on: None,
            low_stock: None,
            shown: true,
            deleted_at: None,
        }
    }

    /// The offer once this is said about it. One that was taken off the list comes
    /// back to it and says nothing else than this.
    #[must_use]
    pub fn saying(&self, asked: &Asked) -> Self {
        let mut after = match self.deleted_at {
            None => self.clone(),
            Some(_) => Self {
                id: self.id,
                version: self.version,
                ..Self::new(self.product)
            },
        };
        if let Some(price) = asked.price {
            after.price_poisha = price.map(kernel::Money::poisha);
        }
        if let Some(mrp) = asked.mrp {
            after.mrp_poisha = mrp.map(kernel::Money::poisha);
        }
        if let Some(stock) = asked.stock {
            after.stock = stock.pieces();
            Stock::availability(stock)
                .code()
                .clone_into(&mut after.availability);
        }
        if let Some(sku) = &asked.sku {
            after.sku.clone_from(sku);
        }
        after.loose = asked.loose.unwrap_or(after.loose);
        after.expires_on = asked.expires_on.unwrap_or(after.expires_on);
        after.low_stock = asked.low_stock.unwrap_or(after.low_stock);
        after.shown = asked.shown.unwrap_or(after.shown);
        after
    }

    /// Whether the shop asks more than the pack says.
    pub fn is_above_mrp(&self) -> bool {
        self.mrp_poisha.is_some() && self.price_poisha > self.mrp_poisha
    }
}
