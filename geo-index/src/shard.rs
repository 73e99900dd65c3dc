//! A shard: the points of one H3 cell in columns, cut into small blocks.
//!
//! Shards never change. An update builds new ones for the cells it touches and
//! shares the rest.

use std::ops::Range;
use std::slice::from_ref;
use std::sync::Arc;

use h3o::{CellIndex, LatLng, Resolution};
use prefetch_index::prefetch_index;
use rayon::prelude::*;

use crate::Point;
use crate::cell::{CellKey, FINEST, KeyRange, ancestor, are_siblings};
use crate::cells::Cells;
use crate::earth::Ecef;
use crate::flat::{BLOCK, Flat};
use crate::frame::{Frame, TICKS, Ticks};
use crate::round::Round;
use crate::sphere::Sphere;

/// A shard with more points is cut along its child cells, so this bounds the
/// work of a single update.
pub(crate) const MOST_IN_SHARD: usize = 1024;
/// Cells of this resolution fit a tangent plane.
pub(crate) const FLAT_FROM: Resolution = Resolution::Five;

/// One point on its way into a shard.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<K, T> {
    pub(crate) cell: CellKey,
    pub(crate) key: K,
    pub(crate) point: Point,
    pub(crate) tag: T,
}

impl<K: Copy, T> Entry<K, T> {
    /// Updates are sorted by this.
    pub(crate) const fn place(&self) -> (CellKey, K) {
        (self.cell, self.key)
    }
}

/// Never empty.
#[derive(Debug)]
pub(crate) struct Shard<K, T> {
    pub(crate) cell: CellIndex,
    pub(crate) range: KeyRange,
    pub(crate) sphere: Sphere,
    pub(crate) body: Body,
    pub(crate) keys: Box<[K]>,
    pub(crate) tags: Box<[T]>,
    pub(crate) points: Box<[Point]>,
    pub(crate) cells: Cells,
}

/// Where the rows are, for queries.
#[derive(Debug)]
pub(crate) enum Body {
    Flat(Flat),
    Round(Round),
}

