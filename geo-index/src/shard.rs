//! A shard: the points of one H3 cell in columns, cut into small blocks.
//!
//! Shards never change. An update builds new ones for the cells it touches and
//! shares the rest.

use std::ops::Range;
use std::sync::Arc;

use h3o::CellIndex;

use crate::Point;
use crate::cell::{CellKey, FINEST, KeyRange, ancestor, are_siblings};
use crate::earth::Ecef;
use crate::sphere::Sphere;

/// A shard with more points is cut along its child cells, so this bounds the
/// work of a single update.
pub(crate) const MOST_IN_SHARD: usize = 1024;
/// Points under one bounding sphere.
pub(crate) const BLOCK: usize = 32;

/// One point on its way into a shard.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<K, T> {
    pub(crate) cell: CellKey,
    pub(crate) key: K,
    pub(crate) point: Point,
    pub(crate) tag: T,
}

impl<K: Copy, T> Entry<K, T> {
    /// Shards keep their entries in this order.
    pub(crate) const fn place(&self) -> (CellKey, K) {
        (self.cell, self.key)
    }
}

/// Never empty.
#[derive(Debug)]
pub(crate) struct Shard<K, T> {
    cell: CellIndex,
    pub(crate) range: KeyRange,
    pub(crate) sphere: Sphere,
    pub(crate) blocks: Vec<Sphere>,
    pub(crate) cells: Vec<CellKey>,
    pub(crate) keys: Vec<K>,
    pub(crate) tags: Vec<T>,
    pub(crate) points: Vec<Point>,
    xs: Vec<f64>,
    ys: Vec<f64>,
    zs: Vec<f64>,
}

impl<K: Copy + Ord, T: Copy> Shard<K, T> {
    /// From entries in order, all filed under `cell`.
    pub(crate) fn new(cell: CellIndex, entries: &[Entry<K, T>]) -> Self {
        let positions: Vec<_> = entries.iter().map(|e| Ecef::of(e.point)).collect();
        let xs: Vec<_> = positions.iter().map(|position| position.x).collect();
        let ys: Vec<_> = positions.iter().map(|position| position.y).collect();
        let zs: Vec<_> = positions.iter().map(|position| position.z).collect();
        let blocks: Vec<_> = (xs.chunks(BLOCK).zip(ys.chunks(BLOCK)).zip(zs.chunks(BLOCK)))
            .map(|((xs, ys), zs)| Sphere::around(xs, ys, zs))
            .collect();
        Self {
            cell,
            range: KeyRange::of(cell),
            sphere: Sphere::around(&xs, &ys, &zs),
            blocks,
            cells: entries.iter().map(|entry| entry.cell).collect(),
            keys: entries.iter().map(|entry| entry.key).collect(),
            tags: entries.iter().map(|entry| entry.tag).collect(),
            points: entries.iter().map(|entry| entry.point).collect(),
            xs,
            ys,
            zs,
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) const fn cell(&self) -> CellIndex {
        self.cell
    }

    pub(crate) fn position(&self, row: usize) -> Ecef {
        Ecef {
            x: self.xs[row],
            y: self.ys[row],
            z: self.zs[row],
        }
    }

    pub(crate) fn block_rows(&self, block: usize) -> Range<usize> {
        let first = block * BLOCK;
        first..(first + BLOCK).min(self.len())
    }

    /// Rows whose cell lies in `range`.
    pub(crate) fn rows_in(&self, range: KeyRange) -> Range<usize> {
        let first = self.cells.partition_point(|&cell| cell < range.first);
        let end = self.cells.partition_point(|&cell| cell <= range.last);
        first..end
    }

    pub(crate) fn row_of(&self, cell: CellKey, key: K) -> Option<usize> {
        let rows = self.rows_in(KeyRange {
            first: cell,
            last: cell,
        });
        let found = self.keys[rows.clone()].binary_search(&key).ok()?;
        Some(rows.start + found)
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry<K, T>> {
        (0..self.len()).map(|row| Entry {
            cell: self.cells[row],
            key: self.keys[row],
            point: self.points[row],
            tag: self.tags[row],
        })
    }
}

/// Cuts entries in order, all filed under `cell`, into shards of bounded size.
/// Only points that share a finest cell can exceed it.
pub(crate) fn cut<K, T>(cell: CellIndex, entries: &[Entry<K, T>]) -> Vec<Arc<Shard<K, T>>>
where
    K: Copy + Ord,
    T: Copy,
{
    if entries.is_empty() {
        return Vec::new();
    }
    let finer = cell.resolution().succ();
    let Some(finer) = finer.filter(|_| entries.len() > MOST_IN_SHARD) else {
        return vec![Arc::new(Shard::new(cell, entries))];
    };
    cut_along(finer, entries)
}

/// Cuts entries in order into shards, at least along the cells of `resolution`.
pub(crate) fn cut_along<K, T>(
    resolution: h3o::Resolution,
    entries: &[Entry<K, T>],
) -> Vec<Arc<Shard<K, T>>>
where
    K: Copy + Ord,
    T: Copy,
{
    debug_assert!(resolution <= FINEST);
    entries
        .chunk_by(|a, b| are_siblings(a.cell, b.cell, resolution))
        .flat_map(|chunk| cut(ancestor(chunk[0].cell, resolution), chunk))
        .collect()
}
