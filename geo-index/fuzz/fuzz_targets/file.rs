//! What was saved opens as it was; what was damaged is refused; what was forged
//! may be answered wrongly but makes nothing panic.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use arbitrary::Arbitrary;
use geo_index::{GeoIndex, Live};
use haat_geo_index_fuzz::ask::Question;
use haat_geo_index_fuzz::forge::{Edit, seal};
use haat_geo_index_fuzz::place::{Filed, Group, numbered};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

type Index = GeoIndex<u32, u8>;

/// Enough for several shards.
const MOST: usize = 2_500;

#[derive(Arbitrary, Debug)]
enum Input {
    Bytes(Vec<u8>),
    Saved {
        groups: Vec<(Group, u8)>,
        note: Vec<u8>,
        question: Question,
        edits: Vec<Edit>,
        sealed: bool,
    },
}

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fn path() -> PathBuf {
    FOLDER.path().join("index.geo")
}

/// Saves, opens and asks; returns the bytes of the file.
fn round_trip(points: &[Filed], note: &[u8], question: &Question) -> Vec<u8> {
    let index = Index::bulk(points.iter().copied());
    index.save(&path(), note).expect("a folder with room");
    let (again, noted) = Index::open(&path()).expect("it was just saved");
    assert_eq!(noted, note);
    assert_eq!(again.version(), index.version());
    question.ask(&again, points);
    fs::read(path()).expect("it was just saved")
}

fn opened(bytes: &[u8]) -> Option<Index> {
    fs::write(path(), bytes).expect("a folder with room");
    let opened = Index::open(&path());
    opened.map(|(index, _)| index).ok()
}

fn edited(sound: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for edit in edits.iter().take(8) {
        edit.apply(&mut bytes);
    }
    bytes
}

/// Asks everything and changes something.
fn exercise(index: &Index, question: &Question, points: &[Filed]) {
    question.ask_anything(index);
    let live = Live::new(index.clone());
    for &(key, point, tag) in points.iter().step_by(7) {
        live.remove(key);
        live.upsert(key + 1, point, tag);
    }
    question.ask_anything(&live.load());
}

fuzz_target!(|input: Input| {
    match input {
        Input::Bytes(bytes) => drop(opened(&bytes)),
        Input::Saved {
            groups,
            note,
            question,
            edits,
            sealed,
        } => {
            let points = numbered(&groups, MOST);
            let sound = round_trip(&points, &note, &question);
            let mut bytes = edited(&sound, &edits);
            if sealed {
                seal(&mut bytes);
            }
            match opened(&bytes) {
                Some(index) if bytes == sound => question.ask(&index, &points),
                Some(index) if sealed => exercise(&index, &question, &points),
                Some(_) => panic!("a damaged file was opened"),
                None => assert_ne!(bytes, sound, "a sound file was refused"),
            }
        }
    }
});
