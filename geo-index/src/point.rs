//! A place on Earth whose coordinates have been checked.

use h3o::{CellIndex, Resolution};

use crate::cell::{ancestor, key_of};
use crate::earth::Ruler;

/// A place on the WGS84 ellipsoid, in degrees.
///
/// Both numbers are finite and in range, so nothing downstream has to check
/// again. `-180` and `180` are the same meridian, and at a pole every longitude
/// is the same place; distances know both.
///
/// ```
/// use geo_index::Point;
///
/// let shaheed_minar = Point::new(23.7272, 90.3966)?;
/// assert_eq!(shaheed_minar.lat(), 23.7272);
/// assert!(Point::new(90.3966, 23.7272).is_err(), "swapped");
/// # Ok::<(), geo_index::InvalidPoint>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    lat: f64,
    lng: f64,
}

impl Point {
    /// Checks a latitude in `-90..=90` and a longitude in `-180..=180` degrees.
    ///
    /// ```
    /// use geo_index::{InvalidPoint, Point};
    ///
    /// assert!(Point::new(-90.0, 180.0).is_ok());
    /// assert_eq!(Point::new(91.0, 0.0), Err(InvalidPoint::Latitude(91.0)));
    /// assert!(Point::new(0.0, f64::NAN).is_err());
    /// ```
    pub fn new(lat: f64, lng: f64) -> Result<Self, InvalidPoint> {
        // Written so that NaN, which is in no range, falls through as well.
        if !(-90.0..=90.0).contains(&lat) {
            return Err(InvalidPoint::Latitude(lat));
        }
        if !(-180.0..=180.0).contains(&lng) {
            return Err(InvalidPoint::Longitude(lng));
        }
        Ok(Self { lat, lng })
    }

    /// Degrees north of the equator, `-90..=90`.
    ///
    /// ```
    /// # use geo_index::Point;
    /// assert_eq!(Point::new(22.33, 91.83)?.lat(), 22.33);
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Degrees east of Greenwich, `-180..=180`.
    ///
    /// ```
    /// # use geo_index::Point;
    /// assert_eq!(Point::new(22.33, 91.83)?.lng(), 91.83);
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub const fn lng(self) -> f64 {
        self.lng
    }

    /// Metres to `other` along the WGS84 ellipsoid.
    ///
    /// Within 0.1 mm of the geodesic up to 100 km and 1 mm up to 200 km; the
    /// geodesic itself (15 nm) beyond.
    ///
    /// ```
    /// use geo_index::Point;
    ///
    /// let dhaka = Point::new(23.8103, 90.4125)?;
    /// let chattogram = Point::new(22.3569, 91.7832)?;
    /// assert_eq!(dhaka.distance_m(chattogram).round(), 213_610.0);
    /// assert_eq!(dhaka.distance_m(dhaka), 0.0);
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn distance_m(self, other: Self) -> f64 {
        Ruler::at(self).metres_to(other)
    }

    /// The H3 cell of `resolution` that the point is filed under: the ancestor
    /// of its cell of resolution 15.
    ///
    /// Taking ancestors makes every cell hold exactly what its children hold,
    /// so a compacted set of cells stands for the same points as the set it was
    /// made of. H3's children stick out a little over their parent's edge, so
    /// close to an edge this can differ from what H3 computes directly for a
    /// coarse resolution.
    ///
    /// ```
    /// use geo_index::{Point, Resolution};
    ///
    /// let point = Point::new(23.7925, 90.4078)?;
    /// let cell = point.cell(Resolution::Eight);
    /// assert_eq!(cell.resolution(), Resolution::Eight);
    /// assert_eq!(cell.parent(Resolution::Five), Some(point.cell(Resolution::Five)));
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn cell(self, resolution: Resolution) -> CellIndex {
        ancestor(key_of(self), resolution)
    }
}

/// Coordinates that are no place on Earth. Carries the refused number.
///
/// ```
/// use geo_index::Point;
///
/// let error = Point::new(123.5, 0.0).unwrap_err();
/// assert_eq!(error.to_string(), "latitude 123.5 is not between -90 and 90 degrees");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum InvalidPoint {
    /// The latitude is not a number or lies beyond a pole.
    #[error("latitude {0} is not between -90 and 90 degrees")]
    Latitude(f64),
    /// The longitude is not a number or lies beyond the antimeridian.
    #[error("longitude {0} is not between -180 and 180 degrees")]
    Longitude(f64),
}
