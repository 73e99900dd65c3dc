//! Bounding spheres in Cartesian space: no poles, no antimeridian.
//!
//! Spheres are kept sixteen at a time in single precision, inflated by more than
//! single precision can be off.

use crate::disc::Disc;
use crate::earth::Ecef;

/// Spheres tested together.
pub(crate) const FANOUT: usize = 16;

/// Encloses some positions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sphere {
    pub(crate) centre: Ecef,
    pub(crate) radius_m: f64,
}

/// Rounding of a distance between positions stays far below a micrometre.
const MARGIN_M: f64 = 1e-6;

impl Sphere {
    /// Around at least one position.
    pub(crate) fn around(positions: &[Ecef]) -> Self {
        let centre = centre(positions.iter().copied());
        let farthest2 = (positions.iter())
            .map(|&position| centre.chord2(position))
            .fold(0.0, f64::max);
        Self {
            centre,
            radius_m: farthest2.sqrt() + MARGIN_M,
        }
    }

    /// Around at least one other sphere.
    pub(crate) fn over(spheres: &[Self]) -> Self {
        let centre = centre(spheres.iter().map(|sphere| sphere.centre));
        let radius_m = (spheres.iter())
            .map(|sphere| centre.chord2(sphere.centre).sqrt() + sphere.radius_m)
            .fold(0.0, f64::max);
        Self {
            centre,
            radius_m: radius_m + MARGIN_M,
        }
    }
}

/// The middle of the bounding box.
fn centre(positions: impl Iterator<Item = Ecef>) -> Ecef {
    let empty = (Ecef::all(f64::INFINITY), Ecef::all(f64::NEG_INFINITY));
    let (low, high) = positions.fold(empty, |(low, high), p| (low.min(p), high.max(p)));
    Ecef {
        x: f64::midpoint(low.x, high.x),
        y: f64::midpoint(low.y, high.y),
        z: f64::midpoint(low.z, high.z),
    }
}

/// How each of sixteen volumes lies to a disc: 0 outside, 1 on the rim, 2 inside.
pub(crate) type Sides = [u8; FANOUT];
/// The [`Sides`] of what is wholly inside.
pub(crate) const INSIDE: u8 = 2;
/// The [`Sides`] of what has to be looked into.
pub(crate) const RIM: u8 = 1;

/// The volumes that are not outside: their place among the sixteen, and whether
/// they are inside.
#[inline(always)]
pub(crate) fn touched(sides: Sides) -> impl Iterator<Item = (usize, bool)> {
    let mut left = u128::from_le_bytes(sides);
    std::iter::from_fn(move || {
        let at = left.trailing_zeros() as usize / 8;
        (at < FANOUT).then(|| {
            let side = sides[at];
            left &= !(0xff << (at * 8));
            (at, side == INSIDE)
        })
    })
}

/// Up to sixteen spheres, side by side. Missing ones are infinitely far.
#[derive(Clone, Debug)]
pub(crate) struct Spheres {
    x: [f32; FANOUT],
    y: [f32; FANOUT],
    z: [f32; FANOUT],
    radius_m: [f32; FANOUT],
}

/// Coordinates and centre are off by up to half a metre in single precision, on
/// three axes each.
const SINGLE_MARGIN_M: f64 = 2.0;
/// Relative error of a squared distance and a sum in single precision, ten times
/// over.
const SINGLE_SLACK: f64 = 2e-6;

impl Spheres {
    #[expect(clippy::cast_possible_truncation, reason = "the margins hold the loss")]
    pub(crate) fn of(spheres: &[Sphere]) -> Self {
        let mut all = Self {
            x: [f32::MAX; FANOUT],
            y: [f32::MAX; FANOUT],
            z: [f32::MAX; FANOUT],
            radius_m: [0.0; FANOUT],
        };
        for (at, sphere) in spheres.iter().enumerate() {
            all.x[at] = sphere.centre.x as f32;
            all.y[at] = sphere.centre.y as f32;
            all.z[at] = sphere.centre.z as f32;
            all.radius_m[at] = ((sphere.radius_m + SINGLE_MARGIN_M) * (1.0 + SINGLE_SLACK)) as f32;
        }
        all
    }

    #[inline(always)]
    pub(crate) fn sides(&self, disc: &SingleDisc) -> Sides {
        let mut sides = [0; FANOUT];
        for at in 0..FANOUT {
            let chord2 = self.chord2(at, disc);
            let out = disc.outside_m + self.radius_m[at];
            let within = disc.inside_m - self.radius_m[at];
            let touches = u8::from(chord2 <= out * out);
            let inside = u8::from(within >= 0.0) & u8::from(chord2 <= within * within);
            sides[at] = touches + (touches & inside);
        }
        sides
    }

    #[inline(always)]
    fn chord2(&self, at: usize, disc: &SingleDisc) -> f32 {
        let [x, y, z] = [
            self.x[at] - disc.x,
            self.y[at] - disc.y,
            self.z[at] - disc.z,
        ];
        x * x + y * y + z * z
    }
}

/// What [`Spheres`] need to know of a disc.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SingleDisc {
    x: f32,
    y: f32,
    z: f32,
    outside_m: f32,
    /// Negative when nothing is surely inside.
    inside_m: f32,
}

impl SingleDisc {
    #[expect(clippy::cast_possible_truncation, reason = "the margins hold the loss")]
    pub(crate) fn of(disc: &Disc) -> Self {
        let centre = disc.position();
        Self {
            x: centre.x as f32,
            y: centre.y as f32,
            z: centre.z as f32,
            outside_m: (disc.outside_m() * (1.0 + SINGLE_SLACK) + 0.1) as f32,
            inside_m: (disc.inside_m() * (1.0 - SINGLE_SLACK) - 0.1) as f32,
        }
    }
}
