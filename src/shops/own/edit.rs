//! What the owner or a manager changes about a shop.
#![expect(
    clippy::option_option,
    reason = "what is not said stays, and what is taken back is empty"
)]

use areas::Gazetteer;
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::{ShopId, UserId};
use platform::audit;
use platform::http::{FieldProblem, Params};
use serde_json::json;

use super::error::OwnShopError;
use super::read::{OwnedShop, lock};
use crate::applications::{Changes, read_changes};
use crate::schema::shops;
use crate::{Registry, ShopStatus};

/// In the book of decisions.
const DEED: &str = "shops.edit";

#[derive(AsChangeset)]
#[diesel(table_name = shops)]
struct Saved {
    name_bn: Option<Option<String>>,
    name_en: Option<Option<String>>,
    address_bn: Option<Option<String>>,
    address_en: Option<Option<String>>,
    about_bn: Option<Option<String>>,
    about_en: Option<Option<String>>,
    hours: Option<Option<serde_json::Value>>,
    hours_plan: Option<Option<serde_json::Value>>,
    delivery_radius_m: Option<Option<i32>>,
    home: Option<bool>,
    women_run: Option<bool>,
    version: Option<i64>,
    updated_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// Reads what is to be changed, of a form or a document, with everything that is
/// wrong.
pub fn read_edit(params: &mut Params, book: &Gazetteer) -> Changes {
    let changes = read_changes(params, book);
    if changes.name_bn == Some(None) && changes.name_en == Some(None) {
        params.refuse("name_bn", "shops.no_name");
    }
    changes
}

/// Changes names, address, what is said about it, hours, delivery radius and flags;
/// what is not said stays. Kind, pin, phone and papers are not changed here.
/// `version` is the one that was read; `None` saves over whatever came in between.
pub async fn edit(
    registry: &Registry,
    actor: UserId,
    (shop, version): (ShopId, Option<i64>),
    changes: &Changes,
) -> Result<OwnedShop, OwnShopError> {
    let mut conn = registry.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let before = lock(conn, registry, shop).await?;
        if before.status == ShopStatus::Closed {
            return Err(OwnShopError::Closed);
        }
        if let Some(read) = version.filter(|read| *read != before.version) {
            let there = before.version;
            return Err(OwnShopError::Stale { read, there });
        }
        check(changes, &before)?;
        let saved = saved(registry, changes, &before);
        let update = diesel::update(shops::table.find(shop)).set(saved);
        update.execute(conn).await?;
        let details = json!({ "fields": changes.fields() });
        audit::note(conn, Some(actor), DEED, &shop, details).await?;
        let after = super::read::find(conn, shop).await?;
        after.ok_or(OwnShopError::NoShop)?.open(registry)
    })
    .await
}

/// One name must be left.
fn check(changes: &Changes, before: &OwnedShop) -> Result<(), OwnShopError> {
    let left = |change: &Option<Option<String>>, before: &Option<String>| match change {
        Some(new) => new.is_some(),
        None => before.is_some(),
    };
    let is_named =
        left(&changes.name_bn, &before.names.bn) || left(&changes.name_en, &before.names.en);
    is_named.then_some(()).ok_or_else(|| {
        OwnShopError::Fields(vec![FieldProblem {
            field: "name_bn".to_owned(),
            code: "shops.no_name",
        }])
    })
}

fn saved(registry: &Registry, changes: &Changes, before: &OwnedShop) -> Saved {
    let changes = changes.clone();
    // Hours of the map stay where the owner has told none.
    let plan = changes.hours.as_ref();
    let plan = plan.filter(|plan| plan.is_some() || before.plan.is_some());
    Saved {
        hours: plan.map(|plan| plan.as_ref().map(|plan| plan.week().to_json())),
        hours_plan: plan.map(|plan| plan.as_ref().and_then(|it| serde_json::to_value(it).ok())),
        name_bn: changes.name_bn,
        name_en: changes.name_en,
        address_bn: changes.address_bn,
        address_en: changes.address_en,
        about_bn: changes.about_bn,
        about_en: changes.about_en,
        delivery_radius_m: changes
            .delivery_radius_m
            .map(|metres| metres.and_then(|metres| i32::try_from(metres).ok())),
        home: changes.home,
        women_run: changes.women_run,
        version: Some(before.version + 1),
        updated_at: Some(registry.clock.now()),
    }
}
