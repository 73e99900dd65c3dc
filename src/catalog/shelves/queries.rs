//! SQL, one statement per function.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ApplicationId, ListingId, Names, ProductId, ShopId};
use shops::ShopKind;

use super::put::Listing;
use super::{Shelf, ShelfGood};
use crate::Availability;
use crate::queries::ProductRow;
use crate::schema::prepared_goods;

#[derive(QueryableByName)]
struct ShelfRow {
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Text)]
    name_bn: String,
    #[diesel(sql_type = Text)]
    name_en: String,
    #[diesel(sql_type = Array<Text>)]
    kinds: Vec<String>,
    #[diesel(sql_type = BigInt)]
    goods: i64,
    #[diesel(sql_type = BigInt)]
    listed: i64,
}

#[derive(QueryableByName)]
struct GoodRow {
    #[diesel(embed)]
    product: ProductRow,
    #[diesel(sql_type = Bool)]
    listed: bool,
}

/// `$1` a shop or NULL.
const SHELVES: &str = "SELECT s.code, s.name_bn, s.name_en, s.kinds, g.goods, g.listed
    FROM shelves s CROSS JOIN LATERAL (
        SELECT count(*) AS goods, count(l.id) AS listed
        FROM shelf_items i JOIN products p ON p.id = i.product_id AND p.status = 'listed'
        LEFT JOIN listings l ON l.shop_id = $1 AND l.product_id = p.id AND l.deleted_at IS NULL
        WHERE i.shelf_code = s.code) g";

/// Shelves that this kind of shop is offered, in their order; all without a kind.
pub async fn shelves_for(
    conn: &mut AsyncPgConnection,
    kind: Option<ShopKind>,
    shop: Option<ShopId>,
) -> QueryResult<Vec<Shelf>> {
    let rows: Vec<ShelfRow> = diesel::sql_query(format!(
        "{SHELVES} WHERE $2 IS NULL OR $2 = ANY (s.kinds) ORDER BY s.position, s.code"
    ))
    .bind::<Nullable<Uuid>, _>(shop)
    .bind::<Nullable<Text>, _>(kind.map(ShopKind::code))
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(Shelf::from).collect())
}

/// The shelf with this code.
pub async fn find_shelf(
    conn: &mut AsyncPgConnection,
    code: &str,
    shop: Option<ShopId>,
) -> QueryResult<Option<Shelf>> {
    let row: Option<ShelfRow> = diesel::sql_query(format!("{SHELVES} WHERE s.code = $2"))
        .bind::<Nullable<Uuid>, _>(shop)
        .bind::<Text, _>(code)
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(Shelf::from))
}

/// What is on a shelf, what sells best first.
pub async fn goods_of(
    conn: &mut AsyncPgConnection,
    shelf: &str,
    shop: Option<ShopId>,
) -> QueryResult<Vec<ShelfGood>> {
    let rows: Vec<GoodRow> = diesel::sql_query(
        "SELECT p.id, p.ord, p.external_id, p.name_bn, p.name_en, p.brand, p.size, p.category_code, p.demo,
                EXISTS (SELECT FROM listings l
                        WHERE l.shop_id = $2 AND l.product_id = p.id AND l.deleted_at IS NULL) AS listed
         FROM shelf_items i JOIN products p ON p.id = i.product_id AND p.status = 'listed'
         WHERE i.shelf_code = $1 ORDER BY i.position, p.ord",
    )
    .bind::<Text, _>(shelf)
    .bind::<Nullable<Uuid>, _>(shop)
    .load(conn)
    .await?;
    let good = |row: GoodRow| ShelfGood {
        product: row.product.into(),
        listed: row.listed,
    };
    Ok(rows.into_iter().map(good).collect())
}

/// Lists goods that the shop never had, in their order; how many.
pub(super) async fn list_new(
    conn: &mut AsyncPgConnection,
    listing: &Listing,
    goods: &[ProductId],
) -> QueryResult<usize> {
    let ids: Vec<ListingId> = goods.iter().map(|_| ListingId::new()).collect();
    diesel::sql_query(
        "INSERT INTO listings (id, shop_id, product_id, availability)
         SELECT g.id, $1, g.product_id, $4
         FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS g (id, product_id, place)
         WHERE NOT EXISTS (SELECT FROM listings l WHERE l.shop_id = $1 AND l.product_id = g.product_id)
         ORDER BY g.place
         ON CONFLICT (shop_id, product_id) DO NOTHING",
    )
    .bind::<Uuid, _>(listing.shop)
    .bind::<Array<Uuid>, _>(ids)
    .bind::<Array<Uuid>, _>(goods)
    .bind::<Text, _>(listing.availability.code())
    .execute(conn)
    .await
}

