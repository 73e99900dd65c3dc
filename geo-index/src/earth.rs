//! The WGS84 ellipsoid: Cartesian coordinates, chords and geodesic metres.
//!
//! A chord between two places is cheap; this module turns it into metres along
//! the surface with a series that knows the curvature in the direction of the
//! chord, and falls back to the full geodesic where the series is too coarse.

use std::ops::Sub;
use std::sync::LazyLock;

use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::Point;

/// Equatorial radius in metres.
pub(crate) const EQUATORIAL_M: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// Distance from the centre to a pole in metres.
pub(crate) const POLAR_M: f64 = EQUATORIAL_M * (1.0 - FLATTENING);
/// First eccentricity squared.
const E2: f64 = FLATTENING * (2.0 - FLATTENING);
/// No two places are farther apart than this (pole to pole, rounded up).
pub(crate) const FARTHEST_M: f64 = 20_003_932.0;
/// Chords up to here are measured by the series, longer ones by the geodesic.
const SERIES_LIMIT_M: f64 = 200_000.0;

/// A place or an offset in metres, Earth-centred and Earth-fixed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ecef {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) z: f64,
}

impl Ecef {
    pub(crate) fn of(point: Point) -> Self {
        let up = Axes::at(point);
        let prime_vertical = up.prime_vertical_m();
        Self {
            x: prime_vertical * up.cos_lat * up.cos_lng,
            y: prime_vertical * up.cos_lat * up.sin_lng,
            z: prime_vertical * (1.0 - E2) * up.sin_lat,
        }
    }

    #[inline]
    pub(crate) const fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    /// Squared chord to `other`, in square metres.
    #[inline]
    pub(crate) fn chord2(self, other: Self) -> f64 {
        let offset = other - self;
        offset.dot(offset)
    }
}

impl Sub for Ecef {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self {
            x: self.x - other.x,
            y: self.y - other.y,
            z: self.z - other.z,
        }
    }
}

/// Sines and cosines of a place, exact at the poles and on the antimeridian so
/// that two spellings of one place have one position.
#[derive(Clone, Copy, Debug)]
struct Axes {
    sin_lat: f64,
    cos_lat: f64,
    sin_lng: f64,
    cos_lng: f64,
}

impl Axes {
    fn at(point: Point) -> Self {
        let (sin_lat, cos_lat) = point.lat().to_radians().sin_cos();
        let (sin_lng, cos_lng) = point.lng().to_radians().sin_cos();
        let at_pole = point.lat().abs() >= 90.0;
        let on_antimeridian = point.lng().abs() >= 180.0;
        Self {
            sin_lat,
            cos_lat: if at_pole { 0.0 } else { cos_lat },
            sin_lng: if on_antimeridian { 0.0 } else { sin_lng },
            cos_lng,
        }
    }

    fn w2(self) -> f64 {
        1.0 - E2 * self.sin_lat * self.sin_lat
    }

    /// Radius of curvature east-west.
    fn prime_vertical_m(self) -> f64 {
        EQUATORIAL_M / self.w2().sqrt()
    }

    /// Radius of curvature north-south.
    fn meridian_m(self) -> f64 {
        self.prime_vertical_m() * (1.0 - E2) / self.w2()
    }
}

/// Measures from one place.
#[derive(Clone, Debug)]
pub(crate) struct Ruler {
    origin: Point,
    at: Ecef,
    north: Ecef,
    east: Ecef,
    per_meridian: f64,
    per_prime_vertical: f64,
    /// Relative change of the east-west curvature from here to half way, per
    /// metre of northing. North-south it is three times that.
    drift: f64,
}

impl Ruler {
    pub(crate) fn at(origin: Point) -> Self {
        let up = Axes::at(origin);
        let meridian = up.meridian_m();
        Self {
            origin,
            at: Ecef::of(origin),
            north: Ecef {
                x: -up.sin_lat * up.cos_lng,
                y: -up.sin_lat * up.sin_lng,
                z: up.cos_lat,
            },
            east: Ecef {
                x: -up.sin_lng,
                y: up.cos_lng,
                z: 0.0,
            },
            per_meridian: meridian.recip(),
            per_prime_vertical: up.prime_vertical_m().recip(),
            drift: -E2 * up.sin_lat * up.cos_lat / (2.0 * up.w2() * meridian),
        }
    }

    #[inline]
    pub(crate) const fn position(&self) -> Ecef {
        self.at
    }

    /// Smallest and largest radius of curvature at the origin, in metres.
    pub(crate) fn curvature_radii_m(&self) -> (f64, f64) {
        (self.per_meridian.recip(), self.per_prime_vertical.recip())
    }

    pub(crate) fn metres_to(&self, point: Point) -> f64 {
        self.metres(point, Ecef::of(point))
    }

    /// Metres to `point`, whose position is already known.
    #[inline]
    pub(crate) fn metres(&self, point: Point, position: Ecef) -> f64 {
        let offset = position - self.at;
        let chord2 = offset.dot(offset);
        if chord2 <= SERIES_LIMIT_M * SERIES_LIMIT_M {
            self.series(offset, chord2)
        } else {
            self.geodesic(point)
        }
    }

    /// Arc over a chord: `c (1 + x²/6 + 3x⁴/40)` with `x = c k / 2`, where `k`
    /// is the normal curvature (Euler) half way along the offset.
    #[inline]
    fn series(&self, offset: Ecef, chord2: f64) -> f64 {
        let (north, east) = (offset.dot(self.north), offset.dot(self.east));
        let (north2, east2) = (north * north, east * east);
        let drift = self.drift * north;
        let bend = north2 * self.per_meridian * (1.0 + 3.0 * drift)
            + east2 * self.per_prime_vertical * (1.0 + drift);
        // Rounding can leave a purely vertical offset of a nanometre.
        let curvature = bend / (north2 + east2).max(f64::MIN_POSITIVE);
        let x2 = chord2 * curvature * curvature / 4.0;
        chord2.sqrt() * (1.0 + x2 / 6.0 + 3.0 * x2 * x2 / 40.0)
    }

    /// Metres by the geodesic: slow (about a microsecond), right to 15 nm.
    #[cold]
    pub(crate) fn geodesic(&self, point: Point) -> f64 {
        static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

        WGS84.inverse(
            self.origin.lat(),
            self.origin.lng(),
            point.lat(),
            point.lng(),
        )
    }
}
