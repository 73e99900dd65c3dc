//! Writing: groups of shards side by side, then what stands before them.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytemuck::{CheckedBitPattern, NoUninit};
use rayon::prelude::*;

use super::columns::encode;
use super::error::{SaveError, Types};
use super::groups::{Group, groups};
use super::head::{HEADER_BYTES, Header, LISTED_BYTES, Listed};
use super::place::{Draft, write_all_at};
use crate::layout::Layout;
use crate::shard::{Body, Shard};

pub(super) fn save<K, T>(layout: &Layout<K, T>, path: &Path, note: &[u8]) -> Result<(), SaveError>
where
    K: Copy + Ord + Send + Sync + NoUninit + CheckedBitPattern,
    T: Copy + Send + Sync + NoUninit + CheckedBitPattern,
{
    let draft = Draft::beside(path)?;
    write(layout, draft.file(), note).map_err(SaveError::Write)?;
    draft.put_in_place()
}

fn write<K, T>(layout: &Layout<K, T>, file: &File, note: &[u8]) -> io::Result<()>
where
    K: Copy + Ord + Send + Sync + NoUninit + CheckedBitPattern,
    T: Copy + Send + Sync + NoUninit + CheckedBitPattern,
{
    let shards: Vec<_> = layout.in_key_order().collect();
    let mut listed: Vec<_> = shards.iter().map(|shard| listed(shard)).collect();
    let head = (HEADER_BYTES + note.len() + LISTED_BYTES * listed.len()) as u64;
    let groups = groups::<K, T>(&listed, head).ok_or(io::ErrorKind::FileTooLarge)?;
    let checksums: Vec<_> = (groups.par_iter())
        .map_init(Vec::new, |buffer, group| {
            write_group(&shards, &listed, group, file, buffer)
        })
        .collect::<io::Result<_>>()?;
    for (listed, checksum) in listed.iter_mut().zip(checksums.into_iter().flatten()) {
        listed.checksum = checksum;
    }
    let file_bytes = groups.last().map_or(head, Group::end);
    write_all_at(file, &before_shards(layout, &listed, note, file_bytes), 0)
}

/// The checksum is not known yet.
fn listed<K: Copy + Ord, T: Copy>(shard: &Shard<K, T>) -> Listed {
    Listed {
        cell: shard.cell,
        rows: shard.len(),
        flat: matches!(shard.body, Body::Flat(_)),
        checksum: 0,
    }
}

/// The checksums of its shards.
fn write_group<K, T>(
    shards: &[&Arc<Shard<K, T>>],
    listed: &[Listed],
    group: &Group,
    file: &File,
    buffer: &mut Vec<u8>,
) -> io::Result<Vec<u32>>
where
    K: Copy + Ord + NoUninit,
    T: Copy + NoUninit,
{
    buffer.resize(group.bytes, 0);
    let mut rest = &mut buffer[..];
    let mut checksums = Vec::with_capacity(group.shards.len());
    for shard in group.shards.clone() {
        let bytes = (listed[shard].bytes::<K, T>())
            .and_then(|bytes| rest.split_off_mut(..bytes))
            .expect("a group is as long as its shards");
        encode(shards[shard], bytes);
        checksums.push(crc32fast::hash(bytes));
    }
    write_all_at(file, buffer, group.at)?;
    Ok(checksums)
}

/// Header, note and directory.
fn before_shards<K, T>(
    layout: &Layout<K, T>,
    listed: &[Listed],
    note: &[u8],
    file_bytes: u64,
) -> Vec<u8>
where
    K: Copy + Ord + NoUninit + CheckedBitPattern,
    T: Copy + NoUninit + CheckedBitPattern,
{
    let mut directory = Vec::with_capacity(LISTED_BYTES * listed.len());
    for listed in listed {
        listed.encode(&mut directory);
    }
    let header = Header {
        types: Types::of::<K, T>(),
        version: layout.version,
        points: layout.len() as u64,
        shards: listed.len() as u64,
        note_bytes: note.len() as u64,
        file_bytes,
        note_checksum: crc32fast::hash(note),
        directory_checksum: crc32fast::hash(&directory),
    };
    [&header.encode(), note, &directory].concat()
}
