//! SQL, one statement per function.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Double, Nullable, Text, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{Names, ShopId};

use super::{AreaShopsAsked, Bounds};

/// A shop that may be one of those that are asked for.
#[derive(Clone, Debug, QueryableByName)]
pub(super) struct Candidate {
    #[diesel(sql_type = Uuid)]
    pub id: ShopId,
    #[diesel(sql_type = Nullable<Text>)]
    pub area_code: Option<String>,
    #[diesel(sql_type = Double)]
    pub lat: f64,
    #[diesel(sql_type = Double)]
    pub lng: f64,
}

/// Which rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    pub asked: &'a AreaShopsAsked,
    /// Approved in one of these; `None` is everywhere.
    pub codes: Option<&'a [String]>,
    /// Or lying here.
    pub bounds: Option<Bounds>,
    pub behind: Option<ShopId>,
}

/// The newest first; all of them without a limit.
pub(super) async fn candidates(
    conn: &mut AsyncPgConnection,
    wanted: &Wanted<'_>,
    limit: Option<i64>,
) -> QueryResult<Vec<Candidate>> {
    let bounds = wanted.bounds;
    diesel::sql_query(
        "SELECT id, area_code, ST_Y(location::geometry) AS lat, ST_X(location::geometry) AS lng FROM shops
         WHERE CASE $1
                 WHEN 'verified' THEN status = 'listed' AND verified_at IS NOT NULL
                 WHEN 'unclaimed' THEN status = 'listed' AND verified_at IS NULL
                 WHEN 'paused' THEN status = 'hidden' AND banned_at IS NULL
                 WHEN 'banned' THEN status <> 'closed' AND banned_at IS NOT NULL
                 WHEN 'closed' THEN status = 'closed'
                 WHEN 'in_review' THEN EXISTS (
                     SELECT FROM shop_applications a WHERE a.shop_id = shops.id AND a.status = 'submitted')
                 ELSE true END
           AND ($2::text IS NULL OR position(lower($2) IN lower(concat_ws(' ', name_bn, name_en))) > 0)
           AND ($3::double precision IS NULL OR area_code = ANY($7)
                OR location && ST_MakeEnvelope($3, $4, $5, $6, 4326)::geography)
           AND ($8::uuid IS NULL OR id < $8)
         ORDER BY id DESC LIMIT $9",
    )
    .bind::<Nullable<Text>, _>(wanted.asked.standing.map(super::Standing::code))
    .bind::<Nullable<Text>, _>(wanted.asked.name.as_deref())
    .bind::<Nullable<Double>, _>(bounds.map(|it| it.west))
    .bind::<Nullable<Double>, _>(bounds.map(|it| it.south))
    .bind::<Nullable<Double>, _>(bounds.map(|it| it.east))
    .bind::<Nullable<Double>, _>(bounds.map(|it| it.north))
    .bind::<Nullable<Array<Text>>, _>(wanted.codes)
    .bind::<Nullable<Uuid>, _>(wanted.behind)
    .bind::<Nullable<BigInt>, _>(limit)
    .load(conn)
    .await
}

/// Names and states of these shops.
#[derive(Clone, Debug, QueryableByName)]
pub(super) struct Named {
    #[diesel(sql_type = Uuid)]
    pub id: ShopId,
    #[diesel(sql_type = Nullable<Text>)]
    name_bn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_en: Option<String>,
}

impl Named {
    pub(super) fn names(self) -> Names {
        Names {
            bn: self.name_bn,
            en: self.name_en,
        }
    }
}

pub(super) async fn names_of(
    conn: &mut AsyncPgConnection,
    ids: &[uuid::Uuid],
) -> QueryResult<Vec<Named>> {
    diesel::sql_query("SELECT id, name_bn, name_en FROM shops WHERE id = ANY($1)")
        .bind::<Array<Uuid>, _>(ids)
        .load(conn)
        .await
}
