//! The book of decisions: who did what to whom, append-only and chained.
//!
//! A line is written in the transaction of the deed. It holds ids and what was
//! decided, never a name, a number or an address.

mod schema;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::UserId;
use serde::Serialize;
use serde_json::Value;

use self::schema::audit_log;

/// A line of the book.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Serialize)]
#[diesel(table_name = audit_log, check_for_backend(diesel::pg::Pg))]
pub struct Line {
    /// Its number, from 1 without gaps.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Whose doing; `None` for operators and programs.
    pub actor: Option<UserId>,
    /// `slice.deed`.
    pub deed: String,
    /// The id of what it was done to.
    pub subject: String,
    /// What was decided.
    pub details: Value,
}

/// Writes a line; in the transaction of the deed, best as its last statement,
/// since other writers wait for its end.
pub async fn note(
    conn: &mut AsyncPgConnection,
    actor: Option<UserId>,
    deed: &str,
    subject: &impl ToString,
    details: Value,
) -> QueryResult<()> {
    diesel::insert_into(audit_log::table)
        .values((
            // The trigger numbers, dates and chains it.
            audit_log::id.eq(0),
            audit_log::at.eq(DateTime::UNIX_EPOCH),
            audit_log::hash.eq(vec![0; 32]),
            audit_log::actor.eq(actor),
            audit_log::deed.eq(deed),
            audit_log::subject.eq(subject.to_string()),
            audit_log::details.eq(details),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// What was done to something, newest first.
pub async fn lines_about(
    conn: &mut AsyncPgConnection,
    subject: &impl ToString,
    limit: i64,
) -> QueryResult<Vec<Line>> {
    audit_log::table
        .filter(audit_log::subject.eq(subject.to_string()))
        .order(audit_log::id.desc())
        .limit(limit)
        .select(Line::as_select())
        .load(conn)
        .await
}

/// The number of the first line that is not as it was written, or is missing.
pub async fn first_broken(conn: &mut AsyncPgConnection) -> QueryResult<Option<i64>> {
    #[derive(QueryableByName)]
    struct Broken {
        #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::BigInt>)]
        first: Option<i64>,
    }
    let broken: Broken = diesel::sql_query(
        "SELECT min(place) AS first FROM (
             SELECT row_number() OVER (ORDER BY l.id) AS place, l.id, l.hash,
                    audit_hash(coalesce(lag(l.hash) OVER (ORDER BY l.id), ''), l) AS expected
             FROM audit_log l) AS book
         WHERE place <> id OR hash <> expected",
    )
    .get_result(conn)
    .await?;
    Ok(broken.first)
}
