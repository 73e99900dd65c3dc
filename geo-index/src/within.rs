//! Queries around an origin: within a radius, and the nearest.

use std::convert::Infallible;
use std::ops::ControlFlow;

use crate::count::Count;
use crate::disc::Disc;
use crate::gather::{Gather, Gathered};
use crate::seen::Seen;
use crate::shard::Shard;
use crate::visit::{Rows, Visit};
use crate::{GeoIndex, InvalidRadius, Point, nearest};

/// One point of an answer.
///
/// ```
/// use geo_index::{GeoIndex, Hit, Point};
///
/// let here = Point::new(23.75, 90.39)?;
/// let index = GeoIndex::bulk([(7_u32, here, 'a')]);
/// let mut hits = Vec::new();
/// index.collect_within(here, 10.0, &mut hits)?;
/// assert!(matches!(hits[..], [Hit { key: 7, tag: 'a', metres: ..0.001 }]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit<K, T> {
    /// What the point was filed as.
    pub key: K,
    /// The small payload filed with it.
    pub tag: T,
    /// Metres from the origin of the query: within 0.02 mm of the geodesic up to
    /// 50 km (0.1 mm where there is less than a point in 100 km²), 0.1 mm up to
    /// 100 km and 1 mm up to 200 km, and never more than the radius.
    /// [`Point::distance_m`] gives a few more digits.
    pub metres: f64,
}

