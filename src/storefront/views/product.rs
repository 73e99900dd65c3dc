//! One product and who offers it nearby.

use askama::Template;

use super::card::{Naming, OfferCard, Stock, Trust};
use super::choice::{Choice, Crumb, Step};
use super::picker::{Picker, Then};
use pages::Page;

/// The same thing in another size, colour or weight.
#[derive(Clone, Debug)]
pub(crate) struct VariantChip {
    pub label: String,
    pub href: String,
    /// This very one.
    pub on: bool,
    /// Nobody around has it.
    pub out: bool,
}

#[derive(Template)]
#[template(path = "storefront/product.html")]
pub(crate) struct ProductPage {
    pub page: Page,
    pub trail: Vec<Crumb>,
    pub name: Naming,
    /// All of its family; empty for one that stands alone.
    pub variants: Vec<VariantChip>,
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
