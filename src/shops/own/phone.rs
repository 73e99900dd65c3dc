//! Another number for a shop, proved by a code.

use std::net::IpAddr;

use auth::otp::{self, Challenge, Destination, Issue, Purpose};
use auth::profile_of;
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::{ChallengeId, Phone, ShopId, UserId};
use platform::audit;
use serde_json::json;

use super::error::OwnShopError;
use super::open::COLUMN;
use super::read::{OwnedShop, lock, owned_shop};
use crate::schema::shops::{self, dsl};
use crate::{Registry, ShopStatus};

/// In the book of decisions.
const DEED: &str = "shops.phone";

/// Sends a code to the number that is to be the shop's, within the limits of codes.
pub async fn send_code(
    registry: &Registry,
    (actor, shop): (UserId, ShopId),
    phone: Phone,
    caller: Option<IpAddr>,
) -> Result<Challenge, OwnShopError> {
    let found = owned_shop(registry, shop).await?;
    if found.status == ShopStatus::Closed {
        return Err(OwnShopError::Closed);
    }
    let language = profile_of(&registry.auth, actor).await?.language;
    let ask = Issue {
        purpose: Purpose::ClaimShop,
        to: Destination::Phone(phone),
        language,
        caller,
    };
    Ok(otp::issue(&registry.auth, &ask).await?)
}

/// Takes the code that came back: the number it went to is the shop's.
pub async fn prove_phone(
    registry: &Registry,
    (actor, shop): (UserId, ShopId),
    challenge: ChallengeId,
    code: &str,
) -> Result<OwnedShop, OwnShopError> {
    let went_to = otp::verify(&registry.auth, challenge, Purpose::ClaimShop, code).await?;
    let Destination::Phone(phone) = went_to else {
        return Err(OwnShopError::NotAPhone);
    };
    let mut conn = registry.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let before = lock(conn, registry, shop).await?;
        if before.status == ShopStatus::Closed {
            return Err(OwnShopError::Closed);
        }
        diesel::update(shops::table.find(shop))
            .set((
                dsl::phone_sealed.eq(registry.seal_phone(COLUMN, &phone)),
                dsl::updated_at.eq(registry.clock.now()),
            ))
            .execute(conn)
            .await?;
        audit::note(conn, Some(actor), DEED, &shop, json!({})).await?;
        let after = super::read::find(conn, shop).await?;
        after.ok_or(OwnShopError::NoShop)?.open(registry)
    })
    .await
}
