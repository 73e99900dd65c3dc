//! The immutable index and its queries.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use h3o::{CellIndex, Resolution};

use crate::cell::{ancestor, disjoint_ranges, key_of};
use crate::disc::Disc;
use crate::layout::Layout;
use crate::shard::{Entry, cut_along};
use crate::{InvalidRadius, Point, nearest};

/// One point of an answer.
///
/// ```
/// use geo_index::{GeoIndex, Hit, Point};
///
/// let here = Point::new(23.75, 90.39)?;
/// let index = GeoIndex::bulk([(7_u32, here, 'a')]);
/// let mut hits = Vec::new();
/// index.collect_within(here, 10.0, &mut hits)?;
/// assert_eq!(hits, [Hit { key: 7, tag: 'a', metres: 0.0 }]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit<K, T> {
    /// What the point was filed as.
    pub key: K,
    /// The small payload filed with it.
    pub tag: T,
    /// Metres from the origin of the query, the same that
    /// [`Point::distance_m`] gives and never more than the radius.
    pub metres: f64,
}

impl<K: Ord, T> Hit<K, T> {
    /// Nearest first, equal distances by key.
    pub(crate) fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.metres.total_cmp(&other.metres)).then_with(|| self.key.cmp(&other.key))
    }
}

/// Points on Earth, ready to be asked what is near. Immutable; a clone shares
/// everything and costs one atomic increment.
///
/// `K` identifies a point, `T` is a small payload (kind, flags) that predicates
/// read without leaving the index. To change points while others read, wrap it
/// in a [`Live`](crate::Live).
///
/// ```
/// use geo_index::{GeoIndex, Point};
///
/// let index = GeoIndex::bulk([
///     (1_u32, Point::new(23.7461, 90.3742)?, "grocery"),
///     (2, Point::new(23.7515, 90.3930)?, "pharmacy"),
///     (3, Point::new(24.8949, 91.8687)?, "grocery"),
/// ]);
/// let here = Point::new(23.7500, 90.3800)?;
/// assert_eq!(index.count_within(here, 2_000.0)?, 2);
/// assert_eq!(index.nearest(here, 1, 5_000.0, |_, _| true)?[0].key, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct GeoIndex<K, T> {
    pub(crate) layout: Arc<Layout<K, T>>,
}

impl<K, T> Clone for GeoIndex<K, T> {
    fn clone(&self) -> Self {
        Self {
            layout: Arc::clone(&self.layout),
        }
    }
}

impl<K: Copy + Ord, T: Copy> Default for GeoIndex<K, T> {
    fn default() -> Self {
        Self::bulk([])
    }
}

