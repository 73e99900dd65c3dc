//! SQL, one statement per function.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, Money, ReportId, UserId};

use super::PriceReport;
use crate::schema::price_reports;

/// Reports are kept so long.
const KEPT_DAYS: i64 = 180;
/// Reports of one offer that are shown.
const SHOWN: i64 = 50;

/// A report as it is written.
#[derive(Insertable)]
#[diesel(table_name = price_reports)]
pub(super) struct NewReport {
    pub id: ReportId,
    pub listing_id: ListingId,
    pub reporter: Vec<u8>,
    pub shown_poisha: i64,
    pub asked_poisha: Option<i64>,
    pub created_at: DateTime<Utc>,
}

/// The open report of this offer by the same reporter.
pub(super) async fn find_open(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
    reporter: &[u8],
) -> QueryResult<Option<ReportId>> {
    price_reports::table
        .filter(price_reports::listing_id.eq(offer))
        .filter(price_reports::reporter.eq(reporter))
        .filter(price_reports::status.eq("open"))
        .select(price_reports::id)
        .first(conn)
        .await
        .optional()
}

/// Writes a report; false when there is an open one by the same reporter.
pub(super) async fn insert(conn: &mut AsyncPgConnection, new: &NewReport) -> QueryResult<bool> {
    diesel::insert_into(price_reports::table)
        .values(new)
        .on_conflict_do_nothing()
        .execute(conn)
        .await
        .map(|rows| rows == 1)
}

/// Says something else in an open report.
pub(super) async fn say_again(
    conn: &mut AsyncPgConnection,
    report: ReportId,
    new: &NewReport,
) -> QueryResult<()> {
    diesel::update(price_reports::table.find(report))
        .filter(price_reports::status.eq("open"))
        .set((
            price_reports::shown_poisha.eq(new.shown_poisha),
            price_reports::asked_poisha.eq(new.asked_poisha),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Open reports of an offer, newest first, at most fifty.
pub async fn open_reports_of(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
) -> QueryResult<Vec<PriceReport>> {
    let rows: Vec<(i64, Option<i64>, DateTime<Utc>)> = price_reports::table
        .filter(price_reports::listing_id.eq(offer))
        .filter(price_reports::status.eq("open"))
        .order((price_reports::created_at.desc(), price_reports::id.desc()))
        .limit(SHOWN)
        .select((
            price_reports::shown_poisha,
            price_reports::asked_poisha,
            price_reports::created_at,
        ))
        .load(conn)
        .await?;
    let report = |(shown, asked, at): (i64, Option<i64>, DateTime<Utc>)| PriceReport {
        shown: Money::from_poisha(shown),
        asked: asked.map(Money::from_poisha),
        at,
    };
    Ok(rows.into_iter().map(report).collect())
}

/// Closes what is open about an offer: the shop says that its price is right. How
/// many there were.
pub(super) async fn close_as_right(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
    by: UserId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(price_reports::table)
        .filter(price_reports::listing_id.eq(offer))
        .filter(price_reports::status.eq("open"))
        .set((
            price_reports::status.eq("right"),
            price_reports::answered_at.eq(Some(now)),
            price_reports::answered_by.eq(Some(by)),
        ))
        .execute(conn)
        .await
}

/// Removes what was reported half a year ago; how many.
pub async fn prune(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    let oldest = now - TimeDelta::days(KEPT_DAYS);
    diesel::delete(price_reports::table.filter(price_reports::created_at.lt(oldest)))
        .execute(conn)
        .await
}
