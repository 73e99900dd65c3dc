//! One version of the index: shards and a tree of bounding boxes over them.

use std::ops::{ControlFlow, Range};
use std::sync::{Arc, OnceLock};

use crate::bounds::Bounds;
use crate::cell::CellKey;
use crate::disc::Disc;
use crate::hull::{FANOUT, Hull, Hulls};
use crate::pack::packed;
use crate::shard::Shard;
use crate::simd;
use crate::walk::{Sink, Walk};

#[derive(Debug)]
pub(crate) struct Layout<K, T> {
    /// In the order of the tree.
    pub(crate) shards: Vec<Arc<Shard<K, T>>>,
    /// Numbers of the shards in the order of their keys.
    pub(crate) keyed: Vec<u32>,
    /// Level 0 stands over the shards, each further one over the one before, the
    /// last has one node. A node has sixteen children.
    pub(crate) levels: Vec<Vec<Hulls>>,
    /// The boxes around the children of the nodes of each level, node by node, once
    /// somebody has asked about a polygon.
    areas: OnceLock<Vec<Vec<Bounds>>>,
    /// How many points the shards before each one hold, and all of them.
    before: Vec<usize>,
    /// Points in a square metre of the ground that has points at all.
    pub(crate) density: f64,
    pub(crate) version: u64,
}

/// Enough for sixteen to this power shards.
pub(crate) const MOST_LEVELS: usize = 6;
/// Sixteen to that power.
pub(crate) const MOST_SHARDS: u64 = 1 << 24;

impl<K: Copy + Ord, T: Copy> Layout<K, T> {
    /// From shards in key order.
    pub(crate) fn new(shards: &[Arc<Shard<K, T>>]) -> Self {
        let centres = shards.iter().map(|shard| shard.hull.middle);
        Self::ordered(shards, &packed(centres), 0)
    }

    /// A version that was saved, from shards in key order.
    pub(crate) fn saved(shards: &[Arc<Shard<K, T>>], version: u64) -> Self {
        Self {
            version,
            ..Self::new(shards)
        }
    }

    /// The version after this one, from shards in key order.
    pub(crate) fn next(&self, shards: &[Arc<Shard<K, T>>]) -> Self {
        let version = self.version + 1;
        let same_cells = shards.len() == self.shards.len()
            && (shards.iter().zip(self.in_key_order())).all(|(new, old)| new.range == old.range);
        if same_cells {
            Self::ordered(shards, &inverse(&self.keyed), version)
        } else {
            Self {
                version,
                ..Self::new(shards)
            }
        }
    }

    /// The same points as another version.
    pub(crate) fn as_version(&self, version: u64) -> Self {
        let keyed: Vec<_> = self.in_key_order().cloned().collect();
        Self::ordered(&keyed, &inverse(&self.keyed), version)
    }

    /// `order` names the shards in the order of the tree.
    fn ordered(keyed: &[Arc<Shard<K, T>>], order: &[u32], version: u64) -> Self {
        let shards: Vec<_> = order
            .iter()
            .map(|&at| Arc::clone(&keyed[at as usize]))
            .collect();
        let mut len = 0;
        let before = std::iter::once(0)
            .chain(shards.iter().map(|shard| {
                len += shard.len();
                len
            }))
            .collect();
        Self {
            keyed: inverse(order),
            levels: levels(shards.iter().map(|shard| shard.hull).collect()),
            density: density(len, &shards),
            areas: OnceLock::new(),
            before,
            shards,
            version,
        }
    }

    pub(crate) fn in_key_order(&self) -> impl ExactSizeIterator<Item = &Arc<Shard<K, T>>> + Clone {
        self.keyed.iter().map(|&at| &self.shards[at as usize])
    }

    /// The boxes around the children of the nodes of a level, node by node.
    pub(crate) fn areas(&self, level: u32) -> &[Bounds] {
        let areas = (self.areas)
            .get_or_init(|| areas(self.shards.iter().map(|shard| shard.bounds).collect()));
        &areas[level as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.before[self.shards.len()]
    }

    /// Points in a range of shards.
    pub(crate) fn len_of(&self, shards: Range<usize>) -> usize {
        self.before[shards.end] - self.before[shards.start]
    }

    /// The shard of a number out of [`keyed`](Self::keyed).
    pub(crate) fn shard(&self, number: u32) -> &Shard<K, T> {
        &self.shards[number as usize]
    }

    /// The shard that a key is or would be filed in.
    pub(crate) fn shard_of(&self, cell: CellKey) -> Option<&Shard<K, T>> {
        let next = (self.keyed).partition_point(|&at| self.shard(at).range.first <= cell);
        let shard = self.shard(self.keyed[next.checked_sub(1)?]);
        shard.range.contains(cell).then_some(shard)
    }

    /// The shards under the child of a node of some level. Missing nodes stand over
    /// none.
    #[inline(always)]
    pub(crate) fn shards_under(&self, level: u32, child: usize) -> Range<usize> {
        let (most, shift) = (self.shards.len(), level * FANOUT.ilog2());
        (child << shift).min(most)..((child + 1) << shift).min(most)
    }

    pub(crate) fn bytes(&self) -> usize {
        let hulls: usize = self.levels.iter().map(|level| size_of_val(&**level)).sum();
        let areas = self.areas.get().into_iter().flatten();
        let areas: usize = areas.map(|level| size_of_val(&**level)).sum();
        // An `Arc` keeps two counters beside what it points at.
        let counters = 2 * size_of::<usize>();
        let shards: usize = (self.shards.iter())
            .map(|shard| shard.bytes() + counters)
            .sum();
        let lists = size_of_val(&*self.shards) + size_of_val(&*self.before);
        hulls + areas + shards + lists + size_of_val(&*self.keyed)
    }

    /// Tells `sink` what the disc holds, with the best instructions of the host.
    pub(crate) fn walk<S: Sink<K, T>>(&self, disc: &Disc, sink: &mut S) -> ControlFlow<S::Stop> {
        simd::run(Walk {
            layout: self,
            disc,
            sink,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "for estimates only")]
fn density<K: Copy + Ord, T: Copy>(len: usize, shards: &[Arc<Shard<K, T>>]) -> f64 {
    len as f64 / shards.iter().map(|shard| shard.area_m2()).sum::<f64>()
}

/// What stands where, from what is where.
fn inverse(order: &[u32]) -> Vec<u32> {
    let mut inverse = vec![0; order.len()];
    for (at, &number) in (0..).zip(order) {
        inverse[number as usize] = at;
    }
    inverse
}

/// Level by level, from leaves to the root.
fn levels(mut hulls: Vec<Hull>) -> Vec<Vec<Hulls>> {
    let mut levels = Vec::new();
    while !hulls.is_empty() {
        levels.push(hulls.chunks(FANOUT).map(Hulls::of).collect());
        if hulls.len() <= FANOUT {
            break;
        }
        hulls = hulls.chunks(FANOUT).map(Hull::over).collect();
    }
    levels
}

/// Level by level, from leaves to the children of the root.
fn areas(mut bounds: Vec<Bounds>) -> Vec<Vec<Bounds>> {
    let mut areas = Vec::new();
    while bounds.len() > FANOUT {
        let over = bounds.chunks(FANOUT).map(Bounds::over).collect();
        areas.push(std::mem::replace(&mut bounds, over));
    }
    areas.extend((!bounds.is_empty()).then_some(bounds));
    areas
}
