//! What the books say about one offer.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, UserId};

use crate::schema::{price_changes, stock_movements};

/// How far back shoppers see what something cost, in days.
pub const HISTORY_DAYS: i64 = 90;
/// Prices of one offer that shoppers see.
const MOST: i64 = 200;

/// A line in the book of stock.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Movement {
    /// Pieces that came, or went.
    pub delta: i32,
    /// Pieces there after it.
    pub on_hand: i32,
    /// Why, as the database writes it.
    pub reason: String,
    /// Whose doing; `None` for programs.
    pub actor: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A line in the book of prices.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, QueryableByName)]
pub struct PriceChange {
    /// Poisha from then on; `None` = no longer told.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub price_poisha: Option<i64>,
    /// When.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
}

/// The newest lines of an offer's book of stock, newest first.
pub async fn movements_of(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
    limit: i64,
) -> QueryResult<Vec<Movement>> {
    stock_movements::table
        .filter(stock_movements::listing_id.eq(offer))
        .order(stock_movements::id.desc())
        .limit(limit)
        .select((
            stock_movements::delta,
            stock_movements::on_hand,
            stock_movements::reason,
            stock_movements::actor,
            stock_movements::at,
        ))
        .load(conn)
        .await
}

/// The newest prices of an offer, newest first.
pub async fn prices_of(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
    limit: i64,
) -> QueryResult<Vec<PriceChange>> {
    price_changes::table
        .filter(price_changes::listing_id.eq(offer))
        .order(price_changes::id.desc())
        .limit(limit)
        .select((price_changes::price_poisha, price_changes::at))
        .load(conn)
        .await
}

/// What an offer has cost in the last [`HISTORY_DAYS`], oldest first: the price of
/// the first day, where there was one, and every change since.
pub async fn recent_prices_of(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<PriceChange>> {
    let since = now - TimeDelta::days(HISTORY_DAYS);
    let mut newest: Vec<PriceChange> = diesel::sql_query(
        "SELECT price_poisha, at FROM price_changes
         WHERE listing_id = $1 AND id >= coalesce(
             (SELECT max(id) FROM price_changes WHERE listing_id = $1 AND at <= $2), 0)
         ORDER BY id DESC LIMIT $3",
    )
    .bind::<Uuid, _>(offer)
    .bind::<Timestamptz, _>(since)
    .bind::<BigInt, _>(MOST)
    .load(conn)
    .await?;
    newest.reverse();
    Ok(newest)
}
