//! Metres in single precision, as right as that can be: which formula keeps the
//! digits depends on how far away a shard is.

use crate::lanes::{BLOCK, Lanes, greater};
use crate::plane::Plane;

/// Beyond so many times a shard's reach a series serves.
const VERY_FAR: f64 = 16.0;

/// Beyond so many times a shard's reach the chord is taken relative to the one
/// to the frame's origin.
const FAR: f64 = 4.0;

/// Up to here single precision has steps of a millimetre.
const NEAR_M: f64 = 10_000.0;

/// Up to this reach offsets in single precision are right to a quarter of one, and
/// what they add to a length to half of one.
const SINGLE_REACH_M: f64 = 4_000.0;

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

impl Gauge {
    /// For a shard whose rows are up to `reach_m` from its frame's origin.
    #[inline(always)]
    pub(crate) fn new(plane: &Plane, reach_m: f64) -> Self {
        let chord_m = plane.chord2.sqrt();
        if chord_m > VERY_FAR * reach_m {
            Self::VeryFar(Far::new(plane))
        } else if chord_m + reach_m < NEAR_M {
            Self::Near(Near::new(plane))
        } else if chord_m > FAR * reach_m && reach_m < SINGLE_REACH_M {
            Self::Far(Far::new(plane))
        } else {
            Self::Double
        }
    }
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
    pub(crate) fn new(plane: &Plane) -> Self {
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
    pub(crate) fn metres(&self, powers: &Lanes<f32>) -> Lanes<f32> {
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
    pub(crate) fn series(&self, powers: &Lanes<f32>) -> Lanes<f32> {
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
    pub(crate) fn new(plane: &Plane) -> Self {
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
    pub(crate) fn metres(&self, east: f32, north: f32) -> f32 {
        let up = self.up - (east * east * self.sag_east + north * north * self.sag_north);
        let (east, north) = (self.east + east, self.north + north);
        let chord2 = east * east + north * north + up * up;
        chord2.sqrt() * (1.0 + chord2 * self.growth)
    }
}
