//! The disc of a query: which places are surely in, surely out, or on the rim.

use crate::Point;
use crate::earth::{EQUATORIAL_M, Ecef, FARTHEST_M, POLAR_M, Ruler};
use crate::sphere::Sphere;

/// A radius that means nothing: negative, infinite or not a number.
///
/// Zero is a radius (coincident points only), and so is one larger than the
/// Earth (everything).
///
/// ```
/// use geo_index::{GeoIndex, Point};
///
/// let empty = GeoIndex::<u32, ()>::bulk([]);
/// let error = empty.count_within(Point::new(23.7, 90.4)?, -1.0).unwrap_err();
/// assert_eq!(error.to_string(), "radius -1 m is not a finite number of metres from 0 up");
/// # Ok::<(), geo_index::InvalidPoint>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("radius {0} m is not a finite number of metres from 0 up")]
pub struct InvalidRadius(
    /// The refused radius.
    pub f64,
);

/// Chord limits hold up to here with the local radii of curvature; beyond, the
/// ellipsoid is taken between its inner and outer sphere.
const LOCAL_LIMIT_M: f64 = 500_000.0;
/// Added on both sides of a limit: 50 times what rounding of a position and of
/// the geodesic can amount to.
const ROUNDING_M: f64 = 1e-6;

/// How a bounding sphere lies to a disc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Inside,
    Rim,
    Outside,
}

/// All places within a radius of an origin, the rim included.
#[derive(Clone, Debug)]
pub(crate) struct Disc {
    pub(crate) ruler: Ruler,
    radius_m: f64,
    /// Chords up to here are surely inside; negative when none is.
    inside_m: f64,
    /// Chords beyond are surely outside.
    outside_m: f64,
}

impl Disc {
    pub(crate) fn new(origin: Point, radius_m: f64) -> Result<Self, InvalidRadius> {
        if !(0.0..f64::INFINITY).contains(&radius_m) {
            return Err(InvalidRadius(radius_m));
        }
        let ruler = Ruler::at(origin);
        let (inside_m, outside_m) = if radius_m <= LOCAL_LIMIT_M {
            local_limits(&ruler, radius_m)
        } else {
            global_limits(radius_m)
        };
        Ok(Self {
            ruler,
            radius_m,
            inside_m,
            outside_m,
        })
    }

    /// No place in the disc has a longer chord.
    #[inline]
    pub(crate) const fn outside_m(&self) -> f64 {
        self.outside_m
    }

    #[inline]
    pub(crate) fn side(&self, sphere: &Sphere) -> Side {
        let chord2 = self.ruler.position().chord2(sphere.centre);
        let out = self.outside_m + sphere.radius_m;
        let within = self.inside_m - sphere.radius_m;
        if chord2 > out * out {
            Side::Outside
        } else if within >= 0.0 && chord2 <= within * within {
            Side::Inside
        } else {
            Side::Rim
        }
    }

    /// Exact: places too near the rim for a chord to tell are measured by the
    /// geodesic.
    #[inline]
    pub(crate) fn contains(&self, point: Point, position: Ecef) -> bool {
        let chord2 = self.ruler.position().chord2(position);
        if chord2 > self.outside_m * self.outside_m {
            return false;
        }
        let surely = self.inside_m >= 0.0 && chord2 <= self.inside_m * self.inside_m;
        surely || self.ruler.geodesic(point) <= self.radius_m
    }

    /// Metres to a place of the disc, never more than the radius.
    #[inline]
    pub(crate) fn metres(&self, point: Point, position: Ecef) -> f64 {
        self.ruler.metres(point, position).min(self.radius_m)
    }
}

/// An arc has its shortest chord where the surface bends most. The radii of
/// curvature within `radius_m` differ from those at the origin by less than
/// `1.5 e²` per radian, which `slack` rounds up.
fn local_limits(ruler: &Ruler, radius_m: f64) -> (f64, f64) {
    let (smallest_m, largest_m) = ruler.curvature_radii_m();
    let slack = 0.011 * radius_m / smallest_m + 1e-9;
    (
        chord(radius_m, smallest_m * (1.0 - slack)) - ROUNDING_M,
        chord(radius_m, largest_m * (1.0 + slack)) + ROUNDING_M,
    )
}

/// Two places an angle `t` apart at the centre lie between `b t` and `a t`
/// apart on the surface, and their chord between `2 b sin(t/2)` and
/// `sqrt((a - b)² + (2 a sin(t/2))²)`.
fn global_limits(radius_m: f64) -> (f64, f64) {
    if radius_m >= FARTHEST_M {
        return (f64::INFINITY, f64::INFINITY);
    }
    let inside = 2.0 * POLAR_M * (radius_m / (2.0 * EQUATORIAL_M)).sin();
    let half_turn = (radius_m / (2.0 * POLAR_M)).min(std::f64::consts::FRAC_PI_2);
    let outside = (2.0 * EQUATORIAL_M * half_turn.sin()).hypot(EQUATORIAL_M - POLAR_M);
    (inside - ROUNDING_M, outside + ROUNDING_M)
}

fn chord(arc_m: f64, radius_m: f64) -> f64 {
    2.0 * radius_m * (arc_m / (2.0 * radius_m)).sin()
}
