//! SQL, one statement per function.
#![expect(
    clippy::option_option,
    reason = "what is not said stays, and what is taken back is empty"
)]

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ApplicationId, Point, ShopId, UserId};
use serde::{Deserialize, Serialize};

use super::model::{Kind, Status};
use crate::schema::shop_applications::{self as table, dsl};

/// As it is stored.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = table, check_for_backend(diesel::pg::Pg))]
pub(super) struct Row {
    pub id: ApplicationId,
    pub kind: String,
    pub applicant: UserId,
    pub shop_id: Option<ShopId>,
    pub status: String,
    pub version: i64,
    pub draft: serde_json::Value,
    pub area_code: Option<String>,
    pub licence_sealed: Option<Vec<u8>>,
    pub nid_sealed: Option<Vec<u8>>,
    pub phone_sealed: Option<Vec<u8>>,
    pub phone_proved_at: Option<DateTime<Utc>>,
    pub photo_place: Option<postgis_diesel::types::Point>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    pub note: Option<String>,
    pub updated_at: DateTime<Utc>,
}

/// One that is begun, or handed in at once.
#[derive(Insertable)]
#[diesel(table_name = table)]
pub(crate) struct New {
    pub id: ApplicationId,
    pub kind: &'static str,
    pub applicant: UserId,
    pub shop_id: Option<ShopId>,
    pub status: &'static str,
    pub draft: serde_json::Value,
    pub area_code: Option<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What a save writes; `None` stays.
#[derive(AsChangeset, Default)]
#[diesel(table_name = table)]
pub(super) struct Saved {
    pub draft: Option<serde_json::Value>,
    pub licence_sealed: Option<Option<Vec<u8>>>,
    pub licence_index: Option<Option<Vec<u8>>>,
    pub nid_sealed: Option<Option<Vec<u8>>>,
    pub phone_sealed: Option<Vec<u8>>,
    pub phone_index: Option<Vec<u8>>,
    pub phone_proved_at: Option<DateTime<Utc>>,
    pub photo_place: Option<postgis_diesel::types::Point>,
    pub version: Option<i64>,
    pub updated_at: Option<DateTime<Utc>>,
}

pub(crate) async fn insert(conn: &mut AsyncPgConnection, new: &New) -> QueryResult<()> {
    diesel::insert_into(table::table)
        .values(new)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn find(
    conn: &mut AsyncPgConnection,
    id: ApplicationId,
) -> QueryResult<Option<Row>> {
    table::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()
}

/// The same, held until the transaction ends.
pub(super) async fn lock(
    conn: &mut AsyncPgConnection,
    id: ApplicationId,
) -> QueryResult<Option<Row>> {
    table::table
        .find(id)
        .select(Row::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()
}

/// One after the other for each applicant: what they have is counted.
pub(super) async fn one_at_a_time(conn: &mut AsyncPgConnection, user: UserId) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended('apply ' || $1::text, 0))")
        .bind::<Uuid, _>(user)
        .execute(conn)
        .await
        .map(drop)
}

/// What somebody has begun and nobody has decided: ids and shops.
pub(super) async fn open_of(
    conn: &mut AsyncPgConnection,
    user: UserId,
) -> QueryResult<Vec<(ApplicationId, Option<ShopId>)>> {
    table::table
        .filter(dsl::applicant.eq(user))
        .filter(dsl::kind.ne(Kind::Move.code()))
        .filter(dsl::status.eq_any([
            Status::Draft.code(),
            Status::Submitted.code(),
            Status::Asked.code(),
        ]))
        .order(dsl::created_at)
        .select((dsl::id, dsl::shop_id))
        .load(conn)
        .await
}

/// Somebody's applications, the newest first.
pub(super) async fn all_of(
    conn: &mut AsyncPgConnection,
    user: UserId,
    limit: i64,
) -> QueryResult<Vec<Row>> {
    table::table
        .filter(dsl::applicant.eq(user))
        .order(dsl::created_at.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)
        .await
}

/// Whether somebody's application of this kind for a shop waits for an admin.
pub(crate) async fn is_waiting(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    kind: Kind,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        table::table
            .filter(dsl::shop_id.eq(shop))
            .filter(dsl::kind.eq(kind.code()))
            .filter(dsl::status.eq(Status::Submitted.code())),
    ))
    .get_result(conn)
    .await
}

