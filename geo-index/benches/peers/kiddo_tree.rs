//! kiddo 6: an immutable k-d tree over Cartesian metres.
//!
//! `FlatVec` leaves of 64 were the fastest of the layouts tried here (`FlatVec`
//! and `VecOfArenas` with 32, 64 and 128 per leaf, Eytzinger and Donnelly stems).
//! `visit` avoids materialising a result that is copied again.

use std::num::NonZero;

use geo_index::Point;
use kiddo::leaf_strategies::FlatVec;
use kiddo::{Eytzinger, KdTree, SquaredEuclidean};

use crate::earth::{Disc, ecef};
use crate::engine::{Answer, Engine, NEAREST, Task, widened};

type Tree = KdTree<f64, u32, Eytzinger, FlatVec<f64, u32, 3, 64>, 3, 64>;
type Metric = SquaredEuclidean<f64>;
const WANTED: NonZero<usize> = NonZero::new(NEAREST).expect("50 is not zero");

pub(crate) struct Kiddo {
    tree: Tree,
    answer: Answer,
}

impl Kiddo {
    pub(crate) fn build(points: &[Point]) -> Self {
        let positions: Vec<_> = points.iter().map(|&point| ecef(point)).collect();
        Self {
            tree: Tree::new_from_slice_parallel(&positions).expect("positions are finite"),
            answer: Vec::new(),
        }
    }

    fn count(&self, disc: &Disc) -> usize {
        let mut count = 0;
        (self.tree.query(&disc.centre))
            .within::<Metric>(disc.chord2)
            .unsorted()
            .visit(|_| count += 1);
        count
    }

    fn collect(&mut self, disc: &Disc) {
        self.answer.clear();
        (self.tree.query(&disc.centre))
            .within::<Metric>(disc.chord2)
            .unsorted()
            .visit(|hit| self.answer.push((hit.item, disc.metres(hit.distance))));
    }

    fn nearest(&mut self, disc: &Disc) {
        let hits = (self.tree.query(&disc.centre))
            .nearest_n::<Metric>(WANTED)
            .within(disc.chord2)
            .execute();
        self.answer.clear();
        (self.answer).extend((hits.iter()).map(|hit| (hit.item, disc.metres(hit.distance))));
    }
}

impl Engine for Kiddo {
    fn name(&self) -> &'static str {
        "kiddo"
    }

    fn ask(&mut self, task: Task, origin: Point, radius_m: f64) -> usize {
        let disc = Disc::new(origin, radius_m);
        match task {
            Task::Count => return self.count(&disc),
            Task::Collect => self.collect(&disc),
            Task::Nearest => self.nearest(&disc),
        }
        self.answer.len()
    }

    fn found(&self) -> Vec<(u32, f64)> {
        widened(&self.answer)
    }
}
