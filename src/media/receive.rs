//! Bytes on their way from a client to the store: looked at while they pass,
//! counted, and not waited for without end.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use platform::http::{Fault, Problem};
use tokio::io::AsyncWriteExt as _;
use tokio::time::{Instant, timeout, timeout_at};

use crate::pixels::{HEAD, Kind, MOST_BYTES, Refusal};
use crate::store::{Key, Store, StoreFailed};

/// How long a client may be silent in the middle of a file.
const SILENCE: Duration = Duration::from_secs(10);
/// How long a whole file may take: 10 MB at half a megabit.
const WHOLE: Duration = Duration::from_secs(170);

/// Why a file did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It is none that we take.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The client was silent for too long, or too slow.
    #[error("the client was too slow")]
    TooSlow,
    /// The connection ended, or the form was broken.
    #[error("the upload broke off")]
    BrokeOff,
    /// The store did not take it.
    #[error(transparent)]
    Store(#[from] StoreFailed),
}

impl Fault for ReceiveError {
    fn problem(&self) -> Option<Problem> {
        use actix_web::http::StatusCode as Status;
        match self {
            Self::Refused(why) => Some(refused(*why)),
            Self::TooSlow => Some(Problem::new(Status::REQUEST_TIMEOUT, "media.too_slow")),
            Self::BrokeOff => Some(Problem::new(Status::BAD_REQUEST, "media.broke_off")),
            Self::Store(error) => error.problem(),
        }
    }
}

/// A refusal with the status that fits it best.
pub fn refused(why: Refusal) -> Problem {
    use actix_web::http::StatusCode as Status;
    let status = match why {
        Refusal::TooLarge => Status::PAYLOAD_TOO_LARGE,
        Refusal::Heic
        | Refusal::Avif
        | Refusal::Gif
        | Refusal::Svg
        | Refusal::Tiff
        | Refusal::Bmp
        | Refusal::NotAnImage => Status::UNSUPPORTED_MEDIA_TYPE,
        Refusal::Empty
        | Refusal::TooManyPixels
        | Refusal::TooSmall
        | Refusal::Animated
        | Refusal::PrintColours
        | Refusal::Broken
        | Refusal::TookTooLong => Status::UNPROCESSABLE_ENTITY,
    };
    Problem::new(status, why.code()).with("max_bytes", MOST_BYTES)
}

/// Streams a file to the store and answers its length. What is refused by its
/// first bytes is read to its end all the same, as far as the limit, so that a
/// browser gets to see the answer.
pub async fn receive<E>(
    store: &Store,
    key: &Key,
    file: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
) -> Result<u64, ReceiveError> {
    let until = Instant::now() + WHOLE;
    let mut writer = store.writer(key);
    let received = pass(&mut writer, file, until).await;
    if received.is_ok() {
        writer.shutdown().await.map_err(StoreFailed::io)?;
    } else if let Err(error) = writer.abort().await {
        tracing::warn!(%error, "an upload that was given up stays in the store until it is swept");
    }
    received
}

async fn pass<E>(
    writer: &mut object_store::buffered::BufWriter,
    file: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    until: Instant,
) -> Result<u64, ReceiveError> {
    let mut length = 0;
    let mut head = BytesMut::new();
    let mut known = None;
    loop {
        let chunk = next(file, until).await?;
        let ended = chunk.is_none();
        if let Some(chunk) = chunk {
            length += chunk.len() as u64;
            if length > MOST_BYTES {
                return Err(Refusal::TooLarge.into());
            }
            match known {
                Some(Ok(_)) => writer.put(chunk).await.map_err(StoreFailed::from)?,
                Some(Err(_)) => {}
                None => head.extend_from_slice(&chunk),
            }
        }
        if known.is_none() && (ended || head.len() >= HEAD) {
            let kind = Kind::of(&head);
            known = Some(kind);
            if kind.is_ok() {
                let head = head.split().freeze();
                writer.put(head).await.map_err(StoreFailed::from)?;
            }
        }
        if ended {
            known.expect("it is known when it has ended")?;
            return Ok(length);
        }
    }
}

/// The next bytes; `None` at the end.
async fn next<E>(
    file: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
    until: Instant,
) -> Result<Option<Bytes>, ReceiveError> {
    let chunk = timeout_at(until, timeout(SILENCE, file.next()));
    match chunk.await {
        Ok(Ok(chunk)) => chunk.transpose().map_err(|_| ReceiveError::BrokeOff),
        Ok(Err(_)) | Err(_) => Err(ReceiveError::TooSlow),
    }
}
