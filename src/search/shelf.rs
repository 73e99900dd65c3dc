//! Where the radius index is kept between two runs, so that a restart need not
//! work it out again.
//!
//! The file holds the index and a note: whose copy it is and up to which position
//! of the change feed. Processes may share it: one at a time writes a draft and
//! puts it in place whole, the last one counts, and any serves whoever is next.
//! Nobody reads it while serving, so whatever happens to the disk, answers stay.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use geo_index::{GeoIndex, OpenError, SaveError};
use parking_lot::Mutex;
use platform::feed::Position;
use serde::{Deserialize, Serialize};
use shops::ShopKind;

use crate::tables::Ord32;

const NAME: &str = "radius.geo";
const DRAFT: &str = "radius.geo.draft";
/// An index that does not change is written again so often, in order that the
/// feed still reaches back to the position in its file.
const AT_LEAST_EVERY: Duration = Duration::from_hours(1);

/// The radius index of shops: kinds are its tags.
pub type ShopIndex = GeoIndex<Ord32, u8>;

/// A copy of what, and as of when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Tells databases apart, also on one server.
    pub database: String,
    /// Every change up to here is in the copy.
    pub position: Position,
}

/// What the file says besides the index.
#[derive(Serialize, Deserialize)]
struct Note {
    database: String,
    position: String,
    /// What the tags stand for.
    kinds: Vec<String>,
}

/// What was written last.
struct Written {
    version: u64,
    at: Instant,
}

/// The file of this process.
pub struct Shelf {
    folder: PathBuf,
    written: Mutex<Option<Written>>,
}

/// Why there is no index to start from.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// Nobody has written one.
    #[error("there is none")]
    Missing,
    /// It cannot be read, or it is not what was written.
    #[error("it cannot be read")]
    Damaged(#[source] OpenError),
    /// Its note means something else to this program.
    #[error("another version of the program wrote it")]
    OtherProgram,
    /// It says nothing about the database at hand.
    #[error("it is a copy of another database")]
    OtherDatabase,
}

/// The index could not be written.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// Writing the draft failed.
    #[error("the radius index cannot be written")]
    Draft(#[from] SaveError),
    /// Putting it in place failed.
    #[error("the radius index cannot be put in place")]
    Place(#[from] io::Error),
}

impl Shelf {
    /// In `data_dir`, which need not be there yet.
    pub fn new(data_dir: &Path) -> Self {
        Self {
            folder: data_dir.to_owned(),
            written: Mutex::new(None),
        }
    }

    /// What the last run left of this database, and the position it stands for.
    pub fn take(&self, database: &str) -> Result<(ShopIndex, Position), Unusable> {
        let (index, note) = GeoIndex::open(&self.folder.join(NAME))?;
        let note: Note = serde_json::from_slice(&note).map_err(|_| Unusable::OtherProgram)?;
        let position = Position::parse(&note.position).ok_or(Unusable::OtherProgram)?;
        if note.kinds != kinds() {
            return Err(Unusable::OtherProgram);
        }
        if note.database != database {
            return Err(Unusable::OtherDatabase);
        }
        Ok((index, position))
    }

    /// Writes an index that has changed since, or that was written long ago.
    /// Answers whether it was. `source` must have been known before the index
    /// was loaded, so that the index holds at least what it promises.
    pub fn put(&self, index: &ShopIndex, source: &Source) -> Result<bool, NotKept> {
        let mut written = self.written.lock();
        let version = index.version();
        if written
            .as_ref()
            .is_some_and(|last| last.stands_for(version))
            && self.folder.join(NAME).exists()
        {
            return Ok(false);
        }
        let note = serde_json::to_vec(&Note {
            database: source.database.clone(),
            position: source.position.0.clone(),
            kinds: kinds(),
        });
        fs::create_dir_all(&self.folder)?;
        let folder = File::open(&self.folder)?;
        if folder.try_lock().is_err() {
            // Another process is writing one as good.
            return Ok(false);
        }
        let draft = self.folder.join(DRAFT);
        index
            .save(&draft, &note.expect("a note is text"))
            .inspect_err(|_| drop(fs::remove_file(&draft)))?;
        // The draft is on the disk; all of it is in place or all of the old file,
        // whenever the power goes.
        fs::rename(&draft, self.folder.join(NAME))?;
        folder.sync_all()?;
        *written = Some(Written {
            version,
            at: Instant::now(),
        });
        Ok(true)
    }
}

impl From<OpenError> for Unusable {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotFound => Self::Missing,
            OpenError::Version { .. } | OpenError::OtherTypes { .. } => Self::OtherProgram,
            damaged => Self::Damaged(damaged),
        }
    }
}

impl Written {
    fn stands_for(&self, version: u64) -> bool {
        self.version == version && self.at.elapsed() < AT_LEAST_EVERY
    }
}

fn kinds() -> Vec<String> {
    ShopKind::ALL.map(|kind| kind.code().to_owned()).into()
}
