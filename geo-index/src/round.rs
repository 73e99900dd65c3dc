//! The body of a shard too wide for a tangent plane: positions in Cartesian space,
//! each split in sixteen bits within the box of its block, which decide almost
//! always, and apart from them the rest.

use prefetch_index::prefetch_index;
use pulp::NullaryFnOnce;

use crate::degrees::{WHOLE, low_bits};
use crate::disc::Disc;
use crate::earth::{Ecef, Ruler};
use crate::hull::{FANOUT, Hull, Hulls, Sides, SingleDisc};
use crate::lanes::{BLOCK, Lanes};
use crate::simd;
use crate::sixteens::{Sixteens, Split};

#[derive(Debug)]
pub(crate) struct Round {
    hulls: Sixteens<Hulls>,
    places: Box<[Split<Offsets>]>,
}

/// Where up to 32 positions lie from the corner of their block along x, y and z;
/// missing ones repeat the last. Coarse ones are in steps, rounded down, fine ones
/// are what that left, in 65,536ths of a step.
#[derive(Clone, Debug)]
struct Offsets([Lanes<u16>; 3]);

/// Where a block begins and how far its steps go.
#[derive(Clone, Copy, Debug)]
struct Corner {
    at: Ecef,
    step_m: f64,
}

const FINE: f64 = 65_536.0;

/// Where steps are no longer, positions are off by less than a twentieth of a
/// millimetre: in blocks of up to 260 km.
const MOST_STEP_M: f64 = 4.0;

impl Corner {
    /// Steps are a power of two, so that scaling rounds nothing.
    #[inline(always)]
    fn of(hulls: &Hulls, at: usize) -> Self {
        let longest_m = hulls.longest_m(at);
        Self {
            at: hulls.corner(at),
            step_m: f64::from(f32::from_bits(((longest_m.to_bits() >> 23) + 1) << 23)) / FINE,
        }
    }

    /// Steps, rounded down, and the rest.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "within the block")]
    fn split(self, offset_m: f64) -> (u16, u16) {
        let fine = low_bits(offset_m * (FINE / self.step_m) + WHOLE);
        ((fine >> 16) as u16, fine as u16)
    }

    #[inline(always)]
    fn joined_m(self, coarse: u16, fine: u16) -> f64 {
        // Converted as signed, which all vector instructions can.
        let fine = ((i32::from(coarse) - (1 << 15)) << 16) + i32::from(fine);
        f64::from(fine) * (self.step_m / FINE) + f64::from(1 << 15) * self.step_m
    }
}

impl Round {
    /// From at least one position, and the hull around all of them.
    pub(crate) fn new(positions: &[Ecef]) -> (Self, Hull) {
        simd::run(Fill { positions })
    }

    #[inline(always)]
    fn corner(&self, block: usize) -> Corner {
        Corner::of(self.hulls.at(block / FANOUT), block % FANOUT)
    }

    /// From a place to that of a row.
    #[inline(always)]
    pub(crate) fn offset(&self, from: Ecef, row: usize) -> Ecef {
        let (block, at) = (row / BLOCK, row % BLOCK);
        let corner = self.corner(block);
        let Split { coarse, fine } = &self.places[block];
        let along = |axis: usize| corner.joined_m(coarse.0[axis][at], fine.0[axis][at]);
        let offset = Ecef {
            x: along(0),
            y: along(1),
            z: along(2),
        };
        (corner.at - from) + offset
    }

    /// Whether positions in a block are right to a twentieth of a millimetre.
    #[inline(always)]
    pub(crate) fn is_fine(&self, block: usize) -> bool {
        self.corner(block).step_m <= MOST_STEP_M
    }

