//! Who works in which shop.

use std::fmt;
use std::str::FromStr;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ShopId, UserId};
use serde::Serialize;

use crate::schema::shop_staff;

/// What somebody may do in a shop; each may do what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StaffRole {
    /// Packs orders.
    Packer,
    /// Keeps the shelves and the prices as well.
    Manager,
    /// Decides about the shop and its staff as well.
    Owner,
}

/// Not a role in a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the role must be owner, manager or packer")]
pub struct UnknownStaffRole;

impl StaffRole {
    /// Every role, the least first.
    pub const ALL: [Self; 3] = [Self::Packer, Self::Manager, Self::Owner];

    /// Its name in the database and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Packer => "packer",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }
}

impl fmt::Display for StaffRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for StaffRole {
    type Err = UnknownStaffRole;

    fn from_str(text: &str) -> Result<Self, UnknownStaffRole> {
        let known = Self::ALL.into_iter().find(|role| role.code() == text);
        known.ok_or(UnknownStaffRole)
    }
}

/// Takes somebody into a shop, or gives them another role there.
pub async fn add_staff(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    user: UserId,
    role: StaffRole,
) -> QueryResult<()> {
    diesel::insert_into(shop_staff::table)
        .values((
            shop_staff::shop_id.eq(shop),
            shop_staff::user_id.eq(user),
            shop_staff::role.eq(role.code()),
        ))
        .on_conflict((shop_staff::shop_id, shop_staff::user_id))
        .do_update()
        .set(shop_staff::role.eq(role.code()))
        .execute(conn)
        .await
        .map(drop)
}

/// Lets somebody go; false where they did not work there.
pub async fn remove_staff(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    user: UserId,
) -> QueryResult<bool> {
    let gone = diesel::delete(shop_staff::table.find((shop, user)))
        .execute(conn)
        .await?;
    Ok(gone > 0)
}

/// Who works in a shop, owners first.
pub async fn staff_of(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
) -> QueryResult<Vec<(UserId, StaffRole)>> {
    let rows: Vec<(UserId, String)> = shop_staff::table
        .filter(shop_staff::shop_id.eq(shop))
        .order(shop_staff::granted_at)
        .select((shop_staff::user_id, shop_staff::role))
        .load(conn)
        .await?;
    let mut staff = rows
        .into_iter()
        .map(|(user, role)| Ok((user, crate::error::stored(role.parse())?)))
        .collect::<QueryResult<Vec<_>>>()?;
    staff.sort_by_key(|(_, role)| std::cmp::Reverse(*role));
    Ok(staff)
}
