//! Rows of a block side by side: what vector instructions work on.

/// Points in a block.
pub(crate) const BLOCK: usize = 32;

/// One number for each row of a block.
pub(crate) type Lanes<N> = [N; BLOCK];

/// No row of a block.
pub(crate) const NONE: Lanes<u8> = [0; BLOCK];

/// Every row of a block.
pub(crate) const ALL: Lanes<u8> = [1; BLOCK];

/// As `f32::max`, but for NaN: one instruction instead of three.
#[inline(always)]
pub(crate) const fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// As `f32::min`, but for NaN.
#[inline(always)]
pub(crate) const fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The rows that are not 0.
#[inline(always)]
pub(crate) fn rows(lanes: &Lanes<u8>) -> impl Iterator<Item = usize> {
    let (words, _) = lanes.as_chunks();
    words.iter().enumerate().flat_map(|(at, &word)| {
        let mut left = u64::from_le_bytes(word);
        std::iter::from_fn(move || {
            let row = left.trailing_zeros() as usize / 8;
            left &= left.wrapping_sub(1);
            (row < 8).then_some(at * 8 + row)
        })
    })
}

/// Of zeros and ones.
#[inline(always)]
pub(crate) fn sum(lanes: &Lanes<u8>) -> u8 {
    let mut sum = 0;
    for row in 0..BLOCK {
        sum += lanes[row];
    }
    sum
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "asked for")]
pub(crate) fn singles(metres: &Lanes<f64>) -> Lanes<f32> {
    let mut singles = [0.0; BLOCK];
    for row in 0..BLOCK {
        singles[row] = metres[row] as f32;
    }
    singles
}
