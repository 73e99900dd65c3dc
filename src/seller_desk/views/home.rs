//! The shops somebody works in, and what is to be done there.

use askama::Template;
use pages::Page;

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct ShopRow {
    pub name: String,
    /// What one does there.
    pub role: Option<String>,
    /// Whether people find it.
    pub state: String,
    /// Its list of goods.
    pub goods: String,
    /// How many are on it.
    pub listed: String,
    /// Where goods are added; `None` for those who keep no shelf.
    pub add: Option<String>,
    /// Where the list is filled from a shelf; `None` as above.
    pub start: Option<String>,
    /// Where the shop itself is kept; `None` as above.
    pub settings: Option<String>,
    /// What shoppers see.
    pub public: String,
    /// What is to be done today.
    pub tasks: Vec<Task>,
}

/// Something to be done.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub href: String,
    pub label: String,
    /// How many, in the digits of the language.
    pub count: String,
}

#[derive(Template)]
#[template(path = "seller_desk/home.html")]
pub(crate) struct HomePage {
    pub page: Page,
    pub css: &'static str,
    pub shops: Vec<ShopRow>,
}
