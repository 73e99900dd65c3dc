//! The radius index beside PostGIS: 10,000 questions, the same ids.

use std::collections::BTreeSet;

use geo_index::{GeoIndex, Hit, Point};
use geographiclib_rs::{Geodesic, InverseGeodesic as _};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::haat::Database;

const SEED: u64 = 3;
const QUESTIONS: usize = 10_000;

/// How far from the rim, in metres, PostGIS and the geodesic may disagree.
///
/// `ST_DWithin` of two `geography` points adds no tolerance of its own: it asks
/// whether `distance <= radius` (`geography_dwithin`), where the distance is
/// `GeographicLib`'s inverse geodesic (`spheroid_distance`), good to 15 nm, of
/// coordinates that went from degrees to radians and back. That rounds each of
/// the four by up to 3 ulp, 8.5e-14° at 180°, together at most 20 nm on the
/// ground. The verdict of the same geodesic here adds 15 nm of its own. What is
/// nearer than 95 % of the radius on a sphere is let in unmeasured, and no sphere
/// is 5 % off; points less than 5e-14 of a radian apart count as one, which
/// matters below a radius of a micrometre.
const RIM_M: f64 = 5e-8;

/// A disc to be asked about.
struct Question {
    origin: Point,
    radius_m: f64,
}

/// Every kind of neighbourhood.
#[derive(Clone, Copy)]
enum Where {
    /// One town, shops a few metres apart.
    Dense,
    /// Sixty towns between 20.6 and 26.6 degrees north.
    Towns,
    /// A country, points kilometres apart.
    Sparse,
    /// Anywhere on Earth, evenly.
    World,
    /// Within 200 km of a pole, the pole itself included.
    Poles,
    /// Within a degree of 180°, both of its names included.
    Antimeridian,
}

const NEIGHBOURHOODS: [(Where, usize); 6] = [
    (Where::Dense, 4_000),
    (Where::Towns, 4_000),
    (Where::Sparse, 3_000),
    (Where::World, 3_000),
    (Where::Poles, 2_000),
    (Where::Antimeridian, 2_000),
];
/// Points that lie on others.
const DUPLICATES: usize = 2_000;

impl Where {
    fn place(self, rng: &mut StdRng) -> Point {
        let (lat, lng) = match self {
            Self::Dense => around(rng, (23.780, 90.407), 0.02),
            Self::Towns => {
                let town = f64::from(rng.random_range(0_u8..60));
                let centre = (20.6 + (town * 0.617) % 6.0, 88.1 + (town * 1.331) % 4.4);
                around(rng, centre, 0.03)
            }
            Self::Sparse => (rng.random_range(20.6..26.6), rng.random_range(88.0..92.7)),
            Self::World => (
                rng.random_range(-1.0_f64..1.0).asin().to_degrees(),
                rng.random_range(-180.0..180.0),
            ),
            Self::Poles => {
                let from_pole = f64::from(rng.random_range(0_u8..20)).powi(2) / 200.0;
                let lat = 90.0 - from_pole * rng.random_range(0.9..=1.0);
                let south = rng.random::<bool>();
                (
                    if south { -lat } else { lat },
                    rng.random_range(-180.0..=180.0),
                )
            }
            Self::Antimeridian => {
                let east = [0.0, 1e-9, 1e-6, 1e-3, 1.0][rng.random_range(0..5)];
                let lng = 180.0 - east * rng.random::<f64>();
                let lat =
                    rng.random_range(-0.05..0.05) + 30.0 * f64::from(rng.random_range(-2_i8..=2));
                (lat, if rng.random() { lng } else { -lng })
            }
        };
        Point::new(lat, lng).unwrap()
    }
}

/// Two bells: most near the centre, some far out.
fn around(rng: &mut StdRng, centre: (f64, f64), spread: f64) -> (f64, f64) {
    let turn = rng.random_range(0.0..std::f64::consts::TAU);
    let out = spread * (-2.0 * rng.random_range(f64::MIN_POSITIVE..1.0).ln()).sqrt();
    (centre.0 + out * turn.sin(), centre.1 + out * turn.cos())
}

fn places(rng: &mut StdRng) -> Vec<Point> {
    let mut places = Vec::new();
    for (neighbourhood, count) in NEIGHBOURHOODS {
        places.extend((0..count).map(|_| neighbourhood.place(rng)));
    }
    for _ in 0..DUPLICATES {
        places.push(places[rng.random_range(0..places.len())]);
    }
    places
}

/// One in three is asked from a place itself; one in three reaches exactly to
/// some place, or as much as a millimetre before or beyond it.
fn questions(rng: &mut StdRng, places: &[Point]) -> Vec<Question> {
    let mut questions = Vec::new();
    while questions.len() < QUESTIONS {
        let (neighbourhood, _) = NEIGHBOURHOODS[questions.len() % NEIGHBOURHOODS.len()];
        let origin = if rng.random_ratio(1, 3) {
            places[rng.random_range(0..places.len())]
        } else {
            neighbourhood.place(rng)
        };
        let mut radius_m = 10_f64.powf(rng.random_range(0.0..5.0));
        if rng.random_ratio(1, 3) {
            let target = nearest_to(places, origin, radius_m);
            let beside = [0.0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-3][rng.random_range(0..6)];
            let sign = if rng.random() { 1.0 } else { -1.0 };
            radius_m = geodesic_m(origin, target) + sign * beside;
        }
        if (1.0..=100_000.0).contains(&radius_m) {
            questions.push(Question { origin, radius_m });
        }
    }
    questions
}

