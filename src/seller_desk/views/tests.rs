//! Samples of every page, checked.

mod applying;
mod goods;
mod settings;
