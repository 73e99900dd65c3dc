//! The shops around a place, as a table by `ord` that ranking can look into.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;

use chrono::{DateTime, FixedOffset};
use geo_index::{GeoIndex, InvalidRadius};
use kernel::Point;
use shops::ShopKind;

use super::question::Question;
use super::score::{self, Around};
use crate::tables::{Ord32, Shop, Shops};

/// Shops within the radius that pass the filters on shops.
pub(super) struct Disc<'a> {
    /// `ord`s, unordered.
    pub(super) shops: Vec<Ord32>,
    table: Vec<Entry>,
    /// One bit per `ord`: a question answered from the nearest cache.
    inside: Vec<u64>,
    rows: &'a Shops,
    now: DateTime<FixedOffset>,
}

/// Metres by `ord`, infinite outside; the rest is worked out when first asked.
#[derive(Clone)]
struct Entry {
    metres: f64,
    known: Cell<Option<Around>>,
}

impl Entry {
    const fn outside() -> Self {
        Self {
            metres: f64::INFINITY,
            known: Cell::new(None),
        }
    }
}

thread_local! {
    /// The last tables, cleared: filling new ones would cost more than asking.
    static SPARE: RefCell<(Vec<Entry>, Vec<u64>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

/// Our checked place as the index's.
pub(super) fn geo_point(point: Point) -> geo_index::Point {
    geo_index::Point::new(point.lat(), point.lng())
        .expect("both kinds of point have the same ranges")
}

/// Metres between two places along the ellipsoid, as every list measures them.
pub fn metres_between(a: Point, b: Point) -> f64 {
    geo_point(a).distance_m(geo_point(b))
}

impl<'a> Disc<'a> {
    /// Asks the index.
    pub(super) fn around(
        index: &GeoIndex<Ord32, u8>,
        rows: &'a Shops,
        question: &Question,
        now: DateTime<FixedOffset>,
    ) -> Result<Self, InvalidRadius> {
        let (mut table, mut inside) = SPARE.take();
        table.resize(rows.width().max(table.len()), Entry::outside());
        inside.resize(table.len().div_ceil(64), 0);
        let mut disc = Self {
            shops: Vec::new(),
            table,
            inside,
            rows,
            now,
        };
        let kind = question.kind.map(ShopKind::index);
        let _ = index.within(
            geo_point(question.origin),
            question.radius_m,
            |ord, tag, metres| {
                let passes = || {
                    rows.find(ord)
                        .is_some_and(|shop| passes(shop, question, now))
                };
                if kind.is_none_or(|kind| kind == *tag) && passes() {
                    disc.put(ord, metres);
                }
                ControlFlow::<()>::Continue(())
            },
        )?;
        Ok(disc)
    }

    /// Whether a shop is inside.
    pub(super) fn holds(&self, shop: Ord32) -> bool {
        let word = self.inside.get(shop as usize / 64);
        word.is_some_and(|word| word & (1 << (shop % 64)) != 0)
    }

    /// A shop, if it is inside.
    pub(super) fn find(&self, shop: Ord32) -> Option<Around> {
        let entry = self
            .table
            .get(shop as usize)
            .filter(|entry| entry.metres.is_finite())?;
        entry.known.get().or_else(|| {
            let row = self.rows.find(shop)?;
            let open = row.open_at(self.now);
            let near = score::near(entry.metres, row.kind);
            entry.known.set(Some(Around {
                metres: entry.metres,
                kind: row.kind,
                open,
                near,
            }));
            entry.known.get()
        })
    }

    fn put(&mut self, ord: Ord32, metres: f64) {
        if let Some(entry) = self.table.get_mut(ord as usize) {
            entry.metres = metres;
            self.inside[ord as usize / 64] |= 1 << (ord % 64);
            self.shops.push(ord);
        }
    }
}

impl Drop for Disc<'_> {
    fn drop(&mut self) {
        for &shop in &self.shops {
            self.table[shop as usize] = Entry::outside();
            self.inside[shop as usize / 64] = 0;
        }
        SPARE.set((
            std::mem::take(&mut self.table),
            std::mem::take(&mut self.inside),
        ));
    }
}

fn passes(shop: &Shop, question: &Question, now: DateTime<FixedOffset>) -> bool {
    !question.open_now || shop.open_at(now) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metres_are_those_of_the_ellipsoid() {
        let at = |lat, lng| Point::new(lat, lng).unwrap();
        // A thousandth of a degree at 23.8° N: 110.76 m north, 101.91 m east.
        let here = at(23.8, 90.4);
        assert!((metres_between(here, at(23.801, 90.4)) - 110.76).abs() < 0.02);
        assert!((metres_between(here, at(23.8, 90.401)) - 101.91).abs() < 0.02);
        assert!(metres_between(here, here).abs() < f64::EPSILON);
    }
}
