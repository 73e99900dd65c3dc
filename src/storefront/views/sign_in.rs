//! A number, a code, or a password.

use askama::Template;

use pages::Page;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Where to send a code.
    Phone,
    /// The code that came.
    Code,
    /// Number and password.
    Password,
}

#[derive(Template)]
#[template(path = "storefront/sign-in.html")]
pub(crate) struct SignInPage {
    pub page: Page,
    pub step: Step,
    /// Where one comes from.
    pub back: String,
    /// The number as it was typed.
    pub typed: String,
    /// The code that is on its way, signed.
    pub sealed: String,
    /// "We sent a code to …"
    pub sent_to: String,
    /// What was done before one came here.
    pub done: Option<String>,
    /// What went wrong.
    pub notice: Option<String>,
}
