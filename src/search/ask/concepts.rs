//! Categories as things people name: every name and alias is a phrase, and a
//! question that holds all words of a phrase means the category.

use std::collections::HashMap;

use bangla_text::Vocabulary;

use crate::tables::{Categories, Ord32};

/// Below this, two words are not the same word.
const SAME_WORD: f32 = 0.72;
/// Other words for a category are often for a part of it.
const ALIAS: f32 = 0.92;
const NO_WORDS: [(&str, u32); 0] = [];

/// Phrases of all categories.
pub struct Concepts {
    phrases: Vec<Phrase>,
    /// Phrases that hold a word.
    by_word: HashMap<String, Vec<usize>>,
    vocabulary: Vocabulary,
}

struct Phrase {
    category: Ord32,
    words: Vec<String>,
    /// How well it stands for the category.
    fit: f32,
}

/// A category that the question names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Named {
    pub(super) category: Ord32,
    /// Bit i is set when question word i belongs to the name.
    pub(super) words: u8,
    /// How alike, 0 to 1.
    pub(super) similarity: f32,
}

impl Concepts {
    /// The phrases of these categories.
    pub fn new(categories: &Categories) -> Self {
        let mut concepts = Self {
            phrases: Vec::new(),
            by_word: HashMap::new(),
            vocabulary: Vocabulary::build(NO_WORDS),
        };
        for category in categories.all() {
            for name in category.names.each() {
                concepts.add(category.ord, name, 1.0);
            }
            for alias in &category.aliases {
                concepts.add(category.ord, alias, ALIAS);
            }
        }
        let weights = concepts.by_word.iter().map(|(word, phrases)| {
            (
                word.clone(),
                u32::try_from(phrases.len()).unwrap_or(u32::MAX),
            )
        });
        concepts.vocabulary = Vocabulary::build(weights);
        concepts
    }

    /// Categories whose name stands in the question, best first.
    pub(super) fn named_in(&self, question: &[String]) -> Vec<Named> {
        let alike: Vec<HashMap<&str, f32>> = question.iter().map(|word| self.alike(word)).collect();
        let mut best: HashMap<Ord32, Named> = HashMap::new();
        for phrase in self.touched(&alike) {
            let Some(named) = phrase.in_question(&alike) else {
                continue;
            };
            let known = best.entry(named.category).or_insert(named);
            if named.worth() > known.worth() {
                *known = named;
            }
        }
        let mut named: Vec<Named> = best.into_values().collect();
        named.sort_by(|a, b| {
            b.worth()
                .total_cmp(&a.worth())
                .then(a.category.cmp(&b.category))
        });
        named
    }

    /// One-word names of a category: each means the same as the others.
    pub(super) fn synonyms(&self, category: Ord32) -> impl Iterator<Item = &str> {
        let of = self
            .phrases
            .iter()
            .filter(move |phrase| phrase.category == category);
        of.filter_map(|phrase| match phrase.words.as_slice() {
            [word] => Some(word.as_str()),
            _ => None,
        })
    }

    /// Categories with a name that begins with this text, shortest name first.
    pub(super) fn beginning_with(&self, text: &str) -> Vec<Ord32> {
        let typed: Vec<String> = bangla_text::words(text)
            .map(|word| word.text.into_owned())
            .collect();
        let Some((last, before)) = typed.split_last() else {
            return Vec::new();
        };
        let begins: HashMap<&str, f32> = self
            .vocabulary
            .complete(last, 16)
            .into_iter()
            .map(|m| (m.term, m.similarity))
            .collect();
        let mut found: Vec<(usize, i32, Ord32)> = self
            .phrases
            .iter()
            .filter(|phrase| phrase.words.get(..before.len()) == Some(before))
            .filter_map(|phrase| {
                let similarity = *begins.get(phrase.words.get(before.len())?.as_str())?;
                #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
                let unlike = (100.0 - similarity * 100.0) as i32;
                Some((phrase.words.len(), unlike, phrase.category))
            })
            .collect();
        found.sort_unstable();
        let mut seen = std::collections::HashSet::new();
        found
            .into_iter()
            .map(|(_, _, category)| category)
            .filter(|category| seen.insert(*category))
            .collect()
    }

    fn add(&mut self, category: Ord32, name: &str, fit: f32) {
        let words: Vec<String> = bangla_text::words(name)
            .map(|word| word.text.into_owned())
            .collect();
        if words.is_empty() || words.len() > 5 {
            return;
        }
        for word in &words {
            self.by_word
                .entry(word.clone())
                .or_default()
                .push(self.phrases.len());
        }
        self.phrases.push(Phrase {
            category,
            words,
            fit,
        });
    }

    /// Words of phrases that a question word may be.
    fn alike(&self, word: &str) -> HashMap<&str, f32> {
        let found = self.vocabulary.expand(word, 8);
        found
            .into_iter()
            .filter(|m| m.similarity >= SAME_WORD)
            .map(|m| (m.term, m.similarity))
            .collect()
    }

    fn touched(&self, alike: &[HashMap<&str, f32>]) -> impl Iterator<Item = &Phrase> {
        let mut phrases: Vec<usize> = alike
            .iter()
            .flat_map(HashMap::keys)
            .filter_map(|word| self.by_word.get(*word))
            .flatten()
            .copied()
            .collect();
        phrases.sort_unstable();
        phrases.dedup();
        phrases.into_iter().map(|index| &self.phrases[index])
    }
}

impl Phrase {
    /// Every word of the phrase must be in the question.
    fn in_question(&self, alike: &[HashMap<&str, f32>]) -> Option<Named> {
        let (mut words, mut sum) = (0_u8, 0.0_f32);
        for word in &self.words {
            let best = alike
                .iter()
                .enumerate()
                .filter_map(|(i, alike)| Some((i, *alike.get(word.as_str())?)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let (i, similarity) = best?;
            words |= 1 << i;
            sum += similarity;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a phrase has at most five words"
        )]
        let similarity = sum / self.words.len() as f32 * self.fit;
        Some(Named {
            category: self.category,
            words,
            similarity,
        })
    }
}

impl Named {
    /// Longer names are more telling than short ones.
    #[expect(clippy::cast_precision_loss, reason = "at most eight words")]
    fn worth(self) -> f32 {
        self.similarity * self.words.count_ones() as f32
    }
}
