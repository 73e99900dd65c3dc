//! Delivery zones of thousands of cells and clusters of whole cities, over
//! shards that are cut deep.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use geo_index::{Cell, GeoIndex, Point, Resolution};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::brute::{Filed, at, keys_within};

/// A city on a plain: many points close together, some far out.
pub(crate) fn city(rng: &mut StdRng, centre: Point, count: u32) -> Vec<Filed> {
    (0..count)
        .map(|key| {
            let spread = if key % 3 == 0 { 1.0 } else { 0.08 };
            let mut off = || spread * (rng.random::<f64>() + rng.random::<f64>() - 1.0);
            let lng = centre.lng() + off();
            let lng = if lng > 180.0 { lng - 360.0 } else { lng };
            let place = at((centre.lat() + off()).clamp(-90.0, 90.0), lng);
            (key, place, u8::try_from(key % 5).unwrap())
        })
        .collect()
}

/// Parts of the disk of cells around a place, compacted: mixed resolutions,
/// holes and a ragged edge.
fn zone(rng: &mut StdRng, centre: Point, finest: Resolution, rings: u32) -> Vec<Cell> {
    let middle = centre.cell(finest);
    let mut cells: Vec<Cell> = middle.grid_disk(rings);
    let holes: HashSet<Cell> = (0..40)
        .filter_map(|_| cells[rng.random_range(0..cells.len())].parent(finest.pred()?))
        .collect();
    cells.retain(|cell| {
        let parent = finest.pred().and_then(|coarser| cell.parent(coarser));
        !parent.is_some_and(|parent| holes.contains(&parent)) && rng.random_bool(0.999)
    });
    Cell::compact(&mut cells).unwrap();
    cells
}

fn keys_in(points: &[Filed], zone: &[Cell]) -> Vec<u32> {
    let cells: HashSet<Cell> = zone.iter().copied().collect();
    let inside = |point: Point| {
        let finest = point.cell(Resolution::Fifteen);
        (0..=15)
            .map(|resolution| Resolution::try_from(resolution).unwrap())
            .any(|resolution| cells.contains(&finest.parent(resolution).unwrap()))
    };
    (points.iter())
        .filter(|&&(_, point, _)| inside(point))
        .map(|&(key, ..)| key)
        .collect()
}

fn assert_zone(index: &GeoIndex<u32, u8>, points: &[Filed], zone: &[Cell]) {
    let expected = keys_in(points, zone);
    let mut found = Vec::new();
    let _: ControlFlow<()> = index.within_cells(zone, |key, &tag, point| {
        let filed = points[usize::try_from(key).unwrap()];
        assert_eq!((key, point, tag), filed);
        found.push(key);
        ControlFlow::Continue(())
    });
    found.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(index.count_in_cells(zone), expected.len());
}

#[test]
fn zones_of_thousands_of_cells_equal_brute_force() {
    let mut rng = StdRng::seed_from_u64(17);
    for centre in [at(23.78, 90.4), at(-16.8, 179.9), at(58.157_65, 11.574_81)] {
        let points = city(&mut rng, centre, 12_000);
        let index = GeoIndex::bulk(points.iter().copied());
        for (finest, rings) in [
            (Resolution::Seven, 30),
            (Resolution::Nine, 60),
            (Resolution::Ten, 90),
            (Resolution::Twelve, 40),
        ] {
            let zone = zone(&mut rng, centre, finest, rings);
            assert!(zone.len() > 200, "{} cells of {finest}", zone.len());
            let mixed: HashSet<_> = zone.iter().map(|cell| cell.resolution()).collect();
            assert!(mixed.len() > 1);
            assert!(!keys_in(&points, &zone).is_empty());
            assert_zone(&index, &points, &zone);
        }
    }
}

#[test]
fn a_zone_in_any_order_with_repeats_and_overlaps_is_the_same() {
    let mut rng = StdRng::seed_from_u64(19);
    let centre = at(23.78, 90.4);
    let points = city(&mut rng, centre, 20_000);
    let index = GeoIndex::bulk(points.iter().copied());
    let mut cells = zone(&mut rng, centre, Resolution::Nine, 30);
    let repeated: Vec<_> = cells.iter().copied().step_by(3).collect();
    cells.extend(repeated.iter().rev());
    cells.extend(
        repeated
            .iter()
            .filter_map(|cell| cell.parent(Resolution::Seven)),
    );
    cells.extend(
        points
            .iter()
            .step_by(501)
            .map(|(_, point, _)| point.cell(Resolution::Fifteen)),
    );
    assert_zone(&index, &points, &cells);
}

#[test]
fn clusters_of_a_city_equal_brute_force() {
    let mut rng = StdRng::seed_from_u64(23);
    let centre = at(23.78, 90.4);
    let points = city(&mut rng, centre, 30_000);
    let index = GeoIndex::bulk(points.iter().copied());
    for radius_m in [300.0, 5_000.0, 60_000.0, 3e7] {
        let within = keys_within(&points, centre, radius_m);
        for resolution in Resolution::range(Resolution::Zero, Resolution::Fifteen) {
            let mut expected = BTreeMap::new();
            for &key in &within {
                let place = points[usize::try_from(key).unwrap()].1;
                *expected.entry(place.cell(resolution)).or_insert(0) += 1;
            }
            let density = index.density_within(centre, radius_m, resolution);
            assert_eq!(density.unwrap(), expected.into_iter().collect::<Vec<_>>());
        }
    }
}
