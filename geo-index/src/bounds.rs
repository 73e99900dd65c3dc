//! Boxes of longitudes and latitudes, for questions about areas drawn in those.

use pulp::NullaryFnOnce;

use crate::Point;
use crate::simd;

/// The smallest box around some places, in degrees as they are spelled: one that
/// holds places on both sides of the antimeridian goes around the Earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    // South and west, north and east next to each other, as points have them.
    pub(crate) south: f64,
    pub(crate) west: f64,
    pub(crate) north: f64,
    pub(crate) east: f64,
}

impl Bounds {
    /// What holds nothing.
    pub(crate) const NOWHERE: Self = Self {
        west: f64::INFINITY,
        south: f64::INFINITY,
        east: f64::NEG_INFINITY,
        north: f64::NEG_INFINITY,
    };

    /// Around at least one place.
    pub(crate) fn around(points: &[Point]) -> Self {
        simd::run(Around { points })
    }

    /// The smallest box around others.
    #[inline(always)]
    pub(crate) fn over(some: &[Self]) -> Self {
        some.iter().copied().fold(Self::NOWHERE, Self::and)
    }

    /// The smallest box around two.
    #[inline(always)]
    pub(crate) const fn and(self, other: Self) -> Self {
        self.with(other.west, other.south)
            .with(other.east, other.north)
    }

    #[inline(always)]
    pub(crate) fn touches(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    #[inline(always)]
    pub(crate) const fn with(self, lng: f64, lat: f64) -> Self {
        Self {
            west: lesser(self.west, lng),
            south: lesser(self.south, lat),
            east: greater(self.east, lng),
            north: greater(self.north, lat),
        }
    }
}

struct Around<'a> {
    points: &'a [Point],
}

/// Boxes that grow together, not waiting for each other.
const TOGETHER: usize = 4;

impl NullaryFnOnce for Around<'_> {
    type Output = Bounds;

    #[inline(always)]
    fn call(self) -> Bounds {
        // What holds nothing must not be met by `over`.
        let first = self.points[0];
        let mut all = [Bounds::NOWHERE.with(first.lng(), first.lat()); TOGETHER];
        let (fours, rest) = self.points.as_chunks();
        for four in fours {
            for (all, point) in all.iter_mut().zip::<&[Point; TOGETHER]>(four) {
                *all = all.with(point.lng(), point.lat());
            }
        }
        for (all, point) in all.iter_mut().zip(rest) {
            *all = all.with(point.lng(), point.lat());
        }
        Bounds::over(&all)
    }
}

/// As `f64::min`, but for NaN: one instruction instead of three.
#[inline(always)]
pub(crate) const fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// As `f64::max`, but for NaN.
#[inline(always)]
pub(crate) const fn greater(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::Bounds;
    use crate::Point;

    #[test]
    fn a_box_is_as_small_as_it_can_be() {
        let places: Vec<_> = (0..9)
            .map(|at| Point::new(f64::from(at * 5 % 9), f64::from(at)).unwrap())
            .collect();
        for len in 1..=places.len() {
            let all = (places[..len].iter()).fold(Bounds::NOWHERE, |all, place| {
                all.with(place.lng(), place.lat())
            });
            assert_eq!(Bounds::around(&places[..len]), all, "{len} places");
        }
    }
}
