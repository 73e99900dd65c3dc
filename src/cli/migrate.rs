//! `haat migrate`: brings the schema up to date, or steps back.

use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use diesel_async::{
    AsyncConnection as _, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl as _,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use platform::config::Config;
use secrecy::ExposeSecret as _;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");
/// Any number, the same for every process, so that two never migrate at once.
const LOCK: &str = "SELECT pg_advisory_lock(4821001)";

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Undo the latest N migrations instead.
    #[arg(long, value_name = "N")]
    down: Option<usize>,
}

/// Applies pending migrations; a second process waits for the first.
pub async fn run(args: &Args, config: &Config) -> anyhow::Result<ExitCode> {
    let mut conn = AsyncPgConnection::establish(config.database.url.expose_secret())
        .await
        .context("cannot reach the database in DATABASE_URL")?;
    diesel::sql_query(LOCK).execute(&mut conn).await?;
    let mut harness = AsyncMigrationHarness::new(conn);
    if let Some(steps) = args.down {
        for _ in 0..steps {
            let version = harness
                .revert_last_migration(MIGRATIONS)
                .map_err(|error| anyhow!(error))?;
            tracing::info!(%version, "reverted");
        }
    } else {
        let done = harness
            .run_pending_migrations(MIGRATIONS)
            .map_err(|error| anyhow!(error))?;
        tracing::info!(applied = done.len(), "schema is up to date");
    }
    Ok(ExitCode::SUCCESS)
}
