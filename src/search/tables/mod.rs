//! The catalogue in memory: shops, products and listings as columns by `ord`,
//! categories as a tree. Everything that ranking reads and that changes often
//! (price, stock, hours) is here, so that such a change touches no text index.

mod categories;
mod listings;
mod lists;
mod opening;
mod products;
mod shops;
mod terms;
mod things;
pub mod views;

use std::sync::Arc;

pub use categories::{Categories, Category};
pub use listings::{Listing, Listings};
pub use lists::{Link, Lists};
pub use opening::minute_of;
pub use products::{Family, Product, Products};
pub use shops::{Shop, Shops};
pub use terms::Terms;
pub use things::Thing;

/// `ord` of a row: small and dense, an index into columns.
pub type Ord32 = u32;

/// Everything search knows, consistent under one lock.
#[derive(Default)]
pub struct Tables {
    /// Listed shops.
    pub shops: Shops,
    /// Master products.
    pub products: Products,
    /// Offers.
    pub listings: Listings,
    /// The tree of goods.
    pub categories: Categories,
    /// The concept table.
    pub things: Arc<[Thing]>,
}

impl Tables {
    /// Bytes on the heap of each part that grows with the market.
    pub fn bytes(&self) -> [(&'static str, usize); 3] {
        [
            ("shops", self.shops.bytes()),
            ("products", self.products.bytes()),
            ("listings", self.listings.bytes()),
        ]
    }
}

/// The slot for `ord` in a column that grows as needed.
fn slot<T: Default>(column: &mut Vec<T>, ord: Ord32) -> &mut T {
    let index = ord as usize;
    if column.len() <= index {
        column.resize_with(index + 1, T::default);
    }
    &mut column[index]
}
