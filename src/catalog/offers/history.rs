//! What the books say about one offer.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, UserId};

use crate::schema::{price_changes, stock_movements};

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
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct PriceChange {
    /// Poisha from then on; `None` = no longer told.
    pub price_poisha: Option<i64>,
    /// When.
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
