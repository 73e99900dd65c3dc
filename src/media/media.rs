//! What every use-case here needs.

use std::sync::Arc;
use std::time::Duration;

use kernel::Clock;
use platform::config::Config;
use platform::db::Db;
use tokio::sync::Semaphore;

use crate::store::{Store, StoreFailed};
use crate::ticket::Tickets;

/// Pictures: the database, the files, and a few workers.
#[derive(Clone)]
pub struct Media {
    pub(crate) db: Db,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) tickets: Tickets,
    pub(crate) per_owner: u32,
    /// What addresses of files begin with; empty for our own site.
    pub(crate) base: Arc<str>,
    /// What addresses for uploads to us begin with.
    pub(crate) site: Arc<str>,
    workers: Arc<Semaphore>,
}

/// Why work on pixels did not end well.
#[derive(Debug, thiserror::Error)]
pub enum WorkFailed {
    /// It was not done in time.
    #[error("work on pixels took longer than {0:?}")]
    Late(Duration),
    /// It met something that its author held impossible.
    #[error("work on pixels panicked")]
    Panicked,
}

impl Media {
    /// Everything for these settings; the folder for the files is made.
    pub fn new(config: &Config, db: Db, clock: Clock) -> Result<Self, StoreFailed> {
        Ok(Self {
            db,
            store: Store::open(&config.media.place)?,
            clock,
            tickets: Tickets::new(&config.secret),
            per_owner: config.media.per_owner,
            base: config.media.cdn.as_deref().unwrap_or_default().into(),
            site: config.web.public_url.trim_end_matches('/').into(),
            workers: Arc::new(Semaphore::new(config.media.workers.max(1))),
        })
    }

    /// The files.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Works on pixels beside the server, a few at a time. Work that is late
    /// cannot be stopped, but keeps its worker until it ends, so that files
    /// made to be slow never take more than the workers there are.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        within: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, WorkFailed> {
        let worker = Arc::clone(&self.workers);
        let worker = worker
            .acquire_owned()
            .await
            .expect("nobody closes the semaphore");
        let done = tokio::task::spawn_blocking(move || {
            let _worker = worker;
            work()
        });
        match tokio::time::timeout(within, done).await {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(_)) => Err(WorkFailed::Panicked),
            Err(_) => Err(WorkFailed::Late(within)),
        }
    }
}
