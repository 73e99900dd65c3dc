//! Pausing, resuming and closing one's own shop.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::{ShopId, UserId};
use platform::audit;
use serde_json::json;

use super::error::OwnShopError;
use super::read::{OwnedShop, lock};
use crate::schema::shops::{self, dsl};
use crate::{Registry, ShopStatus};

/// What becomes of a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nobody finds it for a while.
    Pause,
    /// People find it again.
    Resume,
    /// Nobody finds it ever again.
    Close,
}

impl Change {
    const fn deed(self) -> &'static str {
        const DEED: [&str; 3] = ["shops.pause", "shops.resume", "shops.close"];
        match self {
            Self::Pause => DEED[0],
            Self::Resume => DEED[1],
            Self::Close => DEED[2],
        }
    }
}

/// Pauses, resumes or closes a shop. What is so already stays so; a banned shop
/// is not resumed by its owner, and a closed one by nobody.
pub async fn change_state(
    registry: &Registry,
    actor: UserId,
    shop: ShopId,
    change: Change,
) -> Result<OwnedShop, OwnShopError> {
    let mut conn = registry.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let before = lock(conn, registry, shop).await?;
        let now = registry.clock.now();
        let (status, paused_at) = match change {
            Change::Close => (ShopStatus::Closed, before.paused_at),
            _ if before.status == ShopStatus::Closed => return Err(OwnShopError::Closed),
            Change::Resume if before.is_banned() => return Err(OwnShopError::Banned),
            Change::Resume => (ShopStatus::Listed, None),
            Change::Pause => (ShopStatus::Hidden, before.paused_at.or(Some(now))),
        };
        if (status, paused_at) != (before.status, before.paused_at) {
            set(conn, shop, (status, paused_at), now).await?;
            audit::note(conn, Some(actor), change.deed(), &shop, json!({})).await?;
        }
        let after = super::read::find(conn, shop).await?;
        after.ok_or(OwnShopError::NoShop)?.open(registry)
    })
    .await
}

async fn set(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    (status, paused_at): (ShopStatus, Option<DateTime<Utc>>),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(shops::table.find(shop))
        .set((
            dsl::status.eq(status.code()),
            dsl::paused_at.eq(paused_at),
            dsl::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}
