//! Saved files: what comes back, and that saving replaces all or nothing.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use bytemuck::{CheckedBitPattern, NoUninit};
use geo_index::{Change, Gathered, GeoIndex, Live, OpenError, Point, Resolution, SaveError};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tempfile::TempDir;

use crate::brute::{Filed, assert_right, at};

/// A town with flat shards, the rest of the world with round ones.
pub(crate) fn town_and_world(town: u32, world: u32) -> Vec<Filed> {
    let mut rng = StdRng::seed_from_u64(7);
    let mut tag = 0_u8;
    (0..town + world)
        .map(|key| {
            tag = tag.wrapping_add(1);
            let point = if key < town {
                at(
                    23.7 + rng.random::<f64>() * 0.1,
                    90.3 + rng.random::<f64>() * 0.1,
                )
            } else {
                at(
                    rng.random_range(-90.0..=90.0),
                    rng.random_range(-180.0..=180.0),
                )
            };
            (key, point, tag)
        })
        .collect()
}

pub(crate) struct Shelf {
    folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shops.geo");
        Self { folder, path }
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn again<K, T>(index: &GeoIndex<K, T>) -> GeoIndex<K, T>
where
    K: Copy + Ord + Send + Sync + NoUninit + CheckedBitPattern,
    T: Copy + Send + Sync + NoUninit + CheckedBitPattern,
{
    let shelf = Shelf::new();
    index.save(&shelf.path, b"a note").unwrap();
    let (again, note) = GeoIndex::open(&shelf.path).unwrap();
    assert_eq!(note, b"a note");
    assert_eq!(again.len(), index.len());
    assert_eq!(again.version(), index.version());
    assert_eq!(again.memory_bytes(), index.memory_bytes());
    again
}

/// What every query says, with all bits of the metres.
fn told(index: &GeoIndex<u32, u8>, origin: Point, radius_m: f64) -> [String; 5] {
    let hits = (index.iter_within(origin, radius_m).unwrap())
        .map(|hit| (hit.key, hit.tag, hit.metres.to_bits()));
    let mut gathered = Gathered::default();
    (index.gather_within(origin, radius_m, &mut gathered)).unwrap();
    let gathered = gathered.iter().map(|(key, m)| (key, m.to_bits()));
    let nearest = (index.nearest(origin, 9, radius_m, |_, tag| tag % 2 == 0)).unwrap();
    [
        sorted(hits),
        sorted(gathered),
        format!("{nearest:?}"),
        counted(index, origin, radius_m),
        zoned(index, origin),
    ]
}

fn sorted<R: Ord + std::fmt::Debug>(rows: impl Iterator<Item = R>) -> String {
    let mut rows: Vec<_> = rows.collect();
    rows.sort();
    format!("{rows:?}")
}

fn counted(index: &GeoIndex<u32, u8>, origin: Point, radius_m: f64) -> String {
    let counts = (
        index.count_within(origin, radius_m),
        index.count_where(origin, radius_m, |_, tag| *tag > 9),
        index.facets_within(origin, radius_m, 4, |tag| usize::from(tag % 4)),
        index.density_within(origin, radius_m, Resolution::Six),
    );
    format!("{counts:?}")
}

fn zoned(index: &GeoIndex<u32, u8>, origin: Point) -> String {
    let zone = [Resolution::Three, Resolution::Seven].map(|resolution| origin.cell(resolution));
    let mut rows = Vec::new();
    let _: ControlFlow<()> = index.within_cells(&zone, |key, &tag, point| {
        rows.push((key, tag, point.lat().to_bits(), point.lng().to_bits()));
        ControlFlow::Continue(())
    });
    assert_eq!(rows.len(), index.count_in_cells(&zone));
    sorted(rows.into_iter())
}

fn assert_same(index: &GeoIndex<u32, u8>, points: &[Filed]) {
    let again = again(index);
    for &(_, origin, _) in points.iter().step_by(points.len().div_ceil(20)) {
        for radius_m in [0.0, 700.0, 30_000.0, 3e6] {
            assert_eq!(
                told(&again, origin, radius_m),
                told(index, origin, radius_m),
                "within {radius_m} m of {origin:?}"
            );
        }
    }
}

#[test]
fn what_comes_back_answers_as_what_was_saved() {
    let points = town_and_world(6_000, 2_000);
    let index = GeoIndex::bulk(points.iter().copied());
    assert_same(&index, &points);
    assert_right(&again(&index), &points, at(23.75, 90.35), 2_500.0);
}

#[test]
fn what_has_changed_since_it_was_built_comes_back_changed() {
    let points = town_and_world(5_000, 500);
    let live = Live::new(GeoIndex::bulk(points.iter().copied()));
    for (batch, moved) in points.chunks(100).enumerate() {
        let changes = moved
            .iter()
            .map(|&(key, point, tag)| match (key % 3, batch % 2) {
                (0, _) => Change::Remove { key },
                (_, 0) => Change::Upsert {
                    key,
                    point: at(23.71, point.lng()),
                    tag,
                },
                _ => Change::Upsert {
                    key: key + 10_000,
                    point,
                    tag,
                },
            });
        live.apply(changes);
    }
    let index = live.load();
    assert_eq!(index.version(), 55);
    assert_same(&index, &points);

    let revived = Live::new(again(&index));
    let applied = revived.apply([Change::Remove { key: 1 }]);
    assert_eq!((applied.removed, revived.load().version()), (1, 56));
}

#[test]
fn the_same_index_is_the_same_file() {
    let shelf = Shelf::new();
    let saved = |index: &GeoIndex<u32, u8>| {
        index.save(&shelf.path, b"a note").unwrap();
        fs::read(&shelf.path).unwrap()
    };
    let index = GeoIndex::bulk(town_and_world(3_000, 300));
    let first = saved(&index);
    assert_eq!(saved(&again(&index)), first);
}

#[test]
fn poles_pentagons_and_the_antimeridian_come_back() {
    let mut points = vec![
        (0, at(90.0, 7.0), 1),
        (1, at(-90.0, 0.0), 2),
        (2, at(3.0, 180.0), 3),
    ];
    let pentagons = geo_index::Cell::base_cells().filter(|cell| cell.is_pentagon());
    for (key, cell) in (3..).zip(pentagons) {
        let centre = h3o::LatLng::from(cell);
        points.push((key, at(centre.lat(), centre.lng()), 0));
    }
    assert_same(&GeoIndex::bulk(points.iter().copied()), &points);
}

#[test]
fn nothing_and_one_point_come_back() {
    assert!(again(&GeoIndex::<u32, u8>::default()).is_empty());
    let one = again(&GeoIndex::bulk([((), at(23.7, 90.4), ())]));
    assert_eq!(one.count_within(at(23.7, 90.4), 0.0), Ok(1));
}

#[test]
fn more_points_on_one_place_than_a_shard_is_cut_at_come_back() {
    let here = at(23.7, 90.4);
    let index = GeoIndex::bulk((0..5_000_u32).map(|key| (key, here, 0_u8)));
    assert_eq!(again(&index).count_within(here, 0.0), Ok(5_000));
}

fn assert_kept<K, T>(key: impl Fn(u32) -> K, tag: impl Fn(u32) -> T)
where
    K: Copy + Ord + Send + Sync + NoUninit + CheckedBitPattern + std::fmt::Debug,
    T: Copy + Send + Sync + NoUninit + CheckedBitPattern + std::fmt::Debug + PartialEq,
{
    let points = town_and_world(1_500, 3);
    let index = GeoIndex::bulk(
        points
            .iter()
            .map(|&(number, point, _)| (key(number), point, tag(number))),
    );
    let again = again(&index);
    for (number, point, _) in points {
        let here = again.nearest(point, 1, 0.0, |_, _| true).unwrap();
        assert_eq!((here[0].key, here[0].tag), (key(number), tag(number)));
    }
}

#[test]
fn keys_and_tags_of_any_plain_type_are_kept() {
    assert_kept(|number| u64::from(number) << 33, |_| ());
    assert_kept(|number| u128::from(number).to_be_bytes(), u64::from);
    assert_kept(|number| -i64::from(number), |number| number % 3 == 0);
    assert_kept(
        |number| char::from_u32(number).unwrap(),
        |number| [f64::from(number); 2],
    );
}

#[test]
fn a_note_of_any_length_is_kept() {
    let shelf = Shelf::new();
    let index = GeoIndex::bulk([(1_u32, at(23.7, 90.4), 5_u8)]);
    for note in [vec![], vec![0], vec![0xa5; 1 << 20]] {
        index.save(&shelf.path, &note).unwrap();
        assert_eq!(GeoIndex::<u32, u8>::open(&shelf.path).unwrap().1, note);
    }
    assert_eq!(shelf.names(), ["shops.geo"]);
}

#[test]
fn a_name_alone_is_in_the_working_folder_and_a_missing_file_is_missing() {
    let missing = GeoIndex::<u32, u8>::open(Path::new("no such shops.geo"));
    assert!(matches!(missing, Err(OpenError::NotFound)));
    let shelf = Shelf::new();
    let folder = GeoIndex::<u32, u8>::open(shelf.folder.path());
    assert!(
        matches!(folder, Err(OpenError::Io(_) | OpenError::NotAnIndex)),
        "{folder:?}"
    );
}

#[test]
fn a_save_that_fails_leaves_everything_as_it_was() {
    let shelf = Shelf::new();
    let index = GeoIndex::bulk(town_and_world(2_000, 10));
    fs::create_dir(&shelf.path).unwrap();
    fs::write(shelf.path.join("inside"), "kept").unwrap();

    let failed = index.save(&shelf.path, b"");
    assert!(matches!(failed, Err(SaveError::Replace(_))), "{failed:?}");
    assert_eq!(shelf.names(), ["shops.geo"], "no draft is left");
    assert_eq!(fs::read(shelf.path.join("inside")).unwrap(), b"kept");

    let nowhere = index.save(&shelf.path.join("inside").join("x"), b"");
    assert!(matches!(nowhere, Err(SaveError::Create(_))), "{nowhere:?}");
}

#[test]
fn who_opens_while_others_save_sees_one_of_them_whole() {
    let shelf = Shelf::new();
    let indexes: Vec<_> = (1..=3_u8)
        .map(|saver| GeoIndex::bulk(town_and_world(1_000 * u32::from(saver), 10)))
        .collect();
    indexes[0].save(&shelf.path, &[1]).unwrap();
    std::thread::scope(|scope| {
        for (saver, index) in (1..).zip(&indexes) {
            let path = &shelf.path;
            scope.spawn(move || (0..15).for_each(|_| index.save(path, &[saver]).unwrap()));
        }
        for _ in 0..30 {
            let (index, note) = GeoIndex::<u32, u8>::open(&shelf.path).unwrap();
            assert_eq!(index.len(), 1_000 * usize::from(note[0]) + 10);
        }
    });
    assert_eq!(shelf.names(), ["shops.geo"]);
}
