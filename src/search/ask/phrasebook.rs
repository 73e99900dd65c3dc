//! What goods are called, without brand and pack: the phrases that a shopper's
//! letters may become.

use std::collections::HashMap;

use bangla_text::{Script, Unit, Vocabulary};
use kernel::Names;

use crate::tables::{Ord32, Product};

/// Likeness from which a word of a name is the brand's, in whatever script.
const BRAND: f32 = 0.8;
const NO_PHRASES: [(&str, u32); 0] = [];

/// Phrases with the products that are called so.
pub struct Phrasebook {
    vocabulary: Vocabulary,
    /// Place in `goods` of what a phrase is a name of.
    by_phrase: HashMap<Box<str>, u32>,
    goods: Vec<Goods>,
}

/// Products of one name.
#[derive(Debug, Default)]
pub(super) struct Goods {
    /// Without brand and pack.
    pub(super) names: Names,
    pub(super) products: Vec<Ord32>,
}

impl Default for Phrasebook {
    fn default() -> Self {
        Self {
            vocabulary: Vocabulary::build(NO_PHRASES),
            by_phrase: HashMap::new(),
            goods: Vec::new(),
        }
    }
}

impl Phrasebook {
    /// Of these products. What shares a name in either language is the same goods.
    pub fn new<'a>(products: impl IntoIterator<Item = (Ord32, &'a Product)>) -> Self {
        let mut book = Self::default();
        for (ord, product) in products {
            book.add(ord, plain_names(product));
        }
        let popularity = book.by_phrase.iter().map(|(phrase, at)| {
            let products = book.goods[*at as usize].products.len();
            (phrase.clone(), u32::try_from(products).unwrap_or(u32::MAX))
        });
        book.vocabulary = Vocabulary::build(popularity);
        book
    }

    fn add(&mut self, ord: Ord32, names: Names) {
        let phrases: Vec<String> = names.each().map(phrase).collect();
        let known = phrases
            .iter()
            .find_map(|phrase| self.by_phrase.get(&**phrase));
        let next = u32::try_from(self.goods.len()).unwrap_or(u32::MAX);
        let at = known.copied().unwrap_or(next);
        if at == next {
            self.goods.push(Goods::default());
        }
        for phrase in phrases.into_iter().filter(|phrase| !phrase.is_empty()) {
            self.by_phrase.entry(phrase.into()).or_insert(at);
        }
        let goods = &mut self.goods[at as usize];
        goods.names.bn = goods.names.bn.take().or(names.bn);
        goods.names.en = goods.names.en.take().or(names.en);
        goods.products.push(ord);
    }

    /// Goods whose name begins so, by likeness of the beginning and popularity;
    /// each with its likeness.
    pub(super) fn beginning_with(&self, text: &str, limit: usize) -> Vec<(&Goods, f32)> {
        let mut found: Vec<(u32, f32)> = Vec::new();
        for begun in self.vocabulary.complete(text, limit) {
            if let Some(at) = self.by_phrase.get(begun.term)
                && !found.iter().any(|(known, _)| known == at)
            {
                found.push((*at, begun.similarity));
            }
        }
        let goods = |(at, similarity): (u32, f32)| (&self.goods[at as usize], similarity);
        found.into_iter().map(goods).collect()
    }
}

/// The words of a name as the vocabulary has them.
fn phrase(name: &str) -> String {
    let words: Vec<_> = bangla_text::words(name).map(|word| word.text).collect();
    words.join(" ")
}

fn plain_names(product: &Product) -> Names {
    let brand: Vec<_> = product.brand.as_deref().map_or_else(Vec::new, |brand| {
        bangla_text::words(brand)
            .map(|word| word.text.into_owned())
            .collect()
    });
    let plain = |name: &Option<String>| name.as_deref().map(|name| plain(name, &brand));
    Names {
        bn: plain(&product.names.bn),
        en: plain(&product.names.en),
    }
}

/// A name without the words of the brand and without the pack at its end; as it is
/// when nothing would be left.
fn plain(name: &str, brand: &[String]) -> String {
    let is_brand = |word: &str| {
        (brand.iter()).any(|brand| brand == word || bangla_text::similarity(brand, word) >= BRAND)
    };
    let is_pack =
        |word: &bangla_text::Word| word.script == Script::Digits || Unit::of(&word.text).is_some();
    let mut words: Vec<_> = bangla_text::words(name).collect();
    while words.last().is_some_and(is_pack) {
        words.pop();
    }
    let kept: Vec<&str> = words
        .iter()
        .filter(|word| !is_brand(&word.text))
        .filter_map(|word| name.get(word.range.clone()))
        .collect();
    if kept.is_empty() {
        name.to_owned()
    } else {
        kept.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(bn: &str, en: &str, brand: &str) -> Product {
        Product {
            id: kernel::ProductId::new(),
            external_id: None,
            names: Names::both(bn, en),
            brand: Some(brand.into()),
            size: None,
            category: None,
            demo: false,
        }
    }

    #[test]
    fn brand_and_pack_are_left_out_in_either_script() {
        let brand = ["chashi".to_owned()];
        assert_eq!(plain("Chashi Miniket Rice 5 kg", &brand), "Miniket Rice");
        assert_eq!(plain("চাষী মিনিকেট চাল ৫ কেজি", &brand), "মিনিকেট চাল");
        assert_eq!(plain("Chashi", &brand), "Chashi");
    }

    #[test]
    fn brands_of_the_same_goods_are_one_suggestion() {
        let products = [
            product(
                "চাষী মিনিকেট চাল ৫ কেজি",
                "Chashi Miniket Rice 5 kg",
                "Chashi",
            ),
            product(
                "রশিদ মিনিকেট চাল ২৫ কেজি",
                "Rashid Miniket Rice 25 kg",
                "Rashid",
            ),
        ];
        let book = Phrasebook::new((0..).zip(&products));
        let found = book.beginning_with("mini", 8);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0.products, [0, 1]);
        assert_eq!(found[0].0.names, Names::both("মিনিকেট চাল", "Miniket Rice"));
    }
}
