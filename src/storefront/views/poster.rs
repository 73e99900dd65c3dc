//! A sheet for a shop's door.

use askama::Template;
use pages::Page;

use super::card::Naming;

#[derive(Template)]
#[template(path = "storefront/poster.html")]
pub(crate) struct PosterPage {
    pub page: Page,
    pub name: Naming,
    /// The code as SVG.
    pub code: String,
    /// The address as one types it.
    pub shown_link: String,
    pub shop_href: String,
    pub png: String,
    pub svg: String,
    /// What to do, with the language it is said in.
    pub lines: [(String, &'static str); 2],
}
