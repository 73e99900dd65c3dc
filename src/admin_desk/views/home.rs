//! What an admin looks after.

use askama::Template;
use pages::Page;

#[derive(Template)]
#[template(path = "admin_desk/home.html")]
pub(crate) struct HomePage {
    pub page: Page,
    /// Names of their areas.
    pub areas: Vec<String>,
    /// Looks after everything.
    pub is_super: bool,
}
