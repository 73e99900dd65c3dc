//! The body of a shard too wide for a tangent plane: positions in Cartesian
//! space, a sphere around each block.

use crate::disc::Disc;
use crate::earth::Ecef;
use crate::lanes::{BLOCK, Lanes};
use crate::sphere::{FANOUT, Sides, SingleDisc, Sphere, Spheres};

#[derive(Debug)]
pub(crate) struct Round {
    blocks: Box<[Block]>,
    spheres: Box<[Spheres]>,
}

/// Up to 32 positions; missing ones repeat the last.
#[derive(Debug)]
struct Block {
    x: Lanes<f64>,
    y: Lanes<f64>,
    z: Lanes<f64>,
}

impl Round {
    /// From at least one position.
    pub(crate) fn new(positions: &[Ecef]) -> Self {
        let spheres: Vec<_> = positions.chunks(BLOCK).map(Sphere::around).collect();
        Self {
            blocks: positions.chunks(BLOCK).map(Block::of).collect(),
            spheres: spheres.chunks(FANOUT).map(Spheres::of).collect(),
        }
    }

    #[inline(always)]
    pub(crate) fn position(&self, row: usize) -> Ecef {
        let (block, at) = (&self.blocks[row / BLOCK], row % BLOCK);
        Ecef {
            x: block.x[at],
            y: block.y[at],
            z: block.z[at],
        }
    }

    /// Around the first `rows` rows.
    pub(crate) fn sphere(&self, rows: usize) -> Sphere {
        let positions: Vec<_> = (0..rows).map(|row| self.position(row)).collect();
        Sphere::around(&positions)
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.blocks) + size_of_val(&*self.spheres)
    }

    /// How sixteen spheres lie to the disc; missing ones are outside of every
    /// disc smaller than the Earth.
    #[inline(always)]
    pub(crate) fn sides(&self, disc: &SingleDisc, sixteen: usize) -> Sides {
        self.spheres[sixteen].sides(disc)
    }

    /// For each row of a block 0 when it is outside, 1 when that has to be
    /// settled, 2 when it is inside.
    #[inline(always)]
    pub(crate) fn test(&self, disc: &Disc, block: usize) -> Lanes<u8> {
        let (block, from) = (&self.blocks[block], disc.position());
        let perhaps = disc.outside_m() * disc.outside_m();
        let surely = if disc.inside_m() >= 0.0 {
            disc.inside_m() * disc.inside_m()
        } else {
            -1.0
        };
        let mut sides = [0; BLOCK];
        for row in 0..BLOCK {
            let [x, y, z] = [
                block.x[row] - from.x,
                block.y[row] - from.y,
                block.z[row] - from.z,
            ];
            let chord2 = x * x + y * y + z * z;
            let touches = u8::from(chord2 <= perhaps);
            sides[row] = touches + (touches & u8::from(chord2 <= surely));
        }
        sides
    }
}

impl Block {
    fn of(positions: &[Ecef]) -> Self {
        let at = |row: usize| positions[row.min(positions.len() - 1)];
        Self {
            x: std::array::from_fn(|row| at(row).x),
            y: std::array::from_fn(|row| at(row).y),
            z: std::array::from_fn(|row| at(row).z),
        }
    }
}
