//! Updates: against a plain map, and with readers beside the writer.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use geo_index::{Applied, Change, GeoIndex, Live, Point, Resolution};
use proptest::collection::vec;
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::brute::{Filed, assert_right, at, collected, everything, sorted_keys, walk};
use crate::exactness::somewhere;
use crate::properties::places;

type Model = BTreeMap<u32, (Point, u8)>;

const fn upsert(key: u32, point: Point, tag: u8) -> Change<u32, u8> {
    Change::Upsert { key, point, tag }
}

fn filed(model: &Model) -> Vec<Filed> {
    model
        .iter()
        .map(|(&key, &(point, tag))| (key, point, tag))
        .collect()
}

fn apply_to(model: &mut Model, batch: &[Change<u32, u8>]) {
    for &change in batch {
        match change {
            Change::Upsert { key, point, tag } => drop(model.insert(key, (point, tag))),
            Change::Remove { key } => drop(model.remove(&key)),
        }
    }
}

fn assert_same(live: &Live<u32, u8>, model: &Model, origin: Point, radius_m: f64) {
    let version = live.load();
    assert_eq!(version.len(), model.len());
    assert_eq!(
        everything(&version),
        model.keys().copied().collect::<Vec<_>>()
    );
    assert_right(&version, &filed(model), origin, radius_m);
    let base = origin.cell(Resolution::Zero);
    let expected = (model.values())
        .filter(|(p, _)| p.cell(Resolution::Zero) == base)
        .count();
    assert_eq!(version.count_in_cells(&[base]), expected);
}

#[test]
fn an_id_that_moves_twice_in_a_batch_is_there_once() {
    let live = Live::default();
    let [first, second, third] = [at(23.7, 90.4), at(24.9, 91.8), at(-10.0, 20.0)];
    let batch = [
        upsert(1, first, 1),
        upsert(1, second, 2),
        upsert(1, third, 3),
    ];
    let expected = Applied {
        inserted: 1,
        superseded: 2,
        ..Applied::default()
    };
    assert_eq!(live.apply(batch), expected);
    assert_eq!(everything(&live.load()), [1]);
    assert_eq!(live.get(1), Some((third, 3)));

    let expected = Applied {
        updated: 1,
        superseded: 2,
        ..Applied::default()
    };
    assert_eq!(live.apply(batch.into_iter().rev()), expected);
    assert_eq!(everything(&live.load()), [1]);
    assert_eq!(live.get(1), Some((first, 1)));
}

#[test]
fn the_last_of_insert_and_remove_decides() {
    let live = Live::default();
    let here = at(23.7, 90.4);
    let gone = live.apply([upsert(1, here, 0), Change::Remove { key: 1 }]);
    assert_eq!(
        gone,
        Applied {
            unknown: 1,
            superseded: 1,
            ..Applied::default()
        }
    );
    assert!(live.load().is_empty());

    let back = live.apply([Change::Remove { key: 1 }, upsert(1, here, 0)]);
    assert_eq!(
        back,
        Applied {
            inserted: 1,
            superseded: 1,
            ..Applied::default()
        }
    );
    assert_eq!(live.load().len(), 1);
}

#[test]
fn removing_what_is_not_there_is_counted_and_ignored() {
    let live = Live::new(GeoIndex::bulk([(1, at(0.0, 0.0), 0_u8)]));
    let applied = live.apply([Change::Remove { key: 2 }, Change::Remove { key: 1 }]);
    assert_eq!(
        applied,
        Applied {
            removed: 1,
            unknown: 1,
            ..Applied::default()
        }
    );
    assert!(!live.remove(1));
    assert_eq!(live.apply([]), Applied::default());
}

#[test]
fn a_tag_changes_in_place() {
    let live = Live::new(GeoIndex::bulk([
        (1, at(23.7, 90.4), 1_u8),
        (2, at(23.7, 90.4), 1),
    ]));
    live.upsert(2, at(23.7, 90.4), 9);
    let tags: Vec<_> = collected(&live.load(), at(23.7, 90.4), 1.0)
        .iter()
        .map(|h| h.tag)
        .collect();
    assert_eq!(tags, [1, 9]);
}

#[test]
fn replacing_everything_forgets_the_old_keys() {
    let live = Live::new(GeoIndex::bulk([
        (1, at(23.7, 90.4), 1_u8),
        (2, at(23.7, 90.4), 1),
    ]));
    live.replace(GeoIndex::bulk([
        (2, at(10.0, 10.0), 5),
        (3, at(10.0, 10.0), 5),
    ]));
    assert_eq!(everything(&live.load()), [2, 3]);
    assert!(!live.remove(1));
    assert!(!live.upsert(2, at(20.0, 20.0), 6), "known");
    assert_eq!(everything(&live.load()), [2, 3]);
}

