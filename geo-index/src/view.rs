//! A disc as seen from the tangent plane of a shard.
//!
//! There it is `q(e, n) = e (a + A e) + n (b + B n) <= Q`: the squared chord less
//! its value at the frame's origin. Four multiplications decide about a point,
//! and a box needs its corners only.

use crate::disc::Disc;
use crate::earth::SERIES_LIMIT_M;
use crate::flat::Flat;
use crate::frame::Ticks;
use crate::gauge::{Gauge, Near};
use crate::hull::{FANOUT, Sides};
use crate::lanes::{BLOCK, Lanes, greater, lesser, singles, sum};
use crate::plane::{Plane, SINGLE, TICK_M};
use crate::steps::Steps;

/// A disc as seen from a frame.
#[derive(Clone, Debug)]
pub(crate) struct FlatView<'a> {
    pub(crate) flat: &'a Flat,
    plane: Plane,
    east: Quadratic,
    north: Quadratic,
    limits: Limits,
    /// For the middles of steps.
    coarse: Limits,
    /// The sixteen blocks that are looked at.
    steps: Steps,
}

#[derive(Clone, Copy, Debug)]
struct Limits {
    /// `q` up to here is surely inside the disc.
    surely: f32,
    /// `q` beyond is surely outside.
    perhaps: f32,
}

/// `t (slope + bend t)`, `t` in metres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quadratic {
    slope: f32,
    pub(crate) bend: f32,
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
    pub(crate) fn at(self, t: f32) -> f32 {
        t * (self.slope + self.bend * t)
    }

    /// How much it grows by the metre.
    #[inline(always)]
    pub(crate) fn slope_at(self, t: f32) -> f32 {
        self.slope + 2.0 * self.bend * t
    }

    /// Least and greatest value from `low` to `high`.
    #[inline(always)]
    fn range(self, low: f32, high: f32) -> (f32, f32) {
        let turn = lesser(greater(self.turn, low), high);
        let (a, b, c) = (self.at(low), self.at(high), self.at(turn));
        (lesser(lesser(a, b), c), greater(greater(a, b), c))
    }
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

/// Half the diagonal of a square.
const HALF_DIAGONAL: f64 = 0.7072;

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
            coarse: Limits::new(disc, &plane, margin, HALF_DIAGONAL * flat.step_m),
            plane,
            steps: Steps::NONE,
        }
    }

    /// Before any coarse test of the blocks of a sixteen.
    #[inline(always)]
    pub(crate) fn turn_to(&mut self, sixteen: usize) {
        (self.steps).turn_to(self.flat.boxes.at(sixteen), self.east, self.north);
    }

    /// How sixteen boxes lie to the disc; those beyond the last block say what
    /// the last block does.
    #[inline(always)]
    pub(crate) fn sides(&self, sixteen: usize) -> Sides {
        let boxes = self.flat.boxes.at(sixteen);
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

    /// For each row of a block how it lies to the disc, to a step.
    #[inline(always)]
    pub(crate) fn coarse_test(&self, block: usize) -> Lanes<u8> {
        sides(&self.coarse_powers(block), self.coarse)
    }

    /// How many rows of a full block are surely in the disc, and how many perhaps,
    /// to a step.
    #[inline(always)]
    pub(crate) fn coarse_count(&self, block: usize) -> (u8, u8) {
        let powers = self.coarse_powers(block);
        let (mut surely, mut perhaps) = ([0; BLOCK], [0; BLOCK]);
        for row in 0..BLOCK {
            surely[row] = u8::from(powers[row] <= self.coarse.surely);
            perhaps[row] = u8::from(powers[row] <= self.coarse.perhaps);
        }
        (sum(&surely), sum(&perhaps))
    }

    #[inline(always)]
    fn coarse_powers(&self, block: usize) -> Lanes<f32> {
        self.steps
            .powers(block % FANOUT, &self.flat.places[block].coarse)
    }

    #[inline(always)]
    fn powers(&self, block: usize) -> Lanes<f32> {
        let (east, north) = self.flat.block(block);
        let mut powers = [0.0; BLOCK];
        for row in 0..BLOCK {
            powers[row] = self.east.at(single(east[row])) + self.north.at(single(north[row]));
        }
        powers
    }

    /// As [`coarse_test`](Self::coarse_test), to a fraction of a millimetre.
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
        let (east, north) = self.flat.block(block);
        let mut metres = [0.0; BLOCK];
        for row in 0..BLOCK {
            metres[row] = (self.plane).metres(double(east[row]), double(north[row]));
        }
        metres
    }

    /// Metres along the ellipsoid for one row.
    #[inline(always)]
    pub(crate) fn metres_of(&self, row: usize) -> f64 {
        let Ticks { east, north } = self.flat.ticks(row);
        self.plane.metres(double(east), double(north))
    }

    #[inline(always)]
    pub(crate) fn gauge(&self) -> Gauge {
        Gauge::new(&self.plane, self.flat.reach_m)
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
        let (east, north) = self.flat.block(block);
        let mut metres = [0.0; BLOCK];
        for row in 0..BLOCK {
            metres[row] = near.metres(single(east[row]), single(north[row]));
        }
        metres
    }
}

/// Metres.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the view's margin holds the loss"
)]
const fn single(ticks: i32) -> f32 {
    ticks as f32 * TICK_M as f32
}

/// Metres, exactly.
#[inline(always)]
fn double(ticks: i32) -> f64 {
    f64::from(ticks) * TICK_M
}
