//! Shops as their owners and the admins of their area keep them.
//!
//! A shop is listed unless its owner paused or closed it or an admin banned it;
//! what is hidden leaves every index within seconds, through the change feed. A
//! ban is the admin's alone to lift. The pin moves 200 m from where it was
//! approved without being looked at again.

mod ban;
mod edit;
mod error;
mod in_areas;
mod move_pin;
mod open;
mod phone;
mod read;
mod state;

pub use ban::{ban, shop_in_area, unban};
pub use edit::{edit, read_edit};
pub use error::OwnShopError;
pub use in_areas::{
    AreaMap, AreaShopsAsked, AreaShopsPosition, Bounds, MOST_MARKS, Mark, Standing,
    UnknownStanding, map_of_area, shops_of_area,
};
pub(crate) use move_pin::move_shop;
pub use move_pin::{MOVE_FREE_M, Moved, move_pin, move_waits};
pub(crate) use open::{Opened, insert_shop, take_over};
pub use phone::{prove_phone, send_code};
pub use read::{OwnedShop, owned_shop, shops_of_seller};
pub use state::{Change, change_state, end_pauses, read_until};
