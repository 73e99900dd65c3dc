//! Sixteen blocks as seen from a disc: for each of them `q` of the
//! [view](crate::view) by steps from the corner of its box.

use crate::flat::{Boxes, Offsets};
use crate::gauge::Near;
use crate::hull::FANOUT;
use crate::lanes::{BLOCK, Lanes};
use crate::plane::TICK_M;
use crate::view::Quadratic;

#[derive(Clone, Debug)]
pub(crate) struct Steps {
    east_slope: [f32; FANOUT],
    east_bend: [f32; FANOUT],
    north_slope: [f32; FANOUT],
    north_bend: [f32; FANOUT],
    /// In the middle of the first step.
    first: [f32; FANOUT],
    /// Metres in a step.
    pub(crate) step_m: [f32; FANOUT],
    /// Metres to the middle of the first step.
    east_m: [f32; FANOUT],
    north_m: [f32; FANOUT],
}

impl Steps {
    pub(crate) const NONE: Self = Self {
        east_slope: [0.0; FANOUT],
        east_bend: [0.0; FANOUT],
        north_slope: [0.0; FANOUT],
        north_bend: [0.0; FANOUT],
        first: [0.0; FANOUT],
        step_m: [0.0; FANOUT],
        east_m: [0.0; FANOUT],
        north_m: [0.0; FANOUT],
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
            self.step_m[at] = step_m;
            self.east_m[at] = east_m;
            self.north_m[at] = north_m;
        }
    }

    /// `q` of places in a block, each so many steps east and north of the middle of
    /// the first one.
    #[inline(always)]
    pub(crate) fn powers(&self, at: usize, place: impl Fn(usize) -> (f32, f32)) -> Lanes<f32> {
        let (east_slope, east_bend) = (self.east_slope[at], self.east_bend[at]);
        let (north_slope, north_bend) = (self.north_slope[at], self.north_bend[at]);
        let first = self.first[at];
        let mut powers = [0.0; BLOCK];
        for row in 0..BLOCK {
            let (e, n) = place(row);
            let (e, n) = (
                e * (east_slope + e * east_bend),
                n * (north_slope + n * north_bend),
            );
            powers[row] = first + (e + n);
        }
        powers
    }

    /// Metres of places in a block.
    #[inline(always)]
    pub(crate) fn near(
        &self,
        near: &Near,
        at: usize,
        place: impl Fn(usize) -> (f32, f32),
    ) -> Lanes<f32> {
        let (step_m, east_m, north_m) = (self.step_m[at], self.east_m[at], self.north_m[at]);
        let mut metres = [0.0; BLOCK];
        for row in 0..BLOCK {
            let (e, n) = place(row);
            metres[row] = near.metres(east_m + e * step_m, north_m + n * step_m);
        }
        metres
    }

    /// The part of a step that a tick is.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "a power of two")]
    pub(crate) fn tick(&self, at: usize) -> f32 {
        TICK_M as f32 / self.step_m[at]
    }
}

/// The middles of steps.
#[inline(always)]
pub(crate) fn middles(coarse: &Offsets) -> impl Fn(usize) -> (f32, f32) {
    |row| (f32::from(coarse.east[row]), f32::from(coarse.north[row]))
}

/// The very places.
#[inline(always)]
pub(crate) fn places(coarse: &Offsets, fine: &Offsets, tick: f32) -> impl Fn(usize) -> (f32, f32) {
    move |row| {
        let (e, n) = (f32::from(fine.east[row]), f32::from(fine.north[row]));
        (
            (e * tick - 0.5) + f32::from(coarse.east[row]),
            (n * tick - 0.5) + f32::from(coarse.north[row]),
        )
    }
}
