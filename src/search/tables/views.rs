//! Reads for the in-memory tables, across slices: only what is listed.

use diesel::sql_types::{Array, BigInt, Bool, Double, Integer, Jsonb, Nullable, Text, Uuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use futures_util::TryStreamExt as _;
use kernel::{ListingId, Money, Names, Point, ProductId, ShopId};
use shops::{Hours, ShopKind};

use super::{Category, Family, Listing, Ord32, Product, Shop, Thing};

/// Which rows of a table to read.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// All of them.
    All,
    /// Those with these `ord`s.
    Ords(&'a [i64]),
}

impl Which<'_> {
    fn ords(self) -> Option<Vec<i64>> {
        match self {
            Self::All => None,
            Self::Ords(ords) => Some(ords.to_vec()),
        }
    }
}

#[derive(QueryableByName)]
struct ShopRow {
    #[diesel(sql_type = BigInt)]
    ord: i64,
    #[diesel(sql_type = Uuid)]
    id: ShopId,
    #[diesel(sql_type = Nullable<Text>)]
    external_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_bn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_en: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    alt_names: Vec<String>,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Double)]
    lat: f64,
    #[diesel(sql_type = Double)]
    lng: f64,
    #[diesel(sql_type = Nullable<Jsonb>)]
    hours: Option<serde_json::Value>,
    #[diesel(sql_type = Bool)]
    verified: bool,
    #[diesel(sql_type = Bool)]
    demo: bool,
    #[diesel(sql_type = Bool)]
    home: bool,
}

/// Listed shops.
pub async fn listed_shops(
    conn: &mut AsyncPgConnection,
    which: Which<'_>,
) -> QueryResult<Vec<(Ord32, Shop)>> {
    let rows: Vec<ShopRow> = diesel::sql_query(
        "SELECT ord, id, external_id, name_bn, name_en, alt_names, kind,
                ST_Y(public_location::geometry) AS lat, ST_X(public_location::geometry) AS lng,
                hours, verified_at IS NOT NULL AS verified, demo, home
         FROM shops WHERE status = 'listed' AND ($1::bigint[] IS NULL OR ord = ANY($1))",
    )
    .bind::<Nullable<Array<BigInt>>, _>(which.ords())
    .load(conn)
    .await?;
    Ok(rows.into_iter().filter_map(ShopRow::into_shop).collect())
}

impl ShopRow {
    /// `None` for a row that the checks of the table should not have let in.
    fn into_shop(self) -> Option<(Ord32, Shop)> {
        let shop = Shop {
            id: self.id,
            external_id: self.external_id.map(Into::into),
            names: Names {
                bn: self.name_bn,
                en: self.name_en,
            },
            alt_names: self.alt_names,
            kind: self.kind.parse::<ShopKind>().ok()?,
            location: Point::new(self.lat, self.lng).ok()?,
            hours: self.hours.as_ref().and_then(Hours::from_json),
            verified: self.verified,
            demo: self.demo,
            home: self.home,
        };
        Some((Ord32::try_from(self.ord).ok()?, shop))
    }
}

#[derive(QueryableByName)]
struct ProductRow {
    #[diesel(sql_type = BigInt)]
    ord: i64,
    #[diesel(sql_type = Uuid)]
    id: ProductId,
    #[diesel(sql_type = Nullable<Text>)]
    external_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_bn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_en: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    brand: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    size: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    category: Option<i64>,
    #[diesel(sql_type = Bool)]
    demo: bool,
    #[diesel(sql_type = Nullable<Uuid>)]
    family_id: Option<ProductId>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    options: Option<serde_json::Value>,
}

/// Products.
pub async fn products(
    conn: &mut AsyncPgConnection,
    which: Which<'_>,
) -> QueryResult<Vec<(Ord32, Product)>> {
    let rows: Vec<ProductRow> = diesel::sql_query(
        "SELECT p.ord, p.id, p.external_id, p.name_bn, p.name_en, p.brand, p.size, c.ord AS category, p.demo,
                p.family_id, CASE WHEN p.family_id IS NOT NULL THEN p.options END AS options
         FROM products p LEFT JOIN categories c ON c.code = p.category_code
         WHERE p.status = 'listed' AND ($1::bigint[] IS NULL OR p.ord = ANY($1))",
    )
    .bind::<Nullable<Array<BigInt>>, _>(which.ords())
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(ProductRow::into_product)
        .collect())
}

impl ProductRow {
    fn into_product(self) -> Option<(Ord32, Product)> {
        let product = Product {
            id: self.id,
            external_id: self.external_id.map(Into::into),
            names: Names {
                bn: self.name_bn,
                en: self.name_en,
            },
            brand: self.brand.map(Into::into),
            size: self.size.map(Into::into),
            category: self.category.and_then(|ord| Ord32::try_from(ord).ok()),
            demo: self.demo,
            family: self.family_id.map(|id| {
                let options = self.options.unwrap_or_default();
                let options = serde_json::from_value(options).unwrap_or_default();
                Box::new(Family { id, options })
            }),
        };
        Some((Ord32::try_from(self.ord).ok()?, product))
    }
}

