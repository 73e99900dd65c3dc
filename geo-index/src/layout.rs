//! One version of the index: shards in key order, bounding spheres over them,
//! and the walk that finds what a disc touches.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use crate::cell::{CellKey, KeyRange};
use crate::disc::{Disc, Side};
use crate::shard::Shard;
use crate::sphere::Sphere;

/// Shards under one bounding sphere.
pub(crate) const GROUP: usize = 16;

#[derive(Debug)]
pub(crate) struct Layout<K, T> {
    pub(crate) shards: Vec<Arc<Shard<K, T>>>,
    /// One per [`GROUP`] shards.
    pub(crate) groups: Vec<Sphere>,
    /// The shards' own spheres, side by side.
    pub(crate) spheres: Vec<Sphere>,
    pub(crate) len: usize,
}

/// Consecutive rows of a shard that a disc may hold.
pub(crate) struct Run<'a, K, T> {
    pub(crate) shard: &'a Shard<K, T>,
    pub(crate) rows: Range<usize>,
    /// All rows are inside: no need to look at them.
    pub(crate) sure: bool,
}

impl<K: Copy + Ord, T: Copy> Layout<K, T> {
    /// From shards in key order.
    pub(crate) fn new(shards: Vec<Arc<Shard<K, T>>>) -> Self {
        let spheres: Vec<_> = shards.iter().map(|shard| shard.sphere).collect();
        Self {
            groups: spheres.chunks(GROUP).map(Sphere::over).collect(),
            len: shards.iter().map(|shard| shard.len()).sum(),
            spheres,
            shards,
        }
    }

    pub(crate) fn group_shards(&self, group: usize) -> Range<usize> {
        let first = group * GROUP;
        first..(first + GROUP).min(self.shards.len())
    }

    /// The shard that a key is or would be filed in.
    pub(crate) fn shard_of(&self, cell: CellKey) -> Option<&Shard<K, T>> {
        let next = (self.shards).partition_point(|shard| shard.range.first <= cell);
        let shard = &self.shards[next.checked_sub(1)?];
        shard.range.contains(cell).then_some(&**shard)
    }

    /// Shards and their rows whose cells lie in `range`.
    pub(crate) fn rows_in(
        &self,
        range: KeyRange,
    ) -> impl Iterator<Item = (&Shard<K, T>, Range<usize>)> {
        let first = (self.shards).partition_point(|shard| shard.range.last < range.first);
        (self.shards[first..].iter())
            .take_while(move |shard| shard.range.first <= range.last)
            .map(move |shard| (&**shard, shard.rows_in(range)))
    }

    /// Calls `visit` with every run of rows that may lie in the disc, in key
    /// order. No row outside the runs does.
    pub(crate) fn walk<'a, B>(
        &'a self,
        disc: &Disc,
        mut visit: impl FnMut(Run<'a, K, T>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        for (group, sphere) in self.groups.iter().enumerate() {
            if disc.side(sphere) == Side::Outside {
                continue;
            }
            for shard in self.group_shards(group) {
                match disc.side(&self.spheres[shard]) {
                    Side::Outside => {}
                    Side::Inside => visit(whole(&self.shards[shard]))?,
                    Side::Rim => walk_blocks(&self.shards[shard], disc, &mut visit)?,
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Calls `visit` with every shard and row that lies in the disc.
    pub(crate) fn each_inside<'a, B>(
        &'a self,
        disc: &Disc,
        mut visit: impl FnMut(&'a Shard<K, T>, usize) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        self.walk(disc, |run| {
            for row in run.rows {
                if run.sure || disc.contains(run.shard.points[row], run.shard.position(row)) {
                    visit(run.shard, row)?;
                }
            }
            ControlFlow::Continue(())
        })
    }
}

const fn whole<K: Copy + Ord, T: Copy>(shard: &Shard<K, T>) -> Run<'_, K, T> {
    Run {
        rows: 0..shard.len(),
        shard,
        sure: true,
    }
}

fn walk_blocks<'a, K: Copy + Ord, T: Copy, B>(
    shard: &'a Shard<K, T>,
    disc: &Disc,
    visit: &mut impl FnMut(Run<'a, K, T>) -> ControlFlow<B>,
) -> ControlFlow<B> {
    for (block, sphere) in shard.blocks.iter().enumerate() {
        let side = disc.side(sphere);
        if side != Side::Outside {
            visit(Run {
                shard,
                rows: shard.block_rows(block),
                sure: side == Side::Inside,
            })?;
        }
    }
    ControlFlow::Continue(())
}
