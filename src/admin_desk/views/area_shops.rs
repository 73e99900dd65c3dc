//! Shops of an admin's areas.

use askama::Template;
use pages::Page;

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct ShopRow {
    pub id: String,
    pub href: String,
    pub name: String,
    pub kind: String,
    pub state: String,
    pub is_banned: bool,
    pub why: Option<String>,
}

#[derive(Template)]
#[template(path = "admin_desk/shops.html")]
pub(crate) struct ShopsPage {
    pub page: Page,
    pub csrf: String,
    pub rows: Vec<ShopRow>,
    pub next: Option<String>,
    pub notice: Option<String>,
}
