//! Shops from a file: new ones are added, known ones brought up to date.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{Names, Point, ShopId};
use platform::merge::{Merge, Mode, Tally};
use serde::Serialize;

use crate::schema::shops;
use crate::{Hours, ShopKind};

/// A shop as a file tells about it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShopRecord {
    /// Its id in the file, 1 to 200 characters; the same id is the same shop.
    pub external_id: String,
    /// Its name in at least one language.
    pub names: Names,
    /// Other names and spellings.
    pub alt_names: Vec<String>,
    /// What it mainly is.
    pub kind: ShopKind,
    /// Where it is.
    pub location: Point,
    /// Words that help to find the door.
    pub address: Names,
    /// When it is open.
    pub hours: Option<Hours>,
    /// Made up by us for a first look.
    pub demo: bool,
}

/// What a file tells at all. What it has no column for stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Other names.
    pub alt_names: bool,
    /// The address in either language.
    pub address: bool,
    /// Opening hours.
    pub hours: bool,
}

impl Told {
    /// All of it.
    pub const EVERYTHING: Self = Self {
        alt_names: true,
        address: true,
        hours: true,
    };
}

#[derive(Serialize)]
struct Row<'a> {
    id: uuid::Uuid,
    external_id: &'a str,
    name_bn: Option<&'a str>,
    name_en: Option<&'a str>,
    alt_names: &'a [String],
    kind: ShopKind,
    lat: f64,
    lng: f64,
    address_bn: Option<&'a str>,
    address_en: Option<&'a str>,
    hours: Option<serde_json::Value>,
    demo: bool,
}

/// Merges shops by their external id; no id may occur twice. Status and
/// verification of known shops stay as they are, and so does all of a shop that
/// has an owner: the owner knows better than a map.
pub async fn import(
    conn: &mut AsyncPgConnection,
    records: &[ShopRecord],
    told: Told,
    mode: Mode,
) -> QueryResult<Tally> {
    let rows: Vec<Row<'_>> = records.iter().map(Row::from).collect();
    merge(told).run(conn, &rows, mode).await
}

/// Which of these external ids are shops, listed or not.
pub async fn find_by_external_ids(
    conn: &mut AsyncPgConnection,
    external_ids: &[&str],
) -> QueryResult<Vec<(String, ShopId)>> {
    shops::table
        .filter(shops::external_id.eq_any(external_ids))
        .select((shops::external_id.assume_not_null(), shops::id))
        .load(conn)
        .await
}

fn merge(told: Told) -> Merge {
    let mut columns = vec![
        (
            "name_bn",
            "CASE WHEN own.id IS NULL THEN r.name_bn ELSE own.name_bn END",
        ),
        (
            "name_en",
            "CASE WHEN own.id IS NULL THEN r.name_en ELSE own.name_en END",
        ),
        (
            "kind",
            "CASE WHEN own.id IS NULL THEN r.kind ELSE own.kind END",
        ),
        (
            "location",
            "CASE WHEN own.id IS NULL THEN ST_SetSRID(ST_MakePoint(r.lng, r.lat), 4326)::geography ELSE own.location END",
        ),
        (
            "demo",
            "CASE WHEN own.id IS NULL THEN r.demo ELSE own.demo END",
        ),
    ];
    if told.alt_names {
        columns.push((
            "alt_names",
            "CASE WHEN own.id IS NULL THEN r.alt_names ELSE own.alt_names END",
        ));
    }
    if told.address {
        columns.push((
            "address_bn",
            "CASE WHEN own.id IS NULL THEN r.address_bn ELSE own.address_bn END",
        ));
        columns.push((
            "address_en",
            "CASE WHEN own.id IS NULL THEN r.address_en ELSE own.address_en END",
        ));
    }
    if told.hours {
        columns.push((
            "hours",
            "CASE WHEN own.id IS NULL THEN nullif(r.hours, 'null') ELSE own.hours END",
        ));
    }
    Merge {
        table: "shops",
        record: "id uuid, external_id text, name_bn text, name_en text, alt_names text[], kind text,
                 lat float8, lng float8, address_bn text, address_en text, hours jsonb, demo boolean",
        joins: "LEFT JOIN shops own ON own.external_id = r.external_id AND own.verified_at IS NOT NULL",
        key: &[("external_id", "r.external_id")],
        at_birth: &[("id", "r.id")],
        columns,
    }
}

impl<'a> From<&'a ShopRecord> for Row<'a> {
    fn from(shop: &'a ShopRecord) -> Self {
        Self {
            id: ShopId::new().uuid(),
            external_id: &shop.external_id,
            name_bn: shop.names.bn.as_deref(),
            name_en: shop.names.en.as_deref(),
            alt_names: &shop.alt_names,
            kind: shop.kind,
            lat: shop.location.lat(),
            lng: shop.location.lng(),
            address_bn: shop.address.bn.as_deref(),
            address_en: shop.address.en.as_deref(),
            hours: shop.hours.as_ref().map(Hours::to_json),
            demo: shop.demo,
        }
    }
}
