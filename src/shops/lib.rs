//! Shops: who they are, where they are and when they are open.
//!
//! Owns the table `shops`. A shop imported from a map is *unclaimed*: it is
//! found, but nobody vouches for it and its stock is unknown.

mod hours;
mod kind;
mod model;
mod opening;
mod queries;
pub mod schema;

pub use hours::{Hours, OpenState, Period};
pub use kind::{ShopKind, UnknownKind};
pub use model::{Shop, ShopStatus};
pub use opening::HoursError;
pub use queries::find_shop;
