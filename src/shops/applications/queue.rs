//! What waits for the admins of an area.

use auth::AreaAdmin;

use super::alike::{Alike, alike};
use super::error::ApplyError;
use super::model::Application;
use super::queries::{self, QueueLength, QueuePosition};
use crate::Registry;

/// An application as an admin sees it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The application.
    pub application: Application,
    /// What is alike elsewhere.
    pub alike: Alike,
}

/// A page of what waits, those that are due first, and where the next begins.
pub async fn queue(
    registry: &Registry,
    admin: &AreaAdmin,
    after: Option<QueuePosition>,
    limit: usize,
) -> Result<(Vec<Waiting>, Option<QueuePosition>), ApplyError> {
    let areas = admin.scope.codes(&registry.book());
    let mut conn = registry.db.get().await?;
    let one_more = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows = queries::waiting(&mut conn, areas.as_deref(), after, one_more).await?;
    let goes_on = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| goes_on);
    let next = last.and_then(|row| {
        let due_at = row.due_at?;
        Some(QueuePosition { due_at, id: row.id })
    });
    let mut page = Vec::with_capacity(rows.len());
    for row in rows {
        let application = row.open(registry)?;
        let alike = alike(&mut conn, &application).await?;
        page.push(Waiting { application, alike });
    }
    Ok((page, next))
}

/// How many wait for this admin, and how many for too long.
pub async fn queue_length(
    registry: &Registry,
    admin: &AreaAdmin,
) -> Result<QueueLength, ApplyError> {
    let areas = admin.scope.codes(&registry.book());
    let mut conn = registry.db.get().await?;
    let now = registry.clock.now();
    Ok(queries::count_waiting(&mut conn, areas, now).await?)
}

/// What is alike elsewhere.
pub async fn look_alikes(
    registry: &Registry,
    application: &Application,
) -> Result<Alike, ApplyError> {
    let mut conn = registry.db.get().await?;
    alike(&mut conn, application).await
}
