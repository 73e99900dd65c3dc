//! Phrases that stand for something: a question that holds all words of a phrase
//! names what it stands for, in whatever script and spelling.

use std::collections::{HashMap, HashSet};

use bangla_text::{Unit, Vocabulary};

use super::fillers;
use crate::tables::Ord32;

/// Below this, two words are not the same word.
const SAME_WORD: f32 = 0.72;
/// Words of a phrase, at most.
const MOST_WORDS: usize = 5;
/// Names of one's own; other words for something fit less.
const OWN_NAME: f32 = 1.0;
/// Others that have a word in their names for it to be a broad one.
const BROAD: usize = 2;
/// A phrase of two words that are written as one.
const WRITTEN_AS_ONE: f32 = 0.98;
/// Shorter phrases written as one are like too many words, in characters.
const SHORTEST_AS_ONE: usize = 6;
/// Two words of the question that are one of a phrase, at least this much alike.
const JOINED_AT_LEAST: f32 = 0.9;
/// A word without its ending.
const STEM: f32 = 0.97;
/// Words at least this much alike need no look at their endings.
const SURE_WORD: f32 = 0.93;
/// A word that only sounds like one in the same script.
const ONLY_ALIKE: f32 = 0.95;
/// What a word that goes without saying weighs against others.
const FILLER_WEIGHT: f32 = 0.08;
const NO_WORDS: [(&str, u32); 0] = [];

/// One word of a question.
#[derive(Clone, Debug, Default)]
pub(super) struct AskedWord {
    pub(super) text: String,
    /// Other words for it, in the other language for one, with how surely.
    pub(super) others: Vec<(String, f32)>,
}

impl AskedWord {
    /// Without other words for it.
    pub(super) fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            others: Vec::new(),
        }
    }
}

