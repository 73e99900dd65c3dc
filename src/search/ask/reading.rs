//! How a question was read: each typed word as words of the live vocabulary.

use bangla_text::Word;

use super::concepts::Concepts;
use super::phrases::{AskedWord, Named};
use super::stage::{Stage, Stages};
use super::things;
use super::understood::Understood;
use super::words::{MAX_WORDS, SIZE_WEIGHT, SURE, complete_last, join_neighbours, query_word};
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
    /// At which stage each source of each word was found.
    pub(super) stages: Stages,
    /// The words as typed.
    pub(super) typed: Vec<TypedWord>,
    /// Categories the question names.
    pub(super) categories: Vec<Named>,
    /// Things of the concept table that the question names.
    pub(super) things: Vec<Named>,
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

/// A word of the question.
#[derive(Clone, Debug)]
pub(super) struct TypedWord {
    /// As written.
    pub(super) written: String,
    /// In canonical form.
    pub(super) text: String,
}

impl TypedWord {
    fn new(word: &Word, question: &str) -> Self {
        let text = word.text.to_string();
        let written = question.get(word.range.clone()).unwrap_or(&text).to_owned();
        Self { written, text }
    }
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
    let mut stages = Stages::default();
    stages.note(Stage::Word, &words);
    let (mut named, mut things) = (Vec::new(), Vec::new());
    if !literal {
        join_neighbours(&typed, &mut words, texts);
        stages.note(Stage::Joined, &words);
        if !text.ends_with(char::is_whitespace) {
            complete_last(&typed, &mut words, texts);
            stages.note(Stage::Begun, &words);
        }
        let plain: Vec<String> = typed.iter().map(|word| word.text.to_string()).collect();
        let asked: Vec<AskedWord> = plain.iter().map(|word| AskedWord::of(word)).collect();
        named = concepts.categories_in(&asked);
        add_categories(&named, &mut words, categories);
        stages.note(Stage::InCategory, &words);
        add_synonyms(&named, &mut words, concepts);
        stages.note(Stage::CategoryName, &words);
        let tables = (concepts, categories);
        things = things::add(&plain, &mut words, &mut named, tables, texts);
        stages.note(Stage::Concept, &words);
    }
    stages.sort_with(&mut words);
    let typed: Vec<TypedWord> = (typed.iter())
        .map(|word| TypedWord::new(word, text))
        .collect();
    Reading {
        understood: Understood::new(&typed, &words, &named, categories),
        words,
        stages,
        typed,
        categories: named,
        things,
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
