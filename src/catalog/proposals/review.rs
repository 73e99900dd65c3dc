//! What an admin decides about a proposed product.

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{Names, ProductId, UserId};
use platform::audit;
use platform::db::QueryFailed;
use platform::http::{Fault, FieldProblem, Problem};
use serde_json::json;

use super::propose::LONGEST;
use super::{queries, refused};
use crate::find_product;

/// As it stands in the book of decisions.
const DEED: &str = "catalog.review_product";

/// What becomes of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everybody may see it, put right where it was not.
    Accept(Correction),
    /// It is not to be, for this reason.
    Reject(String),
    /// It is this product, which is there already.
    SameAs(ProductId),
}

/// What an admin puts right before everybody sees it: `None` stays as it was
/// proposed, an empty text is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Its Bengali name.
    pub name_bn: Option<String>,
    /// Its English name.
    pub name_en: Option<String>,
    /// Who makes it.
    pub brand: Option<String>,
    /// The pack as printed.
    pub size: Option<String>,
    /// The code of its category.
    pub category: Option<String>,
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
    /// Fields that cannot be so.
    #[error("fields that cannot be so")]
    Fields(Vec<FieldProblem>),
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
            Self::Fields(fields) => Some(Problem::fields(fields.clone())),
            Self::NoSuchProduct => Some(Problem::field("same_as", "catalog.no_product")),
            Self::Query(error) => error.problem(),
        }
    }
}

/// Ends a review; offers follow in the same transaction.
pub async fn review_product(conn: &mut AsyncPgConnection, cmd: &Review) -> Result<(), ReviewError> {
    conn.transaction(async |conn| {
        let (status, note) = match &cmd.verdict {
            Verdict::Accept(_) => ("listed", None),
            Verdict::Reject(reason) => ("rejected", Some(reason.clone())),
            Verdict::SameAs(other) => ("rejected", Some(format!("same as {other}"))),
        };
        if !queries::decide(conn, cmd.product, status, note.as_deref(), cmd.now).await? {
            return Err(ReviewError::NotWaiting);
        }
        match &cmd.verdict {
            Verdict::Accept(correction) => put_right(conn, cmd.product, correction).await?,
            Verdict::Reject(_) | Verdict::SameAs(_) => put_away(conn, cmd).await?,
        }
        let details = json!({ "status": status });
        audit::note(conn, Some(cmd.actor), DEED, &cmd.product, details).await?;
        Ok(())
    })
    .await
}

/// Writes what an admin has put right; what cannot be so is told together.
async fn put_right(
    conn: &mut AsyncPgConnection,
    product: ProductId,
    correction: &Correction,
) -> Result<(), ReviewError> {
    if *correction == Correction::default() {
        return Ok(());
    }
    let there = find_product(conn, product).await?;
    let names = there.map_or_else(Names::default, |product| product.names);
    let mut wrong = check(correction, &names);
    if let Some(category) = &correction.category
        && queries::attributes_of(conn, category).await?.is_none()
    {
        wrong.push(refused("category", "catalog.unknown_category"));
    }
    if !wrong.is_empty() {
        return Err(ReviewError::Fields(wrong));
    }
    Ok(queries::correct(conn, product, correction).await?)
}

fn check(correction: &Correction, before: &Names) -> Vec<FieldProblem> {
    let left = |change: &Option<String>, before: &Option<String>| match change {
        Some(text) => !text.is_empty(),
        None => before.is_some(),
    };
    let mut wrong = Vec::new();
    let is_named = left(&correction.name_bn, &before.bn) || left(&correction.name_en, &before.en);
    if !is_named {
        wrong.push(refused("name_bn", "platform.missing"));
    }
    for (field, text) in [
        ("name_bn", &correction.name_bn),
        ("name_en", &correction.name_en),
        ("brand", &correction.brand),
        ("size", &correction.size),
    ] {
        if (text.as_ref()).is_some_and(|text| text.chars().count() > LONGEST) {
            wrong.push(refused(field, "platform.too_long"));
        }
    }
    wrong
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
