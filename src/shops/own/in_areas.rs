//! All shops of an admin's areas, looked at or not: by state, by name, page by page
//! or as marks on a map.
//!
//! A shop belongs to the upazila or thana in which it was approved; one that nobody
//! has looked at yet to the one in which the map has it.

mod map;
mod queries;

use areas::Gazetteer;
use auth::{AreaAdmin, AreaScope};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::{Point, ShopId};
use serde::{Deserialize, Serialize};

use self::queries::Candidate;
use super::error::OwnShopError;
use super::read::{OwnedShop, Row};
use crate::Registry;
use crate::schema::shops::{self, dsl};

pub use self::map::{AreaMap, Bounds, MOST_MARKS, Mark, map_of_area};

/// Rows read at a time while those of other areas are passed over.
const AT_ONCE: i64 = 1_000;
/// No upazila reaches farther from the point that stands for it, in degrees.
const REACH: f64 = 0.6;

/// Where shops of a list stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Found, with an owner who was approved.
    Verified,
    /// On the map, with no owner yet.
    Unclaimed,
    /// Hidden by their owners.
    Paused,
    /// Hidden by an admin.
    Banned,
    /// Closed by their owners.
    Closed,
    /// A claim or a move waits for an admin.
    InReview,
}

/// A word that is no standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the standing of a shop")]
pub struct UnknownStanding;

impl Standing {
    /// All, in the order of the desk.
    pub const ALL: [Self; 6] = [
        Self::Verified,
        Self::Unclaimed,
        Self::Paused,
        Self::Banned,
        Self::InReview,
        Self::Closed,
    ];

    /// Its name in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Unclaimed => "unclaimed",
            Self::Paused => "paused",
            Self::Banned => "banned",
            Self::Closed => "closed",
            Self::InReview => "in_review",
        }
    }
}

impl std::str::FromStr for Standing {
    type Err = UnknownStanding;

    fn from_str(text: &str) -> Result<Self, UnknownStanding> {
        let known = Self::ALL.into_iter().find(|known| known.code() == text);
        known.ok_or(UnknownStanding)
    }
}

/// Which shops of the areas.
#[derive(Clone, Debug, Default)]
pub struct AreaShopsAsked {
    /// Only those that stand so.
    pub standing: Option<Standing>,
    /// Only those with this in one of their names.
    pub name: Option<String>,
}

/// Where a page of an area's shops ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaShopsPosition(ShopId);

/// Shops of the admin's areas, the newest first, and where the next page begins.
pub async fn shops_of_area(
    registry: &Registry,
    admin: &AreaAdmin,
    asked: &AreaShopsAsked,
    (after, limit): (Option<AreaShopsPosition>, usize),
) -> Result<(Vec<OwnedShop>, Option<AreaShopsPosition>), OwnShopError> {
    let book = registry.book();
    let codes = admin.scope.codes(&book);
    let bounds = codes.as_deref().map(|codes| around(&book, codes));
    let mut conn = registry.db.get().await?;
    let (mut ids, mut behind) = (Vec::new(), after.map(|AreaShopsPosition(id)| id));
    while ids.len() <= limit {
        let wanted = queries::Wanted {
            asked,
            codes: codes.as_deref(),
            bounds,
            behind,
        };
        let rows = queries::candidates(&mut conn, &wanted, Some(AT_ONCE)).await?;
        let Some(last) = rows.last() else { break };
        behind = Some(last.id);
        let inside = rows
            .iter()
            .filter(|row| is_inside(&admin.scope, &book, row));
        ids.extend(inside.map(|row| row.id));
    }
    let goes_on = ids.len() > limit;
    ids.truncate(limit);
    let next = ids.last().filter(|_| goes_on).copied();
    let rows: Vec<Row> = shops::table
        .filter(dsl::id.eq_any(&ids))
        .order(dsl::id.desc())
        .select(Row::as_select())
        .load(&mut conn)
        .await?;
    let shops: Result<Vec<_>, _> = rows.into_iter().map(|row| row.open(registry)).collect();
    Ok((shops?, next.map(AreaShopsPosition)))
}

/// Whether a shop is one of this scope.
fn is_inside(scope: &AreaScope, book: &Gazetteer, row: &Candidate) -> bool {
    if *scope == AreaScope::Everywhere {
        return true;
    }
    if let Some(code) = &row.area_code {
        return scope.covers(book, code);
    }
    let Ok(pin) = Point::new(row.lat, row.lng) else {
        return false;
    };
    let located = book.locate(pin).ok();
    let area = located.as_ref().and_then(areas::Located::upazila);
    area.is_some_and(|step| scope.covers(book, &step.area.code))
}

/// What holds every point of these areas.
fn around(book: &Gazetteer, codes: &[String]) -> Bounds {
    let places = codes.iter().filter_map(|code| book.find(code));
    Bounds::of(places.map(|area| area.location)).widened(REACH)
}
