//! A worker: takes jobs that are due and hands them to their handlers.

use std::collections::HashMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use kernel::JobId;
use secrecy::SecretString;
use serde_json::Value;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinSet;

use super::queries::{self, Claimed, Held};
use super::supervise::supervise;
use super::{Failure, Job, upkeep};
use crate::config::JobsConfig;
use crate::db::Db;
use crate::feed;
use crate::http::Chain;

/// What wakes workers.
const CHANNEL: &str = "haat_jobs";
/// A look now and then guards against our own mistakes.
const LOOK_AGAIN: Duration = Duration::from_secs(15);
/// How long a database that took the question may think about it.
const TAKE_WITHIN: Duration = Duration::from_secs(5);
/// Between two tries to reach the database.
const AWAY: Duration = Duration::from_secs(1);

type Work = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

/// What is done with the jobs of one name.
#[derive(Clone)]
pub(super) struct Handler {
    pub run: Arc<dyn Fn(Value, Running) -> Work + Send + Sync>,
    pub max_attempts: i32,
    pub first_pause: Duration,
    pub is_long: bool,
}

/// A job while it runs, for its handler.
#[derive(Clone)]
pub struct Running {
    /// Which.
    pub id: JobId,
    /// 1 for the first.
    pub attempt: i32,
    /// Whether the job is dead when this attempt fails.
    pub is_last: bool,
    /// Connections for jobs.
    pub db: Db,
    pub(super) held: Held,
}

impl Running {
    /// Tells how far the job is: 0 to 100 and a dotted code or a short text without
    /// personal data. One that cannot be written is left out: the next one tells.
    pub async fn progress(&self, percent: u8, message: &str) {
        let percent = i16::from(percent.min(100));
        let Ok(mut conn) = self.db.get().await else {
            return;
        };
        if let Err(error) = queries::note_progress(&mut conn, self.held, percent, message).await {
            tracing::debug!(job.id = %self.id, error = %Chain(&error), "progress not written");
        }
    }
}

/// Runs jobs until it is told to stop.
pub struct Runner {
    pub(super) db: Db,
    pub(super) config: JobsConfig,
    url: SecretString,
    handlers: HashMap<&'static str, Handler>,
    /// Places for long jobs.
    long: Arc<Semaphore>,
}

impl Runner {
    /// A worker without handlers, with a pool of connections.
    pub fn new(db: Db, url: SecretString, config: JobsConfig) -> Self {
        Self {
            db,
            long: Arc::new(Semaphore::new((config.concurrency / 2).max(1))),
            config,
            url,
            handlers: HashMap::new(),
        }
    }

    /// Hands jobs of a kind to a handler, which must be safe to repeat. Jobs
    /// nobody handles here are left to other workers.
    ///
    /// # Panics
    /// When the kind has a handler already.
    #[must_use]
    pub fn on<J: Job, F, W>(mut self, handle: F) -> Self
    where
        F: Fn(J, Running) -> W + Send + Sync + 'static,
        W: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let run = move |payload: Value, running: Running| -> Work {
            match serde_json::from_value(payload) {
                Ok(job) => Box::pin(handle(job, running)),
                Err(error) => Box::pin(std::future::ready(Err(Failure::GiveUp(
                    anyhow::Error::new(error).context("the payload cannot be read"),
                )))),
            }
        };
        let handler = Handler {
            run: Arc::new(run),
            max_attempts: J::MAX_ATTEMPTS,
            first_pause: J::FIRST_PAUSE,
            is_long: J::IS_LONG,
        };
        let before = self.handlers.insert(J::NAME, handler);
        assert!(before.is_none(), "{} has two handlers", J::NAME);
        self
    }

    /// Works until `stop`, then lets running jobs finish for as long as
    /// [`JobsConfig::shutdown`] says; those that take longer are given back.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let wake = Arc::new(Notify::new());
        let mut background = JoinSet::new();
        background.spawn(listen(self.url.clone(), Arc::clone(&wake)));
        background.spawn(upkeep::run(self.db.clone()));

        let (abandon, told) = watch::channel(false);
        let mut running = JoinSet::new();
        let mut stop = pin!(stop);
        loop {
            let pause = self.fill(&mut running, &told).await;
            tokio::select! {
                () = &mut stop => break,
                () = wake.notified() => {}
                Some(_) = running.join_next() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        let finish = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(self.config.shutdown, finish)
            .await
            .is_err()
        {
            abandon.send_replace(true);
            while running.join_next().await.is_some() {}
        }
    }

    /// Takes as many jobs as there is room for; how long to wait at most before
    /// looking again.
    async fn fill(&self, running: &mut JoinSet<()>, told: &watch::Receiver<bool>) -> Duration {
        while running.try_join_next().is_some() {}
        let free = self.config.concurrency.saturating_sub(running.len());
        if free == 0 {
            return LOOK_AGAIN;
        }
        match tokio::time::timeout(TAKE_WITHIN, self.take(free, running, told)).await {
            Ok(Ok(pause)) => pause,
            Err(_) => AWAY,
            Ok(Err(error)) => {
                tracing::warn!(error = %Chain(error.as_ref()), "no jobs can be taken");
                AWAY
            }
        }
    }

    async fn take(
        &self,
        free: usize,
        running: &mut JoinSet<()>,
        told: &watch::Receiver<bool>,
    ) -> anyhow::Result<Duration> {
        let mut conn = self.db.get().await?;
        let mut room = free;
        for is_long in [false, true] {
            let most = if is_long {
                room.min(self.long.available_permits())
            } else {
                room
            };
            let names = self.names(|handler| handler.is_long == is_long);
            let claimed = queries::claim(&mut conn, &names, most, self.config.lease).await?;
            room -= claimed.len();
            for job in claimed {
                self.begin(job, running, told);
            }
        }
        if room == 0 {
            return Ok(LOOK_AGAIN);
        }
        // A long job that is due and has no place is begun when another one ends.
        let has_place = self.long.available_permits() > 0;
        let names = self.names(|handler| has_place || !handler.is_long);
        let next = queries::next_due(&mut conn, &names).await?;
        Ok(next.map_or(LOOK_AGAIN, |next| next.min(LOOK_AGAIN)))
    }

    fn names(&self, is_meant: impl Fn(&Handler) -> bool) -> Vec<&'static str> {
        let meant = self.handlers.iter();
        meant
            .filter(|(_, handler)| is_meant(handler))
            .map(|(name, _)| *name)
            .collect()
    }

    fn begin(&self, job: Claimed, running: &mut JoinSet<()>, told: &watch::Receiver<bool>) {
        let Some(handler) = self.handlers.get(job.name.as_str()).cloned() else {
            return;
        };
        let place = if handler.is_long {
            Arc::clone(&self.long).try_acquire_owned().ok()
        } else {
            None
        };
        let (db, lease, told) = (self.db.clone(), self.config.lease, told.clone());
        running.spawn(async move {
            supervise(job, handler, db, lease, told).await;
            drop(place);
        });
    }
}

/// Wakes the worker whenever a job is written, until the task is dropped.
async fn listen(url: SecretString, wake: Arc<Notify>) {
    loop {
        match feed::listen(&url, CHANNEL).await {
            Ok((_client, mut wake_ups)) => {
                // Something may have come before we listened.
                wake.notify_one();
                while wake_ups.recv().await.is_some() {
                    wake.notify_one();
                }
            }
            Err(error) => {
                tracing::debug!(error = %Chain(error.as_ref()), "not listening for jobs");
            }
        }
        tokio::time::sleep(AWAY).await;
    }
}
