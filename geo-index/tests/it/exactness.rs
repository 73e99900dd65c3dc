//! Distances and membership against the geodesic, world-wide.

use geo_index::{GeoIndex, Point};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::brute::{Filed, assert_right, at, geodesic_m, keys_within, walk};

/// Somewhere on Earth; one in four close to a pole, the equator or the
/// antimeridian.
pub(crate) fn somewhere(rng: &mut StdRng) -> Point {
    let lat: f64 = rng.random_range(-1.0_f64..=1.0).asin().to_degrees();
    let lng = rng.random_range(-180.0..=180.0);
    match rng.random_range(0..16) {
        0 => at(90.0 - rng.random_range(0.0..0.5), lng),
        1 => at(-90.0 + rng.random_range(0.0..0.5), lng),
        2 => at(rng.random_range(-0.5..0.5), lng),
        3 => at(lat, 180.0 - rng.random_range(0.0..0.5)),
        _ => at(lat, lng),
    }
}

fn worst_error_m(seed: u64, farthest_m: f64) -> f64 {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..50_000)
        .map(|_| {
            let from = somewhere(&mut rng);
            let metres = farthest_m * rng.random_range(0.0_f64..1.0).sqrt();
            let to = walk(from, rng.random_range(-180.0..180.0), metres);
            (from.distance_m(to) - geodesic_m(from, to)).abs()
        })
        .fold(0.0, f64::max)
}

#[test]
fn distances_are_the_geodesic_to_a_fraction_of_a_millimetre() {
    for (farthest_m, allowed_m) in [
        (1_000.0, 1e-7),
        (50_000.0, 1e-5),
        (100_000.0, 1e-4),
        (200_000.0, 1e-3),
        (20_000_000.0, 1e-3),
    ] {
        let worst = worst_error_m(7, farthest_m);
        eprintln!("up to {farthest_m} m: worst error {worst:e} m");
        assert!(worst <= allowed_m, "{worst} m off within {farthest_m} m");
    }
}

#[test]
fn a_hit_reports_what_the_point_measures() {
    let mut rng = StdRng::seed_from_u64(11);
    for _ in 0..200 {
        let origin = somewhere(&mut rng);
        let point = walk(
            origin,
            rng.random_range(-180.0..180.0),
            rng.random_range(0.0..3e5),
        );
        let index = GeoIndex::bulk([(1_u32, point, ())]);
        let found = index.nearest(origin, 1, 4e5, |_, ()| true).unwrap();
        let difference = found[0].metres - origin.distance_m(point);
        assert!(difference.abs() < 1e-8, "{origin:?} to {point:?}");
    }
}

/// Points a tenth of a micrometre to ten metres on either side of the rim.
fn around_the_rim(rng: &mut StdRng, origin: Point, radius_m: f64) -> Vec<Filed> {
    (0..64)
        .map(|key| {
            let off = 10_f64.powf(rng.random_range(-7.0..1.0));
            let side = if rng.random() { off } else { -off };
            let azimuth = rng.random_range(-180.0..180.0);
            (
                key,
                walk(origin, azimuth, (radius_m + side).max(0.0)),
                rng.random(),
            )
        })
        .collect()
}

#[test]
fn the_rim_is_where_the_geodesic_puts_it() {
    let mut rng = StdRng::seed_from_u64(13);
    for radius_m in [
        0.5, 20.0, 500.0, 5_000.0, 20_000.0, 100_000.0, 400_000.0, 500_001.0, 3e6, 1.2e7, 1.9e7,
    ] {
        for _ in 0..60 {
            let origin = somewhere(&mut rng);
            let points = around_the_rim(&mut rng, origin, radius_m);
            let index = GeoIndex::bulk(points.iter().copied());
            assert_right(&index, &points, origin, radius_m);
        }
    }
}

#[test]
fn a_world_of_clusters_is_searched_exactly() {
    let mut rng = StdRng::seed_from_u64(17);
    let towns: Vec<_> = (0..12).map(|_| somewhere(&mut rng)).collect();
    let points: Vec<Filed> = (0..20_000)
        .map(|key| {
            let town = towns[rng.random_range(0..towns.len())];
            let metres = 60_000.0 * rng.random_range(0.0_f64..1.0).powi(3);
            (
                key,
                walk(town, rng.random_range(-180.0..180.0), metres),
                rng.random(),
            )
        })
        .collect();
    let index = GeoIndex::bulk(points.iter().copied());
    for town in towns {
        let origin = walk(
            town,
            rng.random_range(-180.0..180.0),
            rng.random_range(0.0..20_000.0),
        );
        let radius_m = 10_f64.powf(rng.random_range(1.0..5.0));
        assert_right(&index, &points, origin, radius_m);
    }
}

#[test]
fn the_radius_of_a_point_itself_holds_it() {
    let mut rng = StdRng::seed_from_u64(19);
    for _ in 0..2_000 {
        let origin = somewhere(&mut rng);
        let metres = 10_f64.powf(rng.random_range(0.0..5.0));
        let point = walk(origin, rng.random_range(-180.0..180.0), metres);
        let points = [(1, point, 0)];
        let index = GeoIndex::bulk(points);
        let radius_m = geodesic_m(origin, point);
        for radius_m in [radius_m, radius_m.next_down()] {
            let count = keys_within(&points, origin, radius_m).len();
            assert_eq!(index.count_within(origin, radius_m), Ok(count));
        }
    }
}
