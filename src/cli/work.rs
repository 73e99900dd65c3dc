//! `haat work`: background work without a web server.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use platform::config::Config;
use platform::db::Db;

use super::stop::Stop;
use crate::app::{chores, work};

/// Works until it is told to stop.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let stop = Stop::listen().context("cannot listen for signals")?;
    if config.jobs.concurrency == 0 {
        bail!("HAAT_JOBS is 0: this process would run no job");
    }
    let runner = work::runner(config)?;
    let chores = tokio::spawn(chores::run(Db::new(&config.database)));
    tracing::info!("working");
    runner.run(stop.told()).await;
    chores.abort();
    Ok(ExitCode::SUCCESS)
}
