//! Whatever the points, the answers are those of brute force.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use geo_index::{Cell, GeoIndex, Point, Resolution};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::brute::{Filed, assert_right, at};

/// Any place, with a liking for special ones and for crowds.
pub(crate) fn places() -> impl Strategy<Value = Point> {
    let degrees = prop_oneof![
        (-90.0..=90.0_f64, -180.0..=180.0_f64),
        (23.70..23.75_f64, 90.38..90.42_f64),
        (89.9..=90.0_f64, -180.0..=180.0_f64),
        (
            -1.0..1.0_f64,
            prop_oneof![179.0..=180.0_f64, -180.0..=-179.0_f64]
        ),
        (
            prop::sample::select(vec![-90.0, 0.0, 23.7, 90.0]),
            prop::sample::select(vec![-180.0, 0.0, 90.4, 180.0]),
        ),
    ];
    degrees.prop_map(|(lat, lng)| at(lat, lng))
}

fn radii() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), 0.0..5_000.0, 0.0..100_000.0, 0.0..2.1e7]
}

fn distinct(points: Vec<(Point, u8)>) -> Vec<Filed> {
    (0..)
        .zip(points)
        .map(|(key, (point, tag))| (key, point, tag))
        .collect()
}

fn resolutions() -> impl Strategy<Value = Resolution> {
    (0..=15_u8).prop_map(|resolution| Resolution::try_from(resolution).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn radius_queries_equal_brute_force(
        points in vec((places(), any::<u8>()), 0..400),
        origin in places(),
        radius_m in radii(),
    ) {
        let points = distinct(points);
        let index = GeoIndex::bulk(points.iter().copied());
        assert_right(&index, &points, origin, radius_m);
    }

    #[test]
    fn densities_add_up_to_the_count(
        points in vec((places(), any::<u8>()), 0..400),
        origin in places(),
        radius_m in radii(),
        resolution in resolutions(),
    ) {
        let points = distinct(points);
        let index = GeoIndex::bulk(points.iter().copied());
        let mut expected = BTreeMap::new();
        let _: ControlFlow<()> = index.within(origin, radius_m, |key, _, _| {
            let place = points[usize::try_from(key).unwrap()].1;
            *expected.entry(place.cell(resolution)).or_insert(0) += 1;
            ControlFlow::Continue(())
        }).unwrap();
        let density = index.density_within(origin, radius_m, resolution).unwrap();
        prop_assert_eq!(density, expected.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_set_of_cells_holds_the_points_filed_under_it(
        points in vec((places(), any::<u8>()), 1..300),
        picks in vec((any::<prop::sample::Index>(), resolutions()), 0..8),
    ) {
        let points = distinct(points);
        let index = GeoIndex::bulk(points.iter().copied());
        let zone: Vec<Cell> = (picks.iter())
            .map(|(pick, resolution)| pick.get(&points).1.cell(*resolution))
            .collect();
        let expected: Vec<_> = (points.iter())
            .filter(|(_, point, _)| zone.iter().any(|c| point.cell(c.resolution()) == *c))
            .copied()
            .collect();

        let mut found = Vec::new();
        let _: ControlFlow<()> = index.within_cells(&zone, |key, &tag, point| {
            found.push((key, point, tag));
            ControlFlow::Continue(())
        });
        found.sort_unstable_by_key(|&(key, ..)| key);
        prop_assert_eq!(index.count_in_cells(&zone), expected.len());
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn compacting_a_zone_changes_nothing(points in vec((places(), any::<u8>()), 1..300)) {
        let points = distinct(points);
        let index = GeoIndex::bulk(points.iter().copied());
        let coarse = points[0].1.cell(Resolution::Six);
        let fine: Vec<_> = coarse.children(Resolution::Nine).collect();
        prop_assert_eq!(index.count_in_cells(&fine), index.count_in_cells(&[coarse]));
    }
}