#[derive(QueryableByName)]
struct ListingRow {
    #[diesel(sql_type = BigInt)]
    ord: i64,
    #[diesel(sql_type = Uuid)]
    id: ListingId,
    #[diesel(sql_type = BigInt)]
    shop: i64,
    #[diesel(sql_type = BigInt)]
    product: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    price_poisha: Option<i64>,
    #[diesel(sql_type = Nullable<Bool>)]
    in_stock: Option<bool>,
}

/// Listed offers, row by row: all of them at once would take several times the
/// memory that they end up in.
pub async fn listings(
    conn: &mut AsyncPgConnection,
    which: Which<'_>,
) -> QueryResult<Vec<(Ord32, Listing)>> {
    let rows = diesel::sql_query(
        "SELECT l.ord, l.id, s.ord AS shop, p.ord AS product, l.price_poisha,
                CASE l.availability WHEN 'in_stock' THEN true WHEN 'sold_out' THEN false END AS in_stock
         FROM listings l JOIN shops s ON s.id = l.shop_id JOIN products p ON p.id = l.product_id
         WHERE l.status = 'listed' AND NOT l.expired AND ($1::bigint[] IS NULL OR l.ord = ANY($1))",
    )
    .bind::<Nullable<Array<BigInt>>, _>(which.ords())
    .load_stream::<ListingRow>(conn)
    .await?;
    rows.try_filter_map(async |row| Ok(row.into_listing()))
        .try_collect()
        .await
}

impl ListingRow {
    fn into_listing(self) -> Option<(Ord32, Listing)> {
        let listing = Listing {
            id: self.id,
            shop: Ord32::try_from(self.shop).ok()?,
            product: Ord32::try_from(self.product).ok()?,
            price: self.price_poisha.map(Money::from_poisha),
            in_stock: self.in_stock,
        };
        Some((Ord32::try_from(self.ord).ok()?, listing))
    }
}

#[derive(QueryableByName)]
struct CategoryRow {
    #[diesel(sql_type = BigInt)]
    ord: i64,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Nullable<Text>)]
    parent_code: Option<String>,
    #[diesel(sql_type = Integer)]
    position: i32,
    #[diesel(sql_type = Text)]
    name_bn: String,
    #[diesel(sql_type = Text)]
    name_en: String,
    #[diesel(sql_type = Array<Text>)]
    aliases: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    sold_by: Vec<String>,
}

/// Every category.
pub async fn categories(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Category>> {
    let rows: Vec<CategoryRow> = diesel::sql_query(
        "SELECT ord, code, parent_code, position, name_bn, name_en, aliases, sold_by FROM categories",
    )
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(CategoryRow::into_category)
        .collect())
}

impl CategoryRow {
    fn into_category(self) -> Option<Category> {
        Some(Category {
            ord: Ord32::try_from(self.ord).ok()?,
            code: self.code,
            parent: self.parent_code,
            position: self.position,
            names: Names::both(self.name_bn, self.name_en),
            aliases: self.aliases,
            sold_by: self
                .sold_by
                .iter()
                .filter_map(|kind| kind.parse().ok())
                .collect(),
        })
    }
}

#[derive(QueryableByName)]
struct ThingRow {
    #[diesel(sql_type = Text)]
    name_bn: String,
    #[diesel(sql_type = Text)]
    name_en: String,
    #[diesel(sql_type = Array<Text>)]
    synonyms: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    dialect_words: Vec<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    category: Option<i64>,
}

/// The concept table, with the words of the dialects that are switched on.
pub async fn things(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Thing>> {
    let rows: Vec<ThingRow> = diesel::sql_query(
        "SELECT t.name_bn, t.name_en, t.synonyms, c.ord AS category,
                ARRAY(
                    SELECT substr(word, strpos(word, ':') + 1)
                    FROM unnest(t.dialect_words) AS word
                    JOIN dialects d ON d.code = split_part(word, ':', 1) AND d.enabled
                ) AS dialect_words
         FROM concepts t LEFT JOIN categories c ON c.code = t.category_code
         ORDER BY t.id",
    )
    .load(conn)
    .await?;
    let thing = |row: ThingRow| Thing {
        names: Names::both(row.name_bn, row.name_en),
        words: [row.synonyms, row.dialect_words.clone()].concat(),
        dialect_words: row.dialect_words,
        category: row.category.and_then(|ord| Ord32::try_from(ord).ok()),
    };
    Ok(rows.into_iter().map(thing).collect())
}
