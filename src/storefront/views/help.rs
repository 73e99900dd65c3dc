//! What the labels on the pages mean.

use askama::Template;

use pages::Page;

/// One question and its answer.
#[derive(Clone, Debug)]
pub(crate) struct Topic {
    pub title: String,
    pub text: String,
}

/// Keys of the topics, in order: `storefront-help-{key}` and `…-text`.
const TOPICS: [&str; 7] = [
    "distance",
    "confirmed",
    "trust",
    "privacy",
    "recent",
    "voice",
    "lite",
];

#[derive(Template)]
#[template(path = "storefront/help.html")]
pub(crate) struct HelpPage {
    pub page: Page,
    pub topics: Vec<Topic>,
}

impl HelpPage {
    pub(crate) fn new(page: Page) -> Self {
        let topics = TOPICS
            .iter()
            .map(|key| Topic {
                title: page.t(&format!("storefront-help-{key}")),
                text: page.t(&format!("storefront-help-{key}-text")),
            })
            .collect();
        Self { page, topics }
    }
}
