//! A shop as its owner keeps it.

use askama::Template;
use pages::Page;
use platform::http::Problem;

use crate::counter::Counter;
use crate::filled::Filled;

/// A field that somebody else saved in between.
#[derive(Clone, Debug)]
pub(crate) struct Clash {
    pub label: String,
    pub theirs: String,
    pub mine: String,
}

/// What shoppers are handed; there while the shop is found.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    /// The address people hand on.
    pub link: String,
    pub poster: String,
    pub public: String,
}

#[derive(Template)]
#[template(path = "seller_desk/settings.html")]
pub(crate) struct SettingsPage {
    pub page: Page,
    pub counter: Counter,
    /// Where the forms are sent, or begin.
    pub action: String,
    pub version: i64,
    /// `listed`, `paused`, `banned` or `closed`.
    pub state: &'static str,
    pub banned_why: Option<String>,
    /// When a pause ends by itself.
    pub until: Option<String>,
    /// First and last day that a pause may end.
    pub days: [String; 2],
    pub shared: Option<Shared>,
    pub form: Filled,
    pub clashes: Vec<Clash>,
    /// A move waits for an admin.
    pub move_waits: bool,
    /// The number that was proved.
    pub phone: Option<String>,
    /// A code is on its way: what comes back with it, and where it went.
    pub challenge: Option<(String, String)>,
    pub done: Option<String>,
    pub notice: Option<String>,
    /// Map tiles; empty draws outlines only.
    pub tile_url: String,
}

impl SettingsPage {
    /// Puts a problem above the forms and beside its fields.
    pub(crate) fn tell(&mut self, problem: &Problem, notice: String) {
        self.notice = Some(self.form.tell(problem, notice, &self.page));
    }
}
