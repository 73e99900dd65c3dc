//! Files on the disk: reading and writing at offsets from several threads, and
//! putting a finished file in the place of an old one.

use std::fs::File;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use super::error::SaveError;

pub(super) use positioned::{read_exact_at, write_all_at};

#[cfg(unix)]
mod positioned {
    use std::fs::File;
    use std::io;
    use std::os::unix::fs::FileExt;

    pub(in super::super) fn read_exact_at(
        file: &File,
        bytes: &mut [u8],
        at: u64,
    ) -> io::Result<()> {
        file.read_exact_at(bytes, at)
    }

    pub(in super::super) fn write_all_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
        file.write_all_at(bytes, at)
    }
}

/// A file has one cursor, so one thread at a time.
#[cfg(not(unix))]
mod positioned {
    use std::fs::File;
    use std::io::{self, Read, Seek, SeekFrom, Write};
    use std::sync::{Mutex, PoisonError};

    static CURSOR: Mutex<()> = Mutex::new(());

    pub(in super::super) fn read_exact_at(
        mut file: &File,
        bytes: &mut [u8],
        at: u64,
    ) -> io::Result<()> {
        let _moving = CURSOR.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(bytes)
    }

    pub(in super::super) fn write_all_at(mut file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
        let _moving = CURSOR.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)
    }
}

/// A file in the making; dropping it deletes it.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    file: NamedTempFile,
    path: &'a Path,
}

impl<'a> Draft<'a> {
    /// In the folder of `path`: only there can it be renamed to `path`.
    pub(super) fn beside(path: &'a Path) -> Result<Self, SaveError> {
        let mut named = tempfile::Builder::new();
        named.prefix(".saving-");
        #[cfg(unix)]
        let named = named.permissions(as_any_new_file());
        let file = named
            .tempfile_in(folder_of(path))
            .map_err(SaveError::Create)?;
        Ok(Self { file, path })
    }

    pub(super) fn file(&self) -> &File {
        self.file.as_file()
    }

    /// Once this returns, a power cut does not bring the old file back.
    pub(super) fn put_in_place(self) -> Result<(), SaveError> {
        self.file().sync_all().map_err(SaveError::Write)?;
        (self.file.persist(self.path)).map_err(|failed| SaveError::Replace(failed.error))?;
        sync_folder(folder_of(self.path)).map_err(SaveError::Replace)
    }
}

/// Less what the process masks.
#[cfg(unix)]
fn as_any_new_file() -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}

/// A name alone stands for a file in the working folder.
fn folder_of(path: &Path) -> &Path {
    (path.parent())
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Renaming changes the folder, which is synced by itself.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere folders cannot be opened.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
const fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_draft_that_is_given_up_leaves_the_old_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shops.geo");
        fs::write(&path, "old").unwrap();
        let draft = Draft::beside(&path).unwrap();
        write_all_at(draft.file(), b"new", 0).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        drop(draft);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    #[cfg(unix)]
    fn a_saved_file_may_be_read_by_whom_any_new_file_may() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let [any, saved] = ["any", "saved"].map(|name| folder.path().join(name));
        fs::write(&any, "").unwrap();
        Draft::beside(&saved).unwrap().put_in_place().unwrap();
        let [any, saved] = [any, saved].map(|path| fs::metadata(path).unwrap().permissions());
        assert_eq!(saved.mode(), any.mode());
    }
}
