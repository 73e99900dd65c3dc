//! Who runs which job.

use std::sync::Arc;

use auth::Auth;
use kernel::Clock;
use media::Media;
use notifications::{Outbox, Senders};
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
    let media = Media::new(config, db.clone(), Clock::system())?;
    let sealer = Sealer::new(&config.seal);
    let outbox = Outbox::new(sealer.clone(), &config.web.public_url);
    let auth = Auth::new(
        config,
        db.clone(),
        outbox.clone(),
        sealer.clone(),
        Clock::system(),
    );
    let senders = Arc::new(Senders::new(config, sealer)?);
    let runner = Runner::new(db.clone(), config.database.url.clone(), config.jobs.clone());
    let runner = notifications::handle_jobs(runner, senders);
    let runner = catalog::offers::handle_low_stock(runner, db, auth, outbox);
    let runner = catalog::shelves::handle_granted(runner, &Clock::system());
    let runner = bulk::handle_jobs(runner, &Clock::system());
    Ok(media::jobs(runner, &media))
}
