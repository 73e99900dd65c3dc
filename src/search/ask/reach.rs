//! The offers of goods that matched, in shops around.
//!
//! Two strategies lead to the same offers, and whichever has fewer links to walk
//! is taken for each question (see [`Plan`]): the offers of the goods that matched,
//! or the shelves of the shops around. Walking shelves costs the same for any word,
//! walking goods the same for any radius.

use std::cell::RefCell;

use kernel::Money;
use serde::Serialize;

use super::candidates::{Candidate, Gather, Subject};
use super::score::{Around, Worth, in_steps};
use crate::tables::{Link, Ord32, Terms};
use crate::text::{DocKey, Scored};

/// Goods that matched, and how well.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goods {
    product: Ord32,
    category: Option<Ord32>,
    /// In steps.
    text: f32,
    tightness: f32,
}

/// Categories that pass the filter, by `ord`.
struct Wanted(Vec<bool>);

impl Wanted {
    fn has(&self, goods: &Goods) -> bool {
        let passes = goods.category.and_then(|ord| self.0.get(ord as usize));
        passes.copied().unwrap_or(false)
    }
}

/// From which side the offers are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// The offers of the goods that matched, those of shops outside left out.
    Goods,
    /// The shelves of the shops around, goods that did not match left out.
    Shelves,
    /// The shelves without a question in words: goods of a category.
    Browse,
}

/// Shelves are asked for so many shops ahead of where they are read, and where
/// they lie as far ahead of that.
const AHEAD: usize = 8;

thread_local! {
    /// By product, its place among the matched goods plus one, 0 = none. Cleared
    /// between questions, not made anew.
    static PLACES: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

impl Plan {
    /// The one with fewer links to walk. How many those of the shops around are is
    /// estimated by their number: counting them is half of the work.
    fn choose(gather: &Gather<'_>, goods: &[Goods]) -> Self {
        let (listings, shops) = (&gather.tables.listings, &gather.tables.shops);
        let of_goods: usize = goods
            .iter()
            .map(|goods| listings.of_product(goods.product).len())
            .sum();
        let of_shops = gather.disc.shops.len() * listings.len() / shops.len().max(1);
        if of_goods > of_shops {
            Self::Shelves
        } else {
            Self::Goods
        }
    }

    /// Stable name for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Goods => "goods",
            Self::Shelves => "shelves",
            Self::Browse => "browse",
        }
    }
}

