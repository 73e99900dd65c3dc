//! What a query does, for people who wonder why it is fast or slow.

use std::convert::Infallible;
use std::fmt;
use std::ops::{ControlFlow, Range};

use crate::disc::Disc;
use crate::hull::RIM;
use crate::lanes::Lanes;
use crate::layout::Layout;
use crate::seen::{Seen, View};
use crate::shard::Shard;
use crate::walk::Sink;
use crate::{GeoIndex, Instructions, InvalidRadius, Point};

/// What finding the points within a radius takes. Displays like the `EXPLAIN` of
/// a database.
///
/// ```
/// use geo_index::{GeoIndex, Point};
///
/// let here = Point::new(23.75, 90.39)?;
/// let index = GeoIndex::bulk([(7_u32, here, 'a')]);
/// let explained = index.explain_within(here, 10.0)?;
/// assert!(explained.to_string().starts_with("1 point within 10 m of 23.75, 90.39\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Explained {
    /// Where the query was asked.
    pub origin: Point,
    /// The radius asked for, in metres.
    pub radius_m: f64,
    /// How many points lie within it.
    pub results: usize,
    /// Nodes of the tree tested, each in one step for all of its up to sixteen
    /// children.
    pub nodes_tested: usize,
    /// Shards wholly inside: taken without a look.
    pub shards_inside: usize,
    /// Shards on the rim: opened.
    pub shards_opened: usize,
    /// Shards touched, by the resolution of the H3 cell that each one holds.
    pub resolutions: [usize; 16],
    /// Blocks of up to 32 points in the opened shards, each tested by its box.
    pub blocks_tested: usize,
    /// Those of them wholly inside: taken without a look.
    pub blocks_inside: usize,
    /// Those of them on the rim: each point is tested.
    pub blocks_on_rim: usize,
    /// Points tested one by one.
    pub points_tested: usize,
    /// Points so close to the rim that only the full geodesic can tell.
    pub points_settled: usize,
    /// The vector instructions in use.
    pub instructions: Instructions,
}

impl<K: Copy + Ord, T: Copy> GeoIndex<K, T> {
    /// What a query within `radius_m` metres looks at. All such queries look at
    /// the same.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let index: GeoIndex<u32, ()> = (0..10_000)
    ///     .map(|i| (i, Point::new(23.7, 90.0 + f64::from(i) / 10_000.0).unwrap(), ()))
    ///     .collect();
    /// let here = Point::new(23.7, 90.5)?;
    /// let explained = index.explain_within(here, 20_000.0)?;
    /// assert_eq!(explained.results, index.count_within(here, 20_000.0)?);
    /// assert!(explained.points_tested < explained.results / 10);
    /// println!("{explained}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_within(&self, origin: Point, radius_m: f64) -> Result<Explained, InvalidRadius> {
        let disc = Disc::new(origin, radius_m)?;
        let mut explain = Explain(Explained::nothing(origin, radius_m));
        let ControlFlow::Continue(()) = self.layout.walk(&disc, &mut explain);
        Ok(explain.0)
    }
}

impl Explained {
    fn nothing(origin: Point, radius_m: f64) -> Self {
        Self {
            origin,
            radius_m,
            results: 0,
            nodes_tested: 0,
            shards_inside: 0,
            shards_opened: 0,
            resolutions: [0; 16],
            blocks_tested: 0,
            blocks_inside: 0,
            blocks_on_rim: 0,
            points_tested: 0,
            points_settled: 0,
            instructions: Instructions::current(),
        }
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = if self.results == 1 { "point" } else { "points" };
        let (lat, lng) = (self.origin.lat(), self.origin.lng());
        writeln!(
            f,
            "{} {points} within {} m of {lat}, {lng}",
            self.results, self.radius_m
        )?;
        writeln!(f, "  Tree: {} nodes tested", self.nodes_tested)?;
        writeln!(
            f,
            "  Shards: {} inside, {} opened{}",
            self.shards_inside,
            self.shards_opened,
            Resolutions(&self.resolutions)
        )?;
        writeln!(
            f,
            "  Blocks: {} tested, {} inside, {} on the rim",
            self.blocks_tested, self.blocks_inside, self.blocks_on_rim
        )?;
        writeln!(
            f,
            "  Points: {} tested, {} by the geodesic",
            self.points_tested, self.points_settled
        )?;
        write!(f, "  Instructions: {:?}", self.instructions)
    }
}

struct Resolutions<'a>(&'a [usize; 16]);

impl fmt::Display for Resolutions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let there = self.0.iter().enumerate().filter(|&(_, &shards)| shards > 0);
        for (at, (resolution, shards)) in there.enumerate() {
            let before = if at == 0 { " (H3 resolution" } else { "," };
            write!(f, "{before} {resolution}: {shards}")?;
        }
        let any = self.0.iter().any(|&shards| shards > 0);
        f.write_str(if any { ")" } else { "" })
    }
}

struct Explain(Explained);

impl Explain {
    fn touches<K, T>(&mut self, shard: &Shard<K, T>) {
        self.0.resolutions[usize::from(u8::from(shard.cell.resolution()))] += 1;
    }
}

fn sides<K, T>(seen: &Seen<'_, K, T>, block: usize) -> Lanes<u8> {
    match &seen.view {
        View::Flat(view) => view.test(block),
        View::Round(round) => round.test(seen.disc, block),
    }
}

impl<K: Copy + Ord, T: Copy> Sink<K, T> for Explain {
    type Stop = Infallible;
    type Lens = ();
    const TAKES: bool = false;

    fn lens(_: &Seen<'_, K, T>) {}

    fn tested_node(&mut self) {
        self.0.nodes_tested += 1;
    }

    fn enters(&mut self, shard: &Shard<K, T>) -> bool {
        self.touches(shard);
        self.0.shards_opened += 1;
        self.0.blocks_tested += shard.blocks();
        true
    }

    fn shards(
        &mut self,
        layout: &Layout<K, T>,
        _: &Disc,
        shards: Range<usize>,
    ) -> ControlFlow<Infallible> {
        for shard in &layout.shards[shards] {
            self.touches(shard);
            self.0.shards_inside += 1;
            self.0.results += shard.len();
        }
        ControlFlow::Continue(())
    }

    fn block(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Infallible> {
        self.0.blocks_inside += 1;
        self.0.results += seen.shard.block_rows(block).len();
        ControlFlow::Continue(())
    }

    fn rim(&mut self, seen: &Seen<'_, K, T>, (): &(), block: usize) -> ControlFlow<Infallible> {
        let rows = seen.shard.block_rows(block).len();
        let sides = sides(seen, block);
        let unsettled = sides[..rows].iter().filter(|&&side| side == RIM);
        self.0.blocks_on_rim += 1;
        self.0.points_tested += rows;
        self.0.points_settled += unsettled.count();
        self.0.results += seen.count(block);
        ControlFlow::Continue(())
    }
}
