//! Goods: the tree of categories, master products, and what each shop lists.
//!
//! Owns the tables `categories`, `products`, `listings`, `concepts` and `dialects`. A price or a stock
//! that nobody told us is unknown; it is never made up.

mod api;
mod api_views;
mod concepts;
mod import;
mod model;
mod private;
mod queries;
pub mod schema;
mod tree;

pub use api::api;
pub use concepts::{ConceptRecord, import_concepts};
pub use import::{
    CategoryRecord, ListingRecord, ProductRecord, import_categories, import_listings,
    import_products,
};
pub use model::{Availability, Category, Listing, Product};
pub use private::private_api;
pub use queries::{
    ListingPosition, ListingsAsked, categories, count_listings_of, find_product, listings_of,
};
pub use tree::Tree;
