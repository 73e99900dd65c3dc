//! What a search found.

use askama::Template;

use super::card::{OfferCard, ShopCard, Stock, Trust};
use super::choice::{Choice, Step};
use super::picker::{Picker, Then};
use pages::Page;

/// A radio button of the filter sheet.
#[derive(Clone, Debug)]
pub(crate) struct Pick {
    pub value: String,
    pub label: String,
    pub count: Option<String>,
    pub on: bool,
}

/// A group of radio buttons.
#[derive(Clone, Debug)]
pub(crate) struct PickSet {
    pub name: &'static str,
    pub title: String,
    pub picks: Vec<Pick>,
}

/// A check box of the filter sheet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tick {
    pub count: Option<String>,
    pub on: bool,
}

/// The way to one range of prices.
#[derive(Clone, Debug)]
pub(crate) struct PriceLink {
    pub label: String,
    pub href: String,
    pub count: String,
}

/// The filter sheet.
#[derive(Clone, Debug, Default)]
pub(crate) struct FilterForm {
    pub kept: Vec<(&'static str, String)>,
    pub open_now: Tick,
    pub in_stock: Tick,
    pub sets: Vec<PickSet>,
    /// Ranges of prices that something is in.
    pub prices: Vec<PriceLink>,
    /// In taka, as typed.
    pub min_price: String,
    pub max_price: String,
    pub clear_href: String,
}

/// One result: goods in a shop, or a shop that was asked for by name.
#[derive(Clone, Debug)]
pub(crate) enum Hit {
    Offer(Box<OfferCard>),
    Shop(Box<ShopCard>),
}

/// How words were read, and the way to another reading.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub said: String,
    pub instead: Option<Step>,
}

/// The button that asks shops around; it works without a script.
#[derive(Clone, Debug)]
pub(crate) struct AskForm {
    pub action: String,
    pub fields: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "storefront/search.html")]
pub(crate) struct SearchPage {
    pub page: Page,
    pub picker: Option<Picker>,
    pub filter_label: String,
    pub form: FilterForm,
    /// Filters that were refused, in words.
    pub notices: Vec<String>,
    pub sorts: Vec<Choice>,
    /// Filters in force; each link drops one.
    pub applied: Vec<Step>,
    pub heading: String,
    pub readings: Vec<Reading>,
    /// Said when the search went farther than asked.
    pub widened: Option<String>,
    pub hits: Vec<Hit>,
    pub next: Option<String>,
    /// What stands above the ways out: nothing found, or nothing asked yet.
    pub empty: String,
    /// Ways out of an empty list, or of one that was widened.
    pub steps: Vec<Step>,
    /// What came of asking shops around.
    pub told: Option<String>,
    /// Where nobody offers what was asked for.
    pub ask: Option<AskForm>,
}
