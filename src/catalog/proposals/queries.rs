//! SQL, one statement per function.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ProductId, ShopId, UserId};
use serde_json::Value;

use super::{Correction, ProposeProduct};
use crate::queries::ProductRow;
use crate::schema::products;
use crate::{Attribute, Gtin, Product};

/// A product that waits to be looked at.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// It.
    pub product: Product,
    /// Its barcode.
    pub gtin: Option<String>,
    /// Its attributes by code.
    pub attributes: Value,
    /// Who misses it; `None` when the shop is gone.
    pub shop: Option<ShopId>,
    /// Who proposed it.
    pub actor: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct ProposalRow {
    #[diesel(embed)]
    product: ProductRow,
    #[diesel(sql_type = Nullable<Text>)]
    barcode: Option<String>,
    #[diesel(sql_type = Jsonb)]
    attributes: Value,
    #[diesel(sql_type = Nullable<Uuid>)]
    proposed_for: Option<ShopId>,
    #[diesel(sql_type = Nullable<Uuid>)]
    proposed_by: Option<UserId>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

/// Products that wait to be looked at, oldest first, behind the one with this
/// number.
pub async fn proposals(
    conn: &mut AsyncPgConnection,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<Proposal>> {
    let rows: Vec<ProposalRow> = diesel::sql_query(
        "SELECT id, ord, external_id, name_bn, name_en, brand, size, category_code, demo,
                barcode, attributes, proposed_for, proposed_by, created_at
         FROM products WHERE status = 'in_review' AND ord > $1 ORDER BY ord LIMIT $2",
    )
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(Proposal::from).collect())
}

/// One product that waits to be looked at.
pub async fn find_waiting(
    conn: &mut AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Option<Proposal>> {
    let row: Option<ProposalRow> = diesel::sql_query(
        "SELECT id, ord, external_id, name_bn, name_en, brand, size, category_code, demo,
                barcode, attributes, proposed_for, proposed_by, created_at
         FROM products WHERE status = 'in_review' AND id = $1",
    )
    .bind::<Uuid, _>(id)
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(Proposal::from))
}

impl From<ProposalRow> for Proposal {
    fn from(row: ProposalRow) -> Self {
        Self {
            product: row.product.into(),
            gtin: row.barcode,
            attributes: row.attributes,
            shop: row.proposed_for,
            actor: row.proposed_by,
            at: row.created_at,
        }
    }
}

/// What a category asks for, from the top of its branch down; `None` when there
/// is no such category.
pub async fn attributes_of(
    conn: &mut AsyncPgConnection,
    category: &str,
) -> QueryResult<Option<Vec<Attribute>>> {
    #[derive(QueryableByName)]
    struct Asked {
        #[diesel(sql_type = Jsonb)]
        attributes: Value,
    }
    let branch: Vec<Asked> = diesel::sql_query(
        "WITH RECURSIVE branch AS (
             SELECT code, parent_code, attributes, 0 AS depth FROM categories WHERE code = $1
             UNION ALL
             SELECT c.code, c.parent_code, c.attributes, b.depth + 1
             FROM categories c JOIN branch b ON c.code = b.parent_code WHERE b.depth < 20)
         SELECT attributes FROM branch ORDER BY depth DESC",
    )
    .bind::<Text, _>(category)
    .load(conn)
    .await?;
    if branch.is_empty() {
        return Ok(None);
    }
    let mut all = Vec::new();
    for asked in branch {
        let asked: Vec<Attribute> = serde_json::from_value(asked.attributes)
            .map_err(|error| diesel::result::Error::DeserializationError(error.into()))?;
        all.extend(asked);
    }
    Ok(Some(all))
}

/// The product with this barcode and whether everybody may see it.
pub async fn product_with_gtin(
    conn: &mut AsyncPgConnection,
    gtin: &Gtin,
) -> QueryResult<Option<(ProductId, bool)>> {
    products::table
        .filter(products::barcode.eq(gtin.as_str()))
        .select((products::id, products::status.eq("listed")))
        .first(conn)
        .await
        .optional()
}

/// The family of a product that everybody may see: the one it belongs to, or the
/// one that begins with it.
pub(super) async fn family_of(
    conn: &mut AsyncPgConnection,
    product: ProductId,
) -> QueryResult<Option<ProductId>> {
    let family: Option<Option<uuid::Uuid>> = products::table
        .find(product)
        .filter(products::status.eq("listed"))
        .select(products::family_id)
        .first(conn)
        .await
        .optional()?;
    Ok(family.map(|family| family.map_or(product, ProductId::from_uuid)))
}

/// Whether a product was ever proposed.
pub async fn find_proposal(conn: &mut AsyncPgConnection, id: ProductId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        products::table
            .find(id)
            .filter(products::proposed_by.is_not_null()),
    ))
    .get_result(conn)
    .await
}

