//! Reading: what stands before the shards, then groups of shards side by side.

use std::fs::File;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytemuck::{CheckedBitPattern, NoUninit};
use rayon::prelude::*;

use super::columns::{decode, is_in_its_cell};
use super::error::{OpenError, Types, damaged};
use super::groups::{Group, groups};
use super::head::{HEADER_BYTES, Header, LISTED_BYTES, Listed, directory};
use super::place::read_exact_at;
use crate::GeoIndex;
use crate::flat::TickColumns;
use crate::layout::{Layout, MOST_SHARDS};
use crate::shard::Shard;

pub(super) fn open<K, T>(path: &Path) -> Result<(GeoIndex<K, T>, Vec<u8>), OpenError>
where
    K: Copy + Ord + Send + Sync + NoUninit + CheckedBitPattern,
    T: Copy + Send + Sync + NoUninit + CheckedBitPattern,
{
    let saved = Saved::open(path)?;
    let header = saved.header::<K, T>()?;
    let (note, listed) = saved.note_and_directory(&header)?;
    let groups = saved.groups::<K, T>(&header, &listed)?;
    let shards: Vec<Vec<_>> = (groups.par_iter())
        .map_init(Default::default, |memory, group| {
            saved.group(&listed, group, memory)
        })
        .collect::<Result<_, _>>()?;
    let layout = Arc::new(Layout::saved(&shards.concat(), header.version));
    Ok((GeoIndex { layout }, note))
}

/// Leaves room for more versions than there will ever be.
const MOST_VERSION: u64 = 1 << 62;

/// A file and how long it was when it was opened.
struct Saved {
    file: File,
    bytes: u64,
}

impl Saved {
    fn open(path: &Path) -> Result<Self, OpenError> {
        let file = File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenError::NotFound,
            _ => OpenError::Io(error),
        })?;
        let bytes = file.metadata().map_err(OpenError::Io)?.len();
        Ok(Self { file, bytes })
    }

    fn header<K, T>(&self) -> Result<Header, OpenError>
    where
        K: NoUninit + CheckedBitPattern,
        T: NoUninit + CheckedBitPattern,
    {
        let mut start = Vec::new();
        let header =
            Header::decode(self.read(0, HEADER_BYTES.min(len(self.bytes)?), &mut start)?)?;
        let (found, wanted) = (header.types, Types::of::<K, T>());
        if found != wanted {
            return Err(OpenError::OtherTypes { found, wanted });
        }
        if self.bytes < header.file_bytes {
            return Err(OpenError::Truncated { found: self.bytes });
        }
        if self.bytes > header.file_bytes {
            return Err(damaged("it goes on after its end"));
        }
        if header.shards > MOST_SHARDS || header.version > MOST_VERSION {
            return Err(damaged(
                "it has more shards or versions than an index can have",
            ));
        }
        Ok(header)
    }

    /// Both are shorter than the file, or are not read.
    fn note_and_directory(&self, header: &Header) -> Result<(Vec<u8>, Vec<Listed>), OpenError> {
        let head = header.head_bytes().filter(|&head| head <= self.bytes);
        if head.is_none() {
            return Err(damaged("it is too short for its note and directory"));
        }
        let (mut note, mut listed) = (Vec::new(), Vec::new());
        let listed_at = HEADER_BYTES as u64 + header.note_bytes;
        self.read(HEADER_BYTES as u64, len(header.note_bytes)?, &mut note)?;
        self.read(
            listed_at,
            len(LISTED_BYTES as u64 * header.shards)?,
            &mut listed,
        )?;
        if crc32fast::hash(&note) != header.note_checksum {
            return Err(damaged("its note does not match its checksum"));
        }
        if crc32fast::hash(&listed) != header.directory_checksum {
            return Err(damaged("its directory does not match its checksum"));
        }
        Ok((note, directory(&listed)?))
    }

    /// Shards fill the rest of the file and hold as many points as they should.
    fn groups<K, T>(&self, header: &Header, listed: &[Listed]) -> Result<Vec<Group>, OpenError> {
        let head = header.head_bytes().unwrap_or(self.bytes);
        let groups = groups::<K, T>(listed, head)
            .filter(|groups| groups.last().map_or(head, Group::end) == self.bytes)
            .ok_or(damaged("its shards are not as long as it says"))?;
        // Rows that lie in the file are not too many to be added up.
        let points: u64 = listed.iter().map(|listed| listed.rows as u64).sum();
        if points == header.points {
            Ok(groups)
        } else {
            Err(damaged("it does not have as many points as it says"))
        }
    }

    fn group<K, T>(
        &self,
        listed: &[Listed],
        group: &Group,
        (buffer, scratch): &mut (Vec<u8>, TickColumns),
    ) -> Result<Vec<Arc<Shard<K, T>>>, OpenError>
    where
        K: Copy + Ord + CheckedBitPattern,
        T: Copy + CheckedBitPattern,
    {
        grow_once(group.bytes);
        let mut rest = self.read(group.at, group.bytes, buffer)?;
        let shards: Vec<_> = (listed[group.shards.clone()].iter())
            .map(|listed| {
                let bytes = (listed.bytes::<K, T>())
                    .and_then(|bytes| rest.split_off(..bytes))
                    .expect("a group is as long as its shards");
                if crc32fast::hash(bytes) != listed.checksum {
                    return Err(damaged("a shard does not match its checksum"));
                }
                decode(listed, bytes, scratch).map(Arc::new)
            })
            .collect::<Result<_, _>>()?;
        if shards.first().is_some_and(|shard| is_in_its_cell(shard)) {
            Ok(shards)
        } else {
            Err(damaged("a point is not in the cell that it is filed under"))
        }
    }

    /// Bytes of the file, in a buffer that grows when it must.
    fn read<'a>(
        &self,
        at: u64,
        bytes: usize,
        buffer: &'a mut Vec<u8>,
    ) -> Result<&'a [u8], OpenError> {
        if let Some(more) = bytes.checked_sub(buffer.len()) {
            (buffer.try_reserve_exact(more)).map_err(|error| OpenError::Io(error.into()))?;
            buffer.resize(bytes, 0);
        }
        let bytes = &mut buffer[..bytes];
        match read_exact_at(&self.file, bytes, at) {
            Ok(()) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Err(OpenError::Truncated { found: self.bytes })
            }
            Err(error) => Err(OpenError::Io(error)),
        }
    }
}

/// What is made of a group is many small columns about as long as the group.
/// The allocator of a thread, glibc's at least, asks the system for each of them
/// unless it has been asked for all at once: a sixth of the whole time.
fn grow_once(bytes: usize) {
    drop(black_box(Vec::<u8>::with_capacity(bytes + bytes / 16)));
}

fn len(bytes: u64) -> Result<usize, OpenError> {
    usize::try_from(bytes).map_err(|_| OpenError::Io(io::ErrorKind::OutOfMemory.into()))
}
