//! The job queue: work to be done once the caller's transaction has committed.
//!
//! | You want … | use … |
//! |---|---|
//! | something to be done later | [`enqueue`], [`enqueue_with`] inside your transaction |
//! | to do it | [`Runner::on`] with a handler |
//! | to tell how far it is, and to read that | [`Running::progress`], [`find_progress`] |
//!
//! Owns the table `jobs`. A job that is rolled back was never there. Each runs at
//! least once and, while its worker is able to renew the lease, on one worker at a
//! time; handlers must be safe to repeat. One that fails is tried again after a
//! growing pause with jitter, and is dead after its last attempt: people see dead
//! jobs on the private address and may send them again. The database's clock is
//! the only one that counts.

mod failure;
mod private;
mod queries;
mod runner;
pub mod schema;
mod supervise;
mod upkeep;

use std::time::Duration;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use kernel::JobId;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use failure::Failure;
pub use private::private_api;
pub use queries::{JobRow, JobState, Progress, find_progress, list, retry};
pub use runner::{Runner, Running};

/// One kind of job: what its handler needs, as it is stored.
///
/// Ids, not values: the handler reads what is true when it runs, and nothing
/// personal lies in the queue.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `slice.verb`, such as `media.resize`; never changes once jobs are stored.
    const NAME: &'static str;
    /// How often it is begun before it is dead.
    const MAX_ATTEMPTS: i32 = 12;
    /// The pause after the first failure. It doubles with each one, up to an hour,
    /// and is shortened by up to half at random.
    const FIRST_PAUSE: Duration = Duration::from_secs(2);
    /// Whether one takes seconds and nobody waits for it minute by minute: such jobs
    /// have at most half of a worker's places, so that a code by SMS never stands
    /// behind somebody's photos.
    const IS_LONG: bool = false;
}

/// When a job may run, and beside which others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms<'a> {
    /// Not before this time has passed.
    pub delay: Duration,
    /// Nothing is written while a job of the same name and key waits or runs. What
    /// changes while that one runs needs a key of its own, such as one that holds a
    /// version.
    pub unique_key: Option<&'a str>,
}

/// Writes a job that may run as soon as the transaction commits.
pub async fn enqueue<J: Job>(conn: &mut AsyncPgConnection, job: &J) -> QueryResult<JobId> {
    enqueue_with(conn, job, Terms::default()).await
}

/// Writes a job on these terms; the id of the one that is there already when its
/// key is taken.
pub async fn enqueue_with<J: Job>(
    conn: &mut AsyncPgConnection,
    job: &J,
    terms: Terms<'_>,
) -> QueryResult<JobId> {
    let payload = serde_json::to_value(job)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    queries::insert(conn, J::NAME, &payload, terms).await
}
