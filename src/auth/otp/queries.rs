//! SQL, one statement per function.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bytea, Nullable, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::ChallengeId;
use platform::config::OtpLimits;

use super::TRIES;
use super::limits::Send;
use crate::schema::{otp_challenges, otp_sends};

/// Until when limits leave no room; `None` where there is some.
#[derive(QueryableByName)]
pub(super) struct Full {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub own: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub budget: Option<DateTime<Utc>>,
}

/// A window of `n` is full when there is an `n`th send from the end in it, and
/// until that one leaves it.
pub(super) async fn full_until(
    conn: &mut AsyncPgConnection,
    send: &Send,
    limits: &OtpLimits,
) -> QueryResult<Full> {
    let window = |column: &str, length: &str, most: u32| {
        let before = most.saturating_sub(1);
        format!(
            "(SELECT at + interval '{length}' FROM otp_sends
              WHERE {column} AND at > $4 - interval '{length}' ORDER BY at DESC OFFSET {before} LIMIT 1)"
        )
    };
    let statement = format!(
        "SELECT greatest({}, {}, {}, {}) AS own, {} AS budget",
        window("to_index = $1", "1 hour", limits.phone_hour),
        window("to_index = $1", "1 day", limits.phone_day),
        window("block_index = $2", "1 hour", limits.block_hour),
        window("caller_index = $3", "1 day", limits.caller_day),
        window("true", "1 day", limits.day),
    );
    diesel::sql_query(statement)
        .bind::<Bytea, _>(&send.to_index)
        .bind::<Nullable<Bytea>, _>(&send.block_index)
        .bind::<Nullable<Bytea>, _>(&send.caller_index)
        .bind::<Timestamptz, _>(send.at)
        .get_result(conn)
        .await
}

/// Whoever counts and adds does so alone until the transaction ends.
pub(super) async fn one_at_a_time(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<BigInt, _>(4_821_011)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn add_send(conn: &mut AsyncPgConnection, send: &Send) -> QueryResult<()> {
    diesel::insert_into(otp_sends::table)
        .values((
            otp_sends::at.eq(send.at),
            otp_sends::to_index.eq(&send.to_index),
            otp_sends::block_index.eq(&send.block_index),
            otp_sends::caller_index.eq(&send.caller_index),
        ))
        .execute(conn)
        .await
        .map(drop)
}

#[derive(Insertable)]
#[diesel(table_name = otp_challenges)]
pub(super) struct NewChallenge {
    pub id: ChallengeId,
    pub purpose: &'static str,
    pub to_sealed: Vec<u8>,
    pub code_mac: Vec<u8>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(super) async fn add_challenge(
    conn: &mut AsyncPgConnection,
    challenge: &NewChallenge,
) -> QueryResult<()> {
    diesel::insert_into(otp_challenges::table)
        .values(challenge)
        .execute(conn)
        .await
        .map(drop)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = otp_challenges, check_for_backend(diesel::pg::Pg))]
pub(super) struct Tried {
    pub to_sealed: Vec<u8>,
    pub code_mac: Vec<u8>,
    pub tries: i16,
}

/// Counts a try; `None` when there is none left. Counting and asking are one
/// statement, so that tries at the same time do not share one.
pub(super) async fn count_try(
    conn: &mut AsyncPgConnection,
    id: ChallengeId,
    purpose: &str,
    now: DateTime<Utc>,
) -> QueryResult<Option<Tried>> {
    diesel::update(otp_challenges::table.find(id))
        .filter(otp_challenges::purpose.eq(purpose))
        .filter(otp_challenges::tries.lt(TRIES))
        .filter(otp_challenges::used_at.is_null())
        .filter(otp_challenges::expires_at.gt(now))
        .set(otp_challenges::tries.eq(otp_challenges::tries + 1))
        .returning(Tried::as_select())
        .get_result(conn)
        .await
        .optional()
}

/// False when somebody else was quicker.
pub(super) async fn use_up(
    conn: &mut AsyncPgConnection,
    id: ChallengeId,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let used = diesel::update(otp_challenges::table.find(id))
        .filter(otp_challenges::used_at.is_null())
        .set(otp_challenges::used_at.eq(now))
        .execute(conn)
        .await?;
    Ok(used > 0)
}

/// Where a code that is still good was sent; `None` when it is not.
pub(super) async fn find_open(
    conn: &mut AsyncPgConnection,
    id: ChallengeId,
    purpose: &str,
    now: DateTime<Utc>,
) -> QueryResult<Option<Vec<u8>>> {
    otp_challenges::table
        .find(id)
        .filter(otp_challenges::purpose.eq(purpose))
        .filter(otp_challenges::tries.lt(TRIES))
        .filter(otp_challenges::used_at.is_null())
        .filter(otp_challenges::expires_at.gt(now))
        .select(otp_challenges::to_sealed)
        .first(conn)
        .await
        .optional()
}

/// Removes codes that are long over and sends that no window reaches.
pub(crate) async fn prune(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    let old = now - TimeDelta::days(1);
    let codes = diesel::delete(otp_challenges::table.filter(otp_challenges::expires_at.lt(old)))
        .execute(conn)
        .await?;
    let sends = diesel::delete(otp_sends::table.filter(otp_sends::at.lt(old)))
        .execute(conn)
        .await?;
    Ok(codes + sends)
}
