//! What pages show: plain structs with samples, and the templates they fill.

pub(crate) mod area_shops;
pub(crate) mod concept;
pub(crate) mod home;
pub(crate) mod list;
pub(crate) mod proposal;
pub(crate) mod review;

#[cfg(test)]
mod tests;
