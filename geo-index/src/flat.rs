//! The body of a shard small enough for one tangent plane: blocks of points along
//! a Hilbert curve, a box around each block.
//!
//! A disc is seen from the plane as `q(e, n) = e (a + A e) + n (b + B n) <= Q`:
//! the squared chord less its value at the frame's origin. Four multiplications
//! decide about a point, and a box needs its corners only. Whole metres decide
//! almost always; the rest lies apart and is read when they do not, and for
//! distances.

use std::slice::from_ref;

use prefetch_index::prefetch_index;

use crate::disc::Disc;
use crate::earth::{Curvature, Ecef, SERIES_LIMIT_M};
use crate::frame::{Frame, TICKS, Ticks};
use crate::sphere::{FANOUT, Sides, Sphere};

/// Points in a block.
pub(crate) const BLOCK: usize = 32;
/// One number for each row of a block.
pub(crate) type Lanes<N> = [N; BLOCK];
/// No row of a block.
pub(crate) const NONE: Lanes<u8> = [0; BLOCK];
/// Every row of a block.
pub(crate) const ALL: Lanes<u8> = [1; BLOCK];

const TICK_M: f64 = 1.0 / TICKS;

#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) frame: Frame,
    /// No row is farther from the frame's origin.
    pub(crate) reach_m: f64,
    boxes: Box<[Boxes]>,
    whole: Box<[Whole]>,
    parts: Box<[Parts]>,
}

/// Up to 32 positions in whole metres, rounded down; missing ones repeat the
/// last.
#[derive(Clone, Debug)]
struct Whole {
    east: Lanes<i16>,
    north: Lanes<i16>,
}

/// What [`Whole`] rounded off, in ticks.
#[derive(Clone, Debug)]
struct Parts {
    east: Lanes<u16>,
    north: Lanes<u16>,
}

/// Bounding boxes of sixteen blocks, in whole metres; missing ones repeat the
/// last.
#[derive(Clone, Debug)]
struct Boxes {
    west: [i16; FANOUT],
    east: [i16; FANOUT],
    south: [i16; FANOUT],
    north: [i16; FANOUT],
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

impl Flat {
    /// Asks for the first block.
    #[inline(always)]
    pub(crate) fn prefetch_columns(&self) {
        prefetch_index(&self.whole[..], 0);
        prefetch_index(from_ref(&self.whole[0].north), 0);
        prefetch_index(&self.parts[..], 0);
        prefetch_index(from_ref(&self.parts[0].north), 0);
    }
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

/// A disc as seen from a frame.
#[derive(Clone, Debug)]
pub(crate) struct FlatView<'a> {
    flat: &'a Flat,
    plane: Plane,
    east: Quadratic,
    north: Quadratic,
    limits: Limits,
    /// For the middle of a square metre.
    rough: Limits,
}

#[derive(Clone, Copy, Debug)]
struct Limits {
    /// `q` up to here is surely inside the disc.
    surely: f32,
    /// `q` beyond is surely outside.
    perhaps: f32,
}

/// From the disc's origin to the frame's, in metres along the frame's axes.
#[derive(Clone, Copy, Debug)]
struct Plane {
    east: f64,
    north: f64,
    up: f64,
    chord2: f64,
    /// Half way between the two origins.
    curvature: Curvature,
    /// At the frame's origin.
    sag: Curvature,
}

/// `t (slope + bend t)`, `t` in metres.
#[derive(Clone, Copy, Debug)]
struct Quadratic {
    slope: f32,
    bend: f32,
    /// Where it is least, or greatest.
    turn: f32,
}

impl Quadratic {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the view's margin holds the loss"
    )]
    #[inline(always)]
    fn new(slope: f64, bend: f64) -> Self {
        Self {
            slope: slope as f32,
            bend: bend as f32,
            turn: -0.5 * (slope as f32) / (bend as f32),
        }
    }

    #[inline(always)]
    fn at(self, t: f32) -> f32 {
        t * (self.slope + self.bend * t)
    }

    /// Least and greatest value from `low` to `high`.
    #[inline(always)]
    fn range(self, low: f32, high: f32) -> (f32, f32) {
        let turn = lesser(greater(self.turn, low), high);
        let (a, b, c) = (self.at(low), self.at(high), self.at(turn));
        (lesser(lesser(a, b), c), greater(greater(a, b), c))
    }
}

