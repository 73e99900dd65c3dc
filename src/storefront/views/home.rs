//! Shops near here.

use askama::Template;

use super::card::{self, ShopCard, Trust};
use super::choice::{Choice, Step};
use super::picker::{Picker, Then};
use pages::Page;

/// A kind of shop with its number nearby.
#[derive(Clone, Debug)]
pub(crate) struct KindTile {
    pub kind: String,
    pub label: String,
    pub count: String,
    pub href: String,
    pub on: bool,
}

impl KindTile {
    pub(crate) fn hue(&self) -> &'static str {
        card::hue(&self.kind)
    }

    pub(crate) fn icon(&self) -> String {
        if self.kind.is_empty() {
            "i-kinds".to_owned()
        } else {
            card::icon(&self.kind)
        }
    }
}

#[derive(Template)]
#[template(path = "storefront/home.html")]
pub(crate) struct HomePage {
    pub page: Page,
    /// Shown instead of shops while no place is known.
    pub picker: Option<Picker>,
    pub kinds: Vec<KindTile>,
    pub radii: Vec<Choice>,
    pub open_now: Choice,
    pub heading: String,
    pub cards: Vec<ShopCard>,
    pub map_href: String,
    pub next: Option<String>,
    /// Ways out of an empty list.
    pub steps: Vec<Step>,
}
