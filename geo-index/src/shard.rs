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
use crate::lanes::BLOCK;
use crate::round::Round;
use crate::sphere::Sphere;

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
    pub(crate) bounds: Bounds,
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
    Flat(&'a TickColumns),
    Round(&'a [Ecef]),
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

    fn flat(cell: CellIndex, frame: Frame, placed: &[Placed<K, T, Ticks>]) -> Self {
        let mut ticks = TickColumns::with_capacity(placed.len());
        for placed in placed {
            ticks.push(placed.at);
        }
        let body = Body::Flat(Flat::new(frame, &ticks));
        Self::assembled(
            cell,
            body,
            Columns::of(cell, placed.iter().map(|placed| placed.entry)),
        )
    }

    fn round(cell: CellIndex, entries: &[Entry<K, T>]) -> Self {
        let placed = Placed::in_space(entries);
        let positions: Vec<_> = placed.iter().map(|placed| placed.at).collect();
        let body = Body::Round(Round::new(&positions));
        Self::assembled(
            cell,
            body,
            Columns::of(cell, placed.iter().map(|placed| placed.entry)),
        )
    }

    /// Columns and body are of one length, which is not 0.
    pub(crate) fn assembled(cell: CellIndex, body: Body, columns: Columns<K, T>) -> Self {
        Self {
            cell,
            range: KeyRange::of(cell),
            sphere: match &body {
                Body::Flat(flat) => flat.sphere(),
                Body::Round(round) => round.sphere(columns.keys.len()),
            },
            bounds: Bounds::around(&columns.points),
            body,
            keys: columns.keys,
            tags: columns.tags,
            points: columns.points,
            cells: columns.cells,
        }
    }

    /// As it was saved; columns and places are of one length, which is not 0.
    pub(crate) fn restored(cell: CellIndex, columns: Columns<K, T>, places: Places<'_>) -> Self {
        let body = match places {
            Places::Flat(ticks) => Body::Flat(Flat::new(Frame::at(centre(cell)), ticks)),
            Places::Round(positions) => Body::Round(Round::new(positions)),
        };
        Self::assembled(cell, body, columns)
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

    /// Asks for the beginning of what a visit to all rows reads.
    #[inline(always)]
    pub(crate) fn prefetch_columns(&self) {
        prefetch_index(&self.keys[..], 0);
        if let Body::Flat(flat) = &self.body {
            flat.prefetch_columns();
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

/// An entry with its position and its place on the curve of a shard.
pub(crate) struct Placed<K, T, P> {
    pub(crate) curve: u32,
    pub(crate) at: P,
    pub(crate) entry: Entry<K, T>,
}

impl<K: Copy, T: Copy> Placed<K, T, Ticks> {
    /// In the order of the curve. `None` if one is beyond the frame.
    pub(crate) fn in_frame(frame: &Frame, entries: &[Entry<K, T>]) -> Option<Vec<Self>> {
        let placed = entries.iter().map(|&entry| {
            let at = frame.ticks(Ecef::of(entry.point))?;
            let curve = at.curve();
            Some(Self { curve, at, entry })
        });
        placed.collect::<Option<_>>().map(sorted)
    }
}

impl<K: Copy, T: Copy> Placed<K, T, Ecef> {
    /// In the order of the curve.
    pub(crate) fn in_space(entries: &[Entry<K, T>]) -> Vec<Self> {
        let placed = entries.iter().map(|&entry| Self {
            curve: entry.point.curve(),
            at: Ecef::of(entry.point),
            entry,
        });
        sorted(placed.collect())
    }
}

fn sorted<K, T, P>(mut placed: Vec<Placed<K, T, P>>) -> Vec<Placed<K, T, P>> {
    placed.sort_unstable_by_key(|placed| placed.curve);
    placed
}
