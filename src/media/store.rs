//! The object store: a folder or a bucket, one behaviour.
//!
//! Keys are made here of ids and hashes only, never of anything that was sent.
//! Nothing is ever fetched from an address that somebody gave: uploads are sent
//! to us or to the bucket of the operator.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::{BoxStream, StreamExt as _};
use kernel::{ImageId, UploadId};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::signer::{Method, Signer as _};
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig};
use platform::config::{Bucket, MediaPlace};
use platform::http::{Fault, Problem};
use secrecy::ExposeSecret as _;
use url::Url;

use crate::model::{Access, Size};

/// What one request to a bucket may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
/// What connecting to it may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// Bytes that are held while an upload streams through; the least that S3 takes
/// as a part.
const PART: usize = 5 * 1024 * 1024;

/// Where the files are.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    /// Signs addresses of the bucket; a folder has none.
    bucket: Option<(Arc<AmazonS3>, Path)>,
}

/// The files are out of reach.
#[derive(Debug, thiserror::Error)]
#[error("the object store failed")]
pub struct StoreFailed(#[from] object_store::Error);

impl StoreFailed {
    pub(crate) fn io(source: std::io::Error) -> Self {
        Self(object_store::Error::Generic {
            store: "store",
            source: source.into(),
        })
    }
}

impl Fault for StoreFailed {
    fn problem(&self) -> Option<Problem> {
        Some(Problem::unavailable("media.store_away"))
    }
}

/// The format of a file that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For browsers that say they take it.
    Avif,
    /// For all others.
    Jpeg,
}

impl Format {
    /// The ending of its name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Jpeg => "jpg",
        }
    }

    /// What it is served as.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// The key of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(Path);

/// The folders of the store.
pub const FOLDERS: [&str; 4] = ["incoming", "masters", "public", "private"];

impl Key {
    /// An upload that nobody has looked at yet.
    pub fn incoming(upload: UploadId) -> Self {
        Self(Path::from(format!("incoming/{}", upload.uuid().simple())))
    }

    /// The clean picture that others are cut from.
    pub fn master(image: ImageId) -> Self {
        Self(Path::from(format!("masters/{}", image.uuid().simple())))
    }

    /// What is shown.
    pub fn shown(access: Access, hash: &str, size: Size, format: Format) -> Self {
        let name = file_name(hash, size, format);
        Self(Path::from(format!("{}/{name}", access.code())))
    }

    /// All files that are shown of one picture.
    pub fn all_shown(access: Access, hash: &str) -> impl Iterator<Item = Self> {
        let both = [Format::Avif, Format::Jpeg];
        Size::ALL
            .into_iter()
            .flat_map(move |size| both.map(|format| Self::shown(access, hash, size, format)))
    }
}

/// `{hash}-{size}.{avif|jpg}`
pub fn file_name(hash: &str, size: Size, format: Format) -> String {
    format!("{hash}-{}.{}", size.pixels(), format.ending())
}

/// An object of the store as a list shows it.
pub struct Found {
    /// Its key.
    pub key: Key,
    /// The 32 hexadecimal digits that its name begins with; empty for a stranger.
    pub name: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
}

impl Store {
    /// The store at this place. A folder is made; a bucket is not asked yet.
    pub fn open(place: &MediaPlace) -> Result<Self, StoreFailed> {
        match place {
            MediaPlace::Disk(folder) => {
                std::fs::create_dir_all(folder).map_err(StoreFailed::io)?;
                let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
                Ok(Self {
                    objects: Arc::new(objects),
                    bucket: None,
                })
            }
            MediaPlace::Bucket(bucket) => Self::of_bucket(bucket),
        }
    }

    fn of_bucket(bucket: &Bucket) -> Result<Self, StoreFailed> {
        // Whoever was first has done it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = ClientOptions::new()
            .with_timeout(ANSWER_WITHIN)
            .with_connect_timeout(CONNECT_WITHIN);
        let retry = RetryConfig {
            max_retries: 2,
            retry_timeout: ANSWER_WITHIN,
            ..RetryConfig::default()
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(bucket.key_id.expose_secret())
            .with_secret_access_key(bucket.key.expose_secret())
            .with_client_options(client)
            .with_retry(retry);
        if let Some(endpoint) = &bucket.endpoint {
            let open = endpoint.starts_with("http://");
            builder = builder.with_endpoint(endpoint).with_allow_http(open);
        }
        let signer = Arc::new(builder.build()?);
        let prefix = Path::from(bucket.prefix.as_str());
        let objects = PrefixStore::new(Arc::clone(&signer), prefix.clone());
        Ok(Self {
            objects: Arc::new(objects),
            bucket: Some((signer, prefix)),
        })
    }

    /// Whether clients can send files to it directly.
    pub const fn is_bucket(&self) -> bool {
        self.bucket.is_some()
    }

    /// Writes an object, whole or not at all.
    pub async fn put(&self, key: &Key, bytes: impl Into<Bytes>) -> Result<(), StoreFailed> {
        self.objects.put(&key.0, bytes.into().into()).await?;
        Ok(())
    }

    /// Reads an object; `None` when there is none.
    pub async fn read(&self, key: &Key) -> Result<Option<Bytes>, StoreFailed> {
        match self.objects.get(&key.0).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The length of an object in bytes; `None` when there is none.
    pub async fn length(&self, key: &Key) -> Result<Option<u64>, StoreFailed> {
        match self.objects.head(&key.0).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes an object; one that is not there counts as deleted.
    pub async fn delete(&self, key: &Key) -> Result<(), StoreFailed> {
        match self.objects.delete(&key.0).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes an object bit by bit; it is there when the writer was shut down.
    pub fn writer(&self, key: &Key) -> BufWriter {
        BufWriter::with_capacity(Arc::clone(&self.objects), key.0.clone(), PART)
            .with_max_concurrency(1)
    }

    /// Everything in one of the [`FOLDERS`].
    pub fn list(&self, folder: &str) -> BoxStream<'static, Result<Found, StoreFailed>> {
        self.objects
            .list(Some(&Path::from(folder)))
            .map(|found| {
                let found = found?;
                let name = found.location.filename().unwrap_or_default();
                let name = name.get(..32).unwrap_or_default();
                let ours = name.bytes().all(|byte| byte.is_ascii_hexdigit());
                Ok(Found {
                    name: if ours { name.to_owned() } else { String::new() },
                    key: Key(found.location),
                    written_at: found.last_modified,
                })
            })
            .boxed()
    }

    /// An address where a client may put this object without asking us; `None`
    /// when the store is a folder. S3 cannot be told a length: whoever uses the
    /// object looks at it first.
    pub async fn signed_put(
        &self,
        key: &Key,
        within: Duration,
    ) -> Result<Option<Url>, StoreFailed> {
        let Some((signer, prefix)) = &self.bucket else {
            return Ok(None);
        };
        let whole: Path = prefix.parts().chain(key.0.parts()).collect();
        let url = signer.signed_url(Method::PUT, &whole, within).await?;
        Ok(Some(url))
    }

    /// Writes, reads and deletes a small object.
    pub async fn probe(&self) -> Result<(), StoreFailed> {
        let key = Key::incoming(UploadId::new());
        self.put(&key, Bytes::from_static(b"haat doctor")).await?;
        self.read(&key).await?;
        self.delete(&key).await
    }
}
