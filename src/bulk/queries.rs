//! SQL, one statement per function.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Nullable, Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ImportId, ListingId, ShopId, UserId};
use serde::Serialize;
use serde_json::Value;

use crate::fields::Field;
use crate::judge::Judged;
use crate::model::{CellProblem, Counts, Import, Outcome, RowTold, State};
use crate::schema::{import_rows, imports};
use crate::sheet::Sheet;

/// Days that a file nobody asked to carry out is kept.
const DRAFT_DAYS: i32 = 7;
/// Days within which an import can be undone.
const UNDO_DAYS: i32 = 90;
/// Files of a shop that wait for a decision; older ones go.
const MOST_DRAFTS: i64 = 10;
/// Rows per statement.
const BATCH: usize = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = imports, check_for_backend(diesel::pg::Pg))]
struct ImportRow {
    id: ImportId,
    shop_id: ShopId,
    actor: UserId,
    file_name: Option<String>,
    format: String,
    state: String,
    header: Vec<String>,
    fields: Vec<String>,
    rows: i32,
    done: i32,
    added: i32,
    changed: i32,
    same: i32,
    wrong: i32,
    restored: i32,
    refused: i32,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    undone_at: Option<DateTime<Utc>>,
}

/// The newest imports of a shop.
pub async fn imports_of(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    limit: i64,
) -> QueryResult<Vec<Import>> {
    let rows: Vec<ImportRow> = imports::table
        .filter(imports::shop_id.eq(shop))
        .order((imports::created_at.desc(), imports::id.desc()))
        .limit(limit)
        .select(ImportRow::as_select())
        .load(conn)
        .await?;
    rows.into_iter().map(ImportRow::import).collect()
}

/// An import of this shop.
pub async fn find_import(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    id: ImportId,
) -> QueryResult<Option<Import>> {
    let row: Option<ImportRow> = imports::table
        .find(id)
        .filter(imports::shop_id.eq(shop))
        .select(ImportRow::as_select())
        .first(conn)
        .await
        .optional()?;
    row.map(ImportRow::import).transpose()
}

