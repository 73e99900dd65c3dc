//! Tangent planes: where a shard's points lie, as whole ticks east and north of
//! a place on the ellipsoid.

use crate::Point;
use crate::degrees::{WHOLE, low_bits};
use crate::earth::{Curvature, Ecef};
use crate::hull::{Hull, corners};

/// Ticks in a metre. A power of two, so that scaling rounds nothing.
pub(crate) const TICKS: f64 = 65_536.0;
/// The farthest that a tick count reaches.
pub(crate) const REACH_M: f64 = 32_000.0;

/// Rounding to ticks, and what the surface differs from a paraboloid within
/// [`REACH_M`], ten times over.
const ROUNDING_M: f64 = 0.05;

/// The tangent plane at a place on the ellipsoid.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) origin: Ecef,
    pub(crate) east: Ecef,
    pub(crate) north: Ecef,
    pub(crate) up: Ecef,
    pub(crate) curvature: Curvature,
}

/// A position in a frame: ticks east and north, rounded. How far it lies below
/// the plane follows from the curvature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ticks {
    pub(crate) east: i32,
    pub(crate) north: i32,
}

impl Frame {
    pub(crate) fn at(place: Point) -> Self {
        let (east, north, up) = Ecef::axes(place);
        Self {
            origin: Ecef::of(place),
            east,
            north,
            up,
            curvature: Curvature::at(place),
        }
    }

    /// A hull around every position in some rectangles `[west, east, south, north]`,
    /// in metres, that is no farther than `radius_m` from a middle.
    #[inline(always)]
    pub(crate) fn hull(
        &self,
        rectangles: &[[f64; 4]],
        east_m: f64,
        north_m: f64,
        radius_m: f64,
    ) -> Hull {
        let farthest_m = east_m.hypot(north_m) + radius_m;
        let deepest_m = self.sag(farthest_m, 0.0).max(self.sag(0.0, farthest_m));
        let (low, high) = corners(rectangles.iter().map(|sides| {
            let [west, east] = [sides[0], sides[1]].map(|metres| self.east.times(metres));
            let [south, north] = [sides[2], sides[3]].map(|metres| self.north.times(metres));
            (
                west.min(east) + south.min(north),
                west.max(east) + south.max(north),
            )
        }));
        // What is in a rectangle lies in its plane or below it.
        let below = self.up.times(-deepest_m);
        let (low, high) = (low.min(low + below), high.max(high + below));
        let middle = self.east.times(east_m) + self.north.times(north_m)
            - self.up.times(self.sag(east_m, north_m));
        Hull {
            middle: self.origin + middle,
            half: (high - middle).max(middle - low) + Ecef::all(ROUNDING_M),
            radius_m: radius_m + deepest_m + ROUNDING_M,
        }
    }

    #[inline(always)]
    fn sag(&self, east_m: f64, north_m: f64) -> f64 {
        let Curvature {
            prime_vertical,
            meridian,
            ..
        } = self.curvature;
        0.5 * (east_m * east_m * prime_vertical + north_m * north_m * meridian)
    }

    /// `None` beyond [`REACH_M`].
    pub(crate) fn ticks(&self, position: Ecef) -> Option<Ticks> {
        let offset = position - self.origin;
        Some(Ticks {
            east: ticks(offset.dot(self.east))?,
            north: ticks(offset.dot(self.north))?,
        })
    }
}

/// `None` beyond [`REACH_M`].
fn ticks(metres: f64) -> Option<i32> {
    (metres.abs() <= REACH_M).then(|| nearest_tick(metres))
}

/// Up to [`REACH_M`].
#[inline(always)]
pub(crate) fn nearest_tick(metres: f64) -> i32 {
    low_bits(metres * TICKS + WHOLE).cast_signed()
}

impl Ticks {
    /// Metres, rounded down.
    pub(crate) const fn whole(ticks: i32) -> i16 {
        (ticks >> 16) as i16
    }

    /// Place on a Hilbert curve over squares of a metre: neighbours along the
    /// curve are neighbours in the plane.
    pub(crate) fn curve(self) -> u32 {
        fast_hilbert::xy2h(metre(self.east), metre(self.north), CURVE_ORDER)
    }
}

/// A curve over 16 bits each way.
const CURVE_ORDER: u8 = 16;

/// Whole metres, made positive.
const fn metre(ticks: i32) -> u16 {
    Ticks::whole(ticks).cast_unsigned() ^ (1 << 15)
}
