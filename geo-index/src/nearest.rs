//! The k nearest points: best-first over bounding spheres, with a bounded heap
//! of the best so far.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::Hit;
use crate::disc::Disc;
use crate::layout::Layout;

/// Finds the up to `k` nearest rows of the disc that satisfy `predicate`.
pub(crate) fn search<K: Copy + Ord, T: Copy>(
    layout: &Layout<K, T>,
    disc: &Disc,
    k: usize,
    predicate: impl FnMut(K, &T) -> bool,
) -> Vec<Hit<K, T>> {
    if k == 0 {
        return Vec::new();
    }
    let mut search = Search {
        layout,
        disc,
        k,
        predicate,
        reach_m: disc.outside_m(),
        open: BinaryHeap::new(),
        best: BinaryHeap::new(),
    };
    search.run();
    let best = search.best.into_sorted_vec();
    best.into_iter().map(|ranked| ranked.0).collect()
}

struct Search<'a, K, T, P> {
    layout: &'a Layout<K, T>,
    disc: &'a Disc,
    k: usize,
    predicate: P,
    /// Longest chord that can still get into the answer.
    reach_m: f64,
    open: BinaryHeap<Reverse<Open>>,
    /// The farthest on top, to be dropped first.
    best: BinaryHeap<Ranked<K, T>>,
}

impl<K: Copy + Ord, T: Copy, P: FnMut(K, &T) -> bool> Search<'_, K, T, P> {
    fn run(&mut self) {
        for group in 0..self.layout.groups.len() {
            self.consider(Node::Group(group));
        }
        while let Some(Reverse(Open { chord_m, node })) = self.open.pop() {
            // A chord equal to the reach may still win a tie by its key.
            if chord_m > self.reach_m {
                return;
            }
            self.expand(node);
        }
    }

    fn expand(&mut self, node: Node) {
        match node {
            Node::Group(group) => {
                for shard in self.layout.group_shards(group) {
                    self.consider(Node::Shard(shard));
                }
            }
            Node::Shard(shard) => {
                for block in 0..self.layout.shards[shard].blocks.len() {
                    self.consider(Node::Block(shard, block));
                }
            }
            Node::Block(shard, block) => self.scan(shard, block),
        }
    }

    fn consider(&mut self, node: Node) {
        let sphere = match node {
            Node::Group(group) => &self.layout.groups[group],
            Node::Shard(shard) => &self.layout.spheres[shard],
            Node::Block(shard, block) => &self.layout.shards[shard].blocks[block],
        };
        let chord_m = sphere.nearest_chord(self.disc.ruler.position());
        if chord_m <= self.reach_m {
            self.open.push(Reverse(Open { chord_m, node }));
        }
    }

    fn scan(&mut self, shard: usize, block: usize) {
        let shard = &self.layout.shards[shard];
        for row in shard.block_rows(block) {
            let (point, position) = (shard.points[row], shard.position(row));
            let chord2 = self.disc.ruler.position().chord2(position);
            if chord2 <= self.reach_m * self.reach_m
                && (self.predicate)(shard.keys[row], &shard.tags[row])
                && self.disc.contains(point, position)
            {
                self.keep(Hit {
                    key: shard.keys[row],
                    tag: shard.tags[row],
                    metres: self.disc.metres(point, position),
                });
            }
        }
    }

    fn keep(&mut self, hit: Hit<K, T>) {
        self.best.push(Ranked(hit));
        if self.best.len() > self.k {
            self.best.pop();
        }
        if self.best.len() == self.k
            && let Some(farthest) = self.best.peek()
        {
            // A chord is never longer than its arc; the margin is for rounding.
            self.reach_m = self.reach_m.min(farthest.0.metres + 1e-6);
        }
    }
}

#[derive(Clone, Copy)]
enum Node {
    Group(usize),
    Shard(usize),
    Block(usize, usize),
}

/// A node still to be looked into, by the chord to its nearest side.
#[derive(Clone, Copy)]
struct Open {
    chord_m: f64,
    node: Node,
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.chord_m.total_cmp(&other.chord_m)
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}

struct Ranked<K, T>(Hit<K, T>);

impl<K: Ord, T> Ord for Ranked<K, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.order(&other.0)
    }
}

impl<K: Ord, T> PartialOrd for Ranked<K, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord, T> PartialEq for Ranked<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<K: Ord, T> Eq for Ranked<K, T> {}
