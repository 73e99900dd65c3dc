//! Categories, products and listings from files: new ones are added, known ones
//! brought up to date.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use kernel::{ListingId, Money, Names, ProductId, ShopId};
use platform::merge::{Merge, Mode, Tally};
use serde::Serialize;
use shops::ShopKind;

use crate::Availability;

/// A category as a file tells about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CategoryRecord {
    /// Its code; the same code is the same category.
    pub code: String,
    /// The code of the one above.
    #[serde(rename = "parent_code")]
    pub parent: Option<String>,
    /// Order among its siblings.
    pub position: i32,
    /// Its name in Bengali.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// Kinds of shop that usually sell it; empty = as the one above.
    pub sold_by: Vec<ShopKind>,
}

/// A master product as a file tells about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProductRecord {
    /// Its id in the file, 1 to 200 characters; the same id is the same product.
    pub external_id: String,
    /// Its name in at least one language.
    pub names: Names,
    /// Who makes it.
    pub brand: Option<String>,
    /// The pack as printed.
    pub size: Option<String>,
    /// The code of its category.
    pub category: Option<String>,
    /// Composed by us for a first look.
    pub demo: bool,
}

/// An offer as a file tells about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingRecord {
    /// Who offers it.
    pub shop: ShopId,
    /// External id of a product that has been imported.
    pub product: String,
    /// What the shop asks.
    pub price: Option<Money>,
    /// Pieces on the shelf.
    pub stock: Option<i32>,
    /// Whether it is there.
    pub availability: Availability,
    /// Made up by us for a first look.
    pub demo: bool,
}

/// Merges categories by code; no code may occur twice, and parents must be among
/// them or known.
pub async fn import_categories(
    conn: &mut AsyncPgConnection,
    records: &[CategoryRecord],
    mode: Mode,
) -> QueryResult<Tally> {
    let merge = Merge {
        table: "categories",
        record: "code text, parent_code text, position integer, name_bn text, name_en text,
                 aliases text[], sold_by text[]",
        joins: "",
        key: &[("code", "r.code")],
        at_birth: &[],
        columns: vec![
            ("parent_code", "r.parent_code"),
            ("position", "r.position"),
            ("name_bn", "r.name_bn"),
            ("name_en", "r.name_en"),
            ("aliases", "r.aliases"),
            ("sold_by", "r.sold_by"),
        ],
    };
    merge.run(conn, records, mode).await
}

#[derive(Serialize)]
struct ProductRow<'a> {
    id: uuid::Uuid,
    external_id: &'a str,
    name_bn: Option<&'a str>,
    name_en: Option<&'a str>,
    brand: Option<&'a str>,
    size: Option<&'a str>,
    category_code: Option<&'a str>,
    demo: bool,
}

/// Merges products by external id; no id may occur twice.
pub async fn import_products(
    conn: &mut AsyncPgConnection,
    records: &[&ProductRecord],
    mode: Mode,
) -> QueryResult<Tally> {
    let merge = Merge {
        table: "products",
        record: "id uuid, external_id text, name_bn text, name_en text, brand text, size text,
                 category_code text, demo boolean",
        joins: "",
        key: &[("external_id", "r.external_id")],
        at_birth: &[("id", "r.id")],
        columns: vec![
            ("name_bn", "r.name_bn"),
            ("name_en", "r.name_en"),
            ("brand", "r.brand"),
            ("size", "r.size"),
            ("category_code", "r.category_code"),
            ("demo", "r.demo"),
        ],
    };
    let rows: Vec<ProductRow<'_>> = records.iter().map(|record| (*record).into()).collect();
    merge.run(conn, &rows, mode).await
}

#[derive(Serialize)]
struct ListingRow<'a> {
    id: uuid::Uuid,
    shop_id: uuid::Uuid,
    product: &'a str,
    price_poisha: Option<i64>,
    stock: Option<i32>,
    availability: &'static str,
    demo: bool,
}

/// Merges listings by shop and product; no pair may occur twice. A listing that
/// is hidden stays hidden.
pub async fn import_listings(
    conn: &mut AsyncPgConnection,
    records: &[ListingRecord],
    mode: Mode,
) -> QueryResult<Tally> {
    let merge = Merge {
        table: "listings",
        record: "id uuid, shop_id uuid, product text, price_poisha bigint, stock integer,
                 availability text, demo boolean",
        // While comparing, the product may not be there yet.
        joins: "LEFT JOIN products p ON p.external_id = r.product",
        key: &[("shop_id", "r.shop_id"), ("product_id", "p.id")],
        at_birth: &[("id", "r.id")],
        columns: vec![
            ("price_poisha", "r.price_poisha"),
            ("stock", "r.stock"),
            ("availability", "r.availability"),
            ("demo", "r.demo"),
        ],
    };
    let rows: Vec<ListingRow<'_>> = records.iter().map(ListingRow::from).collect();
    merge.run(conn, &rows, mode).await
}

impl<'a> From<&'a ProductRecord> for ProductRow<'a> {
    fn from(product: &'a ProductRecord) -> Self {
        Self {
            id: ProductId::new().uuid(),
            external_id: &product.external_id,
            name_bn: product.names.bn.as_deref(),
            name_en: product.names.en.as_deref(),
            brand: product.brand.as_deref(),
            size: product.size.as_deref(),
            category_code: product.category.as_deref(),
            demo: product.demo,
        }
    }
}

impl<'a> From<&'a ListingRecord> for ListingRow<'a> {
    fn from(listing: &'a ListingRecord) -> Self {
        Self {
            id: ListingId::new().uuid(),
            shop_id: listing.shop.uuid(),
            product: &listing.product,
            price_poisha: listing.price.map(Money::poisha),
            stock: listing.stock,
            availability: listing.availability.code(),
            demo: listing.demo,
        }
    }
}
