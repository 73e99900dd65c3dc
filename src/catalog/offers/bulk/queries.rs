//! SQL, one statement per function.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, Names, ProductId, ShopId};
use serde::Serialize;

use super::{Called, Found, OfferLine, OfferState};

/// Columns of a [`StateRow`].
const STATE: &str =
    "l.id, l.product_id, l.version, l.price_poisha, l.mrp_poisha, l.stock, l.availability,
    l.sku, l.loose, l.expires_on, l.low_stock, l.status = 'listed' AS shown, l.deleted_at";

#[derive(QueryableByName)]
struct StateRow {
    #[diesel(sql_type = Uuid)]
    id: ListingId,
    #[diesel(sql_type = Uuid)]
    product_id: ProductId,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    price_poisha: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    mrp_poisha: Option<i64>,
    #[diesel(sql_type = Nullable<Integer>)]
    stock: Option<i32>,
    #[diesel(sql_type = Text)]
    availability: String,
    #[diesel(sql_type = Nullable<Text>)]
    sku: Option<String>,
    #[diesel(sql_type = Bool)]
    loose: bool,
    #[diesel(sql_type = Nullable<Date>)]
    expires_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Integer>)]
    low_stock: Option<i32>,
    #[diesel(sql_type = Bool)]
    shown: bool,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    deleted_at: Option<DateTime<Utc>>,
}

#[derive(QueryableByName)]
struct LineRow {
    #[diesel(embed)]
    state: StateRow,
    #[diesel(sql_type = BigInt)]
    ord: i64,
    #[diesel(sql_type = Nullable<Text>)]
    name_bn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_en: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    brand: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    size: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    barcode: Option<String>,
}

#[derive(QueryableByName)]
struct FoundRow {
    #[diesel(sql_type = Integer)]
    n: i32,
    #[diesel(sql_type = BigInt)]
    products: i64,
    #[diesel(sql_type = Uuid)]
    product: ProductId,
    #[diesel(sql_type = Bool)]
    agree: bool,
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = Uuid)]
    id: ListingId,
    #[diesel(sql_type = BigInt)]
    version: i64,
}

#[derive(QueryableByName)]
struct Holder {
    #[diesel(sql_type = Text)]
    sku: String,
    #[diesel(sql_type = Uuid)]
    id: ListingId,
}

#[derive(Serialize)]
struct CalledRow<'a> {
    n: usize,
    product: Option<uuid::Uuid>,
    external_id: Option<&'a str>,
    gtin: Option<&'a str>,
    sku: Option<&'a str>,
    name_bn: Option<&'a str>,
    name_en: Option<&'a str>,
}

#[derive(Serialize)]
struct SavedRow<'a> {
    id: uuid::Uuid,
    product_id: uuid::Uuid,
    version: i64,
    price_poisha: Option<i64>,
    mrp_poisha: Option<i64>,
    stock: Option<i32>,
    availability: &'a str,
    sku: Option<&'a str>,
    loose: bool,
    expires_on: Option<NaiveDate>,
    low_stock: Option<i32>,
    status: &'static str,
    deleted_at: Option<DateTime<Utc>>,
}

/// Members of a [`SavedRow`].
const SAVED: &str =
    "id uuid, product_id uuid, version bigint, price_poisha bigint, mrp_poisha bigint,
    stock integer, availability text, sku text, loose boolean, expires_on date, low_stock integer,
    status text, deleted_at timestamptz";

/// `$1` the shop, `$2` rows of [`CalledRow`]. Ways to call a product have a kind;
/// the first one that finds something decides, and the others have to agree.
const FIND_CALLED: &str = "WITH asked AS MATERIALIZED (
         SELECT * FROM json_to_recordset($2::json) AS r(n integer, product uuid, external_id text,
             gtin text, sku text, name_bn text, name_en text)),
     candidates (n, kind, id, rank) AS (
         SELECT a.n, 1, p.id, 1 FROM asked a JOIN products p ON p.id = a.product
         UNION ALL SELECT a.n, 1, p.id, 1 FROM asked a JOIN products p ON p.external_id = a.external_id
         UNION ALL SELECT a.n, 2, p.id, 2 FROM asked a JOIN products p ON p.barcode = a.gtin
         UNION ALL SELECT a.n, 3, l.product_id, 3 FROM asked a JOIN listings l ON l.shop_id = $1 AND l.sku = a.sku
         UNION ALL SELECT a.n, 4, p.id, CASE WHEN lower(p.name_en) = lower(a.name_en) THEN 4 ELSE 5 END
             FROM asked a JOIN products p ON p.name_bn = a.name_bn
         UNION ALL SELECT a.n, 5, p.id, 6 FROM asked a JOIN products p ON lower(p.name_en) = lower(a.name_en)),
     allowed AS MATERIALIZED (
         SELECT c.n, c.kind, c.id, rank() OVER (PARTITION BY c.n ORDER BY c.rank) AS place
         FROM candidates c JOIN products p ON p.id = c.id
         WHERE p.status = 'listed' OR (p.status = 'in_review' AND p.proposed_for = $1)),
     chosen AS (
         SELECT n, count(DISTINCT id) AS products, (array_agg(id))[1] AS product
         FROM allowed WHERE place = 1 GROUP BY n),
     ways AS (
         SELECT n, a.kind, bool_or(a.id = c.product) AS agrees
         FROM allowed a JOIN chosen c USING (n) GROUP BY n, a.kind)
     SELECT c.n, c.products, c.product, bool_and(w.agrees) AS agree
     FROM chosen c JOIN ways w USING (n) GROUP BY c.n, c.products, c.product";

