//! What the peers measure with: WGS84 in Cartesian metres and straight chords.
//!
//! None of the peers knows the ellipsoid. A chord, compared with the chord of the
//! radius on a sphere of the Gaussian radius at the origin, is within 0.06 mm of
//! the geodesic at 20 km and costs them nothing but a subtraction per axis.

use geo_index::Point;
use geographiclib_rs::{Geodesic, InverseGeodesic};

/// Equatorial radius of WGS84 in metres.
pub(crate) const EQUATOR_M: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
const E2: f64 = FLATTENING * (2.0 - FLATTENING);

/// Earth-centred, earth-fixed metres.
pub(crate) type Ecef = [f64; 3];

pub(crate) fn ecef(point: Point) -> Ecef {
    let (sin, cos) = point.lat().to_radians().sin_cos();
    at(point.lng(), sin, cos)
}

/// A place by its longitude and the sine and cosine of its latitude.
fn at(lng: f64, sin: f64, cos: f64) -> Ecef {
    let (east, north) = lng.to_radians().sin_cos();
    let normal = EQUATOR_M / (1.0 - E2 * sin * sin).sqrt();
    [
        normal * cos * north,
        normal * cos * east,
        normal * (1.0 - E2) * sin,
    ]
}

/// Square of the straight distance.
pub(crate) fn chord2(from: &Ecef, to: &Ecef) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|axis| from[axis] - to[axis]);
    x * x + y * y + z * z
}

/// The WGS84 geodesic in metres.
pub(crate) fn geodesic_m(from: Point, to: Point) -> f64 {
    Geodesic::wgs84().inverse(from.lat(), from.lng(), to.lat(), to.lng())
}

/// A radius around an origin, as a peer asks for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disc {
    pub(crate) centre: Ecef,
    /// Square of the chord that belongs to the radius.
    pub(crate) chord2: f64,
    /// `1 / 24R²`: how much longer than its chord an arc is, for each square
    /// metre of chord.
    bend: f64,
}

impl Disc {
    /// As cheaply as can be: with few results it is much of the question.
    pub(crate) fn new(origin: Point, radius_m: f64) -> Self {
        let (sin, cos) = origin.lat().to_radians().sin_cos();
        let gaussian = EQUATOR_M * (1.0_f64 - E2).sqrt() / (1.0 - E2 * sin * sin);
        let bend = 1.0 / (24.0 * gaussian * gaussian);
        // `2R sin(r / 2R)` up to the next term, 3 nm at 20 km.
        let chord = radius_m * (1.0 - radius_m * radius_m * bend);
        Self {
            centre: at(origin.lng(), sin, cos),
            chord2: chord * chord,
            bend,
        }
    }

    /// Metres along the ground. The next term of the series is 9 nm at 20 km.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "reported metres are f32, for every engine"
    )]
    pub(crate) fn metres(&self, chord2: f64) -> f32 {
        (chord2.sqrt() * (1.0 + chord2 * self.bend)) as f32
    }
}
