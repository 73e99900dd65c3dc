//! Coarse keys: words that may be meant for one another share one.

use crate::phoneme::{Class, Phoneme, Sound};

/// The consonant classes of a word, vowels left out except a leading one.
///
/// Sixteen classes in four bits each, the first in the highest bits: keys sort
/// like the words they stand for, and a prefix is a range.
///
/// ```
/// use bangla_text::coarse_keys;
/// // One class each for ch and l.
/// assert_eq!(coarse_keys("চাল")[0].len(), 2);
/// assert!(coarse_keys("চাল")[0] < coarse_keys("জাল")[0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub(crate) u64);

impl Key {
    pub(crate) const MOST: u32 = 16;

    /// How many classes the key holds, 0 to 16.
    ///
    /// ```
    /// assert_eq!(bangla_text::coarse_keys("মরিচ")[0].len(), 3);
    /// ```
    pub const fn len(self) -> usize {
        self.count() as usize
    }

    /// [`Key::len`] in the type of shifts.
    pub(crate) const fn count(self) -> u32 {
        (64 - self.0.trailing_zeros()).div_ceil(4)
    }

    /// Whether the word had no sound at all; [`coarse_keys`] gives no such key.
    ///
    /// ```
    /// assert!(!bangla_text::coarse_keys("আ")[0].is_empty());
    /// ```
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The key with T for D at its start, or the other way round.
    pub(crate) const fn otherwise_voiced(self) -> Option<Self> {
        let first = match self.0 >> 60 {
            first if first == Class::T as u64 => Class::D as u64,
            first if first == Class::D as u64 => Class::T as u64,
            _ => return None,
        };
        Some(Self(self.0 & (u64::MAX >> 4) | first << 60))
    }

    /// The key without its `at`th class.
    pub(crate) const fn without(self, at: u32) -> Self {
        let below = 60 - 4 * at;
        let high = if at == 0 {
            0
        } else {
            self.0 >> (below + 4) << (below + 4)
        };
        let low = self.0 & ((1 << below) - 1);
        Self(high | (low << 4))
    }

    /// The greatest key that starts with this one.
    pub(crate) const fn last_with_prefix(self) -> Self {
        let used = 4 * self.count();
        if used == 64 {
            self
        } else {
            Self(self.0 | (u64::MAX >> used))
        }
    }
}

/// The coarse keys of a word over all its readings and silent letters, without
/// repeats. Two words that may be the same have one in common.
///
/// ```
/// use bangla_text::coarse_keys;
/// let common = |a, b| coarse_keys(a).iter().any(|key| coarse_keys(b).contains(key));
/// assert!(common("peyaj", "পেঁয়াজ"));
/// assert!(common("mas", "মাছ"));
/// assert!(!common("chal", "ডাল"));
/// ```
pub fn coarse_keys(word: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    for (sounds, _) in crate::readings::spoken(&crate::normalise(word)) {
        for key in keys_of(&sounds) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

/// A key being built.
#[derive(Clone, Copy, Default)]
struct Draft {
    key: u64,
    len: u32,
    last: u64,
    /// A full vowel, or an unwritten one, stands since the last class.
    vowel: bool,
    unwritten: bool,
}

impl Draft {
    fn push(&mut self, class: Class) {
        let class = class as u64;
        if self.len < Key::MOST {
            self.key |= class << (60 - 4 * self.len);
            self.len += 1;
        }
        self.last = class;
        self.vowel = false;
        self.unwritten = false;
    }
}

/// Keys of one reading: at most four, with and without its optional sounds.
pub(crate) fn keys_of(sounds: &[Sound]) -> Vec<Key> {
    const MOST_DRAFTS: usize = 4;
    let mut drafts = vec![Draft::default()];
    for (at, sound) in sounds.iter().enumerate() {
        let may_fork = drafts.len() < MOST_DRAFTS;
        for i in 0..drafts.len() {
            let mut other = drafts[i];
            if step(&mut drafts[i], &mut other, *sound, at == 0) && may_fork {
                drafts.push(other);
            }
        }
    }
    let mut keys: Vec<Key> = drafts.iter().map(|draft| Key(draft.key)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| !key.is_empty());
    keys
}

/// Adds a sound; `true` when `other` (a copy) went a second way.
fn step(draft: &mut Draft, other: &mut Draft, sound: Sound, first: bool) -> bool {
    let Some(class) = sound.phoneme.class() else {
        if first {
            draft.push(Class::Vowel);
        } else if sound.phoneme == Phoneme::Inherent {
            draft.unwritten = true;
        } else if !matches!(sound.phoneme, Phoneme::Y | Phoneme::W) {
            draft.vowel = true;
        }
        return false;
    };
    if class == Class::H && !first || class as u64 == draft.last && !draft.vowel && !draft.unwritten
    {
        return false;
    }
    let same_again = class as u64 == draft.last && !draft.vowel;
    draft.push(class);
    if same_again {
        other.unwritten = false;
    }
    same_again || sound.optional
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_can_be_taken_out_one_by_one() {
        let key = Key(0x1234_0000_0000_0000);
        assert_eq!(key.len(), 4);
        assert_eq!(key.without(0), Key(0x2340_0000_0000_0000));
        assert_eq!(key.without(1), Key(0x1340_0000_0000_0000));
        assert_eq!(key.without(3), Key(0x1230_0000_0000_0000));
        assert_eq!(Key(u64::MAX).without(15), Key(u64::MAX << 4));
        assert_eq!(Key(u64::MAX).len(), 16);
        assert_eq!(Key(0).len(), 0);
    }

    #[test]
    fn long_words_keep_their_first_sixteen_classes() {
        let word = "k".to_owned() + &"atakapal".repeat(10);
        assert_eq!(coarse_keys(&word)[0].len(), 16);
    }
}