/// An import, held until the transaction ends.
pub(crate) async fn hold(
    conn: &mut AsyncPgConnection,
    id: ImportId,
) -> QueryResult<Option<Import>> {
    let row: Option<ImportRow> = imports::table
        .find(id)
        .select(ImportRow::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?;
    row.map(ImportRow::import).transpose()
}

/// Keeps a file that came, without its rows.
pub(crate) async fn insert(
    conn: &mut AsyncPgConnection,
    import: &Import,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(imports::table)
        .values((
            imports::id.eq(import.id),
            imports::shop_id.eq(import.shop),
            imports::actor.eq(import.actor),
            imports::file_name.eq(&import.file_name),
            imports::format.eq(&import.format),
            imports::header.eq(&import.header),
            imports::fields.eq(codes(&import.columns)),
            imports::rows.eq(import.rows),
            imports::created_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Keeps the rows of a file.
pub(crate) async fn insert_rows(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    sheet: &Sheet,
) -> QueryResult<()> {
    #[derive(Serialize)]
    struct Row<'a> {
        line: i32,
        cells: &'a [String],
    }
    for batch in sheet.rows.chunks(BATCH) {
        let rows = batch.iter().map(|(line, cells)| Row { line: *line, cells });
        diesel::sql_query(
            "INSERT INTO import_rows (import_id, line, cells)
             SELECT $1, line, cells FROM json_to_recordset($2::json) AS r(line integer, cells text[])",
        )
        .bind::<Uuid, _>(id)
        .bind::<Text, _>(json(&rows.collect::<Vec<_>>())?)
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// Removes all but the newest drafts of a shop.
pub(crate) async fn drop_old_drafts(conn: &mut AsyncPgConnection, shop: ShopId) -> QueryResult<()> {
    diesel::sql_query(
        "DELETE FROM imports WHERE shop_id = $1 AND state = 'draft' AND id NOT IN (
             SELECT id FROM imports WHERE shop_id = $1 AND state = 'draft'
             ORDER BY created_at DESC, id DESC LIMIT $2)",
    )
    .bind::<Uuid, _>(shop)
    .bind::<diesel::sql_types::BigInt, _>(MOST_DRAFTS)
    .execute(conn)
    .await
    .map(drop)
}

/// Says what the columns of a draft mean; whether it is one.
pub(crate) async fn save_columns(
    conn: &mut AsyncPgConnection,
    (shop, id): (ShopId, ImportId),
    columns: &[Option<Field>],
) -> QueryResult<bool> {
    let changed = diesel::update(imports::table.find(id))
        .filter(imports::shop_id.eq(shop))
        .filter(imports::state.eq(State::Draft.code()))
        .set(imports::fields.eq(codes(columns)))
        .execute(conn)
        .await?;
    Ok(changed == 1)
}

/// Brings an import from one of these states into another; whether it was in one.
pub(crate) async fn turn(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    from: &[State],
    to: State,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let from: Vec<&str> = from.iter().map(|state| state.code()).collect();
    let changed = diesel::sql_query(
        "UPDATE imports SET state = $3,
             started_at = CASE WHEN $3 = 'running' THEN coalesce(started_at, $4) ELSE started_at END,
             finished_at = CASE WHEN $3 = 'done' THEN $4 ELSE finished_at END,
             undone_at = CASE WHEN $3 = 'undone' THEN $4 ELSE undone_at END
         WHERE id = $1 AND state = ANY ($2)",
    )
    .bind::<Uuid, _>(id)
    .bind::<Array<Text>, _>(from)
    .bind::<Text, _>(to.code())
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// Rows behind this line, in their order.
pub(crate) async fn cells_of(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<(i32, Vec<String>)>> {
    import_rows::table
        .filter(import_rows::import_id.eq(id))
        .filter(import_rows::line.gt(after))
        .order(import_rows::line)
        .limit(limit)
        .select((import_rows::line, import_rows::cells))
        .load(conn)
        .await
}

/// The next rows that have not been carried out.
pub(crate) async fn cells_to_do(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    limit: i64,
) -> QueryResult<Vec<(i32, Vec<String>)>> {
    import_rows::table
        .filter(import_rows::import_id.eq(id))
        .filter(import_rows::outcome.is_null())
        .order(import_rows::line)
        .limit(limit)
        .select((import_rows::line, import_rows::cells))
        .load(conn)
        .await
}

/// Offers that rows have been about already, with their lines.
pub(crate) async fn offers_done(
    conn: &mut AsyncPgConnection,
    id: ImportId,
) -> QueryResult<Vec<(Option<ListingId>, i32)>> {
    import_rows::table
        .filter(import_rows::import_id.eq(id))
        .filter(import_rows::listing_id.is_not_null())
        .select((import_rows::listing_id, import_rows::line))
        .load(conn)
        .await
}

/// Writes down what became of rows, with the versions that they made.
pub(crate) async fn record(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    rows: &[&Judged],
    versions: &HashMap<ListingId, i64>,
) -> QueryResult<()> {
    #[derive(Serialize)]
    struct Row<'a> {
        line: i32,
        outcome: &'static str,
        listing_id: Option<uuid::Uuid>,
        before: Option<Value>,
        version: Option<i64>,
        wrong: Option<&'a [CellProblem]>,
    }
    let mut counts = Counts::default();
    let mut records = Vec::with_capacity(rows.len());
    for row in rows {
        counts.count(row.outcome);
        let version = row.after.as_ref().and_then(|after| versions.get(&after.id));
        let before = row.before.as_ref().filter(|_| version.is_some());
        records.push(Row {
            line: row.line,
            outcome: row.outcome.code(),
            listing_id: row.after.as_ref().map(|after| after.id.uuid()),
            before: before
                .map(serde_json::to_value)
                .transpose()
                .map_err(unwritable)?,
            version: version.copied(),
            wrong: Some(&*row.wrong).filter(|wrong| !wrong.is_empty()),
        });
    }
    diesel::sql_query(
        "UPDATE import_rows i SET outcome = r.outcome, listing_id = r.listing_id, before = r.before,
                version = r.version, wrong = r.wrong
         FROM json_to_recordset($2::json)
              AS r(line integer, outcome text, listing_id uuid, before jsonb, version bigint, wrong jsonb)
         WHERE i.import_id = $1 AND i.line = r.line",
    )
    .bind::<Uuid, _>(id)
    .bind::<Text, _>(json(&records)?)
    .execute(conn)
    .await?;
    add_counts(conn, id, counts).await
}

async fn add_counts(conn: &mut AsyncPgConnection, id: ImportId, counts: Counts) -> QueryResult<()> {
    let all = counts.added + counts.changed + counts.same + counts.wrong;
    diesel::update(imports::table.find(id))
        .set((
            imports::done.eq(imports::done + all),
            imports::added.eq(imports::added + counts.added),
            imports::changed.eq(imports::changed + counts.changed),
            imports::same.eq(imports::same + counts.same),
            imports::wrong.eq(imports::wrong + counts.wrong),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// A row that made something of an offer.
#[derive(Queryable)]
pub(crate) struct Made {
    pub line: i32,
    pub listing: Option<ListingId>,
    pub before: Option<Value>,
    pub version: Option<i64>,
}

/// Rows that made something of an offer.
pub(crate) async fn made_by(conn: &mut AsyncPgConnection, id: ImportId) -> QueryResult<Vec<Made>> {
    import_rows::table
        .filter(import_rows::import_id.eq(id))
        .filter(import_rows::version.is_not_null())
        .order(import_rows::line)
        .select((
            import_rows::line,
            import_rows::listing_id,
            import_rows::before,
            import_rows::version,
        ))
        .load(conn)
        .await
}

/// Writes down which rows were undone and which were not.
pub(crate) async fn record_undo(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    (restored, refused): (&[i32], &[i32]),
) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE import_rows SET undo = CASE WHEN line = ANY ($2) THEN 'restored' ELSE 'refused' END
         WHERE import_id = $1 AND (line = ANY ($2) OR line = ANY ($3))",
    )
    .bind::<Uuid, _>(id)
    .bind::<Array<Integer>, _>(restored)
    .bind::<Array<Integer>, _>(refused)
    .execute(conn)
    .await?;
    let count = |lines: &[i32]| i32::try_from(lines.len()).unwrap_or(i32::MAX);
    diesel::update(imports::table.find(id))
        .set((
            imports::restored.eq(count(restored)),
            imports::refused.eq(count(refused)),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Codes of offers are compared when the transaction ends, not before.
pub(crate) async fn defer_skus(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query("SET CONSTRAINTS listings_shop_sku_key DEFERRED")
        .execute(conn)
        .await
        .map(drop)
}

/// Rows behind this line with what became of them; those with this outcome, or
/// those that were not undone, only.
pub async fn rows_of(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    only: Option<&str>,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<RowTold>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Integer)]
        line: i32,
        #[diesel(sql_type = Array<Text>)]
        cells: Vec<String>,
        #[diesel(sql_type = Nullable<Text>)]
        outcome: Option<String>,
        #[diesel(sql_type = Nullable<Uuid>)]
        listing_id: Option<ListingId>,
        #[diesel(sql_type = Nullable<diesel::sql_types::Jsonb>)]
        wrong: Option<Value>,
        #[diesel(sql_type = Nullable<Text>)]
        undo: Option<String>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT line, cells, outcome, listing_id, wrong, undo FROM import_rows
         WHERE import_id = $1 AND line > $3 AND ($2 IS NULL OR outcome = $2 OR undo = $2)
         ORDER BY line LIMIT $4",
    )
    .bind::<Uuid, _>(id)
    .bind::<Nullable<Text>, _>(only)
    .bind::<Integer, _>(after)
    .bind::<diesel::sql_types::BigInt, _>(limit)
    .load(conn)
    .await?;
    let told = |row: Row| {
        let wrong = row.wrong.map(serde_json::from_value).transpose();
        Ok(RowTold {
            line: row.line,
            cells: row.cells,
            outcome: row.outcome.as_deref().and_then(Outcome::of),
            listing: row.listing_id,
            wrong: wrong.map_err(unreadable)?.unwrap_or_default(),
            undone: row.undo.map(|undo| undo == "restored"),
        })
    };
    rows.into_iter().map(told).collect()
}

/// Removes drafts that nobody came back to and the rows of imports that can no
/// longer be undone; how many imports that concerns.
pub async fn prune(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    let drafts = diesel::sql_query(
        "DELETE FROM imports WHERE state = 'draft' AND created_at < $1 - make_interval(days => $2)",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Integer, _>(DRAFT_DAYS)
    .execute(conn)
    .await?;
    let old = diesel::sql_query(
        "DELETE FROM imports WHERE state <> 'draft' AND created_at < $1 - make_interval(days => $2)",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Integer, _>(UNDO_DAYS)
    .execute(conn)
    .await?;
    Ok(drafts + old)
}

/// Columns as the database writes them.
fn codes(columns: &[Option<Field>]) -> Vec<&'static str> {
    let code = |field: &Option<Field>| field.map_or("", Field::code);
    columns.iter().map(code).collect()
}

fn json(rows: &(impl Serialize + ?Sized)) -> QueryResult<String> {
    serde_json::to_string(rows).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> diesel::result::Error {
    diesel::result::Error::SerializationError(error.into())
}

fn unreadable(error: serde_json::Error) -> diesel::result::Error {
    diesel::result::Error::DeserializationError(error.into())
}

impl ImportRow {
    fn import(self) -> QueryResult<Import> {
        let state = State::of(&self.state).ok_or_else(|| {
            diesel::result::Error::DeserializationError(format!("state {}", self.state).into())
        })?;
        Ok(Import {
            id: self.id,
            shop: self.shop_id,
            actor: self.actor,
            file_name: self.file_name,
            format: self.format,
            state,
            header: self.header,
            columns: self.fields.iter().map(|code| Field::of(code)).collect(),
            rows: self.rows,
            done: self.done,
            counts: Counts {
                added: self.added,
                changed: self.changed,
                same: self.same,
                wrong: self.wrong,
            },
            restored: self.restored,
            refused: self.refused,
            created_at: self.created_at,
            finished_at: self.finished_at,
            undone_at: self.undone_at,
        })
    }
}
