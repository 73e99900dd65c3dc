//! A product that a shop misses.

use askama::Template;
use pages::Page;

use super::review::Fact;

/// A product of the catalogue that it may be.
#[derive(Clone, Debug)]
pub(crate) struct Alike {
    pub id: String,
    pub href: String,
    pub name: String,
    /// Brand and pack.
    pub about: String,
    /// It has the same barcode.
    pub same_barcode: bool,
}

/// A category to choose.
#[derive(Clone, Debug)]
pub(crate) struct CategoryChoice {
    pub code: String,
    pub label: String,
    pub on: bool,
}

#[derive(Template)]
#[template(path = "admin_desk/proposal.html")]
pub(crate) struct ProposalPage {
    pub page: Page,
    pub csrf: String,
    pub action: String,
    pub name: String,
    /// The shop: its name and, where it is still there, its page.
    pub shop: Option<(String, String)>,
    pub facts: Vec<Fact>,
    /// What the catalogue was asked for.
    pub asked: String,
    pub alike: Vec<Alike>,
    pub categories: Vec<CategoryChoice>,
    pub name_bn: String,
    pub name_en: String,
    pub brand: String,
    pub size: String,
    /// A reason that could not be taken.
    pub reason: String,
    pub notice: Option<String>,
    /// What is wrong, by field.
    pub wrong: Vec<(String, String)>,
}

impl ProposalPage {
    /// What is wrong with a field.
    pub(crate) fn mistake(&self, name: &str) -> Option<&str> {
        let found = self.wrong.iter().find(|(field, _)| field == name);
        found.map(|(_, text)| text.as_str())
    }

    /// Attributes of a field that is wrong.
    pub(crate) fn marks(&self, name: &str) -> String {
        if self.mistake(name).is_none() {
            return String::new();
        }
        format!(" aria-invalid=\"true\" aria-describedby=\"{name}-wrong\"")
    }
}
