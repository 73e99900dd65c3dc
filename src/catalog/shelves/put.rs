//! Putting a shelf, or the ticked part of it, on a shop's list.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ProductId, ShopId, UserId};
use platform::db::QueryFailed;
use platform::http::{Fault, Problem};
use platform::once::{Key, Once, OnceError, Turn};
use serde::{Deserialize, Serialize};

use super::{goods_of, queries};
use crate::Availability;
use crate::offers::{Reason, sign};

/// A shelf for a shop's list.
#[derive(Clone, Debug)]
pub struct PutShelf {
    /// Whose list.
    pub shop: ShopId,
    /// Code of the shelf.
    pub shelf: String,
    /// What of it; `None` = everything but what the shop took off its list.
    pub ticked: Option<BTreeSet<ProductId>>,
    /// Whether the seller says that it is there.
    pub availability: Availability,
    /// Who puts it there.
    pub actor: UserId,
    /// The same for every time this is sent.
    pub key: Key,
    /// When.
    pub now: DateTime<Utc>,
}

/// How goods come onto a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listing {
    pub shop: ShopId,
    pub availability: Availability,
    pub now: DateTime<Utc>,
}

/// What became of the goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ShelfPut {
    /// New on the list.
    pub added: usize,
    /// On the list again, after they were taken off it.
    pub put_back: usize,
    /// Left as they are: on the list already, or taken off it and not ticked.
    pub left: usize,
}

/// Everything that can stop [`put_shelf`].
#[derive(Debug, thiserror::Error)]
pub enum PutShelfError {
    /// There is no such shelf.
    #[error("no such shelf")]
    NoShelf,
    /// Something ticked is not on it.
    #[error("{0} is not on the shelf")]
    NotOnShelf(ProductId),
    /// The key was used for another request.
    #[error("another request has this key")]
    KeyReused,
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

impl From<diesel::result::Error> for PutShelfError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl From<OnceError> for PutShelfError {
    fn from(error: OnceError) -> Self {
        match error {
            OnceError::KeyReused => Self::KeyReused,
            OnceError::Query(error) => error.into(),
        }
    }
}

impl Fault for PutShelfError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NoShelf => Some(Problem::not_found("catalog.no_shelf")),
            Self::NotOnShelf(product) => Some(
                Problem::field("products", "catalog.not_on_shelf")
                    .with("product", product.to_string()),
            ),
            Self::KeyReused => Some(OnceError::key_reused()),
            Self::Query(error) => error.problem(),
        }
    }
}

/// Puts goods of a shelf on the list, all or none. Sent again under its key, it
/// answers the same.
pub async fn put_shelf(
    conn: &mut AsyncPgConnection,
    cmd: &PutShelf,
) -> Result<ShelfPut, PutShelfError> {
    conn.transaction(async |conn| {
        let scope = format!("catalog.put_shelf {}", cmd.actor);
        let request = (cmd.shop, &cmd.shelf, &cmd.ticked, cmd.availability.code());
        let once = match Once::begin(conn, scope, &cmd.key, &request).await? {
            Turn::Again(put) => return Ok(put),
            Turn::First(once) => once,
        };
        let goods = chosen(conn, &cmd.shelf, cmd.ticked.as_ref()).await?;
        let listing = Listing {
            shop: cmd.shop,
            availability: cmd.availability,
            now: cmd.now,
        };
        sign(conn, cmd.actor, Reason::Counted).await?;
        let put_back = match cmd.ticked {
            Some(_) => queries::put_back(conn, &listing, &goods).await?,
            None => 0,
        };
        let added = queries::list_new(conn, &listing, &goods).await?;
        let put = ShelfPut {
            added,
            put_back,
            left: goods.len().saturating_sub(added + put_back),
        };
        once.keep(conn, &put).await?;
        Ok(put)
    })
    .await
}

/// The ticked goods in the order of the shelf.
pub(super) async fn chosen(
    conn: &mut AsyncPgConnection,
    shelf: &str,
    ticked: Option<&BTreeSet<ProductId>>,
) -> Result<Vec<ProductId>, PutShelfError> {
    let goods = goods_of(conn, shelf, None).await?;
    if goods.is_empty() {
        return Err(PutShelfError::NoShelf);
    }
    let goods: Vec<ProductId> = goods.into_iter().map(|good| good.product.id).collect();
    let Some(ticked) = ticked else {
        return Ok(goods);
    };
    if let Some(stray) = ticked.iter().find(|product| !goods.contains(product)) {
        return Err(PutShelfError::NotOnShelf(*stray));
    }
    let is_ticked = |product: &ProductId| ticked.contains(product);
    Ok(goods.into_iter().filter(is_ticked).collect())
}
