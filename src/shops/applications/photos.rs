//! Photos of the shop and its papers, and where they were taken.

use kernel::{ApplicationId, ImageId, Point, UserId};
use media::remove;
use platform::http::{Fault as _, FieldProblem};

use super::check::PHOTO_WITHIN_M;
use super::error::ApplyError;
use super::model::{Application, Kind, photos_of};
use super::queries::{self, Saved};
use super::read::find_own;
use crate::Registry;

/// One's own application while photos may still be added or taken away.
pub async fn open_for_photos(
    registry: &Registry,
    applicant: UserId,
    id: ApplicationId,
) -> Result<Application, ApplyError> {
    let application = find_own(registry, applicant, id).await?;
    if application.status.is_with_seller() && application.kind != Kind::Move {
        Ok(application)
    } else {
        Err(ApplyError::WrongStatus(application.status))
    }
}

/// Notes where the device was when photos were taken. Photos of a claim that were
/// taken elsewhere are not kept.
pub async fn note_place(
    registry: &Registry,
    application: &Application,
    taken: &[ImageId],
    place: Point,
) -> Result<(), ApplyError> {
    let pin = application.draft.pin;
    let is_far = pin.is_none_or(|pin| pin.metres_to(place) > PHOTO_WITHIN_M);
    if application.kind == Kind::Claim && is_far {
        for image in taken {
            take_away(registry, application.id, *image).await?;
        }
        return Err(ApplyError::Fields(vec![FieldProblem {
            field: "photos".to_owned(),
            code: "shops.photo_not_at_pin",
        }]));
    }
    let place = postgis_diesel::types::Point::new(place.lng(), place.lat(), Some(4326));
    let saved = Saved {
        photo_place: Some(place),
        updated_at: Some(registry.clock.now()),
        ..Saved::default()
    };
    let mut conn = registry.db.get().await?;
    Ok(queries::save(&mut conn, application.id, &saved).await?)
}

/// Takes a photo away.
pub async fn take_away(
    registry: &Registry,
    id: ApplicationId,
    image: ImageId,
) -> Result<(), ApplyError> {
    let removed = remove(&registry.media, photos_of(id), image).await;
    removed.map_err(|error| match error {
        media::ChangeError::Connection(error) => error.into(),
        media::ChangeError::Query(error) => error.into(),
        other => {
            let code = other
                .problem()
                .map_or("media.not_found", |problem| problem.code);
            ApplyError::Fields(vec![FieldProblem {
                field: "photos".to_owned(),
                code,
            }])
        }
    })
}
