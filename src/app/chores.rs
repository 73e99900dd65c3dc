//! Work that has to be done now and then, by one process at a time.

use std::time::Duration;

use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use kernel::Clock;
use platform::db::Db;
use platform::feed::KEPT_HOURS;

const EVERY: Duration = Duration::from_mins(10);

/// Does the chores every ten minutes, for ever.
pub async fn run(db: Db) {
    let mut tick = tokio::time::interval(EVERY);
    loop {
        tick.tick().await;
        if let Err(error) = round(&db).await {
            tracing::warn!(error = %format!("{error:#}"), "chores put off");
        }
    }
}

async fn round(db: &Db) -> anyhow::Result<()> {
    let mut conn = db.get().await?;
    let pruned = prune_changes(&mut conn).await?;
    let clock = Clock::system();
    let today = clock.now_in_dhaka().date_naive();
    let misses = search::prune_misses(&mut conn, today).await?;
    let requests = search::prune_requests(&mut conn, today).await?;
    let answers = platform::once::prune(&mut conn).await?;
    media::ask_for_sweep(&mut conn).await?;
    let expired = catalog::offers::note_expired(&mut conn).await?;
    let low = catalog::offers::ask_for_low_stock(&mut conn).await?;
    let messages = notifications::prune(&mut conn).await?;
    let sign_ins = auth::prune(&mut conn, clock.now()).await?;
    let reports = catalog::price_reports::prune_price_reports(&mut conn, clock.now()).await?;
    let imports = bulk::prune(&mut conn, clock.now()).await?;
    tracing::debug!(
        messages,
        pruned,
        misses,
        requests,
        answers,
        sign_ins,
        expired,
        low,
        imports,
        reports,
        "chores done"
    );
    Ok(())
}

/// Removes changes that every follower has read or will skip. The newest row
/// stays, so that followers can tell how far back the table reaches; rows that
/// another process is removing are left to it.
async fn prune_changes(conn: &mut AsyncPgConnection) -> diesel::QueryResult<usize> {
    diesel::sql_query(format!(
        "DELETE FROM changes WHERE id IN (
            SELECT id FROM changes
            WHERE at < now() - interval '{KEPT_HOURS} hours' AND id < (SELECT max(id) FROM changes)
            FOR UPDATE SKIP LOCKED)"
    ))
    .execute(conn)
    .await
}
