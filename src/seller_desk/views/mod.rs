//! What pages show: plain structs with samples, and the templates they fill.

pub(crate) mod home;

#[cfg(test)]
mod tests;
