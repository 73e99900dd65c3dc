//! `haat reindex`: makes every running server load from the database again.

use std::process::ExitCode;

use diesel_async::RunQueryDsl as _;
use platform::config::Config;
use platform::db::Db;

/// Sends "every row changed" through the change feed.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let mut conn = Db::new(&config.database).get().await?;
    diesel::sql_query(
        "WITH sent AS (INSERT INTO changes (topic, key)
            SELECT unnest(ARRAY['areas', 'categories', 'shops', 'products', 'listings']), 0 RETURNING 1)
         SELECT pg_notify('haat_changes', count(*)::text) FROM sent",
    )
    .execute(&mut conn)
    .await?;
    tracing::info!("running servers are loading everything again");
    Ok(ExitCode::SUCCESS)
}
