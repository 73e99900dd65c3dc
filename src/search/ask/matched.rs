//! For each word of a question, what of an answer it matched and why: the first
//! of its sources that the answer has, which is the one that it was scored by.

use bangla_text::Word;
use serde::Serialize;

use super::concepts::Concepts;
use super::reading::Reading;
use super::why::Why;
use super::words::SIZE_WEIGHT;
use crate::tables::{Ord32, Tables};
use crate::text::{QueryWord, TermSource, Texts};

/// A word of the question beside what it matched.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatchedWord {
    /// As typed.
    pub typed: String,
    /// As the answer has it; `None` where it is matched by nothing that is
    /// written there.
    pub found: Option<String>,
    /// Why that counts; `None` where nothing was matched.
    pub why: Option<Why>,
    /// By which word, category or thing, where that is neither of the two.
    pub via: Option<String>,
    /// How alike, 0 to 1; 0 where nothing was matched.
    pub similarity: f32,
    /// How telling the word is. The matched share of the question is the sum of
    /// similarity times weight by the sum of weights.
    pub weight: f32,
}

/// What an answer is matched by.
pub(super) struct Document<'a> {
    pub(super) text: &'a str,
    pub(super) category: Option<Ord32>,
}

/// Explains one reading.
pub(super) struct Explainer<'a> {
    pub(super) reading: &'a Reading,
    pub(super) texts: &'a Texts,
    pub(super) tables: &'a Tables,
    pub(super) concepts: &'a Concepts,
}

impl Explainer<'_> {
    /// Word by word, what a document matched.
    pub(super) fn matched(&self, document: &Document<'_>) -> Vec<MatchedWord> {
        let written: Vec<Word> = bangla_text::words(document.text).collect();
        let words = self.reading.words.iter().enumerate();
        words
            .map(|(at, word)| {
                let has = |(source, _): &(TermSource, f32)| holds(source, &written, document);
                let first = word.sources.iter().position(has);
                first.map_or_else(
                    || self.unmatched(at, word),
                    |source| self.explain(at, source, &written, document.text),
                )
            })
            .collect()
    }

    /// Word by word, for a shop that usually sells goods of a category.
    pub(super) fn by_category(&self, category: Ord32) -> Vec<MatchedWord> {
        let named = self.reading.categories.iter();
        let named = named
            .filter(|named| named.of == category)
            .collect::<Vec<_>>();
        let words = self.reading.words.iter().enumerate();
        words
            .map(|(at, word)| {
                let named = named.first().filter(|named| named.words & (1 << at) != 0);
                let Some(named) = named.filter(|_| word.weight > SIZE_WEIGHT) else {
                    return self.unmatched(at, word);
                };
                MatchedWord {
                    why: Some(Why::InCategory),
                    via: self.code_of(category),
                    similarity: named.similarity,
                    ..self.unmatched(at, word)
                }
            })
            .collect()
    }

    fn unmatched(&self, at: usize, word: &QueryWord) -> MatchedWord {
        MatchedWord {
            typed: self.reading.typed[at].written.clone(),
            found: None,
            why: None,
            via: None,
            similarity: 0.0,
            weight: word.weight,
        }
    }

    fn explain(&self, at: usize, source: usize, written: &[Word], text: &str) -> MatchedWord {
        let word = &self.reading.words[at];
        let (term, similarity) = &word.sources[source];
        let slice = |word: &Word| text.get(word.range.clone()).unwrap_or_default().to_owned();
        let has = |term: &String| written.iter().find(|word| word.text == **term);
        let found = match term {
            TermSource::Word(term) => has(term).map(slice),
            TermSource::All(terms) => {
                let found: Vec<String> = terms.iter().filter_map(has).map(slice).collect();
                Some(found.join(" "))
            }
            TermSource::Category(_) => None,
        };
        let (why, via) = self.why(at, source);
        let why = match &found {
            Some(found) if why == Why::Exact => self.folded(at, found),
            _ => why,
        };
        MatchedWord {
            found,
            why: Some(why),
            via,
            similarity: *similarity,
            ..self.unmatched(at, word)
        }
    }

    pub(super) fn code_of(&self, category: Ord32) -> Option<String> {
        Some(self.tables.categories.by_ord(category)?.code.clone())
    }
}

fn holds(source: &TermSource, written: &[Word], document: &Document<'_>) -> bool {
    let has = |term: &String| written.iter().any(|word| word.text == **term);
    match source {
        TermSource::Word(term) => has(term),
        TermSource::All(terms) => terms.iter().all(has),
        TermSource::Category(ord) => document.category == Some(*ord),
    }
}