impl Gather<'_> {
    /// Offers of matched products, and how they were reached.
    pub(super) fn offers(&self, matched: &[Scored]) -> (Vec<Candidate>, Plan) {
        let goods = self.goods(matched);
        let plan = Plan::choose(self, &goods);
        (self.by_plan(plan, &goods), plan)
    }

    fn by_plan(&self, plan: Plan, goods: &[Goods]) -> Vec<Candidate> {
        let mut offers = Vec::new();
        match plan {
            Plan::Goods => self.offers_of_goods(goods, &mut offers),
            Plan::Shelves | Plan::Browse => self.goods_on_shelves(goods, &mut offers),
        }
        offers
    }

    fn goods(&self, matched: &[Scored]) -> Vec<Goods> {
        let goods = |scored: &Scored| match scored.key {
            DocKey::Product(ord) => Some(self.goods_of(ord, scored.text, scored.tightness)),
            DocKey::Shop(_) => None,
        };
        let wanted = self.wanted_table();
        let passes = |goods: &Goods| wanted.as_ref().is_none_or(|wanted| wanted.has(goods));
        matched.iter().filter_map(goods).filter(passes).collect()
    }

    /// What the whole question is a name of is that before all: "rice" is rice
    /// before it is fried rice.
    fn goods_of(&self, product: Ord32, text: f32, tightness: f32) -> Goods {
        let category = self.tables.products.category(product);
        let is_meant = !self.meant.is_empty()
            && category.is_some_and(|ord| self.meant.binary_search(&ord).is_ok());
        Goods {
            product,
            category,
            text: in_steps(text),
            tightness: if is_meant { 1.0 } else { tightness },
        }
    }

    fn wanted_table(&self) -> Option<Wanted> {
        let wanted = self.wanted.as_ref()?;
        let width = wanted.iter().max().map_or(0, |ord| *ord as usize + 1);
        let mut table = vec![false; width];
        for ord in wanted {
            table[*ord as usize] = true;
        }
        Some(Wanted(table))
    }

    fn offers_of_goods(&self, goods: &[Goods], offers: &mut Vec<Candidate>) {
        let mut near: Vec<(&Goods, Link)> = Vec::new();
        for goods in goods {
            let links = self.tables.listings.of_product(goods.product).iter();
            let inside = links.filter(|link| self.disc.holds(link.other));
            near.extend(inside.map(|link| (goods, *link)));
        }
        self.disc.each_of(
            &near,
            |(_, link)| link.other,
            |(goods, link), around| {
                offers.extend(self.offer(goods, link.listing, link.terms, &around));
            },
        );
    }

    fn goods_on_shelves(&self, goods: &[Goods], offers: &mut Vec<Candidate>) {
        PLACES.with_borrow_mut(|places| {
            for (place, goods) in (1..).zip(goods) {
                let product = goods.product as usize;
                places.resize(places.len().max(product + 1), 0);
                places[product] = place;
            }
            let matched = |product: Ord32| {
                let place = places.get(product as usize)?.checked_sub(1)?;
                goods.get(place as usize).copied()
            };
            self.walk_shelves(matched, offers);
            for goods in goods {
                places[goods.product as usize] = 0;
            }
        });
    }

    /// Every offer around that passes the filters, for browsing a category.
    pub(super) fn everything(&self) -> Vec<Candidate> {
        let (mut offers, wanted) = (Vec::new(), self.wanted_table());
        let passes = |goods: &Goods| wanted.as_ref().is_none_or(|wanted| wanted.has(goods));
        let goods = |product| Some(self.goods_of(product, 1.0, 0.0)).filter(passes);
        self.walk_shelves(goods, &mut offers);
        offers
    }

    #[inline]
    fn walk_shelves(&self, matched: impl Fn(Ord32) -> Option<Goods>, offers: &mut Vec<Candidate>) {
        let (shops, shelves) = (&self.disc.shops, self.tables.listings.shelves());
        for (place, shop) in (0..).zip(shops) {
            let ahead = |far| shops.get(place as usize + far).copied();
            if let Some(next) = ahead(2 * AHEAD) {
                shelves.prefetch_span(next);
            }
            if let Some(next) = ahead(AHEAD) {
                shelves.prefetch(next);
            }
            let mut around = None;
            for link in shelves.of(*shop) {
                let Some(goods) = matched(link.other) else {
                    continue;
                };
                let Some(around) = around.get_or_insert_with(|| self.disc.at(place)) else {
                    break;
                };
                offers.extend(self.offer(&goods, link.listing, link.terms, around));
            }
        }
    }

    #[inline]
    fn offer(
        &self,
        goods: &Goods,
        listing: Ord32,
        terms: Terms,
        around: &Around,
    ) -> Option<Candidate> {
        if !self.passes(terms) {
            return None;
        }
        let worth = Worth {
            text: goods.text,
            tightness: goods.tightness,
            confirmed: true,
            in_stock: terms.in_stock(),
        };
        let subject = Subject::Listing(listing);
        Some(Candidate::new(
            subject,
            goods.category,
            worth,
            Some(terms),
            around,
        ))
    }

    #[inline]
    fn passes(&self, terms: Terms) -> bool {
        let question = self.question;
        if !question.needs_offer() {
            return true;
        }
        let price = terms.price();
        let dear = |max: Money| price.is_none_or(|price| price > max);
        let cheap = |min: Money| price.is_none_or(|price| price < min);
        let missing = question.in_stock && terms.in_stock() != Some(true);
        !missing && !question.min_price.is_some_and(cheap) && !question.max_price.is_some_and(dear)
    }
}

#[cfg(test)]
mod tests;
