//! Edges of outlines: straight lines from corner to corner, in degrees, and
//! exactly on which side of one a place lies.

use robust::{Coord, orient2d};

use crate::bounds::Bounds;

/// A longitude (`x`) and a latitude (`y`) in degrees.
pub(crate) type Corner = Coord<f64>;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) from: Corner,
    pub(crate) to: Corner,
}

/// How outlines lie around a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turns {
    /// How often they wind around it, counter-clockwise. On an edge, as seen from
    /// a hair east and half a hair north.
    pub(crate) winding: i32,
    pub(crate) on_edge: bool,
}

impl Turns {
    /// Whether the place lies in the area or on its rim.
    pub(crate) const fn inside(self) -> bool {
        self.on_edge || self.winding > 0
    }
}

impl Edge {
    #[inline(always)]
    pub(crate) fn bounds(self) -> Bounds {
        (Bounds::NOWHERE.with(self.from.x, self.from.y)).with(self.to.x, self.to.y)
    }

    /// Adds how the edge passes a ray from a place to the east: 1 when it goes
    /// up, -1 when it goes down.
    #[inline(always)]
    pub(crate) fn pass(self, place: Corner, turns: &mut Turns) {
        let Bounds {
            west,
            south,
            east,
            north,
        } = self.bounds();
        if place.x > east || place.y > north || place.y < south {
            return;
        }
        let rise = rise(self.from.y, self.to.y, place.y);
        if place.x < west {
            turns.winding += rise;
            return;
        }
        // Positive on the left of the edge, the west of one that goes up.
        let side = orient2d(self.from, self.to, place);
        if side == 0.0 {
            turns.on_edge = true;
        } else if (side > 0.0) == (rise > 0) {
            turns.winding += rise;
        }
    }

    /// Whether a box and the edge have no place in common. Never wrong about
    /// that, but for boxes that no edge could be close to.
    #[inline(always)]
    pub(crate) fn misses(self, bounds: &Bounds) -> bool {
        if !self.bounds().touches(bounds) {
            return true;
        }
        let falling = (self.from.x < self.to.x) != (self.from.y < self.to.y);
        let (low, high) = if falling {
            (bounds.south, bounds.north)
        } else {
            (bounds.north, bounds.south)
        };
        let side = |x, y| orient2d(self.from, self.to, Corner { x, y });
        side(bounds.west, low) * side(bounds.east, high) > 0.0
    }
}

/// How a line between two latitudes passes a third: 1 up, -1 down, 0 not at all.
#[inline(always)]
pub(crate) fn rise(from: f64, to: f64, lat: f64) -> i32 {
    i32::from(to > lat) - i32::from(from > lat)
}
