//! Names of goods without brand and pack.

use std::collections::{HashMap, HashSet};

use bangla_text::{Script, Unit, Word};
use kernel::Names;

use crate::tables::Product;

/// Likeness from which a word of a name is the brand's or the size's, in whatever
/// script.
const SAME: f32 = 0.8;
/// Names that must begin with a word for it to be their brand's.
const LEAST_NAMES: usize = 3;

/// Tells packs from names.
#[derive(Debug, Default)]
pub(super) struct Plain {
    /// Words that stand behind different numbers at the end of names: the mAh of
    /// power banks, the GB of pen drives.
    measures: HashSet<Box<str>>,
    /// What names in the other script call a brand, where that cannot be heard:
    /// শাওমি for Xiaomi.
    brands: HashMap<Box<str>, Vec<String>>,
}

impl Plain {
    /// What these products teach about measures and brands.
    pub(super) fn learned<'a>(products: impl Iterator<Item = &'a Product> + Clone) -> Self {
        Self {
            measures: measures(products.clone()),
            brands: brands(products),
        }
    }

    /// Names without brand and pack.
    pub(super) fn names(&self, product: &Product) -> Names {
        let names = self.with_brand(product);
        let Some(brand) = product.brand.as_deref() else {
            return names;
        };
        let brand = [words_of(brand), self.called(brand).to_vec()].concat();
        Names {
            bn: names.bn.map(|name| without_brand(&name, &brand)),
            en: names.en.map(|name| without_brand(&name, &brand)),
        }
    }

    /// A product's brand in the languages in which its names tell it.
    pub(super) fn brand(&self, product: &Product) -> Option<Names> {
        let brand = product.brand.as_deref()?;
        let (words, called) = (words_of(brand), self.called(brand));
        let told = |name: &Option<String>| told_brand(name.as_deref()?, &words, called);
        Some(if script_of(brand)? == Script::Bengali {
            Names {
                bn: Some(brand.to_owned()),
                en: told(&product.names.en),
            }
        } else {
            Names {
                bn: told(&product.names.bn),
                en: Some(brand.to_owned()),
            }
        })
    }

    fn called(&self, brand: &str) -> &[String] {
        self.brands.get(brand).map_or(&[], Vec::as_slice)
    }

    /// Names without the pack at their ends: numbers, units, other measures and the
    /// words of the size.
    pub(super) fn with_brand(&self, product: &Product) -> Names {
        let size = words_of(product.size.as_deref().unwrap_or_default());
        let is_pack = |word: &str, behind_number: bool| {
            behind_number && self.is_measure(word) || is_among(word, &size)
        };
        let plain = |name: &Option<String>| Some(without_pack(name.as_deref()?, is_pack));
        Names {
            bn: plain(&product.names.bn),
            en: plain(&product.names.en),
        }
    }

    fn is_measure(&self, word: &str) -> bool {
        self.measures.contains(word)
    }
}

/// "Miniket Rice 5 kg" without the numbers and units at its end, and other words of
/// the pack, of which the second argument tells whether they stand behind a number.
/// As it is when nothing would be left.
pub(super) fn without_pack(name: &str, is_pack: impl Fn(&str, bool) -> bool) -> String {
    let words: Vec<Word> = bangla_text::words(name).collect();
    let mut kept = words.len();
    while let [before @ .., last] = &words[..kept] {
        let behind_number = matches!(before, [_, .., number] if number.script == Script::Digits);
        let goes = last.script == Script::Digits
            || Unit::of(&last.text).is_some()
            || is_pack(&last.text, behind_number);
        if !goes {
            break;
        }
        kept -= 1;
    }
    let end = words[..kept]
        .last()
        .map_or(name.len(), |last| last.range.end);
    name.get(..end).unwrap_or(name).to_owned()
}

/// Words that end names behind different numbers.
fn measures<'a>(products: impl Iterator<Item = &'a Product>) -> HashSet<Box<str>> {
    let mut seen: HashMap<Box<str>, Box<str>> = HashMap::new();
    let mut measures = HashSet::new();
    for name in products.flat_map(|product| product.names.each()) {
        let words: Vec<Word> = bangla_text::words(name).collect();
        let [.., _, number, measure] = &*words else {
            continue;
        };
        if number.script != Script::Digits || measure.script == Script::Digits {
            continue;
        }
        let before = seen.entry((&*measure.text).into());
        let before = before.or_insert_with(|| (&*number.text).into());
        if **before != *number.text && !measures.contains(&*measure.text) {
            measures.insert((&*measure.text).into());
        }
    }
    measures
}

/// The word that most names of a brand in the other script begin with, and hardly
/// any others.
fn brands<'a>(products: impl Iterator<Item = &'a Product>) -> HashMap<Box<str>, Vec<String>> {
    let mut begun: HashMap<String, usize> = HashMap::new();
    let mut of_brands: HashMap<&str, (usize, HashMap<String, usize>)> = HashMap::new();
    for product in products {
        let brand = product.brand.as_deref();
        let script = brand.and_then(script_of);
        for word in product.names.each().filter_map(first_word) {
            *begun.entry(word.clone()).or_default() += 1;
            if let Some(brand) = brand.filter(|_| script != script_of(&word)) {
                let (names, words) = of_brands.entry(brand).or_default();
                *names += 1;
                *words.entry(word).or_default() += 1;
            }
        }
    }
    let called = of_brands.into_iter().filter_map(|(brand, (names, words))| {
        let is_brand = |(word, count): &(String, usize)| {
            *count >= LEAST_NAMES && count * 2 >= names && count * 5 >= begun[word] * 4
        };
        let words: Vec<String> = words
            .into_iter()
            .filter(is_brand)
            .map(|(word, _)| word)
            .collect();
        (!words.is_empty()).then(|| (brand.into(), words))
    });
    called.collect()
}

