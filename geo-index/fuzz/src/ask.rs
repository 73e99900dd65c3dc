//! Asks one question in every way there is and compares with the truth.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use arbitrary::Arbitrary;
use geo_index::{Cell, Gathered, GeoIndex, Hit, Point, Resolution};

use crate::place::{Filed, Place, Radius, Width};
use crate::truth::{geodesic_m, within};

type Index = GeoIndex<u32, u8>;

/// What to ask.
#[derive(Arbitrary, Clone, Debug)]
pub struct Question {
    width: Width,
    origin: Place,
    radius: Radius,
    k: u8,
    modulus: u8,
    resolution: u8,
    zone: Vec<(u16, u8)>,
}

impl Question {
    /// Asks it of an index that holds `points`.
    pub fn ask(&self, index: &Index, points: &[Filed]) {
        self.width.limit();
        assert_eq!(index.len(), points.len());
        assert_eq!(index.is_empty(), points.is_empty());
        let origin = self.origin.point();
        let radius_m = self.radius.metres(origin, points);
        if !(0.0..f64::INFINITY).contains(&radius_m) {
            return assert_refused(index, origin, radius_m);
        }
        let truth = within(points, origin, radius_m);
        let hits = collected(index, &truth, origin, radius_m);
        self.assert_around(index, origin, radius_m, &hits);
        self.assert_density(index, origin, radius_m, &truth);
        self.assert_zone(index, points);
    }

    /// Asks it of an index that may hold anything, for whatever comes.
    pub fn ask_anything(&self, index: &Index) {
        self.width.limit();
        let origin = self.origin.point();
        let radius_m = self.radius.metres(origin, &[]);
        let cells: Vec<Cell> = (self.zone.iter())
            .map(|&(_, fine)| origin.cell(resolution(fine)))
            .collect();
        let mut hits = Vec::new();
        let _ = index.count_within(origin, radius_m);
        let _ = index.collect_within(origin, radius_m, &mut hits);
        let _ = index.gather_within(origin, radius_m, &mut Gathered::default());
        let _ = index.iter_within(origin, radius_m).map(Iterator::count);
        let _ = index.facets_within(origin, radius_m, 7, |&tag| tag.into());
        let _ = index.density_within(origin, radius_m, resolution(self.resolution));
        let _ = index.explain_within(origin, radius_m);
        let _ = index.nearest(origin, self.k.into(), radius_m, |_, &tag| self.wanted(tag));
        let _: ControlFlow<()> = index.within_cells(&cells, |_, _, _| ControlFlow::Continue(()));
        index.count_in_cells(&cells);
    }

    fn assert_around(&self, index: &Index, origin: Point, radius_m: f64, hits: &[Hit<u32, u8>]) {
        assert_eq!(index.count_within(origin, f64::MAX), Ok(index.len()));
        assert_eq!(index.count_within(origin, radius_m), Ok(hits.len()));
        assert_breaks(index, origin, radius_m, hits.len());
        assert_one_by_one(index, origin, radius_m, hits);
        assert_gathered(index, origin, radius_m, hits);
        self.assert_some_kind(index, origin, radius_m, hits);
        self.assert_facets(index, origin, radius_m, hits);
        let explained = index.explain_within(origin, radius_m);
        assert_eq!(explained.map(|explained| explained.results), Ok(hits.len()));
    }

    fn wanted(&self, tag: u8) -> bool {
        tag.checked_rem(self.modulus).is_none_or(|rest| rest == 0)
    }

    fn assert_some_kind(&self, index: &Index, origin: Point, radius_m: f64, hits: &[Hit<u32, u8>]) {
        let kept: Vec<_> = (hits.iter().copied())
            .filter(|hit| self.wanted(hit.tag))
            .collect();
        let count = index.count_where(origin, radius_m, |_, &tag| self.wanted(tag));
        assert_eq!(count, Ok(kept.len()));
        for k in [usize::from(self.k), kept.len(), kept.len() + 1] {
            let nearest = index.nearest(origin, k, radius_m, |_, &tag| self.wanted(tag));
            let nearest = nearest.expect("a valid radius");
            assert_same(&nearest, &kept[..k.min(kept.len())]);
        }
        let origins = [origin; 3];
        let counts = index.count_within_each(&origins, radius_m);
        assert_eq!(counts, Ok(vec![hits.len(); 3]));
    }

