//! Goods: the tree of categories, master products, and what each shop lists.
//!
//! Owns the tables `categories`, `products`, `listings`, `concepts` and `dialects`,
//! and the books `stock_movements` and `price_changes` that triggers keep. A price
//! or a stock that nobody told us is unknown; it is never made up.

mod api;
mod api_views;
mod attributes;
mod concepts;
mod gtin;
mod import;
mod model;
pub mod offers;
mod pack;
mod private;
pub mod proposals;
mod queries;
pub mod schema;
mod tree;
mod views;

pub use api::api;
pub use attributes::{Attribute, AttributeKind, AttributeNames, read_attributes};
pub use concepts::{ConceptRecord, import_concepts};
pub use gtin::{BadGtin, Gtin};
pub use import::{
    CategoryRecord, ListingRecord, ProductRecord, import_categories, import_listings,
    import_products,
};
pub use model::{Availability, Category, Listing, Product};
pub use pack::{Pack, UnitPrice, split as split_pack, unit_price};
pub use private::private_api;
pub use queries::{
    ListingPosition, ListingsAsked, categories, count_listings_of, find_product, listings_of,
};
pub use tree::Tree;
pub use views::{Shelf, shelves_of};
