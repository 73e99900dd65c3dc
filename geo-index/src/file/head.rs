//! What stands before the shards: the header and the directory.

use bytemuck::{CheckedBitPattern, NoUninit};
use h3o::CellIndex;

use super::error::{OpenError, Types, damaged};
use crate::cell::KeyRange;
use crate::cells::LOW_FROM;
use crate::shard::FLAT_FROM;

/// The format that is written and read.
pub(super) const FORMAT: u32 = 2;
pub(super) const HEADER_BYTES: usize = 84;
pub(super) const LISTED_BYTES: usize = 24;
const MAGIC: [u8; 8] = *b"\x89GEO\r\n\x1a\n";
const ORDER_MARK: u32 = 0x0102_0304;

#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) types: Types,
    /// Of the index.
    pub(super) version: u64,
    pub(super) points: u64,
    pub(super) shards: u64,
    pub(super) note_bytes: u64,
    pub(super) file_bytes: u64,
    pub(super) note_checksum: u32,
    pub(super) directory_checksum: u32,
}

impl Types {
    pub(super) fn of<K: NoUninit + CheckedBitPattern, T: NoUninit + CheckedBitPattern>() -> Self {
        let small = |bytes: usize| u32::try_from(bytes).expect("keys and tags are small");
        Self {
            key_size: small(size_of::<K>()),
            key_align: small(align_of::<K>()),
            tag_size: small(size_of::<T>()),
            tag_align: small(align_of::<T>()),
            little_endian: cfg!(target_endian = "little"),
        }
    }
}

impl Header {
    /// Bytes before the shards. `None` when they are more than any file has.
    pub(super) fn head_bytes(&self) -> Option<u64> {
        let directory = self.shards.checked_mul(LISTED_BYTES as u64)?;
        directory
            .checked_add(self.note_bytes)?
            .checked_add(HEADER_BYTES as u64)
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let types = &self.types;
        let mark = if types.little_endian {
            ORDER_MARK.to_le_bytes()
        } else {
            ORDER_MARK.to_be_bytes()
        };
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend(MAGIC);
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(mark);
        for number in [
            types.key_size,
            types.key_align,
            types.tag_size,
            types.tag_align,
        ] {
            bytes.extend(number.to_le_bytes());
        }
        let Self {
            version,
            points,
            shards,
            note_bytes,
            file_bytes,
            ..
        } = *self;
        for number in [version, points, shards, note_bytes, file_bytes] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.note_checksum.to_le_bytes());
        bytes.extend(self.directory_checksum.to_le_bytes());
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    /// From the first bytes of a file, which may be too few.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, OpenError> {
        let begin = bytes.len().min(MAGIC.len());
        if bytes[..begin] != MAGIC[..begin] {
            return Err(OpenError::NotAnIndex);
        }
        let cut = OpenError::Truncated {
            found: bytes.len() as u64,
        };
        let Some(bytes) = bytes.first_chunk::<HEADER_BYTES>() else {
            return Err(cut);
        };
        let mut rest = &bytes[MAGIC.len()..];
        let format = u32_of(&mut rest);
        if format != FORMAT {
            return Err(OpenError::format(format));
        }
        let (summed, mut checksum) = bytes.split_at(HEADER_BYTES - 4);
        if crc32fast::hash(summed) != u32_of(&mut checksum) {
            return Err(damaged("its header does not match its checksum"));
        }
        Self::fields(rest)
    }

    fn fields(mut rest: &[u8]) -> Result<Self, OpenError> {
        let rest = &mut rest;
        let little_endian = match u32_of(rest) {
            ORDER_MARK => true,
            mark if mark.swap_bytes() == ORDER_MARK => false,
            _ => return Err(damaged("it has no byte order")),
        };
        Ok(Self {
            types: Types {
                key_size: u32_of(rest),
                key_align: u32_of(rest),
                tag_size: u32_of(rest),
                tag_align: u32_of(rest),
                little_endian,
            },
            version: u64_of(rest),
            points: u64_of(rest),
            shards: u64_of(rest),
            note_bytes: u64_of(rest),
            file_bytes: u64_of(rest),
            note_checksum: u32_of(rest),
            directory_checksum: u32_of(rest),
        })
    }
}

/// What the directory says of a shard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed {
    pub(super) cell: CellIndex,
    /// Never 0.
    pub(super) rows: usize,
    pub(super) flat: bool,
    pub(super) checksum: u32,
}

impl Listed {
    pub(super) fn encode(&self, into: &mut Vec<u8>) {
        into.extend(u64::from(self.cell).to_le_bytes());
        into.extend((self.rows as u64).to_le_bytes());
        into.extend(u32::from(!self.flat).to_le_bytes());
        into.extend(self.checksum.to_le_bytes());
    }

    fn decode(mut bytes: &[u8]) -> Result<Self, OpenError> {
        let bytes = &mut bytes;
        let cell =
            CellIndex::try_from(u64_of(bytes)).map_err(|_| damaged("a shard has no cell"))?;
        let rows = usize::try_from(u64_of(bytes)).ok().filter(|&rows| rows > 0);
        let flat = match u32_of(bytes) {
            0 if cell.resolution() >= FLAT_FROM => true,
            1 => false,
            _ => return Err(damaged("a shard has a body that its cell cannot have")),
        };
        Ok(Self {
            cell,
            rows: rows.ok_or(damaged("a shard has no rows"))?,
            flat,
            checksum: u32_of(bytes),
        })
    }

    /// `None` when they are more than any file has.
    pub(super) fn bytes<K, T>(&self) -> Option<usize> {
        self.rows
            .checked_mul(row_bytes::<K, T>(self.cell, self.flat))
    }
}

/// Bytes that a row takes in all columns.
fn row_bytes<K, T>(cell: CellIndex, flat: bool) -> usize {
    let cells = if cell.resolution() >= LOW_FROM { 4 } else { 8 };
    let ticks = if flat { 8 } else { 0 };
    size_of::<K>() + size_of::<T>() + 16 + cells + ticks
}

/// Checks the order of the shards as well.
pub(super) fn directory(bytes: &[u8]) -> Result<Vec<Listed>, OpenError> {
    let listed: Vec<_> = (bytes.chunks_exact(LISTED_BYTES))
        .map(Listed::decode)
        .collect::<Result<_, _>>()?;
    let apart = |a: &Listed, b: &Listed| KeyRange::of(a.cell).last < KeyRange::of(b.cell).first;
    if listed.is_sorted_by(apart) {
        Ok(listed)
    } else {
        Err(damaged("its shards are not in order"))
    }
}

fn u32_of(bytes: &mut &[u8]) -> u32 {
    u32::from_le_bytes(take(bytes))
}

fn u64_of(bytes: &mut &[u8]) -> u64 {
    u64::from_le_bytes(take(bytes))
}

fn take<const N: usize>(bytes: &mut &[u8]) -> [u8; N] {
    let (taken, rest) = (bytes.split_first_chunk()).expect("the lengths of the parts are constant");
    *bytes = rest;
    *taken
}
