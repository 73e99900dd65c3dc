//! Counts per H3 cell, for clusters on a map.

use std::convert::Infallible;
use std::ops::{ControlFlow, Range};

use h3o::{CellIndex, Resolution};

use crate::cell::CellPrefix;
use crate::disc::Disc;
use crate::layout::Layout;
use crate::seen::Seen;
use crate::shard::Shard;
use crate::walk::Sink;
use crate::{GeoIndex, InvalidRadius, Point};

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
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
        let mut density = Density {
            resolution,
            runs: Vec::new(),
        };
        let ControlFlow::Continue(()) = self.layout.walk(&disc, &mut density);
        Ok(density.summed())
    }
}

/// Counts of consecutive points of one cell. A cell may have several runs.
struct Density {
    resolution: Resolution,
    runs: Vec<(CellPrefix, usize)>,
}

impl Density {
    #[inline(always)]
    fn add(&mut self, cell: CellPrefix, points: usize) {
        match self.runs.last_mut() {
            Some((last, count)) if *last == cell => *count += points,
            _ => self.runs.push((cell, points)),
        }
    }

    /// The cell of a shard that is no larger than what is counted.
    #[inline(always)]
    fn whole<K, T>(&self, shard: &Shard<K, T>) -> Option<CellPrefix> {
        let fine = shard.cell.resolution() >= self.resolution;
        fine.then(|| CellPrefix::of(shard.range.first, self.resolution))
    }

    #[inline(always)]
    fn add_rows<K: Copy + Ord, T: Copy>(
        &mut self,
        shard: &Shard<K, T>,
        rows: impl Iterator<Item = usize>,
    ) {
        for row in rows {
            let cell = CellPrefix::of(shard.cell_of(row), self.resolution);
            self.add(cell, 1);
        }
    }

    fn summed(mut self) -> Vec<(CellIndex, usize)> {
        self.runs.sort_unstable_by_key(|&(cell, _)| cell);
        self.runs.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        let cells = self.runs.into_iter();
        cells
            .filter(|&(_, count)| count > 0)
            .map(|(cell, count)| (cell.cell(self.resolution), count))
            .collect()
    }
}

impl<K: Copy + Ord, T: Copy> Sink<K, T> for Density {
    type Stop = Infallible;
    type Lens = ();
    const TAKES: bool = false;

    #[inline(always)]
    fn lens(_: &Seen<'_, K, T>) {}

    #[inline(always)]
    fn shards(
        &mut self,
        layout: &Layout<K, T>,
        _: &Disc,
        shards: Range<usize>,
    ) -> ControlFlow<Infallible> {
        for shard in &layout.shards[shards] {
            match self.whole(shard) {
                Some(cell) => self.add(cell, shard.len()),
                None => self.add_rows(shard, 0..shard.len()),
            }
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn block(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Infallible> {
        let rows = seen.shard.block_rows(block);
        match self.whole(seen.shard) {
            Some(cell) => self.add(cell, rows.len()),
            None => self.add_rows(seen.shard, rows),
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn rim(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Infallible> {
        if let Some(cell) = self.whole(seen.shard) {
            self.add(cell, seen.count(block));
        } else {
            let inside = seen.test(block);
            let rows = seen.shard.block_rows(block).zip(inside);
            self.add_rows(
                seen.shard,
                rows.filter_map(|(row, inside)| (inside != 0).then_some(row)),
            );
        }
        ControlFlow::Continue(())
    }
}
