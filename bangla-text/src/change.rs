//! What it costs at least to bend a word with one key into a word with another.

use crate::align::COSTS;
use crate::key::Key;
use crate::phoneme::{Class, PHONEMES, Phoneme};

/// Classes by number, 0 for none at all.
const COUNT: usize = Class::H as usize + 1;
const NONE: usize = 0;

/// Least cost of one class becoming another, over any detour, in hundredths.
static CHANGES: [[u8; COUNT]; COUNT] = changes();

/// Least cost of bending any word with the one key into any with the other, where
/// one class is left out, put in or replaced; 0 where nothing is known.
pub(crate) fn least_change(from: Key, to: Key) -> u16 {
    let (long, short) = if from.count() >= to.count() {
        (from, to)
    } else {
        (to, from)
    };
    let at = (long.0 ^ short.0).leading_zeros() / 4;
    let class = long.class(at);
    if long.count() == short.count() {
        if long.with(at, 0) != short.with(at, 0) {
            return 0;
        }
        return u16::from(CHANGES[class][short.class(at)]);
    }
    // It may have been taken for one beside it and heard as one with that.
    let beside = (0..short.count()).map(|at| CHANGES[class][short.class(at)]);
    u16::from(beside.fold(CHANGES[class][NONE], u8::min))
}

impl Key {
    const fn class(self, at: u32) -> usize {
        (self.0 >> (60 - 4 * at) & 0xf) as usize
    }

    const fn with(self, at: u32, class: u64) -> u64 {
        self.0 & !(0xf << (60 - 4 * at)) | class << (60 - 4 * at)
    }
}

const fn changes() -> [[u8; COUNT]; COUNT] {
    let mut least = [[100; COUNT]; COUNT];
    let mut a = 0;
    while a < PHONEMES.len() {
        let mut b = 0;
        while b < PHONEMES.len() {
            let (one, other) = (number(PHONEMES[a]), number(PHONEMES[b]));
            if COSTS[a][b] < least[one][other] {
                least[one][other] = COSTS[a][b];
            }
            b += 1;
        }
        a += 1;
    }
    // What is often not spoken or not written, and what no key holds but at the
    // start of a word.
    least = dropping(least, Class::N, 8);
    least = dropping(least, Class::G, 12);
    least = dropping(least, Class::J, 20);
    least = dropping(least, Class::M, 30);
    least = dropping(least, Class::R, 45);
    least = dropping(least, Class::H, 0);
    least = dropping(least, Class::Vowel, 0);
    shortest(least)
}

const fn number(phoneme: Phoneme) -> usize {
    match phoneme.class() {
        Some(class) => class as usize,
        None => NONE,
    }
}

const fn dropping(mut least: [[u8; COUNT]; COUNT], class: Class, cost: u8) -> [[u8; COUNT]; COUNT] {
    let class = class as usize;
    if cost < least[class][NONE] {
        least[class][NONE] = cost;
        least[NONE][class] = cost;
    }
    least
}

const fn shortest(mut least: [[u8; COUNT]; COUNT]) -> [[u8; COUNT]; COUNT] {
    let mut by = 0;
    while by < COUNT {
        let mut a = 0;
        while a < COUNT {
            let mut b = 0;
            while b < COUNT {
                let around = least[a][by].saturating_add(least[by][b]);
                if around < least[a][b] {
                    least[a][b] = around;
                }
                b += 1;
            }
            a += 1;
        }
        by += 1;
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::whole;
    use crate::key::keys_of;
    use crate::readings::spoken;
    use proptest::prelude::*;

    #[test]
    fn far_consonants_cost_more_than_near_ones() {
        let key = |word: &str| crate::coarse_keys(word)[0];
        assert_eq!(least_change(key("kal"), key("tal")), 100);
        assert!(least_change(key("sal"), key("chal")) <= 60);
        assert_eq!(least_change(key("kal"), key("katal")), 100);
        assert_eq!(least_change(key("kal"), key("lak")), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn no_bend_is_cheaper_than_the_change_of_its_keys(
            a in "[ক-হািুেো্ংঁড়য়]{1,8}|[a-z]{1,8}",
            at in 0_usize..8,
            put in "[ক-হািুেো্ংঁ]{0,2}|[a-z]{0,2}",
        ) {
            let mut b: Vec<char> = a.chars().collect();
            let at = at.min(b.len() - 1);
            b.splice(at..=at, put.chars());
            let b: String = b.into_iter().collect();
            let (a, b) = (crate::normalise(&a), crate::normalise(&b));
            for (said, _) in spoken(&a) {
                for (heard, _) in spoken(&b) {
                    let (keys, others) = (keys_of(&said), keys_of(&heard));
                    if keys.iter().any(|key| others.contains(key)) {
                        continue;
                    }
                    let cost = whole(&said, &heard, u16::MAX);
                    for key in &keys {
                        let shorter = |k: Key| (0..k.count()).map(move |at| k.without(at));
                        for other in &others {
                            let near = shorter(*key).any(|k| k == *other)
                                || shorter(*other).any(|k| k == *key)
                                || shorter(*key).any(|k| shorter(*other).any(|o| k == o));
                            if near {
                                prop_assert!(cost >= least_change(*key, *other), "{a} {b}");
                            }
                        }
                    }
                }
            }
        }
    }
}
