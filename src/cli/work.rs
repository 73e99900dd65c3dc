//! `haat work`: background work without a web server.

use std::process::ExitCode;

use platform::config::Config;
use platform::db::Db;

use super::stop::told_to_stop;
use crate::app::chores;

/// Works until it is told to stop.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    tokio::select! {
        () = chores::run(Db::new(&config.database)) => {}
        () = told_to_stop() => {}
    }
    Ok(ExitCode::SUCCESS)
}
