//! Work that has to be done now and then, by one process at a time.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveTime};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use kernel::Clock;
use platform::db::Db;
use platform::feed::KEPT_HOURS;

const EVERY: Duration = Duration::from_mins(10);

/// So long after midnight it is the next day by the database's clock too.
const AFTER_MIDNIGHT: Duration = Duration::from_secs(1);

/// Does the chores every ten minutes and when a day begins in Dhaka, for ever.
pub async fn run(db: Db) {
    let clock = Clock::system();
    loop {
        if let Err(error) = begin_day(&db).await {
            tracing::warn!(error = %format!("{error:#}"), "chores of the day put off");
        }
        if let Err(error) = round(&db).await {
            tracing::warn!(error = %format!("{error:#}"), "chores put off");
        }
        tokio::time::sleep(wait(clock.now_in_dhaka())).await;
    }
}

/// Until the next round, which is not later than the next day.
fn wait(now: DateTime<FixedOffset>) -> Duration {
    let tomorrow = now.date_naive().succ_opt().unwrap_or(now.date_naive());
    let midnight = tomorrow.and_time(NaiveTime::MIN) - now.naive_local();
    let midnight = midnight.to_std().unwrap_or(EVERY);
    EVERY.min(midnight.saturating_add(AFTER_MIDNIGHT))
}

/// What is other on another day: goods that have run out, pauses that are over.
async fn begin_day(db: &Db) -> anyhow::Result<()> {
    let mut conn = db.get().await?;
    let clock = Clock::system();
    let today = clock.now_in_dhaka().date_naive();
    let expired = catalog::offers::note_expired(&mut conn).await?;
    let opened = shops::own::end_pauses(&mut conn, today, clock.now()).await?;
    tracing::debug!(expired, opened, "chores of the day done");
    Ok(())
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
    let low = catalog::offers::ask_for_low_stock(&mut conn).await?;
    let messages = notifications::prune(&mut conn).await?;
    let sign_ins = auth::prune(&mut conn, clock.now()).await?;
    let reports = catalog::price_reports::prune_price_reports(&mut conn, clock.now()).await?;
    let imports = bulk::prune(&mut conn, clock.now()).await?;
    let drafts = shops::applications::prune_drafts(&mut conn, clock.now()).await?;
    tracing::debug!(
        messages,
        pruned,
        misses,
        requests,
        answers,
        sign_ins,
        low,
        imports,
        drafts,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_comes_every_ten_minutes_and_when_the_day_begins() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        assert_eq!(wait(at("2026-12-01T09:00:00+06:00")), EVERY);
        assert_eq!(
            wait(at("2026-12-01T23:55:00+06:00")),
            Duration::from_secs(301)
        );
        assert_eq!(
            wait(at("2026-12-01T23:59:59.5+06:00")),
            Duration::from_millis(1_500)
        );
        assert_eq!(wait(at("2026-12-02T00:00:01+06:00")), EVERY);
    }
}
