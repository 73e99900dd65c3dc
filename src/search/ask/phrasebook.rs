//! What goods are called, without brand and pack: the phrases that a shopper's
//! letters may become.

use std::collections::HashMap;

use bangla_text::{Script, Unit, Vocabulary};
use kernel::Names;

use crate::tables::{Ord32, Product};

/// Likeness from which a word of a name is the brand's or the size's, in whatever
/// script.
const SAME: f32 = 0.8;
/// A word inside a name is a weaker beginning than the name itself.
const INSIDE: f32 = 0.93;
/// And so is a brand, for it stands for many goods.
const BY_BRAND: f32 = 0.96;
const NO_PHRASES: [(&str, u32); 0] = [];

/// Phrases with the goods that are called so.
#[derive(Default)]
pub struct Phrasebook {
    phrases: Beginnings,
    /// Words of a phrase but its first.
    inside: Beginnings,
    brands: Beginnings,
    goods: Vec<Goods>,
}

/// Products of one name.
#[derive(Debug, Default)]
pub(super) struct Goods {
    /// Without pack; the brand is left out unless all are of one that was asked for.
    pub(super) names: Names,
    pub(super) products: Vec<Ord32>,
}

/// What words stand for, found by how they begin.
struct Beginnings {
    vocabulary: Vocabulary,
    /// Places in `goods`.
    of: HashMap<Box<str>, Vec<u32>>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Self {
            vocabulary: Vocabulary::build(NO_PHRASES),
            of: HashMap::new(),
        }
    }
}

impl Beginnings {
    fn add(&mut self, text: &str, at: u32) {
        if text.is_empty() {
            return;
        }
        let of = self.of.entry(text.into()).or_default();
        if of.last() != Some(&at) && !of.contains(&at) {
            of.push(at);
        }
    }

    /// Ready to be asked; words of many products come first.
    fn learn(&mut self, goods: &[Goods]) {
        let popularity = self.of.iter().map(|(text, of)| {
            let products: usize = of.iter().map(|at| goods[*at as usize].products.len()).sum();
            (text.clone(), u32::try_from(products).unwrap_or(u32::MAX))
        });
        self.vocabulary = Vocabulary::build(popularity);
    }

    fn beginning_with(&self, text: &str, limit: usize) -> impl Iterator<Item = (u32, f32)> {
        let begun = self.vocabulary.complete(text, limit).into_iter();
        begun.flat_map(|begun| {
            let of = self.of.get(begun.term).into_iter().flatten();
            of.map(move |at| (*at, begun.similarity))
        })
    }
}

impl Phrasebook {
    /// Of these products. What shares a name in either language is the same goods;
    /// products with both names tell which names belong together.
    pub fn new<'a>(products: impl IntoIterator<Item = (Ord32, &'a Product)>) -> Self {
        let mut book = Self::default();
        let (both, one): (Vec<_>, Vec<_>) = (products.into_iter())
            .partition(|(_, product)| product.names.bn.is_some() && product.names.en.is_some());
        let mut branded = HashMap::new();
        for (ord, product) in both.into_iter().chain(one) {
            book.add(ord, product, &mut branded);
        }
        for part in [&mut book.phrases, &mut book.inside, &mut book.brands] {
            part.learn(&book.goods);
        }
        book
    }

    /// `branded` holds the places of the goods of one brand.
    fn add(&mut self, ord: Ord32, product: &Product, branded: &mut HashMap<(String, u32), u32>) {
        let names = plain_names(product);
        let phrases: Vec<String> = names.each().map(phrase).collect();
        let known = phrases
            .iter()
            .find_map(|phrase| self.phrases.of.get(&**phrase)?.first().copied());
        let at = known.unwrap_or_else(|| self.push(Names::default()));
        self.put(at, names, ord);
        for phrase in &phrases {
            self.phrases.add(phrase, at);
            for word in phrase.split(' ').skip(1) {
                self.inside.add(word, at);
            }
        }
        let Some(brand) = product
            .brand
            .as_deref()
            .map(phrase)
            .filter(|b| !b.is_empty())
        else {
            return;
        };
        let names = without_packs(product);
        let of_brand = *branded
            .entry((brand.clone(), at))
            .or_insert_with(|| self.push(Names::default()));
        for name in names.each() {
            self.brands.add(&first_word(name), of_brand);
        }
        self.brands.add(&brand, of_brand);
        self.put(of_brand, names, ord);
    }

    fn push(&mut self, names: Names) -> u32 {
        self.goods.push(Goods {
            names,
            products: Vec::new(),
        });
        u32::try_from(self.goods.len() - 1).unwrap_or(u32::MAX)
    }

    fn put(&mut self, at: u32, names: Names, ord: Ord32) {
        let goods = &mut self.goods[at as usize];
        goods.names.bn = goods.names.bn.take().or(names.bn);
        goods.names.en = goods.names.en.take().or(names.en);
        goods.products.push(ord);
    }

    /// Goods whose name, a word of it or the brand begins so, each with how alike the
    /// beginning is; most alike first, then those of many products.
    pub(super) fn beginning_with(&self, text: &str, limit: usize) -> Vec<(&Goods, f32)> {
        let mut best: HashMap<u32, f32> = HashMap::new();
        for (part, worth) in [
            (&self.phrases, 1.0),
            (&self.inside, INSIDE),
            (&self.brands, BY_BRAND),
        ] {
            for (at, similarity) in part.beginning_with(text, limit) {
                let known = best.entry(at).or_default();
                *known = known.max(similarity * worth);
            }
        }
        let mut found: Vec<(u32, f32)> = best.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let goods = |(at, similarity): (u32, f32)| (&self.goods[at as usize], similarity);
        found.into_iter().map(goods).collect()
    }
}

