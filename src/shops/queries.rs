//! SQL, one statement per function.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{Names, Point, ShopId};

use crate::schema::shops;
use crate::{Hours, Shop, ShopKind, ShopStatus, slug_of};

#[derive(Queryable, Selectable)]
#[diesel(table_name = shops, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: ShopId,
    ord: i64,
    external_id: Option<String>,
    name_bn: Option<String>,
    name_en: Option<String>,
    alt_names: Vec<String>,
    kind: ShopKind,
    public_location: postgis_diesel::types::Point,
    address_bn: Option<String>,
    address_en: Option<String>,
    about_bn: Option<String>,
    about_en: Option<String>,
    hours: Option<serde_json::Value>,
    status: String,
    verified_at: Option<DateTime<Utc>>,
    demo: bool,
    home: bool,
    women_run: bool,
    delivery_radius_m: Option<i32>,
}

/// The listed shop with this id; `None` when there is none or it is hidden or
/// closed.
pub async fn find_shop(conn: &mut AsyncPgConnection, id: ShopId) -> QueryResult<Option<Shop>> {
    shops::table
        .find(id)
        .filter(shops::status.eq(ShopStatus::Listed.code()))
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()?
        .map(Shop::try_from)
        .transpose()
}

/// The listed shop with this number; `None` when there is none or it is hidden or
/// closed.
pub async fn find_shop_by_ord(conn: &mut AsyncPgConnection, ord: i64) -> QueryResult<Option<Shop>> {
    shops::table
        .filter(shops::ord.eq(ord))
        .filter(shops::status.eq(ShopStatus::Listed.code()))
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()?
        .map(Shop::try_from)
        .transpose()
}

/// A shop as search engines are told of it.
#[derive(Clone, Debug)]
pub struct Indexed {
    /// What stands behind `/s/`.
    pub slug: String,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Listed shops that nobody made up, with numbers above `after` and up to
/// `until`.
pub async fn indexed_shops(
    conn: &mut AsyncPgConnection,
    after: i64,
    until: i64,
) -> QueryResult<Vec<Indexed>> {
    type Told = (Option<String>, Option<String>, i64, DateTime<Utc>);
    let rows: Vec<Told> = shops::table
        .filter(shops::ord.gt(after).and(shops::ord.le(until)))
        .filter(shops::status.eq(ShopStatus::Listed.code()))
        .filter(shops::demo.eq(false))
        .order(shops::ord)
        .select((
            shops::name_bn,
            shops::name_en,
            shops::ord,
            shops::updated_at,
        ))
        .load(conn)
        .await?;
    let told = |(bn, en, ord, updated_at)| Indexed {
        slug: slug_of(&Names { bn, en }, ord),
        updated_at,
    };
    Ok(rows.into_iter().map(told).collect())
}

/// The highest number of a shop; 0 without any.
pub async fn last_ord(conn: &mut AsyncPgConnection) -> QueryResult<i64> {
    let highest = shops::table.select(diesel::dsl::max(shops::ord));
    let highest: Option<i64> = highest.first(conn).await?;
    Ok(highest.unwrap_or(0))
}

/// These shops, listed or not, by name; what does not exist is left out.
pub async fn shops_of(conn: &mut AsyncPgConnection, ids: &[ShopId]) -> QueryResult<Vec<Shop>> {
    let rows: Vec<Row> = shops::table
        .filter(shops::id.eq_any(ids))
        .order((shops::name_bn, shops::name_en, shops::id))
        .select(Row::as_select())
        .load(conn)
        .await?;
    rows.into_iter().map(Shop::try_from).collect()
}

/// The same, listed or not.
pub(crate) async fn find_any_shop(
    conn: &mut AsyncPgConnection,
    id: ShopId,
) -> QueryResult<Option<Shop>> {
    shops::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()?
        .map(Shop::try_from)
        .transpose()
}

impl TryFrom<Row> for Shop {
    type Error = diesel::result::Error;

    fn try_from(row: Row) -> QueryResult<Self> {
        let broken = |error| diesel::result::Error::DeserializationError(error);
        Ok(Self {
            id: row.id,
            ord: row.ord,
            external_id: row.external_id,
            names: Names {
                bn: row.name_bn,
                en: row.name_en,
            },
            alt_names: row.alt_names,
            kind: row.kind,
            location: Point::new(row.public_location.y, row.public_location.x)
                .map_err(|error| broken(error.into()))?,
            address: Names {
                bn: row.address_bn.filter(|_| !row.home),
                en: row.address_en.filter(|_| !row.home),
            },
            about: Names {
                bn: row.about_bn,
                en: row.about_en,
            },
            hours: row.hours.as_ref().and_then(Hours::from_json),
            status: row
                .status
                .parse()
                .map_err(|error: crate::model::UnknownStatus| broken(error.into()))?,
            verified: row.verified_at.is_some(),
            demo: row.demo,
            home: row.home,
            women_run: row.women_run,
            delivery_radius_m: row
                .delivery_radius_m
                .and_then(|metres| u32::try_from(metres).ok()),
        })
    }
}
