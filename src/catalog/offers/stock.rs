//! Adding to a stock and taking from it.

use actix_web::http::StatusCode;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ListingId, ShopId, UserId};
use platform::db::QueryFailed;
use platform::http::{Fault, Problem};
use platform::once::{Key, Once, OnceError, Turn};
use serde::{Deserialize, Serialize};

use super::{MOST_STOCK, find_offer, low_stock, queries, sign};

/// Why a stock changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Somebody looked at the shelf.
    Counted,
    /// New goods came.
    Received,
    /// Sold over the counter.
    Sold,
    /// A buyer brought it back.
    Returned,
    /// Broken, spoilt or lost.
    Damaged,
    /// From a file.
    Imported,
    /// Something done before was undone.
    Undone,
}

impl Reason {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Received => "received",
            Self::Sold => "sold",
            Self::Returned => "returned",
            Self::Damaged => "damaged",
            Self::Imported => "imported",
            Self::Undone => "undone",
        }
    }

    /// Those that people give; the others are for programs.
    pub const GIVEN: [Self; 6] = [
        Self::Received,
        Self::Sold,
        Self::Damaged,
        Self::Returned,
        Self::Counted,
        Self::Undone,
    ];

    /// Whether it adds to a stock; `None` for those that do either.
    const fn adds(self) -> Option<bool> {
        match self {
            Self::Received | Self::Returned => Some(true),
            Self::Sold | Self::Damaged => Some(false),
            Self::Counted | Self::Imported | Self::Undone => None,
        }
    }
}

/// Not a reason that people give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reason why a stock changes")]
pub struct UnknownReason;

impl std::str::FromStr for Reason {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, UnknownReason> {
        let given = Self::GIVEN.into_iter();
        let mut found = given.filter(|reason| reason.code() == text);
        found.next().ok_or(UnknownReason)
    }
}

/// So many pieces more or fewer.
#[derive(Clone, Debug)]
pub struct MoveStock {
    /// Whose shelf.
    pub shop: ShopId,
    /// Of what.
    pub offer: ListingId,
    /// Who says so.
    pub actor: UserId,
    /// Pieces that come, or go when negative; not zero.
    pub delta: i32,
    /// Why.
    pub reason: Reason,
    /// The same for every time this is sent.
    pub key: Key,
}

/// Everything that can stop [`move_stock`].
#[derive(Debug, thiserror::Error)]
pub enum MoveStockError {
    /// There is no such offer on this shop's list.
    #[error("no such offer")]
    NoOffer,
    /// Nothing moves, or it moves the wrong way for its reason.
    #[error("{0} pieces do not go with the reason")]
    Delta(i32),
    /// Fewer are there than shall go, or more would be there than fit.
    #[error("{have} pieces are there")]
    OutOfRange {
        /// Pieces that are there.
        have: i32,
    },
    /// The key was used for another request.
    #[error("another request has this key")]
    KeyReused,
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

impl From<diesel::result::Error> for MoveStockError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl From<OnceError> for MoveStockError {
    fn from(error: OnceError) -> Self {
        match error {
            OnceError::KeyReused => Self::KeyReused,
            OnceError::Query(error) => error.into(),
        }
    }
}

impl Fault for MoveStockError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NoOffer => Some(Problem::not_found("catalog.no_offer")),
            Self::Delta(_) => Some(Problem::field("delta", "catalog.wrong_delta")),
            Self::OutOfRange { have } => {
                Some(Problem::new(StatusCode::CONFLICT, "catalog.too_few").with("stock", *have))
            }
            Self::KeyReused => Some(OnceError::key_reused()),
            Self::Query(error) => error.problem(),
        }
    }
}

/// Moves pieces and answers how many are there then. Sent again under its key,
/// it moves nothing and answers the same.
pub async fn move_stock(
    conn: &mut AsyncPgConnection,
    cmd: &MoveStock,
) -> Result<i32, MoveStockError> {
    let right_way = cmd.reason.adds().is_none_or(|adds| adds == (cmd.delta > 0));
    if cmd.delta == 0 || !right_way {
        return Err(MoveStockError::Delta(cmd.delta));
    }
    conn.transaction(async |conn| {
        let scope = format!("catalog.move_stock {}", cmd.actor);
        let request = (cmd.shop, cmd.offer, cmd.delta, cmd.reason);
        let once = match Once::begin(conn, scope, &cmd.key, &request).await? {
            Turn::Again(left) => return Ok(left),
            Turn::First(once) => once,
        };
        sign(conn, cmd.actor, cmd.reason).await?;
        let left = queries::add_to_stock(conn, cmd.shop, cmd.offer, cmd.delta, MOST_STOCK).await?;
        let Some(left) = left else {
            return Err(why_not(conn, cmd).await?);
        };
        once.keep(conn, &left).await?;
        let moved = find_offer(conn, cmd.shop, cmd.offer).await?;
        if let Some(moved) = &moved {
            low_stock::watch(conn, moved).await?;
        }
        Ok(left)
    })
    .await
}

async fn why_not(
    conn: &mut AsyncPgConnection,
    cmd: &MoveStock,
) -> Result<MoveStockError, MoveStockError> {
    let offer = find_offer(conn, cmd.shop, cmd.offer).await?;
    Ok(match offer.filter(|offer| offer.deleted_at.is_none()) {
        Some(offer) => MoveStockError::OutOfRange {
            have: offer.listing.stock.unwrap_or(0),
        },
        None => MoveStockError::NoOffer,
    })
}
