//! An outline as seen from within a box: only the edges that touch the box are
//! looked at.
//!
//! The others make runs that go from an edge that touches to the next one. How
//! often a run passes the ray to the east is the same for all places in the box,
//! except that it grows or shrinks by one where the ray sweeps over an end of the
//! run; and an end that the ray can sweep over lies east of the box. So each edge
//! that touches adds, beside its own passing, one for an end east of the box and
//! north of the ray, and all else is a constant.

use crate::bounds::Bounds;
use crate::edge::{Corner, Edge, Turns};
use crate::lanes::{BLOCK, Lanes};
use crate::outline::Outline;
use crate::places::Places;

/// Where many edges touch the box, the tree of the outline is quicker.
#[derive(Clone, Debug)]
pub(crate) struct Near<'a> {
    outline: &'a Outline,
    bounds: Bounds,
    /// All that touch the box, unless they are too many.
    edges: Vec<Edge>,
    too_many: bool,
    /// What the other edges add for every place in the box.
    rest: i32,
}

/// Looking at so many edges takes about as long as the way down the tree.
const MANY: usize = 48;

/// How a box lies to an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lies {
    Outside,
    Rim,
    Inside,
}

impl<'a> Near<'a> {
    /// The whole of an outline.
    pub(crate) const fn new(outline: &'a Outline) -> Self {
        Self {
            outline,
            bounds: Bounds::NOWHERE,
            edges: Vec::new(),
            too_many: true,
            rest: 0,
        }
    }

    /// Makes this what the outline is for a box.
    pub(crate) fn set(&mut self, bounds: Bounds) {
        self.edges.clear();
        let all = self.outline.touching(&bounds, MANY, &mut self.edges);
        self.too_many = all.is_break();
        let outline = self.outline;
        self.balance(bounds, |place| outline.turns(place));
    }

    /// Makes this what `wider` is for a box within its own.
    #[inline]
    pub(crate) fn narrow(&mut self, wider: &Self, bounds: Bounds) {
        if wider.too_many {
            return self.set(bounds);
        }
        let touching = wider.edges.iter().filter(|edge| !edge.misses(&bounds));
        self.edges.clear();
        self.edges.extend(touching);
        self.too_many = false;
        self.balance(bounds, |place| wider.turns(place));
    }

    /// Finds the constant at one place of the box.
    #[inline]
    fn balance(&mut self, bounds: Bounds, turns: impl Fn(Corner) -> Turns) {
        let place = Corner {
            x: bounds.west,
            y: bounds.south,
        };
        self.bounds = bounds;
        if !self.too_many {
            self.rest = 0;
            self.rest = turns(place).winding - self.turns(place).winding;
        }
    }

    /// How the outline lies around a place in the box.
    #[inline(always)]
    pub(crate) fn turns(&self, place: Corner) -> Turns {
        if self.too_many {
            return self.outline.turns(place);
        }
        let mut turns = Turns {
            winding: self.rest,
            on_edge: false,
        };
        for edge in &self.edges {
            edge.pass(place, &mut turns);
            turns.winding += self.ahead(edge.from, place) - self.ahead(edge.to, place);
        }
        turns
    }

    /// For each of some places in the box 1 when it is in the area, 0 when not.
    #[inline(always)]
    pub(crate) fn inside(&self, places: &Places) -> Lanes<u8> {
        let mut inside = [0; BLOCK];
        let mut turns = [self.rest; BLOCK];
        let mut unsettled = [i32::from(self.too_many); BLOCK];
        let edges = if self.too_many { &[] } else { &self.edges[..] };
        for edge in edges {
            let ends = [edge.from, edge.to].map(|end| i32::from(end.x > self.bounds.east));
            places.pass(*edge, ends, &mut turns, &mut unsettled);
        }
        for row in 0..BLOCK {
            inside[row] = u8::from(turns[row] > 0);
        }
        for row in 0..places.len {
            if unsettled[row] != 0 {
                inside[row] = u8::from(self.turns(places.at(row)).inside());
            }
        }
        inside
    }

    /// Whether a corner lies east of the box and north of a place.
    #[inline(always)]
    fn ahead(&self, corner: Corner, place: Corner) -> i32 {
        i32::from(corner.x > self.bounds.east) & i32::from(corner.y > place.y)
    }

    #[inline]
    pub(crate) fn lies(&self) -> Lies {
        match (self.edges.is_empty(), self.rest > 0) {
            (false, _) => Lies::Rim,
            (true, false) => Lies::Outside,
            (true, true) => Lies::Inside,
        }
    }
}
