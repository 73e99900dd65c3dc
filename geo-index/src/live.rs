//! An index that changes while others read it.
//!
//! Readers take the current version without waiting. The writer builds the next
//! one beside it, sharing all shards it does not touch, and swaps it in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;

use crate::cell::{CellKey, key_of};
use crate::layout::Layout;
use crate::patch::{Patch, patched};
use crate::shard::Entry;
use crate::{Applied, Change, GeoIndex, Point};

/// A [`GeoIndex`] under updates: any number of readers, one writer at a time.
///
/// A reader takes a version with [`load`](Self::load) and keeps it as long as it
/// likes; it never waits for a writer and never sees half a batch. Writers queue
/// up behind each other. A batch costs its touched cells plus a little per shard
/// of the whole, so a thousand changes in one batch are far cheaper than a
/// thousand batches.
///
/// ```
/// use geo_index::{Live, Point};
///
/// let live = Live::default();
/// let (farmgate, sylhet) = (Point::new(23.7577, 90.3897)?, Point::new(24.8949, 91.8687)?);
/// live.upsert(1_u32, farmgate, "open");
/// let before = live.load();
/// live.upsert(1, sylhet, "open");
/// assert_eq!(before.count_within(farmgate, 100.0)?, 1, "a version never changes");
/// assert_eq!(live.load().count_within(farmgate, 100.0)?, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Live<K, T> {
    current: ArcSwap<Layout<K, T>>,
    writer: Mutex<Writer<K, T>>,
}

/// What only writers need.
#[derive(Debug)]
struct Writer<K, T> {
    directory: Directory<K>,
    /// Versions that a reader still held when they were replaced. The writer
    /// keeps them until the reader has let go, so that no reader ever spends its
    /// time on freeing a version.
    retired: Vec<Arc<Layout<K, T>>>,
}

/// Where each key is filed.
type Directory<K> = BTreeMap<K, CellKey>;

impl<K, T> Writer<K, T> {
    fn retire(&mut self, version: Arc<Layout<K, T>>) {
        self.retired.push(version);
        self.retired
            .retain(|version| Arc::strong_count(version) > 1);
    }
}

impl<K: Copy + Ord, T: Copy> Default for Live<K, T> {
    fn default() -> Self {
        Self::new(GeoIndex::default())
    }
}

impl<K: Copy + Ord, T: Copy> Live<K, T> {
    /// Starts from an index built in bulk.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Live, Point};
    ///
    /// let live = Live::new(GeoIndex::bulk([(1_u32, Point::new(23.7, 90.4)?, ())]));
    /// assert_eq!(live.load().len(), 1);
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn new(index: GeoIndex<K, T>) -> Self {
        Self {
            writer: Mutex::new(Writer {
                directory: directory_of(&index),
                retired: Vec::new(),
            }),
            current: ArcSwap::new(index.layout),
        }
    }

    /// The current version, without waiting for any writer.
    ///
    /// ```
    /// # use geo_index::{GeoIndex, Live};
    /// let live = Live::<u32, ()>::default();
    /// assert!(live.load().is_empty());
    /// ```
    pub fn load(&self) -> GeoIndex<K, T> {
        GeoIndex {
            layout: self.current.load_full(),
        }
    }

    /// Inserts a point, or moves it and replaces its tag. Returns whether the
    /// key is new. Readers that [`load`](Self::load) afterwards see it.
    ///
    /// ```
    /// use geo_index::{Live, Point};
    ///
    /// let live = Live::default();
    /// assert!(live.upsert(1_u32, Point::new(23.7, 90.4)?, ()));
    /// assert!(!live.upsert(1, Point::new(23.8, 90.4)?, ()));
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn upsert(&self, key: K, point: Point, tag: T) -> bool {
        self.apply([Change::Upsert { key, point, tag }]).inserted == 1
    }

    /// Takes a point out. Returns whether it was there.
    ///
    /// ```
    /// use geo_index::{Live, Point};
    ///
    /// let live = Live::default();
    /// live.upsert(1_u32, Point::new(23.7, 90.4)?, ());
    /// assert!(live.remove(1));
    /// assert!(!live.remove(1));
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn remove(&self, key: K) -> bool {
        self.apply([Change::Remove { key }]).removed == 1
    }

