//! Points of a disc one by one, shards opened as they are asked for.

use std::convert::Infallible;
use std::iter::FusedIterator;
use std::ops::{ControlFlow, Range};

use pulp::NullaryFnOnce;

use crate::disc::Disc;
use crate::hull::{FANOUT, SingleDisc, touched};
use crate::layout::Layout;
use crate::seen::Seen;
use crate::shard::Shard;
use crate::simd;
use crate::visit::Visit;
use crate::walk::{Sink, look_into};
use crate::{GeoIndex, Hit, InvalidRadius, Point};

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
    /// Every point within `radius_m` metres, the rim included, in no particular
    /// order. Lazy: an iterator that is dropped early has looked at little more
    /// than it gave.
    ///
    /// [`within`](Self::within) is faster where every point is wanted.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let index: GeoIndex<u32, bool> = (0..100)
    ///     .map(|i| (i, Point::new(23.7, 90.0 + f64::from(i) / 1000.0).unwrap(), i % 2 == 0))
    ///     .collect();
    /// let here = Point::new(23.7, 90.05)?;
    /// let near: Vec<_> = index.iter_within(here, 1_000.0)?.filter(|hit| hit.tag).collect();
    /// assert_eq!(near.len(), 9);
    /// assert!(index.iter_within(here, 1_000.0)?.any(|hit| hit.key == 50));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter_within(
        &self,
        origin: Point,
        radius_m: f64,
    ) -> Result<impl FusedIterator<Item = Hit<K, T>>, InvalidRadius> {
        let disc = Disc::new(origin, radius_m)?;
        Ok(Within {
            touched: Touched::new(&self.layout, &disc),
            disc,
            hits: Vec::new(),
        })
    }
}

/// The shards that a disc touches, found as they are asked for: each with
/// whether it is wholly inside.
pub(crate) struct Touched<'a, K, T> {
    layout: &'a Layout<K, T>,
    disc: SingleDisc,
    open: Vec<Open>,
}

/// What is still to be looked at.
enum Open {
    Node { level: u32, node: usize },
    Rim(usize),
    Inside(Range<usize>),
}

impl<'a, K: Copy + Ord, T: Copy> Touched<'a, K, T> {
    pub(crate) fn new(layout: &'a Layout<K, T>, disc: &Disc) -> Self {
        let top = (0..).take(layout.levels.len()).last();
        Self {
            layout,
            disc: SingleDisc::of(disc),
            open: Vec::from_iter(top.map(|level| Open::Node { level, node: 0 })),
        }
    }

    #[inline(always)]
    fn advance(&mut self) -> Option<(&'a Shard<K, T>, bool)> {
        let shards = &self.layout.shards;
        loop {
            match self.open.pop()? {
                Open::Node { level, node } => self.look_under(level, node),
                Open::Rim(shard) => return Some((&shards[shard], false)),
                Open::Inside(mut some) => {
                    if let Some(shard) = some.next() {
                        self.open.push(Open::Inside(some));
                        return Some((&shards[shard], true));
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn look_under(&mut self, level: u32, node: usize) {
        let sides = self.layout.levels[level as usize][node].sides(&self.disc);
        for (at, inside) in touched(sides) {
            let child = node * FANOUT + at;
            let shards = self.layout.shards_under(level, child);
            if inside {
                self.open.push(Open::Inside(shards));
            } else if level > 0 {
                let level = level - 1;
                self.open.push(Open::Node { level, node: child });
            } else {
                self.open.extend(shards.map(Open::Rim));
            }
        }
    }
}

impl<'a, K: Copy + Ord, T: Copy> Iterator for Touched<'a, K, T> {
    type Item = (&'a Shard<K, T>, bool);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        struct Next<'t, 'a, K, T>(&'t mut Touched<'a, K, T>);

        impl<'a, K: Copy + Ord, T: Copy> NullaryFnOnce for Next<'_, 'a, K, T> {
            type Output = Option<(&'a Shard<K, T>, bool)>;

            #[inline(always)]
            fn call(self) -> Self::Output {
                self.0.advance()
            }
        }
        simd::run(Next(self))
    }
}

struct Within<'a, K, T> {
    disc: Disc,
    touched: Touched<'a, K, T>,
    /// Of the shard opened last, still to be given.
    hits: Vec<Hit<K, T>>,
}

impl<K: Copy + Ord, T: Copy> Within<'_, K, T> {
    /// Opens the next shard. `None` when there is none.
    #[inline(never)]
    fn open(&mut self) -> Option<()> {
        let (shard, inside) = self.touched.next()?;
        simd::run(Shown {
            shard,
            inside,
            disc: &self.disc,
            single: &self.touched.disc,
            hits: &mut self.hits,
        });
        Some(())
    }
}

impl<K: Copy + Ord, T: Copy> Iterator for Within<'_, K, T> {
    type Item = Hit<K, T>;

    #[inline]
    fn next(&mut self) -> Option<Hit<K, T>> {
        while self.hits.is_empty() {
            self.open()?;
        }
        self.hits.pop()
    }
}

impl<K: Copy + Ord, T: Copy> FusedIterator for Within<'_, K, T> {}

/// Fills `hits` with what a shard holds of a disc.
struct Shown<'a, K, T> {
    shard: &'a Shard<K, T>,
    inside: bool,
    disc: &'a Disc,
    single: &'a SingleDisc,
    hits: &'a mut Vec<Hit<K, T>>,
}

impl<K: Copy + Ord, T: Copy> NullaryFnOnce for Shown<'_, K, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let hits = self.hits;
        let mut visit = Visit(|key, &tag: &T, metres| {
            hits.push(Hit { key, tag, metres });
            ControlFlow::<Infallible>::Continue(())
        });
        let ControlFlow::Continue(()) = if self.inside {
            let seen = Seen::new(self.shard, self.disc);
            (0..self.shard.blocks()).try_for_each(|block| visit.block(&seen, &(), block))
        } else {
            look_into(self.shard, self.disc, self.single, &mut visit)
        };
    }
}
