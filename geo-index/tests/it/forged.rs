//! Files whose checksums match but whose contents nobody saved. They are built
//! from the description of the format, not from the code that reads it.

use std::ops::{ControlFlow, Range};

use geo_index::{Change, Gathered, Live, OpenError, Resolution};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::brute::at;
use crate::damage::{HEADER, Index, LISTED, NOTE, opened, refused, saved, what};
use crate::file::Shelf;

/// Makes the header's checksum match.
pub(crate) fn seal_header(bytes: &mut [u8]) {
    let checksum = crc32fast::hash(&bytes[..80]);
    bytes[80..84].copy_from_slice(&checksum.to_le_bytes());
}

fn number(bytes: &[u8], at: usize) -> usize {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())
        .try_into()
        .unwrap()
}

fn set(bytes: &mut [u8], at: usize, number: u64) {
    bytes[at..at + 8].copy_from_slice(&number.to_le_bytes());
}

/// Where the directory is.
pub(crate) fn directory(bytes: &[u8]) -> Range<usize> {
    let first = HEADER + NOTE.len();
    first..first + LISTED * number(bytes, 48)
}

/// The bytes of each shard.
pub(crate) fn shards(bytes: &[u8]) -> Vec<Range<usize>> {
    let directory = directory(bytes);
    let mut end = directory.end;
    (directory.step_by(LISTED))
        .map(|listed| {
            let resolution = bytes[listed + 6] >> 4;
            let cell = if resolution >= 5 { 4 } else { 8 };
            let ticks = if bytes[listed + 16] == 0 { 8 } else { 0 };
            let first = end;
            end += number(bytes, listed + 8) * (4 + 1 + 16 + cell + ticks);
            first..end
        })
        .collect()
}

/// Makes all checksums match, as one does who knows the format.
fn seal(bytes: &mut [u8]) {
    let directory = directory(bytes);
    for (listed, shard) in directory.clone().step_by(LISTED).zip(shards(bytes)) {
        let checksum = crc32fast::hash(&bytes[shard]);
        bytes[listed + 20..][..4].copy_from_slice(&checksum.to_le_bytes());
    }
    seal_directory(bytes);
}

fn seal_directory(bytes: &mut [u8]) {
    let checksum = crc32fast::hash(&bytes[directory(bytes)]);
    bytes[76..80].copy_from_slice(&checksum.to_le_bytes());
    seal_header(bytes);
}

#[test]
fn lengths_that_the_file_does_not_have_are_refused_unread() {
    let sound = saved(0, 12);
    for at in [40, 48, 56] {
        let is = number(&sound, at) as u64;
        for length in [0, is - 1, is + 1, 1 << 20, 1 << 40, 1 << 61, u64::MAX] {
            let mut bytes = sound.clone();
            set(&mut bytes, at, length);
            seal_header(&mut bytes);
            let refused = refused(&bytes);
            assert!(
                matches!(refused, OpenError::Damaged { .. }),
                "{length} at {at}: {refused:?}"
            );
        }
    }
    for length in [0, 12, sound.len() as u64 - 1] {
        let mut bytes = sound.clone();
        set(&mut bytes, 64, length);
        seal_header(&mut bytes);
        assert_eq!(what(&bytes), "it goes on after its end");
    }
    let mut bytes = sound;
    set(&mut bytes, 64, u64::MAX);
    seal_header(&mut bytes);
    assert!(matches!(refused(&bytes), OpenError::Truncated { .. }));
}

/// What is wrong once `forge` has changed the directory.
fn directory_forged(forge: impl FnOnce(&mut [u8])) -> &'static str {
    let mut bytes = saved(1_500, 30);
    let directory = directory(&bytes);
    forge(&mut bytes[directory]);
    seal_directory(&mut bytes);
    what(&bytes)
}

#[test]
fn a_version_that_nothing_can_follow_is_refused() {
    let mut bytes = saved(0, 12);
    set(&mut bytes, 32, u64::MAX);
    seal_header(&mut bytes);
    assert!(matches!(refused(&bytes), OpenError::Damaged { .. }));
}

#[test]
fn a_directory_that_cannot_be_is_refused() {
    for rows in [u64::MAX, 1 << 61, 1 << 40, 2_000] {
        let what = directory_forged(|listed| set(listed, 8, rows));
        assert_eq!(what, "its shards are not as long as it says");
    }
    assert_eq!(
        directory_forged(|listed| set(listed, 8, 0)),
        "a shard has no rows"
    );
    for cell in [0, u64::MAX, 0x0fff_ffff_ffff_ffff] {
        let what = directory_forged(|listed| set(listed, 0, cell));
        assert_eq!(what, "a shard has no cell");
    }
    let flat = "a shard has a body that its cell cannot have";
    assert_eq!(directory_forged(|listed| listed[16] = 0), flat);
    assert_eq!(directory_forged(|listed| listed[16] = 2), flat);
    let order = "its shards are not in order";
    assert_eq!(
        directory_forged(|listed| listed.copy_within(..8, LISTED)),
        order
    );
    assert_eq!(
        directory_forged(|listed| listed[..2 * LISTED].rotate_left(LISTED)),
        order
    );
}

