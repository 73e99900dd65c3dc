//! One product and who offers it nearby.

use askama::Template;

use super::card::{Naming, OfferCard, Stock, Trust};
use super::choice::{Choice, Crumb, Step};
use super::picker::{Picker, Then};
use pages::Page;

#[derive(Template)]
#[template(path = "storefront/product.html")]
pub(crate) struct ProductPage {
    pub page: Page,
    pub trail: Vec<Crumb>,
    pub name: Naming,
    /// Brand and size.
    pub about: String,
    pub demo: bool,
    pub picker: Option<Picker>,
    pub radii: Vec<Choice>,
    pub heading: String,
    /// Lowest to highest price.
    pub range: Option<String>,
    pub sorts: Vec<Choice>,
    pub offers: Vec<OfferCard>,
    pub steps: Vec<Step>,
}
