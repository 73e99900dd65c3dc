//! The body of a shard small enough for one tangent plane: ticks in blocks of 32
//! points along a Hilbert curve, a box around each block.
//!
//! A disc is seen from the plane as `q(e, n) = e (a + A e) + n (b + B n) <= Q`:
//! the squared chord less its value at the frame's origin. Four multiplications
//! decide about a point, and a box needs its corners only.

use crate::disc::Disc;
use crate::earth::{Curvature, Ecef, SERIES_LIMIT_M};
use crate::frame::{Frame, TICKS, Ticks};
use crate::sphere::{FANOUT, Sides};

/// Points in a block.
pub(crate) const BLOCK: usize = 32;
/// One number for each row of a block.
pub(crate) type Lanes<N> = [N; BLOCK];

const TICK_M: f64 = 1.0 / TICKS;

#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) frame: Frame,
    /// No row is farther from the frame's origin.
    pub(crate) reach_m: f64,
    blocks: Box<[Block]>,
    boxes: Box<[Boxes]>,
}

/// Up to 32 positions; missing ones repeat the last.
#[derive(Clone, Debug)]
struct Block {
    east: Lanes<i32>,
    north: Lanes<i32>,
}

/// Bounding boxes of sixteen blocks, in ticks; missing ones repeat the last.
#[derive(Clone, Debug)]
struct Boxes {
    west: [f32; FANOUT],
    east: [f32; FANOUT],
    south: [f32; FANOUT],
    north: [f32; FANOUT],
}

impl Flat {
    /// From at least one position.
    pub(crate) fn new(frame: Frame, ticks: &[Ticks]) -> Self {
        let blocks: Box<[_]> = ticks.chunks(BLOCK).map(Block::of).collect();
        let boxes = blocks.chunks(FANOUT).map(Boxes::of).collect();
        let farthest2 = (ticks.iter())
            .map(|at| f64::from(at.east).powi(2) + f64::from(at.north).powi(2))
            .fold(0.0, f64::max);
        Self {
            frame,
            reach_m: (farthest2.sqrt() + 1.0) * TICK_M,
            blocks,
            boxes,
        }
    }

    pub(crate) fn ticks(&self, row: usize) -> Ticks {
        let block = &self.blocks[row / BLOCK];
        Ticks {
            east: block.east[row % BLOCK],
            north: block.north[row % BLOCK],
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.blocks) + size_of_val(&*self.boxes)
    }
}

impl Block {
    fn of(ticks: &[Ticks]) -> Self {
        let at = |row: usize| ticks[row.min(ticks.len() - 1)];
        Self {
            east: std::array::from_fn(|row| at(row).east),
            north: std::array::from_fn(|row| at(row).north),
        }
    }
}

