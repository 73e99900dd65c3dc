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

/// How long a client is waited for.
struct Patience {
    /// In the middle of a file.
    silence: Duration,
    /// For all of it.
    whole: Duration,
}

/// 10 MB at half a megabit.
const PATIENCE: Patience = Patience {
    silence: Duration::from_secs(10),
    whole: Duration::from_secs(170),
};

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
    receive_within(&PATIENCE, store, key, file).await
}

async fn receive_within<E>(
    patience: &Patience,
    store: &Store,
    key: &Key,
    file: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
) -> Result<u64, ReceiveError> {
    let mut writer = store.writer(key);
    let received = pass(&mut writer, file, patience).await;
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
    patience: &Patience,
) -> Result<u64, ReceiveError> {
    let until = Instant::now() + patience.whole;
    let mut length = 0;
    let mut head = BytesMut::new();
    let mut known = None;
    loop {
        let chunk = next(file, patience.silence, until).await?;
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
    silence: Duration,
    until: Instant,
) -> Result<Option<Bytes>, ReceiveError> {
    let chunk = timeout_at(until, timeout(silence, file.next()));
    match chunk.await {
        Ok(Ok(chunk)) => chunk.transpose().map_err(|_| ReceiveError::BrokeOff),
        Ok(Err(_)) | Err(_) => Err(ReceiveError::TooSlow),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use kernel::UploadId;
    use platform::config::MediaPlace;

    use super::*;

    const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0];

    /// What becomes of a file from a client of this kind, and what is left of it.
    async fn fate(
        patience: Patience,
        file: impl Stream<Item = Result<Bytes, ()>>,
    ) -> (Result<u64, ReceiveError>, Option<u64>) {
        let folder = std::env::temp_dir().join("haat-media-receive");
        let store = Store::open(&MediaPlace::Disk(folder)).unwrap();
        let key = Key::incoming(UploadId::new());
        let mut file = Box::pin(file);
        let received = receive_within(&patience, &store, &key, &mut file).await;
        let left = store.length(&key).await.unwrap();
        store.delete(&key).await.unwrap();
        (received, left)
    }

    fn short() -> Patience {
        Patience {
            silence: Duration::from_millis(20),
            whole: Duration::from_millis(200),
        }
    }

    #[tokio::test]
    async fn a_client_that_falls_silent_is_dropped() {
        let begun = stream::iter([Ok(Bytes::from_static(JPEG))]);
        let (received, left) = fate(short(), begun.chain(stream::pending())).await;
        assert!(
            matches!(received, Err(ReceiveError::TooSlow)),
            "{received:?}"
        );
        assert_eq!(left, None);
    }

    #[tokio::test]
    async fn a_client_that_drips_is_dropped_too() {
        let dripping = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Some((Ok(Bytes::from_static(JPEG)), ()))
        });
        let (received, left) = fate(short(), dripping).await;
        assert!(
            matches!(received, Err(ReceiveError::TooSlow)),
            "{received:?}"
        );
        assert_eq!(left, None);
    }

    #[tokio::test]
    async fn what_breaks_off_leaves_nothing_and_what_arrives_is_whole() {
        let part = Bytes::from(vec![0; 6 << 20]);
        let head = || stream::iter([Ok(Bytes::from_static(JPEG)), Ok(part.clone())]);
        let broken = head().chain(stream::iter([Err(())]));
        let (received, left) = fate(PATIENCE, broken).await;
        assert!(
            matches!(received, Err(ReceiveError::BrokeOff)),
            "{received:?}"
        );
        assert_eq!(left, None);
        let length = (6 << 20) + 4;
        let (received, left) = fate(PATIENCE, head()).await;
        assert_eq!((received.unwrap(), left), (length, Some(length)));
    }
}
