//! The walk that finds what a disc touches and tells a sink.

use std::ops::{ControlFlow, Range};

use pulp::NullaryFnOnce;

use crate::disc::Disc;
use crate::hull::{FANOUT, NONE, Sides, SingleDisc, touched};
use crate::layout::{Layout, MOST_LEVELS};
use crate::seen::{Seen, View};
use crate::shard::Shard;

/// What becomes of the points of a disc. Implementations must be
/// `#[inline(always)]` to be compiled for the host.
pub(crate) trait Sink<K, T> {
    /// What a visitor that has seen enough answers.
    type Stop;
    /// What is worked out once for each shard on the rim.
    type Lens;
    /// Whether keys and exact places of blocks on the rim are read.
    const TAKES: bool;

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

    /// A node of the tree has been tested: sixteen hulls.
    #[inline(always)]
    fn tested_node(&mut self) {}

    /// Whether to look into a shard on the rim.
    #[inline(always)]
    fn enters(&mut self, _shard: &Shard<K, T>) -> bool {
        true
    }
}

pub(crate) struct Walk<'a, K, T, S> {
    pub(crate) layout: &'a Layout<K, T>,
    pub(crate) disc: &'a Disc,
    pub(crate) sink: &'a mut S,
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
                    let shards = self.layout.shards_under(level, child);
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
    /// Looks into the shards on the rim. Their memory has been asked for.
    #[inline(always)]
    fn open(&mut self, single: &SingleDisc, waiting: &mut Waiting) -> ControlFlow<S::Stop> {
        for &number in waiting.shards() {
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
    let mut seen = Seen::new(shard, disc);
    let lens = S::lens(&seen);
    let blocks = shard.blocks();
    for sixteen in 0..blocks.div_ceil(FANOUT) {
        let first = sixteen * FANOUT;
        let sides = match &seen.view {
            View::Flat(view) => view.sides(sixteen),
            View::Round(round) => round.sides(single, sixteen),
        };
        let sides = present(sides, blocks - first);
        if sides == NONE {
            continue;
        }
        for (at, inside) in touched(sides) {
            if S::TAKES {
                seen.prefetch_all(first + at);
            } else if !inside {
                seen.prefetch(first + at);
            }
        }
        seen.turn_to(sixteen);
        for (at, inside) in touched(sides) {
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