impl Boxes {
    #[expect(
        clippy::cast_precision_loss,
        reason = "the view's margin holds the loss"
    )]
    fn of(blocks: &[Block]) -> Self {
        let at = |block: usize| &blocks[block.min(blocks.len() - 1)];
        let low = |lanes: &Lanes<i32>| lanes.iter().fold(i32::MAX, |a, &b| a.min(b)) as f32;
        let high = |lanes: &Lanes<i32>| lanes.iter().fold(i32::MIN, |a, &b| a.max(b)) as f32;
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

/// `t (slope + bend t)`.
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
    fn new(slope: f64, bend: f64) -> Self {
        Self {
            slope: (slope * TICK_M) as f32,
            bend: (bend * TICK_M * TICK_M) as f32,
            turn: (-0.5 * slope / bend * TICKS) as f32,
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

/// Eight times what one rounding to single precision can be off.
const SINGLE: f64 = 1.0 / (1 << 21) as f64;
/// A little less than any radius of curvature.
const LEAST_RADIUS_M: f64 = 6.33e6;

impl<'a> FlatView<'a> {
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the margin holds the loss")]
    pub(crate) fn new(flat: &'a Flat, disc: &Disc) -> Self {
        let plane = Plane::new(&flat.frame, disc.position());
        let margin = plane.margin(flat.reach_m);
        let limit = |chord_m: f64| chord_m * chord_m - plane.chord2;
        let surely = if disc.inside_m() >= 0.0 {
            limit(disc.inside_m())
        } else {
            f64::NEG_INFINITY
        };
        let perhaps = limit(disc.outside_m());
        Self {
            flat,
            east: Quadratic::new(2.0 * plane.east, 1.0 - plane.up * plane.sag.prime_vertical),
            north: Quadratic::new(2.0 * plane.north, 1.0 - plane.up * plane.sag.meridian),
            surely: (surely - margin - surely.abs() * SINGLE) as f32,
            perhaps: (perhaps + margin + perhaps.abs() * SINGLE) as f32,
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
            let (low_e, high_e) = self.east.range(boxes.west[at], boxes.east[at]);
            let (low_n, high_n) = self.north.range(boxes.south[at], boxes.north[at]);
            let touches = u8::from(low_e + low_n <= self.perhaps);
            let inside = u8::from(high_e + high_n <= self.surely);
            sides[at] = touches + (touches & inside);
        }
        sides
    }

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "the margin holds the loss")]
    fn powers(&self, block: usize) -> Lanes<f32> {
        let block = &self.flat.blocks[block];
        let mut powers = [0.0; BLOCK];
        for row in 0..BLOCK {
            let (east, north) = (block.east[row] as f32, block.north[row] as f32);
            powers[row] = self.east.at(east) + self.north.at(north);
        }
        powers
    }

    /// How many of the first `rows` rows of a block are surely in the disc, and
    /// how many perhaps.
    #[inline(always)]
    pub(crate) fn count(&self, block: usize, rows: usize) -> (usize, usize) {
        let powers = self.powers(block);
        let (mut surely, mut perhaps) = (0_u32, 0_u32);
        for row in 0..BLOCK {
            let there = u32::from(row < rows);
            surely += there & u32::from(powers[row] <= self.surely);
            perhaps += there & u32::from(powers[row] <= self.perhaps);
        }
        (surely as usize, perhaps as usize)
    }

    /// For each row of a block 0 when it is outside, 1 when that has to be
    /// settled, 2 when it is inside.
    #[inline(always)]
    pub(crate) fn test(&self, block: usize) -> Lanes<u8> {
        let powers = self.powers(block);
        let mut sides = [0; BLOCK];
        for row in 0..BLOCK {
            let perhaps = u8::from(powers[row] <= self.perhaps);
            sides[row] = perhaps + (perhaps & u8::from(powers[row] <= self.surely));
        }
        sides
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
        let block = &self.flat.blocks[block];
        let mut metres = [0.0; BLOCK];
        for row in 0..BLOCK {
            metres[row] = self.plane.metres(block.east[row], block.north[row]);
        }
        metres
    }

    /// Metres along the ellipsoid for one row.
    #[inline(always)]
    pub(crate) fn metres_of(&self, row: usize) -> f64 {
        let Ticks { east, north } = self.flat.ticks(row);
        self.plane.metres(east, north)
    }

    #[inline(always)]
    pub(crate) fn gauge(&self) -> Gauge {
        let far = self.plane.chord2 > (FAR * self.flat.reach_m).powi(2);
        if self.flat.reach_m > SINGLE_REACH_M {
            Gauge::Double
        } else if far {
            Gauge::Far(Far::new(&self.plane))
        } else {
            Gauge::Near(Near::new(&self.plane))
        }
    }

    /// As [`metres`](Self::metres), in single precision.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "asked for")]
    pub(crate) fn gauged(&self, gauge: &Gauge, block: usize) -> Lanes<f32> {
        let mut metres = [0.0; BLOCK];
        match gauge {
            Gauge::Far(far) => {
                let powers = self.powers(block);
                for row in 0..BLOCK {
                    metres[row] = far.metres(powers[row]);
                }
            }
            Gauge::Near(near) => {
                let block = &self.flat.blocks[block];
                for row in 0..BLOCK {
                    metres[row] = near.metres(block.east[row], block.north[row]);
                }
            }
            Gauge::Double => {
                let double = self.metres(block);
                for row in 0..BLOCK {
                    metres[row] = double[row] as f32;
                }
            }
        }
        metres
    }
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
    fn metres(&self, east: i32, north: i32) -> f64 {
        let (east, north) = (f64::from(east) * TICK_M, f64::from(north) * TICK_M);
        let sag = east * east * self.sag.prime_vertical + north * north * self.sag.meridian;
        let (east, north) = (self.east + east, self.north + north);
        let up = self.up - 0.5 * sag;
        let (east2, north2) = (east * east, north * north);
        (self.curvature).arc(east2 + north2 + up * up, east2, north2)
    }
}

/// Beyond so many times a shard's reach the chord is taken relative to the one
/// to the frame's origin.
const FAR: f64 = 4.0;
/// Up to this reach single precision is right to a fraction of a millimetre.
const SINGLE_REACH_M: f64 = 2_000.0;

/// How to measure in single precision.
#[derive(Clone, Debug)]
pub(crate) enum Gauge {
    /// The difference from a length known in double precision.
    Far(Far),
    Near(Near),
    /// The shard is too wide for single precision.
    Double,
}

/// With `c0` the chord to the frame's origin, `c - c0 = q / (c0 + c)`. The arc
/// grows along with the chord.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Far {
    chord2: f32,
    chord_m: f32,
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
        Self {
            chord2: plane.chord2 as f32,
            chord_m: chord_m as f32,
            arc_m: arc_m as f32,
            arc_rest_m: (arc_m - f64::from(arc_m as f32)) as f32,
            // The arc is c + g c³, with g c³ its excess over the chord.
            growth: (1.0 + 3.0 * (arc_m - chord_m) / chord_m) as f32,
        }
    }

    #[inline(always)]
    fn metres(&self, power: f32) -> f32 {
        let chord_m = greater(self.chord2 + power, 0.0).sqrt();
        let longer = power / (self.chord_m + chord_m);
        self.arc_m + (self.arc_rest_m + longer * self.growth)
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
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a fraction of a millimetre"
    )]
    fn metres(&self, east: i32, north: i32) -> f32 {
        const TICK: f32 = TICK_M as f32;
        let (east, north) = (east as f32 * TICK, north as f32 * TICK);
        let up = self.up - (east * east * self.sag_east + north * north * self.sag_north);
        let (east, north) = (self.east + east, self.north + north);
        let chord2 = east * east + north * north + up * up;
        chord2.sqrt() * (1.0 + chord2 * self.growth)
    }
}
