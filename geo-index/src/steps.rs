//! Sixteen blocks as seen from a disc: for each of them `q` of the
//! [view](crate::view) by steps from the corner of its box.

use crate::flat::{Boxes, Offsets};
use crate::hull::FANOUT;
use crate::lanes::{BLOCK, Lanes};
use crate::view::Quadratic;

#[derive(Clone, Debug)]
pub(crate) struct Steps {
    east_slope: [f32; FANOUT],
    east_bend: [f32; FANOUT],
    north_slope: [f32; FANOUT],
    north_bend: [f32; FANOUT],
    /// In the middle of the first step.
    first: [f32; FANOUT],
}

impl Steps {
    pub(crate) const NONE: Self = Self {
        east_slope: [0.0; FANOUT],
        east_bend: [0.0; FANOUT],
        north_slope: [0.0; FANOUT],
        north_bend: [0.0; FANOUT],
        first: [0.0; FANOUT],
    };

    #[inline(always)]
    pub(crate) fn turn_to(&mut self, boxes: &Boxes, east: Quadratic, north: Quadratic) {
        for at in 0..FANOUT {
            let step_m = boxes.step_m(at);
            let (east_m, north_m) = boxes.first_middle_m(at);
            self.east_slope[at] = step_m * east.slope_at(east_m);
            self.east_bend[at] = step_m * step_m * east.bend;
            self.north_slope[at] = step_m * north.slope_at(north_m);
            self.north_bend[at] = step_m * step_m * north.bend;
            self.first[at] = east.at(east_m) + north.at(north_m);
        }
    }

    /// `q` of the middles of steps in a block.
    #[inline(always)]
    pub(crate) fn powers(&self, at: usize, offsets: &Offsets) -> Lanes<f32> {
        let (east_slope, east_bend) = (self.east_slope[at], self.east_bend[at]);
        let (north_slope, north_bend) = (self.north_slope[at], self.north_bend[at]);
        let first = self.first[at];
        let mut powers = [0.0; BLOCK];
        for row in 0..BLOCK {
            let (e, n) = (f32::from(offsets.east[row]), f32::from(offsets.north[row]));
            let (e, n) = (
                e * (east_slope + e * east_bend),
                n * (north_slope + n * north_bend),
            );
            powers[row] = first + (e + n);
        }
        powers
    }
}
