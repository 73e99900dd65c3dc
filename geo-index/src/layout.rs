//! One version of the index: shards in key order, a tree of bounding spheres over
//! them, and the walk that finds what a disc touches.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use pulp::NullaryFnOnce;

use crate::cell::CellKey;
use crate::disc::Disc;
use crate::flat::{BLOCK, FlatView, Lanes};
use crate::round::Round;
use crate::shard::{Body, Shard};
use crate::simd;
use crate::sphere::{FANOUT, INSIDE, RIM, SingleDisc, Sphere, Spheres, touched};

#[derive(Debug)]
pub(crate) struct Layout<K, T> {
    pub(crate) shards: Vec<Arc<Shard<K, T>>>,
    /// Level 0 stands over the shards, each further one over the one before, the
    /// last has one node. A node has sixteen children.
    pub(crate) levels: Vec<Vec<Spheres>>,
    /// How many points the shards before each one hold, and all of them.
    before: Vec<usize>,
    pub(crate) version: u64,
}

/// More than sixteen to this power shards do not fit any memory.
const MOST_LEVELS: usize = 8;

impl<K: Copy + Ord, T: Copy> Layout<K, T> {
    /// From shards in key order.
    pub(crate) fn new(shards: Vec<Arc<Shard<K, T>>>, version: u64) -> Self {
        let mut len = 0;
        let before = std::iter::once(0)
            .chain(shards.iter().map(|shard| {
                len += shard.len();
                len
            }))
            .collect();
        Self {
            levels: levels(shards.iter().map(|shard| shard.sphere).collect()),
            before,
            shards,
            version,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.before[self.shards.len()]
    }

    /// Points in a range of shards.
    pub(crate) fn len_of(&self, shards: Range<usize>) -> usize {
        self.before[shards.end] - self.before[shards.start]
    }

    /// The shard that a key is or would be filed in.
    pub(crate) fn shard_of(&self, cell: CellKey) -> Option<&Shard<K, T>> {
        let next = (self.shards).partition_point(|shard| shard.range.first <= cell);
        let shard = &self.shards[next.checked_sub(1)?];
        shard.range.contains(cell).then_some(&**shard)
    }

    pub(crate) fn bytes(&self) -> usize {
        let nodes: usize = self.levels.iter().map(|level| size_of_val(&**level)).sum();
        // An `Arc` keeps two counters beside what it points at.
        let counters = 2 * size_of::<usize>();
        let shards: usize = (self.shards.iter())
            .map(|shard| shard.bytes() + counters)
            .sum();
        nodes + shards + size_of_val(&*self.shards) + size_of_val(&*self.before)
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
        let sides = match &self.view {
            View::Flat(view) => view.test(block),
            View::Round(round) => round.test(self.disc, block),
        };
        let rows = self.shard.len() - block * BLOCK;
        let mut inside = [0; BLOCK];
        let mut unsettled = 0;
        for row in 0..BLOCK {
            let there = u8::from(row < rows);
            inside[row] = there & u8::from(sides[row] == INSIDE);
            unsettled |= there & u8::from(sides[row] == RIM);
        }
        if unsettled != 0 {
            self.settle(block, &sides, &mut inside);
        }
        inside
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
        if let View::Flat(view) = &self.view {
            let (surely, perhaps) = view.count(block, self.shard.len() - block * BLOCK);
            if surely == perhaps {
                return surely;
            }
        }
        self.test(block)
            .iter()
            .map(|&inside| usize::from(inside))
            .sum()
    }

    /// Metres to each row of a block; meaningless for rows outside the disc.
    #[inline(always)]
    pub(crate) fn metres(&self, block: usize) -> Lanes<f64> {
        match &self.view {
            View::Flat(view) if view.is_near() => {
                let mut metres = view.metres(block);
                for metres in &mut metres {
                    *metres = lesser(*metres, self.disc.radius_m());
                }
                metres
            }
            _ => self.metres_one_by_one(block),
        }
    }

    #[inline(never)]
    fn metres_one_by_one(&self, block: usize) -> Lanes<f64> {
        let rows = self.shard.block_rows(block);
        let mut metres = [0.0; BLOCK];
        for (row, metres) in rows.zip(&mut metres) {
            *metres = self.metres_of(row);
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
                    self.rim(&single, shard)?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

impl<K: Copy + Ord, T: Copy, S: Sink<K, T>> Walk<'_, K, T, S> {
    /// Missing nodes stand over no shards.
    #[inline(always)]
    fn shards_under(&self, level: u32, child: usize) -> Range<usize> {
        let (most, width) = (self.layout.shards.len(), FANOUT.pow(level));
        (child * width).min(most)..((child + 1) * width).min(most)
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
        for (at, inside) in touched(sides) {
            let block = first + at;
            if block >= blocks {
                break;
            }
            if inside {
                sink.block(&seen, &lens, block)?;
            } else {
                sink.rim(&seen, &lens, block)?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// Nodes still to be looked at.
struct Stack {
    nodes: [(u32, usize); MOST_LEVELS * FANOUT],
    len: usize,
}

impl Stack {
    #[inline(always)]
    fn new<N>(levels: &[Vec<N>]) -> Self {
        let mut stack = Self {
            nodes: [(0, 0); MOST_LEVELS * FANOUT],
            len: 0,
        };
        if let Some(top) = (0..).take(levels.len()).last() {
            stack.push(top, 0);
        }
        stack
    }

    #[inline(always)]
    fn push(&mut self, level: u32, node: usize) {
        self.nodes[self.len] = (level, node);
        self.len += 1;
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<(u32, usize)> {
        self.len = self.len.checked_sub(1)?;
        Some(self.nodes[self.len])
    }
}