pub(super) async fn save(
    conn: &mut AsyncPgConnection,
    id: ApplicationId,
    saved: &Saved,
) -> QueryResult<()> {
    diesel::update(table::table.find(id))
        .set(saved)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn hand_in(
    conn: &mut AsyncPgConnection,
    id: ApplicationId,
    area: &str,
    (now, due_at): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<()> {
    diesel::update(table::table.find(id))
        .set((
            dsl::status.eq(Status::Submitted.code()),
            dsl::area_code.eq(area),
            dsl::submitted_at.eq(now),
            dsl::due_at.eq(due_at),
            dsl::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn withdraw(
    conn: &mut AsyncPgConnection,
    id: ApplicationId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(table::table.find(id))
        .set((
            dsl::status.eq(Status::Withdrawn.code()),
            dsl::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// What an admin decided.
pub(super) struct Decided<'a> {
    pub status: Status,
    pub note: Option<&'a str>,
    pub shop: Option<ShopId>,
    pub by: UserId,
    pub at: DateTime<Utc>,
}

pub(super) async fn decide(
    conn: &mut AsyncPgConnection,
    id: ApplicationId,
    decided: &Decided<'_>,
) -> QueryResult<()> {
    diesel::update(table::table.find(id))
        .set((
            dsl::status.eq(decided.status.code()),
            dsl::note.eq(decided.note),
            dsl::shop_id.eq(decided.shop),
            dsl::decided_by.eq(decided.by),
            dsl::decided_at.eq(decided.at),
            dsl::updated_at.eq(decided.at),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Where a page of the queue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePosition {
    pub(super) due_at: DateTime<Utc>,
    pub(super) id: ApplicationId,
}

/// Waiting applications of these areas, those that are due first; `None` is
/// everywhere.
pub(super) async fn waiting(
    conn: &mut AsyncPgConnection,
    areas: Option<&[String]>,
    after: Option<QueuePosition>,
    limit: i64,
) -> QueryResult<Vec<Row>> {
    let mut wanted = table::table
        .filter(dsl::status.eq(Status::Submitted.code()))
        .into_boxed();
    if let Some(areas) = areas {
        wanted = wanted.filter(dsl::area_code.eq_any(areas));
    }
    if let Some(QueuePosition { due_at, id }) = after {
        let later = dsl::due_at.gt(due_at).assume_not_null();
        let same = dsl::due_at.eq(due_at).assume_not_null();
        wanted = wanted.filter(later.or(same.and(dsl::id.gt(id))));
    }
    wanted
        .order((dsl::due_at, dsl::id))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)
        .await
}

/// How many wait in these areas, and how many of them for too long.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, QueryableByName, Serialize, utoipa::ToSchema,
)]
pub struct QueueLength {
    /// All.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// Those whose time is over.
    #[diesel(sql_type = BigInt)]
    pub late: i64,
}

pub(super) async fn count_waiting(
    conn: &mut AsyncPgConnection,
    areas: Option<Vec<String>>,
    now: DateTime<Utc>,
) -> QueryResult<QueueLength> {
    diesel::sql_query(
        "SELECT count(*) AS waiting, count(*) FILTER (WHERE due_at < $2) AS late FROM shop_applications
         WHERE status = 'submitted' AND ($1::text[] IS NULL OR area_code = ANY($1))",
    )
    .bind::<Nullable<Array<Text>>, _>(areas)
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await
}

/// Another application with the same paper or phone.
#[derive(Clone, Debug, QueryableByName)]
pub(super) struct Twin {
    #[diesel(sql_type = Uuid)]
    pub id: ApplicationId,
    #[diesel(sql_type = Nullable<Uuid>)]
    pub shop_id: Option<ShopId>,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub same_licence: bool,
}

/// Applications that were handed in with the same licence, or by somebody else
/// with the same phone.
pub(super) async fn twins_of(
    conn: &mut AsyncPgConnection,
    id: ApplicationId,
) -> QueryResult<Vec<Twin>> {
    diesel::sql_query(
        "SELECT o.id, o.shop_id, coalesce(o.licence_index = a.licence_index, false) AS same_licence
         FROM shop_applications a JOIN shop_applications o ON o.id <> a.id
              AND (o.licence_index = a.licence_index OR (o.phone_index = a.phone_index AND o.applicant <> a.applicant))
         WHERE a.id = $1 AND o.status IN ('submitted', 'asked', 'approved')
         ORDER BY o.id LIMIT 10",
    )
    .bind::<Uuid, _>(id)
    .load(conn)
    .await
}

/// A shop around a pin.
#[derive(Clone, Debug, QueryableByName)]
pub(super) struct Neighbour {
    #[diesel(sql_type = Uuid)]
    pub id: ShopId,
    #[diesel(sql_type = Nullable<Text>)]
    pub name_bn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub name_en: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    pub alt_names: Vec<String>,
    #[diesel(sql_type = diesel::sql_types::Double)]
    pub metres: f64,
}

/// Shops around a pin, closed ones left out, the nearest first; at most a few
/// thousand.
pub(super) async fn neighbours(
    conn: &mut AsyncPgConnection,
    pin: Point,
    radius_m: f64,
) -> QueryResult<Vec<Neighbour>> {
    use diesel::sql_types::Double;
    diesel::sql_query(
        "SELECT id, name_bn, name_en, alt_names,
                ST_Distance(location, ST_MakePoint($2, $1)::geography) AS metres
         FROM shops WHERE status <> 'closed' AND ST_DWithin(location, ST_MakePoint($2, $1)::geography, $3)
         ORDER BY metres LIMIT 5000",
    )
    .bind::<Double, _>(pin.lat())
    .bind::<Double, _>(pin.lng())
    .bind::<Double, _>(radius_m)
    .load(conn)
    .await
}
