//! The nearest in zones and polygons are the nearest of all, filtered.

use geo_index::{Cell, GeoIndex, Hit, InvalidRadius, Point, Polygon, Resolution};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::brute::{Filed, at, collected, walk};
use crate::polygons::star;
use crate::zones::city;

const RADII_M: [f64; 5] = [0.0, 700.0, 8_000.0, 60_000.0, 3e7];

/// Open shops within the radius that an area holds, nearest first.
fn expected(
    index: &GeoIndex<u32, u8>,
    points: &[Filed],
    (origin, radius_m): (Point, f64),
    holds: impl Fn(Point) -> bool,
) -> Vec<Hit<u32, u8>> {
    (collected(index, origin, radius_m).into_iter())
        .filter(|hit| hit.tag != 0 && holds(points[usize::try_from(hit.key).unwrap()].1))
        .collect()
}

fn origins(rng: &mut StdRng, points: &[Filed], centre: Point) -> Vec<Point> {
    let mut origins: Vec<_> = (0..3)
        .map(|_| points[rng.random_range(0..points.len())].1)
        .collect();
    origins.extend([
        centre,
        walk(centre, 77.0, 30_000.0),
        walk(centre, -20.0, 2e6),
    ]);
    origins
}

#[test]
fn the_nearest_in_cells_equal_brute_force() {
    let mut rng = StdRng::seed_from_u64(61);
    let centre = at(23.78, 90.4);
    let points = city(&mut rng, centre, 8_000);
    let index = GeoIndex::bulk(points.iter().copied());
    for (resolution, rings) in [
        (Resolution::Four, 0),
        (Resolution::Seven, 2),
        (Resolution::Nine, 12),
    ] {
        let mut zone: Vec<Cell> = centre.cell(resolution).grid_disk(rings);
        zone.retain(|_| rng.random_bool(0.9));
        let holds = |place: Point| zone.contains(&place.cell(resolution));
        for origin in origins(&mut rng, &points, centre) {
            for radius_m in RADII_M {
                let all = expected(&index, &points, (origin, radius_m), holds);
                for k in [0, 1, 7, 400] {
                    let open = |_, tag: &u8| *tag != 0;
                    let nearest = index.nearest_in_cells(origin, k, radius_m, &zone, open);
                    assert_eq!(nearest.unwrap(), all[..k.min(all.len())]);
                }
            }
        }
    }
}

#[test]
fn the_nearest_in_a_polygon_equal_brute_force() {
    let mut rng = StdRng::seed_from_u64(67);
    let centre = at(23.78, 90.4);
    let points = city(&mut rng, centre, 8_000);
    let index = GeoIndex::bulk(points.iter().copied());
    for (corners, reach) in [(5, 2.0), (40, 0.05), (2_000, 0.3)] {
        let rim = star(&mut rng, centre, corners, reach);
        let polygon = Polygon::new(&rim, &[]).unwrap();
        for origin in origins(&mut rng, &points, centre) {
            for radius_m in RADII_M {
                let holds = |place| polygon.contains(place);
                let all = expected(&index, &points, (origin, radius_m), holds);
                for k in [0, 1, 7, 400] {
                    let open = |_, tag: &u8| *tag != 0;
                    let nearest = index.nearest_in_polygon(origin, k, radius_m, &polygon, open);
                    assert_eq!(nearest.unwrap(), all[..k.min(all.len())]);
                }
            }
        }
    }
}

#[test]
fn the_nearest_in_nothing_are_none() {
    let index = GeoIndex::bulk([(1_u32, at(23.7, 90.4), 1_u8)]);
    let (origin, nowhere) = (at(23.7, 90.4), Polygon::union([]));
    let all = |_, _: &u8| true;
    assert_eq!(index.nearest_in_cells(origin, 3, 3e7, &[], all), Ok(vec![]));
    assert_eq!(
        index.nearest_in_polygon(origin, 3, 3e7, &nowhere, all),
        Ok(vec![])
    );
    let refused = |error: InvalidRadius| error.0.is_nan();
    let cells = index.nearest_in_cells(origin, 3, f64::NAN, &[], all);
    assert!(cells.is_err_and(refused));
    let polygon = index.nearest_in_polygon(origin, 3, f64::NAN, &nowhere, all);
    assert!(polygon.is_err_and(refused));
}
