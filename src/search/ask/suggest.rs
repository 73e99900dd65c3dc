//! `suggest`: what the words so far may become, out of what is sold around.

use std::collections::{HashMap, HashSet};

use geo_index::InvalidRadius;
use kernel::{Names, Point};

use super::candidates::{Gather, Subject};
use super::disc::Disc;
use super::phrasebook::{Goods, Phrasebook};
use super::plain::without_pack;
use super::question::Question;
use super::variety::{Choice, Kin, varied};
use crate::Search;
use crate::tables::{Ord32, Tables};
use crate::text::{DocKey, QueryWord, Scored, TermSource, Texts, match_documents};

/// Suggestions in an answer.
const MOST: usize = 8;
/// Categories among them, at most.
const CATEGORIES: usize = 2;
/// Names that the text may become, looked at.
const BEGUN: usize = 96;
/// Least likeness of the beginning of a category's name.
const SURE_CATEGORY: f32 = 0.95;
/// A brand leads to more than any of its goods.
const BRAND: f32 = 0.03;
/// What begins so that is weighed against each other.
const CHOICES: usize = 64;
/// Likeness of two names of the same goods, one in each language.
const SAME_NAME: f32 = 0.85;
/// What twice as many offers are worth in likeness.
const POPULAR: f32 = 0.01;
/// What being at hand is worth against the same far away, per share of a search's
/// score.
const NEAR: f32 = 0.5;
/// Words that the one being typed may become.
const COMPLETIONS: usize = 24;
/// Below this, a word is a guess.
const LIKELY: f32 = 0.75;

/// One suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What would be searched.
    pub name: Names,
    /// The category it is, for browsing; otherwise goods by name.
    pub category: Option<String>,
    /// Offers around; 0 for a category that shops around usually sell.
    pub offers: usize,
}

/// Suggestions for a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggested {
    /// Best first.
    pub items: Vec<Suggestion>,
    /// Whether the text index could not be asked or is known to lag behind.
    pub degraded: bool,
}

impl Search {
    /// At most eight suggestions for the text typed so far, near and popular
    /// first; goods only where some shop within the radius lists them.
    pub fn suggest(
        &self,
        text: &str,
        origin: Point,
        radius_m: f64,
    ) -> Result<Suggested, InvalidRadius> {
        let texts = self.texts.current();
        let items = self.suggestions(text, origin, radius_m, &texts)?;
        Ok(Suggested {
            items,
            degraded: self.is_degraded() || texts.is_broken(),
        })
    }

    fn suggestions(
        &self,
        text: &str,
        origin: Point,
        radius_m: f64,
        texts: &Texts,
    ) -> Result<Vec<Suggestion>, InvalidRadius> {
        let words = typed_words(text, texts);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let tables = self.tables.read();
        let question = Question::around(origin, radius_m);
        let now = self.clock.now_in_dhaka();
        let disc = self
            .measures
            .suggest
            .time(|| Disc::around(&self.geo.load(), &tables.shops, &question, now))?;
        let gather = Gather {
            tables: &tables,
            question: &question,
            disc: &disc,
            wanted: None,
            meant: Vec::new(),
        };
        let mut suggestions = self.categories(text, &gather);
        // A category that is called as goods are is the wider one of the two.
        extend(&mut suggestions, self.by_name(text, &gather));
        if suggestions.len() < MOST {
            let scored = match_documents(texts, &words, LIKELY).unwrap_or_default();
            extend(&mut suggestions, goods(&gather, &scored));
        }
        suggestions.truncate(MOST);
        Ok(suggestions)
    }

    /// Brands, and goods whose name or brand begins so, if anybody around lists them:
    /// what begins most alike first, many offers lift, and the same over and over
    /// makes room for something else.
    fn by_name(&self, text: &str, gather: &Gather<'_>) -> Vec<Suggestion> {
        let book = self.phrasebook.load();
        let begun = book.beginning_with(text, BEGUN);
        let around = around(&begun, gather);
        let mut offered: Vec<Offered> = (begun.into_iter().zip(around))
            .filter(|(_, (offers, _))| *offers > 0)
            .map(|((goods, similarity), (offers, near))| Offered {
                names: &goods.names,
                goods: Some(goods),
                brand: goods.brand,
                similarity,
                offers,
                near,
            })
            .collect();
        offered.extend(brands(&offered, &book));
        offered.sort_by(|a, b| b.worth().total_cmp(&a.worth()));
        offered.truncate(CHOICES);
        let choices = offered.iter().map(|offered| offered.choice(gather));
        varied(choices.collect(), 2 * MOST)
    }

