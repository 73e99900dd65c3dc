//! Rings of corners, made ready for an outline.

use crate::Point;
use crate::bounds::Bounds;
use crate::edge::Corner;

/// A closed line of at least three distinct corners. The first corner comes
/// again at the end, otherwise none comes twice in a row. Longitudes go on beyond
/// the antimeridian.
#[derive(Clone, Debug)]
pub(crate) struct Ring {
    pub(crate) corners: Vec<Corner>,
}

/// Why corners make no ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadRing {
    TooFewCorners,
    AroundPole,
}

/// A way around the Earth, in degrees.
pub(crate) const ONCE_AROUND: f64 = 360.0;

impl Ring {
    pub(crate) fn new(points: &[Point]) -> Result<Self, BadRing> {
        let mut corners = unwrapped(points)?;
        corners.dedup();
        // The closing corner, if it was given.
        if corners.len() > 1 && corners.first() == corners.last() {
            corners.pop();
        }
        if !has_three(&corners) {
            return Err(BadRing::TooFewCorners);
        }
        corners.push(corners[0]);
        Ok(Self { corners })
    }

    pub(crate) fn bounds(&self) -> Bounds {
        (self.corners.iter()).fold(Bounds::NOWHERE, |all, corner| all.with(corner.x, corner.y))
    }

    /// The same ring once around the Earth.
    pub(crate) fn shifted(&self, degrees: f64) -> Self {
        let corners = self.corners.iter();
        Self {
            corners: corners
                .map(|&Corner { x, y }| Corner { x: x + degrees, y })
                .collect(),
        }
    }

    /// The ring, going around its inside counter-clockwise or clockwise.
    pub(crate) fn turning(mut self, counter_clockwise: bool) -> Self {
        if (self.area2() > 0.0) != counter_clockwise {
            self.corners.reverse();
        }
        self
    }

    /// Twice the area in square degrees, positive if counter-clockwise. Relative
    /// to a corner, so that small rings far from zero keep their digits.
    fn area2(&self) -> f64 {
        let origin = self.corners[0];
        let cross = |pair: &[Corner]| {
            (pair[0].x - origin.x) * (pair[1].y - origin.y)
                - (pair[1].x - origin.x) * (pair[0].y - origin.y)
        };
        self.corners.windows(2).map(cross).sum()
    }
}

/// Takes each edge the short way around the Earth.
fn unwrapped(points: &[Point]) -> Result<Vec<Corner>, BadRing> {
    let mut shift = 0.0;
    let mut before = points.first().ok_or(BadRing::TooFewCorners)?.lng();
    let mut corner = |point: &Point| {
        let jump = point.lng() - before;
        if jump.abs() > ONCE_AROUND / 2.0 {
            shift -= ONCE_AROUND.copysign(jump);
        }
        before = point.lng();
        Corner {
            x: point.lng() + shift,
            y: point.lat(),
        }
    };
    let corners: Vec<_> = points.iter().map(&mut corner).collect();
    // Back at the first corner, unless the ring has gone around the Earth.
    if corner(&points[0]) == corners[0] {
        Ok(corners)
    } else {
        Err(BadRing::AroundPole)
    }
}

fn has_three(corners: &[Corner]) -> bool {
    (corners.first_chunk::<2>())
        .is_some_and(|two| two[0] != two[1] && corners.iter().any(|corner| !two.contains(corner)))
}
