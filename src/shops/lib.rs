//! Shops: who they are, where they are and when they are open.
//!
//! Owns the tables `shops` and `shop_applications`. A shop imported from a map is
//! *unclaimed*: it is found, but nobody vouches for it and its stock is unknown.
//! Invariants: nobody owns a shop whom an admin of its area has not approved; an
//! import does not touch a shop that has an owner; what shows a home shop to
//! everybody shows `public_location`, never its pin or address.

mod address;
mod api;
pub mod applications;
mod hours;
mod import;
mod kind;
mod model;
mod opening;
pub mod own;
mod plan;
mod queries;
mod registry;
pub mod schema;
mod views;

pub use address::{ord_in, slug_of};
pub use api::{FindShopError, api, read_area_shops};
pub use hours::{Hours, OpenState, Period};
pub use import::{ShopRecord, Told, find_by_external_ids, import};
pub use kind::{ShopKind, UnknownKind};
pub use model::{HOME_RING_M, Shop, ShopStatus};
pub use opening::HoursError;
pub use plan::{Friday, HoursPlan, Span, read_hours};
pub(crate) use queries::find_any_shop;
pub use queries::{Indexed, find_shop, find_shop_by_ord, indexed_shops, last_ord, shops_of};
pub use registry::Registry;
