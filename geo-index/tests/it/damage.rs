//! Files that are not what was saved: damaged, cut, foreign.

use std::fs;
use std::path::Path;

use geo_index::{GeoIndex, OpenError, Types};

use crate::file::{Shelf, town_and_world};
use crate::forged::{directory, seal_header, shards};

pub(crate) type Index = GeoIndex<u32, u8>;

pub(crate) const HEADER: usize = 84;
pub(crate) const LISTED: usize = 24;
pub(crate) const NOTE: &[u8] = b"change 1042";

pub(crate) fn saved(town: u32, world: u32) -> Vec<u8> {
    let shelf = Shelf::new();
    let index = GeoIndex::bulk(town_and_world(town, world));
    index.save(&shelf.path, NOTE).unwrap();
    fs::read(&shelf.path).unwrap()
}

pub(crate) fn opened(path: &Path, bytes: &[u8]) -> Result<Index, OpenError> {
    fs::write(path, bytes).unwrap();
    Index::open(path).map(|(index, _)| index)
}

/// Why the bytes are refused.
pub(crate) fn refused(bytes: &[u8]) -> OpenError {
    opened(&Shelf::new().path, bytes).map(drop).unwrap_err()
}

pub(crate) fn what(bytes: &[u8]) -> &'static str {
    match refused(bytes) {
        OpenError::Damaged { what } => what,
        other => panic!("{other:?} is no damage"),
    }
}

/// What has to be said of a byte that is not as it was saved.
fn complaint(bytes: &[u8], at: usize) -> &'static str {
    let directory = directory(bytes);
    if at < HEADER {
        "its header does not match its checksum"
    } else if at < directory.start {
        "its note does not match its checksum"
    } else if at < directory.end {
        "its directory does not match its checksum"
    } else {
        "a shard does not match its checksum"
    }
}

#[test]
fn every_flipped_byte_is_noticed() {
    let shelf = Shelf::new();
    let small = saved(0, 12);
    for at in 0..small.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut bytes = small.clone();
            bytes[at] ^= flip;
            match (at, opened(&shelf.path, &bytes).unwrap_err()) {
                (..8, OpenError::NotAnIndex) | (8..12, OpenError::Version { .. }) => {}
                (12.., OpenError::Damaged { what }) => assert_eq!(what, complaint(&small, at)),
                (_, other) => panic!("byte {at} flipped by {flip:#x}: {other:?}"),
            }
        }
    }
}

#[test]
fn flipped_bytes_of_flat_shards_are_noticed() {
    let shelf = Shelf::new();
    let mut bytes = saved(1_500, 0);
    for at in (0..HEADER + NOTE.len() + 2 * LISTED).chain((200..bytes.len()).step_by(97)) {
        bytes[at] ^= 0x10;
        assert!(opened(&shelf.path, &bytes).is_err(), "byte {at} flipped");
        bytes[at] ^= 0x10;
    }
    assert!(opened(&shelf.path, &bytes).is_ok(), "nothing flipped");
}

#[test]
fn a_file_cut_anywhere_is_called_cut() {
    let shelf = Shelf::new();
    let small = saved(0, 12);
    for length in 0..small.len() {
        match opened(&shelf.path, &small[..length]) {
            Err(OpenError::Truncated { found }) => assert_eq!(found, length as u64),
            other => panic!("cut after {length} bytes: {other:?}"),
        }
    }
}

#[test]
pub(crate) fn what_goes_on_after_its_end_is_refused() {
    let mut bytes = saved(0, 12);
    bytes.push(0);
    assert_eq!(what(&bytes), "it goes on after its end");
    bytes.extend(saved(0, 12));
    assert_eq!(what(&bytes), "it goes on after its end");
}

#[test]
fn shards_that_changed_places_are_noticed() {
    let mut bytes = saved(0, 3);
    let shards = shards(&bytes);
    assert_eq!(shards[0].len(), shards[1].len(), "one point each");
    let second = bytes[shards[1].clone()].to_vec();
    bytes.copy_within(shards[0].clone(), shards[1].start);
    bytes[shards[0].clone()].copy_from_slice(&second);
    assert_eq!(what(&bytes), "a shard does not match its checksum");
}

#[test]
fn another_file_is_no_index() {
    assert!(matches!(refused(b"%PDF-1.7"), OpenError::NotAnIndex));
    assert!(matches!(refused(&[0; 4096]), OpenError::NotAnIndex));
    let text = String::from_utf8_lossy(&saved(0, 12)).replace("\r\n", "\n");
    assert!(matches!(refused(text.as_bytes()), OpenError::NotAnIndex));
}

#[test]
fn another_format_is_refused_by_its_number() {
    for format in [0_u32, 1, 77] {
        let mut bytes = saved(0, 12);
        bytes[8..12].copy_from_slice(&format.to_le_bytes());
        seal_header(&mut bytes);
        let refused = refused(&bytes);
        assert!(
            matches!(refused, OpenError::Version { found, supported: 2 } if found == format),
            "{refused:?}"
        );
    }
}

#[test]
fn other_keys_tags_and_byte_orders_are_refused() {
    let shelf = Shelf::new();
    let bytes = saved(0, 12);
    fs::write(&shelf.path, &bytes).unwrap();
    let here = Types {
        key_size: 4,
        key_align: 4,
        tag_size: 1,
        tag_align: 1,
        little_endian: true,
    };
    let found = |error| match error {
        OpenError::OtherTypes { found, wanted } => (found, wanted),
        other => panic!("{other:?}"),
    };
    let keys = GeoIndex::<u64, u8>::open(&shelf.path).unwrap_err();
    assert_eq!(
        found(keys),
        (
            here,
            Types {
                key_size: 8,
                key_align: 8,
                ..here
            }
        )
    );
    let tags = GeoIndex::<u32, ()>::open(&shelf.path).unwrap_err();
    assert_eq!(
        found(tags),
        (
            here,
            Types {
                tag_size: 0,
                ..here
            }
        )
    );
    let aligned = GeoIndex::<[u8; 4], u8>::open(&shelf.path).unwrap_err();
    assert_eq!(
        found(aligned),
        (
            here,
            Types {
                key_align: 1,
                ..here
            }
        )
    );

    let mut bytes = bytes;
    bytes[12..16].reverse();
    seal_header(&mut bytes);
    assert_eq!(
        found(refused(&bytes)),
        (
            Types {
                little_endian: false,
                ..here
            },
            here
        )
    );
}

#[test]
fn a_tag_that_is_none_is_refused() {
    let shelf = Shelf::new();
    fs::write(&shelf.path, saved(0, 12)).unwrap();
    let error = GeoIndex::<u32, bool>::open(&shelf.path).unwrap_err();
    assert!(matches!(
        error,
        OpenError::Damaged {
            what: "a key or tag is none of its type"
        }
    ));
}
