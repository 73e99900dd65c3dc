//! Work that is done once, however often it is asked for.
//!
//! A request carries an `Idempotency-Key`; its answer is kept in the transaction
//! that does the work. Two that arrive together wait for each other at the row,
//! so a client may send again whenever it is in doubt.

mod schema;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use self::schema::answers;
use crate::http::{Fault, Problem};

/// The header that carries a [`Key`].
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// How long answers are kept: longer than any client keeps trying.
const KEPT_HOURS: u32 = 48;

/// What a client calls one request: 8 to 64 letters, digits, dashes, underscores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

/// Text that is no [`Key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 8 to 64 letters, digits, dashes and underscores")]
pub struct BadKey;

impl Fault for BadKey {
    fn problem(&self) -> Option<Problem> {
        Some(Problem::field(IDEMPOTENCY_KEY, "platform.bad_key"))
    }
}

impl Key {
    /// The key that a request carries, if it does.
    pub fn sent(req: &HttpRequest) -> Result<Option<Self>, BadKey> {
        let sent = req.headers().get(IDEMPOTENCY_KEY);
        sent.map(|key| key.to_str().unwrap_or("?").parse())
            .transpose()
    }

    /// The key of a request that has to carry one.
    pub fn required(req: &HttpRequest) -> Result<Self, Problem> {
        let sent =
            Self::sent(req).map_err(|_| Problem::field(IDEMPOTENCY_KEY, "platform.bad_key"))?;
        sent.ok_or_else(|| Problem::field(IDEMPOTENCY_KEY, "platform.missing"))
    }
}

impl std::str::FromStr for Key {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let sound = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if (8..=64).contains(&text.len()) && text.bytes().all(sound) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadKey)
        }
    }
}

/// Why work under a key is not done.
#[derive(Debug, thiserror::Error)]
pub enum OnceError {
    /// The key was used for another request.
    #[error("another request has this key")]
    KeyReused,
    /// The database failed.
    #[error("the database failed")]
    Query(#[from] diesel::result::Error),
}

impl OnceError {
    /// What is answered to a key that was used for another request.
    pub fn key_reused() -> Problem {
        Problem::new(StatusCode::CONFLICT, "platform.key_reused")
    }
}

/// One request under its key, inside the transaction that does its work.
#[derive(Debug)]
pub struct Once<'a> {
    scope: String,
    key: &'a Key,
}

/// Whether the work is still to be done.
#[derive(Debug)]
pub enum Turn<'a, A> {
    /// It is: do it, then [`Once::keep`] the answer.
    First(Once<'a>),
    /// It was done, and answered so.
    Again(A),
}

impl<'a> Once<'a> {
    /// Takes the turn of this request. Whoever has the same one at work in
    /// another transaction is waited for.
    ///
    /// `scope` says who asks for what, like `catalog.move_stock usr_…`.
    pub async fn begin<A: DeserializeOwned>(
        conn: &mut AsyncPgConnection,
        scope: String,
        key: &'a Key,
        request: &impl Serialize,
    ) -> Result<Turn<'a, A>, OnceError> {
        let request = fingerprint(request)?;
        let new = diesel::insert_into(answers::table)
            .values((
                answers::scope.eq(&scope),
                answers::key.eq(&key.0),
                answers::request.eq(&request),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        if new == 1 {
            return Ok(Turn::First(Self { scope, key }));
        }
        let (known, answer): (Vec<u8>, Option<serde_json::Value>) = answers::table
            .find((&scope, &key.0))
            .select((answers::request, answers::answer))
            .first(conn)
            .await?;
        if known != request {
            return Err(OnceError::KeyReused);
        }
        let answer = serde_json::from_value(answer.unwrap_or_default());
        answer.map(Turn::Again).map_err(undeserializable)
    }

    /// Keeps the answer for those who ask again.
    pub async fn keep(
        self,
        conn: &mut AsyncPgConnection,
        answer: &impl Serialize,
    ) -> QueryResult<()> {
        let answer = serde_json::to_value(answer)
            .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
        diesel::update(answers::table.find((&self.scope, &self.key.0)))
            .set(answers::answer.eq(answer))
            .execute(conn)
            .await
            .map(drop)
    }
}

/// Removes answers that nobody asks for any more; how many.
pub async fn prune(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    diesel::sql_query(format!(
        "DELETE FROM answers WHERE at < now() - interval '{KEPT_HOURS} hours'"
    ))
    .execute(conn)
    .await
}

fn fingerprint(request: &impl Serialize) -> Result<Vec<u8>, OnceError> {
    let text = serde_json::to_vec(request)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    Ok(Sha256::digest(text).to_vec())
}

fn undeserializable(error: serde_json::Error) -> OnceError {
    OnceError::Query(diesel::result::Error::DeserializationError(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_and_of_sensible_length() {
        assert!(
            "5f0c2a9e-7d1b-4c55-9a3e-2f64b1c0d7aa"
                .parse::<Key>()
                .is_ok()
        );
        let long = "x".repeat(65);
        for text in ["", "short12", "with space", "চাবিচাবি", long.as_str()] {
            assert_eq!(text.parse::<Key>(), Err(BadKey), "{text}");
        }
    }
}
