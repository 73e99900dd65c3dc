//! Shops as those see them who keep them: with their place, whatever is hidden
//! from others.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{Names, Phone, Point, ShopId};

use super::error::OwnShopError;
use super::open::COLUMN;
use crate::plan::HoursPlan;
use crate::schema::shops::{self, dsl};
use crate::{Hours, Registry, ShopKind, ShopStatus};

/// A shop with what only its owner and the admins of its area may know.
#[derive(Clone, Debug)]
pub struct OwnedShop {
    /// Its id.
    pub id: ShopId,
    /// Its number in addresses.
    pub ord: i64,
    /// Grows with every edit.
    pub version: i64,
    /// Its name.
    pub names: Names,
    /// What it mainly is.
    pub kind: ShopKind,
    /// Where its door is.
    pub pin: Point,
    /// Where it was when an admin looked.
    pub approved_pin: Option<Point>,
    /// Words that help to find the door.
    pub address: Names,
    /// What its owner says about it.
    pub about: Names,
    /// The timetable in force.
    pub hours: Option<Hours>,
    /// What the owner told of it.
    pub plan: Option<HoursPlan>,
    /// The upazila or thana it was approved in.
    pub area: Option<String>,
    /// A number that was proved.
    pub phone: Option<Phone>,
    /// How far it brings things, in metres.
    pub delivery_radius_m: Option<u32>,
    /// Sells from home.
    pub home: bool,
    /// Run by women.
    pub women_run: bool,
    /// Whether people find it.
    pub status: ShopStatus,
    /// Whether an owner was approved.
    pub verified: bool,
    /// Since when its owner has hidden it.
    pub paused_at: Option<DateTime<Utc>>,
    /// The day on which it is shown again by itself.
    pub paused_until: Option<NaiveDate>,
    /// Why an admin has hidden it.
    pub banned_why: Option<String>,
}

impl OwnedShop {
    /// `listed`, `paused`, `banned` or `closed`: the strongest that holds.
    pub const fn state(&self) -> &'static str {
        match self.status {
            ShopStatus::Closed => "closed",
            _ if self.is_banned() => "banned",
            ShopStatus::Hidden => "paused",
            ShopStatus::Listed => "listed",
        }
    }

    /// Whether an admin has hidden it.
    pub const fn is_banned(&self) -> bool {
        self.banned_why.is_some()
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = shops, check_for_backend(diesel::pg::Pg))]
pub(super) struct Row {
    id: ShopId,
    ord: i64,
    version: i64,
    name_bn: Option<String>,
    name_en: Option<String>,
    kind: ShopKind,
    location: postgis_diesel::types::Point,
    approved_location: Option<postgis_diesel::types::Point>,
    address_bn: Option<String>,
    address_en: Option<String>,
    about_bn: Option<String>,
    about_en: Option<String>,
    hours: Option<serde_json::Value>,
    hours_plan: Option<serde_json::Value>,
    area_code: Option<String>,
    phone_sealed: Option<Vec<u8>>,
    delivery_radius_m: Option<i32>,
    home: bool,
    women_run: bool,
    status: String,
    verified_at: Option<DateTime<Utc>>,
    paused_at: Option<DateTime<Utc>>,
    paused_until: Option<NaiveDate>,
    banned_why: Option<String>,
}

impl Row {
    pub(super) fn open(self, registry: &Registry) -> Result<OwnedShop, OwnShopError> {
        let phone = self.phone_sealed.as_deref();
        let phone = phone
            .map(|sealed| registry.sealer.open_text(COLUMN, sealed))
            .transpose()?;
        let radius = self.delivery_radius_m;
        Ok(OwnedShop {
            id: self.id,
            ord: self.ord,
            version: self.version,
            names: Names {
                bn: self.name_bn,
                en: self.name_en,
            },
            kind: self.kind,
            pin: read(self.location)?,
            approved_pin: self.approved_location.map(read).transpose()?,
            address: Names {
                bn: self.address_bn,
                en: self.address_en,
            },
            about: Names {
                bn: self.about_bn,
                en: self.about_en,
            },
            hours: self.hours.as_ref().and_then(Hours::from_json),
            plan: self
                .hours_plan
                .and_then(|plan| serde_json::from_value(plan).ok()),
            area: self.area_code,
            phone: phone.and_then(|phone| phone.parse().ok()),
            delivery_radius_m: radius.and_then(|metres| u32::try_from(metres).ok()),
            home: self.home,
            women_run: self.women_run,
            status: self.status.parse().map_err(broken)?,
            verified: self.verified_at.is_some(),
            paused_at: self.paused_at,
            paused_until: self.paused_until,
            banned_why: self.banned_why,
        })
    }
}

fn read(place: postgis_diesel::types::Point) -> Result<Point, OwnShopError> {
    Point::new(place.y, place.x).map_err(broken)
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> OwnShopError {
    diesel::result::Error::DeserializationError(error.into()).into()
}

pub(super) async fn find(conn: &mut AsyncPgConnection, id: ShopId) -> QueryResult<Option<Row>> {
    shops::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()
}

/// The same, held until the transaction ends.
pub(super) async fn lock(
    conn: &mut AsyncPgConnection,
    registry: &Registry,
    id: ShopId,
) -> Result<OwnedShop, OwnShopError> {
    let row = shops::table
        .find(id)
        .select(Row::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?;
    row.ok_or(OwnShopError::NoShop)?.open(registry)
}

/// A shop, for those who may keep it.
pub async fn owned_shop(registry: &Registry, id: ShopId) -> Result<OwnedShop, OwnShopError> {
    let mut conn = registry.db.get().await?;
    let row = find(&mut conn, id).await?;
    row.ok_or(OwnShopError::NoShop)?.open(registry)
}

/// The shops that somebody works in, by name.
pub async fn shops_of_seller(
    registry: &Registry,
    ids: &[ShopId],
) -> Result<Vec<OwnedShop>, OwnShopError> {
    let mut conn = registry.db.get().await?;
    let rows: Vec<Row> = shops::table
        .filter(dsl::id.eq_any(ids))
        .order((dsl::name_bn, dsl::name_en, dsl::id))
        .select(Row::as_select())
        .load(&mut conn)
        .await?;
    rows.into_iter().map(|row| row.open(registry)).collect()
}
