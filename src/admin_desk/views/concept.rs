//! A thing with the words people use for it.

use askama::Template;
use pages::Page;

/// A pack of regional words.
#[derive(Clone, Debug)]
pub(crate) struct Dialect {
    pub code: String,
    pub name: String,
}

#[derive(Template)]
#[template(path = "admin_desk/concept.html")]
pub(crate) struct ConceptPage {
    pub page: Page,
    pub csrf: String,
    /// What went wrong.
    pub notice: Option<String>,
    /// Where the form goes.
    pub action: String,
    /// Where it is removed; a new one is not there yet.
    pub remove: Option<String>,
    pub dialects: Vec<Dialect>,
    pub name_bn: String,
    pub name_en: String,
    /// One on a line.
    pub synonyms: String,
    /// One on a line, with the code of its dialect.
    pub dialect_words: String,
    pub category: String,
    pub sold_by: String,
}
