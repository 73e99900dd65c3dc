//! From matched documents and the shops around to offers with scores.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use shops::ShopKind;

use super::disc::Disc;
use super::question::Question;
use super::reading::Reading;
use super::score::ScoreParts;
use crate::tables::{Listing, Ord32, Shop, Tables};
use crate::text::{DocKey, Scored};

/// A shop that only usually sells it is offered when its category covers this
/// share of the question.
const NAMES_CATEGORY: f32 = 0.7;

/// One possible answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) subject: Subject,
    pub(super) shop: Ord32,
    pub(super) metres: f64,
    pub(super) parts: ScoreParts,
    /// The parts together, in thousandths.
    pub(super) score: i32,
    /// Poisha; `i64::MAX` when unknown.
    pub(super) price: i64,
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// The shop says it sells this.
    Listing(Ord32),
    /// The shop itself was asked for by name.
    Shop,
    /// Shops of this kind usually sell goods of this category.
    Category(Ord32),
}

/// Everything a candidate is made from.
pub(super) struct Gather<'a> {
    pub(super) tables: &'a Tables,
    pub(super) question: &'a Question,
    pub(super) disc: &'a Disc,
    pub(super) now: DateTime<FixedOffset>,
    /// Categories that pass the filter; `None` = no filter.
    pub(super) wanted: Option<Vec<Ord32>>,
}

