//! The slow and obvious answers, by the geodesic alone.

use geo_index::Point;
use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::place::Filed;

/// Metres of the WGS84 geodesic.
pub fn geodesic_m(from: Point, to: Point) -> f64 {
    Geodesic::wgs84().inverse(from.lat(), from.lng(), to.lat(), to.lng())
}

/// The points within `radius_m`, by key.
pub fn within(points: &[Filed], origin: Point, radius_m: f64) -> Vec<Filed> {
    let mut within: Vec<_> = (points.iter())
        .filter(|&&(_, point, _)| is_within(origin, point, radius_m))
        .copied()
        .collect();
    within.sort_unstable_by_key(|&(key, ..)| key);
    within
}

/// The geodesic is asked where a sphere, which errs by 0.6 %, cannot tell.
fn is_within(origin: Point, point: Point, radius_m: f64) -> bool {
    let rough = sphere_m(origin, point);
    let unsure = 0.02 * rough + 10.0;
    if (rough - radius_m).abs() > unsure {
        return rough < radius_m;
    }
    geodesic_m(origin, point) <= radius_m
}

fn sphere_m(from: Point, to: Point) -> f64 {
    let (south, north) = (from.lat().to_radians(), to.lat().to_radians());
    let up = ((north - south) / 2.0).sin();
    let aside = ((to.lng() - from.lng()).to_radians() / 2.0).sin();
    let chord = up.mul_add(up, south.cos() * north.cos() * aside * aside);
    2.0 * 6_371_008.8 * chord.clamp(0.0, 1.0).sqrt().asin()
}
