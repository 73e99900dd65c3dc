//! One version of the index: shards, a tree of bounding spheres over
//! them, and the walk that finds what a disc touches.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use pulp::NullaryFnOnce;

use crate::cell::CellKey;
use crate::disc::Disc;
use crate::flat::{BLOCK, FlatView, Lanes, rows, sum};
use crate::pack::packed;
use crate::round::Round;
use crate::shard::{Body, Shard};
use crate::simd;
use crate::sphere::{FANOUT, INSIDE, RIM, Sides, SingleDisc, Sphere, Spheres, touched};

#[derive(Debug)]
pub(crate) struct Layout<K, T> {
    /// In the order of the tree.
    pub(crate) shards: Vec<Arc<Shard<K, T>>>,
    /// Numbers of the shards in the order of their keys.
    pub(crate) keyed: Vec<u32>,
    /// Level 0 stands over the shards, each further one over the one before, the
    /// last has one node. A node has sixteen children.
    pub(crate) levels: Vec<Vec<Spheres>>,
    /// How many points the shards before each one hold, and all of them.
    before: Vec<usize>,
    /// Points in a square metre of the ground that has points at all.
    pub(crate) density: f64,
    pub(crate) version: u64,
}

/// Enough for sixteen to this power shards.
const MOST_LEVELS: usize = 6;
/// Sixteen to that power.
pub(crate) const MOST_SHARDS: u64 = 1 << 24;

