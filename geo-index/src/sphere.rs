//! Bounding spheres in Cartesian space: no poles, no antimeridian.

use crate::earth::Ecef;

/// Encloses some positions, with a millimetre-free margin for rounding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sphere {
    pub(crate) centre: Ecef,
    pub(crate) radius_m: f64,
}

/// Rounding of a distance between positions stays far below a micrometre.
const MARGIN_M: f64 = 1e-6;

impl Sphere {
    /// Around positions given as columns of equal, non-zero length.
    pub(crate) fn around(xs: &[f64], ys: &[f64], zs: &[f64]) -> Self {
        let centre = Ecef {
            x: middle(xs.iter().copied()),
            y: middle(ys.iter().copied()),
            z: middle(zs.iter().copied()),
        };
        let farthest2 = (xs.iter().zip(ys).zip(zs))
            .map(|((&x, &y), &z)| centre.chord2(Ecef { x, y, z }))
            .fold(0.0, f64::max);
        Self {
            centre,
            radius_m: farthest2.sqrt() + MARGIN_M,
        }
    }

    /// Around other spheres, of which there is at least one.
    pub(crate) fn over(spheres: &[Self]) -> Self {
        let centre = Ecef {
            x: middle(spheres.iter().map(|sphere| sphere.centre.x)),
            y: middle(spheres.iter().map(|sphere| sphere.centre.y)),
            z: middle(spheres.iter().map(|sphere| sphere.centre.z)),
        };
        let radius_m = (spheres.iter())
            .map(|sphere| centre.chord2(sphere.centre).sqrt() + sphere.radius_m)
            .fold(0.0, f64::max);
        Self {
            centre,
            radius_m: radius_m + MARGIN_M,
        }
    }

    /// No position inside is nearer to `from`, in metres of chord.
    #[inline]
    pub(crate) fn nearest_chord(&self, from: Ecef) -> f64 {
        (from.chord2(self.centre).sqrt() - self.radius_m).max(0.0)
    }
}

fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    f64::midpoint(low, high)
}
