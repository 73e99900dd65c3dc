//! What goods are called, without brand and pack: the phrases that a shopper's
//! letters may become.

use std::collections::HashMap;

use bangla_text::Vocabulary;
use kernel::Names;

use super::plain::Plain;
use crate::tables::{Ord32, Product};

/// The last word of a name says what it is: Thai soup is a soup.
const HEAD: f32 = 0.97;
/// Any other word inside a name is a weaker beginning than the name itself.
const INSIDE: f32 = 0.93;
/// And so is a brand, for it stands for many goods.
const BY_BRAND: f32 = 0.95;
const NO_PHRASES: [(&str, u32); 0] = [];

/// Phrases with the goods that are called so.
#[derive(Default)]
pub struct Phrasebook {
    phrases: Beginnings,
    /// Last words of phrases of several.
    heads: Beginnings,
    /// Words of a phrase between its first and its last.
    inside: Beginnings,
    brands: Beginnings,
    goods: Vec<Goods>,
    names_of_brands: Vec<Names>,
}

/// Products of one name.
#[derive(Debug, Default)]
pub(super) struct Goods {
    /// Without pack; the brand is left out unless all are of one that was asked for.
    pub(super) names: Names,
    pub(super) products: Vec<Ord32>,
    /// The place of the brand that all are of, where it was asked for.
    pub(super) brand: Option<u32>,
}

/// What words stand for, found by how they begin.
struct Beginnings {
    vocabulary: Vocabulary,
    /// Where in `places` those of each word begin, and where the last ones end.
    starts: Box<[u32]>,
    /// Places in `goods`.
    places: Box<[u32]>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Self {
            vocabulary: Vocabulary::build(NO_PHRASES),
            starts: Box::default(),
            places: Box::default(),
        }
    }
}

impl Beginnings {
    /// Words of many products come first.
    fn new(draft: Draft, goods: &[Goods]) -> Self {
        let mut words: Vec<(Box<str>, Vec<u32>)> = draft.0.into_iter().collect();
        words.sort_unstable();
        let mut starts = vec![0];
        let mut places = Vec::new();
        let popularity = words.into_iter().map(|(word, of)| {
            let products: usize = of.iter().map(|at| goods[*at as usize].products.len()).sum();
            places.extend(of);
            starts.push(number(places.len()));
            (word, number(products))
        });
        let vocabulary = Vocabulary::build(popularity);
        Self {
            vocabulary,
            starts: starts.into(),
            places: places.into(),
        }
    }

    fn beginning_with(&self, text: &str, limit: usize) -> impl Iterator<Item = (u32, f32)> {
        let begun = self.vocabulary.complete(text, limit).into_iter();
        begun.flat_map(|begun| {
            let at = begun.index as usize;
            let of = self.starts[at] as usize..self.starts[at + 1] as usize;
            let of = &self.places[of];
            of.iter().map(move |at| (*at, begun.similarity))
        })
    }
}

/// Words with the goods that they stand for, while these are gathered.
#[derive(Default)]
struct Draft(HashMap<Box<str>, Vec<u32>>);

impl Draft {
    fn add(&mut self, text: &str, at: u32) {
        if text.is_empty() {
            return;
        }
        let of = self.0.entry(text.into()).or_default();
        if of.last() != Some(&at) && !of.contains(&at) {
            of.push(at);
        }
    }

    fn first(&self, text: &str) -> Option<u32> {
        self.0.get(text)?.first().copied()
    }
}

/// A phrasebook that is being written.
#[derive(Default)]
struct Drafts {
    phrases: Draft,
    heads: Draft,
    inside: Draft,
    brands: Draft,
    goods: Vec<Goods>,
    names_of_brands: Vec<Names>,
    /// Places of brands.
    known_brands: HashMap<String, u32>,
    /// Places of the goods of one brand.
    branded: HashMap<(u32, u32), u32>,
}

