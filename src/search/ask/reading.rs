//! How a question was read: each typed word as words of the live vocabulary.

use bangla_text::Word;
use serde::Serialize;

use super::concepts::Concepts;
use super::phrases::{AskedWord, Named};
use super::things;
use super::words::{MAX_WORDS, SIZE_WEIGHT, SURE, join_neighbours, query_word};
use crate::tables::{Categories, Ord32};
use crate::text::{QueryWord, TermSource, Texts};

/// Being in a category is nearly as good as being named so.
const IN_CATEGORY: f32 = 0.93;
/// Another word for the same goods.
const SYNONYM: f32 = 0.9;

/// A question in the index's words.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) words: Vec<QueryWord>,
    /// Categories the question names.
    pub(super) categories: Vec<Named>,
    pub(super) understood: Understood,
}

impl Reading {
    /// Share of the question that a category's name covers, sizes left out.
    pub(super) fn covered_by(&self, named: &Named) -> f32 {
        let telling = |(i, word): (usize, &QueryWord)| {
            (word.weight > SIZE_WEIGHT).then_some((i, word.weight))
        };
        let (mut all, mut covered) = (0.0, 0.0);
        for (i, weight) in self.words.iter().enumerate().filter_map(telling) {
            all += weight;
            covered += if named.words & (1 << i) != 0 {
                weight
            } else {
                0.0
            };
        }
        if all > 0.0 {
            covered / all * named.similarity
        } else {
            0.0
        }
    }
}

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
    /// The likeliest word of the index; `None` when nothing is like it.
    pub read: Option<String>,
}

/// Reads a question.
pub(super) fn read(
    text: &str,
    literal: bool,
    texts: &Texts,
    concepts: &Concepts,
    categories: &Categories,
) -> Reading {
    let typed: Vec<Word> = bangla_text::words(text).take(MAX_WORDS).collect();
    let mut words: Vec<QueryWord> = typed
        .iter()
        .map(|word| query_word(word, literal, texts))
        .collect();
    let understood = typed
        .iter()
        .zip(&words)
        .map(|(typed, word)| read_word(typed, text, word))
        .collect::<Vec<_>>();
    let mut named = Vec::new();
    if !literal {
        join_neighbours(&typed, &mut words, texts);
        let plain: Vec<String> = typed.iter().map(|word| word.text.to_string()).collect();
        let asked: Vec<AskedWord> = plain.iter().map(|word| AskedWord::of(word)).collect();
        named = concepts.categories_in(&asked);
        add_categories(&named, &mut words, categories);
        add_synonyms(&named, &mut words, concepts);
        things::add(
            &plain,
            &mut words,
            &mut named,
            (concepts, categories),
            texts,
        );
    }
    for word in &mut words {
        word.sources.sort_by(|a, b| b.1.total_cmp(&a.1));
    }
    let codes = named
        .iter()
        .filter(|named| named.similarity >= SURE)
        .take(5)
        .filter_map(|n| Some(categories.by_ord(n.of)?.code.clone()))
        .collect();
    let changed = understood.iter().any(|word| {
        word.read
            .as_ref()
            .is_some_and(|read| *read != bangla_text::normalise(&word.typed))
    });
    Reading {
        words,
        categories: named,
        understood: Understood {
            words: understood,
            changed,
            categories: codes,
        },
    }
}

fn read_word(typed: &Word, text: &str, word: &QueryWord) -> ReadWord {
    let read = match word.sources.first() {
        Some((TermSource::Word(term), _)) => Some(term.clone()),
        _ => None,
    };
    ReadWord {
        typed: text
            .get(typed.range.clone())
            .unwrap_or(&typed.text)
            .to_owned(),
        read,
    }
}

/// Products in a named category count as holding the words that name it.
fn add_categories(named: &[Named], words: &mut [QueryWord], categories: &Categories) {
    for named in named {
        let Some(category) = categories.by_ord(named.of) else {
            continue;
        };
        let subtree: Vec<Ord32> = categories.subtree(&category.code);
        for (i, word) in words.iter_mut().enumerate() {
            if named.words & (1 << i) != 0 {
                let similarity = named.similarity * IN_CATEGORY;
                word.sources.extend(
                    subtree
                        .iter()
                        .map(|ord| (TermSource::Category(*ord), similarity)),
                );
            }
        }
    }
}

/// So do products that are named by another word for the category, whether
/// anybody has put them into it or not.
fn add_synonyms(named: &[Named], words: &mut [QueryWord], concepts: &Concepts) {
    // A name of several words is often a narrower thing: milk tea is not tea.
    for named in named
        .iter()
        .filter(|named| named.similarity >= SURE && named.words.is_power_of_two())
    {
        for (i, word) in words.iter_mut().enumerate() {
            if named.words & (1 << i) != 0 {
                let similarity = named.similarity * SYNONYM;
                word.sources.extend(
                    concepts
                        .synonyms(named.of)
                        .map(|word| (TermSource::Word(word.to_owned()), similarity)),
                );
            }
        }
    }
}
