//! Bounding volumes in Cartesian space: no poles, no antimeridian. Each is a box and
//! a ball around one middle: the box fits ground that was cut into squares, the ball
//! what lies far from the disc of a query.
//!
//! They are kept sixteen at a time in single precision, enlarged by more than
//! single precision can be off.

use crate::bounds;
use crate::disc::Disc;
use crate::earth::Ecef;
use crate::lanes::greater;

/// Hulls tested together.
pub(crate) const FANOUT: usize = 16;

/// Encloses some positions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hull {
    pub(crate) middle: Ecef,
    /// From the middle to the sides of the box.
    pub(crate) half: Ecef,
    pub(crate) radius_m: f64,
}

impl Hull {
    /// Around at least one position.
    #[inline(always)]
    pub(crate) fn around(positions: &[Ecef]) -> Self {
        let (mut low, mut high) = (positions[0], positions[0]);
        for &position in positions {
            (low, high) = (low.min(position), high.max(position));
        }
        let middle = (low + high).times(0.5);
        let mut farthest2 = 0.0;
        for &position in positions {
            farthest2 = bounds::greater(farthest2, middle.chord2(position));
        }
        Self {
            middle,
            half: (high - low).times(0.5),
            radius_m: farthest2.sqrt(),
        }
    }

    /// Around at least one other hull.
    #[inline(always)]
    pub(crate) fn over(hulls: &[Self]) -> Self {
        let boxes = hulls
            .iter()
            .map(|hull| (hull.middle - hull.half, hull.middle + hull.half));
        let (low, high) = corners(boxes);
        let (middle, half) = ((low + high).times(0.5), (high - low).times(0.5));
        let farthest_m = (hulls.iter())
            .map(|hull| middle.chord2(hull.middle).sqrt() + hull.radius_m)
            .fold(0.0, f64::max);
        Self {
            middle,
            half,
            radius_m: farthest_m.min(half.dot(half).sqrt()),
        }
    }

    /// Roughly how much ground positions in it are spread over, in square metres.
    #[inline(always)]
    pub(crate) fn area_m2(self) -> f64 {
        let Ecef { x, y, z } = self.half;
        let (xy, yz, zx) = (x * y, y * z, z * x);
        (4.0 * (xy * xy + yz * yz + zx * zx).sqrt()).max(LEAST_AREA_M2)
    }
}

/// The least and the greatest coordinates of boxes.
#[inline(always)]
pub(crate) fn corners(boxes: impl IntoIterator<Item = (Ecef, Ecef)>) -> (Ecef, Ecef) {
    let nowhere = (Ecef::all(f64::INFINITY), Ecef::all(f64::NEG_INFINITY));
    boxes.into_iter().fold(nowhere, |(low, high), (from, to)| {
        (low.min(from), high.max(to))
    })
}

/// One position lies on some ground, too.
const LEAST_AREA_M2: f64 = 1e4;

/// How each of sixteen volumes lies to a disc: 0 outside, 1 on the rim, 2 inside.
pub(crate) type Sides = [u8; FANOUT];
/// All outside.
pub(crate) const NONE: Sides = [0; FANOUT];
/// The [`Sides`] of what is wholly inside.
pub(crate) const INSIDE: u8 = 2;
/// The [`Sides`] of what has to be looked into.
pub(crate) const RIM: u8 = 1;

/// The volumes that are not outside: their place among the sixteen, and whether
/// they are inside.
#[inline(always)]
pub(crate) fn touched(sides: Sides) -> impl Iterator<Item = (usize, bool)> {
    let mut left = u128::from_le_bytes(sides);
    std::iter::from_fn(move || {
        let at = left.trailing_zeros() as usize / 8;
        (at < FANOUT).then(|| {
            let side = sides[at];
            left &= !(0xff << (at * 8));
            (at, side == INSIDE)
        })
    })
}

