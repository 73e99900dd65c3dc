//! What an index finds in a polygon is what testing every point finds.

use std::ops::ControlFlow;

use geo_index::{GeoIndex, Polygon};
use proptest::collection::vec;
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::brute::{Filed, at};
use crate::exactness::somewhere;
use crate::polygons::{hole, star};
use crate::properties::places;
use crate::zones::city;

fn keys_in(points: &[Filed], polygon: &Polygon) -> Vec<u32> {
    (points.iter())
        .filter(|&&(_, place, _)| polygon.contains(place))
        .map(|&(key, ..)| key)
        .collect()
}

fn assert_found(index: &GeoIndex<u32, u8>, points: &[Filed], polygon: &Polygon) -> usize {
    let expected = keys_in(points, polygon);
    let mut found = Vec::new();
    let _: ControlFlow<()> = index.within_polygon(polygon, |key, &tag, place| {
        assert_eq!((key, place, tag), points[usize::try_from(key).unwrap()]);
        found.push(key);
        ControlFlow::Continue(())
    });
    found.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(index.count_in_polygon(polygon), expected.len());
    expected.len()
}

#[test]
fn an_index_finds_what_a_polygon_holds() {
    let mut rng = StdRng::seed_from_u64(43);
    for centre in [at(23.78, 90.4), at(-16.8, 0.0), at(89.0, 30.0)] {
        let mut points = city(&mut rng, centre, 12_000);
        let mut polygons = Vec::new();
        for round in 0..30 {
            let reach = [0.002, 0.03, 0.3, 0.9][round % 4];
            let corners = [3, 20, 300, 3_000][round / 4 % 4];
            let mut off = || rng.random_range(-0.05..0.05);
            let middle = at(centre.lat() + off(), centre.lng() + off());
            let rim = star(&mut rng, middle, corners, reach);
            let holes = hole(&mut rng, middle, corners, reach);
            let on_rim = rim.iter().chain(holes.iter().flatten()).step_by(7);
            points.extend((0..).zip(on_rim).map(|(key, &place)| (key, place, 0)));
            polygons.push(Polygon::new(&rim, &holes).unwrap());
        }
        for (key, point) in (0..).zip(&mut points) {
            point.0 = key;
        }
        let index = GeoIndex::bulk(points.iter().copied());
        let mut found: usize = 0;
        for polygon in &polygons {
            found += assert_found(&index, &points, polygon);
        }
        assert!(found > 20_000, "{found}");
        found = assert_found(&index, &points, &Polygon::union(polygons));
        assert!((1..points.len()).contains(&found), "{found}");
    }
}

#[test]
fn points_of_the_whole_earth_are_found_in_any_polygon() {
    let mut rng = StdRng::seed_from_u64(47);
    let mut points: Vec<Filed> = (0..6_000)
        .map(|key| (key, somewhere(&mut rng), 0))
        .collect();
    points.extend((6_000..6_100).map(|key| (key, at(f64::from(key % 100) / 2.0, 180.0), 1)));
    points.extend((6_100..6_200).map(|key| (key, at(f64::from(key % 100) / 2.0, -180.0), 1)));
    let index = GeoIndex::bulk(points.iter().copied());
    let band = |south: f64, north: f64, lngs: &[f64]| {
        let there = lngs.iter().map(|&lng| at(south, lng));
        let back = lngs.iter().rev().map(|&lng| at(north, lng));
        Polygon::new(&there.chain(back).collect::<Vec<_>>(), &[]).unwrap()
    };
    let polygons = [
        band(-90.0, 90.0, &[-180.0, 0.0, 180.0]),
        band(-10.0, 40.0, &[-180.0, -60.0, 60.0, 180.0]),
        band(-10.0, 40.0, &[-170.0, 0.0, 170.0]),
        band(-10.0, 40.0, &[170.0, -170.0]),
        band(0.0, 90.0, &[100.0, 180.0, -100.0]),
        band(0.0, 40.0, &[120.0, 180.0]),
        band(0.0, 40.0, &[-180.0, -120.0]),
        band(89.0, 90.0, &[-180.0, 0.0, 180.0]),
    ];
    for polygon in &polygons {
        assert!(assert_found(&index, &points, polygon) > 0);
    }
    assert_eq!(index.count_in_polygon(&polygons[0]), points.len());
    let fiji = Polygon::union([polygons[5].clone(), polygons[6].clone()]);
    let whole = band(0.0, 40.0, &[120.0, 180.0, -120.0]);
    assert_eq!(keys_in(&points, &fiji), keys_in(&points, &whole));
    assert_found(&index, &points, &fiji);
    assert_found(&index, &points, &whole);
}

#[test]
fn a_visitor_of_a_polygon_that_breaks_is_not_called_again() {
    let mut rng = StdRng::seed_from_u64(53);
    let index = GeoIndex::bulk(city(&mut rng, at(23.78, 90.4), 5_000));
    for reach in [0.01, 0.05, 3.0] {
        let polygon = Polygon::new(&star(&mut rng, at(23.78, 90.4), 30, reach), &[]).unwrap();
        let mut calls = 0;
        let stopped = index.within_polygon(&polygon, |key, _, _| {
            calls += 1;
            if calls == 3 {
                ControlFlow::Break(key)
            } else {
                ControlFlow::Continue(())
            }
        });
        assert!(stopped.is_break());
        assert_eq!(calls, 3);
    }
}

#[test]
fn there_is_nothing_in_nothing() {
    let square = [at(-1.0, -1.0), at(-1.0, 1.0), at(1.0, 1.0), at(1.0, -1.0)];
    let square = Polygon::new(&square, &[]).unwrap();
    let index = GeoIndex::bulk([(1_u32, at(0.0, 0.0), 0_u8)]);
    assert_eq!(index.count_in_polygon(&square), 1);
    assert_eq!(index.count_in_polygon(&Polygon::union([])), 0);
    assert_eq!(GeoIndex::<u32, u8>::default().count_in_polygon(&square), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Of any shape, even one that makes no sense.
    #[test]
    fn any_polygon_holds_the_same_points_in_an_index(
        crowd in vec(places(), 0..200),
        rim in vec(places(), 3..40),
        hole in vec(places(), 3..10),
    ) {
        let corners = rim.iter().chain(&hole).copied();
        let points: Vec<Filed> = (0..)
            .zip(crowd.into_iter().chain(corners))
            .map(|(key, place)| (key, place, 0))
            .collect();
        let index = GeoIndex::bulk(points.iter().copied());
        let polygons: Vec<_> = [Polygon::new(&rim, &[]), Polygon::new(&hole, &[]), Polygon::new(&rim, &[hole])]
            .into_iter()
            .flatten()
            .collect();
        for polygon in &polygons {
            assert_found(&index, &points, polygon);
        }
        assert_found(&index, &points, &Polygon::union(polygons));
    }
}
