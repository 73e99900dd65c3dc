//! The places of a block side by side, to be looked at together.

use crate::Point;
use crate::bounds::Bounds;
use crate::edge::{Corner, Edge};
use crate::lanes::{BLOCK, Lanes};

/// From 1 to 32 places; missing ones repeat the first.
pub(crate) struct Places {
    x: Lanes<f64>,
    y: Lanes<f64>,
    pub(crate) len: usize,
}

/// Twice as far as the sign of an orientation in double precision can be off,
/// relative to its terms (Shewchuk's `ccwerrboundA`).
const UNSURE: f64 = 3.5 * f64::EPSILON;
/// Boxes that grow side by side.
const AT_ONCE: usize = 8;

impl Places {
    #[inline(always)]
    pub(crate) fn of(places: &[Point]) -> Self {
        let mut lanes = Self {
            x: [places[0].lng(); BLOCK],
            y: [places[0].lat(); BLOCK],
            len: places.len(),
        };
        for ((x, y), place) in lanes.x.iter_mut().zip(&mut lanes.y).zip(places) {
            (*x, *y) = (place.lng(), place.lat());
        }
        lanes
    }

    #[inline(always)]
    pub(crate) const fn at(&self, row: usize) -> Corner {
        Corner {
            x: self.x[row],
            y: self.y[row],
        }
    }

    /// The box around them.
    #[inline(always)]
    pub(crate) fn bounds(&self) -> Bounds {
        let mut boxes = [Bounds::NOWHERE; AT_ONCE];
        for row in (0..BLOCK).step_by(AT_ONCE) {
            for at in 0..AT_ONCE {
                boxes[at] = boxes[at].with(self.x[row + at], self.y[row + at]);
            }
        }
        Bounds::over(&boxes)
    }

    /// As [`Edge::pass`], less 1 for each place south of an end of the edge that
    /// `ahead` says is ahead of all of them, 1 or 0. Marks the places that may lie
    /// on the edge.
    #[inline(always)]
    pub(crate) fn pass(
        &self,
        edge: Edge,
        ahead: [i32; 2],
        turns: &mut Lanes<i32>,
        unsettled: &mut Lanes<i32>,
    ) {
        let Edge { from, to } = edge;
        for row in 0..BLOCK {
            let (x, y) = (self.x[row], self.y[row]);
            let left = (from.x - x) * (to.y - y);
            let right = (from.y - y) * (to.x - x);
            let side = left - right;
            let doubt = (left.abs() + right.abs()) * UNSURE;
            let [above_from, above_to] = [i32::from(from.y > y), i32::from(to.y > y)];
            let rise = above_to - above_from;
            let passes = i32::from((side > 0.0) == (rise > 0));
            turns[row] += passes * rise + ahead[0] * above_from - ahead[1] * above_to;
            unsettled[row] |= i32::from(side.abs() <= doubt);
        }
    }
}
