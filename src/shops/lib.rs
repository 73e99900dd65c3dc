//! Shops: who they are, where they are and when they are open.
//!
//! Owns the table `shops`. A shop imported from a map is *unclaimed*: it is
//! found, but nobody vouches for it and its stock is unknown.

mod address;
mod api;
mod hours;
mod import;
mod kind;
mod model;
mod opening;
mod queries;
pub mod schema;
mod views;

pub use address::{ord_in, slug_of};
pub use api::{FindShopError, api};
pub use hours::{Hours, OpenState, Period};
pub use import::{ShopRecord, Told, find_by_external_ids, import};
pub use kind::{ShopKind, UnknownKind};
pub use model::{Shop, ShopStatus};
pub use opening::HoursError;
pub use queries::{Indexed, find_shop, find_shop_by_ord, indexed_shops, last_ord, shops_of};
