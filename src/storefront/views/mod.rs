//! What pages show: plain structs with samples, and the templates they fill.
//! Nothing here reads a database; words and numbers arrive ready to print.

pub(crate) mod account;
pub(crate) mod card;
pub(crate) mod category;
pub(crate) mod choice;
pub(crate) mod forgotten;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod map;
pub(crate) mod offer;
pub(crate) mod picker;
pub(crate) mod place;
pub(crate) mod poster;
pub(crate) mod product;
pub(crate) mod run;
pub(crate) mod search;
pub(crate) mod shop;
pub(crate) mod sign_in;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
