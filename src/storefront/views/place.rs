//! The page on which one chooses a place.

use askama::Template;

use super::choice::Crumb;
use super::picker::{Fold, Picker, Then};
use pages::Page;

/// All of a district or thana as one place.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub code: String,
    pub label: String,
}

#[derive(Template)]
#[template(path = "storefront/place.html")]
pub(crate) struct PlacePage {
    pub page: Page,
    pub trail: Vec<Crumb>,
    /// What went wrong with the last choice.
    pub notice: Option<String>,
    pub picker: Picker,
    pub whole: Option<Whole>,
    /// Parts of the area that is open; empty at the start.
    pub sections: Vec<Fold>,
}
