//! Gathering: ids and metres of all points of a disc, side by side, as fast as
//! they can be written.

use std::convert::Infallible;
use std::ops::{ControlFlow, Range};

use crate::disc::Disc;
use crate::gauge::Gauge;
use crate::lanes::{ALL, BLOCK, Lanes, NONE, lesser, rows, singles, sum};
use crate::layout::Layout;
use crate::seen::{Seen, View};
use crate::walk::Sink;

/// Ids and metres of an answer, in no particular order, in a buffer to use again
/// and again.
///
/// Metres are in single precision: within 2 mm up to 30 km and 4 mm up to 50 km.
/// What was gathered before is dropped by the next query, its memory kept.
///
/// ```
/// use geo_index::{Gathered, GeoIndex, Point};
///
/// let index = GeoIndex::bulk([
///     (1_u32, Point::new(23.7461, 90.3742)?, ()),
///     (2, Point::new(23.7515, 90.3930)?, ()),
/// ]);
/// let mut found = Gathered::default();
/// index.gather_within(Point::new(23.7510, 90.3920)?, 500.0, &mut found)?;
/// assert_eq!(found.keys(), [2]);
/// assert_eq!(found.metres()[0].round(), 116.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Gathered<K> {
    /// Longer than what was gathered: the rest is room.
    keys: Vec<K>,
    metres: Vec<f32>,
    len: usize,
}

impl<K> Default for Gathered<K> {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            metres: Vec::new(),
            len: 0,
        }
    }
}

impl<K: Copy> Gathered<K> {
    /// The keys found.
    ///
    /// ```
    /// assert!(geo_index::Gathered::<u32>::default().keys().is_empty());
    /// ```
    pub fn keys(&self) -> &[K] {
        &self.keys[..self.len]
    }

    /// Metres to each key of [`keys`](Self::keys), never more than the radius.
    ///
    /// ```
    /// assert!(geo_index::Gathered::<u32>::default().metres().is_empty());
    /// ```
    pub fn metres(&self) -> &[f32] {
        &self.metres[..self.len]
    }

    /// Keys with their metres.
    ///
    /// ```
    /// assert_eq!(geo_index::Gathered::<u32>::default().iter().count(), 0);
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (K, f32)> + '_ {
        self.keys()
            .iter()
            .copied()
            .zip(self.metres().iter().copied())
    }

    /// How many were found.
    ///
    /// ```
    /// assert_eq!(geo_index::Gathered::<u32>::default().len(), 0);
    /// ```
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing was found.
    ///
    /// ```
    /// assert!(geo_index::Gathered::<u32>::default().is_empty());
    /// ```
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) const fn clear(&mut self) {
        self.len = 0;
    }

    /// Room for so many more, and a block besides.
    #[inline(always)]
    fn reserve(&mut self, more: usize, filler: K) {
        let needed = self.len + more + BLOCK;
        if self.metres.len() < needed {
            self.grow(needed, filler);
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, needed: usize, filler: K) {
        let room = needed.max(2 * self.metres.len());
        self.keys.resize(room, filler);
        self.metres.resize(room, 0.0);
    }
}

const ROOM: &str = "there is room for a block";

/// Fills a [`Gathered`].
pub(crate) struct Gather<'a, K> {
    into: &'a mut Gathered<K>,
    radius_m: f32,
}

impl<'a, K: Copy> Gather<'a, K> {
    pub(crate) fn new(into: &'a mut Gathered<K>, disc: &Disc) -> Self {
        into.clear();
        Self {
            into,
            radius_m: rounded_down(disc.radius_m()),
        }
    }
}

/// In single precision, and never more.
#[expect(
    clippy::cast_possible_truncation,
    reason = "metres are in single precision"
)]
fn rounded_down(metres: f64) -> f32 {
    let nearest = metres as f32;
    if f64::from(nearest) > metres {
        nearest.next_down()
    } else {
        nearest
    }
}

impl<K: Copy + Ord> Gather<'_, K> {
    /// Metres to the rows of a block.
    #[inline(always)]
    fn metres<T: Copy>(
        &self,
        seen: &Seen<'_, K, T>,
        gauge: Option<&Gauge>,
        block: usize,
        wanted: &Lanes<u8>,
    ) -> Lanes<f32> {
        let mut metres = match (&seen.view, gauge) {
            (View::Flat(view), Some(gauge)) => view.gauged(gauge, block),
            _ => singles(&seen.metres(block, wanted)),
        };
        for metres in &mut metres {
            *metres = lesser(*metres, self.radius_m);
        }
        metres
    }

    /// Writes all lanes of a block; there is room for them.
    #[inline(always)]
    fn write(&mut self, at: usize, metres: &Lanes<f32>) {
        let into = self.into.metres[at..].first_chunk_mut();
        *into.expect(ROOM) = *metres;
    }
}

