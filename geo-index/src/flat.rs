//! The body of a shard small enough for one tangent plane: blocks of points along
//! a Hilbert curve, a box around each block.
//!
//! Where a point lies within the box of its block is split: sixteen bits each way,
//! which decide almost always, and apart from them the rest.

use prefetch_index::prefetch_index;
use pulp::NullaryFnOnce;

use crate::bounds;
use crate::frame::{Frame, Ticks};
use crate::hull::{FANOUT, Hull};
use crate::lanes::{BLOCK, Lanes, greater};
use crate::plane::TICK_M;
use crate::simd;
use crate::sixteens::{Sixteens, Split};

#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) frame: Frame,
    /// No row is farther from the frame's origin.
    pub(crate) reach_m: f64,
    /// The longest step of a block.
    pub(crate) step_m: f64,
    pub(crate) boxes: Sixteens<Boxes>,
    pub(crate) places: Box<[Split<Offsets>]>,
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

    #[inline(always)]
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
        let room = rows.next_multiple_of(BLOCK);
        Self {
            east: Vec::with_capacity(room),
            north: Vec::with_capacity(room),
        }
    }

    pub(crate) fn clear(&mut self) {
        self.east.clear();
        self.north.clear();
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, at: Ticks) {
        self.east.push(at.east);
        self.north.push(at.north);
    }

    #[inline(always)]
    pub(crate) fn at(&self, row: usize) -> Ticks {
        Ticks {
            east: self.east[row],
            north: self.north[row],
        }
    }

    /// Fills the last block with what stands last.
    fn pad(&mut self) {
        for column in [&mut self.east, &mut self.north] {
            let last = column[column.len() - 1];
            column.resize(column.len().next_multiple_of(BLOCK), last);
        }
    }

    /// Full ones.
    #[inline(always)]
    fn blocks(&self) -> impl ExactSizeIterator<Item = (&Lanes<i32>, &Lanes<i32>)> + Clone {
        (self.east.as_chunks().0.iter()).zip(self.north.as_chunks().0)
    }
}

impl Flat {
    /// From at least one position, and the hull around all of them.
    pub(crate) fn new(frame: Frame, ticks: &mut TickColumns) -> (Self, Hull) {
        ticks.pad();
        simd::run(Fill { frame, ticks })
    }

    #[inline(always)]
    pub(crate) fn corner(&self, block: usize) -> Corner {
        self.boxes.at(block / FANOUT).corner(block % FANOUT)
    }

    /// The positions of a block in ticks.
    #[inline(always)]
    pub(crate) fn block(&self, block: usize) -> (Lanes<i32>, Lanes<i32>) {
        let (corner, Split { coarse, fine }) = (self.corner(block), &self.places[block]);
        let (mut east, mut north) = ([0; BLOCK], [0; BLOCK]);
        for row in 0..BLOCK {
            east[row] = corner.east_ticks(coarse.east[row], fine.east[row]);
            north[row] = corner.north_ticks(coarse.north[row], fine.north[row]);
        }
        (east, north)
    }

    /// Copies the positions of the first `rows` rows.
    pub(crate) fn read(&self, rows: usize, into: &mut TickColumns) {
        let flat = self;
        simd::run(Read { flat, rows, into });
    }

    #[inline(always)]
    pub(crate) fn ticks(&self, row: usize) -> Ticks {
        let (block, row) = (row / BLOCK, row % BLOCK);
        let (corner, Split { coarse, fine }) = (self.corner(block), &self.places[block]);
        Ticks {
            east: corner.east_ticks(coarse.east[row], fine.east[row]),
            north: corner.north_ticks(coarse.north[row], fine.north[row]),
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.places) + size_of_val(self.boxes.more())
    }

    /// Asks for the first block.
    #[inline(always)]
    pub(crate) fn prefetch_columns(&self) {
        self.prefetch(0);
        self.prefetch_fine(0);
    }

    /// Asks for what decides about a block.
    #[inline(always)]
    pub(crate) fn prefetch(&self, block: usize) {
        self.places[block].coarse.prefetch();
    }

    #[inline(always)]
    pub(crate) fn prefetch_fine(&self, block: usize) {
        self.places[block].fine.prefetch();
    }
}

/// Writes a [`Flat`].
struct Fill<'a> {
    frame: Frame,
    ticks: &'a TickColumns,
}

