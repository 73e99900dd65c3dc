//! SQL, one statement per function.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::schema::search_misses;
use super::tally::Key;

/// How long misses and requests are kept, in days.
pub(crate) const KEPT_DAYS: i32 = 180;

/// Adds these counts to what is there.
pub(super) async fn add_misses(
    conn: &mut AsyncPgConnection,
    batch: &[(Key, i64)],
) -> QueryResult<()> {
    let texts = |of: fn(&Key) -> &str| batch.iter().map(|(key, _)| of(key)).collect::<Vec<_>>();
    diesel::sql_query(
        "INSERT INTO search_misses (day, query, cell, language, shown, filtered, times)
         SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (day, query, cell, language, shown, filtered)
         DO UPDATE SET times = search_misses.times + excluded.times",
    )
    .bind::<Array<Date>, _>(batch.iter().map(|(key, _)| key.day).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(texts(|key| &key.query))
    .bind::<Array<Text>, _>(texts(|key| &key.cell))
    .bind::<Array<Text>, _>(texts(|key| key.language))
    .bind::<Array<Text>, _>(texts(|key| key.shown))
    .bind::<Array<Bool>, _>(
        batch
            .iter()
            .map(|(key, _)| key.filtered)
            .collect::<Vec<_>>(),
    )
    .bind::<Array<BigInt>, _>(batch.iter().map(|(_, times)| *times).collect::<Vec<_>>())
    .execute(conn)
    .await
    .map(drop)
}

/// A query that found nothing in a coarse place, all its days together.
#[derive(Debug, QueryableByName, Serialize)]
pub struct MissedQuery {
    /// Normalised words.
    #[diesel(sql_type = Text)]
    pub query: String,
    /// H3 cell of resolution 5.
    #[diesel(sql_type = Text)]
    pub cell: String,
    /// How often.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    /// How often nothing at all was shown.
    #[diesel(sql_type = BigInt)]
    pub nothing: i64,
    /// How often something from farther away was shown.
    #[diesel(sql_type = BigInt)]
    pub wider: i64,
    /// How often shops that usually sell such goods were shown.
    #[diesel(sql_type = BigInt)]
    pub category: i64,
    /// How often a filter was set, which may be why.
    #[diesel(sql_type = BigInt)]
    pub filtered: i64,
    /// How often on Bengali pages.
    #[diesel(sql_type = BigInt)]
    pub bn: i64,
    /// How often on English pages.
    #[diesel(sql_type = BigInt)]
    pub en: i64,
    /// The first day within what was asked for.
    #[diesel(sql_type = Date)]
    pub first_seen: NaiveDate,
    /// The last day.
    #[diesel(sql_type = Date)]
    pub last_seen: NaiveDate,
}

/// The most frequent misses since a day, most frequent first.
pub async fn missed_queries(
    conn: &mut AsyncPgConnection,
    since: NaiveDate,
    limit: i64,
) -> QueryResult<Vec<MissedQuery>> {
    diesel::sql_query(
        "SELECT query, cell, sum(times)::bigint AS count,
                coalesce(sum(times) FILTER (WHERE shown = 'nothing'), 0)::bigint AS nothing,
                coalesce(sum(times) FILTER (WHERE shown = 'wider'), 0)::bigint AS wider,
                coalesce(sum(times) FILTER (WHERE shown = 'category'), 0)::bigint AS category,
                coalesce(sum(times) FILTER (WHERE filtered), 0)::bigint AS filtered,
                coalesce(sum(times) FILTER (WHERE language = 'bn'), 0)::bigint AS bn,
                coalesce(sum(times) FILTER (WHERE language = 'en'), 0)::bigint AS en,
                min(day) AS first_seen, max(day) AS last_seen
         FROM search_misses WHERE day >= $1
         GROUP BY query, cell
         ORDER BY count DESC, last_seen DESC, query, cell
         LIMIT $2",
    )
    .bind::<Date, _>(since)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

/// Removes misses that are too old on this day; how many.
pub async fn prune_misses(conn: &mut AsyncPgConnection, today: NaiveDate) -> QueryResult<usize> {
    let oldest = today - chrono::Days::new(KEPT_DAYS.unsigned_abs().into());
    diesel::delete(search_misses::table.filter(search_misses::day.lt(oldest)))
        .execute(conn)
        .await
}
