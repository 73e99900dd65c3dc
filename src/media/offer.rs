//! Signed addresses: a client sends one file without a form, to the bucket
//! where there is one, to us where the files are in a folder.

use chrono::{DateTime, Utc};
use kernel::ImageId;
use platform::db::{NoConnection, QueryFailed};
use platform::http::{Fault, Problem};
use serde::Serialize;
use uuid::Uuid;

use crate::accept::{AcceptError, UPLOAD_WITHIN, keep_place, take};
use crate::media::Media;
use crate::model::Subject;
use crate::pixels::{MOST_BYTES, Refusal};
use crate::queries;
use crate::receive::refused;
use crate::store::{Key, StoreFailed};
use crate::ticket::Ticket;

/// Where and how a client may send one file.
#[derive(Clone, Debug, Serialize)]
pub struct Offer {
    /// The picture that it becomes.
    pub image: ImageId,
    /// `PUT` the file here. We take exactly the length that was declared; a
    /// bucket takes any, and too much is refused afterwards.
    pub url: String,
    /// When the address stops working.
    pub expires_at: DateTime<Utc>,
    /// Whether we have to be told when it has been sent, see [`received`].
    pub tell_when_done: bool,
}

/// Why no address is given, or an upload is not taken.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// Too long, or nothing.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No place is left, or the database failed.
    #[error(transparent)]
    Accept(#[from] AcceptError),
    /// The picture does not wait for an upload.
    #[error("no upload is waited for")]
    NotAwaited,
    /// The file has not arrived in the bucket.
    #[error("the file has not arrived")]
    NotArrived,
    /// The bucket failed.
    #[error(transparent)]
    Store(#[from] StoreFailed),
    /// A query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
    /// The database is away.
    #[error(transparent)]
    Connection(#[from] NoConnection),
}

impl From<diesel::result::Error> for OfferError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(QueryFailed(error))
    }
}

impl Fault for OfferError {
    fn problem(&self) -> Option<Problem> {
        use actix_web::http::StatusCode as Status;
        match self {
            Self::Refused(why) => Some(refused(*why)),
            Self::Accept(error) => error.problem(),
            Self::NotAwaited => Some(Problem::new(Status::CONFLICT, "media.not_awaited")),
            Self::NotArrived => Some(Problem::new(Status::CONFLICT, "media.not_arrived")),
            Self::Store(error) => error.problem(),
            Self::Query(error) => error.problem(),
            Self::Connection(error) => error.problem(),
        }
    }
}

/// An address for one file of exactly `length` bytes, good for fifteen minutes
/// and one picture.
pub async fn offer(
    media: &Media,
    subject: Subject,
    owner: Uuid,
    length: u64,
) -> Result<Offer, OfferError> {
    match length {
        0 => return Err(Refusal::Empty.into()),
        1..=MOST_BYTES => {}
        _ => return Err(Refusal::TooLarge.into()),
    }
    let (image, upload) = keep_place(media, subject, owner).await?;
    let expires_at = media.clock.now() + UPLOAD_WITHIN;
    let key = Key::incoming(upload);
    let signed = media.store.signed_put(&key, UPLOAD_WITHIN).await?;
    Ok(Offer {
        image,
        tell_when_done: signed.is_some(),
        url: signed.map_or_else(
            || our_address(media, image, length, expires_at),
            String::from,
        ),
        expires_at,
    })
}

fn our_address(media: &Media, image: ImageId, length: u64, until: DateTime<Utc>) -> String {
    let ticket = Ticket {
        image,
        length,
        until_s: until.timestamp(),
    };
    format!(
        "{}/media/uploads/{image}?length={length}&until={}&signature={}",
        media.site,
        ticket.until_s,
        media.tickets.sign(&ticket)
    )
}

/// The client says that it has sent its file to the bucket: looks whether it is
/// there and has it made ready. To be called by the owning slice; files sent to
/// us are noticed without.
pub async fn received(media: &Media, subject: Subject, image: ImageId) -> Result<(), OfferError> {
    let mut conn = media.db.get().await?;
    let upload = queries::awaited_upload(&mut conn, subject, image)
        .await?
        .ok_or(OfferError::NotAwaited)?;
    drop(conn);
    let key = Key::incoming(upload);
    match media.store.length(&key).await? {
        None => return Err(OfferError::NotArrived),
        Some(1..=MOST_BYTES) => {}
        // A bucket takes what it gets, up to gigabytes.
        Some(_) => {
            media.store.delete(&key).await?;
            return Err(Refusal::TooLarge.into());
        }
    }
    if take(media, image, upload).await? {
        Ok(())
    } else {
        Err(OfferError::NotAwaited)
    }
}
