//! Proposing a product.

use askama::Template;
use pages::Page;

use crate::counter::Counter;

/// A category to choose.
#[derive(Clone, Debug)]
pub(crate) struct CategoryChoice {
    pub code: String,
    pub label: String,
    pub on: bool,
}

/// Something that the category asks for.
#[derive(Clone, Debug)]
pub(crate) struct AskedField {
    pub name: String,
    pub label: String,
    pub value: String,
    pub is_number: bool,
    pub required: bool,
    /// Code and name; empty where anything may be written.
    pub choices: Vec<(String, String)>,
}

/// What was proposed before.
#[derive(Clone, Debug)]
pub(crate) struct ProposalRow {
    pub name: String,
    pub status: String,
    pub note: Option<String>,
}

#[derive(Template)]
#[template(path = "seller_desk/propose.html")]
pub(crate) struct ProposePage {
    pub page: Page,
    pub counter: Counter,
    pub action: String,
    pub categories: Vec<CategoryChoice>,
    /// The one that is chosen; empty before.
    pub category: String,
    pub asked: Vec<AskedField>,
    pub name_bn: String,
    pub name_en: String,
    pub brand: String,
    pub size: String,
    pub barcode: String,
    pub price: String,
    pub stock: String,
    pub before: Vec<ProposalRow>,
    pub notice: Option<String>,
}
