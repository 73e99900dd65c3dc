//! Categories, all of them or one.

use askama::Template;

use super::choice::{Crumb, Step};
use pages::Page;

/// A category with its parts.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub label: String,
    pub href: String,
    pub children: Vec<Step>,
}

#[derive(Template)]
#[template(path = "storefront/categories.html")]
pub(crate) struct CategoriesPage {
    pub page: Page,
    pub trail: Vec<Crumb>,
    /// Everything in the category that is open.
    pub all: Option<Step>,
    pub branches: Vec<Branch>,
}
