//! The updatable peers, each behind a lock: kiddo's mutable tree and rstar.
//!
//! The writer takes the lock for every single move and spreads its moves evenly,
//! so that readers wait as little as possible: larger bursts or longer locks gave
//! readers a worse p99. Unlike ours, they see half a batch. The trees cannot find
//! an id by themselves, so they are told where it was, at no cost.

use std::sync::{Arc, RwLock};
use std::time::Duration;

use geo_index::Point;
use kiddo::{MutableKdTree, SquaredEuclidean};

use crate::earth::{Disc, ecef};
use crate::engine::{Answer, Engine, Task, widened};
use crate::rstar_tree::{self, Spot};
use crate::shared::{Move, Shared};

/// What a lock guards.
pub(crate) trait Tree: Send + Sync + 'static {
    const NAME: &'static str;

    fn of(points: &[Point]) -> Self;
    fn count(&self, disc: &Disc) -> usize;
    fn collect(&self, disc: &Disc, answer: &mut Answer);
    fn step(&mut self, step: &Prepared);
}

/// A move in Cartesian metres.
pub(crate) struct Prepared {
    key: u32,
    from: [f64; 3],
    to: [f64; 3],
}

impl From<&Move> for Prepared {
    fn from(step: &Move) -> Self {
        Self {
            key: step.key,
            from: ecef(step.from),
            to: ecef(step.to),
        }
    }
}

/// A tree behind a lock.
pub(crate) struct Locked<T> {
    tree: Arc<RwLock<T>>,
}

impl<T: Tree> Locked<T> {
    pub(crate) fn of(points: &[Point]) -> Self {
        let tree = Arc::new(RwLock::new(T::of(points)));
        Self { tree }
    }
}

impl<T: Tree> Shared for Locked<T> {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn rhythm(&self) -> (usize, Duration) {
        (100, Duration::from_millis(1))
    }

    fn reader(&self) -> Box<dyn Engine> {
        Box::new(Reader {
            tree: Arc::clone(&self.tree),
            answer: Vec::new(),
        })
    }

    fn publish(&self, moves: &[Move]) {
        for step in moves {
            let step = Prepared::from(step);
            self.tree.write().expect("nobody panics").step(&step);
        }
    }
}

struct Reader<T> {
    tree: Arc<RwLock<T>>,
    answer: Answer,
}

impl<T: Tree> Engine for Reader<T> {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn ask(&mut self, task: Task, origin: Point, radius_m: f64) -> usize {
        let disc = Disc::new(origin, radius_m);
        let tree = self.tree.read().expect("nobody panics");
        match task {
            Task::Count => tree.count(&disc),
            Task::Collect => {
                tree.collect(&disc, &mut self.answer);
                self.answer.len()
            }
            Task::Nearest => unreachable!("readers beside a writer count and collect"),
        }
    }

    fn found(&self) -> Vec<(u32, f64)> {
        widened(&self.answer)
    }
}

impl Tree for MutableKdTree<f64, 3> {
    const NAME: &'static str = "kiddo + RwLock";

    fn of(points: &[Point]) -> Self {
        let positions: Vec<_> = points.iter().map(|&point| ecef(point)).collect();
        Self::new_from_slice(&positions).expect("positions are finite")
    }

    fn count(&self, disc: &Disc) -> usize {
        let mut count = 0;
        (self.query(&disc.centre))
            .within::<SquaredEuclidean<f64>>(disc.chord2)
            .unsorted()
            .visit(|_| count += 1);
        count
    }

    fn collect(&self, disc: &Disc, answer: &mut Answer) {
        answer.clear();
        (self.query(&disc.centre))
            .within::<SquaredEuclidean<f64>>(disc.chord2)
            .unsorted()
            .visit(|hit| answer.push((hit.item, disc.metres(hit.distance))));
    }

    fn step(&mut self, step: &Prepared) {
        self.remove(&step.from, step.key);
        self.add(&step.to, step.key).expect("positions are finite");
    }
}

impl Tree for rstar_tree::Tree {
    const NAME: &'static str = "rstar + RwLock";

    fn of(points: &[Point]) -> Self {
        rstar_tree::tree_of(points)
    }

    fn count(&self, disc: &Disc) -> usize {
        self.locate_within_distance(disc.centre, disc.chord2)
            .count()
    }

    fn collect(&self, disc: &Disc, answer: &mut Answer) {
        rstar_tree::collect(self, disc, answer);
    }

    fn step(&mut self, step: &Prepared) {
        self.remove(&Spot::new(step.from, step.key));
        self.insert(Spot::new(step.to, step.key));
    }
}
