//! The hot paths, each asked often enough for an average.

use std::cell::{Cell as Slot, RefCell};
use std::hint::black_box;
use std::ops::ControlFlow;

use anyhow::{Result, ensure};
use geo_index::{Cell, Change, Gathered, GeoIndex, Instructions, Live, Point, Polygon, Resolution};

use crate::world::{Filed, Seeded, city, origins, sparse, star};

type Index = GeoIndex<u32, u8>;

/// Points of the city.
const POINTS: u32 = 50_000;
/// Questions of one kind.
const ASKED: usize = 200;

/// Counts what happens in here.
#[inline(never)]
pub(crate) fn measured(path: &mut dyn FnMut() -> usize) -> usize {
    black_box(path())
}

/// Runs every path twice, the second time measured, and prints its name, how
/// many questions it asked and how many results they had.
pub(crate) fn run_all() -> Result<()> {
    Instructions::Avx2.limit();
    ensure!(
        Instructions::current() == Instructions::Avx2,
        "valgrind hides AVX2"
    );
    // All work on this thread: callgrind counts thread by thread.
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build()?;
    pool.install(|| {
        let index = Index::bulk(city(POINTS));
        around(&index);
        zones(&index);
        polygons(&index);
        far_apart();
        file(&index)?;
        updates(index);
        build();
        Ok(())
    })
}

fn report(name: &str, questions: usize, mut path: impl FnMut() -> usize) {
    path();
    let results = measured(&mut path);
    println!("{name}\t{questions}\t{results}");
}

fn asked(name: &str, origins: &[Point], ask: impl Fn(Point) -> usize) {
    report(name, origins.len(), || {
        origins.iter().map(|&origin| ask(black_box(origin))).sum()
    });
}

const VALID: &str = "a valid radius";

fn around(index: &Index) {
    let places = origins(ASKED, Seeded::in_city);
    let gathered = RefCell::new(Gathered::default());
    let gather = |origin, radius_m| {
        let mut gathered = gathered.borrow_mut();
        (index.gather_within(origin, radius_m, &mut gathered)).expect(VALID);
        gathered.len()
    };
    let hits = RefCell::new(Vec::new());
    asked("count 1 km", &places, |origin| {
        index.count_within(origin, 1_000.0).expect(VALID)
    });
    asked("count 5 km", &places, |origin| {
        index.count_within(origin, 5_000.0).expect(VALID)
    });
    asked("gather 1 km", &places, |origin| gather(origin, 1_000.0));
    asked("gather 5 km", &places, |origin| gather(origin, 5_000.0));
    asked("collect 1 km, sorted", &places, |origin| {
        let mut hits = hits.borrow_mut();
        (index.collect_within(origin, 1_000.0, &mut hits)).expect(VALID);
        hits.len()
    });
    asked("iterate 1 km", &places, |origin| {
        index.iter_within(origin, 1_000.0).expect(VALID).count()
    });
    asked("facets 5 km", &places, |origin| {
        let facets = index.facets_within(origin, 5_000.0, 8, |&kind| kind.into());
        facets.expect(VALID).into_iter().sum()
    });
    asked("clusters 5 km", &places, |origin| {
        let clusters = index.density_within(origin, 5_000.0, Resolution::Eight);
        clusters.expect(VALID).len()
    });
    asked("50 nearest", &places, |origin| {
        (index
            .nearest(origin, 50, 5_000.0, |_, _| true)
            .expect(VALID))
        .len()
    });
    asked("10 nearest of a kind", &places, |origin| {
        let nearest = index.nearest(origin, 10, 5_000.0, |_, &kind| kind == 3);
        nearest.expect(VALID).len()
    });
}

fn zones(index: &Index) {
    let places = origins(20, Seeded::in_city);
    let zones: Vec<Vec<Cell>> = (places.iter())
        .map(|place| place.cell(Resolution::Nine).grid_disk(12))
        .collect();
    report("count in 469 cells", zones.len(), || {
        zones.iter().map(|zone| index.count_in_cells(zone)).sum()
    });
    report("visit 469 cells", zones.len(), || {
        let seen = Slot::new(0);
        for zone in &zones {
            let _: ControlFlow<()> = index.within_cells(zone, |key, _, _| {
                seen.update(|seen| seen + usize::from(black_box(key) < POINTS));
                ControlFlow::Continue(())
            });
        }
        seen.get()
    });
}

fn polygons(index: &Index) {
    let areas: Vec<Polygon> = origins(20, Seeded::in_city)
        .into_iter()
        .map(district)
        .collect();
    report("count in 200 corners", areas.len(), || {
        areas.iter().map(|area| index.count_in_polygon(area)).sum()
    });
    report("visit 200 corners", areas.len(), || {
        let seen = Slot::new(0);
        for area in &areas {
            let _: ControlFlow<()> = index.within_polygon(area, |key, _, _| {
                seen.update(|seen| seen + usize::from(black_box(key) < POINTS));
                ControlFlow::Continue(())
            });
        }
        seen.get()
    });
}

fn district(centre: Point) -> Polygon {
    Polygon::new(&star(centre, 200), &[]).expect("stars have an inside")
}

fn file(index: &Index) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("index.geo");
    index.save(&path, b"")?;
    report("open 50,000", 1, || {
        Index::open(&path).map_or(0, |(index, _)| index.len())
    });
    Ok(())
}

fn far_apart() {
    let index = Index::bulk(sparse(20_000));
    let places = origins(ASKED, Seeded::on_earth);
    asked("50 nearest, sparse", &places, |origin| {
        (index.nearest(origin, 50, 3e7, |_, _| true).expect(VALID)).len()
    });
    asked("count 1,000 km, sparse", &places, |origin| {
        index.count_within(origin, 1_000_000.0).expect(VALID)
    });
}

fn updates(index: Index) {
    let live = Live::new(index);
    let places = origins(2_000, Seeded::in_city);
    report("move one", 100, || {
        let moves = places[..100].iter().zip((0..POINTS).step_by(37));
        moves
            .filter(|&(&place, key)| !live.upsert(key, place, 0))
            .count()
    });
    let mut first = 0;
    report("move 1,000 in a batch", 1, || {
        let moves = places[first..][..1_000].iter().zip((0..POINTS).step_by(41));
        first = 1_000 - first;
        let batch = moves.map(|(&point, key)| Change::Upsert { key, point, tag: 0 });
        live.apply(batch).updated
    });
}

fn build() {
    let points: Vec<Filed> = city(POINTS);
    report("build 50,000", 1, || {
        Index::bulk(points.iter().copied()).len()
    });
}
