//! Questions across slices, read only.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Double, Integer, Nullable, Text, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, Names, Point, ProductId, ShopId};

/// An offer that is running out.
#[derive(Clone, Debug)]
pub(crate) struct ShortOffer {
    /// Whose.
    pub shop: ShopId,
    /// What the shop is called.
    pub shop_names: Names,
    /// What it is.
    pub product: Names,
    /// Pieces that are left.
    pub left: i64,
}

/// What people are told about an offer that is running out; `None` when it is
/// gone, with its shop or without.
pub(crate) async fn short_offer(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
) -> QueryResult<Option<ShortOffer>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Uuid)]
        shop: ShopId,
        #[diesel(sql_type = Nullable<Text>)]
        shop_bn: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        shop_en: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        name_bn: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        name_en: Option<String>,
        #[diesel(sql_type = Integer)]
        left: i32,
    }
    let row: Option<Row> = diesel::sql_query(
        "SELECT s.id AS shop, s.name_bn AS shop_bn, s.name_en AS shop_en, p.name_bn, p.name_en,
                l.stock AS left
         FROM listings l JOIN shops s ON s.id = l.shop_id JOIN products p ON p.id = l.product_id
         WHERE l.id = $1 AND l.stock IS NOT NULL AND s.status <> 'closed'",
    )
    .bind::<Uuid, _>(offer)
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| ShortOffer {
        shop: row.shop,
        shop_names: Names {
            bn: row.shop_bn,
            en: row.shop_en,
        },
        product: Names {
            bn: row.name_bn,
            en: row.name_en,
        },
        left: row.left.into(),
    }))
}

/// Where the shops are that proposed these products.
pub(crate) async fn places_of_proposers(
    conn: &mut AsyncPgConnection,
    products: &[ProductId],
) -> QueryResult<Vec<(ProductId, Names, Option<Point>)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Uuid)]
        product: ProductId,
        #[diesel(sql_type = Nullable<Text>)]
        name_bn: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        name_en: Option<String>,
        #[diesel(sql_type = Double)]
        lat: f64,
        #[diesel(sql_type = Double)]
        lng: f64,
    }
    let ids: Vec<uuid::Uuid> = products.iter().map(|id| id.uuid()).collect();
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT p.id AS product, s.name_bn, s.name_en,
                ST_Y(s.location::geometry) AS lat, ST_X(s.location::geometry) AS lng
         FROM products p JOIN shops s ON s.id = p.proposed_for WHERE p.id = ANY($1)",
    )
    .bind::<Array<Uuid>, _>(ids)
    .load(conn)
    .await?;
    let place = |row: Row| {
        let names = Names {
            bn: row.name_bn,
            en: row.name_en,
        };
        (row.product, names, Point::new(row.lat, row.lng).ok())
    };
    Ok(rows.into_iter().map(place).collect())
}

/// A shop as those who work there see it at a glance.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// Which.
    pub shop: ShopId,
    /// What it is called.
    pub names: Names,
    /// Offers on the list.
    pub listed: i64,
    /// Of them, few or none left.
    pub short: i64,
    /// Sold out.
    pub sold_out: i64,
    /// Running out within a week, or over.
    pub expiring: i64,
    /// Nobody has said for 30 days what they cost.
    pub unchecked: i64,
    /// Without a price.
    pub unpriced: i64,
    /// Whose price shoppers say is wrong.
    pub reported: i64,
}

#[derive(QueryableByName)]
struct ShelfRow {
    #[diesel(sql_type = Uuid)]
    id: ShopId,
    #[diesel(sql_type = Nullable<Text>)]
    name_bn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_en: Option<String>,
    #[diesel(sql_type = BigInt)]
    listed: i64,
    #[diesel(sql_type = BigInt)]
    short: i64,
    #[diesel(sql_type = BigInt)]
    sold_out: i64,
    #[diesel(sql_type = BigInt)]
    expiring: i64,
    #[diesel(sql_type = BigInt)]
    unchecked: i64,
    #[diesel(sql_type = BigInt)]
    unpriced: i64,
    #[diesel(sql_type = BigInt)]
    reported: i64,
}

/// What is to be done on the shelves of these shops, by their names.
pub async fn shelves_of(conn: &mut AsyncPgConnection, shops: &[ShopId]) -> QueryResult<Vec<Shelf>> {
    let ids: Vec<uuid::Uuid> = shops.iter().map(|id| id.uuid()).collect();
    let rows: Vec<ShelfRow> = diesel::sql_query(
        "SELECT s.id, s.name_bn, s.name_en, count(l.id) AS listed,
                count(*) FILTER (WHERE l.availability = 'sold_out' OR l.stock <= l.low_stock) AS short,
                count(*) FILTER (WHERE l.availability = 'sold_out') AS sold_out,
                count(*) FILTER (WHERE l.expires_on <= (now() AT TIME ZONE 'Asia/Dhaka')::date + 7) AS expiring,
                count(*) FILTER (WHERE l.price_poisha IS NOT NULL
                    AND l.price_checked_at < now() - interval '30 days') AS unchecked,
                count(*) FILTER (WHERE l.id IS NOT NULL AND l.price_poisha IS NULL) AS unpriced,
                count(*) FILTER (WHERE EXISTS (SELECT FROM price_reports r
                    WHERE r.listing_id = l.id AND r.status = 'open')) AS reported
         FROM shops s LEFT JOIN listings l ON l.shop_id = s.id AND l.deleted_at IS NULL
         WHERE s.id = ANY($1) GROUP BY s.id ORDER BY coalesce(s.name_bn, s.name_en), s.id",
    )
    .bind::<Array<Uuid>, _>(ids)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(Shelf::from).collect())
}

impl From<ShelfRow> for Shelf {
    fn from(row: ShelfRow) -> Self {
        Self {
            shop: row.id,
            names: Names {
                bn: row.name_bn,
                en: row.name_en,
            },
            listed: row.listed,
            short: row.short,
            sold_out: row.sold_out,
            expiring: row.expiring,
            unchecked: row.unchecked,
            unpriced: row.unpriced,
            reported: row.reported,
        }
    }
}
