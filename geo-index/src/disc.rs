//! The disc of a query: which places are surely in, surely out, or on the rim.

use crate::Point;
use crate::earth::{EQUATORIAL_M, Ecef, FARTHEST_M, POLAR_M, Ruler};

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

impl InvalidRadius {
    /// Unless `radius_m` means something.
    pub(crate) fn refuse(radius_m: f64) -> Result<(), Self> {
        if (0.0..f64::INFINITY).contains(&radius_m) {
            Ok(())
        } else {
            Err(Self(radius_m))
        }
    }
}

/// Chord limits hold up to here with the local radii of curvature; beyond, the
/// ellipsoid is taken between its inner and outer sphere.
const LOCAL_LIMIT_M: f64 = 500_000.0;
/// Added on both sides of a limit: 50 times what rounding of a position and of
/// the geodesic can amount to.
const ROUNDING_M: f64 = 1e-6;

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
        InvalidRadius::refuse(radius_m)?;
        Ok(Self::of(Ruler::at(origin), radius_m))
    }

    /// The disc of another valid radius around the same origin.
    pub(crate) fn shrunk(&self, radius_m: f64) -> Self {
        Self::of(self.ruler.clone(), radius_m)
    }

    fn of(ruler: Ruler, radius_m: f64) -> Self {
        let (inside_m, outside_m) = if radius_m <= LOCAL_LIMIT_M {
            local_limits(&ruler, radius_m)
        } else {
            global_limits(radius_m)
        };
        Self {
            ruler,
            radius_m,
            inside_m,
            outside_m,
        }
    }

    /// Where the origin is.
    #[inline]
    pub(crate) const fn position(&self) -> Ecef {
        self.ruler.position()
    }

    /// Metres along the ellipsoid.
    #[inline]
    pub(crate) const fn radius_m(&self) -> f64 {
        self.radius_m
    }

    /// No place in the disc has a longer chord.
    #[inline]
    pub(crate) const fn outside_m(&self) -> f64 {
        self.outside_m
    }

    /// Every place with a chord up to here is in the disc; negative when none is.
    #[inline]
    pub(crate) const fn inside_m(&self) -> f64 {
        self.inside_m
    }

    /// Whether a place that chords cannot settle is in the disc.
    #[cold]
    pub(crate) fn settle(&self, point: Point) -> bool {
        self.ruler.geodesic(point) <= self.radius_m
    }
}

/// An arc has its shortest chord where the surface bends most. The curvatures
/// within `radius_m` differ from those at the origin by less than `1.5 e²` per
/// radian, which `slack` rounds up.
fn local_limits(ruler: &Ruler, radius_m: f64) -> (f64, f64) {
    let (least, most) = ruler.curvatures();
    let slack = 0.0112 * radius_m * most + 1e-9;
    (
        chord(radius_m, most * (1.0 + slack)) - ROUNDING_M,
        chord(radius_m, least * (1.0 - slack)) + ROUNDING_M,
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

/// `2 sin(a k / 2) / k` by its series, whose next term is below a nanometre for
/// arcs up to [`LOCAL_LIMIT_M`].
fn chord(arc_m: f64, curvature: f64) -> f64 {
    let turn2 = (arc_m * curvature).powi(2);
    arc_m
        * (1.0
            - turn2 * (1.0 / 24.0) * (1.0 - turn2 * (1.0 / 80.0) * (1.0 - turn2 * (1.0 / 168.0))))
}
