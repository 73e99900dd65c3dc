//! SQL of the queue, one statement per function.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Double, Int4, Jsonb, Text, Timestamptz};
use diesel::{
    ExpressionMethods as _, IntoSql as _, NullableExpressionMethods as _, OptionalExtension as _,
    QueryDsl as _, QueryResult, Queryable, QueryableByName, Selectable, SelectableHelper as _,
    sql_query, sql_types,
};

use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use kernel::JobId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::Terms;
use super::schema::jobs;

/// Longest error that is kept, in characters.
const LONGEST_ERROR: usize = 500;
/// Longest message that is kept, in characters.
const LONGEST_MESSAGE: usize = 200;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Until it is due and a worker is free.
    Waiting,
    /// On a worker.
    Running,
    /// For good.
    Done,
    /// Given up; only people bring it back.
    Dead,
}

impl JobState {
    /// As it stands in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }

    /// The state of this code.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Running, Self::Done, Self::Dead]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// How far a job has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Where it stands.
    pub state: JobState,
    /// 0 to 100; 100 for every job that is done.
    pub percent: i16,
    /// What it says about that.
    pub message: Option<String>,
}

/// A job as operators see it: without its payload.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = jobs)]
pub struct JobRow {
    /// Which.
    pub id: JobId,
    /// `slice.verb`.
    pub name: String,
    /// A code of [`JobState`].
    pub state: String,
    /// Times it was begun.
    pub attempts: i32,
    /// When it may be taken; while it runs, when its lease ends.
    pub run_after: DateTime<Utc>,
    /// 0 to 100.
    pub percent: i16,
    /// What it says about that.
    pub message: Option<String>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was done or given up.
    pub finished_at: Option<DateTime<Utc>>,
}

/// A job that a worker has taken.
#[derive(Debug, QueryableByName)]
pub(super) struct Claimed {
    #[diesel(sql_type = sql_types::Uuid)]
    pub id: JobId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Jsonb)]
    pub payload: Value,
    #[diesel(sql_type = Int4)]
    pub attempts: i32,
    #[diesel(sql_type = sql_types::Uuid)]
    pub lease: Uuid,
}

#[derive(QueryableByName)]
struct OneId {
    #[diesel(sql_type = sql_types::Uuid)]
    id: JobId,
}

/// Writes a job; the row that holds the key already stays as it is.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    name: &str,
    payload: &Value,
    terms: Terms<'_>,
) -> QueryResult<JobId> {
    let row: OneId = sql_query(
        "INSERT INTO jobs (id, name, payload, unique_key, run_after)
         VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))
         ON CONFLICT (name, unique_key) WHERE unique_key IS NOT NULL AND state IN ('waiting', 'running')
         DO UPDATE SET name = excluded.name
         RETURNING id",
    )
    .bind::<sql_types::Uuid, _>(JobId::new())
    .bind::<Text, _>(name)
    .bind::<Jsonb, _>(payload)
    .bind::<sql_types::Nullable<Text>, _>(terms.unique_key)
    .bind::<Double, _>(terms.delay.as_secs_f64())
    .get_result(conn)
    .await?;
    Ok(row.id)
}

/// Takes up to `most` jobs of these names that are due, oldest first. Jobs that
/// another worker is just taking are left to it.
pub(super) async fn claim(
    conn: &mut AsyncPgConnection,
    names: &[&str],
    most: usize,
    lease: Duration,
) -> QueryResult<Vec<Claimed>> {
    sql_query(
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = gen_random_uuid(),
            run_after = now() + make_interval(secs => $3)
         WHERE id IN (
            SELECT id FROM jobs
            WHERE state IN ('waiting', 'running') AND run_after <= now() AND name = ANY ($1)
            ORDER BY run_after, id LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING id, name, payload, attempts, lease",
    )
    .bind::<Array<Text>, _>(names)
    .bind::<BigInt, _>(i64::try_from(most).unwrap_or(i64::MAX))
    .bind::<Double, _>(lease.as_secs_f64())
    .load(conn)
    .await
}

#[derive(QueryableByName)]
struct Wait {
    #[diesel(sql_type = sql_types::Nullable<Double>)]
    seconds: Option<f64>,
}

/// How long until the next job of these names is due; `None` when there is none.
pub(super) async fn next_due(
    conn: &mut AsyncPgConnection,
    names: &[&str],
) -> QueryResult<Option<Duration>> {
    let wait: Wait = sql_query(
        "SELECT extract(epoch FROM (SELECT run_after FROM jobs
            WHERE state IN ('waiting', 'running') AND name = ANY ($1)
            ORDER BY run_after LIMIT 1) - clock_timestamp())::float8 AS seconds",
    )
    .bind::<Array<Text>, _>(names)
    .get_result(conn)
    .await?;
    Ok(wait
        .seconds
        .map(|seconds| Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)))
}

/// The row of a job, as long as this worker holds it.
macro_rules! held {
    ($job:expr) => {
        jobs::table.find($job.id).filter(jobs::lease.eq($job.lease))
    };
}

/// Which job a worker holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub id: JobId,
    pub lease: Uuid,
}

/// Pushes the end of the lease on; false when the job is no longer ours.
pub(super) async fn renew(
    conn: &mut AsyncPgConnection,
    job: Held,
    lease: Duration,
) -> QueryResult<bool> {
    sql_query("UPDATE jobs SET run_after = now() + make_interval(secs => $3) WHERE id = $1 AND lease = $2")
        .bind::<sql_types::Uuid, _>(job.id)
        .bind::<sql_types::Uuid, _>(job.lease)
        .bind::<Double, _>(lease.as_secs_f64())
        .execute(conn)
        .await
        .map(|rows| rows > 0)
}

