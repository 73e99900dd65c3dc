//! A shard: the points of one H3 cell in columns, cut into small blocks.
//!
//! Shards never change. An update builds new ones for the cells it touches and
//! shares the rest.

use std::ops::Range;
use std::slice::from_ref;

use h3o::{CellIndex, LatLng, Resolution};
use prefetch_index::prefetch_index;

use crate::Point;
use crate::bounds::Bounds;
use crate::cell::{CellKey, KeyRange};
use crate::cells::Cells;
use crate::earth::Ecef;
use crate::flat::{Flat, TickColumns};
use crate::frame::{Frame, Ticks};
use crate::hull::Hull;
use crate::lanes::BLOCK;
use crate::pack::in_blocks;
use crate::positions::{positions, ticks};
use crate::round::Round;

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

/// Never empty. What queries read stands first, in [`HEAD_LINES`]; what an update reads
/// of every shard is in the first line and in that of the hull.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Shard<K, T> {
    pub(crate) cell: CellIndex,
    pub(crate) range: KeyRange,
    pub(crate) keys: Box<[K]>,
    pub(crate) body: Body,
    pub(crate) hull: Hull,
    pub(crate) tags: Box<[T]>,
    pub(crate) points: Box<[Point]>,
    pub(crate) cells: Cells,
    pub(crate) bounds: Bounds,
}

/// Bytes of memory that come at once.
const LINE: usize = 64;
/// Lines of memory from the beginning of a shard to its hull.
const HEAD_LINES: usize = (size_of::<Body>() + 5 * size_of::<usize>()).div_ceil(LINE) + 1;

/// Where the rows are, for queries.
#[derive(Debug)]
pub(crate) enum Body {
    Flat(Flat),
    Round(Round),
}

impl Body {
    /// With the hull around it.
    pub(crate) fn flat(frame: Frame, ticks: &mut TickColumns) -> (Self, Hull) {
        let (flat, hull) = Flat::new(frame, ticks);
        (Self::Flat(flat), hull)
    }

    /// With the hull around it.
    fn round(positions: &[Ecef]) -> (Self, Hull) {
        let (round, hull) = Round::new(positions);
        (Self::Round(round), hull)
    }
}

/// The rows of a shard, without where they are.
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
        match Placed::in_frame(&frame, entries) {
            Some(placed) => Self::flat(cell, frame, &placed),
            None => Self::round(cell, entries),
        }
    }

    fn flat(cell: CellIndex, frame: Frame, placed: &Placed<'_, K, T>) -> Self {
        let mut ticks = TickColumns::with_capacity(placed.len());
        for at in 0..placed.len() {
            ticks.push(placed.ticks(at));
        }
        let entries = (0..placed.len()).map(|at| *placed.entry(at));
        Self::assembled(
            cell,
            Body::flat(frame, &mut ticks),
            Columns::of(cell, entries),
        )
    }

    /// From at least one entry.
    pub(crate) fn round(cell: CellIndex, entries: &[Entry<K, T>]) -> Self {
        let points: Vec<_> = entries.iter().map(|entry| entry.point).collect();
        let positions = positions(&points);
        let order = in_blocks(&positions);
        let ordered: Vec<_> = order.iter().map(|&at| positions[at as usize]).collect();
        let entries = order.iter().map(|&at| entries[at as usize]);
        Self::assembled(cell, Body::round(&ordered), Columns::of(cell, entries))
    }

    /// Columns and body are of one length, which is not 0.
    pub(crate) fn assembled(
        cell: CellIndex,
        (body, hull): (Body, Hull),
        columns: Columns<K, T>,
    ) -> Self {
        Self {
            cell,
            range: KeyRange::of(cell),
            hull,
            bounds: Bounds::around(&columns.points),
            body,
            keys: columns.keys,
            tags: columns.tags,
            points: columns.points,
            cells: columns.cells,
        }
    }

    /// As it was saved; columns and ticks are of one length, which is not 0. Without
    /// ticks it is round.
    pub(crate) fn restored(
        cell: CellIndex,
        columns: Columns<K, T>,
        ticks: Option<&mut TickColumns>,
    ) -> Self {
        let body = if let Some(ticks) = ticks {
            Body::flat(Frame::at(centre(cell)), ticks)
        } else {
            Body::round(&positions(&columns.points))
        };
        Self::assembled(cell, body, columns)
    }

    /// Asks for the memory that a look from outside reads first.
    #[inline(always)]
    pub(crate) fn prefetch(&self) {
        for line in 0..HEAD_LINES {
            prefetch_index(from_ref(&self.cell), line * (LINE / size_of::<CellIndex>()));
        }
    }

    /// Asks for the beginning of what a visit to all rows reads.
    #[inline(always)]
    pub(crate) fn prefetch_columns(&self) {
        prefetch_index(&self.keys[..], 0);
        if let Body::Flat(flat) = &self.body {
            flat.prefetch_columns();
        }
    }

    /// Asks for the beginning of all columns.
    pub(crate) fn prefetch_all(&self) {
        self.prefetch_columns();
        prefetch_index(&self.tags[..], 0);
        prefetch_index(&self.points[..], 0);
        match &self.cells {
            Cells::Low(cells) => prefetch_index(&cells[..], 0),
            Cells::Full(cells) => prefetch_index(&cells[..], 0),
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
        // Block by block without a way out, which is quicker.
        let found =
            |keys: &[K]| (keys.iter()).fold(0, |found, &other| found | u8::from(other == key));
        let block = self.keys.chunks(BLOCK).position(|keys| found(keys) != 0)?;
        let row = (self.keys[self.block_rows(block)].iter()).position(|&other| other == key)?;
        Some(block * BLOCK + row)
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
        self.hull.area_m2()
    }
}