/// Words of phrases that one or two words of the question may be.
struct Heard<'a> {
    /// Bit i is set for question word i.
    words: u8,
    alike: HashMap<&'a str, f32>,
}

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
    pub(super) fn named_in(&self, question: &[AskedWord]) -> Vec<Named> {
        let heard = self.heard(question);
        let mut best: HashMap<Ord32, Named> = HashMap::new();
        for phrase in self.touched(&heard) {
            let Some(named) = phrase.in_question(&heard) else {
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

    /// Whether a word that stands for something besides its own names is a part of
    /// what others are called: a cooker may be a stove, and is a rice cooker.
    pub(super) fn is_broad(&self, of: Ord32, name: &[String]) -> bool {
        let [word] = name else { return false };
        let phrases = self.by_word.get(word).into_iter().flatten();
        let phrases = || phrases.clone().map(|at| &self.all[*at]);
        let own = phrases()
            .any(|phrase| phrase.of == of && phrase.words.len() == 1 && phrase.fit >= OWN_NAME);
        let others: HashSet<Ord32> = phrases()
            .filter(|phrase| phrase.of != of && phrase.words.len() > 1)
            .map(|phrase| phrase.of)
            .collect();
        !own && others.len() >= BROAD
    }

    /// What has a name of its own that begins with this text, shortest phrase first, each with
    /// how alike the beginning is.
    pub(super) fn beginning_with(&self, text: &str) -> Vec<(Ord32, f32)> {
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
        let mut found: Vec<(usize, f32, Ord32)> = self
            .all
            .iter()
            .filter(|phrase| phrase.fit >= OWN_NAME)
            .filter(|phrase| phrase.words.get(..before.len()) == Some(before))
            .filter_map(|phrase| {
                let similarity = *begins.get(phrase.words.get(before.len())?.as_str())?;
                Some((phrase.words.len(), similarity, phrase.of))
            })
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let mut seen = HashSet::new();
        let found = found
            .into_iter()
            .map(|(_, similarity, of)| (of, similarity));
        found.filter(|(of, _)| seen.insert(*of)).collect()
    }

    fn add(&mut self, of: Ord32, name: &str, fit: f32) {
        let words: Vec<String> = bangla_text::words(name)
            .map(|word| word.text.into_owned())
            .collect();
        if words.is_empty() || words.len() > MOST_WORDS {
            return;
        }
        if let [first, second] = &*words
            && first.chars().count() + second.chars().count() >= SHORTEST_AS_ONE
        {
            self.push(of, vec![format!("{first}{second}")], fit * WRITTEN_AS_ONE);
        }
        let at = self.push(of, words, fit);
        self.by_meaning.entry(of).or_default().push(at);
    }

    fn push(&mut self, of: Ord32, words: Vec<String>, fit: f32) -> usize {
        let at = self.all.len();
        for word in &words {
            self.by_word.entry(word.clone()).or_default().push(at);
        }
        self.all.push(Phrase { of, words, fit });
        at
    }

    /// The words of the question, and neighbours that may be one word.
    fn heard(&self, question: &[AskedWord]) -> Vec<Heard<'_>> {
        let mut heard: Vec<Heard> = (question.iter().enumerate())
            .map(|(at, word)| Heard {
                words: 1 << at,
                alike: self.alike(word),
            })
            .collect();
        let texts: Vec<&str> = question.iter().map(|word| &*word.text).collect();
        let is_size = |word: &&str| {
            word.starts_with(|c: char| c.is_ascii_digit()) || Unit::of(word).is_some()
        };
        for joined in self.vocabulary.joined(&texts, 4) {
            if texts[joined.words.clone()].iter().any(is_size) {
                continue;
            }
            let sure = (joined.matches.iter()).filter(|m| m.similarity >= JOINED_AT_LEAST);
            heard.push(Heard {
                words: 0b11 << joined.words.start,
                alike: sure.map(|m| (m.term, m.similarity)).collect(),
            });
        }
        heard
    }

    /// Words of phrases that a question word may be.
    fn alike(&self, word: &AskedWord) -> HashMap<&str, f32> {
        let mut alike = HashMap::new();
        let mut take = |term, similarity: f32| {
            if similarity >= SAME_WORD {
                let known = alike.entry(term).or_insert(similarity);
                *known = known.max(similarity);
            }
        };
        let found = (self.vocabulary).expand_surely(&word.text, 8, SAME_WORD);
        let best = found.first().map_or(0.0, |m| m.similarity);
        for m in found {
            // What only sounds so is less sure in the script in which it could have
            // been written so.
            let slip = m.term != word.text && is_latin(m.term) == is_latin(&word.text);
            let likeness = if slip { ONLY_ALIKE } else { 1.0 };
            take(m.term, m.similarity * likeness);
        }
        if best < SURE_WORD {
            for stem in bangla_text::stems(&word.text) {
                for m in self.vocabulary.expand_surely(&stem, 2, SAME_WORD) {
                    take(m.term, m.similarity * STEM);
                }
            }
        }
        for (other, similarity) in &word.others {
            if let Some((term, _)) = self.by_word.get_key_value(other) {
                take(term, *similarity);
            }
        }
        alike
    }

    fn touched(&self, heard: &[Heard]) -> impl Iterator<Item = &Phrase> {
        let mut phrases: Vec<usize> = heard
            .iter()
            .flat_map(|heard| heard.alike.keys())
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
    /// Every word of the phrase must be in the question, but for words that go
    /// without saying.
    fn in_question(&self, heard: &[Heard]) -> Option<Named> {
        let (mut words, mut sum, mut weight) = (0_u8, 0.0_f32, 0.0_f32);
        for word in &self.words {
            let best = heard
                .iter()
                .filter_map(|heard| Some((heard.words, *heard.alike.get(word.as_str())?)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let goes_without_saying = fillers::is_filler(word);
            if best.is_none() && !goes_without_saying {
                return None;
            }
            let (of, similarity) = best.unwrap_or_default();
            let share = if goes_without_saying && self.words.len() > 1 {
                FILLER_WEIGHT
            } else {
                1.0
            };
            words |= of;
            sum += similarity * share;
            weight += share;
        }
        Some(Named {
            of: self.of,
            words,
            similarity: sum / weight * self.fit,
        })
        .filter(|named| named.words != 0)
    }
}

fn is_latin(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
}

impl Named {
    /// Longer names are more telling than short ones.
    #[expect(clippy::cast_precision_loss, reason = "at most eight words")]
    pub(super) fn worth(self) -> f32 {
        self.similarity * self.words.count_ones() as f32
    }
}
