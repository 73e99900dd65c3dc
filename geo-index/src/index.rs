//! The immutable index: what it is and how it is built.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::Point;
use crate::cell::key_of;
use crate::cut::cut_all;
use crate::layout::Layout;
use crate::shard::Entry;

/// Points on Earth, ready to be asked what is near. Immutable; a clone shares
/// everything and costs one atomic increment.
///
/// `K` identifies a point, `T` is a small payload (kind, flags) that predicates
/// read without leaving the index. To change points while others read, wrap it
/// in a [`Live`](crate::Live).
///
/// ```
/// use geo_index::{GeoIndex, Point};
///
/// let index = GeoIndex::bulk([
///     (1_u32, Point::new(23.7461, 90.3742)?, "grocery"),
///     (2, Point::new(23.7515, 90.3930)?, "pharmacy"),
///     (3, Point::new(24.8949, 91.8687)?, "grocery"),
/// ]);
/// let here = Point::new(23.7500, 90.3800)?;
/// assert_eq!(index.count_within(here, 2_000.0)?, 2);
/// assert_eq!(index.nearest(here, 1, 5_000.0, |_, _| true)?[0].key, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct GeoIndex<K, T> {
    pub(crate) layout: Arc<Layout<K, T>>,
}

impl<K, T> Clone for GeoIndex<K, T> {
    fn clone(&self) -> Self {
        Self {
            layout: Arc::clone(&self.layout),
        }
    }
}

impl<K: Copy + Ord, T: Copy> Default for GeoIndex<K, T> {
    fn default() -> Self {
        Self::empty()
    }
}

impl<K, T> FromIterator<(K, Point, T)> for GeoIndex<K, T>
where
    K: Copy + Ord + Send + Sync,
    T: Copy + Send + Sync,
{
    fn from_iter<I: IntoIterator<Item = (K, Point, T)>>(points: I) -> Self {
        Self::bulk(points)
    }
}

impl<K, T> GeoIndex<K, T>
where
    K: Copy + Ord + Send + Sync,
    T: Copy + Send + Sync,
{
    /// Builds the index, on all cores. When a key comes twice, the last one
    /// counts.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let (old, new) = (Point::new(23.7, 90.4)?, Point::new(22.3, 91.8)?);
    /// let index = GeoIndex::bulk([(1_u32, old, ()), (1, new, ())]);
    /// assert_eq!(index.len(), 1);
    /// assert_eq!(index.count_within(new, 1.0)?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn bulk(points: impl IntoIterator<Item = (K, Point, T)>) -> Self {
        Self::bulk_with_progress(points, |_| {})
    }

    /// As [`bulk`](Self::bulk); calls `progress` from time to time, from any
    /// thread, with what has been [`Built`] so far.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicUsize, Ordering};
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let filed = AtomicUsize::new(0);
    /// let points = (0..5_000_u32).map(|i| (i, Point::new(23.7, 90.0 + f64::from(i) / 1e5).unwrap(), ()));
    /// let index = GeoIndex::bulk_with_progress(points, |built| {
    ///     filed.fetch_max(built.points, Ordering::Relaxed);
    ///     assert_eq!(built.of, 5_000);
    /// });
    /// assert_eq!(filed.into_inner(), index.len());
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn bulk_with_progress(
        points: impl IntoIterator<Item = (K, Point, T)>,
        progress: impl Fn(Built) + Sync,
    ) -> Self {
        let points = without_repeats(points.into_iter().collect());
        let mut entries: Vec<_> = (points.into_par_iter())
            .map(|(key, point, tag)| Entry {
                cell: key_of(point),
                key,
                point,
                tag,
            })
            .collect();
        entries.par_sort_unstable_by_key(|entry| entry.cell);
        let filed = AtomicUsize::new(0);
        let shards = cut_all(&entries, |more| {
            let points = filed.fetch_add(more, Ordering::Relaxed) + more;
            progress(Built {
                points,
                of: entries.len(),
            });
        });
        Self {
            layout: Arc::new(Layout::new(&shards)),
        }
    }
}

/// How far a build has come.
///
/// ```
/// use geo_index::{Built, GeoIndex, Point};
///
/// let one = [(1_u32, Point::new(23.7, 90.4)?, ())];
/// GeoIndex::bulk_with_progress(one, |built| assert_eq!(built, Built { points: 1, of: 1 }));
/// # Ok::<(), geo_index::InvalidPoint>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Built {
    /// Points filed so far.
    pub points: usize,
    /// Points to file, repeated keys left out.
    pub of: usize,
}

/// The last of each key. Keys that come in order cost nothing.
fn without_repeats<K, T>(mut points: Vec<(K, Point, T)>) -> Vec<(K, Point, T)>
where
    K: Copy + Ord + Send,
    T: Copy + Send,
{
    if !points.is_sorted_by(|a, b| a.0 < b.0) {
        points.reverse();
        points.par_sort_by_key(|&(key, ..)| key);
        points.dedup_by_key(|&mut (key, ..)| key);
    }
    points
}

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
    /// The index without any point.
    pub(crate) fn empty() -> Self {
        Self {
            layout: Arc::new(Layout::new(&[])),
        }
    }

    /// Bytes of memory that the index holds, shared with other versions or not.
    ///
    /// ```
    /// # use geo_index::{GeoIndex, Point};
    /// let town = (0..10_000_u32).map(|i| (i, Point::new(23.7, 90.4 + f64::from(i) * 1e-6).unwrap(), 0_u8));
    /// assert!(GeoIndex::bulk(town).memory_bytes() < 40 * 10_000);
    /// ```
    pub fn memory_bytes(&self) -> usize {
        self.layout.bytes()
    }

    /// How many times a [`Live`](crate::Live) index had changed when this version
    /// was made; 0 for an index built in bulk.
    ///
    /// ```
    /// use geo_index::{Live, Point};
    ///
    /// let live = Live::default();
    /// live.upsert(1_u32, Point::new(23.7, 90.4)?, ());
    /// assert_eq!(live.load().version(), 1);
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn version(&self) -> u64 {
        self.layout.version
    }

    /// How many points there are.
    ///
    /// ```
    /// # use geo_index::{GeoIndex, Point};
    /// let index = GeoIndex::bulk([(1_u32, Point::new(0.0, 0.0)?, ())]);
    /// assert_eq!(index.len(), 1);
    /// # Ok::<(), geo_index::InvalidPoint>(())
    /// ```
    pub fn len(&self) -> usize {
        self.layout.len()
    }

    /// Whether there is no point at all.
    ///
    /// ```
    /// assert!(geo_index::GeoIndex::<u32, ()>::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
