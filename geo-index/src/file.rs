//! An index in a file, so that a restart computes no cells and sorts nothing.
//!
//! # Format 2
//!
//! Numbers are little-endian and lie side by side without gaps. Keys and tags
//! are as they were in the memory of the host that saved them.
//!
//! | part | bytes | holds |
//! |---|---|---|
//! | header | 8 | `89 47 45 4F 0D 0A 1A 0A` (as PNG's: shows what text transfer breaks) |
//! | | 4 | format: 2 |
//! | | 4 | order mark: `0x0102_0304` in the byte order of keys and tags |
//! | | 4 × 4 | size and alignment of a key, size and alignment of a tag |
//! | | 8 | version of the index |
//! | | 8, 8, 8, 8 | number of points, of shards, bytes of the note, bytes of the file |
//! | | 4, 4, 4 | CRC-32 of the note, of the directory, of the 80 bytes before |
//! | note | | the caller's |
//! | directory | 8 | for each shard its H3 cell, ascending, none inside another, |
//! | | 8 | number of rows, never 0, |
//! | | 4 | body: 0 flat (from resolution 5 only), 1 round, |
//! | | 4 | CRC-32 of its columns |
//! | shards | rows × key | for each shard in the order of the directory the keys, |
//! | | rows × tag | the tags, |
//! | | rows × 16 | latitudes and longitudes in degrees, |
//! | | rows × 4 or 8 | cells of resolution 15: their last ten digits (30 bits) in shards from resolution 5, else whole, |
//! | | rows × 8 or 0 | flat: ticks east and north (`i32`) |
//!
//! Where a shard begins follows from the shards before it. Header, directory
//! and shards form a chain of checksums, so every byte of the file is under one.
//!
//! # What is checked
//!
//! Lengths against the length of the file, before anything is allocated. All
//! checksums. Of the directory, what the table says. Of each row: that its point
//! is on Earth, that its cell is an H3 cell inside the shard's, that its ticks
//! are in reach. Of the first row of each shard: that cell and position come out
//! the same when worked out afresh, so a file written by other arithmetic does
//! not pass. The rest is taken from the checksums: a damaged file is refused,
//! but whoever forges a file with matching checksums can make queries answer
//! wrongly. They cannot make them panic.
//!
//! The file is read into memory and not mapped: somebody may shorten or change
//! a file while it is mapped, which would kill the process or change answers.

mod columns;
mod error;
mod groups;
mod head;
mod open;
mod place;
mod save;

use std::path::Path;

use bytemuck::{CheckedBitPattern, NoUninit};

use crate::GeoIndex;

pub use error::{OpenError, SaveError, Types};

impl<K, T> GeoIndex<K, T>
where
    K: Copy + Ord + Send + Sync + NoUninit + CheckedBitPattern,
    T: Copy + Send + Sync + NoUninit + CheckedBitPattern,
{
    /// Writes the index into a file that [`open`](Self::open) reads, on all
    /// cores. `note` is kept with it: say there which record the index belongs
    /// to and how far it had come, and what your keys and tags mean.
    ///
    /// The file appears whole or not at all: it is written beside `path`, synced
    /// to the disk and then renamed, replacing what was there. A crash leaves the
    /// old file or the new one, and perhaps a `.saving-` file that can be deleted.
    /// When several save to one path, the last one to finish stays.
    ///
    /// Keys and tags are written as they are in memory, so they must be plain:
    /// integers, floats, `bool`, `char`, arrays of bytes, `()`, and whatever has
    /// the two traits of `bytemuck`, which [`Pod`](bytemuck::Pod) implies.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("shops.geo");
    /// let index = GeoIndex::bulk([(1_u32, Point::new(23.7461, 90.3742)?, 7_u8)]);
    /// index.save(&path, b"change 1042")?;
    ///
    /// let (again, note) = GeoIndex::<u32, u8>::open(&path)?;
    /// assert_eq!(again.len(), 1);
    /// assert_eq!(note, b"change 1042");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save(&self, path: &Path, note: &[u8]) -> Result<(), SaveError> {
        save::save(&self.layout, path, note)
    }

    /// Reads an index and its note from a file that [`save`](Self::save) wrote,
    /// on all cores: a fraction of what building it takes.
    ///
    /// A file that is damaged, cut, lengthened, of other types or of another
    /// format is refused, see [`OpenError`]; then build from the record. Types
    /// are compared by size and alignment, which cannot tell `u32` from `i32`.
    ///
    /// To go on from where the file was saved, open it, wrap it in a
    /// [`Live`](crate::Live) and apply what has changed since:
    ///
    /// ```
    /// use geo_index::{Change, GeoIndex, Live, OpenError, Point};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("shops.geo");
    /// let index = match GeoIndex::<u32, u8>::open(&path) {
    ///     Ok((index, _note)) => index,
    ///     Err(OpenError::NotFound) => GeoIndex::default(),
    ///     Err(error) => {
    ///         eprintln!("building anew: {error}");
    ///         GeoIndex::default()
    ///     }
    /// };
    /// let live = Live::new(index);
    /// live.apply([Change::Upsert { key: 2, point: Point::new(23.7515, 90.3930)?, tag: 1 }]);
    /// live.load().save(&path, b"")?;
    /// assert_eq!(GeoIndex::<u32, u8>::open(&path)?.0.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: &Path) -> Result<(Self, Vec<u8>), OpenError> {
        open::open(path)
    }
}
