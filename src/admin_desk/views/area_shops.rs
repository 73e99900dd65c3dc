//! Shops of an admin's areas.

use askama::Template;
use pages::Page;

use super::list::Tab;

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct ShopRow {
    pub id: String,
    pub href: String,
    pub name: String,
    pub kind: String,
    pub state: String,
    /// Shoppers find its page.
    pub is_seen: bool,
    pub is_banned: bool,
    pub why: Option<String>,
}

/// What draws them on a map.
#[derive(Clone, Debug)]
pub(crate) struct ShopsMap {
    pub script: &'static str,
    /// Where the marks come from.
    pub marks: String,
    /// Map tiles; empty draws outlines only.
    pub tile_url: String,
}

#[derive(Template)]
#[template(path = "admin_desk/shops.html")]
pub(crate) struct ShopsPage {
    pub page: Page,
    pub csrf: String,
    /// Styles of desks.
    pub css: &'static str,
    /// The state that is chosen; empty for all.
    pub state: &'static str,
    /// The name that is looked for.
    pub name: String,
    pub tabs: Vec<Tab>,
    pub map: ShopsMap,
    pub rows: Vec<ShopRow>,
    pub next: Option<String>,
    pub notice: Option<String>,
}