impl<K: Copy + Ord, T: Copy> FromIterator<(K, Point, T)> for GeoIndex<K, T> {
    fn from_iter<I: IntoIterator<Item = (K, Point, T)>>(points: I) -> Self {
        Self::bulk(points)
    }
}

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
    /// Builds the index. When a key comes twice, the last one counts.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let (old, new) = (Point::new(23.7, 90.4)?, Point::new(22.3, 91.8)?);
    /// let index = GeoIndex::bulk([(1_u32, old, ()), (1, new, ())]);
    /// assert_eq!(index.len(), 1);
    /// assert_eq!(index.count_within(new, 1.0)?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn bulk(points: impl IntoIterator<Item = (K, Point, T)>) -> Self {
        let mut points: Vec<_> = points.into_iter().collect();
        points.sort_by_key(|&(key, ..)| key);
        let mut entries: Vec<_> = points
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|same_key| same_key.last())
            .map(|&(key, point, tag)| Entry {
                cell: key_of(point),
                key,
                point,
                tag,
            })
            .collect();
        entries.sort_unstable_by_key(Entry::place);
        let shards = cut_along(Resolution::Zero, &entries);
        Self {
            layout: Arc::new(Layout::new(shards)),
        }
    }

    /// How many points there are.
    ///
    /// ```
    /// # use geo_index::{GeoIndex, Point};
    /// let index = GeoIndex::bulk([(1_u32, Point::new(0.0, 0.0)?, ())]);
    /// assert_eq!(index.len(), 1);
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn len(&self) -> usize {
        self.layout.len
    }

    /// Whether there is no point at all.
    ///
    /// ```
    /// assert!(geo_index::GeoIndex::<u32, ()>::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

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
        mut visit: impl FnMut(K, &T, f64) -> ControlFlow<B>,
    ) -> Result<ControlFlow<B>, InvalidRadius> {
        let disc = Disc::new(origin, radius_m)?;
        Ok(self.layout.each_inside(&disc, |shard, row| {
            let metres = disc.metres(shard.points[row], shard.position(row));
            visit(shard.keys[row], &shard.tags[row], metres)
        }))
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
        let mut count = 0;
        let _: ControlFlow<()> = self.layout.walk(&disc, |run| {
            count += if run.sure {
                run.rows.len()
            } else {
                let shard = run.shard;
                (run.rows)
                    .filter(|&row| disc.contains(shard.points[row], shard.position(row)))
                    .count()
            };
            ControlFlow::Continue(())
        });
        Ok(count)
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
        let _: ControlFlow<()> = self.layout.each_inside(&disc, |shard, row| {
            count += usize::from(predicate(shard.keys[row], &shard.tags[row]));
            ControlFlow::Continue(())
        });
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
        predicate: impl FnMut(K, &T) -> bool,
    ) -> Result<Vec<Hit<K, T>>, InvalidRadius> {
        let disc = Disc::new(origin, max_radius_m)?;
        Ok(nearest::search(&self.layout, &disc, k, predicate))
    }

    /// Points within `radius_m` metres counted by their H3 cell of
    /// `resolution` (see [`Point::cell`]), in order of the cells. Cells without points are left out.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point, Resolution};
    ///
    /// let index = GeoIndex::bulk([
    ///     (1_u32, Point::new(23.7925, 90.4078)?, ()),
    ///     (2, Point::new(23.7926, 90.4079)?, ()),
    ///     (3, Point::new(23.8300, 90.3600)?, ()),
    /// ]);
    /// let clusters = index.density_within(Point::new(23.8, 90.4)?, 10_000.0, Resolution::Eight)?;
    /// let mut counts: Vec<_> = clusters.iter().map(|&(_, count)| count).collect();
    /// counts.sort_unstable();
    /// assert_eq!(counts, [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn density_within(
        &self,
        origin: Point,
        radius_m: f64,
        resolution: Resolution,
    ) -> Result<Vec<(CellIndex, usize)>, InvalidRadius> {
        let disc = Disc::new(origin, radius_m)?;
        let mut counts = BTreeMap::new();
        let _: ControlFlow<()> = self.layout.each_inside(&disc, |shard, row| {
            let cell = ancestor(shard.cells[row], resolution);
            *counts.entry(cell).or_insert(0) += 1;
            ControlFlow::Continue(())
        });
        Ok(counts.into_iter().collect())
    }

    /// Calls `visit(key, &tag, point)` once for every point in a set of H3
    /// cells, until it breaks. Resolutions may be mixed (a compacted set) and
    /// cells may repeat or overlap.
    ///
    /// [`Point::cell`] says what lies in a cell.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use geo_index::{GeoIndex, Point, Resolution};
    ///
    /// let inside = Point::new(23.7925, 90.4078)?;
    /// let index = GeoIndex::bulk([(1_u32, inside, ()), (2, Point::new(22.36, 91.78)?, ())]);
    /// let zone = inside.cell(Resolution::Five);
    /// let mut found = Vec::new();
    /// let _: ControlFlow<()> = index.within_cells(&[zone], |key, _, _| {
    ///     found.push(key);
    ///     ControlFlow::Continue(())
    /// });
    /// assert_eq!(found, [1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn within_cells<B>(
        &self,
        cells: &[CellIndex],
        mut visit: impl FnMut(K, &T, Point) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        for range in disjoint_ranges(cells) {
            for (shard, rows) in self.layout.rows_in(range) {
                for row in rows {
                    visit(shard.keys[row], &shard.tags[row], shard.points[row])?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// How many points lie in a set of H3 cells, each counted once.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point, Resolution};
    ///
    /// let inside = Point::new(23.7925, 90.4078)?;
    /// let index = GeoIndex::bulk([(1_u32, inside, ())]);
    /// let zone = inside.cell(Resolution::Five);
    /// assert_eq!(index.count_in_cells(&[zone, zone]), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_in_cells(&self, cells: &[CellIndex]) -> usize {
        (disjoint_ranges(cells).into_iter())
            .flat_map(|range| self.layout.rows_in(range))
            .map(|(_, rows)| rows.len())
            .sum()
    }
}
