//! Phrases that stand for something: a question that holds all words of a phrase
//! names what it stands for, in whatever script and spelling.

use std::collections::{HashMap, HashSet};

use bangla_text::Vocabulary;

use crate::tables::Ord32;

/// Below this, two words are not the same word.
const SAME_WORD: f32 = 0.72;
/// Words of a phrase, at most.
const MOST_WORDS: usize = 5;
const NO_WORDS: [(&str, u32); 0] = [];

/// Phrases with what they stand for.
pub(super) struct Phrases {
    all: Vec<Phrase>,
    /// Phrases that hold a word.
    by_word: HashMap<String, Vec<usize>>,
    /// Phrases of what they stand for.
    by_meaning: HashMap<Ord32, Vec<usize>>,
    vocabulary: Vocabulary,
}

struct Phrase {
    of: Ord32,
    words: Vec<String>,
    /// How well it stands for that.
    fit: f32,
}

/// Something that the question names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Named {
    /// What the phrase stands for.
    pub(super) of: Ord32,
    /// Bit i is set when question word i belongs to the name.
    pub(super) words: u8,
    /// How alike, 0 to 1.
    pub(super) similarity: f32,
}

impl Phrases {
    /// Each phrase with what it stands for and how well. Empty ones and long ones
    /// are left out.
    pub(super) fn new<'a>(named: impl IntoIterator<Item = (Ord32, &'a str, f32)>) -> Self {
        let mut all = Self {
            all: Vec::new(),
            by_word: HashMap::new(),
            by_meaning: HashMap::new(),
            vocabulary: Vocabulary::build(NO_WORDS),
        };
        for (of, name, fit) in named {
            all.add(of, name, fit);
        }
        let weights = (all.by_word.iter()).map(|(word, phrases)| {
            (
                word.clone(),
                u32::try_from(phrases.len()).unwrap_or(u32::MAX),
            )
        });
        all.vocabulary = Vocabulary::build(weights);
        all
    }

    /// What the question names, best first.
    pub(super) fn named_in(&self, question: &[String]) -> Vec<Named> {
        let alike: Vec<HashMap<&str, f32>> = question.iter().map(|word| self.alike(word)).collect();
        let mut best: HashMap<Ord32, Named> = HashMap::new();
        for phrase in self.touched(&alike) {
            let Some(named) = phrase.in_question(&alike) else {
                continue;
            };
            let known = best.entry(named.of).or_insert(named);
            if named.worth() > known.worth() {
                *known = named;
            }
        }
        let mut named: Vec<Named> = best.into_values().collect();
        named.sort_by(|a, b| b.worth().total_cmp(&a.worth()).then(a.of.cmp(&b.of)));
        named
    }

    /// The words of each phrase that stands for something.
    pub(super) fn phrases_of(&self, of: Ord32) -> impl Iterator<Item = &[String]> {
        let phrases = self.by_meaning.get(&of).into_iter().flatten();
        phrases.map(|at| self.all[*at].words.as_slice())
    }

    /// What has a phrase that begins with this text, shortest phrase first.
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
            .all
            .iter()
            .filter(|phrase| phrase.words.get(..before.len()) == Some(before))
            .filter_map(|phrase| {
                let similarity = *begins.get(phrase.words.get(before.len())?.as_str())?;
                #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
                let unlike = (100.0 - similarity * 100.0) as i32;
                Some((phrase.words.len(), unlike, phrase.of))
            })
            .collect();
        found.sort_unstable();
        let mut seen = HashSet::new();
        found
            .into_iter()
            .map(|(_, _, of)| of)
            .filter(|of| seen.insert(*of))
            .collect()
    }

    fn add(&mut self, of: Ord32, name: &str, fit: f32) {
        let words: Vec<String> = bangla_text::words(name)
            .map(|word| word.text.into_owned())
            .collect();
        if words.is_empty() || words.len() > MOST_WORDS {
            return;
        }
        let at = self.all.len();
        for word in &words {
            self.by_word.entry(word.clone()).or_default().push(at);
        }
        self.by_meaning.entry(of).or_default().push(at);
        self.all.push(Phrase { of, words, fit });
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
        phrases.into_iter().map(|index| &self.all[index])
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
            of: self.of,
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
