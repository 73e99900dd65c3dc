//! The immutable index: what it is and how it is built.

use std::sync::Arc;

use h3o::Resolution;

use crate::Point;
use crate::cell::key_of;
use crate::layout::Layout;
use crate::shard::{Entry, cut_along};

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
        Self::bulk([])
    }
}

impl<K: Copy + Ord, T: Copy> FromIterator<(K, Point, T)> for GeoIndex<K, T> {
    fn from_iter<I: IntoIterator<Item = (K, Point, T)>>(points: I) -> Self {
        Self::bulk(points)
    }
}

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
    /// Builds the index. When a key comes twice, the last one counts.
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
        let mut points: Vec<_> = points.into_iter().collect();
        points.sort_by_key(|&(key, ..)| key);
        let mut entries: Vec<_> = points
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|same_key| same_key.last())
            .map(|&(key, point, tag)| Entry {
                cell: key_of(point),
                key,
                point,
                tag,
            })
            .collect();
        entries.sort_unstable_by_key(Entry::place);
        let shards = cut_along(Resolution::Zero, &entries);
        Self {
            layout: Arc::new(Layout::new(shards)),
        }
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
        self.layout.len
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