    fn assert_facets(&self, index: &Index, origin: Point, radius_m: f64, hits: &[Hit<u32, u8>]) {
        let classes = usize::from(self.modulus);
        let mut expected = vec![0; classes];
        for hit in hits {
            if let Some(count) = expected.get_mut(usize::from(hit.tag)) {
                *count += 1;
            }
        }
        let facets = index.facets_within(origin, radius_m, classes, |&tag| tag.into());
        assert_eq!(facets, Ok(expected));
    }

    fn assert_density(&self, index: &Index, origin: Point, radius_m: f64, truth: &[Filed]) {
        let resolution = resolution(self.resolution);
        let mut expected = BTreeMap::new();
        for &(_, point, _) in truth {
            *expected.entry(point.cell(resolution)).or_insert(0) += 1;
        }
        let density = index.density_within(origin, radius_m, resolution);
        assert_eq!(density, Ok(Vec::from_iter(expected)));
    }

    fn assert_zone(&self, index: &Index, points: &[Filed]) {
        let cells: Vec<Cell> = (self.zone.iter())
            .map(|&(at, fine)| self.cell_of(points, at).cell(resolution(fine)))
            .collect();
        let mut expected: Vec<_> = (points.iter().copied())
            .filter(|(_, point, _)| cells.iter().any(|c| point.cell(c.resolution()) == *c))
            .collect();
        expected.sort_unstable_by_key(|&(key, ..)| key);
        let mut found = Vec::new();
        let _: ControlFlow<()> = index.within_cells(&cells, |key, &tag, point| {
            found.push((key, point, tag));
            ControlFlow::Continue(())
        });
        found.sort_unstable_by_key(|&(key, ..)| key);
        assert_eq!(found, expected, "in {cells:?}");
        assert_eq!(index.count_in_cells(&cells), expected.len());
    }

    fn cell_of(&self, points: &[Filed], at: u16) -> Point {
        (points.get(usize::from(at))).map_or_else(|| self.origin.point(), |&(_, point, _)| point)
    }
}

fn resolution(number: u8) -> Resolution {
    Resolution::try_from(number % 16).expect("there are sixteen")
}

/// What the index collects, once that is right.
fn collected(index: &Index, truth: &[Filed], origin: Point, radius_m: f64) -> Vec<Hit<u32, u8>> {
    let mut hits = Vec::new();
    (index.collect_within(origin, radius_m, &mut hits)).expect("a valid radius");
    let question = format!("within {radius_m} m of {origin:?}");
    assert!(
        hits.is_sorted_by(|a, b| by_distance(a, b).is_lt()),
        "{question}"
    );
    assert_eq!(hits.len(), truth.len(), "{question}");
    let mut by_key: Vec<_> = hits.iter().collect();
    by_key.sort_unstable_by_key(|hit| hit.key);
    for (hit, &(key, point, tag)) in by_key.into_iter().zip(truth) {
        assert_eq!((hit.key, hit.tag), (key, tag), "{question}");
        assert!(hit.metres <= radius_m, "{question}: {hit:?}");
        assert_metres(origin, point, hit.metres);
    }
    hits
}

/// The promise is 0.1 mm up to 100 km where points are rare, then 1 mm as far as the
/// series goes: chords of 200 km, arcs of up to 200,008 m.
fn assert_metres(origin: Point, point: Point, metres: f64) {
    let allowed = match metres {
        ..99_999.0 => 0.000_1,
        ..200_010.0 => 0.001,
        metres => promised(metres),
    };
    let off = (metres - geodesic_m(origin, point)).abs();
    assert!(
        off <= allowed,
        "{origin:?} to {point:?}: {metres} m is {off} m off"
    );
}

