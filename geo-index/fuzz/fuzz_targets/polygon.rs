//! A polygon holds what exact arithmetic says, edge by edge; and an index finds
//! in it what testing every point does.
#![no_main]

use std::ops::ControlFlow;

use arbitrary::Arbitrary;
use geo_index::{GeoIndex, Point, Polygon};
use haat_geo_index_fuzz::place::{Filed, Group, Place, Radius, Width, numbered};
use haat_geo_index_fuzz::shape::{Beside, Shape, Slow, polygon};
use libfuzzer_sys::fuzz_target;

/// Enough for several shards.
const MOST: usize = 2_500;
/// So many are compared with exact arithmetic, which is slow.
const EXACT: usize = 40;

#[derive(Arbitrary, Debug)]
struct Input {
    width: Width,
    shapes: Vec<Shape>,
    beside: Vec<Beside>,
    groups: Vec<(Group, u8)>,
    other: Shape,
    origin: Place,
    radius: Radius,
    k: u8,
}

/// Points of the groups, and those beside edges.
fn filed(input: &Input, rings: &[Vec<Point>]) -> Vec<Filed> {
    let mut points: Vec<_> = (input.beside.iter().take(200))
        .filter_map(|beside| beside.point(rings))
        .zip(0..)
        .map(|(point, key)| (key, point, 0))
        .collect();
    let first = u32::try_from(points.len()).expect("few");
    points.extend((numbered(&input.groups, MOST).into_iter()).map(|(k, p, t)| (first + k, p, t)));
    points
}

fn assert_found(index: &GeoIndex<u32, u8>, points: &[Filed], polygon: &Polygon) -> Vec<u32> {
    let expected: Vec<_> = (points.iter().copied())
        .filter(|&(_, point, _)| polygon.contains(point))
        .collect();
    let mut found = Vec::new();
    let _: ControlFlow<()> = index.within_polygon(polygon, |key, &tag, point| {
        found.push((key, point, tag));
        ControlFlow::Continue(())
    });
    found.sort_unstable_by_key(|&(key, ..)| key);
    assert_eq!(index.count_in_polygon(polygon), expected.len());
    assert!(
        found == expected,
        "{} found, not {}",
        found.len(),
        expected.len()
    );
    expected.into_iter().map(|(key, ..)| key).collect()
}

fn assert_nearest(index: &GeoIndex<u32, u8>, input: &Input, polygon: &Polygon, keys: &[u32]) {
    let origin = input.origin.point();
    let radius_m = input.radius.metres(origin, &[]);
    let k = usize::from(input.k);
    let nearest = index.nearest_in_polygon(origin, k, radius_m, polygon, |_, &tag| tag % 3 != 1);
    let mut hits = Vec::new();
    if index.collect_within(origin, radius_m, &mut hits).is_err() {
        assert!(nearest.is_err());
        return;
    }
    hits.retain(|hit| hit.tag % 3 != 1 && keys.binary_search(&hit.key).is_ok());
    hits.truncate(k);
    assert!(nearest == Ok(hits), "{k} within {radius_m} m of {origin:?}");
}

fn assert_exact(rings: &[Vec<Point>], points: &[Filed], polygon: &Polygon) {
    let Some(slow) = Slow::new(rings) else {
        return;
    };
    for &(_, point, _) in points.iter().take(EXACT) {
        assert_eq!(
            polygon.contains(point),
            slow.contains(point),
            "{point:?} in {rings:?}"
        );
    }
}

fuzz_target!(|input: Input| {
    input.width.limit();
    let rings: Vec<_> = input.shapes.iter().take(4).map(Shape::corners).collect();
    let Some(area) = polygon(&rings) else {
        return;
    };
    let points = filed(&input, &rings);
    let index = GeoIndex::bulk(points.iter().copied());
    let keys = assert_found(&index, &points, &area);
    assert_nearest(&index, &input, &area, &keys);
    assert_exact(&rings, &points, &area);
    if let Some(other) = polygon(&[input.other.corners()]) {
        let both = Polygon::union([area, other.clone()]);
        let found = assert_found(&index, &points, &both);
        let in_other = assert_found(&index, &points, &other);
        if input.shapes.iter().all(Shape::is_simple) && rings.len() == 1 {
            assert!(in_other.iter().all(|key| found.binary_search(key).is_ok()));
        }
    }
});