fn first_word(name: &str) -> Option<String> {
    let word = bangla_text::words(name).next()?;
    Some(word.text.into_owned())
}

fn script_of(text: &str) -> Option<Script> {
    bangla_text::words(text).next().map(|word| word.script)
}

/// The words of a name that are the brand's, where all of them are there or one by
/// which such names call it.
fn told_brand(name: &str, brand: &[String], called: &[String]) -> Option<String> {
    let is_called = |word: &Word| called.iter().any(|called| *called == *word.text);
    let words: Vec<Word> = bangla_text::words(name).collect();
    if let Some(word) = words.iter().find(|word| is_called(word)) {
        return name.get(word.range.clone()).map(str::to_owned);
    }
    let told = words.into_iter().filter(|word| is_among(&word.text, brand));
    let told: Vec<&str> = told.filter_map(|word| name.get(word.range)).collect();
    (told.len() == brand.len()).then(|| told.join(" "))
}

/// As it is when no word would be left. Numbers stay: 7 Up is no brand of "Up".
fn without_brand(name: &str, brand: &[String]) -> String {
    let is_number = |word: &Word| word.script == Script::Digits;
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

fn words_of(text: &str) -> Vec<String> {
    bangla_text::words(text)
        .map(|word| word.text.into_owned())
        .collect()
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
        let plain = Plain::default();
        let chashi = product(
            "চাষী মিনিকেট চাল ৫ কেজি",
            "Chashi Miniket Rice 5 kg",
            "Chashi",
        );
        let names = Names::both("মিনিকেট চাল", "Miniket Rice");
        assert_eq!(plain.names(&chashi), names);
        let alone = product("৭ আপ", "7 Up", "7 Up");
        assert_eq!(plain.names(&alone), Names::both("৭ আপ", "7 Up"));
        let plate = Product {
            size: Some("1 plate".into()),
            ..product("ফিরনি ১ প্লেট", "Firni 1 plate", "")
        };
        assert_eq!(plain.names(&plate), Names::both("ফিরনি", "Firni"));
        let number = product("৫০০", "500", "");
        assert_eq!(plain.names(&number), Names::both("৫০০", "500"));
    }

    #[test]
    fn the_pack_is_left_out_by_its_number_and_unit() {
        let plain = |name| without_pack(name, |_, _| false);
        assert_eq!(plain("Miniket Rice 5 kg"), "Miniket Rice");
        assert_eq!(plain("মিনিকেট চাল ৫ কেজি"), "মিনিকেট চাল");
        assert_eq!(plain("7 Up"), "7 Up");
        assert_eq!(plain("500"), "500");
    }

    #[test]
    fn what_stands_behind_different_numbers_is_a_measure() {
        let products = [
            product("পাওয়ার ব্যাংক", "Power Bank 10000 mAh", ""),
            product("পাওয়ার ব্যাংক", "Power Bank 20000 mAh", ""),
            product("কফি", "Coffee 3 in 1 mix", ""),
        ];
        let plain = Plain::learned(products.iter());
        let en = |product| plain.names(product).en;
        assert_eq!(en(&products[0]).as_deref(), Some("Power Bank"));
        assert_eq!(en(&products[2]).as_deref(), Some("Coffee 3 in 1 mix"));
    }

    #[test]
    fn a_brand_is_told_as_the_names_spell_it() {
        let seclo = product("সেকলো স্কয়ার", "Seclo Square", "Square");
        let told = Plain::default().brand(&seclo);
        assert_eq!(told, Some(Names::both("স্কয়ার", "Square")));
        let unsaid = product("সেকলো", "Seclo", "Square");
        let told = Plain::default().brand(&unsaid).map(|names| names.bn);
        assert_eq!(told, Some(None));
    }

    #[test]
    fn a_brand_that_sounds_like_nothing_is_learned_from_what_its_names_begin_with() {
        let mut products = vec![
            product("শাওমি রাউটার", "Xiaomi Router", "Xiaomi"),
            product("শাওমি চার্জার", "Xiaomi Charger", "Xiaomi"),
            product("শাওমি ইয়ারফোন", "Xiaomi Earphone", "Xiaomi"),
        ];
        for kind in ["লাল", "কালো", "সাদা"] {
            products.push(product(&format!("জুতা {kind}"), "Shoe", "Apex"));
            products.push(product(&format!("জুতা {kind}"), "Shoe", "Bata"));
        }
        let plain = Plain::learned(products.iter());
        assert_eq!(plain.names(&products[0]), Names::both("রাউটার", "Router"));
        assert_eq!(
            plain.brand(&products[0]),
            Some(Names::both("শাওমি", "Xiaomi"))
        );
        assert_eq!(plain.names(&products[3]).bn.as_deref(), Some("জুতা লাল"));
    }
}
