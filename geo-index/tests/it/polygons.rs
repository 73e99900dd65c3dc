//! Polygons against the `geo` crate, and what an index finds in them against
//! testing every point.

use std::f64::consts::TAU;
use std::ops::ControlFlow;

use geo::{Intersects, LineString};
use geo_index::{GeoIndex, InvalidPolygon, Point, Polygon};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::brute::{Filed, at};
use crate::zones::city;

/// A polygon and the same for `geo`.
struct Both {
    ours: Polygon,
    theirs: geo::Polygon,
}

impl Both {
    fn new(exterior: &[Point], holes: &[Vec<Point>]) -> Self {
        Self {
            ours: Polygon::new(exterior, holes).unwrap(),
            theirs: geo::Polygon::new(
                line(exterior),
                holes.iter().map(|hole| line(hole)).collect(),
            ),
        }
    }

    fn assert_same(&self, place: Point) {
        let theirs = self
            .theirs
            .intersects(&geo::Point::new(place.lng(), place.lat()));
        assert_eq!(
            self.ours.contains(place),
            theirs,
            "{place:?} in {:?}",
            self.theirs
        );
    }
}

fn line(rim: &[Point]) -> LineString {
    rim.iter()
        .map(|corner| (corner.lng(), corner.lat()))
        .collect()
}

/// Corners in the order of their directions from the centre: nothing crosses.
pub(crate) fn star(rng: &mut StdRng, centre: Point, corners: u32, reach: f64) -> Vec<Point> {
    let mut rim: Vec<_> = (0..corners)
        .map(|corner| {
            let turn = (f64::from(corner) + rng.random_range(0.0..0.9)) / f64::from(corners) * TAU;
            let out = reach * rng.random_range(0.2..1.0);
            at(
                centre.lat() + out * turn.sin(),
                centre.lng() + out * turn.cos(),
            )
        })
        .collect();
    if rng.random_bool(0.5) {
        rim.reverse();
    }
    rim
}

/// A hole in a star that has corners in every direction.
fn hole(rng: &mut StdRng, centre: Point, corners: u32, reach: f64) -> Vec<Vec<Point>> {
    let holes = (corners >= 7).then(|| star(rng, centre, corners.min(12), reach * 0.1));
    holes.into_iter().collect()
}

/// Teeth of whole and half steps, so that edges run through lattice points.
fn comb(rng: &mut StdRng, teeth: u32, step: f64) -> Vec<Point> {
    let mut rim = vec![at(0.0, step * f64::from(2 * teeth)), at(0.0, 0.0)];
    for tooth in 0..teeth {
        let left = 2 * tooth;
        let (deep, high) = (rng.random_range(1..4_u32), rng.random_range(4..9_u32));
        let lean = rng.random_range(0..2_u32);
        for (column, row) in [
            (left, deep),
            (left + lean, high),
            (left + 1, high),
            (left + 1, deep),
        ] {
            rim.push(at(step * f64::from(row), step * f64::from(column)));
        }
    }
    rim
}

/// Places on corners, on and beside edges, and everywhere around.
fn probes(rng: &mut StdRng, rim: &[Point]) -> Vec<Point> {
    let mut places = rim.to_vec();
    for (from, to) in rim.iter().zip(rim.iter().cycle().skip(1)) {
        for share in [0.5, 0.25, rng.random_range(0.0..1.0)] {
            let lat = from.lat() + share * (to.lat() - from.lat());
            let lng = from.lng() + share * (to.lng() - from.lng());
            places.extend([
                at(lat, lng),
                at(lat.next_up(), lng),
                at(lat, lng.next_down()),
                at(from.lat(), lng + rng.random_range(-1.0..1.0)),
            ]);
        }
    }
    places
}

#[test]
fn stars_hold_what_another_library_says() {
    let mut rng = StdRng::seed_from_u64(31);
    for round in 0..96 {
        let corners = [3, 4, 7, 30, 200, 1_000][round % 6];
        let reach = [1e-5, 0.01, 1.0, 10.0][round % 4];
        let centre = at(rng.random_range(-40.0..40.0), rng.random_range(-90.0..90.0));
        let rim = star(&mut rng, centre, corners, reach);
        let holes = hole(&mut rng, centre, corners, reach);
        let both = Both::new(&rim, &holes);
        let mut places = probes(&mut rng, &rim);
        for hole in &holes {
            places.extend(probes(&mut rng, hole));
        }
        for _ in 0..500 {
            let mut off = || reach * rng.random_range(-1.1..1.1);
            places.push(at(centre.lat() + off(), centre.lng() + off()));
        }
        for place in places {
            both.assert_same(place);
        }
    }
}

#[test]
fn combs_on_a_lattice_hold_what_another_library_says() {
    let mut rng = StdRng::seed_from_u64(37);
    for teeth in [1, 2, 5, 40, 200] {
        let step = 0.0625;
        let mut rim = comb(&mut rng, teeth, step);
        let both = Both::new(&rim, &[]);
        rim.reverse();
        let reversed = Both::new(&rim, &[]);
        for row in -1..40 {
            for column in -2..8 * i32::try_from(teeth).unwrap() {
                let half = |steps: i32| step * 0.25 * f64::from(steps);
                let place = at(half(row), half(column));
                both.assert_same(place);
                reversed.assert_same(place);
            }
        }
    }
}