impl Gather<'_> {
    /// Offers of matched products, by whichever side is shorter.
    pub(super) fn offers(&self, matched: &[Scored]) -> Vec<Candidate> {
        let products: HashMap<Ord32, &Scored> = matched
            .iter()
            .filter_map(|scored| match scored.key {
                DocKey::Product(ord) if self.is_wanted(ord) => Some((ord, scored)),
                _ => None,
            })
            .collect();
        let listings = &self.tables.listings;
        let by_product: usize = products
            .keys()
            .map(|ord| listings.of_product(*ord).len())
            .sum();
        let by_shop: usize = self
            .disc
            .shops
            .iter()
            .map(|ord| listings.of_shop(*ord).len())
            .sum();
        let offer = |ord: &Ord32| {
            let listing = listings.find(*ord)?;
            self.offer(*ord, listing, products.get(&listing.product)?)
        };
        if by_product <= by_shop {
            products
                .keys()
                .flat_map(|ord| listings.of_product(*ord))
                .filter_map(offer)
                .collect()
        } else {
            self.disc
                .shops
                .iter()
                .flat_map(|ord| listings.of_shop(*ord))
                .filter_map(offer)
                .collect()
        }
    }

    /// Every offer around that passes the filters, for browsing a category.
    pub(super) fn everything(&self) -> Vec<Candidate> {
        let listings = &self.tables.listings;
        let any = |product| Scored {
            key: DocKey::Product(product),
            text: 1.0,
            tightness: 0.0,
        };
        let offer = |ord: &Ord32| {
            let listing = listings.find(*ord)?;
            self.is_wanted(listing.product)
                .then(|| self.offer(*ord, listing, &any(listing.product)))?
        };
        self.disc
            .shops
            .iter()
            .flat_map(|ord| listings.of_shop(*ord))
            .filter_map(offer)
            .collect()
    }

    /// Shops whose own name was asked for.
    pub(super) fn shops_by_name(&self, matched: &[Scored]) -> Vec<Candidate> {
        if self.question.needs_offer() || self.question.category.is_some() {
            return Vec::new();
        }
        let by_name = |scored: &Scored| match scored.key {
            DocKey::Shop(ord) => {
                self.unlisted(ord, Subject::Shop, scored.text, scored.tightness, |parts| {
                    parts
                })
            }
            DocKey::Product(_) => None,
        };
        matched.iter().filter_map(by_name).collect()
    }

    /// Shops without a known shelf that usually sell what was asked for.
    pub(super) fn usual_sellers(&self, reading: &Reading) -> Vec<Candidate> {
        if self.question.needs_offer() {
            return Vec::new();
        }
        let sellers = self.usual_kinds(reading);
        if sellers.is_empty() {
            return Vec::new();
        }
        let listings = &self.tables.listings;
        let usual = |ord: &Ord32| {
            let shop = self.tables.shops.find(*ord)?;
            let &(category, text) = sellers.get(&shop.kind)?;
            let unknown = listings.of_shop(*ord).is_empty();
            unknown.then(|| {
                self.unlisted(
                    *ord,
                    Subject::Category(category),
                    text,
                    0.0,
                    ScoreParts::unconfirmed,
                )
            })?
        };
        self.disc.shops.iter().filter_map(usual).collect()
    }

    /// For each kind of shop, the best named category that it usually sells.
    fn usual_kinds(&self, reading: &Reading) -> HashMap<ShopKind, (Ord32, f32)> {
        let total: f32 = reading.words.iter().map(|word| word.weight).sum();
        let mut named: Vec<(Ord32, f32)> = reading
            .categories
            .iter()
            .map(|named| {
                let covered = reading
                    .words
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| named.words & (1 << i) != 0);
                (
                    named.category,
                    covered.map(|(_, word)| word.weight).sum::<f32>() / total * named.similarity,
                )
            })
            .filter(|(category, text)| {
                *text >= NAMES_CATEGORY && self.is_wanted_category(*category)
            })
            .collect();
        if let (true, Some(wanted)) = (reading.words.is_empty(), &self.wanted) {
            named.extend(wanted.first().map(|category| (*category, 1.0)));
        }
        let mut kinds = HashMap::new();
        for (category, text) in named {
            for kind in self.tables.categories.sold_by(category) {
                kinds.entry(*kind).or_insert((category, text));
            }
        }
        kinds
    }

    fn offer(&self, ord: Ord32, listing: &Listing, scored: &Scored) -> Option<Candidate> {
        let question = self.question;
        let outside = |limit: Option<kernel::Money>,
                       beyond: fn(&kernel::Money, &kernel::Money) -> bool| {
            limit.is_some_and(|limit| listing.price.is_none_or(|price| beyond(&price, &limit)))
        };
        if question.in_stock && listing.in_stock != Some(true) {
            return None;
        }
        if outside(question.min_price, kernel::Money::lt)
            || outside(question.max_price, kernel::Money::gt)
        {
            return None;
        }
        let (shop, metres) = self.around(listing.shop)?;
        let parts = ScoreParts::new(
            scored.text,
            scored.tightness,
            metres,
            shop.kind,
            shop.open_at(self.now),
            listing.in_stock,
        );
        let price = listing.price.map_or(i64::MAX, kernel::Money::poisha);
        Some(Candidate {
            subject: Subject::Listing(ord),
            shop: listing.shop,
            metres,
            parts,
            score: parts.thousandths(),
            price,
        })
    }

    fn unlisted(
        &self,
        ord: Ord32,
        subject: Subject,
        text: f32,
        tightness: f32,
        adjust: fn(ScoreParts) -> ScoreParts,
    ) -> Option<Candidate> {
        let (shop, metres) = self.around(ord)?;
        let parts = adjust(ScoreParts::new(
            text,
            tightness,
            metres,
            shop.kind,
            shop.open_at(self.now),
            None,
        ));
        Some(Candidate {
            subject,
            shop: ord,
            metres,
            parts,
            score: parts.thousandths(),
            price: i64::MAX,
        })
    }

    fn around(&self, shop: Ord32) -> Option<(&Shop, f64)> {
        let metres = self.disc.metres(shop)?;
        Some((self.tables.shops.find(shop)?, metres))
    }

    fn is_wanted(&self, product: Ord32) -> bool {
        let category = || self.tables.products.find(product)?.category;
        self.wanted
            .as_ref()
            .is_none_or(|wanted| category().is_some_and(|ord| wanted.contains(&ord)))
    }

    fn is_wanted_category(&self, category: Ord32) -> bool {
        self.wanted
            .as_ref()
            .is_none_or(|wanted| wanted.contains(&category))
    }
}