/// As `f32::max`, but for NaN: one instruction instead of three.
#[inline(always)]
pub(crate) const fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// As `f32::min`, but for NaN.
#[inline(always)]
pub(crate) const fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The rows that are not 0.
#[inline(always)]
pub(crate) fn rows(lanes: &Lanes<u8>) -> impl Iterator<Item = usize> {
    let (words, _) = lanes.as_chunks();
    words.iter().enumerate().flat_map(|(at, &word)| {
        let mut left = u64::from_le_bytes(word);
        std::iter::from_fn(move || {
            let row = left.trailing_zeros() as usize / 8;
            left &= left.wrapping_sub(1);
            (row < 8).then_some(at * 8 + row)
        })
    })
}

/// Of zeros and ones.
#[inline(always)]
pub(crate) fn sum(lanes: &Lanes<u8>) -> u8 {
    let mut sum = 0;
    for row in 0..BLOCK {
        sum += lanes[row];
    }
    sum
}

#[inline(always)]
fn sides(powers: &Lanes<f32>, limits: Limits) -> Lanes<u8> {
    let mut sides = [0; BLOCK];
    for row in 0..BLOCK {
        let perhaps = u8::from(powers[row] <= limits.perhaps);
        sides[row] = perhaps + (perhaps & u8::from(powers[row] <= limits.surely));
    }
    sides
}

impl Limits {
    /// For positions that are off by `slack_m`, `q` by `margin`.
    #[inline(always)]
    fn new(disc: &Disc, plane: &Plane, margin: f64, slack_m: f64) -> Self {
        Self {
            surely: lowered(disc.inside_m() - slack_m, plane.chord2, margin),
            perhaps: raised(disc.outside_m() + slack_m, plane.chord2, margin),
        }
    }
}

/// The limit of `q` for chords up to `chord_m`, less than all it can be off.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "rounded with a margin")]
fn lowered(chord_m: f64, chord2: f64, margin: f64) -> f32 {
    let limit = chord_m * chord_m - chord2;
    if chord_m >= 0.0 {
        (limit - margin - limit.abs() * SINGLE) as f32
    } else {
        f32::NEG_INFINITY
    }
}

/// The limit of `q` for chords up to `chord_m`, more than all it can be off.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "rounded with a margin")]
fn raised(chord_m: f64, chord2: f64, margin: f64) -> f32 {
    let limit = chord_m * chord_m - chord2;
    (limit + margin + limit.abs() * SINGLE) as f32
}

/// Metres.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the view's margin holds the loss"
)]
fn single(whole: i16, part: u16) -> f32 {
    Ticks::joined(whole, part) as f32 * TICK_M as f32
}

/// Metres, exactly.
#[inline(always)]
fn double(whole: i16, part: u16) -> f64 {
    f64::from(Ticks::joined(whole, part)) * TICK_M
}

/// Eight times what one rounding to single precision can be off.
const SINGLE: f64 = 1.0 / (1 << 21) as f64;
/// A little less than any radius of curvature.
const LEAST_RADIUS_M: f64 = 6.33e6;

/// Half the diagonal of a square metre, and what its sag can add.
const HALF_SQUARE_M: f64 = 0.7072;

impl<'a> FlatView<'a> {
    #[inline(always)]
    pub(crate) fn new(flat: &'a Flat, disc: &Disc) -> Self {
        let plane = Plane::new(&flat.frame, disc.position());
        let margin = plane.margin(flat.reach_m);
        Self {
            flat,
            east: Quadratic::new(2.0 * plane.east, 1.0 - plane.up * plane.sag.prime_vertical),
            north: Quadratic::new(2.0 * plane.north, 1.0 - plane.up * plane.sag.meridian),
            limits: Limits::new(disc, &plane, margin, 0.0),
            rough: Limits::new(disc, &plane, margin, HALF_SQUARE_M),
            plane,
        }
    }

