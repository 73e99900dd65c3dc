//! The shops around a place, as a table by `ord` that ranking can look into.

use std::cell::RefCell;
use std::ops::ControlFlow;

use chrono::{DateTime, FixedOffset};
use geo_index::{GeoIndex, InvalidRadius};
use kernel::Point;

use super::question::Question;
use crate::tables::{Ord32, Shop, Shops};

/// Shops within the radius that pass the filters on shops.
pub(super) struct Disc {
    /// `ord`s, unordered.
    pub(super) shops: Vec<Ord32>,
    /// Metres by `ord`; infinite outside.
    metres: Vec<f64>,
}

thread_local! {
    /// The last table, cleared: filling a new one would cost more than asking.
    static SPARE: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
}

/// Our checked place as the index's.
pub(super) fn geo_point(point: Point) -> geo_index::Point {
    geo_index::Point::new(point.lat(), point.lng())
        .expect("both kinds of point have the same ranges")
}

impl Disc {
    /// Asks the index.
    pub(super) fn around(
        index: &GeoIndex<Ord32, u8>,
        shops: &Shops,
        question: &Question,
        now: DateTime<FixedOffset>,
    ) -> Result<Self, InvalidRadius> {
        let mut metres = SPARE.take();
        metres.resize(shops.width().max(metres.len()), f64::INFINITY);
        let mut disc = Self {
            shops: Vec::new(),
            metres,
        };
        let kind = question.kind.map(shops::ShopKind::index);
        let _ = index.within(
            geo_point(question.origin),
            question.radius_m,
            |ord, tag, distance| {
                if kind.is_none_or(|kind| kind == *tag)
                    && shops
                        .find(ord)
                        .is_some_and(|shop| passes(shop, question, now))
                {
                    disc.put(ord, distance);
                }
                ControlFlow::<()>::Continue(())
            },
        )?;
        Ok(disc)
    }

    /// Metres to a shop, if it is inside.
    pub(super) fn metres(&self, shop: Ord32) -> Option<f64> {
        self.metres
            .get(shop as usize)
            .copied()
            .filter(|metres| metres.is_finite())
    }

    fn put(&mut self, ord: Ord32, distance: f64) {
        if let Some(metres) = self.metres.get_mut(ord as usize) {
            *metres = distance;
            self.shops.push(ord);
        }
    }
}

impl Drop for Disc {
    fn drop(&mut self) {
        for &shop in &self.shops {
            self.metres[shop as usize] = f64::INFINITY;
        }
        SPARE.set(std::mem::take(&mut self.metres));
    }
}

fn passes(shop: &Shop, question: &Question, now: DateTime<FixedOffset>) -> bool {
    !question.open_now || shop.open_at(now) == Some(true)
}
