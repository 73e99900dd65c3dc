//! A starter shelf to tick for a shop that waits for approval.

use askama::Template;
use pages::Page;

use super::start::ShelfLink;

/// A product to tick.
#[derive(Clone, Debug)]
pub(crate) struct PickRow {
    /// The name of its tick.
    pub tick: String,
    pub name: String,
    pub on: bool,
}

#[derive(Template)]
#[template(path = "seller_desk/prepare.html")]
pub(crate) struct PreparePage {
    pub page: Page,
    /// Styles of lists with ticks.
    pub css: &'static str,
    pub csrf: String,
    pub action: String,
    /// Back to the application.
    pub back: String,
    /// The shop's name.
    pub shop: String,
    pub shelves: Vec<ShelfLink>,
    /// Code of the shelf that is shown.
    pub shelf: String,
    pub name: String,
    pub goods: Vec<PickRow>,
    /// How many they are.
    pub all: u64,
    /// How many goods are kept for later, of all shelves.
    pub kept: u64,
    pub done: bool,
    pub notice: Option<String>,
}
