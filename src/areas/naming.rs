//! Areas by name: Bengali, English, Banglish, old spellings and slips.
//!
//! A typed text is compared twice: as a whole with every spelling of every
//! area ("coxsbazar"), and word by word, where words that are not in the name
//! may be in the names of what the area is part of ("mirpur kushtia").

use std::cmp::Reverse;
use std::collections::HashMap;

use bangla_text::{How, Vocabulary, normalise, words};

use kernel::Locale;

use crate::dictionary::Dictionary;
use crate::gazetteer::Gazetteer;
use crate::model::{Area, Kind};
use crate::order::sort_key;

/// Letters and words that are looked at; nobody types a longer place name.
const LETTERS: usize = 100;
const WORDS: usize = 8;
/// Spellings and words that one text may stand for.
const PHRASES: usize = 100;
const TERMS: usize = 40;
/// Below this share of a match it is noise.
const LEAST: f32 = 0.45;
/// A name that sounds the same but for the number in it is another name.
const OTHER_NUMBER: f32 = 0.8;
/// A name whose words all match is still a little less than the name itself.
const BY_WORDS: f32 = 0.9;
/// What a word found only in the names of the surroundings is worth.
const AROUND: f32 = 0.8;
/// What every word of a name costs that was not typed.
const UNTYPED: f32 = 0.07;
/// Scores this close are a tie, in which the bigger place wins.
const STEP: f32 = 0.05;

/// Words that say what kind of area is meant, not which one.
const KINDS: [&str; 18] = [
    "বিভাগ",
    "জেলা",
    "জিলা",
    "উপজেলা",
    "থানা",
    "ইউনিয়ন",
    "ওয়ার্ড",
    "এলাকা",
    "division",
    "district",
    "zila",
    "jela",
    "zilla",
    "upazila",
    "upojela",
    "thana",
    "union",
    "ward",
];

/// The names of all areas, made for searching.
pub(crate) struct Naming {
    phrases: Vocabulary,
    /// Areas by phrase.
    phrase_areas: Vec<Vec<usize>>,
    terms: Vocabulary,
    /// Spellings by term.
    term_spellings: Vec<Vec<usize>>,
    spellings: Vec<Spelling>,
    /// Spellings by area.
    area_spellings: Vec<Vec<usize>>,
    kinds: Vec<String>,
}

/// One name of one area.
struct Spelling {
    area: usize,
    terms: Vec<u32>,
}

/// How well each term matches one typed word.
type Strengths = HashMap<u32, f32>;

impl Naming {
    pub(crate) fn new(areas: &[Area]) -> Self {
        let mut phrases = Dictionary::default();
        let mut terms = Dictionary::default();
        let mut spellings = Vec::new();
        let mut area_spellings = vec![Vec::new(); areas.len()];
        for (at, area) in areas.iter().enumerate() {
            let weight = u32::from(Kind::Locality.level().abs_diff(area.level)) + 1;
            for name in area
                .names
                .each()
                .chain(area.alt_names.iter().map(String::as_str))
            {
                let spelled = spell(name);
                phrases.add(&spelled.join(" "), weight, at);
                let spelled = spelled
                    .iter()
                    .map(|word| terms.add(word, weight, spellings.len()))
                    .collect();
                area_spellings[at].push(spellings.len());
                spellings.push(Spelling {
                    area: at,
                    terms: spelled,
                });
            }
        }
        let (phrases, phrase_areas) = phrases.build();
        let (terms, term_spellings) = terms.build();
        let kinds = KINDS.iter().map(|word| normalise(word)).collect();
        Self {
            phrases,
            phrase_areas,
            terms,
            term_spellings,
            spellings,
            area_spellings,
            kinds,
        }
    }

    /// Areas whose whole name is like the text, with scores up to 1.
    fn as_whole(&self, text: &str, scores: &mut HashMap<usize, f32>) {
        let complete = self.phrases.complete(text, PHRASES);
        for found in self
            .phrases
            .expand(text, PHRASES)
            .into_iter()
            .chain(complete)
        {
            let name = found.term;
            let score = strength(found.how, found.similarity) * same_numbers(text, name);
            for &area in &self.phrase_areas[found.index as usize] {
                keep(scores, area, score);
            }
        }
    }

    /// Areas with some of the words in a name of their own.
    fn by_words(&self, typed: &[Strengths], book: &Gazetteer, scores: &mut HashMap<usize, f32>) {
        let mut touched: Vec<usize> = typed
            .iter()
            .flat_map(Strengths::keys)
            .flat_map(|&term| &self.term_spellings[term as usize])
            .copied()
            .collect();
        touched.sort_unstable();
        touched.dedup();
        for spelling in touched {
            let spelling = &self.spellings[spelling];
            let around = self.around(spelling.area, book);
            let score = spelling.score(typed, &around);
            keep(scores, spelling.area, score * BY_WORDS);
        }
    }

