//! Bytes from strangers in, clean pixels and small files out. Pure: no store,
//! no database.
//!
//! What somebody uploads is never kept or served. It is recognised by its
//! content, measured before it is decoded, decoded within a budget of memory
//! and written anew from its pixels, so that nothing but pixels survives.

mod clean;
mod derive;
mod jpeg;
mod png;
mod refusal;
mod sniff;
mod webp;

pub use clean::{Master, clean, read_master};
pub use derive::{Derived, Rendition, derive};
pub use refusal::Refusal;
pub use sniff::{HEAD, Kind};

/// Largest upload in bytes.
pub const MOST_BYTES: u64 = 10 * 1024 * 1024;
/// Most pixels that are decoded.
pub const MOST_PIXELS: u64 = 40_000_000;
/// What decoding may take in bytes, the upload itself not counted; measured.
#[cfg(test)]
pub const MOST_MEMORY: u64 = 64 * 1024 * 1024;
/// What decoding may be estimated to take: the rest is for what estimates leave
/// out.
const BUDGET: u64 = 56 * 1024 * 1024;
/// Longest side of what is kept for later crops, in pixels.
pub const MASTER: u32 = 2_560;
/// Shortest side that is worth showing, in pixels.
pub const LEAST_SIDE: u32 = 16;

/// Refuses what is too large before anything is allocated for it. `memory` is
/// what decoding it takes, in bytes.
fn check_size(width: u32, height: u32, memory: u64) -> Result<(), Refusal> {
    if u64::from(width) * u64::from(height) > MOST_PIXELS || memory > BUDGET {
        return Err(Refusal::TooManyPixels);
    }
    if width.min(height) < LEAST_SIDE {
        return Err(Refusal::TooSmall);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub use clean::fit;
