//! Four ways to find the Bengali word somebody typed in Latin letters.

use bangla_text::{Phoneme, Vocabulary, normalise, phonemes};
use okkhor::parser::Parser;
use std::collections::HashMap;

/// How many words an answer holds.
const TOP: usize = 10;

pub(crate) trait Engine {
    fn name(&self) -> &'static str;

    /// The likeliest words, best first, at most [`TOP`].
    fn ask(&self, typed: &str) -> Vec<&str>;
}

/// This crate.
pub(crate) struct Ours(Vocabulary);

impl Ours {
    pub(crate) fn over(words: &[String]) -> Self {
        Self(Vocabulary::build(words.iter().map(|word| (&**word, 1))))
    }
}

impl Engine for Ours {
    fn name(&self) -> &'static str {
        "bangla-text"
    }

    fn ask(&self, typed: &str) -> Vec<&str> {
        let found = self.0.expand(typed, TOP);
        found.into_iter().map(|found| found.term).collect()
    }
}

/// The spelling by the Avro rules, looked up.
pub(crate) struct ExactAvro<'w> {
    avro: Parser,
    words: HashMap<String, &'w str>,
}

impl<'w> ExactAvro<'w> {
    pub(crate) fn over(words: &'w [String]) -> Self {
        Self {
            avro: Parser::new_phonetic(),
            words: words
                .iter()
                .map(|word| (normalise(word), &**word))
                .collect(),
        }
    }
}

impl Engine for ExactAvro<'_> {
    fn name(&self) -> &'static str {
        "okkhor"
    }

    fn ask(&self, typed: &str) -> Vec<&str> {
        let spelt = normalise(&self.avro.convert(typed));
        self.words.get(&spelt).copied().into_iter().collect()
    }
}

/// The spelling by the Avro rules, and what is at most two letters away.
pub(crate) struct EditedAvro<'w> {
    avro: Parser,
    words: Vec<(String, usize, &'w str)>,
}

impl<'w> EditedAvro<'w> {
    const FARTHEST: usize = 2;

    pub(crate) fn over(words: &'w [String]) -> Self {
        let entry = |word: &'w String| {
            let letters = normalise(word);
            let count = letters.chars().count();
            (letters, count, &**word)
        };
        Self {
            avro: Parser::new_phonetic(),
            words: words.iter().map(entry).collect(),
        }
    }
}

impl Engine for EditedAvro<'_> {
    fn name(&self) -> &'static str {
        "okkhor and edit distance of 2"
    }

    fn ask(&self, typed: &str) -> Vec<&str> {
        let spelt = normalise(&self.avro.convert(typed));
        let count = spelt.chars().count();
        let near = self
            .words
            .iter()
            .filter(|(_, length, _)| length.abs_diff(count) <= Self::FARTHEST)
            .map(|(letters, _, word)| (strsim::levenshtein(&spelt, letters), *word))
            .filter(|(distance, _)| *distance <= Self::FARTHEST);
        nearest(near.collect())
    }
}

/// Edit distance over the sounds of both, all edits alike.
pub(crate) struct PlainSounds<'w>(Vec<(Vec<Phoneme>, &'w str)>);

impl<'w> PlainSounds<'w> {
    pub(crate) fn over(words: &'w [String]) -> Self {
        let entry = |word: &'w String| (phonemes(word), &**word);
        Self(words.iter().map(entry).collect())
    }
}

impl Engine for PlainSounds<'_> {
    fn name(&self) -> &'static str {
        "edit distance over sounds"
    }

    fn ask(&self, typed: &str) -> Vec<&str> {
        let said = phonemes(typed);
        let all = self.0.iter();
        let all = all.map(|(heard, word)| (strsim::generic_levenshtein(&said, heard), *word));
        nearest(all.collect())
    }
}

fn nearest(mut found: Vec<(usize, &str)>) -> Vec<&str> {
    found.sort_unstable();
    found.truncate(TOP);
    found.into_iter().map(|(_, word)| word).collect()
}
