//! Why a file was not written or not read.

use std::fmt;
use std::io;

use super::head::FORMAT;

/// Everything that can stop [`GeoIndex::save`](crate::GeoIndex::save). Whatever
/// it is, the file that was there before is still there.
///
/// ```
/// use std::path::Path;
/// use geo_index::{GeoIndex, SaveError};
///
/// let index = GeoIndex::<u32, ()>::default();
/// let error = index.save(Path::new("/no such folder/shops.geo"), b"").unwrap_err();
/// assert!(matches!(error, SaveError::Create(_)));
/// ```
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// No file can be made in the folder.
    #[error("cannot create a file in the folder of the index")]
    Create(#[source] io::Error),
    /// It could not be written to the end; mostly because the disk is full.
    #[error("cannot write the index")]
    Write(#[source] io::Error),
    /// It is written but cannot take the name; perhaps a folder has it.
    #[error("cannot put the index in place")]
    Replace(#[source] io::Error),
}

/// Everything that can stop [`GeoIndex::open`](crate::GeoIndex::open).
///
/// ```
/// use geo_index::{GeoIndex, OpenError};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("shops.geo");
/// std::fs::write(&path, "some other file")?;
/// let error = GeoIndex::<u32, ()>::open(&path).unwrap_err();
/// assert!(matches!(error, OpenError::NotAnIndex));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such file.
    #[error("there is no such file")]
    NotFound,
    /// It cannot be read.
    #[error("cannot read the index")]
    Io(#[source] io::Error),
    /// It does not begin as a saved index does.
    #[error("this is not a saved index")]
    NotAnIndex,
    /// It was saved by an older or newer version of this library.
    #[error("the index has format {found}, not {supported}")]
    Version {
        /// The format of the file.
        found: u32,
        /// The only format that is read.
        supported: u32,
    },
    /// It holds other keys or tags, or was saved on a host of another byte order.
    #[error("the index has {found}, not {wanted}")]
    OtherTypes {
        /// What the file holds.
        found: Types,
        /// What it was opened as.
        wanted: Types,
    },
    /// Its end is missing.
    #[error("the index is cut off after {found} bytes")]
    Truncated {
        /// Bytes that are there.
        found: u64,
    },
    /// Its bytes are not those that were saved.
    #[error("the index is damaged: {what}")]
    Damaged {
        /// What is wrong with it.
        what: &'static str,
    },
}

pub(super) const fn damaged(what: &'static str) -> OpenError {
    OpenError::Damaged { what }
}

impl OpenError {
    pub(super) const fn format(found: u32) -> Self {
        Self::Version {
            found,
            supported: FORMAT,
        }
    }
}

/// What keys and tags look like in a file.
///
/// ```
/// use geo_index::{GeoIndex, OpenError};
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("shops.geo");
/// GeoIndex::<u32, u64>::default().save(&path, b"")?;
/// let Err(OpenError::OtherTypes { found, wanted }) = GeoIndex::<u32, ()>::open(&path) else {
///     panic!("tags of eight bytes are not tags of none");
/// };
/// assert_eq!((found.tag_size, wanted.tag_size), (8, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types {
    /// Bytes of a key.
    pub key_size: u32,
    /// Alignment of a key in bytes.
    pub key_align: u32,
    /// Bytes of a tag.
    pub tag_size: u32,
    /// Alignment of a tag in bytes.
    pub tag_align: u32,
    /// Whether their last byte comes first.
    pub little_endian: bool,
}

impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            key_size,
            key_align,
            tag_size,
            tag_align,
            little_endian,
        } = self;
        let order = if *little_endian { "little" } else { "big" };
        write!(
            f,
            "keys of {key_size} bytes (aligned to {key_align}) and tags of {tag_size} (aligned to {tag_align}), {order}-endian"
        )
    }
}
