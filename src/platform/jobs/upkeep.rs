//! Now and then: old jobs are pruned, and the queue is measured.

use std::time::Duration;

use diesel::sql_types::{BigInt, Double};
use diesel::{QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};

use crate::db::Db;
use crate::http::Chain;

const EVERY: Duration = Duration::from_secs(30);

/// Looks after the table until the task is dropped.
pub(super) async fn run(db: Db) {
    let mut tick = tokio::time::interval(EVERY);
    loop {
        tick.tick().await;
        if let Err(error) = round(&db).await {
            tracing::warn!(error = %Chain(error.as_ref()), "the queue was not looked after");
        }
    }
}

async fn round(db: &Db) -> anyhow::Result<()> {
    let mut conn = db.get().await?;
    prune(&mut conn).await?;
    let queue = measure(&mut conn).await?;
    #[expect(clippy::cast_precision_loss, reason = "no queue is that long")]
    let gauge = |name: &'static str, value: i64| metrics::gauge!(name).set(value as f64);
    gauge("jobs_waiting", queue.waiting);
    gauge("jobs_dead", queue.dead);
    metrics::gauge!("jobs_oldest_due_seconds").set(queue.oldest_due_s);
    Ok(())
}

async fn prune(conn: &mut AsyncPgConnection) -> diesel::QueryResult<usize> {
    sql_query(
        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs
            WHERE (state = 'done' AND finished_at < now() - interval '7 days')
               OR (state = 'dead' AND finished_at < now() - interval '90 days')
            LIMIT 5000 FOR UPDATE SKIP LOCKED)",
    )
    .execute(conn)
    .await
}

#[derive(QueryableByName)]
struct Queue {
    #[diesel(sql_type = BigInt)]
    waiting: i64,
    #[diesel(sql_type = BigInt)]
    dead: i64,
    #[diesel(sql_type = Double)]
    oldest_due_s: f64,
}

async fn measure(conn: &mut AsyncPgConnection) -> diesel::QueryResult<Queue> {
    sql_query(
        "SELECT (SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running') AND lease IS NULL) AS waiting,
            (SELECT count(*) FROM jobs WHERE state = 'dead') AS dead,
            coalesce((SELECT extract(epoch FROM now() - min(run_after)) FROM jobs
                WHERE state IN ('waiting', 'running') AND run_after <= now()), 0)::float8 AS oldest_due_s",
    )
    .get_result(conn)
    .await
}
