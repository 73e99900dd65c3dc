//! Hiding a shop against its owner's will, and showing it again.

use areas::Gazetteer;
use auth::AreaAdmin;
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::ShopId;
use platform::audit;
use serde_json::json;

use super::error::OwnShopError;
use super::read::{OwnedShop, lock, owned_shop};
use crate::schema::shops::{self, dsl};
use crate::{Registry, ShopStatus};

/// In the book of decisions.
const DEED: [&str; 2] = ["shops.ban", "shops.unban"];

/// The upazila or thana whose admins answer for a shop: where it was approved,
/// or where the map has it.
fn area_of(shop: &OwnedShop, book: &Gazetteer) -> Option<String> {
    shop.area.clone().or_else(|| {
        let located = book.locate(shop.pin).ok()?;
        Some(located.upazila()?.area.code.clone())
    })
}

/// A shop of the admin's areas; others do not exist for them.
pub async fn shop_in_area(
    registry: &Registry,
    admin: &AreaAdmin,
    id: ShopId,
) -> Result<OwnedShop, OwnShopError> {
    let shop = owned_shop(registry, id).await?;
    let book = registry.book();
    admin.inside(&book, area_of(&shop, &book).as_deref())?;
    Ok(shop)
}

/// Hides a shop of the admin's areas; one that is hidden already gets the new
/// reason.
pub async fn ban(
    registry: &Registry,
    admin: &AreaAdmin,
    id: ShopId,
    why: &str,
) -> Result<OwnedShop, OwnShopError> {
    change(registry, admin, id, Some(why)).await
}

/// Shows it again, unless its owner has paused or closed it.
pub async fn unban(
    registry: &Registry,
    admin: &AreaAdmin,
    id: ShopId,
) -> Result<OwnedShop, OwnShopError> {
    change(registry, admin, id, None).await
}

async fn change(
    registry: &Registry,
    admin: &AreaAdmin,
    id: ShopId,
    why: Option<&str>,
) -> Result<OwnedShop, OwnShopError> {
    shop_in_area(registry, admin, id).await?;
    let book = registry.book();
    let now = registry.clock.now();
    let mut conn = registry.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let before = lock(conn, registry, id).await?;
        let status = match (before.status, before.paused_at, why) {
            (ShopStatus::Closed, _, _) => ShopStatus::Closed,
            (_, None, None) => ShopStatus::Listed,
            _ => ShopStatus::Hidden,
        };
        diesel::update(shops::table.find(id))
            .set((
                dsl::status.eq(status.code()),
                dsl::banned_at.eq(why.map(|_| now)),
                dsl::banned_why.eq(why),
                dsl::area_code.eq(area_of(&before, &book)),
                dsl::updated_at.eq(now),
            ))
            .execute(conn)
            .await?;
        let deed = DEED[usize::from(why.is_none())];
        audit::note(conn, Some(admin.who.user), deed, &id, json!({})).await?;
        let after = super::read::find(conn, id).await?;
        after.ok_or(OwnShopError::NoShop)?.open(registry)
    })
    .await
}
