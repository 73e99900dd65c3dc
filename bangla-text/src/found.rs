//! What a vocabulary answers.

use std::ops::Range;

/// A term that a typed word may mean.
///
/// ```
/// use bangla_text::{How, Vocabulary};
/// let shop = Vocabulary::build([("আলু", 3), ("ডিম", 2)]);
/// let found = shop.expand("dim", 5)[0];
/// assert_eq!((found.index, found.term, found.how), (1, "ডিম", How::Sound));
/// assert!(found.similarity > 0.9);
/// ```
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
///
/// ```
/// use bangla_text::{How, Vocabulary};
/// let shop = Vocabulary::build([("laptop", 1)]);
/// assert_eq!(shop.expand("LAPTOP", 1)[0].how, How::Exact);
/// assert_eq!(shop.expand("labtop", 1)[0].how, How::Typo);
/// assert_eq!(shop.complete("lap", 1)[0].how, How::Prefix);
/// ```
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
///
/// ```
/// use bangla_text::Vocabulary;
/// let shop = Vocabulary::build([("পাউরুটি", 1)]);
/// let joined = &shop.joined(&["pau", "ruti"], 1)[0];
/// assert_eq!((joined.words.clone(), joined.matches[0].term), (0..2, "পাউরুটি"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Joined<'v> {
    /// Which of the words were joined.
    pub words: Range<usize>,
    /// What they may mean, best first; never empty.
    pub matches: Vec<Match<'v>>,
}
