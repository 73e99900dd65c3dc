//! "Ask nearby shops": what a shopper would like shops around to be asked.
//!
//! Requests are stored and nobody is told yet. One that is sent again under the
//! same key is stored once. Nothing in a request says who asks: phone numbers and
//! e-mail addresses are masked, and the place is rounded.

mod queries;
mod read;
mod schema;

use std::net::IpAddr;

use actix_web::http::StatusCode;
use kernel::{Locale, Point, RequestId};
use platform::db::{Db, NoConnection, QueryFailed};
use platform::http::{Fault, Problem};
use platform::i18n::Words;
use platform::limits::{Deed, Limits, TooMany};

use crate::Search;

pub use queries::prune_requests;
pub use read::{IDEMPOTENCY_KEY, read_request};

/// Shops that one request may reach.
const MOST_SHOPS: usize = 20;

/// What a shopper would like to have asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ShopRequest {
    /// Made by the client; the same request sent again carries it again.
    pub key: String,
    /// What is looked for, masked.
    pub query: String,
    /// Around where, rounded to about ten metres.
    pub origin: Point,
    /// How far, in whole metres.
    pub radius_m: i32,
    /// The language to ask in.
    pub language: Locale,
    /// What else shops should know, masked.
    pub note: Option<String>,
}

/// A stored request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub id: RequestId,
    /// Shops around that could be asked, at most 20.
    pub shops: usize,
}

impl Asked {
    /// What has happened, and what has not, in words for people.
    pub fn say(self, words: Words) -> String {
        let n = self.shops;
        let shown = bangla_text::number(n.try_into().unwrap_or(0), crate::steps::language(words.0));
        words.with(
            "search-request-kept",
            &[("n", n.into()), ("shown", shown.into())],
        )
    }
}

/// Why a request was not stored.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The key was used for another request.
    #[error("another request has this key")]
    KeyReused,
    /// This caller has asked often enough for an hour.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// No connection in time.
    #[error(transparent)]
    Connection(#[from] NoConnection),
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

impl From<diesel::result::Error> for AskError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for AskError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::KeyReused => Some(Problem::new(StatusCode::CONFLICT, "search.key_reused")),
            Self::TooMany(error) => error.problem(),
            Self::Connection(error) => error.problem(),
            Self::Query(error) => error.problem(),
        }
    }
}

/// What storing a request needs.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Where requests are stored.
    pub db: &'a Db,
    /// Which shops there are.
    pub search: &'a Search,
    /// How much one caller may ask.
    pub limits: &'a Limits,
}

/// Stores a request unless it is there already. One that is sent again is
/// answered as before and not counted against its caller.
pub async fn ask_shops(
    desk: Desk<'_>,
    caller: Option<IpAddr>,
    request: &ShopRequest,
) -> Result<Asked, AskError> {
    let mut conn = desk.db.get().await?;
    let known = queries::find_request(&mut conn, &request.key).await?;
    let stored = if let Some(stored) = known {
        stored
    } else {
        if let Some(caller) = caller {
            desk.limits.count(Deed::AskPeople, caller).await?;
        }
        queries::add_request(&mut conn, request).await?;
        // Another process may have been quicker with the same key.
        queries::find_request(&mut conn, &request.key)
            .await?
            .ok_or(diesel::result::Error::NotFound)?
    };
    if stored.request != *request {
        return Err(AskError::KeyReused);
    }
    Ok(Asked {
        id: stored.id,
        shops: desk.search.shops_to_ask(request),
    })
}

impl Search {
    /// Shops around that a request could reach, at most 20.
    fn shops_to_ask(&self, request: &ShopRequest) -> usize {
        let origin = geo_index::Point::new(request.origin.lat(), request.origin.lng())
            .expect("both kinds of point have the same ranges");
        let around = self
            .geo
            .load()
            .count_within(origin, f64::from(request.radius_m));
        around.map_or(0, |around| around.min(MOST_SHOPS))
    }
}