    /// Categories whose name begins so, if anybody around sells them.
    fn categories(&self, text: &str, gather: &Gather<'_>) -> Vec<Suggestion> {
        let kinds: HashSet<shops::ShopKind> = gather
            .disc
            .shops
            .iter()
            .filter_map(|ord| gather.tables.shops.kind(*ord))
            .collect();
        let named = self.concepts.load().beginning_with(text);
        let categories = &gather.tables.categories;
        let sold = |ord: &Ord32| {
            let kinds_of = categories.sold_by(*ord);
            kinds_of.iter().any(|kind| kinds.contains(kind))
        };
        let sure = named
            .into_iter()
            .filter(|(_, alike)| *alike >= SURE_CATEGORY);
        sure.map(|(ord, _)| ord)
            .filter(sold)
            .filter_map(|ord| categories.by_ord(ord))
            .take(CATEGORIES)
            .map(|category| Suggestion {
                name: category.names.clone(),
                category: Some(category.code.clone()),
                offers: 0,
            })
            .collect()
    }
}

/// What begins so and is sold around.
struct Offered<'a> {
    names: &'a Names,
    /// None for a brand as a whole.
    goods: Option<&'a Goods>,
    brand: Option<u32>,
    similarity: f32,
    offers: usize,
    /// Of the nearest, as a share of a search's score.
    near: f32,
}

impl Offered<'_> {
    fn worth(&self) -> f32 {
        let doublings = self.offers.checked_ilog2().unwrap_or_default();
        let doublings = u8::try_from(doublings.min(10)).unwrap_or(u8::MAX);
        self.similarity + POPULAR * f32::from(doublings) + NEAR * self.near
    }

    fn choice(&self, gather: &Gather<'_>) -> Choice<Suggestion> {
        let product = self.goods.and_then(|goods| goods.products.first());
        let category = product.and_then(|product| gather.tables.products.category(*product));
        Choice {
            what: Suggestion {
                name: self.names.clone(),
                category: None,
                offers: self.offers,
            },
            worth: self.worth(),
            kin: Kin::new(self.names, self.brand, category),
        }
    }
}

/// The brands of which several goods are among these.
fn brands<'a>(offered: &[Offered<'_>], book: &'a Phrasebook) -> Vec<Offered<'a>> {
    let mut brands: HashMap<u32, (Offered<'a>, usize)> = HashMap::new();
    for one in offered {
        let Some((at, names)) = one.brand.and_then(|at| Some((at, book.brand(at)?))) else {
            continue;
        };
        let (brand, goods) = brands.entry(at).or_insert_with(|| {
            let brand = Offered {
                names,
                goods: None,
                brand: Some(at),
                similarity: one.similarity + BRAND,
                offers: 0,
                near: 0.0,
            };
            (brand, 0)
        });
        *goods += 1;
        brand.similarity = brand.similarity.max(one.similarity + BRAND);
        brand.offers += one.offers;
        brand.near = brand.near.max(one.near);
    }
    let mut brands: Vec<_> = brands
        .into_values()
        .filter(|(_, goods)| *goods > 1)
        .collect();
    brands.sort_by_key(|(brand, _)| brand.brand);
    brands.into_iter().map(|(brand, _)| brand).collect()
}

/// How many offers of each of these goods there are around, and how near the nearest
/// is.
fn around(goods: &[(&Goods, f32)], gather: &Gather<'_>) -> Vec<(usize, f32)> {
    let listings = &gather.tables.listings;
    let mut offered: Vec<(usize, Ord32)> = Vec::new();
    for (at, (goods, _)) in goods.iter().enumerate() {
        let of = |product: &Ord32| listings.of_product(*product).iter();
        let links = goods.products.iter().flat_map(of);
        offered.extend(links.map(|link| (at, link.other)));
    }
    let mut around = vec![(0, 0.0_f32); goods.len()];
    let shop = |(_, shop): &(usize, Ord32)| *shop;
    gather.disc.each_of(&offered, shop, |(at, _), shop| {
        let (offers, near) = &mut around[*at];
        *offers += 1;
        *near = near.max(shop.near);
    });
    around
}

/// Adds what is not there yet, so that eight different goods show. What is named in
/// one language alone joins its like in the other.
fn extend(suggestions: &mut Vec<Suggestion>, more: Vec<Suggestion>) {
    for new in more {
        let Some(known) = (suggestions.iter_mut()).find(|known| is_same(&known.name, &new.name))
        else {
            suggestions.push(new);
            continue;
        };
        if known.category.is_none() {
            known.name.bn = known.name.bn.take().or(new.name.bn);
            known.name.en = known.name.en.take().or(new.name.en);
            known.offers += new.offers;
        }
    }
}

fn is_same(known: &Names, new: &Names) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    let alike = |a: &Option<String>, b: &Option<String>| {
        let (Some(a), Some(b)) = (a, b) else {
            return false;
        };
        bangla_text::similarity(a, b) >= SAME_NAME
    };
    same(&known.bn, &new.bn)
        || same(&known.en, &new.en)
        || known.en.is_none() && new.bn.is_none() && alike(&known.bn, &new.en)
        || known.bn.is_none() && new.en.is_none() && alike(&known.en, &new.bn)
}

