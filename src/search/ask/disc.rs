//! The shops around a place: gathered in one go, with what ranking asks of each.

use std::cell::RefCell;

use chrono::{DateTime, FixedOffset};
use geo_index::{Gathered, GeoIndex, InvalidRadius};
use kernel::Point;

use super::question::Question;
use super::score::{self, Around};
use crate::tables::{Ord32, Shops, minute_of};

/// Shops within the radius that pass the filters on shops. A shop's place among
/// them, counted from 0, stands for it where that is shorter.
pub(super) struct Disc<'a> {
    /// `ord`s, unordered.
    pub(super) shops: Vec<Ord32>,
    /// Metres to each, within 4 mm.
    metres: Vec<f32>,
    /// One bit per `ord`: a question answered from the nearest cache.
    inside: Bits,
    rows: &'a Shops,
    now: DateTime<FixedOffset>,
    minute: u64,
}

/// What the last question left, to be filled again: new memory would cost more
/// than asking.
#[derive(Default)]
struct Spare {
    found: Gathered<Ord32>,
    shops: Vec<Ord32>,
    metres: Vec<f32>,
    inside: Bits,
    wanted: Bits,
    places: Vec<u32>,
}

thread_local! {
    static SPARE: RefCell<Spare> = RefCell::default();
}

/// A set of `ord`s.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    /// Empty, for `ord`s below `width`.
    fn clear(&mut self, width: usize) {
        self.0.clear();
        self.0.resize(width.div_ceil(64), 0);
    }

    #[inline]
    fn has(&self, ord: Ord32) -> bool {
        let word = self.0.get(ord as usize / 64);
        word.is_some_and(|word| word >> (ord % 64) & 1 != 0)
    }

    #[inline]
    fn put(&mut self, ord: Ord32) {
        if let Some(word) = self.0.get_mut(ord as usize / 64) {
            *word |= 1 << (ord % 64);
        }
    }
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
        SPARE.with_borrow_mut(|spare| {
            let origin = geo_point(question.origin);
            index.gather_within(origin, question.radius_m, &mut spare.found)?;
            let mut disc = Self {
                shops: std::mem::take(&mut spare.shops),
                metres: std::mem::take(&mut spare.metres),
                inside: std::mem::take(&mut spare.inside),
                rows,
                now,
                minute: minute_of(now),
            };
            disc.fill(&spare.found, question);
            Ok(disc)
        })
    }

    fn fill(&mut self, found: &Gathered<Ord32>, question: &Question) {
        self.shops.clear();
        self.metres.clear();
        self.inside.clear(self.rows.width());
        for (ord, metres) in found.iter() {
            let Some(kind) = self.rows.kind(ord) else {
                continue;
            };
            if question.kind.is_none_or(|wanted| wanted == kind)
                && (!question.open_now || self.is_open(ord) == Some(true))
            {
                self.inside.put(ord);
                self.shops.push(ord);
                self.metres.push(metres);
            }
        }
    }

    /// Whether a shop is inside.
    #[inline]
    pub(super) fn holds(&self, shop: Ord32) -> bool {
        self.inside.has(shop)
    }

    /// The shop at a place.
    #[inline]
    pub(super) fn at(&self, place: u32) -> Option<Around> {
        let (ord, metres) = (
            *self.shops.get(place as usize)?,
            *self.metres.get(place as usize)?,
        );
        let kind = self.rows.kind(ord)?;
        Some(Around {
            place,
            shop: ord,
            metres,
            kind,
            open: self.is_open(ord),
            near: score::near(metres, kind),
        })
    }

    /// Calls with each of some shops inside and what ranking asks of it. Looks
    /// through all shops once, so that none has to be looked up by itself.
    pub(super) fn each_of<T>(
        &self,
        asked: &[T],
        shop: impl Fn(&T) -> Ord32,
        mut visit: impl FnMut(&T, Around),
    ) {
        SPARE.with_borrow_mut(|Spare { wanted, places, .. }| {
            wanted.clear(self.rows.width());
            places.resize(places.len().max(self.rows.width()), 0);
            for one in asked {
                wanted.put(shop(one));
            }
            for (place, ord) in (0..).zip(&self.shops) {
                if wanted.has(*ord) {
                    places[*ord as usize] = place;
                }
            }
            for one in asked.iter().filter(|one| self.holds(shop(one))) {
                if let Some(around) = self.at(places[shop(one) as usize]) {
                    visit(one, around);
                }
            }
        });
    }

    #[inline]
    fn is_open(&self, ord: Ord32) -> Option<bool> {
        self.rows.open_at(ord, self.now, self.minute)
    }
}

impl Drop for Disc<'_> {
    fn drop(&mut self) {
        SPARE.with_borrow_mut(|spare| {
            spare.shops = std::mem::take(&mut self.shops);
            spare.metres = std::mem::take(&mut self.metres);
            spare.inside = std::mem::take(&mut self.inside);
        });
    }
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
