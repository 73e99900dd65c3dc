//! SQL, one statement per function.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{SessionId, UserId};

use super::{EndedWhy, IDLE_DAYS, Session};
use crate::schema::{refresh_tokens, sessions, users};

/// How old "last used" may get before it is written anew.
const SEEN_MINUTES: i64 = 5;
/// How long sessions that are over stay for whoever looks into an incident.
const KEPT_DAYS: i64 = 90;

#[derive(Insertable)]
#[diesel(table_name = sessions)]
pub(super) struct NewSession<'a> {
    pub id: SessionId,
    pub user_id: UserId,
    pub page_hash: Option<Vec<u8>>,
    pub device: &'a str,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub proved_at: Option<DateTime<Utc>>,
}

pub(super) async fn add_session(
    conn: &mut AsyncPgConnection,
    session: &NewSession<'_>,
) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values(session)
        .execute(conn)
        .await
        .map(drop)
}

/// What the devices call themselves that somebody was ever signed in on, as far as
/// sessions are kept.
pub(crate) async fn devices_of(
    conn: &mut AsyncPgConnection,
    user: UserId,
) -> QueryResult<Vec<String>> {
    sessions::table
        .filter(sessions::user_id.eq(user))
        .select(sessions::device)
        .distinct()
        .load(conn)
        .await
}

pub(super) async fn add_token(
    conn: &mut AsyncPgConnection,
    session: SessionId,
    hash: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::hash.eq(hash),
            refresh_tokens::session_id.eq(session),
            refresh_tokens::issued_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// A refresh token with its session and its owner.
#[derive(Queryable)]
pub(super) struct Known {
    pub used_at: Option<DateTime<Utc>>,
    pub session_id: SessionId,
    pub user_id: UserId,
    pub expires_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub suspended_at: Option<DateTime<Utc>>,
}

/// A refresh token, locked with its session: whoever uses one of the family waits.
/// `None` when it is none of ours.
pub(super) async fn lock_family(
    conn: &mut AsyncPgConnection,
    hash: &[u8],
) -> QueryResult<Option<Known>> {
    refresh_tokens::table
        .inner_join(sessions::table.inner_join(users::table))
        .filter(refresh_tokens::hash.eq(hash))
        .select((
            refresh_tokens::used_at,
            sessions::id,
            sessions::user_id,
            sessions::expires_at,
            sessions::ended_at,
            users::suspended_at,
        ))
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

pub(super) async fn use_token(
    conn: &mut AsyncPgConnection,
    hash: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(refresh_tokens::table.find(hash))
        .set(refresh_tokens::used_at.eq(now))
        .execute(conn)
        .await
}

pub(super) async fn prolong(
    conn: &mut AsyncPgConnection,
    session: SessionId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(sessions::table.find(session))
        .set((sessions::seen_at.eq(now), sessions::expires_at.eq(until)))
        .execute(conn)
        .await
}

/// Notes that a session is in use, now and then.
pub(crate) async fn touch(
    conn: &mut AsyncPgConnection,
    session: SessionId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(sessions::table.find(session))
        .filter(sessions::seen_at.lt(now - TimeDelta::minutes(SEEN_MINUTES)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .set((
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(now + TimeDelta::days(IDLE_DAYS)),
        ))
        .execute(conn)
        .await
}

/// Notes that a code of the authenticator app was given.
pub(crate) async fn note_totp(
    conn: &mut AsyncPgConnection,
    session: SessionId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(sessions::table.find(session))
        .set(sessions::totp_at.eq(now))
        .execute(conn)
        .await
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: SessionId,
    device: String,
    created_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
}

pub(super) async fn sessions_of(
    conn: &mut AsyncPgConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Session>> {
    let rows: Vec<Row> = sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .order((sessions::seen_at.desc(), sessions::id.desc()))
        .select(Row::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            device: row.device,
            created_at: row.created_at,
            seen_at: row.seen_at,
        }
    }
}

/// Which of somebody's sessions go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// None.
    None,
    /// This one alone.
    Only(SessionId),
    /// Every other one.
    AllBut(SessionId),
}

/// Ends sessions of somebody; how many lived.
pub(crate) async fn end_sessions(
    conn: &mut AsyncPgConnection,
    user: UserId,
    keep: Keep,
    why: EndedWhy,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let mut ending = diesel::update(sessions::table)
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .set((
            sessions::ended_at.eq(now),
            sessions::ended_why.eq(why.code()),
        ))
        .into_boxed();
    ending = match keep {
        Keep::None => ending,
        Keep::Only(session) => ending.filter(sessions::id.ne(session)),
        Keep::AllBut(session) => ending.filter(sessions::id.eq(session)),
    };
    ending.execute(conn).await
}

/// Removes sessions that are long over, with their tokens.
pub(crate) async fn prune(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    let old = now - TimeDelta::days(KEPT_DAYS);
    diesel::delete(sessions::table)
        .filter(sessions::expires_at.lt(old).or(sessions::ended_at.lt(old)))
        .execute(conn)
        .await
}
