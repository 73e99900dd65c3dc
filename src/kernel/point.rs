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
}
