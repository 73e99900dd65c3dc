//! Areas with a drawn outline: districts, delivery zones, what somebody circled
//! on a map.

use crate::Point;
use crate::bounds::Bounds;
use crate::edge::Corner;
use crate::outline::Outline;
use crate::ring::{BadRing, ONCE_AROUND, Ring};

/// An area within an outline, less its holes.
///
/// Edges are straight lines in longitude and latitude, as `GeoJSON` and the
/// `geometry` of PostGIS have them, and the rim of the area and of its holes
/// belongs to it, as in `ST_Covers`. Which side of an edge a place lies on is
/// decided exactly. The direction of rings does not matter.
///
/// An edge goes the short way around the Earth: one between longitudes 179 and
/// -179 crosses the antimeridian, and an edge that shall span more than 180
/// degrees needs a corner on its way. A ring that crosses the antimeridian is
/// exact to a few nanometres only. A pole is a line in this plane: of a point
/// there, its longitude counts.
///
/// ```
/// use geo_index::{Point, Polygon};
///
/// let corners = [(23.0, 90.0), (23.0, 91.0), (24.0, 91.0), (24.0, 90.0)];
/// let corners = corners.map(|(lat, lng)| Point::new(lat, lng).unwrap());
/// let square = Polygon::new(&corners, &[])?;
/// assert!(square.contains(Point::new(23.5, 90.5)?));
/// assert!(square.contains(Point::new(23.5, 91.0)?), "the rim is inside");
/// assert!(!square.contains(Point::new(23.5, 91.000_000_001)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Polygon {
    /// Those that hold the area go counter-clockwise, those around holes
    /// clockwise.
    rings: Vec<Ring>,
    /// Of all rings, and of their images one way around the Earth where they
    /// reach to the antimeridian.
    pub(crate) outline: Outline,
}

/// Corners that make no polygon.
///
/// ```
/// use geo_index::{InvalidPolygon, Point, Polygon};
///
/// let line = [Point::new(23.0, 90.0)?, Point::new(24.0, 90.0)?];
/// let error = Polygon::new(&line, &[]).unwrap_err();
/// assert_eq!(error, InvalidPolygon::TooFewCorners { ring: 0 });
/// assert_eq!(error.to_string(), "ring 0 has fewer than three distinct corners");
/// # Ok::<(), geo_index::InvalidPoint>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPolygon {
    /// A line or a single place holds nothing.
    #[error("ring {ring} has fewer than three distinct corners")]
    TooFewCorners {
        /// 0 is the exterior, holes count from 1.
        ring: usize,
    },
    /// Such a ring has no inside in longitude and latitude. Cut the area along
    /// the antimeridian.
    #[error("ring {ring} goes around the Earth; cut the area along the antimeridian")]
    AroundPole {
        /// 0 is the exterior, holes count from 1.
        ring: usize,
    },
}

impl Polygon {
    /// From at least three distinct corners in order, and rings of holes of the
    /// same kind. A ring may repeat its first corner at the end.
    ///
    /// A ring shall not cross itself: what a ring goes around against its main
    /// direction does not count. Holes shall lie within the exterior.
    ///
    /// ```
    /// use geo_index::{Point, Polygon};
    ///
    /// let square = |half: f64| {
    ///     [(-half, -half), (-half, half), (half, half), (half, -half)]
    ///         .map(|(north, east)| Point::new(23.75 + north, 90.4 + east).unwrap())
    /// };
    /// let ring = Polygon::new(&square(0.2), &[square(0.1).to_vec()])?;
    /// assert!(ring.contains(Point::new(23.6, 90.4)?));
    /// assert!(!ring.contains(Point::new(23.75, 90.4)?), "in the hole");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(exterior: &[Point], holes: &[Vec<Point>]) -> Result<Self, InvalidPolygon> {
        let exterior = ring(0, exterior)?.turning(true);
        let bounds = exterior.bounds();
        let mut rings = vec![exterior];
        for (hole, number) in holes.iter().zip(1..) {
            rings.push(moved_into(bounds, ring(number, hole)?).turning(false));
        }
        Ok(Self::of(rings))
    }

    /// All places that are in one of `parts` or more: a multipolygon. Parts may
    /// touch and overlap. Without parts there is no place in it.
    ///
    /// ```
    /// use geo_index::{Point, Polygon};
    ///
    /// let island = |lat: f64, lng: f64| {
    ///     let shore = [(0.0, 0.0), (0.0, 0.1), (0.1, 0.05)];
    ///     let shore = shore.map(|(north, east)| Point::new(lat + north, lng + east).unwrap());
    ///     Polygon::new(&shore, &[]).unwrap()
    /// };
    /// let islands = Polygon::union([island(22.4, 91.1), island(21.8, 91.8)]);
    /// assert!(islands.contains(Point::new(22.41, 91.15)?));
    /// assert!(islands.contains(Point::new(21.81, 91.85)?));
    /// assert!(!islands.contains(Point::new(22.1, 91.5)?));
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn union(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::of(parts.into_iter().flat_map(|part| part.rings).collect())
    }

    /// Whether a place lies in the area or on its rim.
    ///
    /// The cost grows with the logarithm of the number of corners.
    ///
    /// ```
    /// use geo_index::{Point, Polygon};
    ///
    /// let corners = [(0.0, 179.0), (0.0, -179.0), (1.0, 180.0)];
    /// let corners = corners.map(|(lat, lng)| Point::new(lat, lng).unwrap());
    /// let across = Polygon::new(&corners, &[])?;
    /// assert!(across.contains(Point::new(0.5, 179.9)?));
    /// assert!(across.contains(Point::new(0.5, -179.9)?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn contains(&self, place: Point) -> bool {
        self.outline.turns(corner(place)).inside()
    }

    fn of(rings: Vec<Ring>) -> Self {
        let images: Vec<_> = (rings.iter())
            .flat_map(|ring| {
                [-ONCE_AROUND, ONCE_AROUND]
                    .into_iter()
                    .filter(|&degrees| reaches_earth(ring.bounds(), degrees))
                    .map(|degrees| ring.shifted(degrees))
            })
            .collect();
        Self {
            outline: Outline::new(rings.iter().chain(&images)),
            rings,
        }
    }
}

pub(crate) const fn corner(place: Point) -> Corner {
    Corner {
        x: place.lng(),
        y: place.lat(),
    }
}

fn ring(number: usize, corners: &[Point]) -> Result<Ring, InvalidPolygon> {
    Ring::new(corners).map_err(|bad| match bad {
        BadRing::TooFewCorners => InvalidPolygon::TooFewCorners { ring: number },
        BadRing::AroundPole => InvalidPolygon::AroundPole { ring: number },
    })
}

/// A hole on the same side of the antimeridian as its exterior.
fn moved_into(exterior: Bounds, hole: Ring) -> Ring {
    let bounds = hole.bounds();
    let fits = |degrees: &f64| {
        exterior.west <= bounds.west + degrees && bounds.east + degrees <= exterior.east
    };
    match [0.0, ONCE_AROUND, -ONCE_AROUND].into_iter().find(fits) {
        Some(degrees) if degrees != 0.0 => hole.shifted(degrees),
        _ => hole,
    }
}

/// Whether something moved so far has a longitude that a point can have.
fn reaches_earth(bounds: Bounds, degrees: f64) -> bool {
    let half = ONCE_AROUND / 2.0;
    bounds.west + degrees <= half && -half <= bounds.east + degrees
}