/// Where the rows of a saved shard are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Places<'a> {
    Flat(&'a [Ticks]),
    Round(&'a [Ecef]),
}

/// The rows of a saved shard, without where they are.
#[derive(Debug)]
pub(crate) struct Columns<K, T> {
    pub(crate) keys: Box<[K]>,
    pub(crate) tags: Box<[T]>,
    pub(crate) points: Box<[Point]>,
    pub(crate) cells: Cells,
}

impl<K: Copy + Ord, T: Copy> Shard<K, T> {
    /// From entries that are all filed under `cell`.
    pub(crate) fn new(cell: CellIndex, entries: &[Entry<K, T>]) -> Self {
        if cell.resolution() < FLAT_FROM {
            return Self::round(cell, entries);
        }
        let frame = Frame::at(centre(cell));
        let ticks = entries.iter().map(|e| frame.ticks(Ecef::of(e.point)));
        match ticks.collect::<Option<Vec<_>>>() {
            Some(ticks) => Self::flat(cell, frame, entries, &ticks),
            None => Self::round(cell, entries),
        }
    }

    fn flat(cell: CellIndex, frame: Frame, entries: &[Entry<K, T>], ticks: &[Ticks]) -> Self {
        let mut order: Vec<_> = (0_u32..)
            .zip(ticks)
            .map(|(row, at)| (at.curve(), row))
            .collect();
        order.sort_unstable();
        let rows = || order.iter().map(|&(_, row)| row as usize);
        let ticks: Vec<_> = rows().map(|row| ticks[row]).collect();
        let sphere = sphere(&frame, &ticks);
        let body = Body::Flat(Flat::new(frame, &ticks));
        Self::assembled(cell, sphere, body, rows().map(|row| entries[row]))
    }

    fn round(cell: CellIndex, entries: &[Entry<K, T>]) -> Self {
        let mut entries = entries.to_vec();
        entries.sort_by_cached_key(|entry| entry.point.curve());
        let positions: Vec<_> = entries.iter().map(|e| Ecef::of(e.point)).collect();
        let sphere = Sphere::around(&positions);
        let body = Body::Round(Round::new(&positions));
        Self::assembled(cell, sphere, body, entries.into_iter())
    }

    fn assembled(
        cell: CellIndex,
        sphere: Sphere,
        body: Body,
        rows: impl ExactSizeIterator<Item = Entry<K, T>> + Clone,
    ) -> Self {
        Self {
            cell,
            range: KeyRange::of(cell),
            sphere,
            body,
            keys: rows.clone().map(|row| row.key).collect(),
            tags: rows.clone().map(|row| row.tag).collect(),
            points: rows.clone().map(|row| row.point).collect(),
            cells: Cells::of(cell, rows.map(|row| row.cell)),
        }
    }

    /// As it was saved; columns and places are of one length, which is not 0.
    pub(crate) fn restored(cell: CellIndex, columns: Columns<K, T>, places: Places<'_>) -> Self {
        let (sphere, body) = match places {
            Places::Flat(ticks) => {
                let frame = Frame::at(centre(cell));
                let sphere = sphere(&frame, ticks);
                (sphere, Body::Flat(Flat::new(frame, ticks)))
            }
            Places::Round(positions) => {
                let sphere = Sphere::around(positions);
                (sphere, Body::Round(Round::new(positions)))
            }
        };
        Self {
            cell,
            range: KeyRange::of(cell),
            sphere,
            body,
            keys: columns.keys,
            tags: columns.tags,
            points: columns.points,
            cells: columns.cells,
        }
    }

    /// Asks for the memory that a look from outside reads first.
    #[inline(always)]
    pub(crate) fn prefetch(&self) {
        prefetch_index(from_ref(&self.keys), 0);
        if let Body::Flat(flat) = &self.body {
            flat.prefetch();
        }
    }

    /// Asks for the boxes around the first blocks.
    #[inline(always)]
    pub(crate) fn prefetch_boxes(&self) {
        if let Body::Flat(flat) = &self.body {
            flat.prefetch_boxes();
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) const fn blocks(&self) -> usize {
        self.len().div_ceil(BLOCK)
    }

    pub(crate) fn block_rows(&self, block: usize) -> Range<usize> {
        let first = block * BLOCK;
        first..(first + BLOCK).min(self.len())
    }

    /// The finest cell of a row.
    pub(crate) fn cell_of(&self, row: usize) -> CellKey {
        self.cells.at(row, self.range.first)
    }

    pub(crate) fn row_of(&self, key: K) -> Option<usize> {
        self.keys.iter().position(|&other| other == key)
    }

    pub(crate) fn entry(&self, row: usize) -> Entry<K, T> {
        Entry {
            cell: self.cell_of(row),
            key: self.keys[row],
            point: self.points[row],
            tag: self.tags[row],
        }
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry<K, T>> {
        (0..self.len()).map(|row| self.entry(row))
    }

    /// Bytes on the heap, and those of the shard itself.
    pub(crate) fn bytes(&self) -> usize {
        let body = match &self.body {
            Body::Flat(flat) => flat.bytes(),
            Body::Round(round) => round.bytes(),
        };
        let columns =
            size_of_val(&*self.keys) + size_of_val(&*self.tags) + size_of_val(&*self.points);
        size_of::<Self>() + body + self.cells.bytes() + columns
    }

    /// Roughly how much ground the rows are spread over, in square metres.
    #[inline(always)]
    pub(crate) fn area_m2(&self) -> f64 {
        std::f64::consts::PI * self.sphere.radius_m * self.sphere.radius_m
    }

    /// The shards that come of taking rows out and putting entries in.
    pub(crate) fn patched(
        &self,
        leaving: &[(CellKey, K)],
        entering: &[Entry<K, T>],
    ) -> Vec<Arc<Self>> {
        let mut leaving: Vec<_> = leaving
            .iter()
            .filter_map(|&(_, key)| self.row_of(key))
            .collect();
        leaving.sort_unstable();
        let len = self.len() - leaving.len() + entering.len();
        if let Body::Flat(flat) = &self.body
            && (1..=MOST_IN_SHARD).contains(&len)
            && let Some(fresh) = Fresh::of(&flat.frame, entering)
        {
            return vec![Arc::new(self.merged(flat, &leaving, &fresh))];
        }
        let mut left = leaving.into_iter().peekable();
        let mut entries: Vec<_> = (0..self.len())
            .filter(|row| left.next_if_eq(row).is_none())
            .map(|row| self.entry(row))
            .chain(entering.iter().copied())
            .collect();
        entries.sort_unstable_by_key(Entry::place);
        cut(self.cell, &entries)
    }

    /// What stays keeps its ticks and its order along the curve.
    fn merged(&self, flat: &Flat, leaving: &[usize], entering: &Fresh<K, T>) -> Self {
        let rows = self.merged_rows(flat, leaving, entering);
        let ticks: Vec<_> = (rows.iter())
            .map(|&row| match row {
                Source::Old(row) => flat.ticks(row),
                Source::New(row) => entering.0[row].1,
            })
            .collect();
        let sphere = sphere(&flat.frame, &ticks);
        let body = Body::Flat(Flat::new(flat.frame.clone(), &ticks));
        let entry = |&row: &Source| match row {
            Source::Old(row) => self.entry(row),
            Source::New(row) => entering.0[row].2,
        };
        Self::assembled(self.cell, sphere, body, rows.iter().map(entry))
    }

    fn merged_rows(&self, flat: &Flat, leaving: &[usize], entering: &Fresh<K, T>) -> Vec<Source> {
        let mut rows = Vec::with_capacity(self.len() + entering.0.len());
        let (mut next, mut left) = (0, leaving.iter().copied().peekable());
        let mut copy = |rows: &mut Vec<_>, until: usize| {
            while next < until {
                let end = left.peek().map_or(until, |&row| row.min(until));
                rows.extend((next..end).map(Source::Old));
                next = end + usize::from(left.next_if_eq(&end).is_some());
            }
        };
        for (at, &(curve, ..)) in entering.0.iter().enumerate() {
            copy(
                &mut rows,
                partition_point(self.len(), |row| flat.ticks(row).curve() < curve),
            );
            rows.push(Source::New(at));
        }
        copy(&mut rows, self.len());
        rows
    }
}

/// Where a merged row comes from.
#[derive(Clone, Copy)]
enum Source {
    Old(usize),
    New(usize),
}

/// Entries with their place on the curve and in the frame, in order.
struct Fresh<K, T>(Vec<(u32, Ticks, Entry<K, T>)>);

impl<K: Copy, T: Copy> Fresh<K, T> {
    /// `None` if one is beyond the frame.
    fn of(frame: &Frame, entries: &[Entry<K, T>]) -> Option<Self> {
        let fresh = entries.iter().map(|&entry| {
            let ticks = frame.ticks(Ecef::of(entry.point))?;
            Some((ticks.curve(), ticks, entry))
        });
        let mut fresh: Vec<_> = fresh.collect::<Option<_>>()?;
        fresh.sort_unstable_by_key(|&(curve, ..)| curve);
        Some(Self(fresh))
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

fn centre(cell: CellIndex) -> Point {
    let centre = LatLng::from(cell);
    Point::new(centre.lat(), centre.lng()).expect("a cell has its centre on Earth")
}

#[expect(clippy::cast_precision_loss, reason = "33 bits fit")]
const fn metres(ticks: i64) -> f64 {
    ticks as f64 / TICKS
}

/// Around rows of a tangent plane.
fn sphere(frame: &Frame, ticks: &[Ticks]) -> Sphere {
    let middle = |of: fn(&Ticks) -> i32| {
        let (low, high) = (ticks.iter().map(of)).fold((i32::MAX, i32::MIN), |(low, high), at| {
            (low.min(at), high.max(at))
        });
        i64::midpoint(low.into(), high.into())
    };
    let (east, north) = (middle(|at| at.east), middle(|at| at.north));
    let farthest2 = (ticks.iter())
        .map(|at| {
            let (e, n) = (
                metres(i64::from(at.east) - east),
                metres(i64::from(at.north) - north),
            );
            e * e + n * n
        })
        .fold(0.0, f64::max);
    frame.sphere(metres(east), metres(north), farthest2.sqrt())
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
    match finer.filter(|_| entries.len() > MOST_IN_SHARD) {
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