    /// How sixteen boxes lie to the disc; those beyond the last block say what
    /// the last block does.
    #[inline(always)]
    pub(crate) fn sides(&self, sixteen: usize) -> Sides {
        let boxes = &self.flat.boxes[sixteen];
        let mut sides = [0; FANOUT];
        for at in 0..FANOUT {
            let (low_e, high_e) = (self.east).range(boxes.west[at].into(), boxes.east[at].into());
            let (low_n, high_n) =
                (self.north).range(boxes.south[at].into(), boxes.north[at].into());
            let touches = u8::from(low_e + low_n <= self.limits.perhaps);
            let inside = u8::from(high_e + high_n <= self.limits.surely);
            sides[at] = touches + (touches & inside);
        }
        sides
    }

    /// For each row of a block how it lies to the disc, by whole metres.
    #[inline(always)]
    pub(crate) fn rough_test(&self, block: usize) -> Lanes<u8> {
        sides(&self.rough_powers(block), self.rough)
    }

    /// How many rows of a full block are surely in the disc, and how many perhaps,
    /// by whole metres.
    #[inline(always)]
    pub(crate) fn rough_count(&self, block: usize) -> (u8, u8) {
        let powers = self.rough_powers(block);
        let (mut surely, mut perhaps) = ([0; BLOCK], [0; BLOCK]);
        for row in 0..BLOCK {
            surely[row] = u8::from(powers[row] <= self.rough.surely);
            perhaps[row] = u8::from(powers[row] <= self.rough.perhaps);
        }
        (sum(&surely), sum(&perhaps))
    }

    #[inline(always)]
    fn rough_powers(&self, block: usize) -> Lanes<f32> {
        let whole = &self.flat.whole[block];
        let mut powers = [0.0; BLOCK];
        for row in 0..BLOCK {
            let (east, north) = (f32::from(whole.east[row]), f32::from(whole.north[row]));
            powers[row] = self.east.at(east + 0.5) + self.north.at(north + 0.5);
        }
        powers
    }

    #[inline(always)]
    fn powers(&self, block: usize) -> Lanes<f32> {
        let (whole, parts) = (&self.flat.whole[block], &self.flat.parts[block]);
        let mut powers = [0.0; BLOCK];
        for row in 0..BLOCK {
            let east = single(whole.east[row], parts.east[row]);
            let north = single(whole.north[row], parts.north[row]);
            powers[row] = self.east.at(east) + self.north.at(north);
        }
        powers
    }

    /// As [`rough_test`](Self::rough_test), to a fraction of a millimetre.
    #[inline(always)]
    pub(crate) fn test(&self, block: usize) -> Lanes<u8> {
        sides(&self.powers(block), self.limits)
    }

    /// Whether [`metres`](Self::metres) and [`Gauge`] hold for all rows.
    #[inline(always)]
    pub(crate) fn is_near(&self) -> bool {
        let limit = SERIES_LIMIT_M - self.flat.reach_m;
        self.plane.chord2 < limit * limit
    }

    /// Metres along the ellipsoid for the rows of a block.
    #[inline(always)]
    pub(crate) fn metres(&self, block: usize) -> Lanes<f64> {
        let (whole, parts) = (&self.flat.whole[block], &self.flat.parts[block]);
        let mut metres = [0.0; BLOCK];
        for row in 0..BLOCK {
            let east = double(whole.east[row], parts.east[row]);
            let north = double(whole.north[row], parts.north[row]);
            metres[row] = self.plane.metres(east, north);
        }
        metres
    }

