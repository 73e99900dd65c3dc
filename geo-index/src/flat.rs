//! The body of a shard small enough for one tangent plane: blocks of points along
//! a Hilbert curve, a box around each block.
//!
//! Where a point lies within the box of its block is split: sixteen bits each way,
//! which decide almost always, and apart from them the rest.

use std::slice::from_ref;

use prefetch_index::prefetch_index;

use crate::frame::{Frame, Ticks};
use crate::hull::{FANOUT, Hull};
use crate::lanes::{BLOCK, Lanes, greater};
use crate::plane::TICK_M;

#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) frame: Frame,
    /// No row is farther from the frame's origin.
    pub(crate) reach_m: f64,
    /// The longest step of a block.
    pub(crate) step_m: f64,
    pub(crate) boxes: Box<[Boxes]>,
    pub(crate) coarse: Box<[Offsets]>,
    pub(crate) fine: Box<[Offsets]>,
}

/// Where up to 32 positions lie north-east of the corner of their block; missing
/// ones repeat the last. Coarse ones are in steps, rounded down, fine ones are what
/// that left, in ticks.
#[derive(Clone, Debug)]
pub(crate) struct Offsets {
    pub(crate) east: Lanes<u16>,
    pub(crate) north: Lanes<u16>,
}

/// The south-west corner of the box of a block, and how offsets from there are
/// split.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Corner {
    /// Whole metres.
    pub(crate) east: i16,
    pub(crate) north: i16,
    /// Ticks in a step, as a power of two: up to 16.
    pub(crate) shift: u32,
}

impl Corner {
    /// Ticks from the frame's origin, from the two parts of an offset.
    #[inline(always)]
    const fn joined(self, corner: i16, coarse: u16, fine: u16) -> i32 {
        // Offsets of more than 32 km wrap around, and back again in the sum.
        let offset = ((coarse as u32) << self.shift) | fine as u32;
        ((corner as i32) << 16).wrapping_add(offset.cast_signed())
    }

    #[inline(always)]
    pub(crate) const fn east_ticks(self, coarse: u16, fine: u16) -> i32 {
        self.joined(self.east, coarse, fine)
    }

    #[inline(always)]
    pub(crate) const fn north_ticks(self, coarse: u16, fine: u16) -> i32 {
        self.joined(self.north, coarse, fine)
    }

    #[expect(clippy::cast_possible_truncation, reason = "either part fits")]
    fn split(self, corner: i16, ticks: i32) -> (u16, u16) {
        let offset = ticks.wrapping_sub(i32::from(corner) << 16).cast_unsigned();
        let coarse = offset >> self.shift;
        (coarse as u16, (offset - (coarse << self.shift)) as u16)
    }
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
    /// From at least one position, and the hull around all of them.
    pub(crate) fn new(frame: Frame, ticks: &TickColumns) -> (Self, Hull) {
        let blocks = (ticks.east.chunks(BLOCK)).zip(ticks.north.chunks(BLOCK));
        let blocks: Vec<_> = blocks
            .map(|(east, north)| (lanes(east), lanes(north)))
            .collect();
        let boxes: Box<[_]> = blocks.chunks(FANOUT).map(Boxes::of).collect();
        let corner = |block: usize| boxes[block / FANOUT].corner(block % FANOUT);
        let (coarse, fine) = (0..)
            .zip(&blocks)
            .map(|(at, block)| Offsets::split(corner(at), block))
            .unzip();
        let step_m = (0..blocks.len()).map(|at| boxes[at / FANOUT].step_m(at % FANOUT));
        let longest = f64::from(step_m.fold(0.0, f32::max));
        let rectangles: Vec<_> = (0..blocks.len())
            .map(|at| boxes[at / FANOUT].sides_m(at % FANOUT))
            .collect();
        let [west, east, south, north] = around(&rectangles);
        let (east_m, north_m) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let radius_m = farthest(&blocks, east_m, north_m);
        let hull = frame.hull(&rectangles, east_m, north_m, radius_m);
        let flat = Self {
            frame,
            reach_m: east_m.hypot(north_m) + radius_m,
            step_m: longest,
            boxes,
            coarse: Vec::into(coarse),
            fine: Vec::into(fine),
        };
        (flat, hull)
    }

    #[inline(always)]
    pub(crate) fn corner(&self, block: usize) -> Corner {
        self.boxes[block / FANOUT].corner(block % FANOUT)
    }

    /// The positions of a block in ticks.
    #[inline(always)]
    pub(crate) fn block(&self, block: usize) -> (Lanes<i32>, Lanes<i32>) {
        let (corner, coarse, fine) = (self.corner(block), &self.coarse[block], &self.fine[block]);
        let (mut east, mut north) = ([0; BLOCK], [0; BLOCK]);
        for row in 0..BLOCK {
            east[row] = corner.east_ticks(coarse.east[row], fine.east[row]);
            north[row] = corner.north_ticks(coarse.north[row], fine.north[row]);
        }
        (east, north)
    }

    /// The positions of the first `rows` rows.
    pub(crate) fn columns(&self, rows: usize) -> TickColumns {
        let mut columns = TickColumns::with_capacity(self.coarse.len() * BLOCK);
        for at in 0..self.coarse.len() {
            let (east, north) = self.block(at);
            columns.east.extend(east);
            columns.north.extend(north);
        }
        columns.east.truncate(rows);
        columns.north.truncate(rows);
        columns
    }

