//! Making a picture ready: from the upload to a master, from the master to the
//! files that are shown. Safe to repeat, and goes on where it was left.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kernel::ImageId;
use platform::db::{NoConnection, QueryFailed};
use sha2::{Digest as _, Sha256};

use crate::media::{Media, WorkFailed};
use crate::model::{Access, Crop, Shown, Size};
use crate::pixels::{Derived, Master, Refusal, clean, derive, read_master};
use crate::queries::{self, WorkRow};
use crate::store::{Format, Key, StoreFailed};

/// What reading an upload may take on a machine that does ten other things; it
/// takes a tenth of that on a quiet one.
const CLEAN_WITHIN: Duration = Duration::from_secs(10);
/// What writing one size may take.
const DERIVE_WITHIN: Duration = Duration::from_mins(1);
/// Part of every name: raise it when the same picture is to become other files.
const RECIPE: u8 = 1;

/// Why the work has to be done again later.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFailed),
    /// The machine is busy, or an encoder failed.
    #[error(transparent)]
    Work(#[from] WorkFailed),
    /// The clean picture is not in the store or cannot be read.
    #[error("the master of {0} is lost")]
    MasterLost(ImageId),
    /// A query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
    /// The database is away.
    #[error(transparent)]
    Connection(#[from] NoConnection),
}

impl From<diesel::result::Error> for ProcessError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(QueryFailed(error))
    }
}

/// Makes a picture ready, or refuses it. Does nothing for one that is neither
/// new nor to be cut anew.
pub async fn process(media: &Media, id: ImageId) -> Result<(), ProcessError> {
    let work = queries::find_work(&mut *media.db.get().await?, id).await?;
    let Some(work) = work else {
        return Ok(());
    };
    match master(media, id, &work).await? {
        Ok((master, jpeg)) => show(media, id, &work, master, &jpeg).await,
        Err(why) => {
            let now = media.clock.now();
            queries::refuse(&mut *media.db.get().await?, id, why, now).await?;
            tracing::info!(image = %id, media.refusal = why.code(), "upload refused");
            if let Some(upload) = work.upload_id {
                media.store.delete(&Key::incoming(upload)).await?;
            }
            Ok(())
        }
    }
}

type Kept = (Arc<Master>, Bytes);

/// The clean picture: made of the upload when there is one, read otherwise.
async fn master(
    media: &Media,
    id: ImageId,
    work: &WorkRow,
) -> Result<Result<Kept, Refusal>, ProcessError> {
    let Some(upload) = work.upload_id else {
        let jpeg = media.store.read(&Key::master(id)).await?;
        let jpeg = jpeg.ok_or(ProcessError::MasterLost(id))?;
        let bytes = jpeg.clone();
        let master = media
            .work(CLEAN_WITHIN, move || read_master(&bytes))
            .await?;
        let master = master.map_err(|_| ProcessError::MasterLost(id))?;
        return Ok(Ok((Arc::new(master), jpeg)));
    };
    let Some(bytes) = media.store.read(&Key::incoming(upload)).await? else {
        return Ok(Err(Refusal::Empty));
    };
    progress(media, id, 10).await?;
    let cleaned = media.work(CLEAN_WITHIN, move || {
        clean(&bytes).map(|master| {
            let jpeg = master.to_jpeg();
            (master, jpeg)
        })
    });
    let (master, jpeg) = match cleaned.await {
        Ok(Ok(cleaned)) => cleaned,
        Ok(Err(why)) => return Ok(Err(why)),
        Err(WorkFailed::Late(_)) => return Ok(Err(Refusal::TookTooLong)),
        Err(WorkFailed::Panicked) => return Ok(Err(Refusal::Broken)),
    };
    let jpeg = Bytes::from(jpeg);
    media.store.put(&Key::master(id), jpeg.clone()).await?;
    queries::forget_upload(&mut *media.db.get().await?, id).await?;
    media.store.delete(&Key::incoming(upload)).await?;
    Ok(Ok((Arc::new(master), jpeg)))
}

/// Writes the files that are shown, then says so.
async fn show(
    media: &Media,
    id: ImageId,
    work: &WorkRow,
    master: Arc<Master>,
    jpeg: &[u8],
) -> Result<(), ProcessError> {
    let crop: Option<Crop> = work.crop.clone().map(queries::read).transpose()?;
    let access = match work.access.as_str() {
        "public" => Access::Public,
        _ => Access::Private,
    };
    let hash = name(id, jpeg, crop);
    let mut renditions = Vec::with_capacity(Size::ALL.len());
    for (size, percent) in Size::ALL.into_iter().zip([50, 60, 95]) {
        let source = Arc::clone(&master);
        let derived = media.work(DERIVE_WITHIN, move || derive(&source, crop, size));
        let derived = derived.await?;
        renditions.push(derived.rendition);
        put(media, access, &hash, derived).await?;
        progress(media, id, percent).await?;
    }
    let shown = Shown {
        colour: master.colour.clone(),
        hash,
        renditions,
    };
    let now = media.clock.now();
    let done = queries::finish(&mut *media.db.get().await?, id, &shown, now).await?;
    if !done {
        // Taken away meanwhile, perhaps after its files were cleared.
        for key in Key::all_shown(access, &shown.hash).chain([Key::master(id)]) {
            media.store.delete(&key).await?;
        }
    }
    Ok(())
}

async fn put(
    media: &Media,
    access: Access,
    hash: &str,
    derived: Derived,
) -> Result<(), StoreFailed> {
    let size = derived.rendition.size;
    let key = |format| Key::shown(access, hash, size, format);
    media.store.put(&key(Format::Avif), derived.avif).await?;
    media.store.put(&key(Format::Jpeg), derived.jpeg).await
}

async fn progress(media: &Media, id: ImageId, percent: i16) -> Result<(), ProcessError> {
    queries::set_progress(&mut *media.db.get().await?, id, percent).await?;
    Ok(())
}

/// What files are named by: the picture, the part that is shown, and how they
/// are made. The id keeps equal pictures of two owners apart, so that one can
/// be deleted without the other.
fn name(id: ImageId, master: &[u8], crop: Option<Crop>) -> String {
    let crop = serde_json::to_vec(&crop).expect("a crop is four numbers");
    let digest = Sha256::new()
        .chain_update([RECIPE])
        .chain_update(id.uuid().as_bytes())
        .chain_update(crop)
        .chain_update(master)
        .finalize();
    let half: [u8; 16] = std::array::from_fn(|at| digest[at]);
    format!("{:032x}", u128::from_be_bytes(half))
}