/// What is wrong once `forge` has changed the first flat or round shard of so
/// many rows.
fn shard_forged(flat: bool, forge: impl FnOnce(&mut [u8], usize)) -> &'static str {
    let mut bytes = saved(1_500, 30);
    let shards = shards(&bytes);
    let (listed, shard) = (directory(&bytes).step_by(LISTED).zip(shards))
        .find(|&(listed, _)| (bytes[listed + 16] == 0) == flat)
        .unwrap();
    let rows = number(&bytes, listed + 8);
    forge(&mut bytes[shard], rows);
    seal(&mut bytes);
    what(&bytes)
}

#[test]
fn rows_that_cannot_be_are_refused() {
    for flat in [true, false] {
        for degrees in [90.5, f64::NAN, f64::NEG_INFINITY] {
            let what = shard_forged(flat, |shard, rows| set(shard, 5 * rows, degrees.to_bits()));
            assert_eq!(what, "a point is not on Earth");
        }
        let what = shard_forged(flat, |shard, rows| shard[21 * rows..][..4].fill(0xff));
        assert_eq!(what, "a point lies in no cell of its shard");
    }
    let what = shard_forged(true, |shard, rows| {
        shard[25 * rows..][..4].copy_from_slice(&[0, 0, 0, 0x80]);
    });
    assert_eq!(what, "a point is beyond the reach of its shard");
    let what = shard_forged(true, |shard, rows| shard[25 * rows] ^= 0x10);
    assert_eq!(what, "a point is not where its shard has it");
}

#[test]
fn a_row_of_digits_that_no_pentagon_has_is_refused() {
    let cell = geo_index::Cell::base_cells()
        .find(|cell| cell.is_pentagon())
        .unwrap();
    let centre = h3o::LatLng::from(cell);
    let shelf = Shelf::new();
    let index = Index::bulk([(1, at(centre.lat(), centre.lng()), 0)]);
    index.save(&shelf.path, NOTE).unwrap();
    let mut bytes = std::fs::read(&shelf.path).unwrap();
    let row = shards(&bytes)[0].start + 21;
    // The first digit of fifteen becomes 1, the direction a pentagon lacks.
    let forged = number(&bytes, row) as u64 & !((1 << 45) - 1) | 1 << 42;
    set(&mut bytes, row, forged);
    seal(&mut bytes);
    assert_eq!(what(&bytes), "a point lies in no cell of its shard");
}

/// Asks everything and changes something.
fn exercise(index: &Index) {
    let mut gathered = Gathered::default();
    for origin in [at(23.75, 90.35), at(-70.0, 179.0)] {
        for radius_m in [0.0, 900.0, 40_000.0, 3e7] {
            index
                .gather_within(origin, radius_m, &mut gathered)
                .unwrap();
            index.nearest(origin, 5, radius_m, |_, _| true).unwrap();
            index
                .density_within(origin, radius_m, Resolution::Five)
                .unwrap();
            index.count_within(origin, radius_m).unwrap();
        }
        let zone = [origin.cell(Resolution::Four)];
        let _: ControlFlow<()> = index.within_cells(&zone, |_, _, _| ControlFlow::Continue(()));
    }
    let live = Live::new(index.clone());
    live.apply((0..2_000).step_by(3).map(|key| Change::Remove { key }));
    live.apply((0..2_000).step_by(2).map(|key| Change::Upsert {
        key,
        point: at(23.7, 90.3),
        tag: 1,
    }));
}

#[test]
fn no_forged_file_makes_anything_panic() {
    let mut rng = StdRng::seed_from_u64(11);
    let shelf = Shelf::new();
    let sound = saved(1_500, 100);
    let mut accepted = 0;
    for _ in 0..300 {
        let mut bytes = sound.clone();
        let from = directory(&bytes).end;
        for _ in 0..rng.random_range(1..4) {
            let at = rng.random_range(from..bytes.len());
            bytes[at] = rng.random();
        }
        seal(&mut bytes);
        if let Ok(index) = opened(&shelf.path, &bytes) {
            accepted += 1;
            exercise(&index);
        }
    }
    assert!(
        accepted > 30,
        "only {accepted} forged files got as far as queries"
    );
}
