//! Finding things around without the text index: names as they are written.
//!
//! Slower, and it knows no sounds, typos or other words; but it needs nothing
//! that can break, and goods of a category that the question names are found in
//! whatever way their names are spelt.

use std::collections::HashSet;

use kernel::Names;

use crate::tables::{Ord32, Tables};
use crate::text::{DocKey, Scored};

/// Words of a question beyond this many are left out.
const MOST_WORDS: usize = 8;
/// Names looked at for one question, so that no question takes long.
const MOST_NAMES: usize = 20_000;
/// Being in a category is nearly as good as being named so.
const IN_CATEGORY: f32 = 0.93;
/// From so many letters, a word may be the beginning of one.
const BEGINNING: usize = 3;

/// A question as it is written.
pub struct ByName<'a> {
    words: Vec<String>,
    /// Categories that the whole question is a name of, sorted.
    meant: &'a [Ord32],
}

impl<'a> ByName<'a> {
    /// The first words of a question, and the categories that it means, sorted.
    pub fn new(question: &str, meant: &'a [Ord32]) -> Self {
        let words = bangla_text::words(question).take(MOST_WORDS);
        Self {
            words: words.map(|word| word.text.into_owned()).collect(),
            meant,
        }
    }

    /// What these shops are called or sell.
    pub fn among(&self, tables: &Tables, shops: &[Ord32]) -> Vec<Scored> {
        let of_shops = shops.iter().map(|ord| (DocKey::Shop(*ord), *ord));
        let mut seen = HashSet::new();
        let of_shelves = shops
            .iter()
            .flat_map(|shop| tables.listings.of_shop(*shop))
            .filter(|link| seen.insert(link.other))
            .map(|link| (DocKey::Product(link.other), link.other));
        of_shops
            .chain(of_shelves)
            .take(MOST_NAMES)
            .filter_map(|(key, ord)| match key {
                DocKey::Shop(_) => self.compare(key, &tables.shops.find(ord)?.names, None),
                DocKey::Product(_) => {
                    let product = tables.products.find(ord)?;
                    self.compare(key, &product.names, product.category)
                }
            })
            .collect()
    }

    /// The better of a thing's names, where anything matches.
    fn compare(&self, key: DocKey, names: &Names, category: Option<Ord32>) -> Option<Scored> {
        let is_meant = category.is_some_and(|ord| self.meant.binary_search(&ord).is_ok());
        let shares = names.each().map(|name| self.share(name));
        let (text, tightness) = shares
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .unwrap_or((0.0, 0.0));
        let text = if is_meant {
            text.max(IN_CATEGORY)
        } else {
            text
        };
        (text > 0.0).then_some(Scored {
            key,
            text,
            tightness,
        })
    }

    /// Share of the question that a name holds, and of the name that is asked for.
    #[expect(clippy::cast_precision_loss, reason = "word counts are small")]
    fn share(&self, name: &str) -> (f32, f32) {
        let name: Vec<_> = bangla_text::words(name).map(|word| word.text).collect();
        let holds = |asked: &&String| {
            let begins = asked.chars().count() >= BEGINNING;
            (name.iter()).any(|word| word == *asked || begins && word.starts_with(asked.as_str()))
        };
        let held = self.words.iter().filter(holds).count() as f32;
        let share = |of: usize| (held / of.max(1) as f32).min(1.0);
        (share(self.words.len()), share(name.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_worth_the_words_that_it_holds() {
        let asked = ByName::new("Miniket ri", &[]);
        assert_eq!(asked.share("Miniket Rice 5 kg"), (0.5, 0.25));
        let asked = ByName::new("মিনিকেট চাল", &[]);
        assert_eq!(asked.share("মিনিকেট চাল"), (1.0, 1.0));
        assert_eq!(asked.share("Soap"), (0.0, 0.0));
    }

    #[test]
    fn goods_of_the_category_that_is_meant_need_no_name() {
        let names = Names::both("মিনিকেট", "Miniket");
        let key = DocKey::Product(1);
        let found = |meant: &[Ord32]| {
            let asked = ByName::new("chal", meant);
            asked.compare(key, &names, Some(7)).map(|found| found.text)
        };
        assert_eq!(found(&[3, 7]), Some(IN_CATEGORY));
        assert_eq!(found(&[3]), None);
    }
}
