//! SQL, one statement per function.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, Money, Names, ProductId, ShopId};
use serde::{Deserialize, Serialize};

use crate::schema::{categories, products};
use crate::{Availability, Category, Listing, Product};

#[derive(Queryable, Selectable)]
#[diesel(table_name = categories, check_for_backend(diesel::pg::Pg))]
struct CategoryRow {
    code: String,
    ord: i64,
    parent_code: Option<String>,
    position: i32,
    name_bn: String,
    name_en: String,
    aliases: Vec<String>,
    sold_by: Vec<String>,
}

#[derive(Queryable, Selectable, QueryableByName)]
#[diesel(table_name = products, check_for_backend(diesel::pg::Pg))]
pub(crate) struct ProductRow {
    id: ProductId,
    ord: i64,
    external_id: Option<String>,
    name_bn: Option<String>,
    name_en: Option<String>,
    brand: Option<String>,
    size: Option<String>,
    category_code: Option<String>,
    demo: bool,
}

/// Every category, parents and children alike.
pub async fn categories(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Category>> {
    let rows = categories::table
        .order((categories::position, categories::code))
        .select(CategoryRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(Category::from).collect())
}

/// Products that everybody may see and nobody made up, with numbers above `after`
/// and up to `until`, and when each last changed.
pub async fn indexed_products(
    conn: &mut AsyncPgConnection,
    after: i64,
    until: i64,
) -> QueryResult<Vec<(ProductId, DateTime<Utc>)>> {
    products::table
        .filter(products::ord.gt(after).and(products::ord.le(until)))
        .filter(products::status.eq("listed"))
        .filter(products::demo.eq(false))
        .order(products::ord)
        .select((products::id, products::updated_at))
        .load(conn)
        .await
}

/// The highest number of a product; 0 without any.
pub async fn last_product_ord(conn: &mut AsyncPgConnection) -> QueryResult<i64> {
    let highest = products::table.select(diesel::dsl::max(products::ord));
    let highest: Option<i64> = highest.first(conn).await?;
    Ok(highest.unwrap_or(0))
}

/// The product with this id, if everybody may see it.
pub async fn find_product(
    conn: &mut AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Option<Product>> {
    let row = products::table
        .find(id)
        .filter(products::status.eq("listed"))
        .select(ProductRow::as_select())
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(Product::from))
}

/// Where a page of listings ends: the next one begins behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingPosition {
    category: String,
    name: String,
    ord: i64,
}

/// Which listings of a shop.
#[derive(Clone, Debug, Default)]
pub struct ListingsAsked {
    /// Only goods of this category and of those below it.
    pub category: Option<String>,
    /// Only what comes behind this position.
    pub after: Option<ListingPosition>,
    /// How many at most.
    pub limit: i64,
}

#[derive(QueryableByName)]
struct ListingRow {
    #[diesel(sql_type = Uuid)]
    listing_id: ListingId,
    #[diesel(sql_type = BigInt)]
    listing_ord: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    price_poisha: Option<i64>,
    #[diesel(sql_type = Nullable<diesel::sql_types::Integer>)]
    stock: Option<i32>,
    #[diesel(sql_type = Text)]
    availability: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    listing_demo: bool,
    #[diesel(sql_type = Text)]
    sort_category: String,
    #[diesel(sql_type = Text)]
    sort_name: String,
    #[diesel(embed)]
    product: ProductRow,
}

/// Goods without a category come last: `~` sorts behind every code.
const SORT_CATEGORY: &str = r#"coalesce(p.category_code, '~') COLLATE "C""#;
const SORT_NAME: &str = r#"coalesce(p.name_bn, p.name_en) COLLATE "C""#;
/// `$1` shop, `$2` category or NULL.
const OF_SHOP: &str = "FROM listings l JOIN products p ON p.id = l.product_id
    WHERE l.shop_id = $1 AND l.status = 'listed' AND NOT l.expired AND p.status = 'listed'
      AND ($2 IS NULL OR p.category_code IN (
          WITH RECURSIVE branch AS (
              SELECT code FROM categories WHERE code = $2
              UNION SELECT c.code FROM categories c JOIN branch b ON c.parent_code = b.code)
          SELECT code FROM branch))";

/// What a shop lists, by category and name, with the position of each.
pub async fn listings_of(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    asked: &ListingsAsked,
) -> QueryResult<Vec<(Listing, ListingPosition)>> {
    let after = asked.after.as_ref();
    let rows: Vec<ListingRow> = diesel::sql_query(format!(
        "SELECT l.id AS listing_id, l.ord AS listing_ord, l.price_poisha, l.stock, l.availability,
                l.demo AS listing_demo, {SORT_CATEGORY} AS sort_category, {SORT_NAME} AS sort_name,
                p.id, p.ord, p.external_id, p.name_bn, p.name_en, p.brand, p.size, p.category_code, p.demo
         {OF_SHOP}
           AND ($3 IS NULL OR ({SORT_CATEGORY}, {SORT_NAME}, l.ord) > ($3, $4, $5))
         ORDER BY sort_category, sort_name, l.ord LIMIT $6"
    ))
    .bind::<Uuid, _>(shop)
    .bind::<Nullable<Text>, _>(asked.category.as_deref())
    .bind::<Nullable<Text>, _>(after.map(|position| &position.category))
    .bind::<Nullable<Text>, _>(after.map(|position| &position.name))
    .bind::<Nullable<BigInt>, _>(after.map(|position| position.ord))
    .bind::<BigInt, _>(asked.limit)
    .load(conn)
    .await?;
    rows.into_iter().map(|row| row.listing(shop)).collect()
}

/// How many listings [`listings_of`] has in all.
pub async fn count_listings_of(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    category: Option<&str>,
) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let count: Count = diesel::sql_query(format!("SELECT count(*) AS count {OF_SHOP}"))
        .bind::<Uuid, _>(shop)
        .bind::<Nullable<Text>, _>(category)
        .get_result(conn)
        .await?;
    Ok(count.count)
}

impl ListingRow {
    fn listing(self, shop: ShopId) -> QueryResult<(Listing, ListingPosition)> {
        let listing = Listing {
            id: self.listing_id,
            ord: self.listing_ord,
            shop,
            product: self.product.into(),
            price: self.price_poisha.map(Money::from_poisha),
            stock: self.stock,
            availability: availability(&self.availability)?,
            demo: self.listing_demo,
        };
        let position = ListingPosition {
            category: self.sort_category,
            name: self.sort_name,
            ord: self.listing_ord,
        };
        Ok((listing, position))
    }
}

pub(crate) fn availability(code: &str) -> QueryResult<Availability> {
    code.parse()
        .map_err(|error: crate::model::UnknownAvailability| {
            diesel::result::Error::DeserializationError(error.into())
        })
}

impl From<CategoryRow> for Category {
    fn from(row: CategoryRow) -> Self {
        Self {
            code: row.code,
            ord: row.ord,
            parent: row.parent_code,
            position: row.position,
            names: Names::both(row.name_bn, row.name_en),
            aliases: row.aliases,
            // A kind that this version does not know sells nothing yet.
            sold_by: row
                .sold_by
                .iter()
                .filter_map(|kind| kind.parse().ok())
                .collect(),
        }
    }
}

impl From<ProductRow> for Product {
    fn from(row: ProductRow) -> Self {
        Self {
            id: row.id,
            ord: row.ord,
            external_id: row.external_id,
            names: Names {
                bn: row.name_bn,
                en: row.name_en,
            },
            brand: row.brand,
            size: row.size,
            category: row.category_code,
            demo: row.demo,
        }
    }
}
