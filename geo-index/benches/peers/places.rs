//! Where the points are: a synthetic country, the world's towns, and worlds of
//! any size with one and the same town everywhere. All seeded, always the same.

use std::fs::File;
use std::path::Path;

use flate2::read::GzDecoder;
use geo_index::Point;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// Degrees of a kilometre northwards.
const KM: f64 = 1.0 / 111.2;
/// South, north, west and east of Bangladesh.
const COUNTRY: [f64; 4] = [20.7, 26.6, 88.0, 92.7];
const TOWNS: u32 = 63;
/// A town of rank `i` has a share like `i^-STEEPNESS` …
const STEEPNESS: f64 = 1.6;
/// … and a spread that shrinks with its share to this power, from this size.
const SPREAD: (f64, f64) = (0.6, 7.5);
/// Dhaka's spread in kilometres.
const DHAKA_KM: f64 = 14.5;
/// Points of each town of a world, and their spread in kilometres.
const WORLD_TOWN: (u32, f64) = (5_000, 3.0);
const WORLD_TOWNS: u32 = 2_000;

/// Shops of a country: 30 % in Dhaka, 55 % in 63 towns of very different size,
/// 15 % anywhere. With a million of them the median question finds about 168,
/// 584, 11,000 and 94,000 within 0.5, 1, 5 and 20 km.
pub(crate) fn country(count: u32) -> Vec<Point> {
    let mut rng = StdRng::seed_from_u64(7);
    let towns = Towns::scattered(&mut rng);
    (0..count)
        .map(|_| match rng.random::<f64>() {
            ..0.30 => around((23.78, 90.40), DHAKA_KM, &mut rng),
            ..0.85 => towns.shop(&mut rng),
            _ => around(anywhere(&mut rng), 0.0, &mut rng),
        })
        .collect()
}

struct Towns {
    centres: Vec<(f64, f64)>,
    /// Share of all towns up to and including each.
    shares: Vec<f64>,
}

impl Towns {
    fn scattered(rng: &mut StdRng) -> Self {
        let whole: f64 = (1..=TOWNS).map(weight).sum();
        let mut share = 0.0;
        let shares = (1..=TOWNS).map(|rank| {
            share += weight(rank) / whole;
            share
        });
        Self {
            shares: shares.collect(),
            centres: (0..TOWNS).map(|_| anywhere(rng)).collect(),
        }
    }

    fn shop(&self, rng: &mut StdRng) -> Point {
        let share = rng.random::<f64>();
        let town = (self.shares.partition_point(|&s| s < share)).min(self.shares.len() - 1);
        let size = self.shares[town] - town.checked_sub(1).map_or(0.0, |t| self.shares[t]);
        let km = SPREAD.1 * (size / self.shares[0]).powf(SPREAD.0);
        around(self.centres[town], km, rng)
    }
}

fn weight(rank: u32) -> f64 {
    f64::from(rank).powf(-STEEPNESS)
}

fn anywhere(rng: &mut StdRng) -> (f64, f64) {
    let [south, north, west, east] = COUNTRY;
    (rng.random_range(south..north), rng.random_range(west..east))
}

/// Normally distributed around a centre.
fn around((lat, lng): (f64, f64), km: f64, rng: &mut StdRng) -> Point {
    let spread = km * KM;
    let lat = (lat + spread * bell(rng)).clamp(-90.0, 90.0);
    let lng = lng + spread * bell(rng) / lat.to_radians().cos().max(1e-3);
    // Across the antimeridian is the other end of the scale.
    let lng = (lng + 540.0).rem_euclid(360.0) - 180.0;
    Point::new(lat, lng).expect("clamped and wrapped")
}

/// About normal, within -6 and 6.
fn bell(rng: &mut StdRng) -> f64 {
    (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0
}

/// Towns of 5,000 points each, all alike and far from each other, all over the
/// world. A world that has all the towns of a smaller one has them unchanged.
pub(crate) fn world(count: u32) -> impl Iterator<Item = Point> {
    let (inhabitants, km) = WORLD_TOWN;
    let towns = count.div_ceil(inhabitants);
    let apart = (WORLD_TOWNS / towns).max(1);
    (0..towns)
        .map(move |town| town * apart)
        .flat_map(move |town| {
            let mut rng = StdRng::seed_from_u64(u64::from(town));
            (0..inhabitants).map(move |_| around(lattice(town), km, &mut rng))
        })
        .take(count as usize)
}

/// The `i`-th of [`WORLD_TOWNS`] places spread evenly over the globe between
/// 60 degrees south and north (a Fibonacci lattice).
fn lattice(i: u32) -> (f64, f64) {
    let height = 3_f64.sqrt() / 2.0 * ((2.0 * f64::from(i) + 1.0) / f64::from(WORLD_TOWNS) - 1.0);
    let turn = (f64::from(i) * 137.507_764_05).rem_euclid(360.0) - 180.0;
    (height.asin().to_degrees(), turn)
}

/// The places of the world with 500 people and more, from `GeoNames`, when their
/// file lies beside the checkout.
pub(crate) fn geonames() -> Option<Result<Vec<Point>, csv::Error>> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/misc/world_cities500.csv.gz");
    Some(read(File::open(path).ok()?))
}

fn read(file: File) -> Result<Vec<Point>, csv::Error> {
    #[derive(serde::Deserialize)]
    struct Row {
        lat: f64,
        lon: f64,
    }
    csv::Reader::from_reader(GzDecoder::new(file))
        .deserialize()
        .map(|row| row.map(|Row { lat, lon }| Point::new(lat, lon).expect("places on Earth")))
        .collect()
}

/// Origins of questions: random points, moved by some 100 m.
pub(crate) fn origins(points: &[Point], count: usize) -> Vec<Point> {
    let mut rng = StdRng::seed_from_u64(3);
    (0..count)
        .map(|_| beside(points[rng.random_range(0..points.len())], &mut rng))
        .collect()
}

/// A place some 100 m away.
pub(crate) fn beside(point: Point, rng: &mut StdRng) -> Point {
    around((point.lat(), point.lng()), 0.1, rng)
}
