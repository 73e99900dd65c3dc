//! The slow and obvious answers, by the geodesic alone.

use std::ops::ControlFlow;

use geo_index::{Gathered, GeoIndex, Hit, Point};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

pub(crate) type Filed = (u32, Point, u8);

pub(crate) fn at(lat: f64, lng: f64) -> Point {
    Point::new(lat, lng).unwrap()
}

pub(crate) fn geodesic_m(from: Point, to: Point) -> f64 {
    Geodesic::wgs84().inverse(from.lat(), from.lng(), to.lat(), to.lng())
}

/// Where one gets by walking `metres` from a place.
pub(crate) fn walk(from: Point, azimuth_deg: f64, metres: f64) -> Point {
    let (lat, lng) = Geodesic::wgs84().direct(from.lat(), from.lng(), azimuth_deg, metres);
    at(lat.clamp(-90.0, 90.0), lng.clamp(-180.0, 180.0))
}

/// Keys within the radius, ascending.
pub(crate) fn keys_within(points: &[Filed], origin: Point, radius_m: f64) -> Vec<u32> {
    let mut keys: Vec<_> = (points.iter())
        .filter(|&&(_, point, _)| geodesic_m(origin, point) <= radius_m)
        .map(|&(key, ..)| key)
        .collect();
    keys.sort_unstable();
    keys
}

pub(crate) fn collected(
    index: &GeoIndex<u32, u8>,
    origin: Point,
    radius_m: f64,
) -> Vec<Hit<u32, u8>> {
    let mut hits = Vec::new();
    index.collect_within(origin, radius_m, &mut hits).unwrap();
    hits
}

pub(crate) fn sorted_keys(hits: &[Hit<u32, u8>]) -> Vec<u32> {
    let mut keys: Vec<_> = hits.iter().map(|hit| hit.key).collect();
    keys.sort_unstable();
    keys
}

/// Asks one question in every way there is and compares with brute force.
pub(crate) fn assert_right(
    index: &GeoIndex<u32, u8>,
    points: &[Filed],
    origin: Point,
    radius_m: f64,
) {
    let expected = keys_within(points, origin, radius_m);
    let hits = collected(index, origin, radius_m);
    let question = format!("within {radius_m} m of {origin:?}");

    assert_eq!(sorted_keys(&hits), expected, "{question}");
    assert_eq!(
        index.count_within(origin, radius_m),
        Ok(expected.len()),
        "{question}"
    );
    assert!(
        hits.is_sorted_by(in_order),
        "{question}: not by distance and key"
    );
    for hit in &hits {
        assert!(
            hit.metres <= radius_m,
            "{question}: {hit:?} is farther than the radius"
        );
    }
    assert_nearest(index, &hits, origin, radius_m);
    assert_lazy(index, &hits, origin, radius_m);
    assert_gathered(index, &hits, origin, radius_m);
    assert_facets(index, &hits, origin, radius_m);
    assert_explained(index, &hits, origin, radius_m);
}

/// One by one it is the same as all at once, to the last bit.
fn assert_lazy(index: &GeoIndex<u32, u8>, hits: &[Hit<u32, u8>], origin: Point, radius_m: f64) {
    let mut lazy: Vec<_> = index.iter_within(origin, radius_m).unwrap().collect();
    lazy.sort_by(|a, b| a.metres.total_cmp(&b.metres).then(a.key.cmp(&b.key)));
    assert_eq!(lazy, hits, "one by one within {radius_m} m of {origin:?}");
}

/// Single precision is within 2 mm up to 30 km, 4 mm up to 50 km and its last
/// digit beyond, and never more than the radius.
fn assert_gathered(index: &GeoIndex<u32, u8>, hits: &[Hit<u32, u8>], origin: Point, radius_m: f64) {
    let mut gathered = Gathered::default();
    index
        .gather_within(origin, radius_m, &mut gathered)
        .unwrap();
    let mut found: Vec<_> = gathered.iter().collect();
    found.sort_unstable_by_key(|&(key, _)| key);
    let mut expected: Vec<_> = hits.iter().map(|hit| (hit.key, hit.metres)).collect();
    expected.sort_unstable_by_key(|&(key, _)| key);
    assert_eq!(found.len(), expected.len(), "{radius_m} m of {origin:?}");
    for ((key, single), (hit, metres)) in found.into_iter().zip(expected) {
        let single = f64::from(single);
        assert_eq!(key, hit);
        assert!(single <= radius_m, "{key}: {single} m is beyond {radius_m}");
        let allowed = match metres {
            ..30_000.0 => 0.002,
            ..50_000.0 => 0.004,
            _ => metres * f64::from(f32::EPSILON),
        };
        assert!(
            (single - metres).abs() <= allowed,
            "{key}: {single} {metres}"
        );
    }
}

/// Tags are left out from 5 on.
fn assert_facets(index: &GeoIndex<u32, u8>, hits: &[Hit<u32, u8>], origin: Point, radius_m: f64) {
    let mut expected = [0; 5];
    for hit in hits {
        if let Some(count) = expected.get_mut(usize::from(hit.tag)) {
            *count += 1;
        }
    }
    let facets = index.facets_within(origin, radius_m, 5, |&tag| tag.into());
    assert_eq!(facets.unwrap(), expected);
    let none = index.facets_within(origin, radius_m, 0, |&tag| tag.into());
    assert_eq!(none, Ok(Vec::new()));
}

fn assert_explained(
    index: &GeoIndex<u32, u8>,
    hits: &[Hit<u32, u8>],
    origin: Point,
    radius_m: f64,
) {
    let explained = index.explain_within(origin, radius_m).unwrap();
    assert_eq!(explained.results, hits.len());
    assert_eq!(
        explained.resolutions.iter().sum::<usize>(),
        explained.shards_inside + explained.shards_opened
    );
    assert!(explained.blocks_inside + explained.blocks_on_rim <= explained.blocks_tested);
    assert!(explained.points_tested <= 32 * explained.blocks_on_rim);
    assert!(explained.points_settled <= explained.points_tested);
    assert_eq!(explained.nodes_tested == 0, index.is_empty());
}

fn in_order(a: &Hit<u32, u8>, b: &Hit<u32, u8>) -> bool {
    (a.metres, a.key) <= (b.metres, b.key)
}

fn assert_nearest(index: &GeoIndex<u32, u8>, hits: &[Hit<u32, u8>], origin: Point, radius_m: f64) {
    for k in [0, 1, 3, hits.len(), hits.len() + 1] {
        let nearest = index.nearest(origin, k, radius_m, |_, _| true).unwrap();
        assert_eq!(
            nearest,
            hits[..k.min(hits.len())],
            "{k} nearest to {origin:?}"
        );
    }
    let odd: Vec<_> = hits
        .iter()
        .filter(|hit| hit.tag % 2 == 1)
        .copied()
        .collect();
    let found = index
        .nearest(origin, 4, radius_m, |_, tag| tag % 2 == 1)
        .unwrap();
    assert_eq!(
        found,
        odd[..odd.len().min(4)],
        "odd ones nearest to {origin:?}"
    );
    let counted = index.count_where(origin, radius_m, |_, tag| tag % 2 == 1);
    assert_eq!(counted, Ok(odd.len()));
}

/// All keys of a version, by asking for the whole Earth.
pub(crate) fn everything(index: &GeoIndex<u32, u8>) -> Vec<u32> {
    let mut keys = Vec::new();
    let _: ControlFlow<()> = index
        .within(at(0.0, 0.0), 3e7, |key, _, _| {
            keys.push(key);
            ControlFlow::Continue(())
        })
        .unwrap();
    keys.sort_unstable();
    keys
}
