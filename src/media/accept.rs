//! A file that comes to us: a place is kept for it, it streams to the store,
//! and making it ready is asked for.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use futures_util::Stream;
use kernel::{ImageId, UploadId};
use platform::db::{NoConnection, QueryFailed};
use platform::http::{Fault, Problem};
use platform::jobs::enqueue;
use uuid::Uuid;

use crate::jobs::MakeReady;
use crate::media::Media;
use crate::model::Subject;
use crate::queries::{self, NewImage};
use crate::receive::{ReceiveError, receive};
use crate::store::Key;

/// How long a promised upload is waited for.
pub(crate) const UPLOAD_WITHIN: std::time::Duration = std::time::Duration::from_mins(15);

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// The subject has as many pictures as it may have.
    #[error("the subject has {0} pictures already")]
    AlbumFull(u16),
    /// The owner has as many pictures as it may have.
    #[error("the owner has {0} pictures already")]
    QuotaReached(u32),
    /// The file did not arrive or is none that we take.
    #[error(transparent)]
    Receive(#[from] ReceiveError),
    /// A query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
    /// The database is away.
    #[error(transparent)]
    Connection(#[from] NoConnection),
}

impl From<diesel::result::Error> for AcceptError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(QueryFailed(error))
    }
}

impl Fault for AcceptError {
    fn problem(&self) -> Option<Problem> {
        use actix_web::http::StatusCode as Status;
        match self {
            Self::AlbumFull(most) => {
                Some(Problem::new(Status::CONFLICT, "media.album_full").with("max_images", *most))
            }
            Self::QuotaReached(most) => Some(
                Problem::new(Status::CONFLICT, "media.quota_reached").with("max_images", *most),
            ),
            Self::Receive(error) => error.problem(),
            Self::Query(error) => error.problem(),
            Self::Connection(error) => error.problem(),
        }
    }
}

/// Takes one file as a new picture of `subject`, counted against `owner`. The
/// caller has made sure that whoever sends it may do so.
pub async fn accept<E>(
    media: &Media,
    subject: Subject,
    owner: Uuid,
    file: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
) -> Result<ImageId, AcceptError> {
    let (id, upload) = keep_place(media, subject, owner).await?;
    match receive(&media.store, &Key::incoming(upload), file).await {
        Ok(_) => {
            take(media, id, upload).await?;
            Ok(id)
        }
        Err(error) => {
            queries::give_up(&mut *media.db.get().await?, id, media.clock.now()).await?;
            Err(error.into())
        }
    }
}

/// Keeps a place for a picture, within the limits of its subject and owner.
pub(crate) async fn keep_place(
    media: &Media,
    subject: Subject,
    owner: Uuid,
) -> Result<(ImageId, UploadId), AcceptError> {
    let now = media.clock.now();
    let mut conn = media.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        queries::lock_owner(conn, owner).await?;
        if queries::count_of_owner(conn, owner).await? >= media.per_owner.into() {
            return Err(AcceptError::QuotaReached(media.per_owner));
        }
        if queries::count_of_subject(conn, subject).await? >= subject.album.most.into() {
            return Err(AcceptError::AlbumFull(subject.album.most));
        }
        let last = queries::last_position(conn, subject).await?;
        let new = new_image(subject, owner, last.map_or(0, |last| last + 1), now);
        queries::insert(conn, &new).await?;
        Ok((new.id, new.upload_id))
    })
    .await
}

fn new_image(subject: Subject, owner: Uuid, position: i32, now: DateTime<Utc>) -> NewImage {
    NewImage {
        id: ImageId::new(),
        subject_kind: subject.album.kind,
        subject_id: subject.id,
        owner_id: owner,
        access: subject.album.access.code(),
        position,
        state: "waiting",
        upload_id: UploadId::new(),
        upload_until: now + UPLOAD_WITHIN,
        created_at: now,
    }
}

/// An upload has come: from now on it is worked on. False when the picture did
/// not wait for it, and then the upload is left to the sweep.
pub(crate) async fn take(
    media: &Media,
    id: ImageId,
    upload: UploadId,
) -> Result<bool, AcceptError> {
    let now = media.clock.now();
    let mut conn = media.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let taken = queries::take_upload(conn, id, upload, now).await?;
        if taken {
            enqueue(conn, &MakeReady { image: id }).await?;
        }
        Ok(taken)
    })
    .await
}
