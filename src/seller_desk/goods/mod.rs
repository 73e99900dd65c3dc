//! A shop's goods: the list, one of them, adding and proposing.

pub(crate) mod add;
mod field;
pub(crate) mod list;
pub(crate) mod offer;
pub(crate) mod pictures;
pub(crate) mod propose;
pub(crate) mod reported;
