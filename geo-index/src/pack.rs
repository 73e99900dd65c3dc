//! In what order shards stand under the tree, and the rows of a round shard in its
//! blocks: halved again and again along the longest side, so that the sixteen of
//! every node, and the rows of every block, lie close together.

use crate::earth::Ecef;
use crate::hull::{FANOUT, corners};
use crate::lanes::BLOCK;

/// The number of each shard, in the order of the tree.
pub(crate) fn packed(centres: &[Ecef]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(centres.len()).collect();
    let mut width = 1;
    while width * FANOUT < centres.len() {
        width *= FANOUT;
    }
    halve(centres, &mut order, width);
    order
}

/// The number of each row, in the order of blocks.
pub(crate) fn in_blocks(positions: &[Ecef]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(positions.len()).collect();
    halve(positions, &mut order, BLOCK);
    order
}

/// `width` is how many shards stand under each child of the node above, or rows in
/// a block.
fn halve(centres: &[Ecef], order: &mut [u32], width: usize) {
    if order.len() <= width {
        // Neither blocks nor the lowest nodes are halved further.
        if width > BLOCK {
            halve(centres, order, width / FANOUT);
        }
        return;
    }
    let left = order.len().div_ceil(width) / 2 * width;
    let side = longest_side(centres, order);
    order.select_nth_unstable_by(left, |&a, &b| {
        side(centres[a as usize]).total_cmp(&side(centres[b as usize]))
    });
    let (low, high) = order.split_at_mut(left);
    halve(centres, low, width);
    halve(centres, high, width);
}

fn longest_side(centres: &[Ecef], order: &[u32]) -> fn(Ecef) -> f64 {
    let (low, high) = corners(
        order
            .iter()
            .map(|&at| (centres[at as usize], centres[at as usize])),
    );
    let sides = high - low;
    if sides.x >= sides.y && sides.x >= sides.z {
        |centre| centre.x
    } else if sides.y >= sides.z {
        |centre| centre.y
    } else {
        |centre| centre.z
    }
}
