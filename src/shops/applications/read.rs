//! Looking at applications: their seller at their own, admins at those of their
//! areas.

use auth::AreaAdmin;
use diesel_async::AsyncPgConnection;
use kernel::{ApplicationId, UserId};
use media::{Image, State, images_of};

use super::error::ApplyError;
use super::model::{Application, Status, photos_of};
use super::queries::{self, Row};
use crate::Registry;

/// Applications of one person that are shown.
const SHOWN: i64 = 50;

/// One's own application.
pub async fn find_own(
    registry: &Registry,
    applicant: UserId,
    id: ApplicationId,
) -> Result<Application, ApplyError> {
    let mut conn = registry.db.get().await?;
    own(registry, queries::find(&mut conn, id).await?, applicant)
}

/// One's own application that may still be approved, held until the transaction
/// ends.
pub async fn hold_open(
    registry: &Registry,
    conn: &mut AsyncPgConnection,
    applicant: UserId,
    id: ApplicationId,
) -> Result<Application, ApplyError> {
    let held = own(registry, queries::lock(conn, id).await?, applicant)?;
    match held.status {
        Status::Draft | Status::Asked | Status::Submitted => Ok(held),
        Status::Approved | Status::Rejected | Status::Withdrawn => {
            Err(ApplyError::WrongStatus(held.status))
        }
    }
}

/// One's own applications, the newest first.
pub async fn applications_of(
    registry: &Registry,
    applicant: UserId,
) -> Result<Vec<Application>, ApplyError> {
    let mut conn = registry.db.get().await?;
    let rows = queries::all_of(&mut conn, applicant, SHOWN).await?;
    rows.into_iter().map(|row| row.open(registry)).collect()
}

/// An application that was handed in, for an admin of its area. Drafts are
/// nobody's business.
pub async fn find_in_area(
    registry: &Registry,
    admin: &AreaAdmin,
    id: ApplicationId,
) -> Result<Application, ApplyError> {
    let mut conn = registry.db.get().await?;
    in_area(registry, queries::find(&mut conn, id).await?, admin)
}

/// Photos of an application that are there or on their way.
pub async fn photos(registry: &Registry, id: ApplicationId) -> Result<Vec<Image>, ApplyError> {
    let mut conn = registry.db.get().await?;
    let mut images = images_of(&mut conn, photos_of(id)).await?;
    images.retain(|image| matches!(image.state, State::Processing | State::Ready));
    Ok(images)
}

pub(super) fn own(
    registry: &Registry,
    row: Option<Row>,
    applicant: UserId,
) -> Result<Application, ApplyError> {
    let row = row.filter(|row| row.applicant == applicant);
    row.ok_or(ApplyError::NoApplication)?.open(registry)
}

pub(super) fn in_area(
    registry: &Registry,
    row: Option<Row>,
    admin: &AreaAdmin,
) -> Result<Application, ApplyError> {
    let row = row.filter(|row| row.submitted_at.is_some());
    let row = row.ok_or(ApplyError::NoApplication)?;
    let inside = admin.inside(&registry.book(), row.area_code.as_deref());
    // The same answer as for what does not exist.
    inside.map_err(|_| ApplyError::NoApplication)?;
    row.open(registry)
}
