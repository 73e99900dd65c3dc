//! Words that go without saying: "medicine for fever" is "fever medicine" is fever.

use std::sync::LazyLock;

use bangla_text::Vocabulary;

/// They join others and mean nothing themselves.
const PARTICLES: [&str; 10] = [
    "er",
    "এর",
    "for",
    "of",
    "the",
    "and",
    "with",
    "জন্য",
    "jonno",
    "ও",
];
/// They say what kind of thing is asked for, which the other words tell as well.
const KINDS: [&str; 10] = [
    "ওষুধ",
    "ঔষধ",
    "medicine",
    "medicines",
    "drug",
    "ট্যাবলেট",
    "tablet",
    "tablets",
    "করার",
    "দেওয়ার",
];
/// Likeness from which a word is one of these.
const SAME: f32 = 0.88;

static FILLERS: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::build(KINDS.into_iter().chain(PARTICLES).map(|word| (word, 1))));

/// Whether a word of a phrase may be left out, exactly as written.
pub(super) fn is_filler(word: &str) -> bool {
    says_kind(word) || is_particle(word)
}

/// Whether a word of a name says that it is one of a kind of things.
pub(super) fn says_kind(word: &str) -> bool {
    KINDS.contains(&word)
}

/// Whether a word of a question is one, in whatever spelling.
pub(super) fn sounds_like_filler(word: &str) -> bool {
    is_filler(word)
        || (FILLERS.expand_surely(word, 1, SAME))
            .first()
            .is_some_and(|found| !is_particle(found.term))
}

/// Whether a word only joins others.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_are_known_by_their_sound() {
        for word in ["oshudh", "osud", "ওষুধ", "medicine", "tablet", "er", "jonno"] {
            assert!(sounds_like_filler(word), "{word}");
        }
        for word in ["napa", "চাল", "erosol", "offset"] {
            assert!(!sounds_like_filler(word), "{word}");
        }
    }
}
