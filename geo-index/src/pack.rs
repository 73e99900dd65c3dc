//! In what order shards stand under the tree, and the rows of a round shard in its
//! blocks: halved again and again along the longest side, so that the sixteen of
//! every node, and the rows of every block, lie close together.

use crate::earth::Ecef;
use crate::hull::FANOUT;
use crate::lanes::BLOCK;

/// The number of each shard, in the order of the tree.
pub(crate) fn packed(centres: impl Iterator<Item = Ecef>) -> Vec<u32> {
    let mut items = items(centres);
    let mut width = 1;
    while width * FANOUT < items.len() {
        width *= FANOUT;
    }
    halve(&mut items, width);
    items.into_iter().map(|item| item.number).collect()
}

/// The number of each row, in the order of blocks.
pub(crate) fn in_blocks(positions: &[Ecef]) -> Vec<u32> {
    let mut items = items(positions.iter().copied());
    halve(&mut items, BLOCK);
    items.into_iter().map(|item| item.number).collect()
}

/// A place in whole numbers, which compare without a branch.
#[derive(Clone, Copy)]
struct Item {
    at: [i32; 3],
    number: u32,
}

/// Parts of a metre that tell places apart; the Earth's radius of them fits.
const PARTS: f64 = 256.0;

#[expect(clippy::cast_possible_truncation, reason = "to a part of a metre")]
fn items(places: impl Iterator<Item = Ecef>) -> Vec<Item> {
    let whole = |metres: f64| (metres * PARTS) as i32;
    (0..)
        .zip(places)
        .map(|(number, place)| Item {
            at: place.coordinates().map(whole),
            number,
        })
        .collect()
}

/// `width` is how many shards stand under each child of the node above, or rows in
/// a block.
fn halve(items: &mut [Item], width: usize) {
    if items.len() <= width {
        // Neither blocks nor the lowest nodes are halved further.
        if width > BLOCK {
            halve(items, width / FANOUT);
        }
        return;
    }
    let left = items.len().div_ceil(width) / 2 * width;
    match longest_side(items) {
        0 => items.select_nth_unstable_by_key(left, |item| item.at[0]),
        1 => items.select_nth_unstable_by_key(left, |item| item.at[1]),
        _ => items.select_nth_unstable_by_key(left, |item| item.at[2]),
    };
    let (low, high) = items.split_at_mut(left);
    halve(low, width);
    halve(high, width);
}

fn longest_side(items: &[Item]) -> usize {
    let (mut low, mut high) = ([i32::MAX; 3], [i32::MIN; 3]);
    for item in items {
        for axis in 0..3 {
            low[axis] = low[axis].min(item.at[axis]);
            high[axis] = high[axis].max(item.at[axis]);
        }
    }
    let side = |axis: &usize| high[*axis].abs_diff(low[*axis]);
    // Of equal sides the first.
    (0..3).rev().max_by_key(side).unwrap_or(0)
}
