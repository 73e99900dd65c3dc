//! Goods: the tree of categories, master products, and what each shop lists.
//!
//! Owns the tables `categories`, `products`, `listings`, `concepts`, `dialects`,
//! `shelves` and `shelf_items`, `price_reports`,
//! and the books `stock_movements` and `price_changes` that triggers keep. A price
//! or a stock that nobody told us is unknown; it is never made up.

mod api;
mod api_views;
mod attributes;
mod concepts;
mod edit_concept;
mod gtin;
mod import;
mod model;
pub mod offers;
mod pack;
pub mod pictures;
pub mod price_reports;
mod private;
pub mod proposals;
mod queries;
mod reference;
pub mod schema;
pub mod shelves;
mod tree;
mod views;

pub use api::api;
pub use attributes::{Attribute, AttributeKind, AttributeNames, Choice, read_attributes};
pub use concepts::{
    ConceptRecord, ConceptRow, DialectRow, all_dialects, concepts_page, enable_dialect,
    find_concept, import_concepts, remove_concept,
};
pub use edit_concept::{ConceptDraft, SaveConceptError, Saved, save_concept};
pub use gtin::{BadGtin, Gtin};
pub use import::{
    CategoryRecord, ListingRecord, ProductRecord, import_categories, import_listings,
    import_products,
};
pub use model::{Availability, Category, Listing, Product};
pub use pack::{Pack, UnitPrice, split as split_pack, unit_price};
pub use private::private_api;
pub use queries::{
    ListingPosition, ListingsAsked, categories, count_listings_of, find_product, indexed_products,
    last_product_ord, listings_of,
};
pub use reference::{
    AttributesRecord, ReferenceRecord, ShelfItemRecord, ShelfRecord, adopt_demo_products,
    import_attributes, import_reference, import_shelf_items, import_shelves,
};
pub use tree::Tree;
pub use views::{Shelf, shelves_of};