/// What each of these is, in their order.
pub async fn find_called(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    called: &[Called],
) -> QueryResult<Vec<Found>> {
    let rows: Vec<CalledRow<'_>> = called.iter().enumerate().map(CalledRow::from).collect();
    let rows: Vec<FoundRow> = diesel::sql_query(FIND_CALLED)
        .bind::<Uuid, _>(shop)
        .bind::<Text, _>(json(&rows)?)
        .load(conn)
        .await?;
    let products: Vec<ProductId> = rows.iter().map(|row| row.product).collect();
    let offers = states_of_products(conn, shop, &products).await?;
    let mut found = vec![Found::Nothing; called.len()];
    for row in rows {
        let place = usize::try_from(row.n).ok().and_then(|n| found.get_mut(n));
        *place.ok_or(diesel::result::Error::NotFound)? = row.found(&offers);
    }
    Ok(found)
}

impl FoundRow {
    /// What it is, with the offer among these, which are sorted by product.
    fn found(&self, offers: &[OfferState]) -> Found {
        if self.products > 1 {
            return Found::Several;
        }
        if !self.agree {
            return Found::Contradiction;
        }
        let at = offers.binary_search_by_key(&self.product, |offer| offer.product);
        // Two rows may call the same product: the second one needs it too.
        let offer = at.ok().map(|at| Box::new(offers[at].clone()));
        Found::One(self.product, offer)
    }
}

/// The shop's offers of these products, by product.
async fn states_of_products(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    products: &[ProductId],
) -> QueryResult<Vec<OfferState>> {
    let rows: Vec<StateRow> = diesel::sql_query(format!(
        "SELECT {STATE} FROM listings l WHERE l.shop_id = $1 AND l.product_id = ANY ($2) ORDER BY l.product_id"
    ))
    .bind::<Uuid, _>(shop)
    .bind::<Array<Uuid>, _>(products)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(OfferState::from).collect())
}

/// These offers of the shop as they are now, held until the transaction ends.
pub async fn states_of(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    offers: &[ListingId],
) -> QueryResult<Vec<OfferState>> {
    let rows: Vec<StateRow> = diesel::sql_query(format!(
        "SELECT {STATE} FROM listings l WHERE l.shop_id = $1 AND l.id = ANY ($2) ORDER BY l.id FOR UPDATE"
    ))
    .bind::<Uuid, _>(shop)
    .bind::<Array<Uuid>, _>(offers)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(OfferState::from).collect())
}

/// Which of the shop's offers have these codes.
pub async fn holders_of_skus(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    skus: &[&str],
) -> QueryResult<Vec<(String, ListingId)>> {
    let rows: Vec<Holder> =
        diesel::sql_query("SELECT sku, id FROM listings WHERE shop_id = $1 AND sku = ANY ($2)")
            .bind::<Uuid, _>(shop)
            .bind::<Array<Text>, _>(skus)
            .load(conn)
            .await?;
    Ok(rows.into_iter().map(|row| (row.sku, row.id)).collect())
}

/// Adds offers; those that were, with their versions. Where the shop has come to
/// have an offer of the product, nothing is added.
pub async fn add_offers(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    offers: &[&OfferState],
) -> QueryResult<Vec<(ListingId, i64)>> {
    let rows: Vec<SavedRow<'_>> = offers.iter().map(|offer| SavedRow::from(*offer)).collect();
    let written: Vec<Written> = diesel::sql_query(format!(
        "INSERT INTO listings (id, shop_id, product_id, price_poisha, mrp_poisha, stock, availability, sku,
                loose, expires_on, low_stock, status)
         SELECT id, $1, product_id, price_poisha, mrp_poisha, stock, availability, sku,
                loose, expires_on, low_stock, status
         FROM json_to_recordset($2::json) AS r({SAVED})
         WHERE NOT EXISTS (SELECT FROM listings l WHERE l.shop_id = $1 AND l.product_id = r.product_id)
         ON CONFLICT (shop_id, product_id) DO NOTHING
         RETURNING id, version"
    ))
    .bind::<Uuid, _>(shop)
    .bind::<Text, _>(json(&rows)?)
    .load(conn)
    .await?;
    Ok(written
        .into_iter()
        .map(|row| (row.id, row.version))
        .collect())
}