    /// Metres along the ellipsoid for one row.
    #[inline(always)]
    pub(crate) fn metres_of(&self, row: usize) -> f64 {
        let Ticks { east, north } = self.flat.ticks(row);
        (self.plane).metres(f64::from(east) * TICK_M, f64::from(north) * TICK_M)
    }

    #[inline(always)]
    pub(crate) fn gauge(&self) -> Gauge {
        let (chord_m, reach_m) = (self.plane.chord2.sqrt(), self.flat.reach_m);
        if chord_m > VERY_FAR * reach_m {
            Gauge::VeryFar(Far::new(&self.plane))
        } else if chord_m + reach_m < NEAR_M {
            Gauge::Near(Near::new(&self.plane))
        } else if chord_m > FAR * reach_m && reach_m < SINGLE_REACH_M {
            Gauge::Far(Far::new(&self.plane))
        } else {
            Gauge::Double
        }
    }

    /// As [`metres`](Self::metres), in single precision.
    #[inline(always)]
    pub(crate) fn gauged(&self, gauge: &Gauge, block: usize) -> Lanes<f32> {
        match gauge {
            Gauge::VeryFar(far) => far.series(&self.powers(block)),
            Gauge::Far(far) => far.metres(&self.powers(block)),
            Gauge::Near(near) => self.near(near, block),
            Gauge::Double => singles(&self.metres(block)),
        }
    }

    #[inline(always)]
    fn near(&self, near: &Near, block: usize) -> Lanes<f32> {
        let (whole, parts) = (&self.flat.whole[block], &self.flat.parts[block]);
        let mut metres = [0.0; BLOCK];
        for row in 0..BLOCK {
            let east = single(whole.east[row], parts.east[row]);
            let north = single(whole.north[row], parts.north[row]);
            metres[row] = near.metres(east, north);
        }
        metres
    }
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "asked for")]
pub(crate) fn singles(metres: &Lanes<f64>) -> Lanes<f32> {
    let mut singles = [0.0; BLOCK];
    for row in 0..BLOCK {
        singles[row] = metres[row] as f32;
    }
    singles
}

impl Plane {
    #[inline(always)]
    fn new(frame: &Frame, from: Ecef) -> Self {
        let offset = frame.origin - from;
        let north = offset.dot(frame.north);
        Self {
            east: offset.dot(frame.east),
            north,
            up: offset.dot(frame.up),
            chord2: offset.dot(offset),
            curvature: frame.curvature.north(-0.5 * north),
            sag: frame.curvature,
        }
    }

    /// How far `q` can be off, in square metres, for rows up to `reach_m` from
    /// the frame's origin: seven roundings, the rounding to ticks, and the
    /// surface, which is taken for a paraboloid of the third order less.
    #[inline(always)]
    fn margin(&self, reach_m: f64) -> f64 {
        let chord_m = self.chord2.sqrt();
        let rounding = (self.east.abs() + self.north.abs() + reach_m) * 2.0 * reach_m * SINGLE;
        let ticks = 2.0 * (chord_m + reach_m) * TICK_M;
        let sag = reach_m * reach_m / (2.0 * LEAST_RADIUS_M);
        let turn = reach_m / LEAST_RADIUS_M;
        let sag_off = sag * (0.02 * turn + turn * turn);
        rounding + ticks + sag * sag + 2.0 * self.up.abs() * sag_off + chord_m * 1e-6
    }

    #[inline(always)]
    fn metres(&self, east: f64, north: f64) -> f64 {
        let sag = east * east * self.sag.prime_vertical + north * north * self.sag.meridian;
        let (east, north) = (self.east + east, self.north + north);
        let up = self.up - 0.5 * sag;
        let (east2, north2) = (east * east, north * north);
        (self.curvature).arc(east2 + north2 + up * up, east2, north2)
    }
}

/// Beyond so many times a shard's reach a series serves.
const VERY_FAR: f64 = 16.0;
/// Beyond so many times a shard's reach the chord is taken relative to the one
/// to the frame's origin.
const FAR: f64 = 4.0;
/// Up to here single precision has steps of a millimetre.
const NEAR_M: f64 = 16_000.0;
/// Up to this reach offsets in single precision are right to a tenth of one.
const SINGLE_REACH_M: f64 = 2_000.0;

