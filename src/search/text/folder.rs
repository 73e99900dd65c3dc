//! Where an index lives: a folder of its own per process, made anew at every
//! start and locked, so that several processes share a data directory and what
//! a killed process left behind is cleared away.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A locked folder; it is removed when dropped.
pub(super) struct Folder {
    path: PathBuf,
    // Held for the lock on it.
    _lock: File,
}

const PREFIX: &str = "text-";

impl Folder {
    /// Clears folders that nobody holds and makes a new one.
    pub(super) fn fresh(data_dir: &Path) -> io::Result<Self> {
        fs::create_dir_all(data_dir)?;
        for entry in fs::read_dir(data_dir)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(PREFIX) {
                clear_unless_held(&entry.path());
            }
        }
        (0..)
            .map(|n| data_dir.join(format!("{PREFIX}{}-{n}", std::process::id())))
            .find_map(|path| match fs::create_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => None,
                made => Some(made.and_then(|()| Self::lock(path))),
            })
            .unwrap_or_else(|| Err(io::Error::other("no free folder name")))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn lock(path: PathBuf) -> io::Result<Self> {
        let lock = File::create(path.join("held"))?;
        lock.lock()?;
        Ok(Self { path, _lock: lock })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays is cleared at the next start.
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn clear_unless_held(path: &Path) {
    let held = File::open(path.join("held")).is_ok_and(|lock| lock.try_lock().is_err());
    if !held && let Err(error) = fs::remove_dir_all(path) {
        tracing::warn!(path = %path.display(), %error, "an old index folder stays");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_folder_stays_and_an_abandoned_one_goes() {
        let data = std::env::temp_dir().join(format!("haat-folder-{}", std::process::id()));
        let held = Folder::fresh(&data).unwrap();
        let abandoned = data.join("text-abandoned");
        fs::create_dir(&abandoned).unwrap();
        let other = Folder::fresh(&data).unwrap();
        assert!(held.path().exists());
        assert!(!abandoned.exists());
        drop((held, other));
        fs::remove_dir(&data).unwrap();
    }
}
