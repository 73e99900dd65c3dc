//! Lazy answers, facets and explanations around an origin.

use geo_index::{Explained, GeoIndex, InvalidRadius, Point};

use crate::brute::{assert_right, at, geodesic_m, walk};

/// A town of points about 30 m apart.
pub(crate) fn town(centre: Point, side: u32) -> GeoIndex<u32, u8> {
    (0..side * side)
        .map(|key| {
            let (row, column) = (f64::from(key / side), f64::from(key % side));
            let place = at(centre.lat() + row * 0.0003, centre.lng() + column * 0.0003);
            (key, place, u8::try_from(key % 7).unwrap())
        })
        .collect()
}

#[test]
fn an_iterator_dropped_early_is_no_different_before() {
    let index = town(at(23.7, 90.3), 200);
    let origin = at(23.73, 90.33);
    let all = index.count_within(origin, 2_500.0).unwrap();
    let mut hits = index.iter_within(origin, 2_500.0).unwrap();
    let mut seen: Vec<_> = hits.by_ref().take(10).map(|hit| hit.key).collect();
    assert_eq!(seen.len(), 10);
    seen.extend(hits.by_ref().map(|hit| hit.key));
    assert!(hits.next().is_none(), "fused");
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), all, "each point once");
}

#[test]
fn a_town_inside_the_disc_is_taken_without_a_look() {
    let index = town(at(23.7, 90.3), 200);
    let explained = index.explain_within(at(23.73, 90.33), 50_000.0).unwrap();
    assert_eq!(explained.results, 40_000);
    assert!(explained.shards_inside > 40);
    assert_eq!(explained.shards_opened, 0);
    assert_eq!(explained.points_tested, 0);
}

#[test]
fn only_points_on_the_rim_need_the_geodesic() {
    let origin = at(23.7, 90.3);
    let ring: GeoIndex<u32, ()> = (0..360)
        .map(|key| (key, walk(origin, f64::from(key) - 180.0, 1_000.0), ()))
        .collect();
    let settled = |radius_m| {
        let Explained {
            points_settled,
            points_tested,
            results,
            ..
        } = ring.explain_within(origin, radius_m).unwrap();
        assert!(points_tested > 0);
        (points_settled, results)
    };
    assert_eq!(settled(1_000.0).0, 360, "all of them");
    assert_eq!(settled(999.0), (0, 0));
    assert_eq!(settled(1_000.01).1, 360);
}

#[test]
fn an_explanation_reads_like_one() {
    let index = town(at(23.7, 90.3), 200);
    let mut explained = index.explain_within(at(23.73, 90.33), 1_000.0).unwrap();
    explained.instructions = geo_index::Instructions::Baseline;
    let text = explained.to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 6);
    assert!(
        lines[0].ends_with("points within 1000 m of 23.73, 90.33"),
        "{text}"
    );
    for (line, start) in lines[1..]
        .iter()
        .zip(["Tree", "Shards", "Blocks", "Points", "Instr"])
    {
        assert!(line.starts_with(&format!("  {start}")), "{text}");
    }
    assert!(text.contains("(H3 resolution "), "{text}");
}

#[test]
fn lazy_facets_and_explained_refuse_senseless_radii() {
    let index = GeoIndex::bulk([(1_u32, at(0.0, 0.0), 0_u8)]);
    for radius_m in [-1.0, f64::INFINITY, f64::NAN] {
        let refused = |error: InvalidRadius| error.0.total_cmp(&radius_m).is_eq();
        let origin = at(0.0, 0.0);
        assert!(index.iter_within(origin, radius_m).is_err_and(refused));
        let facets = index.facets_within(origin, radius_m, 1, |_| 0);
        assert!(facets.is_err_and(refused));
        assert!(index.explain_within(origin, radius_m).is_err_and(refused));
    }
}

#[test]
fn single_precision_does_not_reach_beyond_the_radius() {
    let origin = at(23.7, 90.3);
    for metres in (1..400).map(|step| f64::from(step) * 49_999.7) {
        let place = walk(origin, metres % 180.0, metres);
        let points = [(1, place, 0_u8)];
        assert_right(
            &GeoIndex::bulk(points),
            &points,
            origin,
            geodesic_m(origin, place),
        );
    }
}
