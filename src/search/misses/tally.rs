//! Misses added up until they are written.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::{Locale, Point};

use super::{Instead, cell_of, masked};

/// Longest query that is kept, in letters as people count them.
const LONGEST: usize = 80;
/// Longest query in characters: a letter may carry any number of marks.
const MOST_CHARS: usize = 400;

/// A miss as it was noted.
pub(super) struct Raw {
    pub text: String,
    pub origin: Point,
    pub day: NaiveDate,
    pub language: Option<Locale>,
    pub shown: Instead,
    pub filtered: bool,
}

/// What is counted together; a row of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub day: NaiveDate,
    pub query: String,
    pub cell: String,
    pub language: &'static str,
    pub shown: &'static str,
    pub filtered: bool,
}

impl Key {
    /// `None` for a text without words.
    fn of(raw: &Raw) -> Option<Self> {
        Some(Self {
            day: raw.day,
            query: query_of(&raw.text)?,
            cell: cell_of(raw.origin).to_string(),
            language: raw.language.map_or("unknown", Locale::code),
            shown: raw.shown.code(),
            filtered: raw.filtered,
        })
    }
}

/// The words of a query in one spelling, masked and cut.
fn query_of(text: &str) -> Option<String> {
    let parts = masked(text);
    // Normalising drops the signs that stand for what was masked, and folds
    // digits of other scripts.
    let parts = parts.split(' ').map(|part| {
        if part.contains('#') {
            part.to_lowercase()
        } else {
            bangla_text::normalise(part)
        }
    });
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    let query = masked(&parts.join(" "));
    let query: String = bangla_text::truncate(&query, LONGEST)
        .chars()
        .take(MOST_CHARS)
        .collect();
    (!query.is_empty()).then_some(query)
}

/// Counts by key, at most so many keys. In order, so that two nodes that write
/// the same rows lock them in the same order.
pub(super) struct Tally {
    times: BTreeMap<Key, i64>,
    most: usize,
}

impl Tally {
    pub(super) const fn new(most: usize) -> Self {
        Self {
            times: BTreeMap::new(),
            most,
        }
    }

    /// Counts one; false when it is a new one and there is no room.
    pub(super) fn add(&mut self, raw: &Raw) -> bool {
        let Some(key) = Key::of(raw) else {
            return true;
        };
        if let Some(times) = self.times.get_mut(&key) {
            *times += 1;
            return true;
        }
        let fits = self.times.len() < self.most;
        if fits {
            self.times.insert(key, 1);
        }
        fits
    }

    pub(super) fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.times.len()
    }

    /// Up to so many, in order.
    pub(super) fn first(&self, most: usize) -> Vec<(Key, i64)> {
        let first = self.times.iter().take(most);
        first.map(|(key, times)| (key.clone(), *times)).collect()
    }

    /// Forgets what was written.
    pub(super) fn remove(&mut self, batch: &[(Key, i64)]) {
        for (key, _) in batch {
            self.times.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_query_are_one_query() {
        for text in ["  গাড়ি  ", "গাড\u{9bc}ি", "গাড়ি।"] {
            assert_eq!(query_of(text), query_of("গাড়ি"), "{text}");
        }
        assert_eq!(query_of("Miniket  RICE!"), Some("miniket rice".to_owned()));
        assert_eq!(query_of(" ।। "), None);
    }

    #[test]
    fn numbers_of_people_do_not_survive_normalising() {
        for text in [
            "০১৭১২৩৪৫৬৭৮",
            "0171,234,5678",
            "০১৭১২-৩৪৫৬৭৮",
            "01712\u{200b}345678",
        ] {
            let query = query_of(text).unwrap();
            assert!(!query.chars().any(char::is_numeric), "{text}: {query}");
        }
        assert_eq!(
            query_of("Karim@Example.com Rice"),
            Some("#@# rice".to_owned())
        );
        assert_eq!(query_of("চাল ৫ কেজি"), Some("চাল 5 কেজি".to_owned()));
    }

    #[test]
    fn long_queries_are_cut_between_letters() {
        let query = query_of(&"ক্ষি".repeat(100)).unwrap();
        assert_eq!(query, format!("{}…", "ক্ষি".repeat(LONGEST - 1)));
        let marks = format!("ক{}", "\u{9bf}".repeat(2_000));
        assert!(query_of(&marks).unwrap().chars().count() <= MOST_CHARS);
    }
}
