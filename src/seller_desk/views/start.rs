//! A starter shelf to tick.

use askama::Template;
use pages::Page;

use crate::counter::Counter;

/// A shelf to choose.
#[derive(Clone, Debug)]
pub(crate) struct ShelfLink {
    pub href: String,
    pub label: String,
    /// How many goods are on it.
    pub goods: String,
    pub on: bool,
}

/// A product to tick.
#[derive(Clone, Debug)]
pub(crate) struct TickRow {
    /// The name of its tick.
    pub tick: String,
    pub name: String,
    /// It is on the list already.
    pub listed: bool,
}

#[derive(Template)]
#[template(path = "seller_desk/start.html")]
pub(crate) struct StartPage {
    pub page: Page,
    pub counter: Counter,
    pub action: String,
    pub shelves: Vec<ShelfLink>,
    /// Code of the shelf that is shown.
    pub shelf: String,
    pub name: String,
    pub goods: Vec<TickRow>,
    /// How many of them are on the list already.
    pub listed: u64,
    /// How many are not.
    pub left: u64,
    /// The same for every time the form is sent.
    pub key: String,
    /// Where prices are put on what has none.
    pub unpriced: String,
    /// Where files are brought.
    pub import: String,
    pub done: Option<String>,
    pub notice: Option<String>,
}
