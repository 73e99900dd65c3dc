//! The shelf as a list.

use askama::Template;
use media::Picture;
use pages::Page;

use crate::counter::Counter;

/// Something odd about an offer.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub text: String,
    pub class: &'static str,
}

/// One offer.
#[derive(Clone, Debug)]
pub(crate) struct GoodsRow {
    pub id: String,
    pub href: String,
    pub name: String,
    /// Brand and pack.
    pub about: String,
    pub version: i64,
    /// As they stand in their fields.
    pub price: String,
    pub stock: String,
    /// What a kilogram costs.
    pub unit: Option<String>,
    pub marks: Vec<Mark>,
    pub picture: Option<Picture>,
    pub is_removed: bool,
}

/// A part of the list.
#[derive(Clone, Debug)]
pub(crate) struct PartLink {
    pub href: String,
    pub label: String,
    pub on: bool,
}

#[derive(Template)]
#[template(path = "seller_desk/goods.html")]
pub(crate) struct GoodsPage {
    pub page: Page,
    pub counter: Counter,
    pub script: &'static str,
    /// The list itself.
    pub path: String,
    pub parts: Vec<PartLink>,
    /// Which of them, as addresses say it.
    pub part: &'static str,
    pub q: String,
    /// How many in all.
    pub found: u64,
    pub rows: Vec<GoodsRow>,
    pub next: Option<String>,
    pub done: Option<String>,
}
