//! Applications that nobody goes on with.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::ApplicationId;

use super::model::{Status, photos_of};
use crate::schema::shop_applications::{self as table, dsl};

/// How long a draft is kept behind its last change, in days.
pub const DRAFT_DAYS: i64 = 90;
/// Drafts that are removed at a time.
const BATCH: i64 = 200;

/// Removes old drafts that were never handed in, with their photos and the numbers
/// of papers; how many.
pub async fn prune_drafts(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    conn.transaction(async |conn| {
        let old: Vec<ApplicationId> = table::table
            .filter(dsl::submitted_at.is_null())
            .filter(dsl::status.eq_any([Status::Draft.code(), Status::Withdrawn.code()]))
            .filter(dsl::updated_at.lt(now - TimeDelta::days(DRAFT_DAYS)))
            .order(dsl::id)
            .limit(BATCH)
            .select(dsl::id)
            .for_update()
            .skip_locked()
            .load(conn)
            .await?;
        for id in &old {
            media::remove_all(conn, photos_of(*id), now).await?;
        }
        diesel::delete(table::table.filter(dsl::id.eq_any(&old)))
            .execute(conn)
            .await
    })
    .await
}
