//! Queries in H3 cells: counts for map clusters, points of a delivery zone.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::ControlFlow;

use h3o::{CellIndex, Resolution};

use crate::cell::{ancestor, disjoint_ranges};
use crate::disc::Disc;
use crate::layout::Seen;
use crate::visit::Rows;
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
        let mut counts = BTreeMap::new();
        let mut rows = Rows(|seen: &Seen<'_, K, T>, row: usize| {
            let cell = ancestor(seen.shard.cell_of(row), resolution);
            *counts.entry(cell).or_insert(0) += 1;
            ControlFlow::<Infallible>::Continue(())
        });
        let ControlFlow::Continue(()) = self.layout.walk(&disc, &mut rows);
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
            for shard in self.layout.shards_in(range) {
                for row in shard.rows_in(range) {
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
            .flat_map(|range| {
                let shards = self.layout.shards_in(range).iter();
                shards.map(move |shard| shard.count_in(range))
            })
            .sum()
    }
}
