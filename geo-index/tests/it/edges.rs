//! Poles, antimeridian, pentagons, duplicates, emptiness and senseless input.

use std::ops::ControlFlow;

use geo_index::{Cell, GeoIndex, InvalidPoint, InvalidRadius, Point, Resolution};

use crate::brute::{Filed, assert_right, at, collected, everything, geodesic_m, sorted_keys, walk};

/// A spray of points around a place, as far as `metres`.
fn spray(centre: Point, count: u32, metres: f64) -> Vec<Filed> {
    (0..count)
        .map(|key| {
            let (turn, out) = (f64::from(key) * 137.508, f64::from(key) / f64::from(count));
            let azimuth = turn % 360.0 - 180.0;
            (
                key,
                walk(centre, azimuth, metres * out.sqrt()),
                u8::try_from(key % 7).unwrap(),
            )
        })
        .collect()
}

fn assert_right_around(centre: Point, count: u32) {
    let points = spray(centre, count, 30_000.0);
    let index = GeoIndex::bulk(points.iter().copied());
    for origin in [centre, points[100].1, points[points.len() - 1].1] {
        for radius_m in [0.0, 300.0, 5_000.0, 40_000.0, 100_000.0] {
            assert_right(&index, &points, origin, radius_m);
        }
    }
}

#[test]
fn both_poles_are_places_like_any_other() {
    assert_right_around(at(90.0, 0.0), 3_000);
    assert_right_around(at(-90.0, 123.0), 3_000);
    assert_right_around(at(89.95, -60.0), 3_000);
}

#[test]
fn the_antimeridian_is_no_border() {
    assert_right_around(at(-16.8, 180.0), 3_000);
    assert_right_around(at(65.0, -179.99), 3_000);
    assert_right_around(at(0.0, -180.0), 3_000);
}

#[test]
fn pentagons_hold_and_find_their_points() {
    for cell in Cell::base_cells().filter(|cell| cell.is_pentagon()) {
        for resolution in [Resolution::Zero, Resolution::Four, Resolution::Nine] {
            let pentagon = cell.center_child(resolution).unwrap();
            let centre = centre_of(pentagon);
            assert_right_around(centre, 300);
            let index = GeoIndex::bulk(spray(centre, 200, 50.0));
            let around: Vec<_> = (pentagon.grid_disk::<Vec<_>>(1)).into_iter().collect();
            assert_eq!(index.count_in_cells(&around), 200);
        }
    }
}

fn centre_of(cell: Cell) -> Point {
    let centre = h3o::LatLng::from(cell);
    at(centre.lat(), centre.lng())
}

#[test]
fn two_spellings_of_one_place_coincide() {
    let points = [
        (1, at(90.0, 17.0), 0),
        (2, at(90.0, -101.5), 0),
        (3, at(12.5, 180.0), 0),
        (4, at(12.5, -180.0), 0),
        (5, at(-90.0, 0.0), 0),
    ];
    let index = GeoIndex::bulk(points);
    assert_eq!(sorted_keys(&collected(&index, at(90.0, 0.0), 0.0)), [1, 2]);
    assert_eq!(
        sorted_keys(&collected(&index, at(12.5, -180.0), 0.0)),
        [3, 4]
    );
    for (one, other) in [
        (at(90.0, 17.0), at(90.0, -101.5)),
        (at(12.5, 180.0), at(12.5, -180.0)),
    ] {
        assert!(one.distance_m(other) <= 0.0, "{one:?} is {other:?}");
    }
}

#[test]
fn every_longitude_is_the_same_place_at_a_pole() {
    for lat in [90.0, -90.0] {
        let points: Vec<Filed> = (0..=720)
            .map(|key| (key, at(lat, f64::from(key) / 2.0 - 180.0), 0))
            .collect();
        let index = GeoIndex::bulk(points.iter().copied());
        for (_, origin, _) in points {
            let hits = collected(&index, origin, 0.0);
            assert_eq!(hits.len(), 721, "from {origin:?}");
            assert!(hits.iter().all(|hit| hit.metres <= 0.0));
        }
    }
}

#[test]
fn a_default_pin_may_hold_thousands_of_points() {
    let pin = at(23.8103, 90.4125);
    let mut points: Vec<Filed> = (0..5_000).rev().map(|key| (key, pin, 1)).collect();
    points.push((5_000, walk(pin, 45.0, 1.0), 0));
    let index = GeoIndex::bulk(points.iter().copied());

    let hits = collected(&index, pin, 0.0);
    assert_eq!(hits.len(), 5_000);
    assert!(hits.iter().all(|hit| hit.metres.abs() == 0.0));
    assert!(hits.is_sorted_by_key(|hit| hit.key), "ties go by key");
    assert_right(&index, &points, pin, 2.0);
}

#[test]
fn a_crowd_at_the_very_rim_is_found() {
    let (origin, pin) = (at(23.75, 90.39), at(90.0, 0.0));
    let points: Vec<Filed> = (0..1_000).map(|key| (key, pin, 1)).collect();
    let index = GeoIndex::bulk(points.iter().copied());
    let radius_m = geodesic_m(origin, pin);
    for k in [1, 5, 100, 1_000] {
        let nearest = index.nearest(origin, k, radius_m, |_, _| true).unwrap();
        assert_eq!(nearest.len(), k);
    }
    assert_eq!(
        index.nearest(origin, 5, radius_m.next_down(), |_, _| true),
        Ok(Vec::new())
    );
}

