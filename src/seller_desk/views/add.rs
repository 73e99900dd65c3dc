//! Looking in the catalogue and putting on the list.

use askama::Template;
use pages::Page;

use crate::counter::Counter;

/// A product that was found.
#[derive(Clone, Debug)]
pub(crate) struct FoundRow {
    pub product: String,
    pub name: String,
    /// Brand and pack.
    pub about: String,
    /// The shop's own offer, when it is on the list.
    pub listed: Option<String>,
}

#[derive(Template)]
#[template(path = "seller_desk/add.html")]
pub(crate) struct AddPage {
    pub page: Page,
    pub counter: Counter,
    pub script: &'static str,
    pub action: String,
    /// Where a product is proposed.
    pub propose: String,
    pub q: String,
    pub rows: Vec<FoundRow>,
    pub done: Option<String>,
    pub notice: Option<String>,
}
