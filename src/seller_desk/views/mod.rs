//! What pages show: plain structs with samples, and the templates they fill.

pub(crate) mod add;
pub(crate) mod goods;
pub(crate) mod home;
pub(crate) mod imports;
pub(crate) mod offer;
pub(crate) mod pictures;
pub(crate) mod prepare;
pub(crate) mod propose;
pub(crate) mod sell;
pub(crate) mod settings;
pub(crate) mod staff;
pub(crate) mod start;

#[cfg(test)]
mod tests;