/// Up to sixteen hulls, side by side. Missing ones are infinitely far.
#[derive(Clone, Debug)]
pub(crate) struct Hulls {
    middle: Axes,
    half: Axes,
    radius_m: [f32; FANOUT],
}

/// One coordinate after the other.
type Axes = [[f32; FANOUT]; 3];

/// Four times what coordinates of hull and disc are off in single precision.
const SINGLE_MARGIN_M: f64 = 2.0;
/// Relative error of a squared distance in single precision, ten times over.
const SINGLE_SLACK: f64 = 2e-6;

impl Hulls {
    #[expect(clippy::cast_possible_truncation, reason = "the margins hold the loss")]
    #[inline(always)]
    pub(crate) fn of(hulls: &[Hull]) -> Self {
        let enlarged = |metres: f64| ((metres + SINGLE_MARGIN_M) * (1.0 + SINGLE_SLACK)) as f32;
        let mut all = Self {
            middle: [[f32::MAX; FANOUT]; 3],
            half: [[0.0; FANOUT]; 3],
            radius_m: [0.0; FANOUT],
        };
        for (at, hull) in hulls.iter().enumerate() {
            let (middle, half) = (hull.middle.coordinates(), hull.half.coordinates());
            for axis in 0..3 {
                all.middle[axis][at] = middle[axis] as f32;
                all.half[axis][at] = enlarged(half[axis]);
            }
            all.radius_m[at] = enlarged(hull.radius_m);
        }
        all
    }

    #[inline(always)]
    pub(crate) fn sides(&self, disc: &SingleDisc) -> Sides {
        let mut sides = [0; FANOUT];
        for at in 0..FANOUT {
            let [mut nearest2, mut farthest2, mut middle2] = [0.0; 3];
            for axis in 0..3 {
                let off = (self.middle[axis][at] - disc.centre[axis]).abs();
                let half = self.half[axis][at];
                let (nearest, farthest) = (greater(off - half, 0.0), off + half);
                nearest2 += nearest * nearest;
                farthest2 += farthest * farthest;
                middle2 += off * off;
            }
            let touching = disc.outside_m + self.radius_m[at];
            let holding = greater(disc.inside_m - self.radius_m[at], 0.0);
            let touches =
                u8::from(nearest2 <= disc.outside2) & u8::from(middle2 <= touching * touching);
            let inside =
                u8::from(farthest2 <= disc.inside2) | u8::from(middle2 < holding * holding);
            sides[at] = touches + (touches & inside);
        }
        sides
    }

    /// The corner of a box where all coordinates are least.
    #[inline(always)]
    pub(crate) fn corner(&self, at: usize) -> Ecef {
        let along = |axis: usize| f64::from(self.middle[axis][at]) - f64::from(self.half[axis][at]);
        Ecef {
            x: along(0),
            y: along(1),
            z: along(2),
        }
    }

    /// The longest side of a box, in metres.
    #[inline(always)]
    pub(crate) fn longest_m(&self, at: usize) -> f32 {
        let [x, y, z] = self.half.map(|axis| axis[at]);
        2.0 * greater(greater(x, y), z)
    }
}

/// What [`Hulls`] need to know of a disc.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SingleDisc {
    centre: [f32; 3],
    /// Chords beyond are surely outside.
    outside_m: f32,
    outside2: f32,
    /// Chords up to here are surely inside; negative when none is.
    inside_m: f32,
    inside2: f32,
}

impl SingleDisc {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the margins hold the loss")]
    pub(crate) fn of(disc: &Disc) -> Self {
        let outside_m = (disc.outside_m() * (1.0 + SINGLE_SLACK) + 0.1) as f32;
        let inside_m = (disc.inside_m() * (1.0 - SINGLE_SLACK) - 0.1) as f32;
        Self {
            centre: disc.position().coordinates().map(|metres| metres as f32),
            outside_m,
            outside2: outside_m * outside_m,
            inside_m,
            inside2: if inside_m >= 0.0 {
                inside_m * inside_m
            } else {
                -1.0
            },
        }
    }
}
