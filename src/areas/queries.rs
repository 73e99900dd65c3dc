//! SQL over the table `areas`, one statement per function.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Double, Jsonb, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use postgis_diesel::types as postgis;
use serde::Serialize;
use serde_json::Value;

use crate::schema::areas;

/// A row as the book needs it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = areas)]
pub(crate) struct AreaRow {
    pub(crate) code: String,
    pub(crate) parent_code: Option<String>,
    pub(crate) level: i16,
    pub(crate) kind: String,
    pub(crate) name_bn: String,
    pub(crate) name_en: String,
    pub(crate) alt_names: Vec<String>,
    pub(crate) location: postgis::Point,
    pub(crate) boundary: Option<postgis::MultiPolygon<postgis::Point>>,
}

/// Every area.
pub(crate) async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<AreaRow>> {
    areas::table.select(AreaRow::as_select()).load(conn).await
}

/// What an import must know of an area that is there already.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = areas)]
pub(crate) struct Known {
    pub(crate) code: String,
    pub(crate) level: i16,
    pub(crate) kind: String,
    pub(crate) name_bn: String,
    pub(crate) name_en: String,
    pub(crate) alt_names: Vec<String>,
}

/// Every area without its geometry.
pub(crate) async fn known(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Known>> {
    areas::table.select(Known::as_select()).load(conn).await
}

/// An area on its way into the table.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NewArea {
    pub(crate) code: String,
    pub(crate) parent: Option<String>,
    pub(crate) level: i16,
    pub(crate) kind: &'static str,
    pub(crate) name_bn: String,
    pub(crate) name_en: String,
    pub(crate) alt_names: Vec<String>,
    /// Without it the stored point stays.
    pub(crate) lat: Option<f64>,
    pub(crate) lng: Option<f64>,
    /// GeoJSON; without it the stored border stays.
    pub(crate) boundary: Option<Value>,
}

/// Adds the areas whose code is new and answers how many those were.
///
/// Not `ON CONFLICT`, which would use up a number of `ord` for every row that
/// is there already.
pub(crate) async fn add_missing(
    conn: &mut AsyncPgConnection,
    new: &[NewArea],
) -> QueryResult<usize> {
    diesel::sql_query(
        "INSERT INTO areas (code, parent_code, level, kind, name_bn, name_en, alt_names, location, boundary)
         SELECT n.code, n.parent, n.level, n.kind, n.name_bn, n.name_en, n.alt_names,
                ST_SetSRID(ST_MakePoint(n.lng, n.lat), 4326)::geography,
                ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(n.boundary), 4326))
         FROM jsonb_to_recordset($1) AS n(code text, parent text, level smallint, kind text, name_bn text,
              name_en text, alt_names text[], lat float8, lng float8, boundary jsonb)
         WHERE NOT EXISTS (SELECT FROM areas a WHERE a.code = n.code)
         ORDER BY n.level, n.code",
    )
    .bind::<Jsonb, _>(as_json(new))
    .execute(conn)
    .await
}

/// Makes stored areas equal to these and answers how many were different.
pub(crate) async fn replace(conn: &mut AsyncPgConnection, new: &[NewArea]) -> QueryResult<usize> {
    diesel::sql_query(
        "WITH n AS (
             SELECT n.*, ST_SetSRID(ST_MakePoint(n.lng, n.lat), 4326)::geography AS point,
                    ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(n.boundary), 4326)) AS shape
             FROM jsonb_to_recordset($1) AS n(code text, parent text, kind text, name_bn text,
                  name_en text, alt_names text[], lat float8, lng float8, boundary jsonb))
         UPDATE areas a SET parent_code = n.parent, kind = n.kind, name_bn = n.name_bn, name_en = n.name_en,
                alt_names = n.alt_names, location = coalesce(n.point, a.location),
                boundary = coalesce(n.shape, a.boundary), updated_at = now()
         FROM n WHERE a.code = n.code
           AND (a.parent_code, a.kind, a.name_bn, a.name_en, a.alt_names, a.location, a.boundary)
               IS DISTINCT FROM (n.parent, n.kind, n.name_bn, n.name_en, n.alt_names,
                                 coalesce(n.point, a.location), coalesce(n.shape, a.boundary))",
    )
    .bind::<Jsonb, _>(as_json(new))
    .execute(conn)
    .await
}

/// Gives stored areas the spellings and borders they lack, touching nothing
/// they have, and answers how many lacked something.
pub(crate) async fn complete(conn: &mut AsyncPgConnection, new: &[NewArea]) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE areas a SET
             alt_names = a.alt_names || ARRAY(SELECT s FROM unnest(n.alt_names) s WHERE s <> ALL (a.alt_names)),
             boundary = coalesce(a.boundary, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(n.boundary), 4326))),
             updated_at = now()
         FROM jsonb_to_recordset($1) AS n(code text, alt_names text[], boundary jsonb)
         WHERE a.code = n.code
           AND (NOT a.alt_names @> n.alt_names OR (a.boundary IS NULL AND n.boundary IS NOT NULL))",
    )
    .bind::<Jsonb, _>(as_json(new))
    .execute(conn)
    .await
}

/// A polygon after PostGIS has looked at it.
#[derive(Debug, QueryableByName)]
pub(crate) struct Mended {
    /// Why the polygon as given was not valid; `None` when it was.
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) fault: Option<String>,
    /// Whether nothing with an area is left.
    #[diesel(sql_type = Bool)]
    pub(crate) empty: bool,
    /// The valid polygon as GeoJSON, where it had to be mended.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub(crate) shape: Option<Value>,
    /// A place surely inside the largest part.
    #[diesel(sql_type = Nullable<Double>)]
    pub(crate) lat: Option<f64>,
    /// See `lat`.
    #[diesel(sql_type = Nullable<Double>)]
    pub(crate) lng: Option<f64>,
}

/// Checks a GeoJSON polygon and mends it with `ST_MakeValid`.
pub(crate) async fn mend(conn: &mut AsyncPgConnection, shape: &Value) -> QueryResult<Mended> {
    diesel::sql_query(
        "WITH given AS (SELECT ST_SetSRID(ST_GeomFromGeoJSON($1::jsonb), 4326) AS g),
              mended AS (SELECT g, ST_IsValid(g) AS fine,
                  CASE WHEN ST_IsValid(g) THEN g ELSE ST_CollectionExtract(ST_MakeValid(g), 3) END AS m FROM given),
              placed AS (SELECT *, (SELECT ST_PointOnSurface(part.geom) FROM ST_Dump(m) part
                                    ORDER BY ST_Area(part.geom) DESC LIMIT 1) AS inside FROM mended)
         SELECT CASE WHEN NOT fine THEN ST_IsValidReason(g) END AS fault, ST_IsEmpty(m) AS empty,
                CASE WHEN NOT fine THEN ST_AsGeoJSON(m, 15)::jsonb END AS shape,
                ST_Y(inside) AS lat, ST_X(inside) AS lng
         FROM placed",
    )
    .bind::<Jsonb, _>(shape)
    .get_result(conn)
    .await
}

fn as_json(new: &[NewArea]) -> Value {
    serde_json::to_value(new).expect("rows are plain structs with finite numbers")
}
