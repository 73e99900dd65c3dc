//! What an offer is worth, in parts that can be explained.
//!
//! First the words: how much of the question was matched, in steps. Within a
//! step: near, open, in stock, named tightly. Distance alone never lifts a
//! worse step over a better one.

use serde::Serialize;
use shops::ShopKind;

use crate::tables::Ord32;

/// Width of a step of text similarity.
const STEP: f32 = 0.08;
const NEAR: f32 = 0.06;
const OPEN: f32 = 0.03;
const IN_STOCK: f32 = 0.03;
const TIGHT: f32 = 0.03;
/// What a shop that usually sells it has against one that says so.
const NOT_CONFIRMED: f32 = 0.20;
/// Up to here, nearer is not better.
const AT_HAND_M: f32 = 300.0;

/// The parts of a score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ScoreParts {
    /// Matched share of the question, in steps of 0.08.
    pub text: f32,
    /// Up to 0.06 for being near.
    pub near: f32,
    /// 0.03 when open, half when hours are unknown.
    pub open: f32,
    /// 0.03 when in stock, half when stock is unknown.
    pub in_stock: f32,
    /// Up to 0.03 for a name that says little else.
    pub tight: f32,
    /// Taken off when the shop only usually sells it.
    pub not_confirmed: f32,
}

/// A shop inside, with what ranking asks for again and again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// Its place in the disc.
    pub(super) place: u32,
    pub(super) shop: Ord32,
    pub(super) metres: f32,
    pub(super) kind: ShopKind,
    /// Whether it is open; `None` = hours unknown.
    pub(super) open: Option<bool>,
    /// Its share of the score for being near.
    pub(super) near: f32,
}

/// What ranking knows of an answer before it is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worth {
    /// Matched share of the question, [`in_steps`].
    pub(super) text: f32,
    /// Share of the name that the question could name.
    pub(super) tightness: f32,
    /// Whether the shop itself says that it sells this.
    pub(super) confirmed: bool,
    /// Whether it is there, if told.
    pub(super) in_stock: Option<bool>,
}

impl Worth {
    /// The parts of the score, for a shop this near and open.
    pub(super) fn parts(self, shop: Around) -> ScoreParts {
        ScoreParts {
            text: self.text,
            near: shop.near,
            open: OPEN * likely(shop.open),
            in_stock: IN_STOCK * likely(self.in_stock),
            tight: TIGHT * self.tightness,
            not_confirmed: if self.confirmed { 0.0 } else { -NOT_CONFIRMED },
        }
    }
}

impl ScoreParts {
    /// All parts together, in thousandths: what the order goes by.
    #[expect(clippy::cast_possible_truncation, reason = "scores are from 0 to 2")]
    #[inline]
    pub fn thousandths(&self) -> i32 {
        let sum =
            self.text + self.near + self.open + self.in_stock + self.tight + self.not_confirmed;
        (sum * 1000.0 + 0.5) as i32
    }
}

/// Matched share of a question in steps of 0.08.
pub(super) fn in_steps(text: f32) -> f32 {
    (text / STEP + 1e-4).floor() * STEP
}

/// The share of a score that is for being near.
#[inline]
pub(super) fn near(metres: f32, kind: ShopKind) -> f32 {
    NEAR * nearness(metres, half_way_m(kind))
}

const fn likely(known: Option<bool>) -> f32 {
    match known {
        Some(true) => 1.0,
        None => 0.5,
        Some(false) => 0.0,
    }
}

/// 1 at hand, 0.5 at `half_way_m`, falling like a bell.
fn nearness(metres: f32, half_way_m: f32) -> f32 {
    let beyond = (metres - AT_HAND_M).max(0.0) / (half_way_m - AT_HAND_M);
    (-std::f32::consts::LN_2 * beyond * beyond).exp()
}

/// How far people go before distance counts half: food is fetched around the
/// corner, a phone across town.
const fn half_way_m(kind: ShopKind) -> f32 {
    match kind {
        ShopKind::Electronics
        | ShopKind::Mobile
        | ShopKind::Computer
        | ShopKind::Furniture
        | ShopKind::Jewelry
        | ShopKind::Vehicle => 6_000.0,
        ShopKind::Pharmacy
        | ShopKind::Hardware
        | ShopKind::Clothes
        | ShopKind::Shoes
        | ShopKind::Books
        | ShopKind::Garden
        | ShopKind::Mall => 3_000.0,
        _ => 1_500.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(text: f32, metres: f32) -> i32 {
        worth(text, true).parts(shop(metres, None)).thousandths()
    }

    fn worth(text: f32, confirmed: bool) -> Worth {
        Worth {
            text: in_steps(text),
            tightness: 0.5,
            confirmed,
            in_stock: None,
        }
    }

    fn shop(metres: f32, open: Option<bool>) -> Around {
        Around {
            place: 0,
            shop: 0,
            metres,
            kind: ShopKind::Grocery,
            open,
            near: near(metres, ShopKind::Grocery),
        }
    }

    #[test]
    fn distance_halves_where_it_should() {
        assert!((nearness(1_500.0, 1_500.0) - 0.5).abs() < 1e-6);
        assert!((nearness(299.0, 1_500.0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn near_never_beats_a_better_match() {
        assert!(score(1.0, 20_000.0) > score(0.9, 0.0));
        assert!(score(0.9, 100.0) > score(0.9, 2_000.0));
    }

    #[test]
    fn a_shop_that_says_so_beats_one_that_usually_does() {
        let sure = Worth {
            tightness: 0.0,
            in_stock: Some(false),
            ..worth(0.85, true)
        }
        .parts(shop(3_000.0, Some(false)));
        let usual = Worth {
            tightness: 1.0,
            ..worth(0.85, false)
        }
        .parts(shop(10.0, Some(true)));
        assert!(sure.thousandths() > usual.thousandths());
    }
}