#[test]
fn an_empty_index_answers_nothing() {
    let index = GeoIndex::<u32, u8>::default();
    let origin = at(23.7, 90.4);
    assert_right(&index, &[], origin, 1_000.0);
    assert_right(&index, &[], origin, 1e9);
    assert!(index.is_empty());
    assert_eq!(
        index.density_within(origin, 1e9, Resolution::Five),
        Ok(Vec::new())
    );
    assert_eq!(index.count_in_cells(&[origin.cell(Resolution::Zero)]), 0);
    assert_eq!(index.count_in_cells(&[]), 0);
}

#[test]
fn a_single_point_is_found() {
    let points = [(9, at(23.7, 90.4), 1)];
    let index = GeoIndex::bulk(points);
    for radius_m in [0.0, 1.0, 1_000.0, 1e6, 1e7, 2e7, 3e7] {
        assert_right(&index, &points, at(23.7, 90.4), radius_m);
        assert_right(&index, &points, at(-23.7, -89.6), radius_m);
        assert_right(&index, &points, at(24.0, 91.0), radius_m);
    }
}

#[test]
fn a_radius_larger_than_the_earth_holds_everything() {
    let points = spray(at(0.0, 0.0), 2_000, 2e7);
    let index = GeoIndex::bulk(points.iter().copied());
    for radius_m in [20_003_932.0, 1e9, f64::MAX] {
        assert_eq!(index.count_within(at(-40.0, 170.0), radius_m), Ok(2_000));
    }
    assert_right(&index, &points, at(30.0, -20.0), 1e12);
    assert_eq!(everything(&index).len(), 2_000);
}

#[test]
fn senseless_radii_are_refused_by_every_query() {
    let index = GeoIndex::bulk([(1_u32, at(0.0, 0.0), 0_u8)]);
    let origin = at(0.0, 0.0);
    for radius_m in [
        -1.0,
        -f64::MIN_POSITIVE,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ] {
        let mut hits = Vec::new();
        let refused = |error: InvalidRadius| error.0.total_cmp(&radius_m).is_eq();
        let go_on = |_, _: &u8, _| ControlFlow::<()>::Continue(());
        assert!(index.within(origin, radius_m, go_on).is_err_and(refused));
        assert!(index.count_within(origin, radius_m).is_err_and(refused));
        assert!(
            index
                .count_where(origin, radius_m, |_, _| true)
                .is_err_and(refused)
        );
        assert!(
            index
                .collect_within(origin, radius_m, &mut hits)
                .is_err_and(refused)
        );
        assert!(
            index
                .nearest(origin, 1, radius_m, |_, _| true)
                .is_err_and(refused)
        );
        let density = index.density_within(origin, radius_m, Resolution::Five);
        assert!(density.is_err_and(refused));
    }
    assert_eq!(
        index.count_within(origin, -0.0),
        Ok(1),
        "minus zero is zero"
    );
}

#[test]
fn coordinates_off_the_earth_are_refused() {
    for lat in [
        90.000_001,
        -91.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ] {
        assert!(matches!(
            Point::new(lat, 0.0),
            Err(InvalidPoint::Latitude(_))
        ));
    }
    for lng in [
        180.000_001,
        -181.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ] {
        assert!(matches!(
            Point::new(0.0, lng),
            Err(InvalidPoint::Longitude(_))
        ));
    }
}

#[test]
fn a_visitor_that_breaks_is_not_called_again() {
    let index = GeoIndex::bulk(spray(at(23.7, 90.4), 5_000, 1_000.0));
    let mut calls = 0;
    let stopped = index.within(at(23.7, 90.4), 2_000.0, |key, _, _| {
        calls += 1;
        if calls == 3 {
            ControlFlow::Break(key)
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(matches!(stopped, Ok(ControlFlow::Break(_))));
    assert_eq!(calls, 3);

    let zone = [at(23.7, 90.4).cell(Resolution::Three)];
    let mut calls = 0;
    let stopped = index.within_cells(&zone, |key, _, _| {
        calls += 1;
        ControlFlow::Break(key)
    });
    assert!(stopped.is_break());
    assert_eq!(calls, 1);
}

#[test]
fn the_last_of_equal_keys_counts() {
    let (old, new) = (at(23.7, 90.4), at(-33.0, 151.0));
    let index = GeoIndex::bulk([(1, old, 1), (2, old, 2), (1, new, 3), (1, new, 4)]);
    assert_eq!(index.len(), 2);
    assert_eq!(sorted_keys(&collected(&index, old, 10.0)), [2]);
    assert_eq!(collected(&index, new, 10.0)[0].tag, 4);
}

#[test]
fn a_reused_buffer_holds_only_the_new_answer() {
    let index = GeoIndex::bulk(spray(at(23.7, 90.4), 100, 1_000.0));
    let mut hits = Vec::new();
    index
        .collect_within(at(23.7, 90.4), 5_000.0, &mut hits)
        .unwrap();
    assert_eq!(hits.len(), 100);
    index
        .collect_within(at(-23.7, 90.4), 5_000.0, &mut hits)
        .unwrap();
    assert!(hits.is_empty());
}
