//! Cutting entries along H3 cells into shards of bounded size.

use std::sync::Arc;

use h3o::{CellIndex, Resolution};
use rayon::prelude::*;

use crate::cell::{FINEST, ancestor, are_siblings};
use crate::shard::{Entry, FLAT_FROM, Shard};

/// A shard with more points is cut along its child cells, so this bounds the
/// work of a single update.
const MOST_IN_SHARD: usize = 1024;
/// The same where a tangent plane does not fit the cell but its children: points on
/// planes take less memory and less work.
const MOST_ABOVE_FLAT: usize = 256;

/// How many points a shard of a cell has at most.
pub(crate) fn most_in(cell: CellIndex) -> usize {
    if cell.resolution().succ() == Some(FLAT_FROM) {
        MOST_ABOVE_FLAT
    } else {
        MOST_IN_SHARD
    }
}

/// Cuts entries in order, all filed under `cell`, into shards of bounded size.
/// Only points that share a finest cell can exceed it.
pub(crate) fn cut<K, T>(cell: CellIndex, entries: &[Entry<K, T>]) -> Vec<Arc<Shard<K, T>>>
where
    K: Copy + Ord,
    T: Copy,
{
    let mut plan = Vec::new();
    plan_cut(cell, entries, &mut plan);
    (plan.into_iter())
        .map(|(cell, entries)| Arc::new(Shard::new(cell, entries)))
        .collect()
}

/// As [`cut`], for entries from everywhere, on all cores.
pub(crate) fn cut_all<K, T>(
    entries: &[Entry<K, T>],
    built: impl Fn(usize) + Sync,
) -> Vec<Arc<Shard<K, T>>>
where
    K: Copy + Ord + Send + Sync,
    T: Copy + Send + Sync,
{
    let mut plan = Vec::new();
    plan_along(Resolution::Zero, entries, &mut plan);
    (plan.into_par_iter())
        .map(|(cell, entries)| {
            let shard = Arc::new(Shard::new(cell, entries));
            built(entries.len());
            shard
        })
        .collect()
}

type Plan<'a, K, T> = Vec<(CellIndex, &'a [Entry<K, T>])>;

fn plan_cut<'a, K, T>(cell: CellIndex, entries: &'a [Entry<K, T>], plan: &mut Plan<'a, K, T>) {
    let finer = cell.resolution().succ();
    match finer.filter(|_| entries.len() > most_in(cell)) {
        Some(finer) => plan_along(finer, entries, plan),
        None if entries.is_empty() => {}
        None => plan.push((cell, entries)),
    }
}

/// At least along the cells of `resolution`.
fn plan_along<'a, K, T>(
    resolution: Resolution,
    entries: &'a [Entry<K, T>],
    plan: &mut Plan<'a, K, T>,
) {
    debug_assert!(resolution <= FINEST);
    for chunk in entries.chunk_by(|a, b| are_siblings(a.cell, b.cell, resolution)) {
        plan_cut(ancestor(chunk[0].cell, resolution), chunk, plan);
    }
}
