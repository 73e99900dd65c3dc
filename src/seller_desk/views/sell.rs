//! How somebody comes to sell.

use askama::Template;
use pages::Page;
use platform::http::Problem;

use crate::filled::Filled;

/// One of somebody's applications.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub href: String,
    pub name: String,
    pub status: String,
    /// When an answer can be expected.
    pub due: Option<String>,
}

#[derive(Template)]
#[template(path = "seller_desk/sell.html")]
pub(crate) struct StartPage {
    pub page: Page,
    pub csrf: String,
    pub rows: Vec<Row>,
    pub notice: Option<String>,
}

#[derive(Template)]
#[template(path = "seller_desk/claim.html")]
pub(crate) struct ClaimPage {
    pub page: Page,
    pub csrf: String,
    pub shop: String,
    pub name: String,
    pub has_owner: bool,
}

/// One of a list to choose from.
#[derive(Clone, Debug)]
pub(crate) struct Pick {
    pub code: String,
    pub words: String,
}

/// The upazilas and thanas of a district.
#[derive(Clone, Debug)]
pub(crate) struct AreaGroup {
    pub name: String,
    pub areas: Vec<Pick>,
}

/// A photo that was sent.
#[derive(Clone, Debug)]
pub(crate) struct Photo {
    pub id: String,
    /// `None` while it is being made ready.
    pub href: Option<String>,
}

#[derive(Template)]
#[template(path = "seller_desk/application.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct ApplicationPage {
    pub page: Page,
    pub csrf: String,
    /// Where the form is sent.
    pub action: String,
    /// Where a script saves.
    pub api: String,
    pub name: String,
    pub version: i64,
    /// It can be filled in.
    pub is_open: bool,
    /// Where its list is filled ahead.
    pub prepare: Option<String>,
    pub can_withdraw: bool,
    pub is_claim: bool,
    pub status: String,
    pub due: Option<String>,
    /// What the admin wrote.
    pub note: Option<String>,
    /// The shop that it became.
    pub shop_href: Option<String>,
    /// A number was proved.
    pub has_phone: bool,
    /// A code is on its way: what comes back with it, and where it went.
    pub challenge: Option<(String, String)>,
    pub done: Option<String>,
    pub notice: Option<String>,
    pub kinds: Vec<Pick>,
    pub areas: Vec<AreaGroup>,
    pub photos: Vec<Photo>,
    pub form: Filled,
    /// Map tiles; empty draws outlines only.
    pub tile_url: String,
}

impl ApplicationPage {
    /// Puts a problem above the form and beside its fields.
    pub(crate) fn tell(&mut self, problem: &Problem, notice: String) {
        self.notice = Some(self.form.tell(problem, notice, &self.page));
    }
}
