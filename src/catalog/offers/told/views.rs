//! Offers with what their shops say, read only.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, Money};

use super::Told;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Uuid)]
    id: ListingId,
    #[diesel(sql_type = Timestamptz)]
    price_checked_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<BigInt>)]
    mrp_poisha: Option<i64>,
    #[diesel(sql_type = Bool)]
    loose: bool,
    #[diesel(sql_type = Nullable<Integer>)]
    delivery_radius_m: Option<i32>,
}

/// What is said about each of these offers, in one statement; those that are not
/// there any more are left out.
pub async fn told_of(
    conn: &mut AsyncPgConnection,
    offers: &[ListingId],
) -> QueryResult<HashMap<ListingId, Told>> {
    let ids: Vec<uuid::Uuid> = offers.iter().map(|id| id.uuid()).collect();
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT l.id, l.price_checked_at, l.mrp_poisha, l.loose, s.delivery_radius_m
         FROM listings l JOIN shops s ON s.id = l.shop_id WHERE l.id = ANY($1)",
    )
    .bind::<Array<Uuid>, _>(ids)
    .load(conn)
    .await?;
    let told = |row: Row| {
        let told = Told {
            price_checked_at: row.price_checked_at,
            mrp: row.mrp_poisha.map(Money::from_poisha),
            loose: row.loose,
            delivery_radius_m: row.delivery_radius_m,
        };
        (row.id, told)
    };
    Ok(rows.into_iter().map(told).collect())
}
