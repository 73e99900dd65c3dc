//! What every market starts with besides the tree of goods: attributes, the master
//! catalogue, and starter shelves.

use diesel::QueryResult;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use kernel::{Names, ProductId};
use platform::merge::{Merge, Mode, Tally};
use serde::Serialize;
use serde_json::{Map, Value};
use shops::ShopKind;

use crate::{Attribute, Gtin};

/// What goods of a category are described by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttributesRecord {
    /// The code of a category that is there.
    pub code: String,
    /// What it asks for, in the order to show it.
    pub attributes: Vec<Attribute>,
}

/// A product of the master catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceRecord {
    /// Stable and never used again, 1 to 200 characters.
    pub external_id: String,
    /// Its name in both languages.
    pub names: Names,
    /// Who makes it.
    pub brand: Option<String>,
    /// The pack as printed.
    pub size: Option<String>,
    /// The code of its category.
    pub category: String,
    /// The barcode on the pack.
    pub gtin: Option<Gtin>,
    /// By code of the attributes that its category asks for.
    pub attributes: Map<String, Value>,
}

/// A starter shelf without what is on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShelfRecord {
    /// Stable slug; the same code is the same shelf.
    pub code: String,
    /// Order among the others.
    pub position: i32,
    /// Kinds of shop that are offered it.
    pub kinds: Vec<ShopKind>,
    /// Its name in Bengali.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
}

/// A product's place on a shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShelfItemRecord {
    /// The code of the shelf.
    #[serde(rename = "shelf_code")]
    pub shelf: String,
    /// Order on it.
    pub position: i32,
    /// External id of a product that is there.
    pub product: String,
}

/// Sets what categories ask for; how many of them asked for something else.
pub async fn import_attributes(
    conn: &mut AsyncPgConnection,
    records: &[AttributesRecord],
) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE categories c SET attributes = r.attributes, updated_at = now()
         FROM json_to_recordset($1::json) AS r(code text, attributes jsonb)
         WHERE c.code = r.code AND c.attributes <> r.attributes",
    )
    .bind::<Text, _>(json(records)?)
    .execute(conn)
    .await
}

#[derive(Serialize)]
struct ReferenceRow<'a> {
    id: uuid::Uuid,
    external_id: &'a str,
    name_bn: Option<&'a str>,
    name_en: Option<&'a str>,
    brand: Option<&'a str>,
    size: Option<&'a str>,
    category_code: &'a str,
    barcode: Option<&'a str>,
    attributes: &'a Map<String, Value>,
}

/// Merges the master catalogue by external id; no id may occur twice. A barcode
/// that somebody has read since stays.
pub async fn import_reference(
    conn: &mut AsyncPgConnection,
    records: &[ReferenceRecord],
    mode: Mode,
) -> QueryResult<Tally> {
    let merge = Merge {
        table: "products",
        record: "id uuid, external_id text, name_bn text, name_en text, brand text, size text,
                 category_code text, barcode text, attributes jsonb",
        joins: "LEFT JOIN products k ON k.external_id = r.external_id",
        key: &[("external_id", "r.external_id")],
        at_birth: &[("id", "r.id")],
        columns: vec![
            ("name_bn", "r.name_bn"),
            ("name_en", "r.name_en"),
            ("brand", "r.brand"),
            ("size", "r.size"),
            ("category_code", "r.category_code"),
            ("barcode", "coalesce(r.barcode, k.barcode)"),
            ("attributes", "r.attributes"),
            ("demo", "false"),
        ],
    };
    let rows: Vec<ReferenceRow<'_>> = records.iter().map(ReferenceRow::from).collect();
    merge.run(conn, &rows, mode).await
}

/// Merges shelves by code; no code may occur twice.
pub async fn import_shelves(
    conn: &mut AsyncPgConnection,
    records: &[ShelfRecord],
    mode: Mode,
) -> QueryResult<Tally> {
    let merge = Merge {
        table: "shelves",
        record: "code text, position integer, kinds text[], name_bn text, name_en text",
        joins: "",
        key: &[("code", "r.code")],
        at_birth: &[],
        columns: vec![
            ("position", "r.position"),
            ("kinds", "r.kinds"),
            ("name_bn", "r.name_bn"),
            ("name_en", "r.name_en"),
        ],
    };
    merge.run(conn, records, mode).await
}

/// Merges what is on the shelves, by shelf and product; no pair may occur twice.
pub async fn import_shelf_items(
    conn: &mut AsyncPgConnection,
    records: &[ShelfItemRecord],
    mode: Mode,
) -> QueryResult<Tally> {
    let merge = Merge {
        table: "shelf_items",
        record: "shelf_code text, position integer, product text",
        joins: "LEFT JOIN products p ON p.external_id = r.product",
        key: &[("shelf_code", "r.shelf_code"), ("product_id", "p.id")],
        at_birth: &[],
        columns: vec![("position", "r.position")],
    };
    merge.run(conn, records, mode).await
}

/// Makes the goods of earlier demos those of the master catalogue: `demo-p-0001`
/// is `p-0001` from now on, with whatever shops have listed of it. Those that are
/// not in the catalogue go with the demo's offers of them; where a shop of its own
/// accord lists one, it stays.
pub async fn adopt_demo_products(
    conn: &mut AsyncPgConnection,
    kept: &[&str],
) -> QueryResult<usize> {
    let adopted = diesel::sql_query(
        "UPDATE products d SET external_id = substr(external_id, 6), demo = false, updated_at = now()
         WHERE external_id LIKE 'demo-p-%' AND substr(external_id, 6) = ANY ($1)
           AND NOT EXISTS (SELECT FROM products k WHERE k.external_id = substr(d.external_id, 6))",
    )
    .bind::<diesel::sql_types::Array<Text>, _>(kept)
    .execute(conn)
    .await?;
    let gone = diesel::sql_query(
        "DELETE FROM products d WHERE external_id LIKE 'demo-p-%' AND demo
           AND NOT EXISTS (SELECT FROM listings l WHERE l.product_id = d.id AND NOT l.demo)",
    )
    .execute(conn)
    .await?;
    Ok(adopted + gone)
}

fn json(records: &(impl Serialize + ?Sized)) -> QueryResult<String> {
    serde_json::to_string(records)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))
}

impl<'a> From<&'a ReferenceRecord> for ReferenceRow<'a> {
    fn from(product: &'a ReferenceRecord) -> Self {
        Self {
            id: ProductId::new().uuid(),
            external_id: &product.external_id,
            name_bn: product.names.bn.as_deref(),
            name_en: product.names.en.as_deref(),
            brand: product.brand.as_deref(),
            size: product.size.as_deref(),
            category_code: &product.category,
            barcode: product.gtin.as_ref().map(Gtin::as_str),
            attributes: &product.attributes,
        }
    }
}
