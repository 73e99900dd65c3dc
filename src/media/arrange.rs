//! What owners do with their pictures: order them, show a part, take one away.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::ImageId;
use platform::db::{NoConnection, QueryFailed};
use platform::http::{Fault, Problem};
use platform::jobs::enqueue;

use crate::jobs::{Clear, MakeReady};
use crate::media::Media;
use crate::model::{Crop, Subject};
use crate::queries;

/// Why a picture stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The subject has no such picture.
    #[error("no such picture")]
    NotFound,
    /// It is waited for, worked on or refused.
    #[error("the picture is not ready")]
    NotReady,
    /// The pictures are others than the caller thinks.
    #[error("the pictures have changed meanwhile")]
    OrderChanged,
    /// A query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
    /// The database is away.
    #[error(transparent)]
    Connection(#[from] NoConnection),
}

impl From<diesel::result::Error> for ChangeError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(QueryFailed(error))
    }
}

impl Fault for ChangeError {
    fn problem(&self) -> Option<Problem> {
        use actix_web::http::StatusCode as Status;
        match self {
            Self::NotFound => Some(Problem::not_found("media.not_found")),
            Self::NotReady => Some(Problem::new(Status::CONFLICT, "media.not_ready")),
            Self::OrderChanged => Some(Problem::new(Status::CONFLICT, "media.order_changed")),
            Self::Query(error) => error.problem(),
            Self::Connection(error) => error.problem(),
        }
    }
}

/// Puts the pictures of a subject into this order, which names each of them
/// once. The first is the one that lists show.
pub async fn arrange(
    media: &Media,
    subject: Subject,
    order: &[ImageId],
) -> Result<(), ChangeError> {
    let mut conn = media.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let there = queries::images_of(conn, subject).await?;
        let there: BTreeSet<ImageId> = there.iter().map(|image| image.id).collect();
        let named: BTreeSet<ImageId> = order.iter().copied().collect();
        if there != named || named.len() != order.len() {
            return Err(ChangeError::OrderChanged);
        }
        // Rows are locked in the order of their ids.
        for id in named {
            let place = order.iter().position(|&other| other == id);
            let place = place.and_then(|place| i32::try_from(place).ok());
            queries::set_position(conn, id, place.unwrap_or(i32::MAX)).await?;
        }
        Ok(())
    })
    .await
}

/// Shows only a part of a picture; `None` shows all of it again. The old files
/// are shown until the new ones are there.
pub async fn set_crop(
    media: &Media,
    subject: Subject,
    image: ImageId,
    crop: Option<Crop>,
) -> Result<(), ChangeError> {
    let now = media.clock.now();
    let mut conn = media.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        if queries::set_crop(conn, subject, image, crop, now).await? {
            enqueue(conn, &MakeReady { image }).await?;
            return Ok(());
        }
        match queries::find(conn, subject, image).await? {
            Some(_) => Err(ChangeError::NotReady),
            None => Err(ChangeError::NotFound),
        }
    })
    .await
}

/// Takes a picture away: it is not shown from now on, its files are deleted by
/// a job.
pub async fn remove(media: &Media, subject: Subject, image: ImageId) -> Result<(), ChangeError> {
    let now = media.clock.now();
    let mut conn = media.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        if !queries::remove(conn, subject, image, now).await? {
            return Err(ChangeError::NotFound);
        }
        enqueue(conn, &Clear { image }).await?;
        Ok(())
    })
    .await
}

/// Takes all pictures of a subject that is removed itself away, in the caller's
/// transaction; how many.
pub async fn remove_all(
    conn: &mut AsyncPgConnection,
    subject: Subject,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let images = queries::images_of(conn, subject).await?;
    for image in &images {
        queries::remove(conn, subject, image.id, now).await?;
        enqueue(conn, &Clear { image: image.id }).await?;
    }
    Ok(images.len())
}
