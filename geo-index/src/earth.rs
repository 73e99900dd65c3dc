//! The WGS84 ellipsoid: Cartesian coordinates, chords and geodesic metres.
//!
//! A chord between two places is cheap; this module turns it into metres along
//! the surface with a series that knows the curvature in the direction of the
//! chord, and falls back to the full geodesic where the series is too coarse.

use std::ops::{Add, Sub};
use std::sync::LazyLock;

use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::Point;
use crate::bounds::{greater, lesser};
use crate::degrees::sin_cos;

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
pub(crate) const SERIES_LIMIT_M: f64 = 200_000.0;

/// A place or an offset in metres, Earth-centred and Earth-fixed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ecef {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) z: f64,
}

impl Ecef {
    #[inline(always)]
    pub(crate) fn of(point: Point) -> Self {
        Self::of_degrees(point.lat(), point.lng())
    }

    /// Of latitude and longitude.
    #[inline(always)]
    pub(crate) fn of_degrees(lat: f64, lng: f64) -> Self {
        Bearings::of(lat, lng).position()
    }

    /// East, north and up at a place, as unit vectors.
    pub(crate) fn axes(place: Point) -> (Self, Self, Self) {
        let at = Bearings::at(place);
        (at.east(), at.north(), at.up())
    }

    #[inline(always)]
    pub(crate) const fn all(value: f64) -> Self {
        Self {
            x: value,
            y: value,
            z: value,
        }
    }

    #[inline(always)]
    pub(crate) const fn min(self, other: Self) -> Self {
        Self {
            x: lesser(self.x, other.x),
            y: lesser(self.y, other.y),
            z: lesser(self.z, other.z),
        }
    }

    #[inline(always)]
    pub(crate) const fn max(self, other: Self) -> Self {
        Self {
            x: greater(self.x, other.x),
            y: greater(self.y, other.y),
            z: greater(self.z, other.z),
        }
    }

    #[inline(always)]
    pub(crate) const fn times(self, factor: f64) -> Self {
        Self {
            x: self.x * factor,
            y: self.y * factor,
            z: self.z * factor,
        }
    }

    #[inline]
    pub(crate) const fn coordinates(self) -> [f64; 3] {
        [self.x, self.y, self.z]
    }

    #[inline]
    pub(crate) const fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    /// Squared chord to `other`, in square metres.
    #[inline(always)]
    pub(crate) fn chord2(self, other: Self) -> f64 {
        let offset = other - self;
        offset.dot(offset)
    }
}

impl Add for Ecef {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self {
            x: self.x + other.x,
            y: self.y + other.y,
            z: self.z + other.z,
        }
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

/// Sines and cosines of a place, which are exact at the poles and on the
/// antimeridian, so that two spellings of one place have one position.
#[derive(Clone, Copy, Debug)]
struct Bearings {
    sin_lat: f64,
    cos_lat: f64,
    sin_lng: f64,
    cos_lng: f64,
}

impl Bearings {
    #[inline(always)]
    fn at(point: Point) -> Self {
        Self::of(point.lat(), point.lng())
    }

    #[inline(always)]
    fn of(lat: f64, lng: f64) -> Self {
        let (sin_lat, cos_lat) = sin_cos(lat);
        let (sin_lng, cos_lng) = sin_cos(lng);
        Self {
            sin_lat,
            cos_lat,
            sin_lng,
            cos_lng,
        }
    }

    #[inline(always)]
    fn position(self) -> Ecef {
        let prime_vertical = EQUATORIAL_M / self.w2().sqrt();
        Ecef {
            x: prime_vertical * self.cos_lat * self.cos_lng,
            y: prime_vertical * self.cos_lat * self.sin_lng,
            z: prime_vertical * (1.0 - E2) * self.sin_lat,
        }
    }

    const fn east(self) -> Ecef {
        Ecef {
            x: -self.sin_lng,
            y: self.cos_lng,
            z: 0.0,
        }
    }

    const fn north(self) -> Ecef {
        Ecef {
            x: -self.sin_lat * self.cos_lng,
            y: -self.sin_lat * self.sin_lng,
            z: self.cos_lat,
        }
    }

    const fn up(self) -> Ecef {
        Ecef {
            x: self.cos_lat * self.cos_lng,
            y: self.cos_lat * self.sin_lng,
            z: self.sin_lat,
        }
    }