fn centre(cell: CellIndex) -> Point {
    let centre = LatLng::from(cell);
    Point::new(centre.lat(), centre.lng()).expect("a cell has its centre on Earth")
}

impl<K: Copy, T: Copy> Columns<K, T> {
    fn of(cell: CellIndex, entries: impl Iterator<Item = Entry<K, T>> + Clone) -> Self {
        Self {
            keys: entries.clone().map(|entry| entry.key).collect(),
            tags: entries.clone().map(|entry| entry.tag).collect(),
            points: entries.clone().map(|entry| entry.point).collect(),
            cells: Cells::of(cell, entries.map(|entry| entry.cell)),
        }
    }
}

/// Entries with their positions in a frame, in the order of the curve.
pub(crate) struct Placed<'a, K, T> {
    entries: &'a [Entry<K, T>],
    /// Of each entry.
    ticks: TickColumns,
    /// Place on the curve, then number of the entry.
    order: Vec<u64>,
}

impl<'a, K: Copy, T: Copy> Placed<'a, K, T> {
    /// `None` if one is beyond the frame.
    pub(crate) fn in_frame(frame: &Frame, entries: &'a [Entry<K, T>]) -> Option<Self> {
        let points: Vec<_> = entries.iter().map(|entry| entry.point).collect();
        let ticks = ticks(frame, &points)?;
        let curve = |row| u64::from(ticks.at(row).curve());
        let mut order: Vec<_> = (0..entries.len())
            .map(|row| curve(row) << 32 | row as u64)
            .collect();
        order.sort_unstable();
        Some(Self {
            entries,
            ticks,
            order,
        })
    }

    pub(crate) const fn len(&self) -> usize {
        self.order.len()
    }

    /// Place on the curve.
    pub(crate) fn curve(&self, at: usize) -> u32 {
        (self.order[at] >> 32) as u32
    }

    #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
    fn row(&self, at: usize) -> usize {
        self.order[at] as u32 as usize
    }

    pub(crate) fn ticks(&self, at: usize) -> Ticks {
        self.ticks.at(self.row(at))
    }

    pub(crate) fn entry(&self, at: usize) -> &'a Entry<K, T> {
        &self.entries[self.row(at)]
    }
}