/// Saves offers that still have the version they name; those that had, with the
/// version that was made.
pub async fn save_offers(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    offers: &[&OfferState],
) -> QueryResult<Vec<(ListingId, i64)>> {
    let rows: Vec<SavedRow<'_>> = offers.iter().map(|offer| SavedRow::from(*offer)).collect();
    let written: Vec<Written> = diesel::sql_query(format!(
        "UPDATE listings l SET price_poisha = r.price_poisha, mrp_poisha = r.mrp_poisha, stock = r.stock,
                availability = r.availability, sku = r.sku, loose = r.loose, expires_on = r.expires_on,
                low_stock = r.low_stock, status = r.status, deleted_at = r.deleted_at, updated_at = now()
         FROM json_to_recordset($2::json) AS r({SAVED})
         WHERE l.id = r.id AND l.shop_id = $1 AND l.version = r.version
         RETURNING l.id, l.version"
    ))
    .bind::<Uuid, _>(shop)
    .bind::<Text, _>(json(&rows)?)
    .load(conn)
    .await?;
    Ok(written
        .into_iter()
        .map(|row| (row.id, row.version))
        .collect())
}

/// What is on the shop's list behind this number, oldest first.
pub async fn offer_lines(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<OfferLine>> {
    let rows: Vec<LineRow> = diesel::sql_query(format!(
        "SELECT {STATE}, l.ord, p.name_bn, p.name_en, p.brand, p.size, p.barcode
         FROM listings l JOIN products p ON p.id = l.product_id
         WHERE l.shop_id = $1 AND l.deleted_at IS NULL AND l.ord > $2 ORDER BY l.ord LIMIT $3"
    ))
    .bind::<Uuid, _>(shop)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(OfferLine::from).collect())
}

fn json(rows: &(impl Serialize + ?Sized)) -> QueryResult<String> {
    serde_json::to_string(rows)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))
}

impl<'a> From<(usize, &'a Called)> for CalledRow<'a> {
    fn from((n, called): (usize, &'a Called)) -> Self {
        let by_id = called.product.is_some() || called.external_id.is_some();
        let or = |text: &'a Option<String>| text.as_deref().filter(|_| !by_id);
        Self {
            n,
            product: called.product.map(ProductId::uuid),
            external_id: called.external_id.as_deref(),
            gtin: or(&called.gtin),
            sku: or(&called.sku),
            name_bn: or(&called.names.bn),
            name_en: or(&called.names.en),
        }
    }
}

impl<'a> From<&'a OfferState> for SavedRow<'a> {
    fn from(offer: &'a OfferState) -> Self {
        let is_shown = offer.shown && offer.deleted_at.is_none();
        Self {
            id: offer.id.uuid(),
            product_id: offer.product.uuid(),
            version: offer.version,
            price_poisha: offer.price_poisha,
            mrp_poisha: offer.mrp_poisha,
            stock: offer.stock,
            availability: &offer.availability,
            sku: offer.sku.as_deref(),
            loose: offer.loose,
            expires_on: offer.expires_on,
            low_stock: offer.low_stock,
            status: if is_shown { "listed" } else { "hidden" },
            deleted_at: offer.deleted_at,
        }
    }
}

impl From<StateRow> for OfferState {
    fn from(row: StateRow) -> Self {
        Self {
            id: row.id,
            product: row.product_id,
            version: row.version,
            price_poisha: row.price_poisha,
            mrp_poisha: row.mrp_poisha,
            stock: row.stock,
            availability: row.availability,
            sku: row.sku,
            loose: row.loose,
            expires_on: row.expires_on,
            low_stock: row.low_stock,
            shown: row.shown,
            deleted_at: row.deleted_at,
        }
    }
}

impl From<LineRow> for OfferLine {
    fn from(row: LineRow) -> Self {
        Self {
            ord: row.ord,
            offer: row.state.into(),
            names: Names {
                bn: row.name_bn,
                en: row.name_en,
            },
            brand: row.brand,
            size: row.size,
            gtin: row.barcode,
        }
    }
}