/// A proposal as its shop sees it.
#[derive(Clone, Debug)]
pub struct OwnProposal {
    /// It.
    pub product: Product,
    /// `in_review`, `listed` or `rejected`.
    pub status: String,
    /// Why it was rejected.
    pub note: Option<String>,
    /// When it was proposed.
    pub at: DateTime<Utc>,
}

/// What a shop has proposed, newest first.
pub async fn proposals_of(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    limit: i64,
) -> QueryResult<Vec<OwnProposal>> {
    type Row = (ProductRow, String, Option<String>, DateTime<Utc>);
    let rows: Vec<Row> = products::table
        .filter(products::proposed_for.eq(shop.uuid()))
        .order(products::ord.desc())
        .limit(limit)
        .select((
            ProductRow::as_select(),
            products::status,
            products::review_note,
            products::created_at,
        ))
        .load(conn)
        .await?;
    let own = |(product, status, note, at): Row| OwnProposal {
        product: product.into(),
        status,
        note,
        at,
    };
    Ok(rows.into_iter().map(own).collect())
}

/// Adds a product in review.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    id: ProductId,
    cmd: &ProposeProduct,
    family: Option<ProductId>,
) -> QueryResult<()> {
    diesel::insert_into(products::table)
        .values((
            products::id.eq(id),
            products::name_bn.eq(&cmd.names.bn),
            products::name_en.eq(&cmd.names.en),
            products::brand.eq(&cmd.brand),
            products::size.eq(&cmd.size),
            products::category_code.eq(&cmd.category),
            products::barcode.eq(cmd.gtin.as_ref().map(Gtin::as_str)),
            products::attributes.eq(Value::Object(cmd.attributes.clone())),
            products::family_id.eq(family.map(ProductId::uuid)),
            products::options.eq(Value::Object(cmd.options.clone())),
            products::status.eq("in_review"),
            products::proposed_by.eq(cmd.actor.uuid()),
            products::proposed_for.eq(cmd.shop.uuid()),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Ends the review of a product that is in one; whether it was.
pub(super) async fn decide(
    conn: &mut AsyncPgConnection,
    id: ProductId,
    status: &str,
    note: Option<&str>,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let changed = diesel::update(products::table.find(id))
        .filter(products::status.eq("in_review"))
        .set((
            products::status.eq(status),
            products::review_note.eq(note),
            products::reviewed_at.eq(now),
            products::updated_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(changed == 1)
}

/// Puts right what an admin says; an empty text is taken away.
pub(super) async fn correct(
    conn: &mut AsyncPgConnection,
    id: ProductId,
    correction: &Correction,
) -> QueryResult<()> {
    #[derive(AsChangeset)]
    #[diesel(table_name = products)]
    #[expect(
        clippy::option_option,
        reason = "what is not said stays, and what is taken back is empty"
    )]
    struct Corrected {
        name_bn: Option<Option<String>>,
        name_en: Option<Option<String>>,
        brand: Option<Option<String>>,
        size: Option<Option<String>>,
        category_code: Option<String>,
    }
    let text = |text: &Option<String>| {
        let text = text.clone()?;
        Some(Some(text).filter(|text| !text.is_empty()))
    };
    let corrected = Corrected {
        name_bn: text(&correction.name_bn),
        name_en: text(&correction.name_en),
        brand: text(&correction.brand),
        size: text(&correction.size),
        category_code: correction.category.clone(),
    };
    diesel::update(products::table.find(id))
        .set(corrected)
        .execute(conn)
        .await
        .map(drop)
}

/// Frees the barcode of a product that is not to be.
pub(super) async fn free_gtin(conn: &mut AsyncPgConnection, id: ProductId) -> QueryResult<()> {
    diesel::update(products::table.find(id))
        .set(products::barcode.eq(None::<String>))
        .execute(conn)
        .await
        .map(drop)
}

/// Moves the offers of one product to another, where the shop does not have that
/// one already.
pub(super) async fn move_offers(
    conn: &mut AsyncPgConnection,
    from: ProductId,
    to: ProductId,
) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE listings l SET product_id = $2, updated_at = now() WHERE product_id = $1
           AND NOT EXISTS (SELECT FROM listings o WHERE o.shop_id = l.shop_id AND o.product_id = $2)",
    )
    .bind::<Uuid, _>(from)
    .bind::<Uuid, _>(to)
    .execute(conn)
    .await
    .map(drop)
}

/// Takes all offers of a product off their lists.
pub(super) async fn take_off(
    conn: &mut AsyncPgConnection,
    product: ProductId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE listings SET status = 'hidden', deleted_at = $2, updated_at = $2
         WHERE product_id = $1 AND deleted_at IS NULL",
    )
    .bind::<Uuid, _>(product)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
    .map(drop)
}
