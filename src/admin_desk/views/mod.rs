//! What pages show: plain structs with samples, and the templates they fill.

pub(crate) mod concept;
pub(crate) mod home;
pub(crate) mod list;

#[cfg(test)]
mod tests;
