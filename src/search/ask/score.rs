//! What an offer is worth, in parts that can be explained.
//!
//! First the words: how much of the question was matched, in steps. Within a
//! step: near, open, in stock, named tightly. Distance alone never lifts a
//! worse step over a better one.

use serde::Serialize;
use shops::ShopKind;

/// Width of a step of text similarity.
const STEP: f32 = 0.08;
const NEAR: f32 = 0.06;
const OPEN: f32 = 0.03;
const IN_STOCK: f32 = 0.03;
const TIGHT: f32 = 0.03;
/// What a shop that usually sells it has against one that says so.
const NOT_CONFIRMED: f32 = 0.20;
/// Up to here, nearer is not better.
const AT_HAND_M: f64 = 300.0;

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
    pub(super) metres: f64,
    pub(super) kind: ShopKind,
    /// Whether it is open; `None` = hours unknown.
    pub(super) open: Option<bool>,
    /// Its share of the score for being near.
    pub(super) near: f32,
}

/// What ranking knows of an answer before it is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worth {
    /// Matched share of the question.
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
            text: (self.text / STEP + 1e-4).floor() * STEP,
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
    #[expect(clippy::cast_possible_truncation, reason = "scores are below 2")]
    pub fn thousandths(&self) -> i32 {
        let sum =
            self.text + self.near + self.open + self.in_stock + self.tight + self.not_confirmed;
        (sum * 1000.0).round() as i32
    }
}

/// The share of a score that is for being near.
#[expect(clippy::cast_possible_truncation, reason = "from 0 to 0.06")]
pub(super) fn near(metres: f64, kind: ShopKind) -> f32 {
    NEAR * nearness(metres, half_way_m(kind)) as f32
}

const fn likely(known: Option<bool>) -> f32 {
    match known {
        Some(true) => 1.0,
        None => 0.5,
        Some(false) => 0.0,
    }
}

/// 1 at hand, 0.5 at `half_way_m`, falling like a bell.
fn nearness(metres: f64, half_way_m: f64) -> f64 {
    let beyond = (metres - AT_HAND_M).max(0.0) / (half_way_m - AT_HAND_M);
    (-std::f64::consts::LN_2 * beyond * beyond).exp()
}

/// How far people go before distance counts half: food is fetched around the
/// corner, a phone across town.
const fn half_way_m(kind: ShopKind) -> f64 {
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

    fn score(text: f32, metres: f64) -> i32 {
        worth(text, true).parts(shop(metres, None)).thousandths()
    }

    fn worth(text: f32, confirmed: bool) -> Worth {
        Worth {
            text,
            tightness: 0.5,
            confirmed,
            in_stock: None,
        }
    }

    fn shop(metres: f64, open: Option<bool>) -> Around {
        Around {
            metres,
            kind: ShopKind::Grocery,
            open,
            near: near(metres, ShopKind::Grocery),
        }
    }

    #[test]
    fn distance_halves_where_it_should() {
        assert!((nearness(1_500.0, 1_500.0) - 0.5).abs() < 1e-9);
        assert!((nearness(299.0, 1_500.0) - 1.0).abs() < 1e-9);
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
