//! What people are told of how their words were read.

use serde::Serialize;

use super::phrases::Named;
use super::reading::TypedWord;
use super::words::SURE;
use crate::tables::{Categories, Category, Ord32};
use crate::text::{QueryWord, TermSource};

/// Categories that are told.
const MOST_CATEGORIES: usize = 5;

/// What people are told of the reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Understood {
    /// Word by word.
    pub words: Vec<ReadWord>,
    /// Whether any word was read as another one.
    pub changed: bool,
    /// Codes of the categories that the question surely names, best first.
    pub categories: Vec<String>,
}

/// One word of the question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReadWord {
    /// As typed.
    pub typed: String,
    /// What it was read as before all: words of the index, or the name of a
    /// category; `None` when nothing is like it.
    pub read: Option<String>,
}

impl ReadWord {
    /// Whether it was read as something else than was typed.
    pub fn is_changed(&self) -> bool {
        let read = self.read.as_ref();
        read.is_some_and(|read| bangla_text::normalise(read) != bangla_text::normalise(&self.typed))
    }
}

impl Understood {
    /// Of words whose sources are in order.
    pub(super) fn new(
        typed: &[TypedWord],
        words: &[QueryWord],
        named: &[Named],
        categories: &Categories,
    ) -> Self {
        let read = |(typed, word): (&TypedWord, &QueryWord)| ReadWord {
            typed: typed.written.clone(),
            read: read_as(typed, word, categories),
        };
        let words: Vec<ReadWord> = typed.iter().zip(words).map(read).collect();
        let sure = named.iter().filter(|named| named.similarity >= SURE);
        let codes = sure
            .take(MOST_CATEGORIES)
            .filter_map(|named| Some(categories.by_ord(named.of)?.code.clone()));
        Self {
            changed: words.iter().any(ReadWord::is_changed),
            categories: codes.collect(),
            words,
        }
    }

    /// What was searched for in place of the words, where that is something else.
    pub fn instead(&self) -> Option<String> {
        let mut read: Vec<&str> = (self.words.iter())
            .filter_map(|word| word.read.as_deref())
            .collect();
        // Neighbours that are one word together.
        read.dedup();
        self.changed.then(|| read.join(" "))
    }
}

fn read_as(typed: &TypedWord, word: &QueryWord, categories: &Categories) -> Option<String> {
    match &word.sources.first()?.0 {
        // Units and numbers have one spelling in the index, which nobody typed.
        TermSource::Word(term) if *term == typed.text => Some(typed.written.clone()),
        TermSource::Word(term) => Some(term.clone()),
        TermSource::All(terms) => Some(terms.join(" ")),
        TermSource::Category(ord) => {
            let named = named_category(typed, *ord, categories)?;
            Some(named.to_owned())
        }
    }
}

/// The word itself where it is a name of the category or of one above it.
fn named_category<'a>(
    typed: &'a TypedWord,
    ord: Ord32,
    categories: &'a Categories,
) -> Option<&'a str> {
    let is_called = |category: &&Category| {
        let aliases = category.aliases.iter().map(String::as_str);
        let mut names = category.names.each().chain(aliases);
        names.any(|name| bangla_text::normalise(name) == typed.text)
    };
    if categories.lineage(ord).any(|category| is_called(&category)) {
        return Some(&typed.written);
    }
    categories.by_ord(ord)?.names.each().next()
}