/// Grows a town far past the size of a shard, moves it across the country, and
/// empties it again.
#[test]
fn churn_keeps_the_answers_right() {
    let mut rng = StdRng::seed_from_u64(23);
    let (live, mut model) = (Live::default(), Model::new());
    let towns = [
        at(23.75, 90.39),
        at(22.35, 91.82),
        at(90.0, 0.0),
        at(-16.8, 180.0),
    ];
    for round in 0..60 {
        let town = towns[round / 8 % towns.len()];
        let batch: Vec<_> = (0..rng.random_range(1..900))
            .map(|_| {
                let key = rng.random_range(0..6_000);
                if rng.random_bool(if round < 40 { 0.2 } else { 0.9 }) {
                    return Change::Remove { key };
                }
                let metres = 9_000.0 * rng.random_range(0.0_f64..1.0).powi(2);
                upsert(
                    key,
                    walk(town, rng.random_range(-180.0..180.0), metres),
                    rng.random(),
                )
            })
            .collect();
        live.apply(batch.iter().copied());
        apply_to(&mut model, &batch);
        assert_same(&live, &model, town, rng.random_range(0.0..12_000.0));
    }
    let rest: Vec<_> = model.keys().map(|&key| Change::Remove { key }).collect();
    live.apply(rest);
    assert!(live.load().is_empty());
    assert!(everything(&live.load()).is_empty());
}

#[test]
fn single_changes_and_bulk_give_the_same_answers() {
    let mut rng = StdRng::seed_from_u64(29);
    let (live, mut model) = (Live::default(), Model::new());
    for _ in 0..4_000 {
        let change = if rng.random_bool(0.3) {
            Change::Remove {
                key: rng.random_range(0..2_000),
            }
        } else {
            let point = if rng.random() {
                somewhere(&mut rng)
            } else {
                at(23.7, 90.4)
            };
            upsert(rng.random_range(0..2_000), point, rng.random())
        };
        live.apply([change]);
        apply_to(&mut model, &[change]);
    }
    let bulk = GeoIndex::bulk(filed(&model));
    for _ in 0..20 {
        let (origin, radius_m) = (somewhere(&mut rng), rng.random_range(0.0..3e6));
        assert_eq!(
            sorted_keys(&collected(&live.load(), origin, radius_m)),
            sorted_keys(&collected(&bulk, origin, radius_m)),
        );
    }
    assert_same(&live, &model, at(23.7, 90.4), 50_000.0);
}

/// Every batch moves a convoy from one end of a bridge to the other. A reader
/// that sees a part of a batch sees a convoy torn apart.
#[test]
fn readers_see_whole_batches_only() {
    let (west, east) = (at(24.39, 89.70), at(24.39, 89.85));
    let convoy = |place, tag| (0..500).map(move |key| upsert(key, place, tag));
    let live = Live::default();
    live.apply(convoy(west, 0));
    let done = AtomicBool::new(false);

    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut newest = 0;
                while !done.load(Ordering::Relaxed) {
                    let version = live.load();
                    let mut hits = collected(&version, west, 100.0);
                    hits.extend(collected(&version, east, 100.0));
                    assert_eq!(hits.len(), 500, "torn apart");
                    assert!(
                        hits.iter().all(|hit| hit.tag == hits[0].tag),
                        "mixed versions"
                    );
                    assert!(hits[0].tag >= newest, "went back in time");
                    newest = hits[0].tag;
                }
            });
        }
        for tag in 1..=200 {
            live.apply(convoy(if tag % 2 == 0 { west } else { east }, tag));
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn two_writers_lose_nothing() {
    let live = Live::default();
    thread::scope(|scope| {
        for writer in 0..4 {
            let live = &live;
            scope.spawn(move || {
                for key in 0..250 {
                    live.upsert(writer * 250 + key, at(23.7, 90.4), 0);
                }
            });
        }
    });
    assert_eq!(everything(&live.load()), (0..1_000).collect::<Vec<_>>());
}

fn changes() -> impl Strategy<Value = Change<u32, u8>> {
    prop_oneof![
        3 => (0..60_u32, places(), any::<u8>()).prop_map(|(key, p, tag)| upsert(key, p, tag)),
        1 => (0..60_u32).prop_map(|key| Change::Remove { key }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn batches_equal_a_plain_map(
        batches in vec(vec(changes(), 0..60), 1..8),
        origin in places(),
        radius_m in 0.0..200_000.0,
    ) {
        let (live, mut model) = (Live::default(), Model::new());
        for batch in &batches {
            let applied = live.apply(batch.iter().copied());
            apply_to(&mut model, batch);
            let Applied { inserted, updated, removed, unknown, superseded } = applied;
            prop_assert_eq!(inserted + updated + removed + unknown + superseded, batch.len());
        }
        assert_same(&live, &model, origin, radius_m);
        for key in 0..60 {
            prop_assert_eq!(live.get(key), model.get(&key).copied());
        }
    }
}