#[test]
fn corners_may_repeat_and_the_ring_may_be_closed() {
    let rim = [at(0.0, 0.0), at(0.0, 2.0), at(2.0, 2.0), at(2.0, 0.0)];
    let closed: Vec<_> = rim.iter().copied().chain([rim[0]]).collect();
    let stuttering: Vec<_> = closed.iter().flat_map(|&corner| [corner; 3]).collect();
    let turned = [&rim[2..], &rim[..2]].concat();
    for corners in [&rim[..], &closed, &stuttering, &turned] {
        let square = Polygon::new(corners, &[]).unwrap();
        for (lat, lng) in [(1.0, 1.0), (0.0, 0.0), (2.0, 1.0), (1.0, 2.0), (2.0, 2.0)] {
            assert!(square.contains(at(lat, lng)));
        }
        for (lat, lng) in [
            (-1e-300, 0.0),
            (2.0, 2.0_f64.next_up()),
            (1.0, -1.0),
            (0.0, 3.0),
        ] {
            assert!(!square.contains(at(lat, lng)));
        }
    }
}

#[test]
fn what_is_no_polygon_is_refused() {
    let few = |rim| Some(InvalidPolygon::TooFewCorners { ring: rim });
    let square = [at(0.0, 0.0), at(0.0, 2.0), at(2.0, 2.0), at(2.0, 0.0)];
    let (a, b) = (at(1.0, 1.0), at(1.0, 1.5));
    for corners in [
        vec![],
        vec![a],
        vec![a, b],
        vec![a, b, a],
        vec![a; 9],
        vec![a, b, a, b, a],
    ] {
        assert_eq!(Polygon::new(&corners, &[]).err(), few(0));
        let holes = [square.to_vec(), corners];
        assert_eq!(Polygon::new(&square, &holes).err(), few(2));
    }
    let same = [at(5.0, 180.0), at(5.0, -180.0), at(6.0, 180.0)];
    assert_eq!(Polygon::new(&same, &[]).err(), few(0));
    let around = [at(70.0, 0.0), at(70.0, 120.0), at(70.0, -120.0)];
    let refused = Polygon::new(&around, &[]).err();
    assert_eq!(refused, Some(InvalidPolygon::AroundPole { ring: 0 }));
}

#[test]
fn a_polygon_across_the_antimeridian_is_like_any_other() {
    let mut rng = StdRng::seed_from_u64(41);
    for _ in 0..40 {
        // Multiples of 2^-20 degrees, so that moving them by 180 rounds nothing.
        let coarse = |degrees: f64| (degrees * 1_048_576.0).round() / 1_048_576.0;
        let snap = |rim: Vec<Point>| -> Vec<_> {
            (rim.iter())
                .map(|p| at(coarse(p.lat()), coarse(p.lng())))
                .collect()
        };
        let away = |place: &Point| {
            let lng = place.lng() + 180.0;
            at(place.lat(), if lng > 180.0 { lng - 360.0 } else { lng })
        };
        let rim = snap(star(&mut rng, at(-16.0, 0.5), 60, 3.0));
        let hole = snap(star(&mut rng, at(-16.0, 0.5), 9, 0.5));
        let here = Polygon::new(&rim, std::slice::from_ref(&hole)).unwrap();
        let there = |rim: &[Point]| rim.iter().map(away).collect::<Vec<_>>();
        let across = Polygon::new(&there(&rim), &[there(&hole)]).unwrap();
        for _ in 0..2_000 {
            let place = at(
                coarse(rng.random_range(-19.0..-13.0)),
                coarse(rng.random_range(-3.0..4.0)),
            );
            assert_eq!(
                across.contains(away(&place)),
                here.contains(place),
                "{place:?}"
            );
        }
        for corner in rim.iter().chain(&hole) {
            assert!(across.contains(away(corner)));
        }
        let seam: Vec<_> = (0..400)
            .map(|row| at(-19.0 + f64::from(row) / 64.0, 0.0))
            .collect();
        for place in seam {
            let [east, west] = [at(place.lat(), 180.0), at(place.lat(), -180.0)];
            assert_eq!(across.contains(east), here.contains(place));
            assert_eq!(across.contains(west), here.contains(place));
        }
    }
}

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
        .map(|key| (key, crate::exactness::somewhere(&mut rng), 0))
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
fn parts_may_overlap_and_holes_of_one_may_lie_in_another() {
    let square = |south: f64, west: f64, side: f64| {
        vec![
            at(south, west),
            at(south, west + side),
            at(south + side, west + side),
            at(south + side, west),
        ]
    };
    let holed = Polygon::new(&square(0.0, 0.0, 6.0), &[square(2.0, 2.0, 2.0)]).unwrap();
    let over_hole = Polygon::new(&square(3.0, 3.0, 6.0), &[]).unwrap();
    let both = Polygon::union([holed.clone(), over_hole.clone()]);
    for row in 0..40 {
        for column in 0..40 {
            let place = at(f64::from(row) / 4.0, f64::from(column) / 4.0);
            let expected = holed.contains(place) || over_hole.contains(place);
            assert_eq!(both.contains(place), expected, "{place:?}");
        }
    }
    let nothing = Polygon::union([]);
    assert!(!nothing.contains(at(0.0, 0.0)));
    let index = GeoIndex::bulk([(1_u32, at(0.0, 0.0), 0_u8)]);
    assert_eq!(index.count_in_polygon(&nothing), 0);
    assert_eq!(GeoIndex::<u32, u8>::default().count_in_polygon(&both), 0);
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