/// Puts goods back that the shop took off its list, told anew; how many.
pub(super) async fn put_back(
    conn: &mut AsyncPgConnection,
    listing: &Listing,
    goods: &[ProductId],
) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE listings SET deleted_at = NULL, status = 'listed', price_poisha = NULL, mrp_poisha = NULL,
                stock = NULL, availability = $3, expires_on = NULL, low_stock = NULL, updated_at = $4
         WHERE shop_id = $1 AND product_id = ANY ($2) AND deleted_at IS NOT NULL",
    )
    .bind::<Uuid, _>(listing.shop)
    .bind::<Array<Uuid>, _>(goods)
    .bind::<Text, _>(listing.availability.code())
    .bind::<Timestamptz, _>(listing.now)
    .execute(conn)
    .await
}

/// What somebody has ticked for later, in that order.
pub(super) async fn prepared(
    conn: &mut AsyncPgConnection,
    application: ApplicationId,
) -> QueryResult<Vec<(ProductId, Availability)>> {
    prepared_goods::table
        .filter(prepared_goods::application_id.eq(application))
        .order(prepared_goods::place)
        .select((prepared_goods::product_id, prepared_goods::availability))
        .load(conn)
        .await
        .map(with_availability)
}

/// The same, which is then no longer there.
pub(super) async fn take_prepared(
    conn: &mut AsyncPgConnection,
    application: ApplicationId,
) -> QueryResult<Vec<(ProductId, Availability)>> {
    let of_application = prepared_goods::application_id.eq(application);
    let mut taken: Vec<(i64, ProductId, String)> =
        diesel::delete(prepared_goods::table.filter(of_application))
            .returning((
                prepared_goods::place,
                prepared_goods::product_id,
                prepared_goods::availability,
            ))
            .get_results(conn)
            .await?;
    taken.sort_by_key(|(place, ..)| *place);
    let taken = taken.into_iter();
    Ok(with_availability(
        taken.map(|(_, product, said)| (product, said)).collect(),
    ))
}

fn with_availability(rows: Vec<(ProductId, String)>) -> Vec<(ProductId, Availability)> {
    // The table lets in no other words.
    let said = |word: &str| word.parse().unwrap_or(Availability::Unknown);
    let rows = rows.into_iter();
    rows.map(|(product, word)| (product, said(&word))).collect()
}

/// Forgets what was ticked of a shelf.
pub(super) async fn unprepare(
    conn: &mut AsyncPgConnection,
    application: ApplicationId,
    shelf: &str,
) -> QueryResult<usize> {
    diesel::sql_query(
        "DELETE FROM prepared_goods g USING shelf_items i
         WHERE g.application_id = $1 AND i.shelf_code = $2 AND i.product_id = g.product_id",
    )
    .bind::<Uuid, _>(application)
    .bind::<Text, _>(shelf)
    .execute(conn)
    .await
}

/// Keeps goods for later, in their order.
pub(super) async fn prepare(
    conn: &mut AsyncPgConnection,
    application: ApplicationId,
    availability: Availability,
    goods: &[ProductId],
) -> QueryResult<usize> {
    diesel::sql_query(
        "INSERT INTO prepared_goods (application_id, product_id, availability)
         SELECT $1, g.product_id, $3 FROM unnest($2::uuid[]) WITH ORDINALITY AS g (product_id, place)
         ORDER BY g.place",
    )
    .bind::<Uuid, _>(application)
    .bind::<Array<Uuid>, _>(goods)
    .bind::<Text, _>(availability.code())
    .execute(conn)
    .await
}

impl From<ShelfRow> for Shelf {
    fn from(row: ShelfRow) -> Self {
        Self {
            code: row.code,
            names: Names::both(row.name_bn, row.name_en),
            // A kind that this version does not know is offered nothing.
            kinds: row
                .kinds
                .iter()
                .filter_map(|kind| kind.parse().ok())
                .collect(),
            goods: row.goods,
            listed: row.listed,
        }
    }
}