impl<K: Ord, T> Hit<K, T> {
    /// Nearest first, equal distances by key.
    pub(crate) fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.metres.total_cmp(&other.metres)).then_with(|| self.key.cmp(&other.key))
    }
}

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
    /// Calls `visit(key, &tag, metres)` for every point within `radius_m`
    /// metres, the rim included, in no particular order, until it breaks.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let index: GeoIndex<u32, bool> = (0..100)
    ///     .map(|i| (i, Point::new(23.7, 90.0 + f64::from(i) / 1000.0).unwrap(), i % 2 == 0))
    ///     .collect();
    /// let first_even = index.within(Point::new(23.7, 90.05)?, 1_000.0, |key, &even, metres| {
    ///     if even { ControlFlow::Break((key, metres)) } else { ControlFlow::Continue(()) }
    /// })?;
    /// assert!(matches!(first_even, ControlFlow::Break((_, metres)) if metres <= 1_000.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn within<B>(
        &self,
        origin: Point,
        radius_m: f64,
        visit: impl FnMut(K, &T, f64) -> ControlFlow<B>,
    ) -> Result<ControlFlow<B>, InvalidRadius> {
        let disc = Disc::new(origin, radius_m)?;
        Ok(self.layout.walk(&disc, &mut Visit(visit)))
    }

    /// Fills `found` with ids and metres of the points within `radius_m` metres,
    /// in no particular order: the fastest way to get all of them.
    ///
    /// ```
    /// use geo_index::{Gathered, GeoIndex, Point};
    ///
    /// let corner = Point::new(23.7925, 90.4078)?;
    /// let index = GeoIndex::bulk([(4_u32, corner, ()), (2, corner, ())]);
    /// let mut found = Gathered::default();
    /// index.gather_within(corner, 100.0, &mut found)?;
    /// assert_eq!(found.len(), 2);
    /// assert!(found.iter().all(|(_, metres)| metres < 0.001));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn gather_within(
        &self,
        origin: Point,
        radius_m: f64,
        found: &mut Gathered<K>,
    ) -> Result<(), InvalidRadius> {
        let disc = Disc::new(origin, radius_m)?;
        let ControlFlow::Continue(()) = self.layout.walk(&disc, &mut Gather::new(found, &disc));
        Ok(())
    }

    /// Fills `hits` with the points within `radius_m` metres, nearest first and
    /// equal distances by key. What was in `hits` is dropped, its memory kept.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let corner = Point::new(23.7925, 90.4078)?;
    /// let index = GeoIndex::bulk([
    ///     (5_u32, Point::new(23.7930, 90.4078)?, ()),
    ///     (4, corner, ()),
    ///     (2, corner, ()),
    /// ]);
    /// let mut hits = Vec::new();
    /// index.collect_within(corner, 100.0, &mut hits)?;
    /// assert_eq!(hits.iter().map(|hit| hit.key).collect::<Vec<_>>(), [2, 4, 5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn collect_within(
        &self,
        origin: Point,
        radius_m: f64,
        hits: &mut Vec<Hit<K, T>>,
    ) -> Result<(), InvalidRadius> {
        hits.clear();
        let _: ControlFlow<()> = self.within(origin, radius_m, |key, &tag, metres| {
            hits.push(Hit { key, tag, metres });
            ControlFlow::Continue(())
        })?;
        hits.sort_unstable_by(Hit::order);
        Ok(())
    }

    /// How many points lie within `radius_m` metres. Cells wholly inside are
    /// not looked into.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let index = GeoIndex::bulk([(1_u32, Point::new(23.7, 90.4)?, ())]);
    /// assert_eq!(index.count_within(Point::new(23.7, 90.41)?, 1_000.0)?, 0);
    /// assert_eq!(index.count_within(Point::new(23.7, 90.41)?, 1_020.0)?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_within(&self, origin: Point, radius_m: f64) -> Result<usize, InvalidRadius> {
        let disc = Disc::new(origin, radius_m)?;
        let mut count = Count::default();
        let ControlFlow::Continue(()) = self.layout.walk(&disc, &mut count);
        Ok(count.0)
    }

    /// How many points within `radius_m` metres satisfy `predicate(key, &tag)`.
    /// Measures no distance that the answer does not need.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let here = Point::new(23.7, 90.4)?;
    /// let index = GeoIndex::bulk([(1_u32, here, 0b01_u64), (2, here, 0b11)]);
    /// assert_eq!(index.count_where(here, 50.0, |_, flags| flags & 0b10 != 0)?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_where(
        &self,
        origin: Point,
        radius_m: f64,
        mut predicate: impl FnMut(K, &T) -> bool,
    ) -> Result<usize, InvalidRadius> {
        let disc = Disc::new(origin, radius_m)?;
        let mut count = 0;
        let mut rows = Rows(|seen: &Seen<'_, K, T>, row: usize| {
            count += usize::from(predicate(seen.shard.keys[row], &seen.shard.tags[row]));
            ControlFlow::<Infallible>::Continue(())
        });
        let ControlFlow::Continue(()) = self.layout.walk(&disc, &mut rows);
        Ok(count)
    }

    /// The up to `k` points nearest to `origin` that lie within `max_radius_m`
    /// metres and satisfy `predicate(key, &tag)`, nearest first and equal
    /// distances by key.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let index: GeoIndex<u32, &str> = GeoIndex::bulk([
    ///     (1, Point::new(23.80, 90.40)?, "pharmacy"),
    ///     (2, Point::new(23.81, 90.40)?, "grocery"),
    ///     (3, Point::new(23.82, 90.40)?, "pharmacy"),
    /// ]);
    /// let here = Point::new(23.815, 90.40)?;
    /// let pharmacies = index.nearest(here, 5, 10_000.0, |_, &kind| kind == "pharmacy")?;
    /// assert_eq!(pharmacies.iter().map(|hit| hit.key).collect::<Vec<_>>(), [3, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn nearest(
        &self,
        origin: Point,
        k: usize,
        max_radius_m: f64,
        mut predicate: impl FnMut(K, &T) -> bool,
    ) -> Result<Vec<Hit<K, T>>, InvalidRadius> {
        let wanted = |shard: &Shard<K, T>, row: usize| predicate(shard.keys[row], &shard.tags[row]);
        nearest::search(&self.layout, origin, k, max_radius_m, wanted)
    }
}
