//! Which vector instructions the hot loops use, chosen when the program runs.
//!
//! The loops are plain code over arrays of fixed length. [`run`] compiles them
//! once for each instruction set and picks the widest one that the host has; no
//! result depends on the choice, bit for bit.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, Ordering};

use pulp::{Arch, NullaryFnOnce};

/// Vector instructions for the hot loops, narrowest first.
///
/// The widest available set is used unless it is [limited](Self::limit). The
/// answers are the same with each.
///
/// ```
/// use geo_index::Instructions;
///
/// let host = Instructions::available();
/// assert!(host >= Instructions::Baseline);
/// assert!(Instructions::current() <= host);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instructions {
    /// What every processor of the target has (SSE2 on `x86_64`).
    Baseline,
    /// AVX2 and what came with it.
    Avx2,
    /// AVX-512 (F, BW, CD, DQ, VL).
    Avx512,
}

const WIDEST: u8 = Instructions::Avx512 as u8;
static LIMIT: AtomicU8 = AtomicU8::new(WIDEST);

impl Instructions {
    /// The widest set that this host has.
    ///
    /// ```
    /// println!("{:?}", geo_index::Instructions::available());
    /// ```
    pub fn available() -> Self {
        level(Arch::new())
    }

    /// The set that queries use now.
    ///
    /// ```
    /// use geo_index::Instructions;
    /// assert!(Instructions::current() <= Instructions::available());
    /// ```
    pub fn current() -> Self {
        level(arch())
    }

    /// Makes the whole process use no wider set than this from now on. For
    /// comparing hosts in tests and benchmarks.
    ///
    /// ```
    /// use geo_index::Instructions;
    ///
    /// Instructions::Baseline.limit();
    /// assert_eq!(Instructions::current(), Instructions::Baseline);
    /// Instructions::Avx512.limit();
    /// assert_eq!(Instructions::current(), Instructions::available());
    /// ```
    pub fn limit(self) {
        LIMIT.store(self as u8, Ordering::Relaxed);
    }
}

/// Calls `op` compiled for the best instructions. Everything that `op` calls and
/// that shall profit must be `#[inline(always)]`.
#[inline]
pub(crate) fn run<Op: NullaryFnOnce>(op: Op) -> Op::Output {
    arch().dispatch(op)
}

#[inline]
fn arch() -> Arch {
    static HOST: LazyLock<Arch> = LazyLock::new(Arch::new);

    match LIMIT.load(Ordering::Relaxed) {
        WIDEST => *HOST,
        limit => limited(limit),
    }
}

#[cfg(target_arch = "x86_64")]
#[cold]
fn limited(limit: u8) -> Arch {
    let avx2 = limit >= Instructions::Avx2 as u8;
    (avx2.then(pulp::x86::V3::try_new).flatten()).map_or(Arch::Scalar, Arch::V3)
}

/// Other architectures have one set, which cannot be narrowed.
#[cfg(not(target_arch = "x86_64"))]
#[cold]
fn limited(_: u8) -> Arch {
    Arch::new()
}

const fn level(arch: Arch) -> Instructions {
    match arch {
        #[cfg(target_arch = "x86_64")]
        Arch::V4(_) => Instructions::Avx512,
        #[cfg(target_arch = "x86_64")]
        Arch::V3(_) => Instructions::Avx2,
        _ => Instructions::Baseline,
    }
}