    /// Makes a batch of changes visible at once. The last change of a key
    /// decides; earlier ones of the same batch are as if they had not been made.
    ///
    /// ```
    /// use geo_index::{Change, Live, Point};
    ///
    /// let live = Live::default();
    /// let batch = (0..10_u32).map(|key| Change::Upsert {
    ///     key,
    ///     point: Point::new(23.7, 90.0 + f64::from(key) / 100.0).unwrap(),
    ///     tag: (),
    /// });
    /// assert_eq!(live.apply(batch).inserted, 10);
    /// assert_eq!(live.load().len(), 10);
    /// ```
    pub fn apply(&self, changes: impl IntoIterator<Item = Change<K, T>>) -> Applied {
        let mut applied = Applied::default();
        let mut last = BTreeMap::new();
        for change in changes {
            let earlier = last.insert(change.key(), change);
            applied.superseded += usize::from(earlier.is_some());
        }

        let mut writer = self.writer();
        let patch = plan(&writer.directory, last.into_values(), &mut applied);
        if !patch.is_empty() {
            let next = patched(&self.current.load(), &patch);
            record(&mut writer.directory, &patch);
            let replaced = self.current.swap(Arc::new(next));
            writer.retire(replaced);
        }
        applied
    }

    /// Replaces everything at once, for instance after a rebuild from the
    /// record.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Live, Point};
    ///
    /// let live = Live::default();
    /// live.upsert(1_u32, Point::new(23.7, 90.4)?, ());
    /// live.replace(GeoIndex::default());
    /// assert!(live.load().is_empty());
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the caller's version is of no more use"
    )]
    pub fn replace(&self, index: GeoIndex<K, T>) {
        let fresh = directory_of(&index);
        let mut writer = self.writer();
        writer.directory = fresh;
        let next = index.layout.as_version(self.current.load().version + 1);
        let replaced = self.current.swap(Arc::new(next));
        writer.retire(replaced);
    }

    /// Where a key is and what its tag says, in the newest version. Waits for a
    /// writer at work.
    ///
    /// ```
    /// use geo_index::{Live, Point};
    ///
    /// let live = Live::default();
    /// let here = Point::new(23.7, 90.4)?;
    /// live.upsert(1_u32, here, 'a');
    /// assert_eq!(live.get(1), Some((here, 'a')));
    /// assert_eq!(live.get(2), None);
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn get(&self, key: K) -> Option<(Point, T)> {
        let writer = self.writer();
        let cell = *writer.directory.get(&key)?;
        let layout = self.current.load();
        let shard = layout.shard_of(cell)?;
        let row = shard.row_of(key)?;
        Some((shard.points[row], shard.tags[row]))
    }

    /// Bytes of memory that the newest version and the directory of keys hold. The
    /// directory's are an estimate: about an eighth of its room is free.
    ///
    /// ```
    /// use geo_index::{Live, Point};
    ///
    /// let live = Live::default();
    /// live.upsert(1_u32, Point::new(23.7, 90.4)?, ());
    /// assert!(live.memory_bytes() > live.load().memory_bytes());
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn memory_bytes(&self) -> usize {
        let entry = size_of::<K>() + size_of::<CellKey>();
        let directory = self.writer().directory.len() * entry;
        self.load().memory_bytes() + directory + directory / 8
    }

    /// A writer that panicked did so before it changed anything, because only
    /// comparing keys can panic and [`record`] compares none that `plan` has not
    /// compared already.
    fn writer(&self) -> MutexGuard<'_, Writer<K, T>> {
        (self.writer.lock()).unwrap_or_else(PoisonError::into_inner)
    }
}

fn directory_of<K: Copy + Ord, T: Copy>(index: &GeoIndex<K, T>) -> Directory<K> {
    (index.layout.shards.iter())
        .flat_map(|shard| shard.entries())
        .map(|entry| (entry.key, entry.cell))
        .collect()
}

/// Turns changes of distinct keys into what leaves and what enters which cell.
fn plan<K: Copy + Ord, T: Copy>(
    directory: &Directory<K>,
    changes: impl Iterator<Item = Change<K, T>>,
    applied: &mut Applied,
) -> Patch<K, T> {
    let mut patch = Patch::default();
    for change in changes {
        let filed = directory
            .get(&change.key())
            .map(|&cell| (cell, change.key()));
        patch.leaving.extend(filed);
        let counter = match (change, filed) {
            (Change::Upsert { key, point, tag }, _) => {
                let cell = key_of(point);
                patch.entering.push(Entry {
                    cell,
                    key,
                    point,
                    tag,
                });
                match filed {
                    Some(_) => &mut applied.updated,
                    None => &mut applied.inserted,
                }
            }
            (Change::Remove { key }, Some(_)) => {
                patch.removed.push(key);
                &mut applied.removed
            }
            (Change::Remove { .. }, None) => &mut applied.unknown,
        };
        *counter += 1;
    }
    patch.leaving.sort_unstable();
    patch.entering.sort_unstable_by_key(Entry::place);
    patch
}

fn record<K: Copy + Ord, T>(directory: &mut Directory<K>, patch: &Patch<K, T>) {
    for entry in &patch.entering {
        directory.insert(entry.key, entry.cell);
    }
    for key in &patch.removed {
        directory.remove(key);
    }
}
