//! Queries over polygons: down the tree, with fewer and fewer edges.

use std::convert::Infallible;
use std::ops::{ControlFlow, Range};

use pulp::NullaryFnOnce;

use crate::hull::FANOUT;
use crate::layout::Layout;
use crate::near::{Lies, Near};
use crate::places::Places;
use crate::shard::Shard;
use crate::{GeoIndex, Point, Polygon, simd};

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
    /// Calls `visit(key, &tag, point)` for every point in a polygon, its rim
    /// included ([`Polygon::contains`]), in no particular order, until it breaks.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use geo_index::{GeoIndex, Point, Polygon};
    ///
    /// let shore = [(23.70, 90.40), (23.70, 90.50), (23.80, 90.45)];
    /// let shore = shore.map(|(lat, lng)| Point::new(lat, lng).unwrap());
    /// let index = GeoIndex::bulk([
    ///     (1_u32, Point::new(23.75, 90.45)?, ()),
    ///     (2, Point::new(23.75, 90.41)?, ()),
    ///     (3, shore[2], ()),
    /// ]);
    /// let mut found = Vec::new();
    /// let _: ControlFlow<()> = index.within_polygon(&Polygon::new(&shore, &[])?, |key, _, _| {
    ///     found.push(key);
    ///     ControlFlow::Continue(())
    /// });
    /// found.sort_unstable();
    /// assert_eq!(found, [1, 3]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn within_polygon<B>(
        &self,
        polygon: &Polygon,
        mut visit: impl FnMut(K, &T, Point) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        cover(&self.layout, polygon, |part| match part {
            Part::Shards(shards) => (self.layout.shards[shards].iter())
                .try_for_each(|shard| shard.visit(0..shard.len(), &mut visit)),
            Part::Rows(shard, rows) => shard.visit(rows, &mut visit),
        })
    }

    /// How many points lie in a polygon, its rim included. What has no edge
    /// nearby is not looked into.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point, Polygon};
    ///
    /// let shore = [(23.70, 90.40), (23.70, 90.50), (23.80, 90.45)];
    /// let shore = shore.map(|(lat, lng)| Point::new(lat, lng).unwrap());
    /// let index = GeoIndex::bulk((0..3).zip(shore).map(|(key, place)| (key, place, ())));
    /// assert_eq!(index.count_in_polygon(&Polygon::new(&shore, &[])?), 3);
    /// # Ok::<(), geo_index::InvalidPolygon>(())
    /// ```
    pub fn count_in_polygon(&self, polygon: &Polygon) -> usize {
        let mut count = 0;
        let ControlFlow::Continue(()) = cover(&self.layout, polygon, |part| {
            count += match part {
                Part::Shards(shards) => self.layout.len_of(shards),
                Part::Rows(_, rows) => rows.len(),
            };
            ControlFlow::<Infallible>::Continue(())
        });
        count
    }
}

/// What a polygon holds of an index.
enum Part<'a, K, T> {
    Shards(Range<usize>),
    Rows(&'a Shard<K, T>, Range<usize>),
}

/// Gives all parts of an index that lie in a polygon.
fn cover<K: Copy + Ord, T: Copy, B>(
    layout: &Layout<K, T>,
    polygon: &Polygon,
    take: impl FnMut(Part<'_, K, T>) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let Some(top) = (0..).take(layout.levels.len()).last() else {
        return ControlFlow::Continue(());
    };
    let mut cover = Cover {
        layout,
        near: vec![Near::new(&polygon.outline); layout.levels.len() + 1],
        take,
    };
    cover.node(top, 0)
}

struct Cover<'a, K, T, F> {
    layout: &'a Layout<K, T>,
    /// Of the shard at hand, and of the nodes above it.
    near: Vec<Near<'a>>,
    take: F,
}

impl<K, T, B, F> Cover<'_, K, T, F>
where
    K: Copy + Ord,
    T: Copy,
    F: FnMut(Part<'_, K, T>) -> ControlFlow<B>,
{
    fn node(&mut self, level: u32, node: usize) -> ControlFlow<B> {
        let layout = self.layout;
        let children = layout.areas(level).iter().enumerate();
        for (child, &bounds) in children.skip(node * FANOUT).take(FANOUT) {
            let (narrower, wider) = self.near.split_at_mut(level as usize + 1);
            let near = narrower.last_mut().expect("one for each level");
            near.narrow(&wider[0], bounds);
            match (near.lies(), level.checked_sub(1)) {
                (Lies::Outside, _) => {}
                (Lies::Inside, _) => {
                    let shards = layout.shards_under(level, child);
                    (self.take)(Part::Shards(shards))?;
                }
                (Lies::Rim, Some(below)) => self.node(below, child)?,
                (Lies::Rim, None) => self.shard(&layout.shards[child])?,
            }
        }
        ControlFlow::Continue(())
    }

    fn shard(&mut self, shard: &Shard<K, T>) -> ControlFlow<B> {
        simd::run(Rim {
            shard,
            wider: &self.near[0],
            near: self.near[0].clone(),
            take: &mut self.take,
        })
    }
}

/// Looks into a shard that edges touch.
struct Rim<'c, 'a, K, T, F> {
    shard: &'c Shard<K, T>,
    wider: &'c Near<'a>,
    near: Near<'a>,
    take: &'c mut F,
}

impl<K, T, B, F> NullaryFnOnce for Rim<'_, '_, K, T, F>
where
    K: Copy + Ord,
    T: Copy,
    F: FnMut(Part<'_, K, T>) -> ControlFlow<B>,
{
    type Output = ControlFlow<B>;

    #[inline(always)]
    fn call(mut self) -> ControlFlow<B> {
        for block in 0..self.shard.blocks() {
            let rows = self.shard.block_rows(block);
            let places = Places::of(&self.shard.points[rows.clone()]);
            self.near.narrow(self.wider, places.bounds());
            match self.near.lies() {
                Lies::Outside => {}
                Lies::Inside => (self.take)(Part::Rows(self.shard, rows))?,
                Lies::Rim => {
                    let inside = self.near.inside(&places);
                    for (row, inside) in rows.zip(inside) {
                        if inside != 0 {
                            (self.take)(Part::Rows(self.shard, row..row + 1))?;
                        }
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }
}
