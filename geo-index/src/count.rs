//! Counting: how many points a disc holds.

use std::convert::Infallible;
use std::ops::{ControlFlow, Range};

use crate::disc::Disc;
use crate::layout::Layout;
use crate::seen::Seen;
use crate::walk::Sink;

/// Counts without looking at points that need no look.
#[derive(Debug, Default)]
pub(crate) struct Count(pub(crate) usize);

impl<K: Copy + Ord, T: Copy> Sink<K, T> for Count {
    type Stop = Infallible;
    type Lens = ();
    const TAKES: bool = false;

    #[inline(always)]
    fn lens(_: &Seen<'_, K, T>) {}

    #[inline(always)]
    fn shards(
        &mut self,
        layout: &Layout<K, T>,
        _: &Disc,
        shards: Range<usize>,
    ) -> ControlFlow<Infallible> {
        self.0 += layout.len_of(shards);
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn block(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Infallible> {
        self.0 += seen.shard.block_rows(block).len();
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn rim(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Infallible> {
        self.0 += seen.count(block);
        ControlFlow::Continue(())
    }
}
