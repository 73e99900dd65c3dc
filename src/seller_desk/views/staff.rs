//! Who works in a shop.

use askama::Template;
use pages::Page;

use crate::counter::Counter;

/// A role to choose.
#[derive(Clone, Debug)]
pub(crate) struct RoleChoice {
    pub code: &'static str,
    pub label: String,
    pub on: bool,
}

/// Somebody who works there.
#[derive(Clone, Debug)]
pub(crate) struct MemberRow {
    pub id: String,
    pub action: String,
    pub name: String,
    pub phone: String,
    pub is_me: bool,
    pub roles: Vec<RoleChoice>,
}

#[derive(Template)]
#[template(path = "seller_desk/staff.html")]
pub(crate) struct StaffPage {
    pub page: Page,
    pub counter: Counter,
    pub action: String,
    pub members: Vec<MemberRow>,
    pub roles: Vec<RoleChoice>,
    pub done: Option<String>,
    pub notice: Option<String>,
}
