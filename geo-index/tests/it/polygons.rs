//! Polygons against the `geo` crate.

use std::f64::consts::TAU;

use geo::{Intersects, LineString};
use geo_index::{InvalidPolygon, Point, Polygon};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::brute::at;

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
pub(crate) fn hole(rng: &mut StdRng, centre: Point, corners: u32, reach: f64) -> Vec<Vec<Point>> {
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
    assert!(!Polygon::union([]).contains(at(0.0, 0.0)));
}