    #[inline(always)]
    pub(crate) fn ticks(&self, row: usize) -> Ticks {
        let (block, row) = (row / BLOCK, row % BLOCK);
        let (corner, coarse, fine) = (self.corner(block), &self.coarse[block], &self.fine[block]);
        Ticks {
            east: corner.east_ticks(coarse.east[row], fine.east[row]),
            north: corner.north_ticks(coarse.north[row], fine.north[row]),
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.coarse) + size_of_val(&*self.fine) + size_of_val(&*self.boxes)
    }

    /// Asks for the first block.
    #[inline(always)]
    pub(crate) fn prefetch_columns(&self) {
        self.prefetch_boxes();
        for offsets in [&self.coarse, &self.fine] {
            prefetch_index(&offsets[..], 0);
            prefetch_index(from_ref(&offsets[0].north), 0);
        }
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

/// Around rectangles `[west, east, south, north]`.
fn around(rectangles: &[[f64; 4]]) -> [f64; 4] {
    let nowhere = [
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ];
    rectangles.iter().fold(nowhere, |all, sides| {
        [
            all[0].min(sides[0]),
            all[1].max(sides[1]),
            all[2].min(sides[2]),
            all[3].max(sides[3]),
        ]
    })
}

/// Metres.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "for bounds, which have a margin"
)]
fn singles(ticks: &Lanes<i32>) -> Lanes<f32> {
    ticks.map(|ticks| ticks as f32 * TICK_M as f32)
}

/// Rounding to single precision, and a metre to spare.
const ROUNDING_M: f64 = 1.5;

/// No position is farther than this from a place so many metres east and north.
#[expect(clippy::cast_possible_truncation, reason = "the margin holds the loss")]
fn farthest(blocks: &[(Lanes<i32>, Lanes<i32>)], east_m: f64, north_m: f64) -> f64 {
    let (from_east, from_north) = (east_m as f32, north_m as f32);
    let mut farthest2 = [0.0; BLOCK];
    for (east, north) in blocks {
        let (east, north) = (singles(east), singles(north));
        for row in 0..BLOCK {
            let (east, north) = (east[row] - from_east, north[row] - from_north);
            farthest2[row] = greater(farthest2[row], east * east + north * north);
        }
    }
    let farthest2 = farthest2.into_iter().fold(0.0, greater);
    f64::from(farthest2).sqrt() * (1.0 + 1e-6) + ROUNDING_M
}

impl Offsets {
    /// Coarse and fine ones.
    fn split(corner: Corner, (east, north): &(Lanes<i32>, Lanes<i32>)) -> (Self, Self) {
        let none = Self {
            east: [0; BLOCK],
            north: [0; BLOCK],
        };
        let (mut coarse, mut fine) = (none.clone(), none);
        for row in 0..BLOCK {
            (coarse.east[row], fine.east[row]) = corner.split(corner.east, east[row]);
            (coarse.north[row], fine.north[row]) = corner.split(corner.north, north[row]);
        }
        (coarse, fine)
    }
}

impl Boxes {
    fn of(blocks: &[(Lanes<i32>, Lanes<i32>)]) -> Self {
        let at = |block: usize| &blocks[block.min(blocks.len() - 1)];
        let low = |lanes: &Lanes<i32>| Ticks::whole(lanes.iter().fold(i32::MAX, |a, &b| a.min(b)));
        let high =
            |lanes: &Lanes<i32>| Ticks::whole(lanes.iter().fold(i32::MIN, |a, &b| a.max(b))) + 1;
        Self {
            west: std::array::from_fn(|block| low(&at(block).0)),
            east: std::array::from_fn(|block| high(&at(block).0)),
            south: std::array::from_fn(|block| low(&at(block).1)),
            north: std::array::from_fn(|block| high(&at(block).1)),
        }
    }

    #[inline(always)]
    fn corner(&self, at: usize) -> Corner {
        Corner {
            east: self.west[at],
            north: self.south[at],
            shift: self.shift(at),
        }
    }

    /// Ticks in a step, as a power of two: as few as can number the longer side. That
    /// is from 1 to 65,535 metres long; its bits are those of an exponent in single
    /// precision, which vector instructions find.
    #[inline(always)]
    fn shift(&self, at: usize) -> u32 {
        let longer =
            (self.east[at].abs_diff(self.west[at])).max(self.north[at].abs_diff(self.south[at]));
        (f32::from(longer - 1).to_bits() >> 23).saturating_sub(126)
    }

    /// Metres in a step.
    #[inline(always)]
    pub(crate) fn step_m(&self, at: usize) -> f32 {
        // 2 to the power of the shift, as its bits, times a tick.
        f32::from_bits((127 + self.shift(at)) << 23) * (1.0 / 65_536.0)
    }

    /// Metres east and north to the middle of the first step.
    #[inline(always)]
    pub(crate) fn first_middle_m(&self, at: usize) -> (f32, f32) {
        let half_m = 0.5 * self.step_m(at);
        (
            f32::from(self.west[at]) + half_m,
            f32::from(self.south[at]) + half_m,
        )
    }

    /// West, east, south and north, in metres.
    fn sides_m(&self, at: usize) -> [f64; 4] {
        [self.west[at], self.east[at], self.south[at], self.north[at]].map(f64::from)
    }
}