impl NullaryFnOnce for Fill<'_> {
    type Output = (Flat, Hull);

    #[inline(always)]
    fn call(self) -> (Flat, Hull) {
        let Self { frame, ticks } = self;
        let blocks = ticks.blocks();
        let mut boxes = Vec::with_capacity(blocks.len().div_ceil(FANOUT));
        let mut places = Vec::with_capacity(blocks.len());
        let mut rectangles = Vec::with_capacity(blocks.len());
        let mut step_m = 0.0;
        for first in (0..blocks.len()).step_by(FANOUT) {
            let blocks = blocks.clone().skip(first).take(FANOUT);
            let sixteen = Boxes::of(blocks.clone());
            for (at, block) in blocks.enumerate() {
                places.push(Offsets::split(sixteen.corner(at), block));
                rectangles.push(sixteen.sides_m(at));
                step_m = greater(step_m, sixteen.step_m(at));
            }
            boxes.push(sixteen);
        }
        let [west, east, south, north] = around(&rectangles);
        let (east_m, north_m) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let radius_m = farthest(ticks, east_m, north_m);
        let hull = frame.hull(&rectangles, east_m, north_m, radius_m);
        let flat = Flat {
            frame,
            reach_m: east_m.hypot(north_m) + radius_m,
            step_m: f64::from(step_m),
            boxes: Sixteens::new(boxes),
            places: places.into(),
        };
        (flat, hull)
    }
}

/// Reads the positions of a [`Flat`].
struct Read<'a> {
    flat: &'a Flat,
    rows: usize,
    into: &'a mut TickColumns,
}

impl NullaryFnOnce for Read<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { flat, rows, into } = self;
        into.clear();
        for at in 0..flat.places.len() {
            let (east, north) = flat.block(at);
            into.east.extend_from_slice(&east);
            into.north.extend_from_slice(&north);
        }
        into.east.truncate(rows);
        into.north.truncate(rows);
    }
}

/// Around rectangles `[west, east, south, north]`.
#[inline(always)]
fn around(rectangles: &[[f64; 4]]) -> [f64; 4] {
    let [mut west, mut east, mut south, mut north] = rectangles[0];
    for sides in rectangles {
        (west, east) = (
            bounds::lesser(west, sides[0]),
            bounds::greater(east, sides[1]),
        );
        (south, north) = (
            bounds::lesser(south, sides[2]),
            bounds::greater(north, sides[3]),
        );
    }
    [west, east, south, north]
}

/// Metres.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "for bounds, which have a margin"
)]
#[inline(always)]
fn singles(ticks: &Lanes<i32>) -> Lanes<f32> {
    ticks.map(|ticks| ticks as f32 * TICK_M as f32)
}

/// Rounding to single precision, and a metre to spare.
const ROUNDING_M: f64 = 1.5;

/// No position is farther than this from a place so many metres east and north.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the margin holds the loss")]
fn farthest(ticks: &TickColumns, east_m: f64, north_m: f64) -> f64 {
    let (from_east, from_north) = (east_m as f32, north_m as f32);
    let mut farthest2 = [0.0; BLOCK];
    for (east, north) in ticks.blocks() {
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
    #[inline(always)]
    fn split(corner: Corner, (east, north): (&Lanes<i32>, &Lanes<i32>)) -> Split<Self> {
        let none = Self {
            east: [0; BLOCK],
            north: [0; BLOCK],
        };
        let (mut coarse, mut fine) = (none.clone(), none);
        for row in 0..BLOCK {
            (coarse.east[row], fine.east[row]) = corner.split(corner.east, east[row]);
            (coarse.north[row], fine.north[row]) = corner.split(corner.north, north[row]);
        }
        Split { coarse, fine }
    }

    #[inline(always)]
    fn prefetch(&self) {
        prefetch_index(&self.east[..], 0);
        prefetch_index(&self.north[..], 0);
    }
}

/// Whole metres around ticks.
#[inline(always)]
fn sides(ticks: &Lanes<i32>) -> (i16, i16) {
    let (mut least, mut greatest) = (*ticks, *ticks);
    // Half of what is left against the other half, as vector instructions do it.
    let mut half = BLOCK / 2;
    while half > 0 {
        for row in 0..half {
            least[row] = least[row].min(least[row + half]);
            greatest[row] = greatest[row].max(greatest[row + half]);
        }
        half /= 2;
    }
    (Ticks::whole(least[0]), Ticks::whole(greatest[0]) + 1)
}

impl Boxes {
    /// Of up to sixteen blocks, at least one.
    #[inline(always)]
    fn of<'a>(blocks: impl Iterator<Item = (&'a Lanes<i32>, &'a Lanes<i32>)>) -> Self {
        let [mut west, mut east, mut south, mut north] = [[0; FANOUT]; 4];
        let mut present = 0;
        for (at, (easts, norths)) in blocks.take(FANOUT).enumerate() {
            (west[at], east[at]) = sides(easts);
            (south[at], north[at]) = sides(norths);
            present = at + 1;
        }
        for side in [&mut west, &mut east, &mut south, &mut north] {
            let last = side[present - 1];
            side[present..].fill(last);
        }
        Self {
            west,
            east,
            south,
            north,
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
    #[inline(always)]
    fn sides_m(&self, at: usize) -> [f64; 4] {
        [self.west[at], self.east[at], self.south[at], self.north[at]].map(f64::from)
    }
}
