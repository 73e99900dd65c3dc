//! Writing offers, one statement per function.
#![expect(
    clippy::option_option,
    clippy::ref_option_ref,
    reason = "diesel tells leaving a column from emptying it by two levels of Option"
)]

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Text, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, ProductId, ShopId, UserId};

use crate::schema::{listings, products};

/// Whether a shop may list a product: everybody's, or one of its own that is in
/// review.
pub(super) async fn may_list(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    product: ProductId,
) -> QueryResult<bool> {
    let own = products::status
        .eq("in_review")
        .and(products::proposed_for.is_not_distinct_from(shop));
    diesel::select(diesel::dsl::exists(
        products::table
            .filter(products::id.eq(product))
            .filter(products::status.eq("listed").or(own)),
    ))
    .get_result(conn)
    .await
}

/// The shop's offer of this product, on the list or not.
pub(super) async fn offer_of_product(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    product: ProductId,
) -> QueryResult<Option<(ListingId, bool)>> {
    listings::table
        .filter(listings::shop_id.eq(shop))
        .filter(listings::product_id.eq(product))
        .select((listings::id, listings::deleted_at.is_not_null()))
        .for_update()
        .first(conn)
        .await
        .optional()
}

/// Columns of an offer as they are saved; `None` leaves one as it is.
#[derive(AsChangeset, Default)]
#[diesel(table_name = listings)]
pub(super) struct Saved<'a> {
    pub price_poisha: Option<Option<i64>>,
    pub mrp_poisha: Option<Option<i64>>,
    pub stock: Option<Option<i32>>,
    pub availability: Option<&'static str>,
    pub sku: Option<Option<&'a str>>,
    pub loose: Option<bool>,
    pub expires_on: Option<Option<NaiveDate>>,
    pub low_stock: Option<Option<i32>>,
    pub status: Option<&'static str>,
    pub deleted_at: Option<Option<DateTime<Utc>>>,
    pub updated_at: Option<DateTime<Utc>>,
    pub price_checked_at: Option<DateTime<Utc>>,
}

/// Saves an offer that is on the list and still has this version; whether it was.
pub(super) async fn save(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    id: ListingId,
    version: i64,
    saved: &Saved<'_>,
) -> QueryResult<bool> {
    let changed = diesel::update(listings::table.find(id))
        .filter(listings::shop_id.eq(shop))
        .filter(listings::version.eq(version))
        .filter(listings::deleted_at.is_null())
        .set(saved)
        .execute(conn)
        .await?;
    Ok(changed == 1)
}

/// Takes an offer off the list or puts it back; whether there was one to.
pub(super) async fn set_deleted(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    id: ListingId,
    saved: &Saved<'_>,
) -> QueryResult<bool> {
    let changed = diesel::update(listings::table.find(id))
        .filter(listings::shop_id.eq(shop))
        .set(saved)
        .execute(conn)
        .await?;
    Ok(changed == 1)
}

/// Adds an offer, unless the shop has one of this product; whether it did.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    id: ListingId,
    shop: ShopId,
    product: ProductId,
    saved: &Saved<'_>,
) -> QueryResult<bool> {
    let added = diesel::insert_into(listings::table)
        .values((
            listings::id.eq(id),
            listings::shop_id.eq(shop),
            listings::product_id.eq(product),
            listings::price_poisha.eq(saved.price_poisha.flatten()),
            listings::mrp_poisha.eq(saved.mrp_poisha.flatten()),
            listings::stock.eq(saved.stock.flatten()),
            listings::availability.eq(saved.availability.unwrap_or("unknown")),
            listings::sku.eq(saved.sku.flatten()),
            listings::loose.eq(saved.loose.unwrap_or(false)),
            listings::expires_on.eq(saved.expires_on.flatten()),
            listings::low_stock.eq(saved.low_stock.flatten()),
            listings::status.eq(saved.status.unwrap_or("listed")),
        ))
        .on_conflict((listings::shop_id, listings::product_id))
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(added == 1)
}

/// Adds to a counted stock, or takes from it; what is there then. `None` when
/// there is no such offer on the list or too few are left.
pub(super) async fn add_to_stock(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    id: ListingId,
    delta: i32,
    most: i32,
) -> QueryResult<Option<i32>> {
    #[derive(QueryableByName)]
    struct Left {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        stock: i32,
    }
    let left: Option<Left> = diesel::sql_query(
        "UPDATE listings SET stock = coalesce(stock, 0) + $3, updated_at = now(),
             availability = CASE WHEN coalesce(stock, 0) + $3 > 0 THEN 'in_stock' ELSE 'sold_out' END
         WHERE id = $1 AND shop_id = $2 AND deleted_at IS NULL
           AND coalesce(stock, 0)::bigint + $3 BETWEEN 0 AND $4
         RETURNING stock",
    )
    .bind::<Uuid, _>(id)
    .bind::<Uuid, _>(shop)
    .bind::<diesel::sql_types::Integer, _>(delta)
    .bind::<diesel::sql_types::Integer, _>(most)
    .get_result(conn)
    .await
    .optional()?;
    Ok(left.map(|left| left.stock))
}

/// Notes that a shop is told of a low stock; whether it has to be.
pub(super) async fn take_low_stock_note(
    conn: &mut AsyncPgConnection,
    id: ListingId,
) -> QueryResult<bool> {
    let taken = diesel::update(listings::table.find(id))
        .filter(listings::stock.le(listings::low_stock))
        .filter(listings::low_stock_told_at.is_null())
        .filter(listings::deleted_at.is_null())
        .set(listings::low_stock_told_at.eq(diesel::dsl::now))
        .execute(conn)
        .await?;
    Ok(taken == 1)
}

/// Notes goods whose day has ended since anybody looked; how many.
pub async fn note_expired(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE listings SET expired = true
         WHERE expires_on IS NOT NULL AND NOT expired AND is_over(expires_on)",
    )
    .execute(conn)
    .await
}

/// Tells the triggers that keep the books, for the rest of this transaction.
pub(super) async fn sign(
    conn: &mut AsyncPgConnection,
    actor: UserId,
    reason: &str,
) -> QueryResult<()> {
    diesel::sql_query(
        "SELECT set_config('haat.actor', $1::text, true), set_config('haat.reason', $2, true)",
    )
    .bind::<Uuid, _>(actor)
    .bind::<Text, _>(reason)
    .execute(conn)
    .await
    .map(drop)
}
