//! Damage to saved files: as time does it, and as somebody does it who knows the
//! format. Written from the description of the format, not from its code.

use std::ops::Range;

use arbitrary::Arbitrary;

const HEADER: usize = 84;
const LISTED: usize = 24;

/// One change of the bytes of a file.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Edit {
    /// Another byte somewhere.
    Byte(u32, u8),
    /// Another number somewhere.
    Number(u32, u64),
    /// One of the eight-byte numbers of the header.
    Header(u8, u64),
    /// A number of the directory: which shard, which of the three columns.
    Listed(u16, u8, u64),
    /// The end is missing.
    Cut(u32),
    /// More than was saved.
    Longer(u8, u8),
    /// One part over another.
    Copy(u32, u32, u16),
}

impl Edit {
    /// Changes the bytes.
    pub fn apply(self, bytes: &mut Vec<u8>) {
        match self {
            Self::Byte(at, byte) => {
                if let Some(place) = at_of(at, bytes) {
                    bytes[place] = byte;
                }
            }
            Self::Number(at, number) => {
                if let Some(place) = at_of(at, bytes) {
                    set(bytes, place, number);
                }
            }
            Self::Header(field, number) => set(bytes, 32 + 8 * usize::from(field % 5), number),
            Self::Listed(shard, column, number) => {
                let listed = directory(bytes).nth(usize::from(shard) % 64);
                if let Some(listed) = listed {
                    set(bytes, listed.start + 8 * usize::from(column % 3), number);
                }
            }
            Self::Cut(length) => bytes.truncate(at_of(length, bytes).unwrap_or(0)),
            Self::Longer(count, byte) => bytes.extend(std::iter::repeat_n(byte, count.into())),
            Self::Copy(from, to, count) => copy(bytes, from, to, count.into()),
        }
    }
}

fn at_of(number: u32, bytes: &[u8]) -> Option<usize> {
    usize::try_from(number).ok()?.checked_rem(bytes.len())
}

fn set(bytes: &mut [u8], at: usize, number: u64) {
    for (place, byte) in bytes.iter_mut().skip(at).zip(number.to_le_bytes()) {
        *place = byte;
    }
}

fn copy(bytes: &mut [u8], from: u32, to: u32, count: usize) {
    if let (Some(from), Some(to)) = (at_of(from, bytes), at_of(to, bytes)) {
        let count = count.min(bytes.len() - from.max(to));
        bytes.copy_within(from..from + count, to);
    }
}

fn number(bytes: &[u8], at: usize) -> usize {
    let number = (bytes.get(at..at + 8)).and_then(|eight| eight.try_into().ok());
    number.map_or(0, |number| {
        usize::try_from(u64::from_le_bytes(number)).unwrap_or(usize::MAX)
    })
}

fn first_listed(bytes: &[u8]) -> usize {
    HEADER.saturating_add(number(bytes, 56))
}

/// Entries of the directory as far as the file goes.
fn directory(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> + use<> {
    let (first, len) = (first_listed(bytes), bytes.len());
    (0..number(bytes, 48))
        .map_while(move |entry| {
            let start = first.checked_add(entry.checked_mul(LISTED)?)?;
            Some(start..start.checked_add(LISTED)?)
        })
        .take_while(move |listed| listed.end <= len)
}

/// Makes all checksums match that there are, as one does who knows the format.
/// Keys have four bytes and tags one.
pub fn seal(bytes: &mut [u8]) {
    let listed: Vec<_> = directory(bytes).collect();
    let Some(mut shard) = listed.last().map(|last| last.end) else {
        return seal_head(bytes, first_listed(bytes));
    };
    for listed in &listed {
        let end = shard.saturating_add(shard_bytes(bytes, listed.start));
        let Some(sum) = bytes.get(shard..end).map(crc32fast::hash) else {
            break;
        };
        bytes[listed.start + 20..listed.end].copy_from_slice(&sum.to_le_bytes());
        shard = end;
    }
    seal_head(bytes, listed.last().map_or(0, |last| last.end));
}

fn shard_bytes(bytes: &[u8], listed: usize) -> usize {
    let cell = if bytes[listed + 6] >> 4 >= 5 { 4 } else { 8 };
    let place = if bytes[listed + 16] == 0 { 8 } else { 24 };
    number(bytes, listed + 8).saturating_mul(4 + 1 + 16 + cell + place)
}

fn seal_head(bytes: &mut [u8], directory_end: usize) {
    let first = first_listed(bytes);
    let parts = [(HEADER..first, 72), (first..directory_end, 76), (0..80, 80)];
    for (part, at) in parts {
        let Some(sum) = bytes.get(part).map(crc32fast::hash) else {
            continue;
        };
        if let Some(place) = bytes.get_mut(at..at + 4) {
            place.copy_from_slice(&sum.to_le_bytes());
        }
    }
}
