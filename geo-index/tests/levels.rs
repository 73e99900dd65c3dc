//! Every set of vector instructions gives the same answers, to the last bit: a
//! host without AVX is right as well. One test in a process of its own, because
//! the limit is the process's.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use std::ops::ControlFlow;

use geo_index::{
    Change, Explained, Gathered, GeoIndex, Hit, Instructions, Live, Point, Resolution,
};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

type Filed = (u32, Point, u8);
type Index = GeoIndex<u32, u8>;

/// What one index says to one question. Metres as bits: nothing may be off.
#[derive(Debug, PartialEq)]
struct Answers {
    count: usize,
    odd: usize,
    facets: Vec<usize>,
    hits: Vec<(u32, u8, u64)>,
    one_by_one: Vec<(u32, u64)>,
    gathered: Vec<(u32, u32)>,
    nearest: Vec<(u32, u64)>,
    clusters: Vec<(u64, usize)>,
    in_cell: Vec<u32>,
    explained: Explained,
}

fn bits(hits: impl IntoIterator<Item = Hit<u32, u8>>) -> Vec<(u32, u64)> {
    (hits.into_iter())
        .map(|hit| (hit.key, hit.metres.to_bits()))
        .collect()
}

fn ask(index: &Index, origin: Point, radius_m: f64) -> Answers {
    let mut hits = Vec::new();
    index.collect_within(origin, radius_m, &mut hits).unwrap();
    let mut gathered = Gathered::default();
    index
        .gather_within(origin, radius_m, &mut gathered)
        .unwrap();
    let mut in_cell = Vec::new();
    let _: ControlFlow<()> = index.within_cells(&[origin.cell(Resolution::Four)], |key, _, _| {
        in_cell.push(key);
        ControlFlow::Continue(())
    });
    let mut explained = index.explain_within(origin, radius_m).unwrap();
    assert_eq!(explained.instructions, Instructions::current());
    explained.instructions = Instructions::Baseline;
    let clusters = index.density_within(origin, radius_m, Resolution::Seven);
    Answers {
        count: index.count_within(origin, radius_m).unwrap(),
        odd: (index.count_where(origin, radius_m, |_, tag| tag % 2 == 1)).unwrap(),
        facets: (index.facets_within(origin, radius_m, 7, |&tag| tag.into())).unwrap(),
        hits: (hits
            .iter()
            .map(|hit| (hit.key, hit.tag, hit.metres.to_bits())))
        .collect(),
        one_by_one: bits(index.iter_within(origin, radius_m).unwrap()),
        gathered: (gathered.iter().map(|(key, metres)| (key, metres.to_bits()))).collect(),
        nearest: bits(
            index
                .nearest(origin, 20, radius_m, |_, tag| tag % 3 == 0)
                .unwrap(),
        ),
        clusters: (clusters
            .unwrap()
            .iter()
            .map(|&(cell, count)| (cell.into(), count)))
        .collect(),
        in_cell,
        explained,
    }
}

fn walk(from: Point, azimuth_deg: f64, metres: f64) -> Point {
    let (lat, lng) = Geodesic::wgs84().direct(from.lat(), from.lng(), azimuth_deg, metres);
    Point::new(lat.clamp(-90.0, 90.0), lng.clamp(-180.0, 180.0)).unwrap()
}

/// Clusters of all densities, and some piles.
fn world(rng: &mut StdRng, towns: &[Point]) -> Vec<Filed> {
    let mut points = Vec::new();
    for (town, spread_m) in towns
        .iter()
        .zip([400.0, 9_000.0, 60_000.0, 700_000.0].iter().cycle())
    {
        for turn in 0..2_500 {
            let metres = if turn % 40 == 0 {
                0.0
            } else {
                spread_m * rng.random::<f64>().powi(2)
            };
            let place = walk(*town, rng.random_range(-180.0..180.0), metres);
            points.push((
                u32::try_from(points.len()).unwrap(),
                place,
                rng.random_range(0..9),
            ));
        }
    }
    points
}

fn right_keys(points: &[Filed], origin: Point, radius_m: f64) -> Vec<u32> {
    let earth = Geodesic::wgs84();
    let metres =
        |to: Point| -> f64 { earth.inverse(origin.lat(), origin.lng(), to.lat(), to.lng()) };
    (points.iter())
        .filter(|&&(_, point, _)| metres(point) <= radius_m)
        .map(|&(key, ..)| key)
        .collect()
}

fn levels() -> Vec<Instructions> {
    [
        Instructions::Baseline,
        Instructions::Avx2,
        Instructions::Avx512,
    ]
    .into_iter()
    .filter(|&level| level <= Instructions::available())
    .collect()
}

/// Built, changed and asked with each level; the first also by brute force.
fn assert_same_everywhere(points: &[Filed], questions: &[(Point, f64)]) {
    let mut first: Option<Vec<Answers>> = None;
    for level in levels() {
        level.limit();
        assert_eq!(Instructions::current(), level);
        let live = Live::new(Index::bulk(points.iter().copied()));
        live.apply(
            points
                .iter()
                .step_by(9)
                .map(|&(key, point, _)| Change::Upsert {
                    key,
                    point: walk(point, f64::from(key), 30.0),
                    tag: 1,
                }),
        );
        let (index, built) = (live.load(), Index::bulk(points.iter().copied()));
        let answers: Vec<_> = (questions.iter())
            .flat_map(|&(origin, radius_m)| {
                [ask(&built, origin, radius_m), ask(&index, origin, radius_m)]
            })
            .collect();
        let Some(first) = &first else {
            assert_right(points, questions, &answers);
            first = Some(answers);
            continue;
        };
        for ((at, answer), expected) in answers.iter().enumerate().zip(first) {
            let (origin, radius_m) = questions[at / 2];
            assert!(
                answer == expected,
                "{level:?}: {radius_m} m around {origin:?}"
            );
        }
    }
    Instructions::Avx512.limit();
}

fn assert_right(points: &[Filed], questions: &[(Point, f64)], answers: &[Answers]) {
    for (&(origin, radius_m), answer) in questions.iter().zip(answers.iter().step_by(2)) {
        let mut keys: Vec<_> = answer.hits.iter().map(|hit| hit.0).collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            right_keys(points, origin, radius_m),
            "{radius_m} m around {origin:?}"
        );
        assert_eq!(answer.count, keys.len());
    }
}

#[test]
fn every_instruction_set_gives_the_same_bits() {
    let mut rng = StdRng::seed_from_u64(31);
    let towns: Vec<_> = [
        (23.75, 90.39),
        (-16.8, 179.98),
        (89.99, 10.0),
        (0.0, -0.01),
        (58.157_65, 11.574_81),
    ]
    .into_iter()
    .map(|(lat, lng)| Point::new(lat, lng).unwrap())
    .collect();
    let points = world(&mut rng, &towns);
    let questions: Vec<_> = (0..150)
        .map(|turn| {
            let metres = [0.0, 300.0, 5_000.0, 90_000.0][turn % 4];
            let origin = walk(
                towns[turn % towns.len()],
                rng.random_range(-180.0..180.0),
                metres,
            );
            let radius_m = [0.0, 77.7, 1_000.0, 5_000.0, 20_000.0, 99_000.0, 2_000_000.0][turn % 7];
            (origin, radius_m)
        })
        .collect();
    assert_same_everywhere(&points, &questions);
}