    /// Terms in the names of everything the area is part of.
    fn around(&self, area: usize, book: &Gazetteer) -> Vec<u32> {
        let ancestors = book.ancestors(&book.at(area).code).into_iter();
        ancestors
            .filter_map(|area| book.position(&area.code))
            .flat_map(|at| &self.area_spellings[at])
            .flat_map(|&spelling| self.spellings[spelling].terms.iter().copied())
            .collect()
    }

    /// What every typed word may stand for; only the last may be unfinished.
    fn read(&self, text: &str) -> Vec<Strengths> {
        let mut typed = spell(text);
        typed.truncate(WORDS);
        let telling: Vec<String> = typed
            .iter()
            .filter(|word| !self.kinds.contains(word))
            .cloned()
            .collect();
        let typed = if telling.is_empty() { typed } else { telling };
        let last = typed.len().saturating_sub(1);
        typed
            .iter()
            .enumerate()
            .map(|(at, word)| self.meanings(word, at == last))
            .collect()
    }

    fn meanings(&self, word: &str, unfinished: bool) -> Strengths {
        let mut strengths = Strengths::new();
        let complete = if unfinished {
            self.terms.complete(word, TERMS)
        } else {
            Vec::new()
        };
        for found in self.terms.expand(word, TERMS).into_iter().chain(complete) {
            let strength = strength(found.how, found.similarity);
            let best = strengths.entry(found.index).or_insert(strength);
            *best = best.max(strength);
        }
        strengths
    }
}

impl Spelling {
    /// The share of the typed words found here, in part or wholly in the
    /// surroundings, less something for words of the name nobody typed.
    fn score(&self, typed: &[Strengths], around: &[u32]) -> f32 {
        let best = |word: &Strengths, among: &[u32]| {
            among
                .iter()
                .filter_map(|term| word.get(term))
                .copied()
                .fold(0.0, f32::max)
        };
        let own: Vec<f32> = typed.iter().map(|word| best(word, &self.terms)).collect();
        if own.iter().all(|&strength| strength <= 0.0) {
            return 0.0;
        }
        let found: f32 = typed
            .iter()
            .zip(&own)
            .map(|(word, &own)| own.max(best(word, around) * AROUND))
            .sum();
        let used = own.iter().filter(|&&strength| strength > 0.0).count();
        let untyped = self.terms.len().saturating_sub(used);
        found / count(typed.len()) - UNTYPED * count(untyped)
    }
}

impl Gazetteer {
    /// Areas whose name is like `text`, best first, at most `limit`; nothing
    /// for a text without letters.
    ///
    /// The same name comes before one that only sounds or begins like it. Of
    /// equally good ones the broader comes first, then the one with more
    /// places below it. Names repeat across the country: show
    /// [`Gazetteer::ancestors`] beside them.
    pub fn search(&self, text: &str, limit: usize) -> Vec<&Area> {
        let text: String = text.chars().take(LETTERS).collect();
        let whole = spell(&text).join(" ");
        if whole.is_empty() {
            return Vec::new();
        }
        let mut scores = HashMap::new();
        self.naming.as_whole(&whole, &mut scores);
        self.naming
            .by_words(&self.naming.read(&text), self, &mut scores);
        let mut found: Vec<(usize, f32)> = scores
            .into_iter()
            .filter(|(_, score)| *score >= LEAST)
            .collect();
        found.sort_by_cached_key(|&(at, score)| {
            let area = self.at(at);
            let size = (
                area.level,
                area.kind != Kind::Thana,
                Reverse(self.places_below(&area.code)),
            );
            let name = sort_key(area.names.in_locale(Locale::Bn));
            (Reverse(steps(score)), size, name, area.code.clone())
        });
        found.truncate(limit);
        found.into_iter().map(|(at, _)| self.at(at)).collect()
    }
}

fn spell(text: &str) -> Vec<String> {
    words(text).map(|word| word.text.into_owned()).collect()
}

/// Only the same letters are worth 1.
fn strength(how: How, similarity: f32) -> f32 {
    let most = match how {
        How::Exact => 1.0,
        How::Sound => 0.94,
        How::Prefix => 0.88,
        How::Typo => 0.84,
    };
    most * similarity
}

/// 1 where both texts have the same digits, less where not: sounds have none.
fn same_numbers(one: &str, other: &str) -> f32 {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    if digits(one) == digits(other) {
        1.0
    } else {
        OTHER_NUMBER
    }
}

fn keep(scores: &mut HashMap<usize, f32>, area: usize, score: f32) {
    let best = scores.entry(area).or_insert(score);
    *best = best.max(score);
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "scores are between -1 and 1"
)]
fn steps(score: f32) -> i16 {
    // The same letters are never a tie with anything less.
    if score >= 1.0 {
        i16::MAX
    } else {
        (score / STEP).round() as i16
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful of words")]
fn count(words: usize) -> f32 {
    words as f32
}