impl<K: Copy + Ord, T: Copy> Layout<K, T> {
    /// From shards in key order.
    pub(crate) fn new(shards: &[Arc<Shard<K, T>>]) -> Self {
        let centres: Vec<_> = shards.iter().map(|shard| shard.sphere.centre).collect();
        Self::ordered(shards, &packed(&centres), 0)
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
            levels: levels(shards.iter().map(|shard| shard.sphere).collect()),
            density: density(len, &shards),
            before,
            shards,
            version,
        }
    }

    pub(crate) fn in_key_order(&self) -> impl ExactSizeIterator<Item = &Arc<Shard<K, T>>> {
        self.keyed.iter().map(|&at| &self.shards[at as usize])
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

    pub(crate) fn bytes(&self) -> usize {
        let nodes: usize = self.levels.iter().map(|level| size_of_val(&**level)).sum();
        // An `Arc` keeps two counters beside what it points at.
        let counters = 2 * size_of::<usize>();
        let shards: usize = (self.shards.iter())
            .map(|shard| shard.bytes() + counters)
            .sum();
        let lists = size_of_val(&*self.shards) + size_of_val(&*self.before);
        nodes + shards + lists + size_of_val(&*self.keyed)
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
fn levels(mut spheres: Vec<Sphere>) -> Vec<Vec<Spheres>> {
    let mut levels = Vec::new();
    while !spheres.is_empty() {
        levels.push(spheres.chunks(FANOUT).map(Spheres::of).collect());
        if spheres.len() <= FANOUT {
            break;
        }
        spheres = spheres.chunks(FANOUT).map(Sphere::over).collect();
    }
    levels
}

/// What becomes of the points of a disc. Implementations must be
/// `#[inline(always)]` to be compiled for the host.
pub(crate) trait Sink<K, T> {
    /// What a visitor that has seen enough answers.
    type Stop;
    /// What is worked out once for each shard on the rim.
    type Lens;

    fn lens(seen: &Seen<'_, K, T>) -> Self::Lens;

    /// Shards wholly inside the disc.
    fn shards(
        &mut self,
        layout: &Layout<K, T>,
        disc: &Disc,
        shards: Range<usize>,
    ) -> ControlFlow<Self::Stop>;

    /// A block wholly inside the disc.
    fn block(
        &mut self,
        seen: &Seen<'_, K, T>,
        lens: &Self::Lens,
        block: usize,
    ) -> ControlFlow<Self::Stop>;

    /// A block on the rim.
    fn rim(
        &mut self,
        seen: &Seen<'_, K, T>,
        lens: &Self::Lens,
        block: usize,
    ) -> ControlFlow<Self::Stop>;

    /// A node of the tree has been tested: sixteen spheres.
    #[inline(always)]
    fn tested_node(&mut self) {}

    /// Whether to look into a shard on the rim.
    #[inline(always)]
    fn enters(&mut self, _shard: &Shard<K, T>) -> bool {
        true
    }
}

/// A shard as seen from a disc's origin.
pub(crate) struct Seen<'a, K, T> {
    pub(crate) shard: &'a Shard<K, T>,
    pub(crate) disc: &'a Disc,
    pub(crate) view: View<'a>,
}

pub(crate) enum View<'a> {
    Flat(FlatView<'a>),
    Round(&'a Round),
}

impl<'a, K: Copy + Ord, T: Copy> Seen<'a, K, T> {
    #[inline(always)]
    pub(crate) fn new(shard: &'a Shard<K, T>, disc: &'a Disc) -> Self {
        let view = match &shard.body {
            Body::Flat(flat) => View::Flat(FlatView::new(flat, disc)),
            Body::Round(round) => View::Round(round),
        };
        Self { shard, disc, view }
    }

    /// For each row of a block 1 when it is in the disc, 0 when not.
    #[inline(always)]
    pub(crate) fn test(&self, block: usize) -> Lanes<u8> {
        if let View::Flat(view) = &self.view {
            let rows = self.shard.len() - block * BLOCK;
            let (inside, unsettled) = split(&view.rough_test(block), rows);
            if !unsettled {
                return inside;
            }
        }
        self.exact_test(block)
    }

    /// As [`test`](Self::test), where the exact places are wanted anyway.
    #[inline(always)]
    pub(crate) fn exact_test(&self, block: usize) -> Lanes<u8> {
        let rows = self.shard.len() - block * BLOCK;
        let sides = self.exact_sides(block);
        let (mut inside, unsettled) = split(&sides, rows);
        if unsettled {
            self.settle(block, &sides, &mut inside);
        }
        inside
    }

    #[inline(always)]
    fn exact_sides(&self, block: usize) -> Lanes<u8> {
        match &self.view {
            View::Flat(view) => view.test(block),
            View::Round(round) => round.test(self.disc, block),
        }
    }

    /// Rows that chords could not settle.
    #[cold]
    #[inline(never)]
    fn settle(&self, block: usize, sides: &Lanes<u8>, inside: &mut Lanes<u8>) {
        for (row, &point) in self.shard.points[block * BLOCK..]
            .iter()
            .take(BLOCK)
            .enumerate()
        {
            if sides[row] == RIM {
                inside[row] = u8::from(self.disc.settle(point));
            }
        }
    }

    /// How many rows of a block are in the disc.
    #[inline(always)]
    pub(crate) fn count(&self, block: usize) -> usize {
        if let View::Flat(view) = &self.view
            && (block + 1) * BLOCK <= self.shard.len()
        {
            let (surely, perhaps) = view.rough_count(block);
            if surely == perhaps {
                return usize::from(surely);
            }
        }
        usize::from(sum(&self.test(block)))
    }

    /// Metres to the rows of a block that are `wanted`; what stands for the others
    /// means nothing.
    #[inline(always)]
    pub(crate) fn metres(&self, block: usize, wanted: &Lanes<u8>) -> Lanes<f64> {
        match &self.view {
            View::Flat(view) if view.is_near() => {
                let mut metres = view.metres(block);
                for metres in &mut metres {
                    *metres = lesser(*metres, self.disc.radius_m());
                }
                metres
            }
            _ => self.metres_one_by_one(block, wanted),
        }
    }

    #[inline(always)]
    fn metres_one_by_one(&self, block: usize, wanted: &Lanes<u8>) -> Lanes<f64> {
        let mut metres = [0.0; BLOCK];
        for at in rows(wanted) {
            // All rows may be wanted of a block that is not full.
            if block * BLOCK + at < self.shard.len() {
                metres[at] = self.metres_of(block * BLOCK + at);
            }
        }
        metres
    }

    /// Metres to one row of the disc.
    #[inline(always)]
    pub(crate) fn metres_of(&self, row: usize) -> f64 {
        let point = self.shard.points[row];
        let metres = match &self.view {
            View::Flat(view) if view.is_near() => view.metres_of(row),
            View::Flat(_) => self.disc.ruler.metres_to(point),
            View::Round(round) => self.disc.ruler.metres(point, round.position(row)),
        };
        metres.min(self.disc.radius_m())
    }
}

/// The rows that are inside, and whether some have to be settled; of the first
/// `rows` only.
#[inline(always)]
fn split(sides: &Lanes<u8>, rows: usize) -> (Lanes<u8>, bool) {
    let mut inside = [0; BLOCK];
    let mut unsettled = 0;
    for row in 0..BLOCK {
        let there = u8::from(row < rows);
        inside[row] = there & u8::from(sides[row] == INSIDE);
        unsettled |= there & u8::from(sides[row] == RIM);
    }
    (inside, unsettled != 0)
}

/// As `f64::min`, but for NaN: one instruction instead of three.
#[inline(always)]
const fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

struct Walk<'a, K, T, S> {
    layout: &'a Layout<K, T>,
    disc: &'a Disc,
    sink: &'a mut S,
}

impl<K: Copy + Ord, T: Copy, S: Sink<K, T>> NullaryFnOnce for Walk<'_, K, T, S> {
    type Output = ControlFlow<S::Stop>;

    #[inline(always)]
    fn call(mut self) -> Self::Output {
        let single = SingleDisc::of(self.disc);
        let mut open = Stack::new(&self.layout.levels);
        let mut waiting = Waiting::default();
        while let Some((level, node)) = open.pop() {
            self.sink.tested_node();
            let sides = self.layout.levels[level as usize][node].sides(&single);
            for (at, inside) in touched(sides) {
                let child = node * FANOUT + at;
                if inside {
                    let shards = self.shards_under(level, child);
                    self.sink.shards(self.layout, self.disc, shards)?;
                } else if level > 0 {
                    open.push(level - 1, child);
                } else if let Some(shard) = self.layout.shards.get(child) {
                    shard.prefetch();
                    waiting.push(child);
                }
            }
            if waiting.is_full() {
                self.open(&single, &mut waiting)?;
            }
        }
        self.open(&single, &mut waiting)
    }
}

impl<K: Copy + Ord, T: Copy, S: Sink<K, T>> Walk<'_, K, T, S> {
    /// Missing nodes stand over no shards.
    #[inline(always)]
    fn shards_under(&self, level: u32, child: usize) -> Range<usize> {
        let (most, shift) = (self.layout.shards.len(), level * FANOUT.ilog2());
        (child << shift).min(most)..((child + 1) << shift).min(most)
    }

    /// Looks into the shards on the rim. Their memory has been asked for.
    #[inline(always)]
    fn open(&mut self, single: &SingleDisc, waiting: &mut Waiting) -> ControlFlow<S::Stop> {
        let shards = waiting.shards();
        if let Some(&first) = shards.first() {
            self.layout.shards[first].prefetch_boxes();
        }
        for (at, &number) in shards.iter().enumerate() {
            if let Some(&next) = shards.get(at + 1) {
                self.layout.shards[next].prefetch_boxes();
            }
            self.rim(single, &self.layout.shards[number])?;
        }
        waiting.len = 0;
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn rim(&mut self, single: &SingleDisc, shard: &Shard<K, T>) -> ControlFlow<S::Stop> {
        if !self.sink.enters(shard) {
            return ControlFlow::Continue(());
        }
        look_into(shard, self.disc, single, self.sink)
    }
}

/// Tells `sink` what a shard on the rim of the disc holds of it.
#[inline(always)]
pub(crate) fn look_into<K: Copy + Ord, T: Copy, S: Sink<K, T>>(
    shard: &Shard<K, T>,
    disc: &Disc,
    single: &SingleDisc,
    sink: &mut S,
) -> ControlFlow<S::Stop> {
    let seen = Seen::new(shard, disc);
    let lens = S::lens(&seen);
    let blocks = shard.blocks();
    for first in (0..blocks).step_by(FANOUT) {
        let sides = match &seen.view {
            View::Flat(view) => view.sides(first / FANOUT),
            View::Round(round) => round.sides(single, first / FANOUT),
        };
        for (at, inside) in touched(present(sides, blocks - first)) {
            let block = first + at;
            if inside {
                sink.block(&seen, &lens, block)?;
            } else {
                sink.rim(&seen, &lens, block)?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// The first `count` sides; the others are outside.
#[inline(always)]
fn present(mut sides: Sides, count: usize) -> Sides {
    for at in 0..FANOUT {
        sides[at] *= u8::from(at < count);
    }
    sides
}

/// Shards that wait for their memory.
struct Waiting {
    shards: [usize; 2 * FANOUT],
    len: usize,
}

impl Default for Waiting {
    #[inline(always)]
    fn default() -> Self {
        Self {
            shards: [0; 2 * FANOUT],
            len: 0,
        }
    }
}

impl Waiting {
    #[inline(always)]
    fn push(&mut self, shard: usize) {
        self.shards[self.len] = shard;
        self.len += 1;
    }

    /// Whether another node's shards might not fit.
    #[inline(always)]
    fn is_full(&self) -> bool {
        self.len > FANOUT
    }

    #[inline(always)]
    fn shards(&self) -> &[usize] {
        &self.shards[..self.len]
    }
}

/// Nodes still to be looked at. At most fifteen wait on each level while one is
/// open.
struct Stack {
    nodes: [Node; (MOST_LEVELS - 1) * FANOUT],
    len: usize,
}

/// A level and a number on it.
type Node = (u32, u32);

impl Stack {
    #[inline(always)]
    fn new<N>(levels: &[Vec<N>]) -> Self {
        let mut stack = Self {
            nodes: [(0, 0); (MOST_LEVELS - 1) * FANOUT],
            len: 0,
        };
        if let Some(top) = (0..).take(levels.len()).last() {
            stack.push(top, 0);
        }
        stack
    }

    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "shards are numbered in 32 bits"
    )]
    fn push(&mut self, level: u32, node: usize) {
        self.nodes[self.len] = (level, node as u32);
        self.len += 1;
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<(u32, usize)> {
        self.len = self.len.checked_sub(1)?;
        let (level, node) = self.nodes[self.len];
        Some((level, node as usize))
    }
}
