//! Where a disc's origin lies as seen from a frame, and metres from there.

use crate::earth::{Curvature, Ecef};
use crate::frame::{Frame, TICKS};

pub(crate) const TICK_M: f64 = 1.0 / TICKS;

/// From the disc's origin to the frame's, in metres along the frame's axes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plane {
    pub(crate) east: f64,
    pub(crate) north: f64,
    pub(crate) up: f64,
    pub(crate) chord2: f64,
    /// Half way between the two origins.
    pub(crate) curvature: Curvature,
    /// At the frame's origin.
    pub(crate) sag: Curvature,
}

/// Eight times what one rounding to single precision can be off.
pub(crate) const SINGLE: f64 = 1.0 / (1 << 21) as f64;

/// A little less than any radius of curvature.
const LEAST_RADIUS_M: f64 = 6.33e6;

impl Plane {
    #[inline(always)]
    pub(crate) fn new(frame: &Frame, from: Ecef) -> Self {
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
    /// the frame's origin: roundings to single precision and to ticks, and the
    /// surface, which is taken for a paraboloid of the third order less.
    #[inline(always)]
    pub(crate) fn margin(&self, reach_m: f64) -> f64 {
        let chord_m = self.chord2.sqrt();
        // Of eight terms and their sums, up to twice as large.
        let rounding = (self.east.abs() + self.north.abs() + reach_m) * 8.0 * reach_m * SINGLE;
        let ticks = 2.0 * (chord_m + reach_m) * TICK_M;
        let sag = reach_m * reach_m / (2.0 * LEAST_RADIUS_M);
        let turn = reach_m / LEAST_RADIUS_M;
        let sag_off = sag * (0.02 * turn + turn * turn);
        rounding + ticks + sag * sag + 2.0 * self.up.abs() * sag_off + chord_m * 1e-6
    }

    #[inline(always)]
    pub(crate) fn metres(&self, east: f64, north: f64) -> f64 {
        let sag = east * east * self.sag.prime_vertical + north * north * self.sag.meridian;
        let (east, north) = (self.east + east, self.north + north);
        let up = self.up - 0.5 * sag;
        let (east2, north2) = (east * east, north * north);
        (self.curvature).arc(east2 + north2 + up * up, east2, north2)
    }
}
