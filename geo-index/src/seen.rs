//! A shard as seen from a disc's origin: which rows are inside, and how far away.

use prefetch_index::prefetch_index;

use crate::disc::Disc;
use crate::earth::SERIES_LIMIT_M;
use crate::hull::{INSIDE, RIM};
use crate::lanes::{BLOCK, Lanes, rows, sum};
use crate::round::Round;
use crate::shard::{Body, Shard};
use crate::view::FlatView;

/// A shard as seen from a disc's origin.
pub(crate) struct Seen<'a, K, T> {
    pub(crate) shard: &'a Shard<K, T>,
    pub(crate) disc: &'a Disc,
    pub(crate) view: View<'a>,
}

#[expect(clippy::large_enum_variant, reason = "never more than one at a time")]
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

    /// Before any test of the blocks of a sixteen.
    #[inline(always)]
    pub(crate) fn turn_to(&mut self, sixteen: usize) {
        if let View::Flat(view) = &mut self.view {
            view.turn_to(sixteen);
        }
    }

    /// Asks for the places of a block.
    #[inline(always)]
    pub(crate) fn prefetch(&self, block: usize) {
        match &self.view {
            View::Flat(view) => view.flat.prefetch(block),
            View::Round(round) => round.prefetch(block),
        }
    }

    /// Asks for all that is taken of a block.
    #[inline(always)]
    pub(crate) fn prefetch_all(&self, block: usize) {
        self.prefetch(block);
        match &self.view {
            View::Flat(view) => view.flat.prefetch_fine(block),
            View::Round(round) => round.prefetch_fine(block),
        }
        prefetch_index(&self.shard.tags[..], block * BLOCK);
        prefetch_index(&self.shard.keys[..], block * BLOCK);
        prefetch_index(&self.shard.keys[..], block * BLOCK + BLOCK / 2);
    }

    /// For each row of a block 1 when it is in the disc, 0 when not.
    #[inline(always)]
    pub(crate) fn test(&self, block: usize) -> Lanes<u8> {
        let rows = self.shard.len() - block * BLOCK;
        let sides = match &self.view {
            View::Flat(view) => view.coarse_test(block),
            View::Round(round) => round.coarse_test(self.disc, block),
        };
        match split(&sides, rows) {
            (inside, false) => inside,
            _ => self.exact_test(block),
        }
    }

    /// As [`test`](Self::test), where the very places are wanted anyway.
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
            let (surely, perhaps) = view.coarse_count(block);
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
        let mut metres = match &self.view {
            View::Flat(view) if view.is_near() => view.metres(block),
            View::Round(round)
                if self.disc.outside_m() <= SERIES_LIMIT_M
                    && sum(wanted) > FEW
                    && round.is_fine(block) =>
            {
                round.metres(&self.disc.ruler, block)
            }
            _ => return self.metres_one_by_one(block, wanted),
        };
        for metres in &mut metres {
            *metres = lesser(*metres, self.disc.radius_m());
        }
        metres
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
        let point = &self.shard.points[row];
        let metres = match &self.view {
            View::Flat(view) if view.is_near() => view.metres_of(row),
            View::Round(round) if round.is_fine(row / BLOCK) => {
                let offset = round.offset(self.disc.position(), row);
                self.disc.ruler.metres(point, offset)
            }
            _ => self.disc.ruler.metres_to(*point),
        };
        metres.min(self.disc.radius_m())
    }
}

/// Up to so many rows are measured faster one by one.
const FEW: u8 = 3;

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