    #[inline(always)]
    fn w2(self) -> f64 {
        1.0 - E2 * self.sin_lat * self.sin_lat
    }
}

/// How the ellipsoid bends at a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Curvature {
    /// North-south, per metre.
    pub(crate) meridian: f64,
    /// East-west, per metre.
    pub(crate) prime_vertical: f64,
    /// Relative change of the east-west curvature per metre of northing. North-south
    /// it is three times that.
    pub(crate) drift: f64,
}

impl Curvature {
    pub(crate) fn at(place: Point) -> Self {
        Self::with(Bearings::at(place))
    }

    fn with(at: Bearings) -> Self {
        let w2 = at.w2();
        let prime_vertical = w2.sqrt() * (1.0 / EQUATORIAL_M);
        let meridian = prime_vertical * w2 * (1.0 / (1.0 - E2));
        Self {
            meridian,
            prime_vertical,
            drift: -E2 * at.sin_lat * at.cos_lat * meridian / w2,
        }
    }

    /// The curvature so many metres farther north.
    #[inline]
    pub(crate) fn north(self, metres: f64) -> Self {
        Self {
            meridian: self.meridian * (1.0 + 3.0 * self.drift * metres),
            prime_vertical: self.prime_vertical * (1.0 + self.drift * metres),
            drift: self.drift,
        }
    }

    /// Arc over the chord between two places so many metres apart east, north and
    /// up, up to [`SERIES_LIMIT_M`]; `self` is the curvature half way.
    ///
    /// The arc is `c (1 + x²/6 + 3x⁴/40)` with `x = c k / 2`, where `k` is the
    /// normal curvature (Euler) in the direction of the chord.
    #[inline(always)]
    pub(crate) fn arc(self, chord2: f64, east2: f64, north2: f64) -> f64 {
        let bend = east2 * self.prime_vertical + north2 * self.meridian;
        // Rounding can leave a purely vertical offset of a nanometre.
        let curvature = bend / (north2 + east2).max(f64::MIN_POSITIVE);
        let x2 = chord2 * curvature * curvature * 0.25;
        chord2.sqrt() * (1.0 + x2 * (1.0 / 6.0) + x2 * x2 * (3.0 / 40.0))
    }
}

/// Measures from one place.
#[derive(Clone, Debug)]
pub(crate) struct Ruler {
    origin: Point,
    at: Ecef,
    north: Ecef,
    east: Ecef,
    curvature: Curvature,
}

impl Ruler {
    #[inline]
    pub(crate) fn at(origin: Point) -> Self {
        let bearings = Bearings::at(origin);
        Self {
            origin,
            at: bearings.position(),
            north: bearings.north(),
            east: bearings.east(),
            curvature: Curvature::with(bearings),
        }
    }

    #[inline]
    pub(crate) const fn position(&self) -> Ecef {
        self.at
    }

    /// Least and greatest curvature at the origin, per metre.
    #[inline]
    pub(crate) const fn curvatures(&self) -> (f64, f64) {
        (self.curvature.prime_vertical, self.curvature.meridian)
    }

    pub(crate) fn metres_to(&self, point: Point) -> f64 {
        self.metres(&point, Ecef::of(point) - self.at)
    }

    /// Metres to a place at an offset from here that [`SERIES_LIMIT_M`] is not
    /// exceeded by.
    #[inline(always)]
    pub(crate) fn arc(&self, offset: Ecef) -> f64 {
        let (north, east) = (offset.dot(self.north), offset.dot(self.east));
        let half_way = self.curvature.north(north * 0.5);
        half_way.arc(offset.dot(offset), east * east, north * north)
    }

    /// Metres to `point`, whose offset from here is already known.
    #[inline(always)]
    pub(crate) fn metres(&self, point: &Point, offset: Ecef) -> f64 {
        if offset.dot(offset) <= SERIES_LIMIT_M * SERIES_LIMIT_M {
            self.arc(offset)
        } else {
            self.geodesic(*point)
        }
    }

    /// Metres by the geodesic: slow (about a microsecond), right to 15 nm.
    #[cold]
    pub(crate) fn geodesic(&self, point: Point) -> f64 {
        static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

        if point == self.origin {
            return 0.0;
        }
        WGS84.inverse(
            self.origin.lat(),
            self.origin.lng(),
            point.lat(),
            point.lng(),
        )
    }
}
