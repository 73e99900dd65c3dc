//! The body of a shard small enough for one tangent plane: blocks of points along
//! a Hilbert curve, a box around each block.
//!
//! Whole metres lie apart from the rest: they decide almost always.

use std::slice::from_ref;

use prefetch_index::prefetch_index;

use crate::frame::{Frame, Ticks};
use crate::lanes::{BLOCK, Lanes, greater};
use crate::sphere::{FANOUT, Sphere};

#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) frame: Frame,
    /// No row is farther from the frame's origin.
    pub(crate) reach_m: f64,
    pub(crate) boxes: Box<[Boxes]>,
    pub(crate) whole: Box<[Whole]>,
    pub(crate) parts: Box<[Parts]>,
}

/// Up to 32 positions in whole metres, rounded down; missing ones repeat the
/// last.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    pub(crate) east: Lanes<i16>,
    pub(crate) north: Lanes<i16>,
}

/// What [`Whole`] rounded off, in ticks.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) east: Lanes<u16>,
    pub(crate) north: Lanes<u16>,
}

/// Bounding boxes of sixteen blocks, in whole metres; missing ones repeat the
/// last.
#[derive(Clone, Debug)]
pub(crate) struct Boxes {
    pub(crate) west: [i16; FANOUT],
    pub(crate) east: [i16; FANOUT],
    pub(crate) south: [i16; FANOUT],
    pub(crate) north: [i16; FANOUT],
}

/// Positions in a frame, in ticks, side by side.
#[derive(Clone, Debug, Default)]
pub(crate) struct TickColumns {
    pub(crate) east: Vec<i32>,
    pub(crate) north: Vec<i32>,
}

impl TickColumns {
    pub(crate) fn with_capacity(rows: usize) -> Self {
        Self {
            east: Vec::with_capacity(rows),
            north: Vec::with_capacity(rows),
        }
    }

    pub(crate) fn clear(&mut self) {
        self.east.clear();
        self.north.clear();
    }

    pub(crate) fn push(&mut self, at: Ticks) {
        self.east.push(at.east);
        self.north.push(at.north);
    }
}

impl Flat {
    /// From at least one position.
    pub(crate) fn new(frame: Frame, ticks: &TickColumns) -> Self {
        let blocks = ticks.east.len().div_ceil(BLOCK);
        let (mut whole, mut parts) = (Vec::with_capacity(blocks), Vec::with_capacity(blocks));
        for (east, north) in ticks.east.chunks(BLOCK).zip(ticks.north.chunks(BLOCK)) {
            let (east, north) = (lanes(east), lanes(north));
            whole.push(Whole {
                east: east.map(Ticks::whole),
                north: north.map(Ticks::whole),
            });
            parts.push(Parts {
                east: east.map(Ticks::part),
                north: north.map(Ticks::part),
            });
        }
        Self {
            frame,
            reach_m: farthest(&whole, 0.0, 0.0),
            boxes: whole.chunks(FANOUT).map(Boxes::of).collect(),
            whole: whole.into(),
            parts: parts.into(),
        }
    }

    /// Around all rows.
    pub(crate) fn sphere(&self) -> Sphere {
        let low = |lanes: fn(&Boxes) -> &[i16; FANOUT]| self.boxes.iter().flat_map(lanes).min();
        let high = |lanes: fn(&Boxes) -> &[i16; FANOUT]| self.boxes.iter().flat_map(lanes).max();
        let middle = |low: Option<&i16>, high: Option<&i16>| {
            let sum = low
                .zip(high)
                .map(|(&low, &high)| f64::from(low) + f64::from(high));
            sum.expect("there is a box") * 0.5
        };
        let east = middle(low(|boxes| &boxes.west), high(|boxes| &boxes.east));
        let north = middle(low(|boxes| &boxes.south), high(|boxes| &boxes.north));
        let radius_m = farthest(&self.whole, east, north);
        self.frame.sphere(east, north, radius_m)
    }

