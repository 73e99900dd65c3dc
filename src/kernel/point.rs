//! A checked place on Earth.

use serde::{Deserialize, Serialize};

/// A place in WGS84 degrees; always finite and on the globe.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Point {
    lat: f64,
    lng: f64,
}

/// Coordinates that name no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointError {
    /// Not finite, or beyond ±90 degrees.
    #[error("latitude must be a number from -90 to 90")]
    Latitude,
    /// Not finite, or beyond ±180 degrees.
    #[error("longitude must be a number from -180 to 180")]
    Longitude,
}

impl Point {
    /// The place at these degrees.
    pub fn new(lat: f64, lng: f64) -> Result<Self, PointError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PointError::Latitude);
        }
        if !(-180.0..=180.0).contains(&lng) {
            return Err(PointError::Longitude);
        }
        Ok(Self { lat, lng })
    }

    /// Degrees north of the equator.
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Degrees east of Greenwich.
    pub const fn lng(self) -> f64 {
        self.lng
    }

    /// Metres to another place, on a sphere: off by half a percent at most.
    pub fn metres_to(self, other: Self) -> f64 {
        const EARTH_M: f64 = 6_371_008.8;
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let across = self.lat.to_radians().cos() * other.lat.to_radians().cos();
        let chord = half(other.lat - self.lat) + across * half(other.lng - self.lng);
        2.0 * EARTH_M * chord.sqrt().min(1.0).asin()
    }
}

#[derive(Deserialize)]
struct Unchecked {
    lat: f64,
    lng: f64,
}

impl TryFrom<Unchecked> for Point {
    type Error = PointError;

    fn try_from(raw: Unchecked) -> Result<Self, PointError> {
        Self::new(raw.lat, raw.lng)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_on_earth_are_points() {
        assert!(Point::new(23.8, 90.4).is_ok());
        assert_eq!(Point::new(f64::NAN, 90.4), Err(PointError::Latitude));
        assert_eq!(Point::new(90.4, 23.8), Err(PointError::Latitude));
        assert_eq!(Point::new(23.8, f64::INFINITY), Err(PointError::Longitude));
    }

    #[test]
    fn metres_are_those_of_a_map() {
        let mirpur = Point::new(23.8069, 90.3687).unwrap();
        let north = Point::new(23.8159, 90.3687).unwrap();
        let east = Point::new(23.8069, 90.3785).unwrap();
        // PostGIS, on the ellipsoid: 997.2 and 998.3.
        assert!((mirpur.metres_to(north) - 997.2).abs() < 5.0);
        assert!((mirpur.metres_to(east) - 998.3).abs() < 5.0);
        assert!(mirpur.metres_to(mirpur).abs() < 1e-6);
    }
}
