//! Who runs which job.

use std::sync::Arc;

use notifications::Senders;
use platform::config::{Config, DatabaseConfig};
use platform::db::Db;
use platform::jobs::Runner;
use platform::seal::Sealer;

/// Connections of the worker beside one for each running job: taking jobs, renewing
/// leases, pruning.
const OWN_CONNECTIONS: usize = 3;

/// A worker with the handlers of all slices and connections of its own, so that
/// pages and jobs do not wait for each other.
pub fn runner(config: &Config) -> anyhow::Result<Runner> {
    let db = Db::new(&DatabaseConfig {
        pool_size: config.jobs.concurrency + OWN_CONNECTIONS,
        ..config.database.clone()
    });
    let senders = Arc::new(Senders::new(config, Sealer::new(&config.seal))?);
    let runner = Runner::new(db, config.database.url.clone(), config.jobs.clone());
    Ok(notifications::handle_jobs(runner, senders))
}
