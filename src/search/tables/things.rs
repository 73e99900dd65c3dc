//! The concept table.

use kernel::Names;

use super::Ord32;

/// A thing with all the words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its name.
    pub names: Names,
    /// Synonyms, and words of the dialects that are switched on.
    pub words: Vec<String>,
    /// Those among the words that are of a dialect.
    pub dialect_words: Vec<String>,
    /// `ord` of its category.
    pub category: Option<Ord32>,
}
