//! Prints the figures of the README:
//! `cargo run --release -p haat-geo-index --example figures`.
#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use geo_index::{Change, GeoIndex, Live, Point};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

type Index = GeoIndex<u32, u64>;

const QUERIES: usize = 2_000;

fn main() {
    for count in [100_000, 1_000_000] {
        let mut rng = StdRng::seed_from_u64(1);
        let points = country(&mut rng, count);
        let started = Instant::now();
        let index: Index = (0..).zip(&points).map(|(key, &p)| (key, p, 0)).collect();
        println!("{count} points: bulk build {:?}", started.elapsed());
        files(&index);
        queries(&index, &points);
        updates(&mut rng, index, &points);
    }
}

/// A third in one large city, most of the rest in 63 towns, some anywhere.
fn country(rng: &mut StdRng, count: u32) -> Vec<Point> {
    let towns: Vec<_> = (0..63)
        .map(|_| (rng.random_range(21.0..26.5), rng.random_range(88.2..92.4)))
        .collect();
    (0..count)
        .map(|_| {
            let share: f64 = rng.random();
            let (lat, lng, spread) = match share {
                ..0.30 => (23.78, 90.40, 0.06),
                ..0.85 => {
                    let (lat, lng) = towns[rng.random_range(0..towns.len())];
                    (lat, lng, 0.03)
                }
                _ => (
                    rng.random_range(21.0..26.5),
                    rng.random_range(88.2..92.4),
                    0.0,
                ),
            };
            Point::new(lat + spread * bell(rng), lng + spread * bell(rng)).expect("within Bengal")
        })
        .collect()
}

/// About normal, within -6 and 6.
fn bell(rng: &mut StdRng) -> f64 {
    (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0
}

/// Best of ten, from a warm page cache. Saving waits for the disk.
fn files(index: &Index) {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let path = folder.path().join("country.geo");
    let best = |act: &dyn Fn()| {
        let timed = |_| {
            let started = Instant::now();
            act();
            started.elapsed()
        };
        (0..10).map(timed).min().expect("ten of them")
    };
    let save = best(&|| index.save(&path, b"").expect("room on the disk"));
    let open = best(&|| drop(black_box(Index::open(&path).expect("it was just saved"))));
    println!("save {save:.1?}, open {open:.1?}");
}

fn queries(index: &Index, points: &[Point]) {
    let step = points.len() / QUERIES;
    let origins: Vec<_> = points.iter().copied().step_by(step).collect();
    let mut hits = Vec::new();
    println!("    radius | results |    count |    visit | sorted collect | 50 nearest");
    for radius_m in [500.0, 1_000.0, 5_000.0, 20_000.0] {
        let mut sizes: Vec<_> = (origins.iter())
            .map(|&at| index.count_within(at, radius_m).expect("a good radius"))
            .collect();
        sizes.sort_unstable();
        let count = p50(&origins, |at| {
            let _ = black_box(index.count_within(at, radius_m));
        });
        let visit = p50(&origins, |at| {
            let _ = index.within(at, radius_m, |key, _, metres| {
                black_box((key, metres));
                ControlFlow::<()>::Continue(())
            });
        });
        let collect = p50(&origins, |at| {
            let _ = black_box(index.collect_within(at, radius_m, &mut hits));
        });
        let nearest = p50(&origins, |at| {
            let _ = black_box(index.nearest(at, 50, radius_m, |_, _| true));
        });
        let results = sizes[sizes.len() / 2];
        println!(
            "{radius_m:8} m | {results:7} | {count:>8.1?} | {visit:>8.1?} | {collect:>14.1?} | {nearest:>10.1?}"
        );
    }
}

/// Median over the origins of the best of three passes.
fn p50(origins: &[Point], mut query: impl FnMut(Point)) -> Duration {
    let mut times: Vec<_> = (origins.iter())
        .map(|&origin| {
            let mut once = || {
                let started = Instant::now();
                query(origin);
                started.elapsed()
            };
            once().min(once()).min(once())
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn updates(rng: &mut StdRng, index: Index, points: &[Point]) {
    let live = Live::new(index);
    let mut change = || Change::Upsert {
        key: rng.random_range(0..u32::try_from(points.len()).expect("few")),
        point: points[rng.random_range(0..points.len())],
        tag: 1,
    };
    let mut times: Vec<_> = (0..QUERIES)
        .map(|_| {
            let change = change();
            let started = Instant::now();
            live.apply([change]);
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    let (half, most) = (times[QUERIES / 2], times[QUERIES * 99 / 100]);
    println!(
        "one move: p50 {half:.1?}, p99 {most:.1?}, worst {:.1?}",
        times[QUERIES - 1]
    );

    let batch: Vec<_> = (0..1_000).map(|_| change()).collect();
    let started = Instant::now();
    live.apply(batch);
    println!("1,000 moves in a batch: {:.1?}\n", started.elapsed());
}
