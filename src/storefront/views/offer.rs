//! One shop's offer: what it costs, what it has cost, and whether that is right.

use askama::Template;

use super::card::{OfferCard, Stock, Trust};
use super::choice::Step;
use pages::Page;

/// What something has cost, drawn.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// Steps of the price, in a box of 300 by 96.
    pub path: String,
    /// The same with the ground below.
    pub area: String,
    /// What it shows, in words.
    pub says: String,
    pub highest: String,
    pub lowest: String,
    /// The first day.
    pub from: String,
}

/// What it cost from a day on.
#[derive(Clone, Debug)]
pub(crate) struct PriceLine {
    pub day: String,
    pub price: String,
    /// Up or down, by how much.
    pub change: Option<String>,
}

#[derive(Template)]
#[template(path = "storefront/offer.html")]
pub(crate) struct OfferPage {
    pub page: Page,
    pub card: OfferCard,
    /// When somebody last said what it costs, and whether that is long ago.
    pub told: Option<(String, bool)>,
    pub product: Step,
    /// `None` where there is nothing to draw.
    pub chart: Option<Chart>,
    /// Newest first.
    pub lines: Vec<PriceLine>,
    /// Where one says that the price is wrong; `None` where no price is shown.
    pub report: Option<String>,
    /// For those who are signed in.
    pub csrf: Option<String>,
    /// What was typed and not taken.
    pub asked: String,
    pub done: Option<String>,
    pub notice: Option<String>,
}