/// The place whose distance is closest to this one, seen from the middle of a
/// sphere: any will do.
fn nearest_to(places: &[Point], origin: Point, metres: f64) -> Point {
    let apart = |place: &Point| {
        let (a, b) = (origin.lat().to_radians(), place.lat().to_radians());
        let turn = (place.lng() - origin.lng()).to_radians();
        let haversine =
            ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * (turn / 2.0).sin().powi(2);
        (2.0 * 6_371_000.0 * haversine.sqrt().asin() - metres).abs()
    };
    let chosen = places.iter().step_by(7);
    *chosen.min_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap()
}

fn geodesic_m(a: Point, b: Point) -> f64 {
    Geodesic::wgs84().inverse(a.lat(), a.lng(), b.lat(), b.lng())
}

/// Ids within each disc, in one statement.
fn asked_of_postgis(places: &[Point], questions: &[Question]) -> Vec<Vec<i32>> {
    let db = Database::empty();
    let mut client = db.connect();
    client
        .batch_execute(
            "CREATE EXTENSION IF NOT EXISTS postgis;
             CREATE TEMP TABLE places (id int PRIMARY KEY, at geography(Point) NOT NULL)",
        )
        .unwrap();
    let column = |value: &dyn Fn(&Point) -> f64| places.iter().map(value).collect::<Vec<_>>();
    client
        .execute(
            "INSERT INTO places SELECT n - 1, ST_MakePoint(lng, lat)::geography
             FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS given (lat, lng, n)",
            &[&column(&|place| place.lat()), &column(&|place| place.lng())],
        )
        .unwrap();
    client
        .batch_execute("CREATE INDEX ON places USING gist (at); ANALYZE places")
        .unwrap();
    let column = |value: &dyn Fn(&Question) -> f64| questions.iter().map(value).collect::<Vec<_>>();
    let rows = client.query(
        "SELECT coalesce(array_agg(places.id ORDER BY places.id) FILTER (WHERE places.id IS NOT NULL), '{}')
         FROM unnest($1::float8[], $2::float8[], $3::float8[]) WITH ORDINALITY AS asked (lat, lng, radius_m, n)
         LEFT JOIN places ON ST_DWithin(places.at, ST_MakePoint(asked.lng, asked.lat)::geography, asked.radius_m)
         GROUP BY asked.n ORDER BY asked.n",
        &[
            &column(&|question| question.origin.lat()),
            &column(&|question| question.origin.lng()),
            &column(&|question| question.radius_m),
        ],
    );
    rows.unwrap().iter().map(|row| row.get(0)).collect()
}

/// What comparing has seen.
#[derive(Default)]
struct Seen {
    found: usize,
    on_the_rim: usize,
    farthest_m: f64,
}

impl Seen {
    /// Ids that only one of the two found must lie on the rim, where ours are
    /// right.
    fn compare(
        &mut self,
        question: &Question,
        hits: &[Hit<i32, ()>],
        theirs: Vec<i32>,
        places: &[Point],
    ) {
        let Question { origin, radius_m } = *question;
        let ours: BTreeSet<i32> = hits.iter().map(|hit| hit.key).collect();
        assert_eq!(ours.len(), hits.len(), "an id comes once");
        self.found += ours.len();
        for id in ours.symmetric_difference(&theirs.into_iter().collect()) {
            let metres = geodesic_m(origin, places[usize::try_from(*id).unwrap()]);
            let beyond_m = metres - radius_m;
            assert!(
                beyond_m.abs() <= RIM_M,
                "{id} is {metres} m from {origin:?}, the radius {radius_m} m; ours: {}",
                ours.contains(id)
            );
            assert_eq!(ours.contains(id), beyond_m <= 0.0, "the geodesic decides");
            self.on_the_rim += 1;
            self.farthest_m = self.farthest_m.max(beyond_m.abs());
        }
    }
}

#[test]
fn ten_thousand_questions_have_the_ids_that_postgis_finds() {
    let mut rng = StdRng::seed_from_u64(SEED);
    let places = places(&mut rng);
    let questions = questions(&mut rng, &places);
    let answers = asked_of_postgis(&places, &questions);
    assert_eq!(answers.len(), QUESTIONS);

    let index: GeoIndex<i32, ()> = (0..).zip(&places).map(|(id, &at)| (id, at, ())).collect();
    let (mut seen, mut hits) = (Seen::default(), Vec::new());
    for (question, theirs) in questions.iter().zip(answers) {
        let Question { origin, radius_m } = *question;
        index.collect_within(origin, radius_m, &mut hits).unwrap();
        assert_eq!(index.count_within(origin, radius_m), Ok(hits.len()));
        seen.compare(question, &hits, theirs, &places);
    }
    let Seen {
        found,
        on_the_rim,
        farthest_m,
    } = seen;
    eprintln!(
        "{QUESTIONS} questions over {} points: {found} ids; PostGIS decides {on_the_rim} on the rim otherwise, at most {:.1} nm from it",
        places.len(),
        farthest_m * 1e9
    );
    assert!(found > 1_000_000, "the discs are too empty: {found}");
}
