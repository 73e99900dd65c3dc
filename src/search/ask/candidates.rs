//! From matched documents and the shops around to offers with scores.
//!
//! Two strategies lead to the same offers, and whichever has fewer links to walk
//! is taken for each question (see [`Plan`]): the offers of the goods that matched,
//! or the shelves of the shops around. Walking shelves costs the same for any word,
//! walking goods the same for any radius.

use std::cell::RefCell;
use std::collections::HashMap;

use kernel::Money;
use serde::Serialize;
use shops::ShopKind;

use super::disc::Disc;
use super::question::Question;
use super::reading::Reading;
use super::score::{Around, Worth, in_steps};
use crate::tables::{Link, Ord32, Tables, Terms};
use crate::text::{DocKey, Scored};

/// A shop that only usually sells it is offered when its category covers this
/// share of the question.
const NAMES_CATEGORY: f32 = 0.7;

/// One possible answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) subject: Subject,
    pub(super) shop: Ord32,
    /// The shop's place in the disc.
    pub(super) place: u32,
    /// Within 4 mm.
    pub(super) metres: f32,
    /// Everything together, in thousandths.
    pub(super) score: i32,
    text: f32,
    tightness: f32,
    /// The category it is in.
    pub(super) category: Option<Ord32>,
    /// Price and stock; not told for what is no offer.
    pub(super) terms: Terms,
    pub(super) kind: ShopKind,
    /// Whether the shop is open.
    pub(super) open: Option<bool>,
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

    /// Shops whose own name was asked for.
    pub(super) fn shops_by_name(&self, matched: &[Scored]) -> Vec<Candidate> {
        if self.question.needs_offer() || self.question.category.is_some() {
            return Vec::new();
        }
        let named = |scored: &Scored| match scored.key {
            DocKey::Shop(ord) if self.disc.holds(ord) => Some((ord, *scored)),
            _ => None,
        };
        let named: Vec<(Ord32, Scored)> = matched.iter().filter_map(named).collect();
        let mut shops = Vec::with_capacity(named.len());
        self.disc.each_of(
            &named,
            |(ord, _)| *ord,
            |(_, scored), around| {
                let worth = Worth {
                    text: in_steps(scored.text),
                    tightness: scored.tightness,
                    confirmed: true,
                    in_stock: None,
                };
                shops.push(Candidate::new(Subject::Shop, None, worth, None, &around));
            },
        );
        shops
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
        let mut by_kind = [None; ShopKind::ALL.len()];
        for (kind, seller) in sellers {
            by_kind[usize::from(kind.index())] = Some(seller);
        }
        let usual = |(place, ord): (u32, &Ord32)| {
            let kind = self.tables.shops.kind(*ord)?;
            let (category, text) = by_kind[usize::from(kind.index())]?;
            if !self.tables.listings.of_shop(*ord).is_empty() {
                return None;
            }
            let worth = Worth {
                text: in_steps(text),
                tightness: 0.0,
                confirmed: false,
                in_stock: None,
            };
            let (subject, around) = (Subject::Category(category), self.disc.at(place)?);
            Some(Candidate::new(
                subject,
                Some(category),
                worth,
                None,
                &around,
            ))
        };
        (0..).zip(&self.disc.shops).filter_map(usual).collect()
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

    fn is_wanted_category(&self, category: Ord32) -> bool {
        self.wanted
            .as_ref()
            .is_none_or(|wanted| wanted.contains(&category))
    }
}

impl Candidate {
    #[inline]
    fn new(
        subject: Subject,
        category: Option<Ord32>,
        worth: Worth,
        terms: Option<Terms>,
        around: &Around,
    ) -> Self {
        Self {
            subject,
            shop: around.shop,
            place: around.place,
            metres: around.metres,
            score: worth.parts(*around).thousandths(),
            text: worth.text,
            tightness: worth.tightness,
            category,
            terms: terms.unwrap_or_else(|| Terms::new(None, None)),
            kind: around.kind,
            open: around.open,
        }
    }

    /// What its score is made from.
    pub(super) fn worth(&self) -> Worth {
        Worth {
            text: self.text,
            tightness: self.tightness,
            confirmed: !matches!(self.subject, Subject::Category(_)),
            in_stock: self.terms.in_stock(),
        }
    }
}

#[cfg(test)]
mod tests;
