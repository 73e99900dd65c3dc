//! Which words say the same in the other language, learned from products that have
//! both names: "ভাত" stands where "rice" stands.
//!
//! Nobody has to write such pairs down, and they grow with the catalogue; a name in
//! one language is found by the words of the other.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use bangla_text::{Script, Unit};
use kernel::Names;
use parking_lot::Mutex;

use super::index::digest_of;

/// Counted pairs of words beyond this many forget those seen once; which these
/// are then depends on the order of learning.
const MOST_PAIRS: usize = 2_000_000;
/// Pairs below this strength say nothing.
const LEAST_STRENGTH: f32 = 0.4;
/// Other words kept for a word.
const MOST_OTHERS: usize = 4;
/// What was learned is put to use when this share of it is new.
const WORTHWHILE: f32 = 0.1;

/// Counts of words and of pairs of words, one of each language.
#[derive(Default)]
struct Counts {
    numbers: HashMap<Box<str>, u32>,
    words: Vec<u32>,
    pairs: HashMap<(u32, u32), u32>,
    /// Names counted now.
    names: usize,
    /// Names counted or forgotten since the pairs were last drawn.
    new: usize,
}

/// What is learned while documents are written.
#[derive(Default)]
pub(super) struct Learning(Mutex<Counts>);

/// The words that stand for a word in the other language, strongest first.
#[derive(Debug, Default)]
pub struct Pairs(HashMap<Box<str>, Vec<(Box<str>, f32)>>);

impl Pairs {
    /// Words of the other language with how surely they mean the same, 0 to 1.
    pub fn of(&self, word: &str) -> &[(Box<str>, f32)] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }

    /// A number that is the same for the same pairs.
    pub(super) fn digest(&self) -> u64 {
        let of_words = self.0.iter().map(|(word, others)| {
            let others = others.iter().map(|(other, by)| (other, by.to_bits()));
            digest_of(&(word, others.collect::<Vec<_>>()))
        });
        of_words.fold(0, u64::wrapping_add)
    }
}

impl Learning {
    /// Counts the names of a product.
    pub(super) fn learn(&self, names: &Names) {
        let Some((bn, en)) = both(names) else {
            return;
        };
        let counts = &mut *self.0.lock();
        counts.names += 1;
        counts.new += 1;
        let bn: Vec<u32> = bn.iter().map(|word| counts.count(word)).collect();
        let en: Vec<u32> = en.iter().map(|word| counts.count(word)).collect();
        for bn in bn {
            for en in &en {
                *counts.pairs.entry((bn, *en)).or_default() += 1;
            }
        }
        if counts.pairs.len() > MOST_PAIRS {
            counts.pairs.retain(|_, seen| *seen > 1);
        }
    }

    /// Takes back what [`Learning::learn`] counted, so that it does not matter
    /// which names there were before.
    pub(super) fn unlearn(&self, names: &Names) {
        let Some((bn, en)) = both(names) else {
            return;
        };
        let counts = &mut *self.0.lock();
        counts.names = counts.names.saturating_sub(1);
        counts.new += 1;
        let bn: Vec<u32> = bn.iter().filter_map(|word| counts.discount(word)).collect();
        let en: Vec<u32> = en.iter().filter_map(|word| counts.discount(word)).collect();
        for pair in bn.iter().flat_map(|bn| en.iter().map(|en| (*bn, *en))) {
            if let Entry::Occupied(mut seen) = counts.pairs.entry(pair) {
                *seen.get_mut() -= 1;
                if *seen.get() == 0 {
                    seen.remove();
                }
            }
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        *self.0.lock() = Counts::default();
    }

    /// The pairs as of now, or `before` while little has been added.
    #[expect(clippy::cast_precision_loss, reason = "a share needs no exact count")]
    pub(super) fn pairs(&self, before: &Arc<Pairs>) -> Arc<Pairs> {
        let counts = &mut *self.0.lock();
        if (counts.new as f32) < counts.names as f32 * WORTHWHILE {
            return Arc::clone(before);
        }
        counts.draw_if_new(before)
    }

    /// The pairs as of now.
    pub(super) fn draw(&self, before: &Arc<Pairs>) -> Arc<Pairs> {
        self.0.lock().draw_if_new(before)
    }
}

impl Counts {
    /// The number of a word, counted once more.
    fn count(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(word.into()).or_insert(next);
        if number == next {
            self.words.push(0);
        }
        if let Some(count) = self.words.get_mut(number as usize) {
            *count += 1;
        }
        number
    }

