//! Files that were brought.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ImportId, ShopId, UserId};

use crate::fields::Field;
use crate::model::{Counts, Import, State};
use crate::schema::imports;

/// Days that a file nobody asked to carry out is kept.
const DRAFT_DAYS: i32 = 7;
/// Days within which an import can be undone.
const UNDO_DAYS: i32 = 90;
/// Files of a shop that wait for a decision; older ones go.
const MOST_DRAFTS: i64 = 10;
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
