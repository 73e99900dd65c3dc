//! What a writer asks for and what came of it.

use crate::Point;

/// One step of a batch.
///
/// ```
/// use geo_index::{Change, Point};
///
/// let changes = [
///     Change::Upsert { key: 1_u32, point: Point::new(23.7, 90.4)?, tag: () },
///     Change::Remove { key: 2 },
/// ];
/// # let _ = changes;
/// # Ok::<(), geo_index::InvalidPoint>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change<K, T> {
    /// Inserts the point, or replaces place and tag of a known key.
    Upsert {
        /// Identifies the point.
        key: K,
        /// Where it is from now on.
        point: Point,
        /// Its payload from now on.
        tag: T,
    },
    /// Takes the point out. A key that is not there is counted and ignored.
    Remove {
        /// Identifies the point.
        key: K,
    },
}

impl<K: Copy, T> Change<K, T> {
    pub(crate) const fn key(&self) -> K {
        match self {
            Self::Upsert { key, .. } | Self::Remove { key } => *key,
        }
    }
}

/// What a batch did. The fields add up to the number of changes in it.
///
/// ```
/// use geo_index::{Applied, Change, Live, Point};
///
/// let live = Live::default();
/// let [home, work] = [Point::new(23.7, 90.4)?, Point::new(23.8, 90.4)?];
/// let applied = live.apply([
///     Change::Upsert { key: 1_u32, point: home, tag: () },
///     Change::Upsert { key: 1, point: work, tag: () },
///     Change::Remove { key: 9 },
/// ]);
/// assert_eq!(applied, Applied { inserted: 1, superseded: 1, unknown: 1, ..Applied::default() });
/// # Ok::<(), geo_index::InvalidPoint>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Keys that were not there before.
    pub inserted: usize,
    /// Keys that were there and have a new place or tag.
    pub updated: usize,
    /// Keys that are gone.
    pub removed: usize,
    /// Removals of keys that were not there.
    pub unknown: usize,
    /// Changes followed by another one for the same key in the same batch.
    pub superseded: usize,
}
