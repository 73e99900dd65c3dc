//! Names that mean more than their words: categories with their aliases, and the
//! concept table, which says what else a thing is called.

use std::collections::HashMap;
use std::sync::Arc;

use super::fillers::says_kind;
use super::phrases::{AskedWord, Named, Phrases};
use crate::tables::{Categories, Ord32, Thing};

/// Other words for a category are often for a part of it.
const ALIAS: f32 = 0.92;
/// Synonyms of a thing are for the thing itself.
const SYNONYM: f32 = 0.98;

/// All names.
pub struct Concepts {
    categories: Phrases,
    things: Phrases,
    table: Arc<[Thing]>,
    by_category: HashMap<Ord32, Vec<Ord32>>,
}

impl Concepts {
    /// The names of these categories and things.
    pub fn new(categories: &Categories, table: Arc<[Thing]>) -> Self {
        let of_categories = categories.all().iter().flat_map(|category| {
            let names = category.names.each().map(|name| (category.ord, name, 1.0));
            let aliases = category.aliases.iter();
            names.chain(aliases.map(|alias| (category.ord, alias.as_str(), ALIAS)))
        });
        let of_things = (0..).zip(&*table).flat_map(|(at, thing): (Ord32, &Thing)| {
            let names = thing.names.each().map(move |name| (at, name, 1.0));
            let words = thing.words.iter();
            names.chain(words.map(move |word| (at, word.as_str(), SYNONYM)))
        });
        let mut by_category: HashMap<Ord32, Vec<Ord32>> = HashMap::new();
        for (at, thing) in (0..).zip(&*table) {
            if let Some(category) = thing.category {
                by_category.entry(category).or_default().push(at);
            }
        }
        Self {
            by_category,
            categories: Phrases::new(of_categories),
            things: Phrases::new(of_things),
            table,
        }
    }

    /// The same things with other categories.
    pub fn with_categories(&self, categories: &Categories) -> Self {
        Self::new(categories, Arc::clone(&self.table))
    }

    /// Categories whose name stands in the question, best first.
    pub(super) fn categories_in(&self, question: &[AskedWord]) -> Vec<Named> {
        self.categories.named_in(question)
    }

    /// Things whose name stands in the question, best first.
    pub(super) fn things_in(&self, question: &[AskedWord]) -> Vec<Named> {
        self.things.named_in(question)
    }

    /// All names of a thing that the question names.
    pub(super) fn names_of(&self, thing: &Named) -> impl Iterator<Item = &[String]> {
        self.things.phrases_of(thing.of)
    }

    /// Whether a name of a thing is a word that many others have in theirs.
    pub(super) fn is_broad(&self, thing: &Named, name: &[String]) -> bool {
        self.things.is_broad(thing.of, name)
    }

    /// Whether a thing is a kind of things, such as "fever medicine", by a word of its
    /// name.
    pub(super) fn is_kind(&self, thing: &Named) -> bool {
        let names = self.table.get(thing.of as usize).map(|thing| &thing.names);
        names.is_some_and(|names| {
            let of_kind = |name: &str| bangla_text::words(name).any(|w| says_kind(&w.text));
            names.each().any(of_kind)
        })
    }

    /// All names of the other things in these categories.
    pub(super) fn names_in<'a>(
        &'a self,
        categories: &'a [Ord32],
        but: &'a Named,
    ) -> impl Iterator<Item = &'a [String]> {
        let things = categories
            .iter()
            .filter_map(|ord| self.by_category.get(ord));
        let others = things.flatten().filter(|thing| **thing != but.of);
        others.flat_map(|thing| self.things.phrases_of(*thing))
    }

    /// A thing that the question names.
    pub(super) fn thing(&self, named: &Named) -> Option<&Thing> {
        self.table.get(named.of as usize)
    }

    /// The closest category of a thing that the question names.
    pub(super) fn category_of(&self, thing: &Named) -> Option<Ord32> {
        self.table.get(thing.of as usize)?.category
    }

    /// One-word names of a category: each means the same as the others.
    pub(super) fn synonyms(&self, category: Ord32) -> impl Iterator<Item = &str> {
        let phrases = self.categories.phrases_of(category);
        phrases.filter_map(|words| match words {
            [word] => Some(word.as_str()),
            _ => None,
        })
    }

    /// Categories with a name that begins with this text, shortest name first, each
    /// with how alike the beginning is.
    pub(super) fn beginning_with(&self, text: &str) -> Vec<(Ord32, f32)> {
        self.categories.beginning_with(text)
    }
}
