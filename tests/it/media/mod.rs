//! Pictures on a real database, in a folder and in a bucket.

mod forms;
mod life;
mod limits;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use kernel::{Clock, ImageId};
use media::{Access, Album, Image, Media, State, Subject};
use platform::config::Config;
use platform::db::Db;
use uuid::Uuid;

use crate::haat::bucket::{Bucket, KEY, KEY_ID};
use crate::haat::{Database, Reply};

/// Photos of goods, for everybody.
const PHOTOS: Album = Album {
    kind: "test.product",
    access: Access::Public,
    most: 3,
};
/// Papers, for those who may see them.
const PAPERS: Album = Album {
    kind: "test.paper",
    access: Access::Private,
    most: 3,
};

/// Where the files of a test are.
struct Place {
    folder: PathBuf,
    bucket: Option<Bucket>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Place {
    fn new(in_bucket: bool) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("haat-pictures-{}-{next}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let bucket = in_bucket.then(|| Bucket::start(&folder));
        Self { folder, bucket }
    }

    /// For a server or for ourselves.
    fn settings(&self) -> Vec<(&'static str, String)> {
        match &self.bucket {
            Some(bucket) => vec![
                ("HAAT_MEDIA_URL", bucket.url()),
                ("HAAT_MEDIA_KEY_ID", KEY_ID.into()),
                ("HAAT_MEDIA_KEY", KEY.into()),
            ],
            None => vec![(
                "HAAT_MEDIA_URL",
                format!("file://{}", self.folder.display()),
            )],
        }
    }

    /// The names of all files, folders of the store before them.
    fn files(&self) -> Vec<String> {
        let root = match &self.bucket {
            Some(bucket) => bucket.folder().join("haat"),
            None => self.folder.clone(),
        };
        let mut found = Vec::new();
        for folder in ["incoming", "masters", "public", "private"] {
            let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
                continue;
            };
            let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            // The bucket keeps notes of its own beside the files.
            let names = names.filter(|name| !name.starts_with('.'));
            found.extend(names.map(|name| format!("{folder}/{name}")));
        }
        found.sort();
        found
    }

    fn media(&self, url: &str, clock: Clock, more: &[(&str, &str)]) -> Media {
        let own = self.settings();
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let vars: BTreeMap<String, String> = own
            .chain([("DATABASE_URL", url), ("HAAT_DB_TIMEOUT_MS", "10000")])
            .chain(more.iter().copied())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let config = Config::from_vars(vars).unwrap();
        Media::new(&config, Db::new(&config.database), clock).unwrap()
    }
}

/// A test on a database of its own, once with a folder and once with a bucket.
#[expect(clippy::needless_pass_by_value, reason = "tests hand closures over")]
fn in_both_places(test: impl AsyncFn(&Place, &Media, &Db)) {
    for in_bucket in [false, true] {
        let database = Database::migrated();
        let place = Place::new(in_bucket);
        let media = place.media(
            &database.url(),
            Clock::system(),
            &[("HAAT_MEDIA_PER_OWNER", "4")],
        );
        let db = db_of(&database);
        runtime().block_on(test(&place, &media, &db));
    }
}

fn db_of(database: &Database) -> Db {
    let vars = [("DATABASE_URL".to_owned(), database.url())];
    Db::new(&Config::from_vars(vars.into()).unwrap().database)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

const fn photos_of(number: u128) -> Subject {
    Subject {
        album: &PHOTOS,
        id: Uuid::from_u128(number),
    }
}

const fn papers_of(number: u128) -> Subject {
    Subject {
        album: &PAPERS,
        id: Uuid::from_u128(number),
    }
}

/// A photo with something on it.
pub fn photo(width: u32, height: u32) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        Rgb([x, y, x + y].map(|value| u8::try_from(value % 256).unwrap()))
    });
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, 85);
    pixels.write_with_encoder(encoder).unwrap();
    file
}

/// A file as it comes from a client: in small pieces.
fn arriving(file: &[u8]) -> impl futures_util::Stream<Item = Result<bytes::Bytes, ()>> + Unpin {
    let pieces: Vec<_> = file
        .chunks(1000)
        .map(|piece| Ok(bytes::Bytes::copy_from_slice(piece)))
        .collect();
    futures_util::stream::iter(pieces)
}

async fn take(
    media: &Media,
    subject: Subject,
    owner: u128,
    file: &[u8],
) -> Result<ImageId, media::AcceptError> {
    media::accept(media, subject, Uuid::from_u128(owner), &mut arriving(file)).await
}

/// The code that a caller would be told.
fn code(fault: &impl platform::http::Fault) -> &'static str {
    fault.problem().unwrap().code
}

async fn image(db: &Db, subject: Subject, id: ImageId) -> Image {
    let mut conn = db.get().await.unwrap();
    let found = media::find_image(&mut conn, subject, id).await.unwrap();
    found.unwrap()
}

fn put(url: &str, file: &[u8]) -> Reply {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    Reply::of(agent.put(url).send(file))
}

fn is_ready(image: &Image) -> bool {
    image.state == State::Ready
}

fn below(folder: &str, files: &[String]) -> usize {
    files
        .iter()
        .filter(|name| Path::new(name).starts_with(folder))
        .count()
}
