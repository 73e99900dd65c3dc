//! Saving more of a draft, never over what was saved on another device.

use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ApplicationId, UserId};

use super::draft::Changes;
use super::error::ApplyError;
use super::model::{Application, Kind};
use super::open::{LICENCE, NID};
use super::queries::{self, Saved};
use super::read::own;
use crate::Registry;

/// Saves what was filled in. `version` is the one that was read; `None` saves
/// whatever came in between, for forms that are sent whole.
pub async fn save_draft(
    registry: &Registry,
    applicant: UserId,
    id: ApplicationId,
    version: Option<i64>,
    changes: &Changes,
) -> Result<Application, ApplyError> {
    let mut conn = registry.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let row = queries::lock(conn, id).await?;
        let before = own(registry, row, applicant)?;
        if !before.status.is_with_seller() || before.kind == Kind::Move {
            return Err(ApplyError::WrongStatus(before.status));
        }
        if let Some(read) = version.filter(|read| *read != before.version) {
            let there = before.version;
            return Err(ApplyError::Stale { read, there });
        }
        let mut draft = before.draft.clone();
        draft.change(changes);
        let saved = Saved {
            draft: serde_json::to_value(draft).ok(),
            version: Some(before.version + 1),
            updated_at: Some(registry.clock.now()),
            ..sealed(registry, changes)
        };
        queries::save(conn, id, &saved).await?;
        let row = queries::find(conn, id).await?;
        own(registry, row, applicant)
    })
    .await
}

/// Numbers of papers, which the draft does not hold.
fn sealed(registry: &Registry, changes: &Changes) -> Saved {
    let sealer = &registry.sealer;
    let licence = changes.licence.as_ref();
    let nid = changes.nid_end.as_ref();
    Saved {
        licence_sealed: licence.map(|licence| {
            let licence = licence.as_ref();
            licence.map(|licence| sealer.seal(LICENCE, licence.as_str().as_bytes()))
        }),
        licence_index: licence.map(|licence| {
            let licence = licence.as_ref();
            licence.map(|licence| sealer.blind_index(LICENCE, &licence.bare()).to_vec())
        }),
        nid_sealed: nid.map(|nid| {
            let nid = nid.as_ref();
            nid.map(|nid| sealer.seal(NID, nid.as_str().as_bytes()))
        }),
        ..Saved::default()
    }
}
