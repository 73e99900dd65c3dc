//! Sets of H3 cells: the points of a delivery zone.

use std::convert::Infallible;
use std::ops::ControlFlow;

use h3o::CellIndex;

use crate::cell::{KeyRange, disjoint_ranges};
use crate::layout::Layout;
use crate::shard::Shard;
use crate::{GeoIndex, Point};

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
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
        let mut inside = Vec::new();
        sweep(&self.layout, &disjoint_ranges(cells), |part| match part {
            Part::Whole(shard) => shard.visit(0..shard.len(), &mut visit),
            Part::Of(shard, ranges) => {
                shard.mark_in(ranges, &mut inside);
                let rows = (0..shard.len()).filter(|&row| inside[row] != 0);
                shard.visit(rows, &mut visit)
            }
        })
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
        let mut count = 0;
        let ControlFlow::Continue(()) = sweep(&self.layout, &disjoint_ranges(cells), |part| {
            count += match part {
                Part::Whole(shard) => shard.len(),
                Part::Of(shard, ranges) => shard.count_in(ranges),
            };
            ControlFlow::<Infallible>::Continue(())
        });
        count
    }
}

impl<K: Copy + Ord, T: Copy> Shard<K, T> {
    /// Calls back for some rows.
    pub(crate) fn visit<B>(
        &self,
        rows: impl IntoIterator<Item = usize>,
        visit: &mut impl FnMut(K, &T, Point) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        (rows.into_iter())
            .try_for_each(|row| visit(self.keys[row], &self.tags[row], self.points[row]))
    }

    /// How many rows lie in disjoint ranges, each of which touches the shard.
    fn count_in(&self, ranges: &[KeyRange]) -> usize {
        (ranges.iter())
            .map(|range| self.cells.count(range.within(self.range)))
            .sum()
    }

    /// Makes `inside` 1 for the rows that lie in ranges, each of which touches
    /// the shard, and 0 for the others.
    pub(crate) fn mark_in(&self, ranges: &[KeyRange], inside: &mut Vec<u8>) {
        inside.clear();
        inside.resize(self.len(), 0);
        for range in ranges {
            self.cells.mark(range.within(self.range), inside);
        }
    }
}

/// What ranges hold of an index.
enum Part<'a, K, T> {
    Whole(&'a Shard<K, T>),
    /// Of a shard what lies in the ranges, all of which touch it.
    Of(&'a Shard<K, T>, &'a [KeyRange]),
}

/// Goes through shards and ranges, both in order, side by side.
fn sweep<K: Copy + Ord, T: Copy, B>(
    layout: &Layout<K, T>,
    mut ranges: &[KeyRange],
    mut take: impl FnMut(Part<'_, K, T>) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let mut shards = &layout.keyed[..];
    let bounds = |&shard: &u32| layout.shard(shard).range;
    while let Some(range) = ranges.first() {
        shards = &shards[gallop(shards, |shard| bounds(shard).last < range.first)..];
        let Some(first) = shards.first() else {
            break;
        };
        let shard = layout.shard(*first);
        if range.covers(shard.range) {
            let covered = gallop(shards, |shard| bounds(shard).last <= range.last);
            let (whole, rest) = shards.split_at(covered);
            (whole.iter()).try_for_each(|&shard| take(Part::Whole(layout.shard(shard))))?;
            shards = rest;
        } else if range.first <= shard.range.last && shard.range.first <= range.last {
            let touching = gallop(ranges, |range| range.first <= shard.range.last);
            take(Part::Of(shard, &ranges[..touching]))?;
            shards = &shards[1..];
        }
        // The next shard may reach into the last of the ranges that end here.
        let begins = shards.first().map(|shard| bounds(shard).first);
        let passed = |range: &KeyRange| begins.is_none_or(|begins| range.last < begins);
        ranges = &ranges[gallop(ranges, passed)..];
    }
    ControlFlow::Continue(())
}

/// As `partition_point`, for points close to the beginning.
fn gallop<E>(sorted: &[E], before: impl Fn(&E) -> bool) -> usize {
    let mut step = 1;
    while step < sorted.len() && before(&sorted[step]) {
        step *= 2;
    }
    let (low, high) = (step / 2, (step + 1).min(sorted.len()));
    low + sorted[low..high].partition_point(before)
}
