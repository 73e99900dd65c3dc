//! Exchanging a refresh token for the next one.

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::queries::{self, Keep, Known};
use super::{EndedWhy, IDLE_DAYS, Signed, signed};
use crate::keys::{Bytes32, from_text, hashed};
use crate::{Auth, AuthError};

/// How long a used token still leads to its successor, in seconds: on a slow
/// network an answer is lost and the question sent again, or sent ten times.
const GRACE_S: i64 = 30;

/// What came of a token; ending a family must be committed, so it is no error
/// inside the transaction.
enum Turn {
    Next(Signed),
    Refused(AuthError),
}

/// Exchanges a refresh token. The same token leads to the same successor for a
/// short grace; later it ends its session, because two hold it.
pub async fn rotate(auth: &Auth, token: &str) -> Result<Signed, AuthError> {
    let token = from_text(token).and_then(|bytes| Bytes32::try_from(bytes).ok());
    let token = token.ok_or(AuthError::BadRefresh)?;
    let (mut conn, now) = (auth.db.get().await?, auth.clock.now());
    let turn = conn
        .transaction(async |conn| turn(auth, conn, &token, now).await)
        .await?;
    match turn {
        Turn::Next(signed) => Ok(signed),
        Turn::Refused(why) => {
            auth.principals.forget_all();
            Err(why)
        }
    }
}

async fn turn(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    token: &Bytes32,
    now: DateTime<Utc>,
) -> Result<Turn, AuthError> {
    let Some(known) = queries::lock_family(conn, &hashed(token)).await? else {
        return Ok(Turn::Refused(AuthError::BadRefresh));
    };
    if known.suspended_at.is_some() {
        return Ok(Turn::Refused(AuthError::Suspended));
    }
    if known.ended_at.is_some() || known.expires_at <= now {
        return Ok(Turn::Refused(AuthError::SessionOver));
    }
    let next = auth.keys.successor(token);
    match known.used_at {
        None => hand_on(conn, &known, token, &next, now).await?,
        Some(used) if now - used <= TimeDelta::seconds(GRACE_S) => {}
        Some(_) => {
            let (keep, why) = (Keep::AllBut(known.session_id), EndedWhy::Reuse);
            queries::end_sessions(conn, known.user_id, keep, why, now).await?;
            tracing::warn!(session = %known.session_id, "a refresh token was used twice; its session is ended");
            return Ok(Turn::Refused(AuthError::RefreshReused));
        }
    }
    let (user, session) = (known.user_id, known.session_id);
    Ok(Turn::Next(signed(auth, user, session, &next, now)))
}

async fn hand_on(
    conn: &mut AsyncPgConnection,
    known: &Known,
    token: &Bytes32,
    next: &Bytes32,
    now: DateTime<Utc>,
) -> Result<(), AuthError> {
    queries::use_token(conn, &hashed(token), now).await?;
    queries::add_token(conn, known.session_id, &hashed(next), now).await?;
    let until = now + TimeDelta::days(IDLE_DAYS);
    queries::prolong(conn, known.session_id, now, until).await?;
    Ok(())
}
