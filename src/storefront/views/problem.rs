//! What one sees when something did not work.

use askama::Template;

use super::page::Page;
use super::say;

#[derive(Template)]
#[template(path = "storefront/problem.html")]
pub(crate) struct ProblemPage {
    pub page: Page,
    pub status: String,
    pub text: String,
    /// The situation in words, where it says more than the status.
    pub detail: Option<String>,
    pub can_retry: bool,
}

impl ProblemPage {
    /// Words for a status; statuses without words of their own borrow those of
    /// their class.
    pub(crate) fn new(mut page: Page, status: u16, detail: Option<String>) -> Self {
        let family = match status {
            404 | 410 => "missing",
            429 => "busy",
            502..=504 => "away",
            500.. => "broken",
            _ => "refused",
        };
        page.title = page.t(&format!("storefront-problem-{family}"));
        Self {
            status: say::number(page.locale(), status.into()),
            text: page.t(&format!("storefront-problem-{family}-text")),
            detail,
            can_retry: matches!(family, "busy" | "away" | "broken"),
            page,
        }
    }
}
