//! Beginning an application.

use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ApplicationId, ShopId, UserId};
use platform::once::{Key, Once, Turn};

use super::draft::Draft;
use super::error::ApplyError;
use super::model::{Kind, Status};
use super::queries;
use crate::{Registry, find_shop};

/// Open applications of one person at most.
const MOST_OPEN: usize = 10;

/// Begins a draft: of a new shop, or of a claim on one that is on the map and
/// has no owner. Under a key it is begun once.
pub async fn start(
    registry: &Registry,
    applicant: UserId,
    claimed: Option<ShopId>,
    key: Option<&Key>,
) -> Result<ApplicationId, ApplyError> {
    let mut conn = registry.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let scope = format!("shops.start {applicant}");
        let once = match key {
            Some(key) => match Once::begin(conn, scope, key, &claimed).await? {
                Turn::Again(id) => return Ok(id),
                Turn::First(once) => Some(once),
            },
            None => None,
        };
        let id = begin(registry, conn, applicant, claimed).await?;
        if let Some(once) = once {
            once.keep(conn, &id).await?;
        }
        Ok(id)
    })
    .await
}

async fn begin(
    registry: &Registry,
    conn: &mut AsyncPgConnection,
    applicant: UserId,
    claimed: Option<ShopId>,
) -> Result<ApplicationId, ApplyError> {
    queries::one_at_a_time(conn, applicant).await?;
    let open = queries::open_of(conn, applicant).await?;
    let same = open
        .iter()
        .find(|(_, shop)| claimed.is_some() && *shop == claimed);
    if let Some((id, _)) = same {
        return Err(ApplyError::OpenAlready(*id));
    }
    if open.len() >= MOST_OPEN {
        return Err(ApplyError::TooManyOpen);
    }
    let draft = match claimed {
        None => Draft::default(),
        Some(shop) => claim(registry, conn, shop).await?,
    };
    let (id, now) = (ApplicationId::new(), registry.clock.now());
    let kind = if claimed.is_some() {
        Kind::Claim
    } else {
        Kind::New
    };
    let new = queries::New {
        id,
        kind: kind.code(),
        applicant,
        shop_id: claimed,
        status: Status::Draft.code(),
        draft: serde_json::to_value(draft).unwrap_or_default(),
        area_code: None,
        submitted_at: None,
        due_at: None,
        created_at: now,
        updated_at: now,
    };
    queries::insert(conn, &new).await?;
    Ok(id)
}

/// What the map says of a shop that nobody owns or waits for.
async fn claim(
    registry: &Registry,
    conn: &mut AsyncPgConnection,
    shop: ShopId,
) -> Result<Draft, ApplyError> {
    let found = find_shop(conn, shop).await?.ok_or(ApplyError::NoShop)?;
    if found.verified {
        return Err(ApplyError::HasOwner);
    }
    if queries::is_waiting(conn, shop, Kind::Claim).await? {
        return Err(ApplyError::ClaimWaits);
    }
    Ok(Draft::of(&found, &registry.book()))
}
