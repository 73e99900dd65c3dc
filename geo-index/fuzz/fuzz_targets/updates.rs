//! Whatever batches come, a live index equals a plain map, and versions taken
//! before stay as they were.
#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use arbitrary::Arbitrary;
use geo_index::{Applied, Change, GeoIndex, Live, Point};
use haat_geo_index_fuzz::ask::Question;
use haat_geo_index_fuzz::place::{Filed, Group, Place};
use libfuzzer_sys::fuzz_target;

/// Points of one group.
const MOST: usize = 1_500;
/// Keys there are: few, so that they meet often.
const KEYS: u32 = 4_096;

#[derive(Arbitrary, Debug)]
struct Input {
    start: Vec<(u16, Place, u8)>,
    steps: Vec<Step>,
}

#[derive(Arbitrary, Debug)]
enum Step {
    Batch(Vec<Part>),
    Upsert(u16, Place, u8),
    Remove(u16),
    Replace(Vec<(u16, Place, u8)>),
    Hold(Question),
    Ask(Question),
}

/// Of a batch, changes of keys that follow each other.
#[derive(Arbitrary, Debug)]
enum Part {
    Put(u16, Group, u8),
    Take(u16, u8),
    TakeMany(u16, u16),
}

type Model = BTreeMap<u32, (Point, u8)>;

fn key(number: u16) -> u32 {
    u32::from(number) % KEYS
}

fn keys_from(first: u16) -> impl Iterator<Item = u32> {
    (key(first)..).map(|key| key % KEYS)
}

fn changes(parts: &[Part]) -> Vec<Change<u32, u8>> {
    let mut changes = Vec::new();
    for part in parts {
        match *part {
            Part::Put(first, group, tag) => changes.extend(
                (keys_from(first).zip(group.points(MOST))).map(|(key, point)| Change::Upsert {
                    key,
                    point,
                    tag,
                }),
            ),
            Part::Take(first, count) => take(&mut changes, first, count.into()),
            Part::TakeMany(first, count) => take(&mut changes, first, MOST.min(count.into())),
        }
    }
    changes.truncate(2 * MOST);
    changes
}

fn take(changes: &mut Vec<Change<u32, u8>>, first: u16, count: usize) {
    changes.extend(
        keys_from(first)
            .take(count)
            .map(|key| Change::Remove { key }),
    );
}

/// What the model says a batch does, and does it.
fn apply(model: &mut Model, changes: &[Change<u32, u8>]) -> Applied {
    let mut applied = Applied::default();
    let mut decided = BTreeSet::new();
    for &change in changes.iter().rev() {
        let (Change::Upsert { key, .. } | Change::Remove { key }) = change;
        if !decided.insert(key) {
            applied.superseded += 1;
            continue;
        }
        match (change, model.remove(&key).is_some()) {
            (Change::Upsert { point, tag, .. }, known) => {
                model.insert(key, (point, tag));
                *(if known {
                    &mut applied.updated
                } else {
                    &mut applied.inserted
                }) += 1;
            }
            (Change::Remove { .. }, true) => applied.removed += 1,
            (Change::Remove { .. }, false) => applied.unknown += 1,
        }
    }
    applied
}

fn filed(model: &Model) -> Vec<Filed> {
    (model.iter())
        .map(|(&key, &(point, tag))| (key, point, tag))
        .collect()
}

fn listed(list: &[(u16, Place, u8)]) -> Vec<Filed> {
    (list.iter())
        .map(|&(number, place, tag)| (key(number), place.point(), tag))
        .collect()
}

fn model_of(points: &[Filed]) -> Model {
    (points.iter())
        .map(|&(key, point, tag)| (key, (point, tag)))
        .collect()
}

/// A live index beside its model, and versions held from before.
struct Session {
    live: Live<u32, u8>,
    model: Model,
    held: Vec<(GeoIndex<u32, u8>, Vec<Filed>, Question)>,
}

impl Session {
    fn start(list: &[(u16, Place, u8)]) -> Self {
        let points = listed(list);
        Self {
            live: Live::new(GeoIndex::bulk(points.iter().copied())),
            model: model_of(&points),
            held: Vec::new(),
        }
    }

    fn step(&mut self, step: &Step) {
        let before = self.live.load().version();
        match step {
            Step::Batch(parts) => self.batch(&changes(parts)),
            &Step::Upsert(number, place, tag) => {
                let fresh = self.live.upsert(key(number), place.point(), tag);
                let known = self.model.insert(key(number), (place.point(), tag));
                assert_eq!(fresh, known.is_none());
            }
            &Step::Remove(number) => {
                let removed = self.live.remove(key(number));
                assert_eq!(removed, self.model.remove(&key(number)).is_some());
            }
            Step::Replace(list) => {
                let points = listed(list);
                self.live.replace(GeoIndex::bulk(points.iter().copied()));
                self.model = model_of(&points);
                return;
            }
            Step::Ask(question) => question.ask(&self.live.load(), &filed(&self.model)),
            Step::Hold(question) => {
                let points = filed(&self.model);
                self.held.push((self.live.load(), points, question.clone()));
            }
        }
        assert!(self.live.load().version() >= before);
    }

    fn batch(&mut self, changes: &[Change<u32, u8>]) {
        let applied = self.live.apply(changes.iter().copied());
        assert_eq!(applied, apply(&mut self.model, changes));
    }

    fn finish(self) {
        let version = self.live.load();
        assert_eq!(version.len(), self.model.len());
        for key in (0..KEYS).step_by(5).chain(self.model.keys().copied()) {
            assert_eq!(self.live.get(key), self.model.get(&key).copied());
        }
        for (version, points, question) in self.held {
            question.ask(&version, &points);
        }
    }
}

fuzz_target!(|input: Input| {
    let mut session = Session::start(&input.start);
    for step in input.steps.iter().take(12) {
        session.step(step);
    }
    session.finish();
});
