//! What need not be kept.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

/// Removes codes, counts and sessions that are over; how many rows.
pub async fn prune(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    let codes = crate::otp::prune(conn, now).await?;
    let failures = crate::sign_in::prune_failures(conn, now).await?;
    let sessions = crate::sessions::prune(conn, now).await?;
    Ok(codes + failures + sessions)
}