    /// The number of a known word, counted once less.
    fn discount(&mut self, word: &str) -> Option<u32> {
        let number = *self.numbers.get(word)?;
        let count = self.words.get_mut(number as usize)?;
        *count = count.saturating_sub(1);
        Some(number)
    }

    fn draw_if_new(&mut self, before: &Arc<Pairs>) -> Arc<Pairs> {
        if self.new == 0 {
            return Arc::clone(before);
        }
        self.new = 0;
        Arc::new(self.draw())
    }

    fn draw(&self) -> Pairs {
        let mut words: Vec<&str> = vec![""; self.words.len()];
        for (word, number) in &self.numbers {
            words[*number as usize] = word;
        }
        let mut others: HashMap<Box<str>, Vec<(Box<str>, f32)>> = HashMap::new();
        for (&(bn, en), &together) in &self.pairs {
            let strength = strength(together, self.words[bn as usize], self.words[en as usize]);
            if strength < LEAST_STRENGTH {
                continue;
            }
            let (bn, en) = (words[bn as usize], words[en as usize]);
            others
                .entry(bn.into())
                .or_default()
                .push((en.into(), strength));
            others
                .entry(en.into())
                .or_default()
                .push((bn.into(), strength));
        }
        for others in others.values_mut() {
            others.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            others.truncate(MOST_OTHERS);
        }
        Pairs(others)
    }
}

/// The geometric mean of how often either word comes with the other.
#[expect(clippy::cast_precision_loss, reason = "a share needs no exact count")]
fn strength(together: u32, one: u32, other: u32) -> f32 {
    let together = together as f32;
    (together / one.max(1) as f32 * together / other.max(1) as f32).sqrt()
}

/// The telling words of both names, where there are any.
fn both(names: &Names) -> Option<(Vec<String>, Vec<String>)> {
    let bn = telling(names.bn.as_deref()?, Script::Bengali);
    let en = telling(names.en.as_deref()?, Script::Latin);
    (!bn.is_empty() && !en.is_empty()).then_some((bn, en))
}

/// The distinct words of a name that are of its language, without sizes.
fn telling(name: &str, script: Script) -> Vec<String> {
    let mut words: Vec<String> = bangla_text::words(name)
        .filter(|word| word.script == script && Unit::of(&word.text).is_none())
        .map(|word| word.text.into_owned())
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(names: &[(&str, &str)]) -> Arc<Pairs> {
        let learning = Learning::default();
        for (bn, en) in names {
            learning.learn(&Names::both(*bn, *en));
        }
        learning.pairs(&Arc::default())
    }

    #[test]
    fn words_that_stand_together_mean_the_same() {
        let pairs = learned(&[
            ("লাল চাল ১ কেজি", "Red Rice 1 kg"),
            ("লাল শাক", "Red Amaranth"),
            ("মোটা চাল ৫ কেজি", "Coarse Rice 5 kg"),
        ]);
        let strongest = |word| pairs.of(word).first().map(|(other, _)| other.to_string());
        assert_eq!(strongest("চাল").as_deref(), Some("rice"));
        assert_eq!(strongest("red").as_deref(), Some("লাল"));
        assert_eq!(strongest("amaranth").as_deref(), Some("শাক"));
        assert!(pairs.of("kg").is_empty() && pairs.of("1").is_empty());
    }

    #[test]
    fn names_that_were_taken_back_leave_nothing_behind() {
        let learning = Learning::default();
        let (red, wrong) = (
            Names::both("লাল চাল", "Red Rice"),
            Names::both("লাল চাল", "Blue Soap"),
        );
        learning.learn(&wrong);
        learning.learn(&red);
        let before = learning.draw(&Arc::default());
        learning.unlearn(&wrong);
        let after = learning.draw(&before);
        let never = learned(&[("লাল চাল", "Red Rice")]);
        assert_ne!(before.digest(), after.digest());
        assert_eq!(after.digest(), never.digest());
        learning.unlearn(&red);
        assert!(learning.draw(&after).of("লাল").is_empty());
    }

    #[test]
    fn one_language_alone_teaches_nothing() {
        let learning = Learning::default();
        learning.learn(&Names {
            bn: Some("চাল".into()),
            en: None,
        });
        assert!(learning.pairs(&Arc::default()).of("চাল").is_empty());
    }
}
