//! The k nearest points: gathers discs of growing radius around the origin until
//! one holds enough. The first radius comes from how dense the points are there.

use std::convert::Infallible;
use std::f64::consts::PI;
use std::ops::{ControlFlow, Range};

use crate::disc::Disc;
use crate::lanes::{ALL, BLOCK, Lanes, NONE, rows};
use crate::layout::Layout;
use crate::seen::Seen;
use crate::shard::Shard;
use crate::walk::Sink;
use crate::{Hit, InvalidRadius, Point};

/// Which rows are looked for.
pub(crate) trait Wanted<K, T> {
    /// Whether some rows of a shard may be. Asked before its rows.
    #[inline(always)]
    fn any(&mut self, _shard: &Shard<K, T>) -> bool {
        true
    }

    fn row(&mut self, shard: &Shard<K, T>, row: usize) -> bool;
}

impl<K, T, F: FnMut(&Shard<K, T>, usize) -> bool> Wanted<K, T> for F {
    #[inline(always)]
    fn row(&mut self, shard: &Shard<K, T>, row: usize) -> bool {
        self(shard, row)
    }
}

/// Finds the up to `k` nearest rows within `max_radius_m` that `wanted` keeps,
/// nearest first, equal distances by key.
pub(crate) fn search<K: Copy + Ord, T: Copy>(
    layout: &Layout<K, T>,
    origin: Point,
    k: usize,
    max_radius_m: f64,
    mut wanted: impl Wanted<K, T>,
) -> Result<Vec<Hit<K, T>>, InvalidRadius> {
    let whole = Disc::new(origin, max_radius_m)?;
    if k == 0 || layout.len() == 0 {
        return Ok(Vec::new());
    }
    let mut tries = Tries::from(first_radius(layout, &whole, k));
    // Little is to be found where the first try is the last.
    let room = if tries.next < max_radius_m {
        MOST_AT_ONCE
    } else {
        FEW_AT_ONCE
    };
    let mut found = Vec::with_capacity(k.saturating_mul(2).min(room));
    loop {
        let radius_m = tries.next;
        let last = radius_m >= max_radius_m;
        let disc = if last {
            whole.clone()
        } else {
            whole.shrunk(radius_m)
        };
        found.clear();
        let mut collect = Collect {
            found: &mut found,
            wanted: &mut wanted,
            most: tries.most(k),
        };
        match layout.walk(&disc, &mut collect) {
            ControlFlow::Break(TooMany) => tries.shrink(max_radius_m),
            ControlFlow::Continue(()) if found.len() >= k || last => return Ok(best(found, k)),
            ControlFlow::Continue(()) => tries.grow(found.len(), k),
        }
    }
}

/// Room made before anything is found, at most.
const MOST_AT_ONCE: usize = 128;
const FEW_AT_ONCE: usize = 16;
/// So much more than `k` points are aimed at.
const AIM: f64 = 1.6;
/// A disc of this radius is the smallest worth trying.
const LEAST_M: f64 = 10.0;

#[expect(clippy::cast_precision_loss, reason = "for estimates only")]
const fn float(count: usize) -> f64 {
    count as f64
}

/// What radius to try next.
struct Tries {
    /// Metres.
    next: f64,
    too_small: f64,
    too_large: f64,
}

impl Tries {
    const fn from(radius_m: f64) -> Self {
        Self {
            next: radius_m,
            too_small: 0.0,
            too_large: f64::INFINITY,
        }
    }

    /// How many points to gather before the radius counts as too large. Where
    /// there is nothing between too small and too large, all.
    fn most(&self, k: usize) -> usize {
        if self.is_narrow() || self.next <= LEAST_M {
            usize::MAX
        } else {
            k.saturating_mul(8).saturating_add(128)
        }
    }

    fn grow(&mut self, found: usize, k: usize) {
        self.too_small = self.next;
        let missing = AIM * float(k) / float(found).max(0.25);
        let radius_m = self.next * missing.sqrt().clamp(1.3, 6.0);
        self.next = if radius_m < self.too_large {
            radius_m
        } else {
            self.between()
        };
    }

    fn shrink(&mut self, max_radius_m: f64) {
        self.too_large = self.next.min(max_radius_m);
        let radius_m = (self.too_large / 3.0).max(LEAST_M);
        self.next = if radius_m > self.too_small {
            radius_m
        } else {
            self.between()
        };
    }

    /// Halfway, or what is too large where there is next to nothing between: so
    /// many points may lie at that very distance that no smaller disc has enough.
    fn between(&self) -> f64 {
        if self.is_narrow() {
            self.too_large
        } else {
            (self.too_small * self.too_large).sqrt()
        }
    }

    fn is_narrow(&self) -> bool {
        self.too_large < self.too_small * 1.2
    }
}