/// The words of a name as the vocabulary has them.
fn phrase(name: &str) -> String {
    let words: Vec<_> = bangla_text::words(name).map(|word| word.text).collect();
    words.join(" ")
}

fn first_word(name: &str) -> String {
    let word = bangla_text::words(name).next();
    word.map_or_else(String::new, |word| word.text.into_owned())
}

/// Names without brand and pack.
fn plain_names(product: &Product) -> Names {
    let names = without_packs(product);
    let Some(brand) = product.brand.as_deref() else {
        return names;
    };
    let brand: Vec<String> = bangla_text::words(brand)
        .map(|word| word.text.into_owned())
        .collect();
    Names {
        bn: names.bn.map(|name| without_brand(&name, &brand)),
        en: names.en.map(|name| without_brand(&name, &brand)),
    }
}

/// Names without the pack at their ends: numbers, units and the words of the size.
fn without_packs(product: &Product) -> Names {
    let size: Vec<String> = bangla_text::words(product.size.as_deref().unwrap_or_default())
        .map(|word| word.text.into_owned())
        .collect();
    let plain = |name: &Option<String>| name.as_deref().map(|name| without_pack(name, &size));
    Names {
        bn: plain(&product.names.bn),
        en: plain(&product.names.en),
    }
}

/// As it is when nothing would be left.
fn without_pack(name: &str, size: &[String]) -> String {
    let is_pack = |word: &bangla_text::Word| {
        word.script == Script::Digits
            || Unit::of(&word.text).is_some()
            || is_among(&word.text, size)
    };
    let words: Vec<_> = bangla_text::words(name).collect();
    let last = words.iter().rposition(|word| !is_pack(word));
    let kept = last.map_or(name.len(), |last| words[last].range.end);
    name.get(..kept).unwrap_or(name).to_owned()
}

/// As it is when no word would be left. Numbers stay: 7 Up is no brand of "Up".
fn without_brand(name: &str, brand: &[String]) -> String {
    let is_number = |word: &bangla_text::Word| word.script == Script::Digits;
    let kept: Vec<_> = bangla_text::words(name)
        .filter(|word| is_number(word) || !is_among(&word.text, brand))
        .collect();
    if kept.iter().all(is_number) {
        return name.to_owned();
    }
    let kept: Vec<&str> = (kept.into_iter())
        .filter_map(|word| name.get(word.range))
        .collect();
    kept.join(" ")
}

fn is_among(word: &str, others: &[String]) -> bool {
    (others.iter()).any(|other| other == word || bangla_text::similarity(other, word) >= SAME)
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
            family: None,
        }
    }

    #[test]
    fn brand_and_pack_are_left_out_in_either_script() {
        let chashi = product(
            "চাষী মিনিকেট চাল ৫ কেজি",
            "Chashi Miniket Rice 5 kg",
            "Chashi",
        );
        assert_eq!(
            plain_names(&chashi),
            Names::both("মিনিকেট চাল", "Miniket Rice")
        );
        let alone = product("৭ আপ", "7 Up", "7 Up");
        assert_eq!(plain_names(&alone), Names::both("৭ আপ", "7 Up"));
        let plate = Product {
            size: Some("1 plate".into()),
            ..product("ফিরনি ১ প্লেট", "Firni 1 plate", "")
        };
        assert_eq!(plain_names(&plate), Names::both("ফিরনি", "Firni"));
    }

    #[test]
    fn a_name_in_one_language_joins_the_goods_that_have_both() {
        let one = |bn: Option<&str>, en: Option<&str>| Product {
            names: Names {
                bn: bn.map(Into::into),
                en: en.map(Into::into),
            },
            brand: None,
            ..product("", "", "")
        };
        let products = [
            one(Some("রসুন ১ কেজি"), None),
            one(None, Some("Garlic 2 kg")),
            one(Some("রসুন ৫০০ গ্রাম"), Some("Garlic 500 g")),
        ];
        let book = Phrasebook::new((0..).zip(&products));
        let found = book.beginning_with("rosu", 8);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0.names, Names::both("রসুন", "Garlic"));
        assert_eq!(found[0].0.products, [2, 0, 1]);
    }

    #[test]
    fn a_brand_suggests_its_goods_and_a_word_inside_the_whole_name() {
        let products = [
            product("ফিলিপস ট্রিমার ১ পিস", "Philips Trimmer 1 pcs", "Philips"),
            product("থাই স্যুপ ১ বাটি", "Thai Soup 1 bowl", ""),
        ];
        let book = Phrasebook::new((0..).zip(&products));
        let first = |text| book.beginning_with(text, 8)[0].0.names.en.clone();
        assert_eq!(first("phil").as_deref(), Some("Philips Trimmer"));
        assert_eq!(first("trim").as_deref(), Some("Trimmer"));
        assert_eq!(first("sou").as_deref(), Some("Thai Soup 1 bowl"));
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
