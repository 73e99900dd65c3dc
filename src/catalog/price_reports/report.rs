//! Saying that a price is wrong.

use std::net::IpAddr;

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use kernel::{ListingId, Money, ReportId, UserId};
use platform::db::{NoConnection, QueryFailed};
use platform::http::{Fault, Problem};
use platform::limits::{Deed, Limits, TooMany};
use platform::seal::Sealer;

use super::queries::{self, NewReport};
use crate::offers::{Offer, find_listed_offer};

/// Who reports, as far as two have to be told apart.
#[derive(Clone, Debug)]
pub enum Reporter {
    /// Somebody with an account.
    Person(UserId),
    /// A browser that has been here before, by a random name of its own.
    Device(String),
    /// Whoever calls from this address.
    Address(IpAddr),
}

/// A price that is not the shop's.
#[derive(Clone, Debug)]
pub struct ReportPrice {
    /// Of which offer.
    pub offer: ListingId,
    /// Who says so.
    pub reporter: Reporter,
    /// What the shop really asked, where they say.
    pub asked: Option<Money>,
    /// When.
    pub now: DateTime<Utc>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Reported {
    /// The report.
    pub id: ReportId,
    /// False when the same reporter had said so before and it is still open.
    pub is_new: bool,
}

/// Everything that can stop [`report_price`].
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Shoppers find no such offer.
    #[error("no such offer")]
    NoOffer,
    /// No price is shown.
    #[error("no price is shown")]
    NoPrice,
    /// What was really asked cannot be a price.
    #[error("not a price")]
    OutOfRange,
    /// What was really asked is what we show.
    #[error("the same price")]
    SamePrice,
    /// This caller has reported often enough for an hour.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// No connection in time.
    #[error(transparent)]
    Connection(#[from] NoConnection),
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

impl From<diesel::result::Error> for ReportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for ReportError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NoOffer => Some(Problem::not_found("catalog.no_offer")),
            Self::NoPrice => Some(Problem::new(StatusCode::CONFLICT, "catalog.no_price_shown")),
            Self::OutOfRange => Some(Problem::field("price", "platform.out_of_range")),
            Self::SamePrice => Some(Problem::field("price", "catalog.same_price")),
            Self::TooMany(error) => error.problem(),
            Self::Connection(error) => error.problem(),
            Self::Query(error) => error.problem(),
        }
    }
}

impl Reporter {
    /// What is stored: two can be told apart by it, and nobody be found.
    fn sealed(&self, sealer: &Sealer) -> Vec<u8> {
        let plain = match self {
            Self::Person(user) => user.to_string(),
            Self::Device(name) => format!("device {name}"),
            Self::Address(address) => format!("address {address}"),
        };
        let index = sealer.blind_index("price_reports.reporter", &plain);
        index.to_vec()
    }
}

/// Notes that a price is wrong. Who says so again while it is open only changes
/// what the shop really asked, and is not counted again.
pub async fn report_price(
    conn: &mut AsyncPgConnection,
    (sealer, limits): (&Sealer, &Limits),
    caller: Option<IpAddr>,
    cmd: &ReportPrice,
) -> Result<Reported, ReportError> {
    let offer = find_listed_offer(conn, cmd.offer).await?;
    let new = written(sealer, &offer.ok_or(ReportError::NoOffer)?, cmd)?;
    let open = queries::find_open(conn, cmd.offer, &new.reporter).await?;
    if open.is_none() {
        if let Some(caller) = caller {
            limits.count(Deed::AskPeople, caller).await?;
        }
        if queries::insert(conn, &new).await? {
            let id = new.id;
            return Ok(Reported { id, is_new: true });
        }
    }
    // Said before, or at the same moment.
    let id = queries::find_open(conn, cmd.offer, &new.reporter).await?;
    let id = id.unwrap_or(new.id);
    queries::say_again(conn, id, &new).await?;
    Ok(Reported { id, is_new: false })
}

fn written(sealer: &Sealer, offer: &Offer, cmd: &ReportPrice) -> Result<NewReport, ReportError> {
    let shown = offer.listing.price.ok_or(ReportError::NoPrice)?;
    if cmd.asked == Some(shown) {
        return Err(ReportError::SamePrice);
    }
    let is_a_price = |asked: Money| asked > Money::ZERO && asked <= Money::MAX;
    if !cmd.asked.is_none_or(is_a_price) {
        return Err(ReportError::OutOfRange);
    }
    Ok(NewReport {
        id: ReportId::new(),
        listing_id: cmd.offer,
        reporter: cmd.reporter.sealed(sealer),
        shown_poisha: shown.poisha(),
        asked_poisha: cmd.asked.map(Money::poisha),
        created_at: cmd.now,
    })
}
