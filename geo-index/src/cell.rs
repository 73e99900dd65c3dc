//! H3 cells as key ranges.
//!
//! Every point is filed under its cell of the finest resolution. Written as
//! numbers, the finest cells of any coarser cell are consecutive, so a cell of
//! any resolution is one range of keys.

use h3o::{CellIndex, LatLng, Resolution};

use crate::Point;

/// The number of a finest-resolution cell.
pub(crate) type CellKey = u64;

/// Three bits per digit of an H3 index.
const DIGIT_BITS: u32 = 3;
/// Where an H3 index keeps its resolution.
const RESOLUTION_SHIFT: u32 = 52;
pub(crate) const FINEST: Resolution = Resolution::Fifteen;

pub(crate) fn key_of(point: Point) -> CellKey {
    LatLng::new(point.lat(), point.lng())
        .expect("a checked point is finite")
        .to_cell(FINEST)
        .into()
}

/// The cell of `resolution` that a key is filed under.
pub(crate) fn ancestor(key: CellKey, resolution: Resolution) -> CellIndex {
    CellIndex::try_from(key)
        .expect("keys come from cells")
        .parent(resolution)
        .expect("no resolution is finer than the finest")
}

/// Whether two keys are filed under the same cell of `resolution`.
pub(crate) fn are_siblings(a: CellKey, b: CellKey, resolution: Resolution) -> bool {
    (a ^ b) >> unused_bits(resolution) == 0
}

fn unused_bits(resolution: Resolution) -> u32 {
    DIGIT_BITS * u32::from(u8::from(FINEST) - u8::from(resolution))
}

/// What the keys filed under one cell have in common. In order of the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CellPrefix(CellKey);

impl CellPrefix {
    #[inline(always)]
    pub(crate) fn of(key: CellKey, resolution: Resolution) -> Self {
        Self(key >> unused_bits(resolution))
    }

    /// The cell, if `resolution` is that of the prefix.
    pub(crate) fn cell(self, resolution: Resolution) -> CellIndex {
        let unused = unused_bits(resolution);
        let missing = u64::from(u8::from(FINEST) - u8::from(resolution));
        let ones = (1 << unused) - 1;
        CellIndex::try_from((self.0 << unused | ones) - (missing << RESOLUTION_SHIFT))
            .expect("keys come from cells")
    }
}

/// Keys of the finest cells of one cell, or of several that follow each other,
/// both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KeyRange {
    pub(crate) first: CellKey,
    pub(crate) last: CellKey,
}

impl KeyRange {
    /// Unused digits of an H3 index are all ones, the largest a digit can be.
    pub(crate) fn of(cell: CellIndex) -> Self {
        let missing = u64::from(u8::from(FINEST) - u8::from(cell.resolution()));
        let last = u64::from(cell) + (missing << RESOLUTION_SHIFT);
        let first = last & !((1 << unused_bits(cell.resolution())) - 1);
        Self { first, last }
    }

    pub(crate) const fn covers(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// What two ranges that touch have in common.
    pub(crate) fn within(self, other: Self) -> Self {
        Self {
            first: self.first.max(other.first),
            last: self.last.min(other.last),
        }
    }

    pub(crate) const fn contains(self, key: CellKey) -> bool {
        self.first <= key && key <= self.last
    }
}

/// Ranges of a set of cells in order, each key in at most one of them.
///
/// Two cells are disjoint or one holds the other, so it is enough to drop what
/// starts inside its predecessor. Siblings often follow each other without a gap.
pub(crate) fn disjoint_ranges(cells: &[CellIndex]) -> Vec<KeyRange> {
    let mut ranges: Vec<_> = cells.iter().map(|&cell| KeyRange::of(cell)).collect();
    ranges.sort_unstable_by_key(|range| (range.first, std::cmp::Reverse(range.last)));
    ranges.dedup_by(|next, kept| {
        let follows = next.first == kept.last + 1;
        if follows {
            kept.last = next.last;
        }
        follows || kept.contains(next.first)
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_the_range_of_its_finest_children() {
        let key = key_of(Point::new(23.81, 90.41).unwrap());
        for resolution in Resolution::range(Resolution::Zero, FINEST) {
            let cell = ancestor(key, resolution);
            let range = KeyRange::of(cell);
            assert!(range.contains(key));
            if let Some(outsider) = cell.grid_disk::<Vec<_>>(1).iter().find(|&&c| c != cell) {
                let child = outsider.center_child(FINEST).unwrap();
                assert!(!range.contains(child.into()));
            }
        }
        assert_eq!(
            KeyRange::of(ancestor(key, FINEST)),
            KeyRange {
                first: key,
                last: key
            }
        );
    }

    #[test]
    fn a_prefix_stands_for_its_cell() {
        for (lat, lng) in [(23.81, 90.41), (-90.0, 0.0), (58.157_65, 11.574_81)] {
            let key = key_of(Point::new(lat, lng).unwrap());
            for resolution in Resolution::range(Resolution::Zero, FINEST) {
                let prefix = CellPrefix::of(key, resolution);
                assert_eq!(prefix.cell(resolution), ancestor(key, resolution));
            }
        }
    }

    #[test]
    fn siblings_make_one_range() {
        let parent = ancestor(key_of(Point::new(23.81, 90.41).unwrap()), Resolution::Seven);
        let children: Vec<_> = parent.children(Resolution::Nine).collect();
        let ranges = disjoint_ranges(&children);
        assert!(ranges.len() <= 7, "{} ranges", ranges.len());
        for child in children {
            let range = KeyRange::of(child);
            assert!(ranges.iter().any(|ranges| ranges.covers(range)));
        }
        assert!(
            ranges
                .iter()
                .all(|&range| KeyRange::of(parent).covers(range))
        );
    }

    #[test]
    fn overlapping_cells_give_disjoint_ranges() {
        let key = key_of(Point::new(23.81, 90.41).unwrap());
        let [coarse, fine] = [Resolution::Five, Resolution::Nine].map(|r| ancestor(key, r));
        assert_eq!(
            disjoint_ranges(&[fine, coarse, fine, coarse]),
            [KeyRange::of(coarse)]
        );
    }
}
