//! What pages show: plain structs with samples, and the templates they fill.

pub(crate) mod home;
pub(crate) mod sell;

#[cfg(test)]
mod tests;
