//! From matched documents and the shops around to offers with scores.

use std::cell::RefCell;
use std::collections::HashMap;

use kernel::Money;
use shops::ShopKind;

use super::disc::Disc;
use super::question::Question;
use super::reading::Reading;
use super::score::Worth;
use crate::tables::{Link, Listing, Ord32, Tables};
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
    pub(super) worth: Worth,
    /// Everything together, in thousandths.
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
    pub(super) disc: &'a Disc<'a>,
    /// Categories that pass the filter; `None` = no filter.
    pub(super) wanted: Option<Vec<Ord32>>,
    /// Categories that the whole question is a name of, sorted.
    pub(super) meant: Vec<Ord32>,
}

/// Place of each matched product in the list of matches, plus one; 0 = none.
type Places = Vec<u32>;

thread_local! {
    /// Cleared between questions, not made anew.
    static PLACES: RefCell<Places> = const { RefCell::new(Vec::new()) };
}

impl Gather<'_> {
    /// Offers of matched products, by whichever side is shorter.
    pub(super) fn offers(&self, matched: &[Scored]) -> Vec<Candidate> {
        let listings = &self.tables.listings;
        let products: Vec<(Ord32, &Scored)> = matched
            .iter()
            .filter_map(|scored| match scored.key {
                DocKey::Product(ord) if self.is_wanted(ord) => Some((ord, scored)),
                _ => None,
            })
            .collect();
        let by_product: usize = products
            .iter()
            .map(|(ord, _)| listings.of_product(*ord).len())
            .sum();
        let by_shop: usize = self
            .disc
            .shops
            .iter()
            .map(|ord| listings.of_shop(*ord).len())
            .sum();
        if by_product > by_shop {
            return self.offers_of_shops(&products);
        }
        let of = |(product, scored): &(Ord32, &Scored)| {
            let (scored, links) = (**scored, listings.of_product(*product));
            let near = links.iter().filter(|link| self.disc.holds(link.other));
            near.filter_map(move |link| {
                self.offer(link.listing, listings.find(link.listing)?, scored)
            })
        };
        products.iter().flat_map(of).collect()
    }

    /// Walks the shelves of the shops around, looking up what was matched.
    fn offers_of_shops(&self, products: &[(Ord32, &Scored)]) -> Vec<Candidate> {
        PLACES.with_borrow_mut(|places| {
            for (place, (product, _)) in (1..).zip(products) {
                let product = *product as usize;
                places.resize(places.len().max(product + 1), 0);
                places[product] = place;
            }
            let found = self.shelves().filter_map(|link| {
                let place = places.get(link.other as usize)?.checked_sub(1)?;
                let listing = self.tables.listings.find(link.listing)?;
                self.offer(link.listing, listing, *products[place as usize].1)
            });
            let found = found.collect();
            for (product, _) in products {
                places[*product as usize] = 0;
            }
            found
        })
    }

    /// Every offer around that passes the filters, for browsing a category.
    pub(super) fn everything(&self) -> Vec<Candidate> {
        let any = |product| Scored {
            key: DocKey::Product(product),
            text: 1.0,
            tightness: 0.0,
        };
        let wanted = self.shelves().filter(|link| self.is_wanted(link.other));
        let offers = wanted.filter_map(|link| {
            let listing = self.tables.listings.find(link.listing)?;
            self.offer(link.listing, listing, any(link.other))
        });
        offers.collect()
    }

    fn shelves(&self) -> impl Iterator<Item = &Link> {
        self.disc
            .shops
            .iter()
            .flat_map(|shop| self.tables.listings.of_shop(*shop))
    }

    /// Shops whose own name was asked for.
    pub(super) fn shops_by_name(&self, matched: &[Scored]) -> Vec<Candidate> {
        if self.question.needs_offer() || self.question.category.is_some() {
            return Vec::new();
        }
        let by_name = |scored: &Scored| match scored.key {
            DocKey::Shop(ord) => {
                let worth = Worth {
                    text: scored.text,
                    tightness: scored.tightness,
                    confirmed: true,
                    in_stock: None,
                };
                self.candidate(Subject::Shop, ord, worth, None)
            }
            DocKey::Product(_) => None,
        };
        matched.iter().filter_map(by_name).collect()
    }

    /// Shops without a known shelf that usually sell what was asked for.
    pub(super) fn usual_sellers(&self, reading: &Reading) -> Vec<Candidate> {
        let sellers = if self.question.needs_offer() {
            HashMap::new()
        } else {
            self.usual_kinds(reading)
        };
        if sellers.is_empty() {
            return Vec::new();
        }
        let usual = |ord: &Ord32| {
            let &(category, text) = sellers.get(&self.tables.shops.find(*ord)?.kind)?;
            if !self.tables.listings.of_shop(*ord).is_empty() {
                return None;
            }
            let worth = Worth {
                text,
                tightness: 0.0,
                confirmed: false,
                in_stock: None,
            };
            self.candidate(Subject::Category(category), *ord, worth, None)
        };
        self.disc.shops.iter().filter_map(usual).collect()
    }

    /// For each kind of shop, the best named category that it usually sells.
    fn usual_kinds(&self, reading: &Reading) -> HashMap<ShopKind, (Ord32, f32)> {
        let named = reading
            .categories
            .iter()
            .map(|named| (named.of, reading.covered_by(named)));
        let mut named: Vec<(Ord32, f32)> = named
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

    fn offer(&self, ord: Ord32, listing: &Listing, scored: Scored) -> Option<Candidate> {
        let question = self.question;
        let missing = question.in_stock && listing.in_stock != Some(true);
        let cheap = question
            .min_price
            .is_some_and(|min| listing.price.is_none_or(|price| price < min));
        let dear = question
            .max_price
            .is_some_and(|max| listing.price.is_none_or(|price| price > max));
        if missing || cheap || dear {
            return None;
        }
        let worth = Worth {
            text: scored.text,
            tightness: if self.is_meant(listing.product) {
                1.0
            } else {
                scored.tightness
            },
            confirmed: true,
            in_stock: listing.in_stock,
        };
        self.candidate(Subject::Listing(ord), listing.shop, worth, listing.price)
    }

    fn candidate(
        &self,
        subject: Subject,
        shop: Ord32,
        worth: Worth,
        price: Option<Money>,
    ) -> Option<Candidate> {
        let around = self.disc.find(shop)?;
        let score = worth.parts(around).thousandths();
        let price = price.map_or(i64::MAX, Money::poisha);
        Some(Candidate {
            subject,
            shop,
            metres: around.metres,
            worth,
            score,
            price,
        })
    }

    /// Whether the question names what the product is: "rice" is rice before it
    /// is fried rice.
    fn is_meant(&self, product: Ord32) -> bool {
        let category = || self.tables.products.find(product)?.category;
        !self.meant.is_empty()
            && category().is_some_and(|ord| self.meant.binary_search(&ord).is_ok())
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
