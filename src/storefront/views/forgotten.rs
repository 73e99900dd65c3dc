//! A new password for who has forgotten theirs.

use askama::Template;

use pages::Page;

#[derive(Template)]
#[template(path = "storefront/forgotten.html")]
pub(crate) struct ForgottenPage {
    pub page: Page,
    /// A code may be on its way: what comes back with it, and what is said about it.
    pub sent: Option<(String, String)>,
    /// The number or address as it was typed.
    pub typed: String,
    /// What went wrong.
    pub notice: Option<String>,
}
