//! Outlines of areas as a tree of boxes over runs of edges: around which places
//! they wind, and what of them touches a box.

use std::ops::{ControlFlow, Range};

use crate::bounds::Bounds;
use crate::edge::{Corner, Edge, Turns, rise};
use crate::ring::Ring;

/// Closed rings. Those counter-clockwise add what they hold, those clockwise
/// take it away.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    corners: Vec<Corner>,
    nodes: Vec<Node>,
    /// Over all rings.
    root: Option<Node>,
}

/// A run of edges that follow each other, or some closed rings.
#[derive(Clone, Debug)]
struct Node {
    bounds: Bounds,
    /// The latitudes between which a ray that the whole of the node lies ahead of
    /// is passed: where the run begins and ends. Closed rings pass it up as often
    /// as down.
    from: f64,
    to: f64,
    under: Under,
}

#[derive(Clone, Debug)]
enum Under {
    /// From each of these corners to the next one.
    Edges(Range<usize>),
    Nodes(Range<usize>),
}

/// Edges or nodes under a node.
const MOST_UNDER: usize = 8;

impl Outline {
    pub(crate) fn new<'r>(rings: impl IntoIterator<Item = &'r Ring>) -> Self {
        let mut outline = Self::default();
        let mut roots: Vec<_> = (rings.into_iter()).map(|ring| outline.add(ring)).collect();
        // Islands close together under one node.
        roots.sort_by(|a, b| a.bounds.west.total_cmp(&b.bounds.west));
        outline.root = outline.raise(roots, Self::over_rings);
        outline
    }

    fn add(&mut self, ring: &Ring) -> Node {
        let first = self.corners.len();
        self.corners.extend_from_slice(&ring.corners);
        let edges = first..self.corners.len() - 1;
        let runs = edges
            .clone()
            .step_by(MOST_UNDER)
            .map(|first| self.run(first..(first + MOST_UNDER).min(edges.end)))
            .collect();
        self.raise(runs, Self::over_run).expect("a ring has edges")
    }

    fn run(&self, edges: Range<usize>) -> Node {
        let bounds =
            (self.edges(edges.clone())).fold(Bounds::NOWHERE, |all, e| all.and(e.bounds()));
        Node {
            bounds,
            from: self.corners[edges.start].y,
            to: self.corners[edges.end].y,
            under: Under::Edges(edges),
        }
    }

    /// Puts nodes under nodes until there is one.
    fn raise(
        &mut self,
        mut nodes: Vec<Node>,
        over: impl Fn(&Self, Range<usize>) -> Node,
    ) -> Option<Node> {
        while nodes.len() > 1 {
            let first = self.nodes.len();
            self.nodes.append(&mut nodes);
            let all = first..self.nodes.len();
            nodes = (all.clone().step_by(MOST_UNDER))
                .map(|first| over(self, first..(first + MOST_UNDER).min(all.end)))
                .collect();
        }
        nodes.pop()
    }

    /// Over parts of one run.
    fn over_run(&self, nodes: Range<usize>) -> Node {
        let some = &self.nodes[nodes.clone()];
        Node {
            bounds: some
                .iter()
                .fold(Bounds::NOWHERE, |all, node| all.and(node.bounds)),
            from: some[0].from,
            to: some[some.len() - 1].to,
            under: Under::Nodes(nodes),
        }
    }

    fn over_rings(&self, nodes: Range<usize>) -> Node {
        let mut over = self.over_run(nodes);
        over.to = over.from;
        over
    }

    fn edges(&self, edges: Range<usize>) -> impl Iterator<Item = Edge> {
        (self.corners[edges.start..=edges.end].windows(2)).map(|pair| Edge {
            from: pair[0],
            to: pair[1],
        })
    }

    /// How the rings lie around a place.
    pub(crate) fn turns(&self, place: Corner) -> Turns {
        let mut turns = Turns::default();
        if let Some(root) = &self.root {
            self.pass(root, place, &mut turns);
        }
        turns
    }

    fn pass(&self, node: &Node, place: Corner, turns: &mut Turns) {
        let bounds = &node.bounds;
        if place.y < bounds.south || place.y > bounds.north || place.x > bounds.east {
            return;
        }
        if place.x < bounds.west {
            turns.winding += rise(node.from, node.to, place.y);
            return;
        }
        match node.under.clone() {
            Under::Edges(edges) => (self.edges(edges)).for_each(|edge| edge.pass(place, turns)),
            Under::Nodes(nodes) => {
                (self.nodes[nodes].iter()).for_each(|node| self.pass(node, place, turns));
            }
        }
    }

    /// Adds the edges that touch a box to `found`, breaks at more than `most`.
    pub(crate) fn touching(
        &self,
        bounds: &Bounds,
        most: usize,
        found: &mut Vec<Edge>,
    ) -> ControlFlow<()> {
        (self.root.iter()).try_for_each(|root| self.touching_under(root, bounds, most, found))
    }

    fn touching_under(
        &self,
        node: &Node,
        bounds: &Bounds,
        most: usize,
        found: &mut Vec<Edge>,
    ) -> ControlFlow<()> {
        if !node.bounds.touches(bounds) {
            return ControlFlow::Continue(());
        }
        match node.under.clone() {
            Under::Nodes(nodes) => (self.nodes[nodes].iter())
                .try_for_each(|node| self.touching_under(node, bounds, most, found)),
            Under::Edges(edges) => {
                found.extend(self.edges(edges).filter(|edge| !edge.misses(bounds)));
                if found.len() > most {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};

    use super::*;
    use crate::Point;

    /// On a lattice, so that rings cross and touch themselves and each other.
    fn ring(rng: &mut StdRng, corners: usize) -> Option<Ring> {
        let mut degrees = || f64::from(rng.random_range(-8..=8_i32)) / 2.0;
        let corners: Vec<_> = (0..corners)
            .map(|_| Point::new(degrees(), degrees()).unwrap())
            .collect();
        Ring::new(&corners).ok()
    }

    #[test]
    fn a_tree_says_what_all_edges_say() {
        let mut rng = StdRng::seed_from_u64(3);
        for round in 0..200 {
            let rings: Vec<_> = (0..=round % 30)
                .filter_map(|_| ring(&mut rng, 3 + round))
                .collect();
            let outline = Outline::new(&rings);
            for at in 0..40_i32 {
                let place = Corner {
                    x: f64::from(at % 8) - 4.0,
                    y: f64::from(at) / 4.0 - 5.0,
                };
                let mut expected = Turns::default();
                for pair in rings.iter().flat_map(|ring| ring.corners.windows(2)) {
                    let [from, to] = [pair[0], pair[1]];
                    Edge { from, to }.pass(place, &mut expected);
                }
                assert_eq!(outline.turns(place), expected, "around {place:?}");
            }
        }
    }
}
