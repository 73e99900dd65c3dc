//! Where pictures are kept and how many.

use std::path::PathBuf;

use secrecy::SecretString;

use super::Reader;

/// Apart from what can be lost at any time.
const FOLDER: &str = ".dev/media";

/// Pictures.
#[derive(Debug, Clone)]
pub struct MediaConfig {
    /// `HAAT_MEDIA_URL`: where the files are.
    pub place: MediaPlace,
    /// `HAAT_MEDIA_CDN`: the address of a content network that fetches from us.
    pub cdn: Option<String>,
    /// `HAAT_MEDIA_PER_OWNER`: pictures that one shop or account may keep.
    pub per_owner: u32,
    /// `HAAT_MEDIA_WORKERS`: pictures that one process works on at a time.
    pub workers: usize,
}

/// A folder or a bucket.
#[derive(Debug, Clone)]
pub enum MediaPlace {
    /// A folder of this machine.
    Disk(PathBuf),
    /// A bucket that speaks S3.
    Bucket(Bucket),
}

/// A bucket that speaks S3.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What all keys begin with; may be empty.
    pub prefix: String,
    /// Where it is; `None` is Amazon's own.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// `HAAT_MEDIA_KEY_ID`.
    pub key_id: SecretString,
    /// `HAAT_MEDIA_KEY`.
    pub key: SecretString,
}

/// Reads the section; without an address, files are kept in [`FOLDER`].
pub(super) fn read(read: &mut Reader) -> MediaConfig {
    let cdn = read.optional("HAAT_MEDIA_CDN");
    if let Some(cdn) = &cdn
        && !cdn.starts_with("https://")
        && !cdn.starts_with("http://")
    {
        read.wrong.push(format!("HAAT_MEDIA_CDN cannot be {cdn:?}"));
    }
    MediaConfig {
        place: place(read),
        cdn: cdn.map(|cdn| cdn.trim_end_matches('/').to_owned()),
        per_owner: read.or("HAAT_MEDIA_PER_OWNER", "2000"),
        workers: read.or("HAAT_MEDIA_WORKERS", "1"),
    }
}

fn place(read: &mut Reader) -> MediaPlace {
    let disk = MediaPlace::Disk(PathBuf::from(FOLDER));
    let Some(text) = read.optional("HAAT_MEDIA_URL") else {
        return disk;
    };
    let url = url::Url::parse(&text).ok();
    match url.as_ref().map(url::Url::scheme) {
        Some("s3") => {
            bucket(read, url.as_ref().expect("it has a scheme")).map_or(disk, MediaPlace::Bucket)
        }
        Some("file") => url
            .and_then(|url| url.to_file_path().ok())
            .map_or(disk, MediaPlace::Disk),
        _ => {
            // Not shown: a key may have been put into it by mistake.
            read.wrong.push(
                "HAAT_MEDIA_URL must be file:///folder or s3://bucket/prefix?endpoint=…&region=…"
                    .into(),
            );
            disk
        }
    }
}

fn bucket(read: &mut Reader, url: &url::Url) -> Option<Bucket> {
    let option = |name: &str| {
        let found = url.query_pairs().find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned())
    };
    let unknown = url
        .query_pairs()
        .find(|(name, _)| name != "endpoint" && name != "region");
    if let Some((name, _)) = unknown {
        read.wrong
            .push(format!("HAAT_MEDIA_URL has no option {name}"));
    }
    let endpoint = option("endpoint");
    if let Some(endpoint) = &endpoint
        && !endpoint.starts_with("https://")
        && !endpoint.starts_with("http://")
    {
        read.wrong
            .push("the endpoint in HAAT_MEDIA_URL must begin with https:// or http://".into());
    }
    let bucket = Bucket {
        name: url.host_str()?.to_owned(),
        prefix: url.path().trim_matches('/').to_owned(),
        endpoint,
        region: option("region").unwrap_or_else(|| "us-east-1".into()),
        key_id: SecretString::from(read.required("HAAT_MEDIA_KEY_ID")),
        key: SecretString::from(read.required("HAAT_MEDIA_KEY")),
    };
    Some(bucket)
}