/// The up to `k` nearest in order, `k` not 0. Selects and sorts by single-precision
/// metres, which is quick, then puts right what they cannot tell apart.
fn best<K: Copy + Ord, T: Copy>(mut found: Vec<Hit<K, T>>, k: usize) -> Vec<Hit<K, T>> {
    if found.len() <= k {
        found.sort_unstable_by(Hit::order);
        return found;
    }
    #[expect(clippy::cast_possible_truncation, reason = "sorted exactly below")]
    let rough = |hit: &Hit<K, T>| u64::from((hit.metres as f32).to_bits());
    let mut order: Vec<_> = (0..)
        .zip(&found)
        .map(|(at, hit)| rough(hit) << 32 | at)
        .collect();
    let (nearer, last, farther) = order.select_nth_unstable(k - 1);
    nearer.sort_unstable();
    let last = *last;
    let tied = farther.iter().copied().filter(|at| at >> 32 == last >> 32);
    let kept = nearer.iter().copied().chain([last]).chain(tied);
    let mut best: Vec<_> = kept.map(|at| found[(at & 0xffff_ffff) as usize]).collect();
    best.sort_by(Hit::order);
    best.truncate(k);
    best
}

/// The whole radius where that would not hold many more than `k` points of
/// average ground; else one that holds about enough of the densest shard at the
/// origin, if its points are spread evenly.
fn first_radius<K: Copy + Ord, T: Copy>(layout: &Layout<K, T>, whole: &Disc, k: usize) -> f64 {
    let radius_m = whole.radius_m();
    if PI * radius_m * radius_m * layout.density < SCARCE * float(k) {
        return radius_m;
    }
    let mut density = Density(0.0);
    let ControlFlow::Continue(()) = layout.walk(&whole.shrunk(0.0), &mut density);
    let radius_m = (AIM * float(k) / density.0 / PI).sqrt();
    radius_m.max(LEAST_M)
}

/// People ask where points are dense, so that much less than `k` on average is
/// little.
const SCARCE: f64 = 0.02;

/// Points a square metre.
struct Density(f64);

impl<K: Copy + Ord, T: Copy> Sink<K, T> for Density {
    type Stop = Infallible;
    type Lens = ();
    const TAKES: bool = false;

    #[inline(always)]
    fn lens(_: &Seen<'_, K, T>) {}

    #[inline(always)]
    fn enters(&mut self, shard: &Shard<K, T>) -> bool {
        self.0 = self.0.max(float(shard.len()) / shard.area_m2());
        false
    }

    #[inline(always)]
    fn shards(&mut self, _: &Layout<K, T>, _: &Disc, _: Range<usize>) -> ControlFlow<Infallible> {
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn block(&mut self, _: &Seen<'_, K, T>, (): &(), _: usize) -> ControlFlow<Infallible> {
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn rim(&mut self, _: &Seen<'_, K, T>, (): &(), _: usize) -> ControlFlow<Infallible> {
        ControlFlow::Continue(())
    }
}

/// More points than worth sorting out.
struct TooMany;

struct Collect<'a, K, T, W> {
    found: &'a mut Vec<Hit<K, T>>,
    wanted: &'a mut W,
    most: usize,
}

impl<K, T, W> Collect<'_, K, T, W>
where
    K: Copy + Ord,
    T: Copy,
    W: Wanted<K, T>,
{
    #[inline(always)]
    fn take(
        &mut self,
        seen: &Seen<'_, K, T>,
        block: usize,
        inside: &Lanes<u8>,
    ) -> ControlFlow<TooMany> {
        let metres = seen.metres(block, inside);
        let len = seen.shard.len();
        for at in rows(inside) {
            let row = block * BLOCK + at;
            // All rows are inside of a block that is not full.
            if row < len && self.wanted.row(seen.shard, row) {
                self.found.push(Hit {
                    key: seen.shard.keys[row],
                    tag: seen.shard.tags[row],
                    metres: metres[at],
                });
            }
        }
        if self.found.len() > self.most {
            return ControlFlow::Break(TooMany);
        }
        ControlFlow::Continue(())
    }
}

impl<K, T, W> Sink<K, T> for Collect<'_, K, T, W>
where
    K: Copy + Ord,
    T: Copy,
    W: Wanted<K, T>,
{
    type Stop = TooMany;
    type Lens = ();
    const TAKES: bool = true;

    #[inline(always)]
    fn lens(_: &Seen<'_, K, T>) {}

    #[inline(always)]
    fn enters(&mut self, shard: &Shard<K, T>) -> bool {
        self.wanted.any(shard)
    }

    #[inline(always)]
    fn shards(
        &mut self,
        layout: &Layout<K, T>,
        disc: &Disc,
        shards: Range<usize>,
    ) -> ControlFlow<Self::Stop> {
        for shard in &layout.shards[shards] {
            if self.enters(shard) {
                let seen = Seen::new(shard, disc);
                for block in 0..seen.shard.blocks() {
                    self.take(&seen, block, &ALL)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn block(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Self::Stop> {
        self.take(seen, block, &ALL)
    }

    #[inline(always)]
    fn rim(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Self::Stop> {
        let inside = seen.exact_test(block);
        if inside == NONE {
            return ControlFlow::Continue(());
        }
        self.take(seen, block, &inside)
    }
}
