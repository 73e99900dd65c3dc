//! What a vocabulary answers.

use std::ops::Range;

/// A term that a typed word may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match<'v> {
    /// Position of the term in what the vocabulary was built from.
    pub index: u32,
    /// The term as given.
    pub term: &'v str,
    /// 0 to 1; 1 only for the same letters.
    pub similarity: f32,
    /// Why it is here.
    pub how: How,
}

/// Why a term matches a typed word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// The same letters after normalisation.
    Exact,
    /// It starts with the letters or sounds typed so far.
    Prefix,
    /// It has the same consonants and sounds alike.
    Sound,
    /// One sound or a letter or two differ.
    Typo,
}

/// Neighbouring words that are one term together.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined<'v> {
    /// Which of the words were joined.
    pub words: Range<usize>,
    /// What they may mean, best first; never empty.
    pub matches: Vec<Match<'v>>,
}
