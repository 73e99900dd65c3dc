//! Starter shelves: what a shop of a kind usually has, for its list in one go.
//!
//! Nothing is made up on the way: goods come onto the list without a price, and
//! whether they are there is what the seller says. What is on the list already
//! stays as it is, so a shelf put there twice changes nothing.

mod api;
mod prepare;
mod put;
mod queries;

use kernel::Names;
use shops::ShopKind;

use crate::Product;

pub(crate) use api::api;
pub use prepare::{Prepare, PrepareError, handle_granted, prepare, prepared};
pub use put::{PutShelf, PutShelfError, ShelfPut, put_shelf};
pub use queries::{find_shelf, goods_of, shelves_for};

/// A starter shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Stable slug: `grocery`.
    pub code: String,
    /// Its name in both languages.
    pub names: Names,
    /// Kinds of shop that are offered it.
    pub kinds: Vec<ShopKind>,
    /// How many goods are on it.
    pub goods: i64,
    /// How many of them the shop in question lists already; 0 without one.
    pub listed: i64,
}

/// A product on a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelfGood {
    /// It.
    pub product: Product,
    /// Whether the shop in question lists it already.
    pub listed: bool,
}
