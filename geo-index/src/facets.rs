//! Facets: how many points of a disc there are of each kind, in one pass.

use std::convert::Infallible;
use std::ops::{ControlFlow, Range};

use crate::disc::Disc;
use crate::layout::Layout;
use crate::seen::Seen;
use crate::walk::Sink;
use crate::{GeoIndex, InvalidRadius, Point};

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
    /// How many points within `radius_m` metres there are of each of `classes`
    /// classes, numbered from 0, in one pass. Points whose `class_of(&tag)` is
    /// `classes` or more are not counted.
    ///
    /// Measures no distance that the answer does not need.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let here = Point::new(23.7, 90.4)?;
    /// let index = GeoIndex::bulk([(1_u32, here, b'a'), (2, here, b'c'), (3, here, b'a'), (4, here, b'?')]);
    /// let letters = index.facets_within(here, 50.0, 26, |&tag| usize::from(tag.wrapping_sub(b'a')))?;
    /// assert_eq!(letters[..4], [2, 0, 1, 0]);
    /// assert_eq!(letters.iter().sum::<usize>(), 3, "the question mark is in no class");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn facets_within(
        &self,
        origin: Point,
        radius_m: f64,
        classes: usize,
        class_of: impl Fn(&T) -> usize,
    ) -> Result<Vec<usize>, InvalidRadius> {
        let disc = Disc::new(origin, radius_m)?;
        let mut facets = Facets {
            counts: vec![0; classes],
            class_of,
        };
        let ControlFlow::Continue(()) = self.layout.walk(&disc, &mut facets);
        Ok(facets.counts)
    }
}

struct Facets<F> {
    counts: Vec<usize>,
    class_of: F,
}

impl<F> Facets<F> {
    #[inline(always)]
    fn add<T>(&mut self, tag: &T, points: u8)
    where
        F: Fn(&T) -> usize,
    {
        if let Some(count) = self.counts.get_mut((self.class_of)(tag)) {
            *count += usize::from(points);
        }
    }
}

impl<K, T, F> Sink<K, T> for Facets<F>
where
    K: Copy + Ord,
    T: Copy,
    F: Fn(&T) -> usize,
{
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
        for shard in &layout.shards[shards] {
            for tag in &shard.tags {
                self.add(tag, 1);
            }
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn block(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Infallible> {
        for tag in &seen.shard.tags[seen.shard.block_rows(block)] {
            self.add(tag, 1);
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn rim(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Infallible> {
        let inside = seen.test(block);
        for (tag, inside) in seen.shard.tags[seen.shard.block_rows(block)]
            .iter()
            .zip(inside)
        {
            self.add(tag, inside);
        }
        ControlFlow::Continue(())
    }
}
