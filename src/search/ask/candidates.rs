//! From matched documents and the shops around to candidates with scores.

use std::collections::HashMap;

use shops::ShopKind;

use super::disc::Disc;
use super::question::Question;
use super::reading::Reading;
use super::score::{Around, Worth, in_steps};
use crate::tables::{Ord32, Tables, Terms};
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

impl Gather<'_> {
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

    fn is_wanted_category(&self, category: Ord32) -> bool {
        self.wanted
            .as_ref()
            .is_none_or(|wanted| wanted.contains(&category))
    }
}

impl Candidate {
    #[inline]
    pub(super) fn new(
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
