//! Where points are, several at a time.

use pulp::NullaryFnOnce;

use crate::Point;
use crate::earth::Ecef;
use crate::flat::TickColumns;
use crate::frame::{Frame, REACH_M, Ticks, nearest_tick};
use crate::simd;

/// Points worked on together.
const TOGETHER: usize = 8;

/// Of all points, in their order.
pub(crate) fn positions(points: &[Point]) -> Vec<Ecef> {
    simd::run(Positions { points })
}

/// Ticks of all points, in their order. `None` if one is beyond the frame.
pub(crate) fn ticks(frame: &Frame, points: &[Point]) -> Option<TickColumns> {
    simd::run(InFrame { frame, points })
}

struct Positions<'a> {
    points: &'a [Point],
}

impl NullaryFnOnce for Positions<'_> {
    type Output = Vec<Ecef>;

    #[inline(always)]
    fn call(self) -> Vec<Ecef> {
        let mut all = Vec::with_capacity(self.points.len());
        for points in self.points.chunks(TOGETHER) {
            let [x, y, z] = together(points);
            for at in 0..points.len() {
                let (x, y, z) = (x[at], y[at], z[at]);
                all.push(Ecef { x, y, z });
            }
        }
        all
    }
}

struct InFrame<'a> {
    frame: &'a Frame,
    points: &'a [Point],
}

impl NullaryFnOnce for InFrame<'_> {
    type Output = Option<TickColumns>;

    #[inline(always)]
    fn call(self) -> Option<TickColumns> {
        let frame = self.frame;
        let mut ticks = TickColumns::with_capacity(self.points.len());
        let mut far_m = [0.0; TOGETHER];
        for points in self.points.chunks(TOGETHER) {
            let [x, y, z] = together(points);
            let (mut east, mut north) = ([0; TOGETHER], [0; TOGETHER]);
            for at in 0..TOGETHER {
                let (x, y, z) = (x[at], y[at], z[at]);
                let offset = Ecef { x, y, z } - frame.origin;
                let (east_m, north_m) = (offset.dot(frame.east), offset.dot(frame.north));
                far_m[at] = f64::max(far_m[at], f64::max(east_m.abs(), north_m.abs()));
                east[at] = nearest_tick(east_m);
                north[at] = nearest_tick(north_m);
            }
            for at in 0..points.len() {
                let (east, north) = (east[at], north[at]);
                ticks.push(Ticks { east, north });
            }
        }
        far_m.iter().all(|&far_m| far_m <= REACH_M).then_some(ticks)
    }
}

/// Coordinates of up to eight points; missing ones repeat the first.
#[inline(always)]
fn together(points: &[Point]) -> [[f64; TOGETHER]; 3] {
    let (mut lat, mut lng) = ([points[0].lat(); TOGETHER], [points[0].lng(); TOGETHER]);
    for (at, point) in points.iter().take(TOGETHER).enumerate() {
        (lat[at], lng[at]) = (point.lat(), point.lng());
    }
    let mut all = [[0.0; TOGETHER]; 3];
    for at in 0..TOGETHER {
        let Ecef { x, y, z } = Ecef::of_degrees(lat[at], lng[at]);
        (all[0][at], all[1][at], all[2][at]) = (x, y, z);
    }
    all
}
