//! The cell of each row of a shard.

use h3o::{CellIndex, Resolution};
use pulp::NullaryFnOnce;

use crate::cell::{CellKey, KeyRange};
use crate::simd;

/// Finest cells in the order of rows: of a shard that is small enough only what
/// differs from row to row.
#[derive(Debug)]
pub(crate) enum Cells {
    Low(Box<[u32]>),
    Full(Box<[CellKey]>),
}

/// Ten digits, those of resolution 6 to 15.
const LOW_BITS: CellKey = (1 << 30) - 1;
/// Cells of this resolution agree in all other digits.
pub(crate) const LOW_FROM: Resolution = Resolution::Five;

/// The lowest bit of each of fifteen digits.
const DIGITS: CellKey = 0o111_111_111_111_111;

/// What [`Cells::Low`] keeps of a cell.
pub(crate) const fn low(key: CellKey) -> u32 {
    (key & LOW_BITS) as u32
}

impl Cells {
    /// Of rows that are all filed under `cell`.
    pub(crate) fn of(cell: CellIndex, keys: impl Iterator<Item = CellKey>) -> Self {
        if cell.resolution() >= LOW_FROM {
            Self::Low(keys.map(low).collect())
        } else {
            Self::Full(keys.collect())
        }
    }

    /// The cell of a row; `any` is one of the shard.
    #[inline(always)]
    pub(crate) fn at(&self, row: usize, any: CellKey) -> CellKey {
        match self {
            Self::Low(cells) => any & !LOW_BITS | CellKey::from(cells[row]),
            Self::Full(cells) => cells[row],
        }
    }

    /// Whether all are H3 cells inside `cell`: forged ones need not be.
    pub(crate) fn are_inside(&self, cell: CellIndex) -> bool {
        let range = KeyRange::of(cell);
        let KeyRange { first, last } = range;
        match self {
            // Of the digits below a pentagon not every row is a cell.
            _ if cell.is_pentagon() => (0..self.len())
                .map(|row| self.at(row, first))
                .all(|key| range.contains(key) && CellIndex::try_from(key).is_ok()),
            Self::Low(cells) => {
                let cells = cells.iter().map(|&cell| CellKey::from(cell));
                are_children(cells, first & LOW_BITS, last - first)
            }
            Self::Full(cells) => are_children(cells.iter().copied(), first, last - first),
        }
    }

    const fn len(&self) -> usize {
        match self {
            Self::Low(cells) => cells.len(),
            Self::Full(cells) => cells.len(),
        }
    }

    /// How many rows lie in a range within that of the shard.
    pub(crate) fn count(&self, range: KeyRange) -> usize {
        simd::run(Count { cells: self, range })
    }

    /// Sets `inside` to 1 for the rows in a range within that of the shard.
    pub(crate) fn mark(&self, range: KeyRange, inside: &mut [u8]) {
        simd::run(Mark {
            cells: self,
            range,
            inside,
        });
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Low(cells) => size_of_val(&**cells),
            Self::Full(cells) => size_of_val(&**cells),
        }
    }
}

/// Whether all are in a range, and no digit of theirs is 7.
fn are_children(keys: impl Iterator<Item = CellKey>, first: CellKey, span: CellKey) -> bool {
    let wrong = keys.fold(0, |wrong, key| {
        let sevens = key & (key >> 1) & (key >> 2) & DIGITS;
        // What comes before the first wraps around.
        wrong | sevens | CellKey::from(key.wrapping_sub(first) > span)
    });
    wrong == 0
}

struct Count<'a> {
    cells: &'a Cells,
    range: KeyRange,
}

impl NullaryFnOnce for Count<'_> {
    type Output = usize;

    #[inline(always)]
    fn call(self) -> usize {
        let KeyRange { first, last } = self.range;
        match self.cells {
            Cells::Low(cells) => {
                let (first, last) = (low(first), low(last));
                let inside = |&cell: &u32| u32::from(first <= cell) & u32::from(cell <= last);
                cells.iter().map(inside).sum::<u32>() as usize
            }
            Cells::Full(cells) => {
                let inside = |&&cell: &&CellKey| self.range.contains(cell);
                cells.iter().filter(inside).count()
            }
        }
    }
}

struct Mark<'a> {
    cells: &'a Cells,
    range: KeyRange,
    inside: &'a mut [u8],
}

impl NullaryFnOnce for Mark<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let KeyRange { first, last } = self.range;
        match self.cells {
            Cells::Low(cells) => {
                let (first, last) = (low(first), low(last));
                for (inside, &cell) in self.inside.iter_mut().zip(cells) {
                    *inside |= u8::from(first <= cell) & u8::from(cell <= last);
                }
            }
            Cells::Full(cells) => {
                for (inside, &cell) in self.inside.iter_mut().zip(cells) {
                    *inside |= u8::from(self.range.contains(cell));
                }
            }
        }
    }
}