    /// Metres along the ellipsoid for the rows of a block that are no farther than
    /// [`SERIES_LIMIT_M`](crate::earth::SERIES_LIMIT_M).
    #[inline(always)]
    pub(crate) fn metres(&self, ruler: &Ruler, block: usize) -> Lanes<f64> {
        let corner = self.corner(block);
        let Split { coarse, fine } = &self.places[block];
        let first = corner.at - ruler.position();
        let mut metres = [0.0; BLOCK];
        for row in 0..BLOCK {
            let along = |axis: usize| corner.joined_m(coarse.0[axis][row], fine.0[axis][row]);
            let offset = Ecef {
                x: along(0),
                y: along(1),
                z: along(2),
            };
            metres[row] = ruler.arc(first + offset);
        }
        metres
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.places) + size_of_val(self.hulls.more())
    }

    /// Asks for what decides about a block.
    #[inline(always)]
    pub(crate) fn prefetch(&self, block: usize) {
        self.places[block].coarse.prefetch();
    }

    #[inline(always)]
    pub(crate) fn prefetch_fine(&self, block: usize) {
        self.places[block].fine.prefetch();
    }

    /// How sixteen blocks lie to the disc; missing ones are outside of every disc
    /// smaller than the Earth.
    #[inline(always)]
    pub(crate) fn sides(&self, disc: &SingleDisc, sixteen: usize) -> Sides {
        self.hulls.at(sixteen).sides(disc)
    }

    /// For each row of a block 0 when it is outside, 1 when a closer look has to
    /// tell, 2 when it is inside: by the middles of steps.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the slack holds the loss")]
    pub(crate) fn coarse_test(&self, disc: &Disc, block: usize) -> Lanes<u8> {
        let Corner { at, step_m } = self.corner(block);
        let Ecef { x, y, z } = at + Ecef::all(0.5 * step_m) - disc.position();
        let first = [x as f32, y as f32, z as f32];
        let step = step_m as f32;
        // Half the diagonal of a step, and rounding of what is near the rim.
        let far_m = disc.outside_m() + 2.0 * FINE * step_m;
        let slack_m = 0.8661 * step_m + 1e-6 * far_m;
        let (surely, perhaps) = limits(disc, slack_m);
        let mut chords2 = [0.0; BLOCK];
        for (axis, first) in self.places[block].coarse.0.iter().zip(first) {
            for row in 0..BLOCK {
                let along = first + f32::from(axis[row]) * step;
                chords2[row] += along * along;
            }
        }
        sides(&chords2, surely as f32, perhaps as f32)
    }

    /// For each row of a block 0 when it is outside, 1 when that has to be
    /// settled, 2 when it is inside.
    #[inline(always)]
    pub(crate) fn test(&self, disc: &Disc, block: usize) -> Lanes<u8> {
        let corner = self.corner(block);
        let Ecef { x, y, z } = corner.at - disc.position();
        let Split { coarse, fine } = &self.places[block];
        let (surely, perhaps) = limits(disc, corner.step_m / FINE);
        let mut chords2 = [0.0; BLOCK];
        for (axis, first) in [x, y, z].into_iter().enumerate() {
            for row in 0..BLOCK {
                let along = first + corner.joined_m(coarse.0[axis][row], fine.0[axis][row]);
                chords2[row] += along * along;
            }
        }
        sides(&chords2, surely, perhaps)
    }
}

/// Squared chords up to which positions that are off by `slack_m` are surely
/// inside, and beyond which they are surely outside.
#[inline(always)]
fn limits(disc: &Disc, slack_m: f64) -> (f64, f64) {
    let (inside_m, outside_m) = (disc.inside_m() - slack_m, disc.outside_m() + slack_m);
    let surely = if inside_m >= 0.0 {
        inside_m * inside_m
    } else {
        -1.0
    };
    (surely, outside_m * outside_m)
}

#[inline(always)]
fn sides<N: Copy + PartialOrd>(chords2: &Lanes<N>, surely: N, perhaps: N) -> Lanes<u8> {
    let mut sides = [0; BLOCK];
    for row in 0..BLOCK {
        let touches = u8::from(chords2[row] <= perhaps);
        sides[row] = touches + (touches & u8::from(chords2[row] <= surely));
    }
    sides
}

/// Makes a [`Round`].
struct Fill<'a> {
    positions: &'a [Ecef],
}

impl NullaryFnOnce for Fill<'_> {
    type Output = (Round, Hull);

    #[inline(always)]
    fn call(self) -> (Round, Hull) {
        let positions = self.positions;
        let blocks = positions.len().div_ceil(BLOCK);
        let mut hulls = Vec::with_capacity(blocks);
        for block in positions.chunks(BLOCK) {
            hulls.push(Hull::around(block));
        }
        let sixteens = Sixteens::new(hulls.chunks(FANOUT).map(Hulls::of).collect());
        let mut places = Vec::with_capacity(blocks);
        for (at, block) in positions.chunks(BLOCK).enumerate() {
            let corner = Corner::of(sixteens.at(at / FANOUT), at % FANOUT);
            places.push(Offsets::split(corner, block));
        }
        let round = Round {
            hulls: sixteens,
            places: places.into(),
        };
        (round, Hull::over(&hulls))
    }
}

impl Offsets {
    /// Coarse and fine ones.
    #[inline(always)]
    fn split(corner: Corner, positions: &[Ecef]) -> Split<Self> {
        let [mut coarse, mut fine] = [[[0; BLOCK]; 3]; 2];
        for row in 0..BLOCK {
            let Ecef { x, y, z } = positions[row.min(positions.len() - 1)] - corner.at;
            for (axis, offset_m) in [x, y, z].into_iter().enumerate() {
                (coarse[axis][row], fine[axis][row]) = corner.split(offset_m);
            }
        }
        Split {
            coarse: Self(coarse),
            fine: Self(fine),
        }
    }

    #[inline(always)]
    fn prefetch(&self) {
        for axis in &self.0 {
            prefetch_index(&axis[..], 0);
        }
    }
}
