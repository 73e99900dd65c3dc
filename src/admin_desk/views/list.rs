//! A list with one thing to do on each row.

use askama::Template;
use pages::Page;

/// A link that chooses which rows are shown.
#[derive(Clone, Debug)]
pub(crate) struct Tab {
    pub label: String,
    pub href: String,
    pub on: bool,
}

/// A field that finds rows.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub name: &'static str,
    pub label: String,
    pub value: String,
    /// Of the field, as HTML says it.
    pub kind: &'static str,
}

/// What can be done with a row.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub href: String,
    pub label: String,
    /// A reason is asked for, in these words.
    pub reason: Option<String>,
}

/// One of the list.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub title: String,
    pub href: Option<String>,
    /// Its state.
    pub mark: Option<String>,
    pub lines: Vec<String>,
    pub action: Option<Action>,
}

#[derive(Template)]
#[template(path = "admin_desk/list.html")]
pub(crate) struct ListPage {
    pub page: Page,
    pub csrf: String,
    /// What has been done.
    pub done: Option<String>,
    /// What went wrong.
    pub notice: Option<String>,
    pub ask: Option<Ask>,
    pub tabs: Vec<Tab>,
    pub rows: Vec<Row>,
    /// What is said when there are none.
    pub empty: String,
    pub next: Option<String>,
    /// Another page, with its name.
    pub more: Option<(String, String)>,
}
