//! Samples of every page, checked.

mod lists;
mod proposals;
mod reviews;
