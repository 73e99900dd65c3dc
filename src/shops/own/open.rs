//! A shop of an approved application: a new row, or an owner for one that was on
//! the map.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{Phone, Point, ShopId};

use crate::applications::Draft;
use crate::schema::shops::{self, dsl};
use crate::{Registry, ShopKind};

/// The column, as phones are sealed for it.
pub(super) const COLUMN: &str = "shops.phone";

/// What was approved.
pub(crate) struct Opened<'a> {
    pub draft: &'a Draft,
    pub area: Option<&'a str>,
    pub phone: Option<&'a Phone>,
    pub at: DateTime<Utc>,
}

/// Columns that an approved application fills.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = shops, treat_none_as_null = true)]
struct Columns {
    name_bn: Option<String>,
    name_en: Option<String>,
    kind: ShopKind,
    address_bn: Option<String>,
    address_en: Option<String>,
    about_bn: Option<String>,
    about_en: Option<String>,
    area_code: Option<String>,
    phone_sealed: Option<Vec<u8>>,
    delivery_radius_m: Option<i32>,
    home: bool,
    women_run: bool,
    verified_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
}

pub(super) const fn stored(point: Point) -> postgis_diesel::types::Point {
    postgis_diesel::types::Point {
        x: point.lng(),
        y: point.lat(),
        srid: Some(4326),
    }
}

impl Columns {
    fn new(registry: &Registry, opened: &Opened<'_>) -> Self {
        let draft = opened.draft;
        let radius = draft.delivery_radius_m.unwrap_or(0);
        Self {
            name_bn: draft.names.bn.clone(),
            name_en: draft.names.en.clone(),
            kind: draft.kind.unwrap_or(ShopKind::Other),
            address_bn: draft.address.bn.clone(),
            address_en: draft.address.en.clone(),
            about_bn: draft.about.bn.clone(),
            about_en: draft.about.en.clone(),
            area_code: opened.area.map(str::to_owned),
            phone_sealed: opened.phone.map(|phone| registry.seal_phone(COLUMN, phone)),
            delivery_radius_m: i32::try_from(radius).ok(),
            home: draft.home,
            women_run: draft.women_run,
            verified_at: Some(opened.at),
            updated_at: opened.at,
        }
    }
}

/// Puts a new shop on the map, with its pin and hours.
pub(crate) async fn insert_shop(
    registry: &Registry,
    conn: &mut AsyncPgConnection,
    opened: &Opened<'_>,
) -> QueryResult<ShopId> {
    let id = ShopId::new();
    let pin = opened.draft.pin.ok_or(diesel::result::Error::NotFound)?;
    let hours = opened.draft.hours.as_ref();
    diesel::insert_into(shops::table)
        .values((
            dsl::id.eq(id),
            Columns::new(registry, opened),
            dsl::location.eq(stored(pin)),
            dsl::approved_location.eq(stored(pin)),
            dsl::hours.eq(hours.map(|plan| plan.week().to_json())),
            dsl::hours_plan.eq(hours.and_then(|plan| serde_json::to_value(plan).ok())),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Gives a shop of the map to its owner; false when it has one already.
pub(crate) async fn take_over(
    registry: &Registry,
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    opened: &Opened<'_>,
) -> QueryResult<bool> {
    let pin = opened.draft.pin.ok_or(diesel::result::Error::NotFound)?;
    let hours = opened.draft.hours.as_ref();
    let taken = diesel::update(shops::table.find(shop))
        .filter(dsl::verified_at.is_null())
        .set((
            Columns::new(registry, opened),
            dsl::location.eq(stored(pin)),
            dsl::approved_location.eq(stored(pin)),
            dsl::hours.eq(hours.map(|plan| plan.week().to_json())),
            dsl::hours_plan.eq(hours.and_then(|plan| serde_json::to_value(plan).ok())),
        ))
        .execute(conn)
        .await?;
    Ok(taken > 0)
}