/// How to measure, if single precision serves.
#[inline(always)]
fn gauge<K: Copy + Ord, T: Copy>(seen: &Seen<'_, K, T>) -> Option<Gauge> {
    match &seen.view {
        View::Flat(view) if view.is_near() => Some(view.gauge()),
        _ => None,
    }
}

impl<K: Copy + Ord, T: Copy> Sink<K, T> for Gather<'_, K> {
    type Stop = Infallible;
    type Lens = Option<Gauge>;
    const TAKES: bool = true;

    #[inline(always)]
    fn lens(seen: &Seen<'_, K, T>) -> Option<Gauge> {
        gauge(seen)
    }

    #[inline(always)]
    fn shards(
        &mut self,
        layout: &Layout<K, T>,
        disc: &Disc,
        shards: Range<usize>,
    ) -> ControlFlow<Infallible> {
        let shards = &layout.shards[shards];
        for (at, shard) in shards.iter().enumerate() {
            if let Some(next) = shards.get(at + 2) {
                next.prefetch();
            }
            if let Some(next) = shards.get(at + 1) {
                next.prefetch_columns();
            }
            self.into.reserve(shard.len(), shard.keys[0]);
            let first = self.into.len;
            self.into.keys[first..][..shard.len()].copy_from_slice(&shard.keys);
            let seen = Seen::new(shard, disc);
            let gauge = gauge(&seen);
            for block in 0..shard.blocks() {
                let metres = self.metres(&seen, gauge.as_ref(), block, &ALL);
                self.write(first + block * BLOCK, &metres);
            }
            self.into.len += shard.len();
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn block(
        &mut self,
        seen: &Seen<'_, K, T>,
        gauge: &Option<Gauge>,
        block: usize,
    ) -> ControlFlow<Infallible> {
        self.into.reserve(BLOCK, seen.shard.keys[0]);
        let keys = &seen.shard.keys[seen.shard.block_rows(block)];
        let first = self.into.len;
        match (
            self.into.keys[first..].first_chunk_mut::<BLOCK>(),
            keys.first_chunk(),
        ) {
            (Some(into), Some(keys)) => *into = *keys,
            _ => self.into.keys[first..][..keys.len()].copy_from_slice(keys),
        }
        let metres = self.metres(seen, gauge.as_ref(), block, &ALL);
        self.write(first, &metres);
        self.into.len += keys.len();
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn rim(
        &mut self,
        seen: &Seen<'_, K, T>,
        gauge: &Option<Gauge>,
        block: usize,
    ) -> ControlFlow<Infallible> {
        let inside = seen.test(block);
        if inside == NONE {
            return ControlFlow::Continue(());
        }
        let metres = self.metres(seen, gauge.as_ref(), block, &inside);
        self.into.reserve(BLOCK, seen.shard.keys[0]);
        let first = self.into.len;
        let keys = (self.into.keys[first..].first_chunk_mut()).expect(ROOM);
        let into = (self.into.metres[first..].first_chunk_mut()).expect(ROOM);
        let from = &seen.shard.keys[seen.shard.block_rows(block)];
        self.into.len += match from.first_chunk() {
            Some(from) if sum(&inside) > FEW => append_most(keys, into, from, &metres, &inside),
            _ => append(keys, into, from, &metres, &inside),
        };
        ControlFlow::Continue(())
    }
}

/// Up to so many rows are quicker found than passed over.
const FEW: u8 = 6;

/// Writes the rows that are inside one behind the other; returns how many.
#[inline(always)]
fn append<K: Copy>(
    keys: &mut Lanes<K>,
    into: &mut Lanes<f32>,
    from: &[K],
    metres: &Lanes<f32>,
    inside: &Lanes<u8>,
) -> usize {
    let mut len = 0;
    for row in rows(inside) {
        keys[len % BLOCK] = from[row];
        into[len % BLOCK] = metres[row];
        len += 1;
    }
    len
}

/// As [`append`] for a full block, without a branch: writes every row, and the
/// next one over it if it was not inside.
#[inline(always)]
fn append_most<K: Copy>(
    keys: &mut Lanes<K>,
    into: &mut Lanes<f32>,
    from: &Lanes<K>,
    metres: &Lanes<f32>,
    inside: &Lanes<u8>,
) -> usize {
    let mut len = 0;
    for row in 0..BLOCK {
        // Never more than rows: the remainder only spares a check.
        keys[len % BLOCK] = from[row];
        into[len % BLOCK] = metres[row];
        len += usize::from(inside[row]);
    }
    len
}
