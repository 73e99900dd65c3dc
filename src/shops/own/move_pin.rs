//! Moving the pin: a little at once, further with an admin's consent.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::{ApplicationId, Point, ShopId, UserId};
use platform::audit;
use platform::http::FieldProblem;
use serde_json::json;

use super::error::OwnShopError;
use super::open::stored;
use super::read::lock;
use crate::applications::{Draft, Kind, Status, due_at, queries};
use crate::schema::shops::{self, dsl};
use crate::{Registry, ShopStatus};

/// So far from where it was approved the pin moves without being looked at.
pub const MOVE_FREE_M: f64 = 200.0;

/// In the book of decisions.
const DEED: &str = "shops.move";

/// What became of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It is there.
    AtOnce,
    /// It stays where it was until an admin of the new place decides.
    Waits(ApplicationId),
}

/// Moves the pin of a shop. Metres are counted from where an admin saw it last,
/// so that many small moves are not a large one.
pub async fn move_pin(
    registry: &Registry,
    actor: UserId,
    shop: ShopId,
    pin: Point,
) -> Result<Moved, OwnShopError> {
    let book = registry.book();
    let area = book.locate(pin).ok();
    let area = area.and_then(|located| Some(located.upazila()?.area.code.clone()));
    let outside = || {
        OwnShopError::Fields(vec![FieldProblem {
            field: "lat".to_owned(),
            code: "areas.outside",
        }])
    };
    let area = area.ok_or_else(outside)?;
    let mut conn = registry.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let before = lock(conn, registry, shop).await?;
        if before.status == ShopStatus::Closed {
            return Err(OwnShopError::Closed);
        }
        let now = registry.clock.now();
        let metres = before.approved_pin.unwrap_or(before.pin).metres_to(pin);
        let moved = if metres <= MOVE_FREE_M {
            set_pin(conn, shop, pin, now).await?;
            Moved::AtOnce
        } else {
            let draft = Draft {
                pin: Some(pin),
                area: Some(area.clone()),
                names: before.names,
                kind: Some(before.kind),
                ..Draft::default()
            };
            Moved::Waits(ask(conn, (actor, shop), &draft, now).await?)
        };
        // Where to is nobody's business who reads the book: it may be a home.
        let details = json!({ "metres": metres.round(), "at_once": moved == Moved::AtOnce });
        audit::note(conn, Some(actor), DEED, &shop, details).await?;
        Ok(moved)
    })
    .await
}

/// Whether a move of this shop waits for an admin.
pub async fn move_waits(registry: &Registry, shop: ShopId) -> Result<bool, OwnShopError> {
    let mut conn = registry.db.get().await?;
    Ok(queries::is_waiting(&mut conn, shop, Kind::Move).await?)
}

async fn ask(
    conn: &mut AsyncPgConnection,
    (actor, shop): (UserId, ShopId),
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<ApplicationId, OwnShopError> {
    let id = ApplicationId::new();
    let new = queries::New {
        id,
        kind: Kind::Move.code(),
        applicant: actor,
        shop_id: Some(shop),
        status: Status::Submitted.code(),
        draft: serde_json::to_value(draft).unwrap_or_default(),
        area_code: draft.area.clone(),
        submitted_at: Some(now),
        due_at: Some(due_at(now)),
        created_at: now,
        updated_at: now,
    };
    queries::insert(conn, &new).await?;
    Ok(id)
}

async fn set_pin(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    pin: Point,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(shops::table.find(shop))
        .set((dsl::location.eq(stored(pin)), dsl::updated_at.eq(now)))
        .execute(conn)
        .await
        .map(drop)
}

/// Moves a shop to where an admin has seen it.
pub(crate) async fn move_shop(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    (pin, area): (Point, Option<&str>),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(shops::table.find(shop))
        .set((
            dsl::location.eq(stored(pin)),
            dsl::approved_location.eq(stored(pin)),
            dsl::area_code.eq(area),
            dsl::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}
