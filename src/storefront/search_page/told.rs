//! What is said about a search besides its results: how the words were read,
//! that it looked farther than asked, and why there is nothing.

use search::Found;

use super::{Asked, metres};
use crate::views::choice::Step;
use crate::views::search::Reading;
use pages::say;

impl Asked<'_> {
    /// How the words were read, where that is not as they were typed, each with
    /// the way to the other reading.
    pub(super) fn readings(&self, found: &Found, taken: &[search::Step]) -> Vec<Reading> {
        let known = if self.filters.literal {
            Some(self.exactly())
        } else {
            self.instead_of_typed(found)
        };
        known
            .into_iter()
            .chain(self.unheard_of(found, taken))
            .collect()
    }

    /// How all words were read, where one of them is not as it was typed.
    fn instead_of_typed(&self, found: &Found) -> Option<Reading> {
        let read = found.understood.instead()?;
        let said = [("read", read.into())];
        let exactly = self.with_text("storefront-search-literal-do");
        let query = self.filters.query().set("literal", Some(1));
        let key = match found.total {
            0 => "storefront-search-understood-none",
            _ => "storefront-search-understood",
        };
        Some(Reading {
            said: self.words().with(key, &said),
            instead: Some(Step::new(exactly, query.href(&self.path()))),
        })
    }

    fn exactly(&self) -> Reading {
        Reading {
            said: self.with_text("storefront-search-literal"),
            instead: Some(self.loosely()),
        }
    }

    /// The way back from the words exactly as typed.
    fn loosely(&self) -> Step {
        let query = self.filters.query().without(&["literal"]);
        Step::new(
            self.words().t("storefront-step-loosely"),
            query.href(&self.path()),
        )
    }

    /// Words that nothing is named like, and what stands in for what they mean.
    /// How far was searched has a place of its own on the page.
    fn unheard_of(&self, found: &Found, taken: &[search::Step]) -> Vec<Reading> {
        let plain = |said| Reading {
            said,
            instead: None,
        };
        let told = taken
            .iter()
            .filter(|step| {
                matches!(
                    step,
                    search::Step::Degraded | search::Step::Dropped(_) | search::Step::Category(_)
                )
            })
            .map(|step| plain(step.say(self.words())));
        self.unread(found)
            .map(plain)
            .into_iter()
            .chain(told)
            .collect()
    }

    /// Said where nothing was found; otherwise the words were dropped.
    fn unread(&self, found: &Found) -> Option<String> {
        let words = &found.understood.words;
        let unread = words.iter().filter(|word| word.read.is_none());
        let unread: Vec<&str> = unread.map(|word| &*word.typed).collect();
        let said = [("words", unread.join(" ").into())];
        (!unread.is_empty() && found.total == 0)
            .then(|| self.words().with("storefront-search-unread", &said))
    }

    fn with_text(&self, key: &str) -> String {
        let text = self.filters.text.as_str();
        self.words().with(key, &[("q", text.into())])
    }

    /// Said where the search went farther than asked, and found something.
    pub(super) fn widened(&self, found: &Found) -> Option<String> {
        (found.total > 0 && self.looked_farther(found))
            .then(|| self.both_distances("storefront-search-widened", found))
    }

    fn looked_farther(&self, found: &Found) -> bool {
        found.radius_m > f64::from(self.filters.radius_m)
    }

    fn both_distances(&self, key: &str, found: &Found) -> String {
        let within = |metres| say::within(self.words(), metres).into();
        let said = [
            ("asked", within(self.filters.radius_m)),
            ("searched", within(metres(found.radius_m))),
        ];
        self.words().with(key, &said)
    }

    /// Why there is nothing to see.
    pub(super) fn emptiness(&self, found: &Found) -> String {
        if found.total > 0 {
            return self.words().t("storefront-search-past-end");
        }
        let why = if self.looked_farther(found) {
            self.both_distances("storefront-search-none-farther", found)
        } else {
            self.words().t("storefront-search-none")
        };
        let advice = if self.in_force().is_empty() {
            "storefront-search-advice"
        } else {
            "storefront-search-advice-filters"
        };
        format!("{why} {}", self.words().t(advice))
    }
}
