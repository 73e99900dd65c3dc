//! One of a shop's goods.

use askama::Template;
use pages::Page;

use super::goods::GoodsRow;
use crate::counter::Counter;

/// A reason to choose.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub code: &'static str,
    pub label: String,
}

/// A line of a book.
#[derive(Clone, Debug)]
pub(crate) struct BookLine {
    pub at: String,
    pub what: String,
    /// Pieces there after it.
    pub after: String,
}

#[derive(Template)]
#[template(path = "seller_desk/offer.html")]
pub(crate) struct OfferPage {
    pub page: Page,
    pub counter: Counter,
    pub row: GoodsRow,
    pub mrp: String,
    pub low_stock: String,
    pub sku: String,
    /// `2027-01-31`
    pub expires_on: String,
    pub loose: bool,
    pub shown: bool,
    pub in_stock: Option<bool>,
    /// What shoppers say about the price.
    pub reports: Vec<String>,
    pub reasons: Vec<Choice>,
    /// What makes a movement once.
    pub key: String,
    pub stock_book: Vec<BookLine>,
    pub price_book: Vec<BookLine>,
    pub done: Option<String>,
    pub notice: Option<String>,
}