/// Writes how far it is; false when the job is no longer ours.
pub(super) async fn note_progress(
    conn: &mut AsyncPgConnection,
    job: Held,
    percent: i16,
    message: &str,
) -> QueryResult<bool> {
    let message: String = message.chars().take(LONGEST_MESSAGE).collect();
    diesel::update(held!(job))
        .set((jobs::percent.eq(percent), jobs::message.eq(message)))
        .execute(conn)
        .await
        .map(|rows| rows > 0)
}

/// It is done; false when the job is no longer ours.
pub(super) async fn finish(conn: &mut AsyncPgConnection, job: Held) -> QueryResult<bool> {
    diesel::update(held!(job))
        .set((
            jobs::state.eq(JobState::Done.code()),
            jobs::lease.eq(None::<Uuid>),
            jobs::percent.eq(100_i16),
            jobs::last_error.eq(None::<String>),
            jobs::finished_at.eq(diesel::dsl::now.into_sql::<Timestamptz>().nullable()),
        ))
        .execute(conn)
        .await
        .map(|rows| rows > 0)
}

/// It is dead; false when the job is no longer ours.
pub(super) async fn bury(conn: &mut AsyncPgConnection, job: Held, why: &str) -> QueryResult<bool> {
    let why: String = why.chars().take(LONGEST_ERROR).collect();
    diesel::update(held!(job))
        .set((
            jobs::state.eq(JobState::Dead.code()),
            jobs::lease.eq(None::<Uuid>),
            jobs::last_error.eq(why),
            jobs::finished_at.eq(diesel::dsl::now.into_sql::<Timestamptz>().nullable()),
        ))
        .execute(conn)
        .await
        .map(|rows| rows > 0)
}

/// It is tried again after the pause, shortened by up to the share `jitter` of it at
/// random; false when the job is no longer ours.
pub(super) async fn put_off(
    conn: &mut AsyncPgConnection,
    job: Held,
    pause: Duration,
    jitter: f64,
    why: &str,
) -> QueryResult<bool> {
    let why: String = why.chars().take(LONGEST_ERROR).collect();
    sql_query(
        "UPDATE jobs SET state = 'waiting', lease = NULL, last_error = $4,
            run_after = now() + make_interval(secs => $3 * (1 - $5 * random()))
         WHERE id = $1 AND lease = $2",
    )
    .bind::<sql_types::Uuid, _>(job.id)
    .bind::<sql_types::Uuid, _>(job.lease)
    .bind::<Double, _>(pause.as_secs_f64())
    .bind::<Text, _>(why)
    .bind::<Double, _>(jitter)
    .execute(conn)
    .await
    .map(|rows| rows > 0)
}

/// Gives it back as if it had not been taken, for another worker.
pub(super) async fn release(conn: &mut AsyncPgConnection, job: Held) -> QueryResult<bool> {
    sql_query(
        "WITH given AS (UPDATE jobs SET state = 'waiting', lease = NULL, run_after = now(), attempts = attempts - 1
            WHERE id = $1 AND lease = $2 RETURNING id)
         SELECT pg_notify('haat_jobs', '') FROM given",
    )
    .bind::<sql_types::Uuid, _>(job.id)
    .bind::<sql_types::Uuid, _>(job.lease)
    .execute(conn)
    .await
    .map(|rows| rows > 0)
}

/// How far a job has come; `None` when it is unknown or was pruned.
pub async fn find_progress(
    conn: &mut AsyncPgConnection,
    id: JobId,
) -> QueryResult<Option<Progress>> {
    let row: Option<(String, i16, Option<String>)> = jobs::table
        .find(id)
        .select((jobs::state, jobs::percent, jobs::message))
        .first(conn)
        .await
        .optional()?;
    Ok(row.and_then(|(state, percent, message)| {
        let state = JobState::of(&state)?;
        Some(Progress {
            state,
            percent,
            message,
        })
    }))
}

/// Up to `most` jobs in a state, newest first, older than the job `before`.
pub async fn list(
    conn: &mut AsyncPgConnection,
    state: JobState,
    name: Option<&str>,
    before: Option<JobId>,
    most: i64,
) -> QueryResult<Vec<JobRow>> {
    let mut query = jobs::table
        .filter(jobs::state.eq(state.code()))
        .select(JobRow::as_select())
        .order(jobs::id.desc())
        .limit(most)
        .into_boxed();
    if let Some(name) = name {
        query = query.filter(jobs::name.eq(name.to_owned()));
    }
    if let Some(before) = before {
        query = query.filter(jobs::id.lt(before));
    }
    query.load(conn).await
}

/// Sends a dead job again with all its attempts; false when there is no such dead
/// job, or another of its key has come since.
pub async fn retry(conn: &mut AsyncPgConnection, id: JobId) -> QueryResult<bool> {
    sql_query(
        "WITH sent AS (UPDATE jobs j SET state = 'waiting', attempts = 0, run_after = now(), finished_at = NULL
            WHERE id = $1 AND state = 'dead' AND NOT EXISTS (SELECT FROM jobs other
                WHERE other.name = j.name AND other.unique_key = j.unique_key AND other.state IN ('waiting', 'running'))
            RETURNING id)
         SELECT pg_notify('haat_jobs', '') FROM sent",
    )
    .bind::<sql_types::Uuid, _>(id)
    .execute(conn)
    .await
    .map(|rows| rows > 0)
}
