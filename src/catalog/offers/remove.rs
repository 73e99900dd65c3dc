//! Taking an offer off the list, and putting it back.

use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ListingId, ShopId, UserId};
use platform::db::QueryFailed;
use platform::http::{Fault, Problem};

use super::queries::Saved;
use super::{Offer, Reason, find_offer, queries, sign};

/// Everything that can stop [`remove_offer`] and [`put_offer_back`].
#[derive(Debug, thiserror::Error)]
pub enum RemoveOfferError {
    /// The shop never had such an offer.
    #[error("no such offer")]
    NoOffer,
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

impl From<diesel::result::Error> for RemoveOfferError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for RemoveOfferError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NoOffer => Some(Problem::not_found("catalog.no_offer")),
            Self::Query(error) => error.problem(),
        }
    }
}

/// Takes an offer off the list; one that is off it stays so.
pub async fn remove_offer(
    conn: &mut AsyncPgConnection,
    (shop, offer): (ShopId, ListingId),
    actor: UserId,
    now: DateTime<Utc>,
) -> Result<(), RemoveOfferError> {
    let saved = Saved {
        status: Some("hidden"),
        deleted_at: Some(Some(now)),
        updated_at: Some(now),
        ..Saved::default()
    };
    set(conn, (shop, offer), actor, &saved).await.map(drop)
}

/// Puts an offer back on the list as it was, found by shoppers again.
pub async fn put_offer_back(
    conn: &mut AsyncPgConnection,
    (shop, offer): (ShopId, ListingId),
    actor: UserId,
    now: DateTime<Utc>,
) -> Result<Offer, RemoveOfferError> {
    let saved = Saved {
        status: Some("listed"),
        deleted_at: Some(None),
        updated_at: Some(now),
        ..Saved::default()
    };
    set(conn, (shop, offer), actor, &saved).await
}

async fn set(
    conn: &mut AsyncPgConnection,
    (shop, id): (ShopId, ListingId),
    actor: UserId,
    saved: &Saved<'_>,
) -> Result<Offer, RemoveOfferError> {
    conn.transaction(async |conn| {
        let before = find_offer(conn, shop, id).await?;
        let before = before.ok_or(RemoveOfferError::NoOffer)?;
        if before.deleted_at.is_some() == saved.deleted_at.is_some_and(|at| at.is_some()) {
            return Ok(before);
        }
        sign(conn, actor, Reason::Undone).await?;
        queries::set_deleted(conn, shop, id, saved).await?;
        let after = find_offer(conn, shop, id).await?;
        after.ok_or(RemoveOfferError::NoOffer)
    })
    .await
}
