//! Files that nobody needs any more.

use chrono::TimeDelta;
use futures_util::{StreamExt as _, TryStreamExt as _};
use kernel::ImageId;
use platform::db::{NoConnection, QueryFailed};

use crate::media::Media;
use crate::model::Access;
use crate::queries;
use crate::store::{FOLDERS, Found, Key, StoreFailed};

/// How long a file is left alone that belongs to no picture: what pages in
/// caches still name, and what is just being written.
const GRACE: TimeDelta = TimeDelta::days(1);
/// Files that are looked up at a time.
const BATCH: usize = 500;

/// Why files stay until the next time.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFailed),
    /// A query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
    /// The database is away.
    #[error(transparent)]
    Connection(#[from] NoConnection),
}

impl From<diesel::result::Error> for SweepError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(QueryFailed(error))
    }
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Promised uploads that did not come, and refused ones whose owners have
    /// had a day to read why.
    pub promises: usize,
    /// Rows of pictures that were taken away.
    pub rows: usize,
    /// Files that belonged to no picture.
    pub files: usize,
}

/// Deletes the files of a picture that was taken away.
pub async fn clear(media: &Media, id: ImageId) -> Result<(), SweepError> {
    let removed = queries::find_removed(&mut *media.db.get().await?, id).await?;
    let Some(removed) = removed else {
        return Ok(());
    };
    let access = if removed.access == Access::Public.code() {
        Access::Public
    } else {
        Access::Private
    };
    let shown = removed.hash.iter();
    let keys = shown
        .flat_map(|hash| Key::all_shown(access, hash))
        .chain(removed.upload_id.map(Key::incoming))
        .chain([Key::master(removed.id)]);
    for key in keys {
        media.store.delete(&key).await?;
    }
    Ok(())
}

/// Gives up promises that were not kept and deletes, a day late, rows of
/// pictures that were taken away and files that belong to none. Files that are
/// not ours by their name are left alone.
pub async fn sweep(media: &Media) -> Result<Swept, SweepError> {
    let now = media.clock.now();
    let mut conn = media.db.get().await?;
    let mut swept = Swept {
        promises: queries::remove_unkept_promises(&mut conn, now).await?
            + queries::remove_refused(&mut conn, now - GRACE, now).await?,
        rows: queries::delete_removed(&mut conn, now - GRACE).await?,
        files: 0,
    };
    drop(conn);
    for folder in FOLDERS {
        let old = media.store.list(folder).try_filter(|found| {
            let old = found.written_at < now - GRACE && !found.name.is_empty();
            std::future::ready(old)
        });
        let mut batches = old.chunks(BATCH);
        while let Some(batch) = batches.next().await {
            let batch: Vec<Found> = batch.into_iter().collect::<Result<_, _>>()?;
            swept.files += delete_orphans(media, batch).await?;
        }
    }
    Ok(swept)
}

async fn delete_orphans(media: &Media, files: Vec<Found>) -> Result<usize, SweepError> {
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let used = queries::names_in_use(&mut *media.db.get().await?, &names).await?;
    let mut deleted = 0;
    for file in files.iter().filter(|file| !used.contains(&file.name)) {
        media.store.delete(&file.key).await?;
        deleted += 1;
    }
    Ok(deleted)
}
