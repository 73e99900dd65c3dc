//! The nearest points of a zone or a polygon.

use crate::cell::{CellKey, KeyRange, disjoint_ranges};
use crate::near::{Lies, Near};
use crate::nearest::{self, Wanted};
use crate::shard::Shard;
use crate::{Cell, GeoIndex, Hit, InvalidRadius, Point, Polygon};

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
    /// The up to `k` points of a set of H3 cells that are nearest to `origin`,
    /// lie within `max_radius_m` metres and satisfy `predicate(key, &tag)`,
    /// nearest first and equal distances by key. The origin may lie outside.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point, Resolution};
    ///
    /// let (dhaka, gazipur) = (Point::new(23.78, 90.40)?, Point::new(23.99, 90.42)?);
    /// let index = GeoIndex::bulk([(1_u32, dhaka, ()), (2, gazipur, ())]);
    /// let zone = [gazipur.cell(Resolution::Seven)];
    /// let nearest = index.nearest_in_cells(dhaka, 5, 50_000.0, &zone, |_, _| true)?;
    /// assert_eq!(nearest.iter().map(|hit| hit.key).collect::<Vec<_>>(), [2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn nearest_in_cells(
        &self,
        origin: Point,
        k: usize,
        max_radius_m: f64,
        cells: &[Cell],
        predicate: impl FnMut(K, &T) -> bool,
    ) -> Result<Vec<Hit<K, T>>, InvalidRadius> {
        let wanted = InCells {
            ranges: &disjoint_ranges(cells),
            lies: Lies::Outside,
            predicate,
        };
        nearest::search(&self.layout, origin, k, max_radius_m, wanted)
    }

    /// The up to `k` points in a polygon that are nearest to `origin`, lie within
    /// `max_radius_m` metres and satisfy `predicate(key, &tag)`, nearest first and
    /// equal distances by key. The origin may lie outside.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point, Polygon};
    ///
    /// let shore = [(23.70, 90.40), (23.70, 90.50), (23.80, 90.45)];
    /// let shore = shore.map(|(lat, lng)| Point::new(lat, lng).unwrap());
    /// let index = GeoIndex::bulk([
    ///     (1_u32, Point::new(23.75, 90.45)?, ()),
    ///     (2, Point::new(23.75, 90.41)?, ()),
    /// ]);
    /// let island = Polygon::new(&shore, &[])?;
    /// let here = Point::new(23.75, 90.40)?;
    /// let nearest = index.nearest_in_polygon(here, 5, 50_000.0, &island, |_, _| true)?;
    /// assert_eq!(nearest.iter().map(|hit| hit.key).collect::<Vec<_>>(), [1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn nearest_in_polygon(
        &self,
        origin: Point,
        k: usize,
        max_radius_m: f64,
        polygon: &Polygon,
        predicate: impl FnMut(K, &T) -> bool,
    ) -> Result<Vec<Hit<K, T>>, InvalidRadius> {
        let wanted = InPolygon {
            polygon,
            near: Near::new(&polygon.outline),
            predicate,
        };
        nearest::search(&self.layout, origin, k, max_radius_m, wanted)
    }
}

/// Rows in disjoint ranges of keys.
struct InCells<'a, P> {
    ranges: &'a [KeyRange],
    /// How the shard at hand lies to them.
    lies: Lies,
    predicate: P,
}

impl<K, T, P> Wanted<K, T> for InCells<'_, P>
where
    K: Copy + Ord,
    T: Copy,
    P: FnMut(K, &T) -> bool,
{
    fn any(&mut self, shard: &Shard<K, T>) -> bool {
        let shard = shard.range;
        self.lies = match self.from(shard.first) {
            Some(range) if range.covers(shard) => Lies::Inside,
            Some(range) if range.first <= shard.last => Lies::Rim,
            _ => Lies::Outside,
        };
        self.lies != Lies::Outside
    }

    fn row(&mut self, shard: &Shard<K, T>, row: usize) -> bool {
        (self.predicate)(shard.keys[row], &shard.tags[row])
            && (self.lies == Lies::Inside || self.holds(shard.cell_of(row)))
    }
}

impl<P> InCells<'_, P> {
    /// The first range that does not end before a key.
    fn from(&self, key: CellKey) -> Option<KeyRange> {
        let first = self.ranges.partition_point(|range| range.last < key);
        self.ranges.get(first).copied()
    }

    fn holds(&self, key: CellKey) -> bool {
        self.from(key).is_some_and(|range| range.contains(key))
    }
}

/// Rows in a polygon.
struct InPolygon<'a, P> {
    polygon: &'a Polygon,
    /// Of the shard at hand.
    near: Near<'a>,
    predicate: P,
}

impl<K, T, P> Wanted<K, T> for InPolygon<'_, P>
where
    K: Copy + Ord,
    T: Copy,
    P: FnMut(K, &T) -> bool,
{
    fn any(&mut self, shard: &Shard<K, T>) -> bool {
        self.near.set(shard.bounds);
        self.near.lies() != Lies::Outside
    }

    fn row(&mut self, shard: &Shard<K, T>, row: usize) -> bool {
        (self.predicate)(shard.keys[row], &shard.tags[row])
            && (self.near.lies() == Lies::Inside || self.polygon.contains(shard.points[row]))
    }
}
