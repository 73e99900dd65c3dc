//! Samples of every page, checked.

mod lists;
mod reviews;
