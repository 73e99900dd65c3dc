//! What waits for an admin.

use askama::Template;
use pages::Page;

/// One application at a glance.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    pub href: String,
    pub name: String,
    pub about: String,
    pub due: String,
    pub is_late: bool,
    /// The nearest shop of the same name: words and where to see it.
    pub namesake: Option<(String, String)>,
    /// What to look at twice, each with where to see it.
    pub warnings: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "admin_desk/queue.html")]
pub(crate) struct QueuePage {
    pub page: Page,
    pub cards: Vec<Card>,
    /// How many wait.
    pub waiting: String,
    /// How many of them for too long.
    pub late: Option<String>,
    /// A decision was just made.
    pub is_decided: bool,
    pub next: Option<String>,
}

/// Something that was told.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub name: String,
    pub value: String,
}

/// A photo that can be seen.
#[derive(Clone, Debug)]
pub(crate) struct Photo {
    pub href: String,
}

#[derive(Template)]
#[template(path = "admin_desk/application.html")]
pub(crate) struct ApplicationPage {
    pub page: Page,
    pub csrf: String,
    pub action: String,
    pub card: Card,
    pub facts: Vec<Fact>,
    /// `lat,lng`
    pub pin: Option<String>,
    pub osm_href: Option<String>,
    /// Shops around the pin, for the map.
    pub nearby_url: String,
    pub photos: Vec<Photo>,
    pub is_decided: bool,
    /// What an admin wrote.
    pub note: Option<String>,
    pub notice: Option<String>,
    /// A note that could not be taken.
    pub typed: String,
    /// Map tiles; empty draws outlines only.
    pub tile_url: String,
}
