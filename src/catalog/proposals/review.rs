//! What an admin decides about a proposed product.

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ProductId, UserId};
use platform::audit;
use platform::db::QueryFailed;
use platform::http::{Fault, Problem};
use serde_json::json;

use super::queries;
use crate::find_product;

/// As it stands in the book of decisions.
const DEED: &str = "catalog.review_product";

/// What becomes of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everybody may see it.
    Accept,
    /// It is not to be, for this reason.
    Reject(String),
    /// It is this product, which is there already.
    SameAs(ProductId),
}

/// A decision.
#[derive(Clone, Debug)]
pub struct Review {
    /// About what.
    pub product: ProductId,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Who decides.
    pub actor: UserId,
    /// When.
    pub now: DateTime<Utc>,
}

/// Everything that can stop [`review_product`].
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// It is not waiting: never proposed, or decided by somebody else.
    #[error("not waiting for a decision")]
    NotWaiting,
    /// What it is said to be is not there.
    #[error("no such product to be the same as")]
    NoSuchProduct,
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

impl From<diesel::result::Error> for ReviewError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for ReviewError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NotWaiting => Some(Problem::new(StatusCode::CONFLICT, "catalog.not_waiting")),
            Self::NoSuchProduct => Some(Problem::field("same_as", "catalog.no_product")),
            Self::Query(error) => error.problem(),
        }
    }
}

/// Ends a review; offers follow in the same transaction.
pub async fn review_product(conn: &mut AsyncPgConnection, cmd: &Review) -> Result<(), ReviewError> {
    conn.transaction(async |conn| {
        let (status, note) = match &cmd.verdict {
            Verdict::Accept => ("listed", None),
            Verdict::Reject(reason) => ("rejected", Some(reason.clone())),
            Verdict::SameAs(other) => ("rejected", Some(format!("same as {other}"))),
        };
        if !queries::decide(conn, cmd.product, status, note.as_deref(), cmd.now).await? {
            return Err(ReviewError::NotWaiting);
        }
        if cmd.verdict != Verdict::Accept {
            put_away(conn, cmd).await?;
        }
        let details = json!({ "status": status });
        audit::note(conn, Some(cmd.actor), DEED, &cmd.product, details).await?;
        Ok(())
    })
    .await
}

/// Frees what a product held that is not to be.
async fn put_away(conn: &mut AsyncPgConnection, cmd: &Review) -> Result<(), ReviewError> {
    queries::free_gtin(conn, cmd.product).await?;
    if let Verdict::SameAs(other) = cmd.verdict {
        let there = find_product(conn, other).await?;
        there.ok_or(ReviewError::NoSuchProduct)?;
        queries::move_offers(conn, cmd.product, other).await?;
    }
    queries::take_off(conn, cmd.product, cmd.now).await?;
    Ok(())
}
