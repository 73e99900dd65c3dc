//! Rows of files, and what became of them.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Nullable, Text, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ImportId, ListingId};
use serde::Serialize;
use serde_json::Value;

use super::{unreadable, unwritable};
use crate::judge::Judged;
use crate::model::{CellProblem, Counts, Outcome, RowTold};
use crate::schema::{import_rows, imports};
use crate::sheet::Sheet;

/// Rows per statement.
const BATCH: usize = 1_000;

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

#[derive(Serialize)]
struct DoneRow<'a> {
    line: i32,
    outcome: &'static str,
    listing_id: Option<uuid::Uuid>,
    before: Option<Value>,
    version: Option<i64>,
    wrong: Option<&'a [CellProblem]>,
}

impl<'a> DoneRow<'a> {
    /// A row with the version that it made, if it made one.
    fn new(row: &'a Judged, versions: &HashMap<ListingId, i64>) -> QueryResult<Self> {
        let listing = row.after.as_ref().map(|after| after.id);
        let version = listing.and_then(|listing| versions.get(&listing).copied());
        let before = row.before.as_ref().filter(|_| version.is_some());
        Ok(Self {
            line: row.line,
            outcome: row.outcome.code(),
            listing_id: listing.map(ListingId::uuid),
            before: before
                .map(serde_json::to_value)
                .transpose()
                .map_err(unwritable)?,
            version,
            wrong: Some(&*row.wrong).filter(|wrong| !wrong.is_empty()),
        })
    }
}

/// Writes down what became of rows, with the versions that they made.
pub(crate) async fn record(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    rows: &[&Judged],
    versions: &HashMap<ListingId, i64>,
) -> QueryResult<()> {
    let mut counts = Counts::default();
    for row in rows {
        counts.count(row.outcome);
    }
    let done = rows.iter().map(|row| DoneRow::new(row, versions));
    let done: Vec<DoneRow<'_>> = done.collect::<QueryResult<_>>()?;
    diesel::sql_query(
        "UPDATE import_rows i SET outcome = r.outcome, listing_id = r.listing_id, before = r.before,
                version = r.version, wrong = r.wrong
         FROM json_to_recordset($2::json)
              AS r(line integer, outcome text, listing_id uuid, before jsonb, version bigint, wrong jsonb)
         WHERE i.import_id = $1 AND i.line = r.line",
    )
    .bind::<Uuid, _>(id)
    .bind::<Text, _>(json(&done)?)
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

#[derive(QueryableByName)]
struct ToldRow {
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

/// Rows behind this line with what became of them; those with this outcome, or
/// those that were not undone, only.
pub async fn rows_of(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    only: Option<&str>,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<RowTold>> {
    let rows: Vec<ToldRow> = diesel::sql_query(
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
    rows.into_iter().map(ToldRow::told).collect()
}

impl ToldRow {
    fn told(self) -> QueryResult<RowTold> {
        let wrong = self.wrong.map(serde_json::from_value).transpose();
        Ok(RowTold {
            line: self.line,
            cells: self.cells,
            outcome: self.outcome.as_deref().and_then(Outcome::of),
            listing: self.listing_id,
            wrong: wrong.map_err(unreadable)?.unwrap_or_default(),
            undone: self.undo.map(|undo| undo == "restored"),
        })
    }
}

fn json(rows: &(impl Serialize + ?Sized)) -> QueryResult<String> {
    serde_json::to_string(rows).map_err(unwritable)
}
