//! What one sees when something did not work.

use askama::Template;

use crate::Page;
use crate::say;

/// A problem in words, with a way on.
#[derive(Template)]
#[template(path = "layouts/problem.html")]
pub struct ProblemPage {
    /// The frame.
    pub page: Page,
    /// In digits of the language.
    pub status: String,
    /// What happened and what one can do.
    pub text: String,
    /// The situation in words, where it says more than the status.
    pub detail: Option<String>,
    /// The same may work a little later.
    pub can_retry: bool,
}

impl ProblemPage {
    /// Words for a status; statuses without words of their own borrow those of
    /// their class.
    pub fn new(mut page: Page, status: u16, detail: Option<String>) -> Self {
        let family = match status {
            404 | 410 => "missing",
            429 => "busy",
            502..=504 => "away",
            500.. => "broken",
            _ => "refused",
        };
        page.title = page.t(&format!("pages-problem-{family}"));
        Self {
            status: say::number(page.locale(), status.into()),
            text: page.t(&format!("pages-problem-{family}-text")),
            detail,
            can_retry: matches!(family, "busy" | "away" | "broken"),
            page,
        }
    }
}
