//! Which shards are read or written at once, and where they lie in the file.

use std::ops::Range;

use super::head::Listed;

/// Some shards in a row.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) shards: Range<usize>,
    /// Bytes before it in the file.
    pub(super) at: u64,
    pub(super) bytes: usize,
}

/// Fits the cache of a core together with what is made of it.
const MOST_BYTES: usize = 96 << 10;

impl Group {
    /// Where it ends in the file.
    pub(super) const fn end(&self) -> u64 {
        self.at + self.bytes as u64
    }
}

/// All shards in groups, the first after `head` bytes. `None` when they are more
/// than a file can hold.
pub(super) fn groups<K, T>(listed: &[Listed], head: u64) -> Option<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut at = head;
    for (shard, listed) in listed.iter().enumerate() {
        let bytes = listed.bytes::<K, T>()?;
        match groups.last_mut() {
            Some(group) if bytes <= MOST_BYTES.saturating_sub(group.bytes) => {
                group.shards.end = shard + 1;
                group.bytes += bytes;
            }
            _ => groups.push(Group {
                shards: shard..shard + 1,
                at,
                bytes,
            }),
        }
        at = at.checked_add(bytes as u64)?;
    }
    Some(groups)
}
