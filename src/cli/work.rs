//! `haat work`: background work without a web server.

use std::process::ExitCode;

use platform::config::Config;
use platform::db::Db;

use crate::app::chores;

/// Works until it is told to stop.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    tokio::select! {
        () = chores::run(Db::new(&config.database)) => {}
        stopped = tokio::signal::ctrl_c() => stopped?,
    }
    Ok(ExitCode::SUCCESS)
}
