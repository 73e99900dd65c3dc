//! rstar 0.14: an R*-tree over Cartesian metres, bulk loaded.
//!
//! Nodes of 32 were a little faster here than the default of 6, and internal
//! iteration was not faster than the iterators.

use geo_index::Point;
use rstar::primitives::GeomWithData;
use rstar::{PointDistance as _, RStarInsertionStrategy, RTree, RTreeParams};

use crate::earth::{Disc, Ecef, ecef};
use crate::engine::{Answer, Engine, NEAREST, Task, widened};

pub(crate) type Spot = GeomWithData<Ecef, u32>;
pub(crate) type Tree = RTree<Spot, LargeNodes>;

pub(crate) struct LargeNodes;

impl RTreeParams for LargeNodes {
    const MIN_SIZE: usize = 10;
    const MAX_SIZE: usize = 32;
    const REINSERTION_COUNT: usize = 8;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

pub(crate) fn tree_of(points: &[Point]) -> Tree {
    let spots = (0..)
        .zip(points)
        .map(|(id, &point)| Spot::new(ecef(point), id));
    Tree::bulk_load_with_params(spots.collect())
}

pub(crate) fn collect(tree: &Tree, disc: &Disc, answer: &mut Answer) {
    answer.clear();
    let spots = tree.locate_within_distance(disc.centre, disc.chord2);
    answer.extend(spots.map(|spot| (spot.data, disc.metres(spot.distance_2(&disc.centre)))));
}

pub(crate) struct Rstar {
    tree: Tree,
    answer: Answer,
}

impl Rstar {
    pub(crate) fn build(points: &[Point]) -> Self {
        Self {
            tree: tree_of(points),
            answer: Vec::new(),
        }
    }

    fn nearest(&mut self, disc: &Disc) {
        self.answer.clear();
        let spots = (self.tree)
            .nearest_neighbor_iter_with_distance_2(disc.centre)
            .take_while(|&(_, chord2)| chord2 <= disc.chord2)
            .take(NEAREST);
        (self.answer).extend(spots.map(|(spot, chord2)| (spot.data, disc.metres(chord2))));
    }
}

impl Engine for Rstar {
    fn name(&self) -> &'static str {
        "rstar"
    }

    fn ask(&mut self, task: Task, origin: Point, radius_m: f64) -> usize {
        let disc = Disc::new(origin, radius_m);
        match task {
            Task::Count => {
                let spots = (self.tree).locate_within_distance(disc.centre, disc.chord2);
                return spots.count();
            }
            Task::Collect => collect(&self.tree, &disc, &mut self.answer),
            Task::Nearest => self.nearest(&disc),
        }
        self.answer.len()
    }

    fn found(&self) -> Vec<(u32, f64)> {
        widened(&self.answer)
    }
}
