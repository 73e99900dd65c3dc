//! A bucket that speaks S3, on this machine, for as long as a test needs it.

use std::path::{Path, PathBuf};

use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// What the bucket takes for a key.
pub const KEY_ID: &str = "haat-test";
/// And the secret to it.
pub const KEY: &str = "haat-test-secret";

/// A running bucket; gone when it is dropped.
pub struct Bucket {
    folder: PathBuf,
    endpoint: String,
    // Its server stops with it.
    _runtime: Runtime,
}

impl Bucket {
    /// An empty bucket whose files are below this folder.
    pub fn start(folder: &Path) -> Self {
        std::fs::create_dir_all(folder.join("photos")).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY_ID, KEY));
        let service = service.build();
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        runtime.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let server = Builder::new(hyper_util::rt::TokioExecutor::new());
                    // A client that leaves is none of our concern.
                    let _ = server.serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Self {
            folder: folder.join("photos"),
            endpoint,
            _runtime: runtime,
        }
    }

    /// For `HAAT_MEDIA_URL`.
    pub fn url(&self) -> String {
        format!("s3://photos/haat?endpoint={}", self.endpoint)
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
