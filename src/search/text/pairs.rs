//! Which words say the same in the other language, learned from products that have
//! both names: "ভাত" stands where "rice" stands.
//!
//! Nobody has to write such pairs down, and they grow with the catalogue; a name in
//! one language is found by the words of the other.

use std::collections::HashMap;
use std::sync::Arc;

use bangla_text::{Script, Unit};
use kernel::Names;
use parking_lot::Mutex;

/// Counted pairs of words beyond this many forget those seen once.
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
    /// Names counted, and how many when the pairs were last drawn.
    names: usize,
    drawn: usize,
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
}

impl Learning {
    /// Counts the names of a product. Names that change are counted again; what was
    /// right once misleads nobody.
    pub(super) fn learn(&self, names: &Names) {
        let (Some(bn), Some(en)) = (&names.bn, &names.en) else {
            return;
        };
        let (bn, en) = (telling(bn, Script::Bengali), telling(en, Script::Latin));
        if bn.is_empty() || en.is_empty() {
            return;
        }
        let counts = &mut *self.0.lock();
        counts.names += 1;
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

    /// Forgets everything.
    pub(super) fn clear(&self) {
        *self.0.lock() = Counts::default();
    }

    /// The pairs as of now, or `before` while little has been added.
    #[expect(clippy::cast_precision_loss, reason = "a share needs no exact count")]
    pub(super) fn pairs(&self, before: &Arc<Pairs>) -> Arc<Pairs> {
        let counts = &mut *self.0.lock();
        if counts.names == 0 {
            return Arc::default();
        }
        let new = counts.names - counts.drawn;
        if new == 0 || (new as f32) < counts.drawn as f32 * WORTHWHILE {
            return Arc::clone(before);
        }
        counts.drawn = counts.names;
        Arc::new(counts.draw())
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
    fn one_language_alone_teaches_nothing() {
        let learning = Learning::default();
        learning.learn(&Names {
            bn: Some("চাল".into()),
            en: None,
        });
        assert!(learning.pairs(&Arc::default()).of("চাল").is_empty());
    }
}
