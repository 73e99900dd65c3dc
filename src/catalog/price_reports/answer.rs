//! The shop answers what was said about a price.

use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ListingId, Money, ShopId, UserId};
use platform::http::{Fault, Problem};

use super::queries;
use crate::offers::{
    Asked, ChangeOffer, ChangeOfferError, Offer, Reason, change_offer, find_offer, sign,
};

/// What the shop says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was wrong, and is this.
    Fixed(Money),
    /// It is right as it stands.
    Right,
}

/// An answer to all that is open about one offer.
#[derive(Clone, Debug)]
pub struct AnswerReports {
    /// Whose.
    pub shop: ShopId,
    /// Which.
    pub offer: ListingId,
    /// Who answers.
    pub actor: UserId,
    /// The version of the offer that was read.
    pub version: i64,
    /// What they say.
    pub answer: Answer,
    /// When.
    pub now: DateTime<Utc>,
}

/// Everything that can stop [`answer_reports`].
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The price that was wrong is the one that it shall be.
    #[error("the same price")]
    SamePrice,
    /// The offer cannot be changed so.
    #[error(transparent)]
    Change(#[from] ChangeOfferError),
}

impl From<diesel::result::Error> for AnswerError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Change(error.into())
    }
}

impl Fault for AnswerError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::SamePrice => Some(Problem::field("price", "catalog.same_price")),
            Self::Change(error) => error.problem(),
        }
    }
}

/// Answers all that is open about an offer. Either way its price counts as said
/// just now.
pub async fn answer_reports(
    conn: &mut AsyncPgConnection,
    cmd: &AnswerReports,
) -> Result<Offer, AnswerError> {
    conn.transaction(async |conn| {
        let before = find_offer(conn, cmd.shop, cmd.offer).await?;
        let before = before.filter(|offer| offer.deleted_at.is_none());
        let before = before.ok_or(ChangeOfferError::NoOffer)?;
        let price = match cmd.answer {
            Answer::Fixed(price) if Some(price) == before.listing.price => {
                return Err(AnswerError::SamePrice);
            }
            Answer::Fixed(price) => Some(price),
            Answer::Right => before.listing.price,
        };
        sign(conn, cmd.actor, Reason::Counted).await?;
        let change = ChangeOffer {
            shop: cmd.shop,
            offer: cmd.offer,
            actor: cmd.actor,
            version: cmd.version,
            asked: Asked {
                price: Some(price),
                ..Asked::default()
            },
            now: cmd.now,
            key: None,
        };
        let saved: Offer = change_offer(conn, &change).await?;
        if cmd.answer == Answer::Right {
            queries::close_as_right(conn, cmd.offer, cmd.actor, cmd.now).await?;
        }
        Ok(Offer {
            reports: 0,
            ..saved
        })
    })
    .await
}
