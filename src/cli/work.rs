//! `haat work`: background work without a web server.

use std::process::ExitCode;

use anyhow::Context as _;
use platform::config::Config;
use platform::db::Db;

use super::stop::Stop;
use crate::app::chores;

/// Works until it is told to stop.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let stop = Stop::listen().context("cannot listen for signals")?;
    tokio::select! {
        () = chores::run(Db::new(&config.database)) => {}
        () = stop.told() => {}
    }
    Ok(ExitCode::SUCCESS)
}
