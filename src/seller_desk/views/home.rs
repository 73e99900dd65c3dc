//! The shops somebody works in.

use askama::Template;
use pages::Page;

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct ShopRow {
    pub id: String,
    pub name: String,
    /// What one does there.
    pub role: Option<String>,
    /// Whether people find it.
    pub state: String,
}

#[derive(Template)]
#[template(path = "seller_desk/home.html")]
pub(crate) struct HomePage {
    pub page: Page,
    pub shops: Vec<ShopRow>,
}
