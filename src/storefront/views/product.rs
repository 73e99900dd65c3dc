//! One product and who offers it nearby.

use askama::Template;
use media::Picture;

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

/// A picture of the product.
#[derive(Clone, Debug)]
pub(crate) struct Shot {
    pub picture: Picture,
    /// Whose, in words.
    pub of: String,
}

/// Whether the shop brings it.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub is_brought: bool,
    pub words: String,
}

/// One shop's offer beside those of others.
#[derive(Clone, Debug)]
pub(crate) struct Deal {
    pub card: OfferCard,
    /// Why it stands out, where it does.
    pub best: Option<String>,
    /// Another pack than that of the page.
    pub pack: Option<Step>,
    /// What is printed on the pack, where the shop asks less.
    pub mrp: Option<String>,
    /// `None` where nobody told us.
    pub delivery: Option<Delivery>,
    /// When somebody last said what it costs, and whether that is long ago.
    pub told: Option<(String, bool)>,
    /// Its history, and where one says that it is wrong.
    pub details: String,
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
    pub gallery: Vec<Shot>,
    /// On text-only pages: the pictures to look at one by one.
    pub files: Vec<Step>,
    pub demo: bool,
    pub picker: Option<Picker>,
    pub radii: Vec<Choice>,
    pub heading: String,
    /// Lowest to highest price.
    pub range: Option<String>,
    pub sorts: Vec<Choice>,
    pub offers: Vec<Deal>,
    pub steps: Vec<Step>,
}
