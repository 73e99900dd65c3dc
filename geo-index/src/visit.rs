//! Visiting: a callback for each point of a disc, with or without its metres.

use std::ops::{ControlFlow, Range};

use crate::disc::Disc;
use crate::lanes::{ALL, BLOCK, NONE, rows};
use crate::layout::Layout;
use crate::seen::Seen;
use crate::walk::Sink;

/// Calls back with key, tag and metres.
pub(crate) struct Visit<F>(pub(crate) F);

impl<K, T, B, F> Sink<K, T> for Visit<F>
where
    K: Copy + Ord,
    T: Copy,
    F: FnMut(K, &T, f64) -> ControlFlow<B>,
{
    type Stop = B;
    type Lens = ();
    const TAKES: bool = true;

    #[inline(always)]
    fn lens(_: &Seen<'_, K, T>) {}

    #[inline(always)]
    fn shards(
        &mut self,
        layout: &Layout<K, T>,
        disc: &Disc,
        shards: Range<usize>,
    ) -> ControlFlow<B> {
        for shard in &layout.shards[shards] {
            let seen = Seen::new(shard, disc);
            for block in 0..seen.shard.blocks() {
                self.block(&seen, &(), block)?;
            }
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn block(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<B> {
        let metres = seen.metres(block, &ALL);
        for (row, metres) in seen.shard.block_rows(block).zip(metres) {
            (self.0)(seen.shard.keys[row], &seen.shard.tags[row], metres)?;
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn rim(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<B> {
        let inside = seen.exact_test(block);
        if inside == NONE {
            return ControlFlow::Continue(());
        }
        let metres = seen.metres(block, &inside);
        for at in rows(&inside) {
            let row = block * BLOCK + at;
            (self.0)(seen.shard.keys[row], &seen.shard.tags[row], metres[at])?;
        }
        ControlFlow::Continue(())
    }
}

/// Calls back with the shard and the row.
pub(crate) struct Rows<F>(pub(crate) F);

impl<K, T, B, F> Sink<K, T> for Rows<F>
where
    K: Copy + Ord,
    T: Copy,
    F: FnMut(&Seen<'_, K, T>, usize) -> ControlFlow<B>,
{
    type Stop = B;
    type Lens = ();
    const TAKES: bool = false;

    #[inline(always)]
    fn lens(_: &Seen<'_, K, T>) {}

    #[inline(always)]
    fn shards(
        &mut self,
        layout: &Layout<K, T>,
        disc: &Disc,
        shards: Range<usize>,
    ) -> ControlFlow<B> {
        for shard in &layout.shards[shards] {
            let seen = Seen::new(shard, disc);
            for row in 0..seen.shard.len() {
                (self.0)(&seen, row)?;
            }
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn block(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<B> {
        for row in seen.shard.block_rows(block) {
            (self.0)(seen, row)?;
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn rim(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<B> {
        let inside = seen.test(block);
        for at in rows(&inside) {
            (self.0)(seen, block * BLOCK + at)?;
        }
        ControlFlow::Continue(())
    }
}
