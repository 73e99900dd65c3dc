//! A shard with some rows taken out and others put in.

use std::ops::Range;
use std::sync::Arc;

use crate::cell::CellKey;
use crate::cells::{Cells, low};
use crate::cut::{cut, most_in};
use crate::flat::{Flat, TickColumns};
use crate::hull::Hull;
use crate::shard::{Body, Columns, Entry, Placed, Shard};

/// Memory to use again for the next shard.
#[derive(Default)]
pub(crate) struct Scratch {
    old: TickColumns,
    new: TickColumns,
}

impl<K: Copy + Ord, T: Copy> Shard<K, T> {
    /// Adds the shards that come of taking keys out and putting entries in.
    pub(crate) fn patched(
        &self,
        leaving: &[(CellKey, K)],
        entering: &[Entry<K, T>],
        scratch: &mut Scratch,
        into: &mut Vec<Arc<Self>>,
    ) {
        let leaving = leaving.iter().filter_map(|&(_, key)| self.row_of(key));
        let mut leaving: Vec<_> = leaving.collect();
        leaving.sort_unstable();
        let len = self.len() - leaving.len() + entering.len();
        let merged = match &self.body {
            _ if !(1..=most_in(self.cell)).contains(&len) => None,
            Body::Flat(flat) => self.merged_flat(flat, &leaving, entering, scratch),
            Body::Round(_) => Some(Self::round(self.cell, &self.changed(&leaving, entering))),
        };
        match merged {
            Some(shard) => into.push(Arc::new(shard)),
            None => into.extend(self.cut_again(&leaving, entering)),
        }
    }

    fn cut_again(&self, leaving: &[usize], entering: &[Entry<K, T>]) -> Vec<Arc<Self>> {
        let mut entries = self.changed(leaving, entering);
        entries.sort_unstable_by_key(Entry::place);
        cut(self.cell, &entries)
    }

    /// What stays and what enters.
    fn changed(&self, leaving: &[usize], entering: &[Entry<K, T>]) -> Vec<Entry<K, T>> {
        let mut left = leaving.iter().peekable();
        (0..self.len())
            .filter(|row| left.next_if_eq(&row).is_none())
            .map(|row| self.entry(row))
            .chain(entering.iter().copied())
            .collect()
    }

    /// What stays keeps its place in the frame and its order along the curve.
    /// `None` if an entry is beyond the frame.
    fn merged_flat(
        &self,
        flat: &Flat,
        leaving: &[usize],
        entering: &[Entry<K, T>],
        scratch: &mut Scratch,
    ) -> Option<Self> {
        let entering = Placed::in_frame(&flat.frame, entering)?;
        let runs = runs(self.len(), leaving, &entering, |row| {
            flat.ticks(row).curve()
        });
        let Scratch { old, new } = scratch;
        flat.read(self.len(), old);
        new.clear();
        merge(
            &runs,
            &old.east,
            |at| entering.ticks(at).east,
            &mut new.east,
        );
        merge(
            &runs,
            &old.north,
            |at| entering.ticks(at).north,
            &mut new.north,
        );
        let body = Body::flat(flat.frame.clone(), new);
        Some(self.merged_as(body, &runs, &entering))
    }

    fn merged_as(&self, body: (Body, Hull), runs: &[Run], entering: &Placed<'_, K, T>) -> Self {
        let cells = match &self.cells {
            Cells::Low(cells) => {
                Cells::Low(merged(runs, cells, |new| low(entering.entry(new).cell)).into())
            }
            Cells::Full(cells) => {
                Cells::Full(merged(runs, cells, |new| entering.entry(new).cell).into())
            }
        };
        let columns = Columns {
            keys: merged(runs, &self.keys, |new| entering.entry(new).key).into(),
            tags: merged(runs, &self.tags, |new| entering.entry(new).tag).into(),
            points: merged(runs, &self.points, |new| entering.entry(new).point).into(),
            cells,
        };
        Self::assembled(self.cell, body, columns)
    }
}

/// What a merged column is made of.
enum Run {
    /// Rows that stay.
    Old(Range<usize>),
    /// An entering row.
    New(usize),
}

/// Puts each entering row where it belongs on the curve and leaves out what
/// leaves. Both come in order.
fn runs<K: Copy, T: Copy>(
    len: usize,
    leaving: &[usize],
    entering: &Placed<'_, K, T>,
    curve: impl Fn(usize) -> u32,
) -> Vec<Run> {
    let mut runs = Vec::with_capacity(leaving.len() + 2 * entering.len() + 1);
    let (mut next, mut leaving) = (0, leaving.iter().copied().peekable());
    let mut keep = |runs: &mut Vec<_>, until: usize| {
        while next < until {
            let end = leaving.peek().map_or(until, |&row| row.min(until));
            runs.push(Run::Old(next..end));
            next = end + usize::from(leaving.next_if_eq(&end).is_some());
        }
    };
    for at in 0..entering.len() {
        let place = entering.curve(at);
        keep(&mut runs, partition_point(len, |row| curve(row) < place));
        runs.push(Run::New(at));
    }
    keep(&mut runs, len);
    runs
}

fn merged<V: Copy>(runs: &[Run], old: &[V], new: impl Fn(usize) -> V) -> Vec<V> {
    let len = runs.iter().map(|run| {
        if let Run::Old(rows) = run {
            rows.len()
        } else {
            1
        }
    });
    let mut column = Vec::with_capacity(len.sum());
    merge(runs, old, new, &mut column);
    column
}

fn merge<V: Copy>(runs: &[Run], old: &[V], new: impl Fn(usize) -> V, into: &mut Vec<V>) {
    for run in runs {
        match run {
            Run::Old(rows) => into.extend_from_slice(&old[rows.clone()]),
            Run::New(at) => into.push(new(*at)),
        }
    }
}

fn partition_point(len: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