/// Goods by name without the pack, those that most shops offer first.
fn goods(gather: &Gather<'_>, scored: &[Scored]) -> Vec<Suggestion> {
    let mut found: Vec<(Suggestion, i32)> = Vec::new();
    let mut places: std::collections::HashMap<Names, usize> = std::collections::HashMap::new();
    let products: Vec<Scored> = scored
        .iter()
        .filter(|s| matches!(s.key, DocKey::Product(_)))
        .copied()
        .collect();
    for candidate in gather.offers(&products).0 {
        let Some(name) = plain_name(candidate.subject, gather.tables) else {
            continue;
        };
        let place = *places.entry(name.clone()).or_insert_with(|| {
            found.push((
                Suggestion {
                    name,
                    category: None,
                    offers: 0,
                },
                0,
            ));
            found.len() - 1
        });
        found[place].0.offers += 1;
        found[place].1 = found[place].1.max(candidate.score);
    }
    // Near, tight names first; many offers lift.
    let worth = |(suggestion, score): &(Suggestion, i32)| {
        score + i32::try_from(suggestion.offers.ilog2() * 8).unwrap_or(0)
    };
    found.sort_by(|a, b| {
        worth(b)
            .cmp(&worth(a))
            .then_with(|| a.0.name.en.cmp(&b.0.name.en))
    });
    found
        .into_iter()
        .take(MOST)
        .map(|(suggestion, _)| suggestion)
        .collect()
}

/// The words before the last as they are, the last as what it may become.
pub(super) fn typed_words(text: &str, texts: &Texts) -> Vec<QueryWord> {
    let words: Vec<_> = bangla_text::words(text).take(6).collect();
    let finished = text.ends_with(char::is_whitespace);
    let last = words.len().saturating_sub(1);
    words
        .iter()
        .enumerate()
        .map(|(i, word)| {
            let found = if i == last && !finished {
                texts.vocabulary.complete(&word.text, COMPLETIONS)
            } else {
                texts.vocabulary.expand(&word.text, 8)
            };
            let likely = found.into_iter().filter(|m| m.similarity >= LIKELY);
            let sources = likely
                .map(|m| (TermSource::Word(m.term.to_owned()), m.similarity))
                .collect();
            QueryWord {
                weight: 1.0,
                sources,
            }
        })
        .collect()
}

/// The name of the product on offer without its pack.
fn plain_name(subject: Subject, tables: &Tables) -> Option<Names> {
    let Subject::Listing(ord) = subject else {
        return None;
    };
    let product = tables.products.find(tables.listings.find(ord)?.product)?;
    let plain = |name: &Option<String>| Some(without_pack(name.as_deref()?, |_, _| false));
    Some(Names {
        bn: plain(&product.names.bn),
        en: plain(&product.names.en),
    })
}
