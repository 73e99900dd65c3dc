//! Words written as one that the index writes as two: "কাঁচামরিচ" for "কাঁচা মরিচ".

use crate::text::{TermSource, Texts};

/// Shorter words are no compounds, in characters.
const SHORTEST: usize = 5;
/// Longer ones would take long to look at.
const LONGEST: usize = 24;
/// Characters of the shorter part, at least.
const SHORTEST_PART: usize = 2;
/// Least likeness of either part to a word of the index.
const PART_AT_LEAST: f32 = 0.93;
/// Parts are a little less than the word itself.
const COMPOUND: f32 = 0.96;

/// The two words that a word is made of, with how alike they are together.
pub(super) fn parts(word: &str, texts: &Texts) -> Option<(TermSource, f32)> {
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    if !(SHORTEST..=LONGEST).contains(&starts.len()) {
        return None;
    }
    let cuts = &starts[SHORTEST_PART..=starts.len() - SHORTEST_PART];
    let as_written = cuts.iter().find_map(|cut| {
        let (first, second) = word.split_at(*cut);
        let known = texts.frequency(first) > 0 && texts.frequency(second) > 0;
        known.then(|| (source(first, second), COMPOUND))
    });
    as_written.or_else(|| by_sound(word, cuts, texts))
}

fn by_sound(word: &str, cuts: &[usize], texts: &Texts) -> Option<(TermSource, f32)> {
    let alike = |part: &str| {
        let found = texts.vocabulary.expand_surely(part, 1, PART_AT_LEAST);
        let best = found.into_iter().next()?;
        Some((best.term.to_owned(), best.similarity))
    };
    let found = cuts.iter().filter_map(|cut| {
        let (first, second) = word.split_at(*cut);
        let (first, second) = (alike(first)?, alike(second)?);
        Some((source(&first.0, &second.0), first.1 * second.1 * COMPOUND))
    });
    found.max_by(|a, b| a.1.total_cmp(&b.1))
}

fn source(first: &str, second: &str) -> TermSource {
    TermSource::All(vec![first.to_owned(), second.to_owned()])
}
