//! One's own account.

use askama::Template;

use pages::Page;

/// A device that somebody is signed in on.
#[derive(Clone, Debug)]
pub(crate) struct DeviceRow {
    pub id: String,
    /// What it calls itself.
    pub name: String,
    /// "Last used …"
    pub seen: String,
    /// The one this page is shown on.
    pub is_this: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Template)]
#[template(path = "storefront/account.html")]
pub(crate) struct AccountPage {
    pub page: Page,
    /// The token of every form here.
    pub csrf: String,
    /// As dialled.
    pub phone: String,
    pub name: String,
    pub email: String,
    /// A code for the address is on its way, signed.
    pub email_sent: Option<String>,
    pub email_is_verified: bool,
    /// "Set a password" or "Change the password".
    pub password_title: String,
    /// Whoever signed in by code just now need not give the password before.
    pub asks_current: bool,
    /// Looks after something: has an authenticator app to care for.
    pub is_admin: bool,
    /// They work in a shop.
    pub has_shops: bool,
    pub devices: Vec<DeviceRow>,
    /// What has been done.
    pub done: Option<String>,
    /// What went wrong.
    pub notice: Option<String>,
}

#[derive(Template)]
#[template(path = "storefront/app.html")]
pub(crate) struct AppPage {
    pub page: Page,
    /// The token of every form here.
    pub csrf: String,
    /// Where one comes from.
    pub back: String,
    pub has_app: bool,
    /// A secret that was just made: for typing, as a link, as a picture.
    pub made: Option<(String, String, String)>,
    /// Recovery codes, shown this once.
    pub recovery: Vec<String>,
    /// What went wrong.
    pub notice: Option<String>,
}
