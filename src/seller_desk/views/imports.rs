//! Files of goods: all of them, and one.

use askama::Template;
use pages::Page;

use crate::counter::Counter;

/// A file that was brought.
#[derive(Clone, Debug)]
pub(crate) struct ImportRow {
    pub href: String,
    pub name: String,
    /// Where it stands, and since when.
    pub about: String,
}

#[derive(Template)]
#[template(path = "seller_desk/imports.html")]
pub(crate) struct ImportsPage {
    pub page: Page,
    pub counter: Counter,
    pub action: String,
    /// Files to take away: address and words.
    pub files: Vec<(String, String)>,
    pub imports: Vec<ImportRow>,
    pub notice: Option<String>,
}

/// What a column may say.
#[derive(Clone, Debug)]
pub(crate) struct FieldChoice {
    pub code: &'static str,
    pub label: String,
    pub on: bool,
}

/// A column of the file.
#[derive(Clone, Debug)]
pub(crate) struct ColumnRow {
    pub name: String,
    pub heading: String,
    pub choices: Vec<FieldChoice>,
}

/// How many rows do what.
#[derive(Clone, Debug)]
pub(crate) struct CountRow {
    pub label: String,
    pub count: String,
}

/// A row that somebody has to look at.
#[derive(Clone, Debug)]
pub(crate) struct RowShown {
    pub line: String,
    pub cells: String,
    pub problems: Vec<String>,
}

#[derive(Template)]
#[template(path = "seller_desk/import.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct ImportPage {
    pub page: Page,
    pub counter: Counter,
    pub action: String,
    /// The way back to all files.
    pub back: String,
    pub name: String,
    pub state: String,
    pub is_draft: bool,
    /// Something is being done; the page looks again by itself.
    pub is_at_work: bool,
    pub progress: String,
    pub done: i32,
    pub of: i32,
    pub columns: Vec<ColumnRow>,
    pub counts: Vec<CountRow>,
    pub undone: Option<String>,
    pub may_carry_out: bool,
    pub may_undo: bool,
    /// No column tells which product a row is about.
    pub lacks_key: bool,
    pub rows: Vec<RowShown>,
    /// These are not all.
    pub are_more: bool,
    pub notice: Option<String>,
}