    /// The positions of the first `rows` rows.
    pub(crate) fn columns(&self, rows: usize) -> TickColumns {
        let mut columns = TickColumns::with_capacity(self.whole.len() * BLOCK);
        for (whole, parts) in self.whole.iter().zip(&self.parts) {
            columns.east.extend(joined(&whole.east, &parts.east));
            columns.north.extend(joined(&whole.north, &parts.north));
        }
        columns.east.truncate(rows);
        columns.north.truncate(rows);
        columns
    }

    #[inline(always)]
    pub(crate) fn ticks(&self, row: usize) -> Ticks {
        let (block, row) = (row / BLOCK, row % BLOCK);
        let (whole, parts) = (&self.whole[block], &self.parts[block]);
        Ticks {
            east: Ticks::joined(whole.east[row], parts.east[row]),
            north: Ticks::joined(whole.north[row], parts.north[row]),
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.whole) + size_of_val(&*self.parts) + size_of_val(&*self.boxes)
    }

    /// Asks for the lines that [`FlatView::new`] reads first.
    #[inline(always)]
    pub(crate) fn prefetch(&self) {
        prefetch_index(from_ref(&self.frame.origin), 0);
        prefetch_index(from_ref(&self.frame.up), 0);
        prefetch_index(from_ref(&self.reach_m), 0);
    }

    /// Asks for the first block.
    #[inline(always)]
    pub(crate) fn prefetch_columns(&self) {
        prefetch_index(&self.whole[..], 0);
        prefetch_index(from_ref(&self.whole[0].north), 0);
        prefetch_index(&self.parts[..], 0);
        prefetch_index(from_ref(&self.parts[0].north), 0);
    }

    /// Asks for the first boxes.
    #[inline(always)]
    pub(crate) fn prefetch_boxes(&self) {
        prefetch_index(&self.boxes[..], 0);
        prefetch_index(from_ref(&self.boxes[0].south), 0);
    }
}

/// Up to 32 values; missing ones repeat the last.
fn lanes(values: &[i32]) -> Lanes<i32> {
    (values.first_chunk().copied())
        .unwrap_or_else(|| std::array::from_fn(|row| values[row.min(values.len() - 1)]))
}

fn joined(whole: &Lanes<i16>, parts: &Lanes<u16>) -> Lanes<i32> {
    let mut ticks = [0; BLOCK];
    for row in 0..BLOCK {
        ticks[row] = Ticks::joined(whole[row], parts[row]);
    }
    ticks
}

/// What a square metre's far corner adds, and rounding to single precision.
const SQUARE_M: f64 = 1.5;

/// No position is farther than this from a place so many metres east and north.
#[expect(clippy::cast_possible_truncation, reason = "the margin holds the loss")]
fn farthest(blocks: &[Whole], east_m: f64, north_m: f64) -> f64 {
    let (from_east, from_north) = (east_m as f32, north_m as f32);
    let mut farthest2 = [0.0; BLOCK];
    for block in blocks {
        for row in 0..BLOCK {
            let east = f32::from(block.east[row]) - from_east;
            let north = f32::from(block.north[row]) - from_north;
            farthest2[row] = greater(farthest2[row], east * east + north * north);
        }
    }
    let farthest2 = farthest2.into_iter().fold(0.0, greater);
    f64::from(farthest2).sqrt() * (1.0 + 1e-6) + SQUARE_M
}

impl Boxes {
    fn of(blocks: &[Whole]) -> Self {
        let at = |block: usize| &blocks[block.min(blocks.len() - 1)];
        let low = |lanes: &Lanes<i16>| lanes.iter().fold(i16::MAX, |a, &b| a.min(b));
        // Positions reach up to a metre beyond where they are rounded down to.
        let high = |lanes: &Lanes<i16>| lanes.iter().fold(i16::MIN, |a, &b| a.max(b)) + 1;
        Self {
            west: std::array::from_fn(|block| low(&at(block).east)),
            east: std::array::from_fn(|block| high(&at(block).east)),
            south: std::array::from_fn(|block| low(&at(block).north)),
            north: std::array::from_fn(|block| high(&at(block).north)),
        }
    }
}
