//! Pausing, resuming, closing and reopening one's own shop.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::{ShopId, UserId};
use platform::audit;
use platform::http::Params;
use serde_json::json;

use super::error::OwnShopError;
use super::read::{OwnedShop, lock};
use crate::schema::shops::{self, dsl};
use crate::{Registry, ShopStatus};

/// Longest pause that ends by itself, in days.
const LONGEST_PAUSE: i64 = 366;

/// What becomes of a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nobody finds it until this day begins in Dhaka, or until it is resumed.
    Pause(Option<NaiveDate>),
    /// People find it again.
    Resume,
    /// Nobody finds it, until its owner opens it again.
    Close,
    /// A closed shop is there again.
    Reopen,
}

impl Change {
    const fn deed(self) -> &'static str {
        const DEED: [&str; 4] = ["shops.pause", "shops.resume", "shops.close", "shops.reopen"];
        match self {
            Self::Pause(_) => DEED[0],
            Self::Resume => DEED[1],
            Self::Close => DEED[2],
            Self::Reopen => DEED[3],
        }
    }
}

/// Where a shop stands, and its pause.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stand {
    status: ShopStatus,
    paused_at: Option<DateTime<Utc>>,
    paused_until: Option<NaiveDate>,
}

impl Stand {
    const fn of(shop: &OwnedShop) -> Self {
        Self {
            status: shop.status,
            paused_at: shop.paused_at,
            paused_until: shop.paused_until,
        }
    }

    /// Without a pause; hidden all the same where it is banned.
    const fn unpaused(is_banned: bool) -> Self {
        Self {
            status: if is_banned {
                ShopStatus::Hidden
            } else {
                ShopStatus::Listed
            },
            paused_at: None,
            paused_until: None,
        }
    }
}

/// Reads the field `until`: the day on which a pause ends, after `today` and at
/// most a year ahead. `None` where it is empty or wrong, which is noted.
pub fn read_until(params: &mut Params, today: NaiveDate) -> Option<NaiveDate> {
    const NAME: &str = "until";
    let text = bangla_text::to_ascii_digits(params.text(NAME)?);
    params.set(NAME, &text);
    let day: NaiveDate = params.parsed(NAME, "shops.bad_pause")?;
    let is_ahead = day > today && day <= today + TimeDelta::days(LONGEST_PAUSE);
    if !is_ahead {
        params.refuse(NAME, "shops.bad_pause");
    }
    is_ahead.then_some(day)
}

/// Pauses, resumes, closes or reopens a shop. What is so already stays so; a banned
/// shop is not resumed by its owner, and a closed one only reopened.
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
        let wanted = wanted(&before, change, now)?;
        if wanted != Stand::of(&before) {
            set(conn, shop, wanted, now).await?;
            audit::note(conn, Some(actor), change.deed(), &shop, json!({})).await?;
        }
        let after = super::read::find(conn, shop).await?;
        after.ok_or(OwnShopError::NoShop)?.open(registry)
    })
    .await
}

fn wanted(before: &OwnedShop, change: Change, now: DateTime<Utc>) -> Result<Stand, OwnShopError> {
    let stands = Stand::of(before);
    let is_closed = before.status == ShopStatus::Closed;
    Ok(match change {
        Change::Close => Stand {
            status: ShopStatus::Closed,
            ..stands
        },
        Change::Reopen if is_closed => Stand::unpaused(before.is_banned()),
        Change::Reopen => stands,
        _ if is_closed => return Err(OwnShopError::Closed),
        Change::Resume if before.is_banned() => return Err(OwnShopError::Banned),
        Change::Resume => Stand::unpaused(false),
        Change::Pause(until) => Stand {
            status: ShopStatus::Hidden,
            paused_at: before.paused_at.or(Some(now)),
            paused_until: until,
        },
    })
}

async fn set(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    stand: Stand,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(shops::table.find(shop))
        .set((
            dsl::status.eq(stand.status.code()),
            dsl::paused_at.eq(stand.paused_at),
            dsl::paused_until.eq(stand.paused_until),
            dsl::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Shows shops again whose pause ends today or ended before; how many. A banned one
/// stays hidden, a closed one closed.
pub async fn end_pauses(
    conn: &mut AsyncPgConnection,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    conn.transaction(async |conn| {
        let over: Vec<(ShopId, String, Option<String>)> = shops::table
            .filter(dsl::paused_until.le(today))
            .order(dsl::id)
            .select((dsl::id, dsl::status, dsl::banned_why))
            .for_update()
            .load(conn)
            .await?;
        for (shop, status, banned_why) in &over {
            let stand = match status.parse() {
                Ok(ShopStatus::Closed) => Stand {
                    status: ShopStatus::Closed,
                    ..Stand::unpaused(false)
                },
                _ => Stand::unpaused(banned_why.is_some()),
            };
            set(conn, *shop, stand, now).await?;
            audit::note(conn, None, Change::Resume.deed(), shop, json!({})).await?;
        }
        Ok(over.len())
    })
    .await
}