fn by_distance(a: &Hit<u32, u8>, b: &Hit<u32, u8>) -> std::cmp::Ordering {
    a.metres.total_cmp(&b.metres).then(a.key.cmp(&b.key))
}

fn assert_breaks(index: &Index, origin: Point, radius_m: f64, results: usize) {
    let some = results.div_ceil(2);
    let mut calls = 0;
    let flow = index.within(origin, radius_m, |_, _, _| {
        calls += 1;
        if calls == some {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!(flow.expect("a valid radius").is_break(), some > 0);
    assert_eq!(calls, some, "a visitor that broke is not called again");
}

/// To the last bit.
fn assert_same(hits: &[Hit<u32, u8>], expected: &[Hit<u32, u8>]) {
    assert_eq!(hits.len(), expected.len());
    for (hit, expected) in hits.iter().zip(expected) {
        assert_eq!(hit, expected);
    }
}

fn assert_one_by_one(index: &Index, origin: Point, radius_m: f64, hits: &[Hit<u32, u8>]) {
    let lazy = index.iter_within(origin, radius_m).expect("a valid radius");
    let mut lazy: Vec<_> = lazy.collect();
    lazy.sort_by(by_distance);
    assert_same(&lazy, hits);
}

fn assert_gathered(index: &Index, origin: Point, radius_m: f64, hits: &[Hit<u32, u8>]) {
    let mut gathered = Gathered::default();
    (index.gather_within(origin, radius_m, &mut gathered)).expect("a valid radius");
    let found: BTreeMap<u32, f32> = gathered.iter().collect();
    assert_eq!(found.len(), gathered.len(), "each key once");
    assert_eq!(found.len(), hits.len());
    for hit in hits {
        let single = f64::from(found[&hit.key]);
        let off = (single - hit.metres).abs();
        assert!(
            single <= radius_m,
            "{hit:?}: {single} m is beyond {radius_m} m"
        );
        let allowed = match hit.metres {
            ..30_000.0 => 0.002,
            ..50_000.0 => 0.004,
            metres => metres * f64::from(f32::EPSILON),
        };
        assert!(off <= allowed, "{hit:?}: {single} m is {off} m off");
    }
}

fn assert_refused(index: &Index, origin: Point, radius_m: f64) {
    let mut gathered = Gathered::default();
    assert!(index.count_within(origin, radius_m).is_err());
    assert!(index.count_where(origin, radius_m, |_, _| true).is_err());
    assert!(
        index
            .collect_within(origin, radius_m, &mut Vec::new())
            .is_err()
    );
    assert!(
        index
            .gather_within(origin, radius_m, &mut gathered)
            .is_err()
    );
    assert!(index.iter_within(origin, radius_m).is_err());
    assert!(index.nearest(origin, 1, radius_m, |_, _| true).is_err());
    assert!(index.facets_within(origin, radius_m, 1, |_| 0).is_err());
    assert!(index.explain_within(origin, radius_m).is_err());
    assert!(
        index
            .density_within(origin, radius_m, Resolution::Five)
            .is_err()
    );
    assert!(index.count_within_each(&[origin], radius_m).is_err());
}

/// How far from the geodesic [`Point::distance_m`] may be: 0.1 mm up to 100 km,
/// 1 mm up to 200 km (straight through the Earth, which is 8 m less than along
/// it), and beyond that what rounding does.
fn promised(metres: f64) -> f64 {
    match metres {
        ..99_999.0 => 0.000_1,
        ..200_010.0 => 0.001,
        _ => 0.000_000_1,
    }
}

/// Two places measure as promised, in both directions.
pub fn assert_close_to_geodesic(from: Point, to: Point) {
    let truth = geodesic_m(from, to);
    for ours in [from.distance_m(to), to.distance_m(from)] {
        let off = (ours - truth).abs();
        assert!(
            off <= promised(truth),
            "{from:?} to {to:?}: {ours} m and not {truth} m"
        );
    }
}