/// How to measure in single precision.
#[derive(Clone, Debug)]
pub(crate) enum Gauge {
    Near(Near),
    /// The difference from a length known in double precision.
    Far(Far),
    /// The same by a series.
    VeryFar(Far),
    /// The shard is too wide for single precision.
    Double,
}

/// With `c0` the chord to the frame's origin, `c - c0 = q / (c0 + c)`. The arc
/// grows along with the chord.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Far {
    chord2: f32,
    chord_m: f32,
    /// `1 / c0²`.
    per_chord2: f32,
    /// `growth / c0`.
    slope: f32,
    /// The arc over `chord_m`, in two parts.
    arc_m: f32,
    arc_rest_m: f32,
    growth: f32,
}

impl Far {
    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is lost is kept apart"
    )]
    fn new(plane: &Plane) -> Self {
        let (east2, north2) = (plane.east * plane.east, plane.north * plane.north);
        let arc_m = plane.curvature.arc(plane.chord2, east2, north2);
        let chord_m = plane.chord2.sqrt();
        // The arc is c + g c³, with g c³ its excess over the chord.
        let growth = 1.0 + 3.0 * (arc_m - chord_m) / chord_m;
        Self {
            chord2: plane.chord2 as f32,
            chord_m: chord_m as f32,
            per_chord2: plane.chord2.recip() as f32,
            slope: (growth / chord_m) as f32,
            arc_m: arc_m as f32,
            arc_rest_m: (arc_m - f64::from(arc_m as f32)) as f32,
            growth: growth as f32,
        }
    }

    #[inline(always)]
    fn metres(&self, powers: &Lanes<f32>) -> Lanes<f32> {
        let mut metres = [0.0; BLOCK];
        for row in 0..BLOCK {
            let chord_m = greater(self.chord2 + powers[row], 0.0).sqrt();
            let longer = powers[row] / (self.chord_m + chord_m);
            metres[row] = self.arc_m + (self.arc_rest_m + longer * self.growth);
        }
        metres
    }

    /// `c - c0 = c0 (x/2 - x²/8 + x³/16 - …)` with `x = q / c0²`. The first term
    /// left out is below `1e-8 c0` for `x` up to 1/8.
    #[inline(always)]
    fn series(&self, powers: &Lanes<f32>) -> Lanes<f32> {
        let mut metres = [0.0; BLOCK];
        for row in 0..BLOCK {
            let x = powers[row] * self.per_chord2;
            let tail = 7.0 / 256.0 - x * (21.0 / 1024.0);
            let factor = 0.5 - x * (0.125 - x * (0.0625 - x * (5.0 / 128.0 - x * tail)));
            metres[row] = self.arc_m + (self.arc_rest_m + powers[row] * self.slope * factor);
        }
        metres
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    east: f32,
    north: f32,
    up: f32,
    sag_east: f32,
    sag_north: f32,
    /// Excess of the arc over the chord, per cubic metre.
    growth: f32,
}

impl Near {
    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a fraction of a millimetre"
    )]
    fn new(plane: &Plane) -> Self {
        let k = 0.5 * (plane.sag.prime_vertical + plane.sag.meridian);
        Self {
            east: plane.east as f32,
            north: plane.north as f32,
            up: plane.up as f32,
            sag_east: (0.5 * plane.sag.prime_vertical) as f32,
            sag_north: (0.5 * plane.sag.meridian) as f32,
            growth: (k * k / 24.0) as f32,
        }
    }

    #[inline(always)]
    fn metres(&self, east: f32, north: f32) -> f32 {
        let up = self.up - (east * east * self.sag_east + north * north * self.sag_north);
        let (east, north) = (self.east + east, self.north + north);
        let chord2 = east * east + north * north + up * up;
        chord2.sqrt() * (1.0 + chord2 * self.growth)
    }
}
