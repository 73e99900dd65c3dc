//! Handing an application in, and taking it back.

use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ApplicationId, UserId};
use media::{State, images_of};
use platform::once::{Key, Once, Turn};

use super::check::{Facts, lies_in, mistakes};
use super::error::ApplyError;
use super::model::{Application, Kind, Status};
use super::queries;
use super::read::{find_own, own};
use super::working_days::due_at;
use crate::{Registry, Shop, find_shop};

/// Hands it in: everything that is missing or wrong is answered together. Under a
/// key it is handed in once.
pub async fn submit(
    registry: &Registry,
    applicant: UserId,
    id: ApplicationId,
    key: Option<&Key>,
) -> Result<Application, ApplyError> {
    let mut conn = registry.db.get().await?;
    let borrowed: &mut AsyncPgConnection = &mut conn;
    borrowed
        .transaction(async |conn| {
            let scope = format!("shops.submit {applicant}");
            let once = match key {
                Some(key) => match Once::begin::<()>(conn, scope, key, &id).await? {
                    Turn::Again(()) => return Ok(()),
                    Turn::First(once) => Some(once),
                },
                None => None,
            };
            let row = queries::lock(conn, id).await?;
            hand_in(registry, conn, &own(registry, row, applicant)?).await?;
            if let Some(once) = once {
                once.keep(conn, &()).await?;
            }
            Ok::<_, ApplyError>(())
        })
        .await?;
    drop(conn);
    find_own(registry, applicant, id).await
}

async fn hand_in(
    registry: &Registry,
    conn: &mut AsyncPgConnection,
    application: &Application,
) -> Result<(), ApplyError> {
    if !application.status.can_become(Status::Submitted) {
        return Err(ApplyError::WrongStatus(application.status));
    }
    let claimed = claimed_shop(conn, application).await?;
    let images = images_of(conn, application.photos()).await?;
    let there = |state: State| matches!(state, State::Processing | State::Ready);
    let facts = Facts {
        kind: application.kind,
        has_phone: application.phone.is_some(),
        has_licence: application.licence.is_some(),
        has_nid: application.nid_end.is_some(),
        photos: images.iter().filter(|image| there(image.state)).count(),
        photo_place: application.photo_place,
        on_map: claimed.map(|shop| shop.location),
    };
    let (book, draft) = (registry.book(), &application.draft);
    let wrong = mistakes(draft, &facts, &book);
    let area = draft.area.as_deref().filter(|area| {
        let pin = draft.pin;
        wrong.is_empty() && pin.is_some_and(|pin| lies_in(&book, pin, area))
    });
    let Some(area) = area else {
        return Err(ApplyError::Fields(wrong));
    };
    let now = registry.clock.now();
    queries::hand_in(conn, application.id, area, (now, due_at(now))).await?;
    Ok(())
}

/// The shop of a claim, as long as nobody else has become its owner.
async fn claimed_shop(
    conn: &mut AsyncPgConnection,
    application: &Application,
) -> Result<Option<Shop>, ApplyError> {
    let Some(shop) = application.shop.filter(|_| application.kind == Kind::Claim) else {
        return Ok(None);
    };
    let found = find_shop(conn, shop).await?.ok_or(ApplyError::NoShop)?;
    if found.verified {
        return Err(ApplyError::HasOwner);
    }
    Ok(Some(found))
}

/// Takes it back: nobody decides about it any more.
pub async fn withdraw(
    registry: &Registry,
    applicant: UserId,
    id: ApplicationId,
) -> Result<(), ApplyError> {
    let mut conn = registry.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let application = own(registry, queries::lock(conn, id).await?, applicant)?;
        if !application.status.can_become(Status::Withdrawn) {
            return Err(ApplyError::WrongStatus(application.status));
        }
        queries::withdraw(conn, id, registry.clock.now()).await?;
        Ok(())
    })
    .await
}