impl Phrasebook {
    /// Of these products. What shares a name in either language is the same goods;
    /// products with both names tell which names belong together.
    pub fn new<'a>(products: impl IntoIterator<Item = (Ord32, &'a Product)>) -> Self {
        let (both, one): (Vec<_>, Vec<_>) = (products.into_iter())
            .partition(|(_, product)| product.names.bn.is_some() && product.names.en.is_some());
        let plain = Plain::learned(both.iter().chain(&one).map(|(_, product)| *product));
        let mut drafts = Drafts::default();
        for (ord, product) in both.into_iter().chain(one) {
            drafts.add(ord, product, &plain);
        }
        drafts.finished()
    }

    /// Goods whose name, a word of it or the brand begins so, each with how alike the
    /// beginning is; most alike first, then those of many products.
    pub(super) fn beginning_with(&self, text: &str, limit: usize) -> Vec<(&Goods, f32)> {
        let mut best: HashMap<u32, f32> = HashMap::new();
        for (part, worth) in [
            (&self.phrases, 1.0),
            (&self.heads, HEAD),
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

    /// The names of a brand.
    pub(super) fn brand(&self, at: u32) -> Option<&Names> {
        self.names_of_brands.get(at as usize)
    }
}

impl Drafts {
    fn add(&mut self, ord: Ord32, product: &Product, plain: &Plain) {
        let names = plain.names(product);
        let phrases: Vec<String> = names.each().map(phrase).collect();
        let known = phrases.iter().find_map(|phrase| self.phrases.first(phrase));
        let at = known.unwrap_or_else(|| self.push(None));
        self.put(at, names, ord);
        for phrase in &phrases {
            self.phrases.add(phrase, at);
            let Some((before, head)) = phrase.rsplit_once(' ') else {
                continue;
            };
            self.heads.add(head, at);
            for word in before.split(' ').skip(1) {
                self.inside.add(word, at);
            }
        }
        self.add_brand(ord, product, at, plain);
    }

    /// The goods once more, by the brand.
    fn add_brand(&mut self, ord: Ord32, product: &Product, at: u32, plain: &Plain) {
        let Some(names) = plain.brand(product) else {
            return;
        };
        let key = phrase(product.brand.as_deref().unwrap_or_default());
        let brands = &mut self.names_of_brands;
        let brand = *self.known_brands.entry(key).or_insert_with(|| {
            brands.push(Names::default());
            number(brands.len() - 1)
        });
        let of_brand = match self.branded.get(&(brand, at)) {
            Some(known) => *known,
            None => self.push(Some(brand)),
        };
        self.branded.insert((brand, at), of_brand);
        for name in names.each() {
            self.brands.add(&phrase(name), of_brand);
        }
        fill(&mut self.names_of_brands[brand as usize], names);
        self.put(of_brand, plain.with_brand(product), ord);
    }

    fn push(&mut self, brand: Option<u32>) -> u32 {
        self.goods.push(Goods {
            brand,
            ..Goods::default()
        });
        number(self.goods.len() - 1)
    }

    fn put(&mut self, at: u32, names: Names, ord: Ord32) {
        let goods = &mut self.goods[at as usize];
        fill(&mut goods.names, names);
        goods.products.push(ord);
    }

    fn finished(mut self) -> Phrasebook {
        for goods in &mut self.goods {
            goods.products.shrink_to_fit();
        }
        self.goods.shrink_to_fit();
        self.names_of_brands.shrink_to_fit();
        let of = |draft| Beginnings::new(draft, &self.goods);
        Phrasebook {
            phrases: of(self.phrases),
            heads: of(self.heads),
            inside: of(self.inside),
            brands: of(self.brands),
            goods: self.goods,
            names_of_brands: self.names_of_brands,
        }
    }
}

/// Adds the name that was not known.
fn fill(names: &mut Names, more: Names) {
    names.bn = names.bn.take().or(more.bn);
    names.en = names.en.take().or(more.en);
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The words of a name as the vocabulary has them.
fn phrase(name: &str) -> String {
    let words: Vec<_> = bangla_text::words(name).map(|word| word.text).collect();
    words.join(" ")
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
