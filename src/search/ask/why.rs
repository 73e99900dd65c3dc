//! Why something of the index counts as a word of a question: what the reading
//! noted of each source, told in full.

use bangla_text::{How, Script};
use serde::Serialize;

use super::matched::Explainer;
use super::phrases::Named;
use super::stage::Stage;
use super::words::MAX_TERMS;
use crate::text::TermSource;

/// Why something counts as a word of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The same letters.
    Exact,
    /// The same number in other digits or notation.
    Number,
    /// The same unit in another spelling.
    Unit,
    /// It sounds alike.
    Sound,
    /// A letter or two differ.
    Typo,
    /// It begins with what was typed.
    Prefix,
    /// The same word with another ending.
    Form,
    /// The name has the word in two.
    Split,
    /// The word and its neighbour are one word of the name.
    Joined,
    /// Names in both languages taught that it says the same as the word in `via`.
    OtherLanguage,
    /// The goods are in the category in `via`, which the question names.
    InCategory,
    /// Another name of the category in `via`, which the question names.
    CategoryName,
    /// Another name of the thing in `via`, which the concept table tells.
    Concept,
    /// The same, and what was typed is a word of a dialect.
    Dialect,
}

impl Explainer<'_> {
    /// The same in the index's spelling, which for units and numbers need not be
    /// the same letters.
    pub(super) fn folded(&self, at: usize, found: &str) -> Why {
        let typed = &self.reading.typed[at];
        if typed.written.to_lowercase() == found.to_lowercase() {
            return Why::Exact;
        }
        if bangla_text::Unit::of(&typed.text).is_some() {
            return Why::Unit;
        }
        let digits = bangla_text::words(&typed.text).all(|word| word.script == Script::Digits);
        if digits { Why::Number } else { Why::Exact }
    }

    /// Why a source counts as a word, and by which word, category or thing.
    pub(super) fn why(&self, at: usize, source: usize) -> (Why, Option<String>) {
        let term = &self.reading.words[at].sources[source].0;
        match (self.reading.stages.of(at, source), term) {
            (_, TermSource::Category(ord)) => (Why::InCategory, self.code_of(*ord)),
            (Some(Stage::CategoryName), TermSource::Word(term)) => {
                (Why::CategoryName, self.category_called(at, term))
            }
            (Some(Stage::Concept), term) => self.thing(at, term),
            (Some(Stage::Joined), TermSource::Word(term)) => self.joined(at, term),
            (Some(Stage::Begun), TermSource::Word(term)) => self.begun(at, term),
            (_, TermSource::All(_)) => (Why::Split, None),
            (_, TermSource::Word(term)) => self.by_itself(at, term),
        }
    }

    /// The reading of a word by itself, done again: it is the same every time.
    fn by_itself(&self, at: usize, term: &str) -> (Why, Option<String>) {
        let typed = &self.reading.typed[at].text;
        if typed == term {
            return (Why::Exact, None);
        }
        let found = self.texts.vocabulary.expand(typed, MAX_TERMS);
        let direct = found.iter().find(|found| found.term == term);
        match direct.map(|found| found.how) {
            Some(How::Exact) => (Why::Exact, None),
            Some(How::Sound) => (Why::Sound, None),
            Some(How::Typo) => (Why::Typo, None),
            Some(How::Prefix) => (Why::Prefix, None),
            None => match self.taught_by(at, term, Stage::Word) {
                Some(of) => (Why::OtherLanguage, Some(of)),
                None => (Why::Form, None),
            },
        }
    }

    fn joined(&self, at: usize, term: &str) -> (Why, Option<String>) {
        match self.taught_by(at, term, Stage::Joined) {
            Some(of) => (Why::OtherLanguage, Some(of)),
            None => (Why::Joined, None),
        }
    }

    fn begun(&self, at: usize, term: &str) -> (Why, Option<String>) {
        match self.taught_by(at, term, Stage::Begun) {
            Some(of) => (Why::OtherLanguage, Some(of)),
            None => (Why::Prefix, None),
        }
    }

    /// The word of this stage that stands where the term stands in names of the
    /// other language.
    fn taught_by(&self, at: usize, term: &str, stage: Stage) -> Option<String> {
        let sources = self.reading.words[at].sources.iter().enumerate();
        let words = sources.filter_map(|(source, (of, _))| match of {
            TermSource::Word(of) if self.reading.stages.of(at, source) == Some(stage) => Some(of),
            _ => None,
        });
        let teaches = |of: &&String| {
            let others = self.texts.pairs.of(of).iter();
            others.into_iter().any(|(other, _)| **other == *term)
        };
        words.into_iter().find(teaches).cloned()
    }

    fn category_called(&self, at: usize, term: &str) -> Option<String> {
        let named = self.reading.categories.iter();
        let mut named = named.filter(|named| named.words & (1 << at) != 0);
        let is_called = |named: &&Named| self.concepts.synonyms(named.of).any(|name| name == term);
        self.code_of(named.find(is_called)?.of)
    }

    /// The thing that the word names and that the term is a name of.
    fn thing(&self, at: usize, term: &TermSource) -> (Why, Option<String>) {
        let term = match term {
            TermSource::Word(term) => term.clone(),
            TermSource::All(terms) => terms.concat(),
            TermSource::Category(_) => String::new(),
        };
        let named = self.reading.things.iter();
        let named = named.filter(|named| named.words & (1 << at) != 0);
        let best = named.max_by(|a, b| {
            let alike = |named: &Named| self.likest_name(named, &term).1;
            alike(a).total_cmp(&alike(b))
        });
        let Some((named, thing)) =
            best.and_then(|named| Some((named, self.concepts.thing(named)?)))
        else {
            return (Why::Concept, None);
        };
        let typed = self.typed_for(named);
        let dialect = thing.dialect_words.iter().any(|word| {
            let said: String = bangla_text::words(word).map(|word| word.text).collect();
            said == self.likest_name(named, &typed).0
        });
        let why = if dialect { Why::Dialect } else { Why::Concept };
        (why, thing.names.each().next().map(str::to_owned))
    }

    /// The words of the question that name a thing, in one.
    fn typed_for(&self, named: &Named) -> String {
        let typed = self.reading.typed.iter().enumerate();
        let typed = typed.filter(|(at, _)| named.words & (1 << at) != 0);
        typed.map(|(_, word)| word.text.as_str()).collect()
    }

    /// The name of a thing that is most like some letters, and how alike.
    fn likest_name(&self, named: &Named, letters: &str) -> (String, f32) {
        let called = self.concepts.names_of(named).map(<[String]>::concat);
        let alike = |name: String| {
            let alike = bangla_text::similarity(&name, letters);
            (name, alike)
        };
        let best = called.map(alike).max_by(|a, b| a.1.total_cmp(&b.1));
        best.unwrap_or_default()
    }
}
