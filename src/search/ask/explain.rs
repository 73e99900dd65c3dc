//! What the radius index does for one question, for people who wonder why it is
//! fast or slow.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::Instant;

use geo_index::InvalidRadius;
use kernel::Point;
use serde::Serialize;

use super::disc::geo_point;
use crate::{GeoSize, Search};

/// One question, explained.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Shops within the radius, closed ones too.
    pub results: usize,
    /// What it took, in microseconds.
    pub microseconds: Took,
    /// What was asked.
    pub index: GeoSize,
    /// Nodes of the tree tested, each for all of its children at once.
    pub nodes_tested: usize,
    /// Shards: the points of one H3 cell each.
    pub shards: Sides,
    /// Shards touched, by the resolution of their H3 cell.
    pub h3_cells: BTreeMap<usize, usize>,
    /// Blocks of up to 32 points in the opened shards.
    pub blocks: Sides,
    /// Points tested one by one.
    pub points_tested: usize,
    /// Those so close to the rim that only the full geodesic can tell.
    pub settled_by_geodesic: usize,
    /// The vector instructions in use.
    pub instructions: String,
}

/// How long two ways to ask take, each asked once.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Took {
    /// Every shop with its distance, as `nearby` and `search` ask.
    pub visit: f64,
    /// Only how many.
    pub count: f64,
}

/// How something lies to the disc.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Sides {
    /// Wholly inside: taken without a look.
    pub inside: usize,
    /// On the rim: looked into.
    pub on_rim: usize,
}

impl Search {
    /// Asks the radius index, without any filter, and tells what it looked at.
    pub fn explain(&self, origin: Point, radius_m: f64) -> Result<Explanation, InvalidRadius> {
        let (index, origin) = (self.geo.load(), geo_point(origin));
        let (visit, visited) = timed(|| {
            index.within(origin, radius_m, |ord, kind, metres| {
                black_box((ord, kind, metres));
                ControlFlow::<()>::Continue(())
            })
        });
        let _ = visited?;
        let (count, counted) = timed(|| index.count_within(origin, radius_m));
        let seen = index.explain_within(origin, radius_m)?;
        let cells = seen.resolutions.into_iter().enumerate();
        Ok(Explanation {
            results: counted?,
            microseconds: Took { visit, count },
            index: self.geo_size(),
            nodes_tested: seen.nodes_tested,
            shards: Sides {
                inside: seen.shards_inside,
                on_rim: seen.shards_opened,
            },
            h3_cells: cells.filter(|(_, shards)| *shards > 0).collect(),
            blocks: Sides {
                inside: seen.blocks_inside,
                on_rim: seen.blocks_on_rim,
            },
            points_tested: seen.points_tested,
            settled_by_geodesic: seen.points_settled,
            instructions: format!("{:?}", seen.instructions).to_lowercase(),
        })
    }
}

/// Microseconds, and the result.
fn timed<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = run();
    (started.elapsed().as_secs_f64() * 1e6, result)
}
