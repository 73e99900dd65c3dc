//! Filling the list of a shop that is not one's own yet: what somebody who waits
//! for approval has ticked comes onto the list as soon as the shop is theirs.

use std::collections::BTreeSet;

use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ApplicationId, Clock, ProductId};
use platform::db::QueryFailed;
use platform::jobs::{Failure, Runner, Running};
use shops::Registry;
use shops::applications::{ApplyError, Granted, Kind, hold_open};

use super::put::{Listing, PutShelfError, chosen};
use super::queries;
use crate::Availability;
use crate::offers::{Reason, sign};

/// What of a shelf is to be on the list.
#[derive(Clone, Debug)]
pub struct Prepare {
    /// Code of the shelf.
    pub shelf: String,
    /// What of it, instead of what was ticked of this shelf before; `None` for the
    /// whole.
    pub ticked: Option<BTreeSet<ProductId>>,
    /// Whether the seller says that it is there.
    pub availability: Availability,
}

/// Everything that can stop [`prepare`].
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// About the application.
    #[error(transparent)]
    Application(#[from] ApplyError),
    /// About the shelf.
    #[error(transparent)]
    Shelf(#[from] PutShelfError),
}

impl From<diesel::result::Error> for PrepareError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Shelf(error.into())
    }
}

impl platform::http::Fault for PrepareError {
    fn problem(&self) -> Option<platform::http::Problem> {
        match self {
            Self::Application(error) => error.problem(),
            Self::Shelf(error) => error.problem(),
        }
    }
}

/// What is prepared, in the order in which it was ticked.
pub async fn prepared(
    conn: &mut AsyncPgConnection,
    application: ApplicationId,
) -> Result<Vec<ProductId>, QueryFailed> {
    let goods = queries::prepared(conn, application).await?;
    Ok(goods.into_iter().map(|(product, _)| product).collect())
}

/// Keeps what is ticked of a shelf for later; how many goods are prepared in all.
///
/// Only while the application of this person may still be approved: afterwards the
/// shop has a list of its own.
pub async fn prepare(
    registry: &Registry,
    applicant: kernel::UserId,
    application: ApplicationId,
    cmd: &Prepare,
) -> Result<usize, PrepareError> {
    let mut conn = registry.db.get().await.map_err(ApplyError::from)?;
    conn.transaction(async |conn| {
        let held = hold_open(registry, conn, applicant, application).await?;
        if held.kind == Kind::Move {
            return Err(ApplyError::NoApplication.into());
        }
        let goods = chosen(conn, &cmd.shelf, cmd.ticked.as_ref()).await?;
        queries::unprepare(conn, application, &cmd.shelf).await?;
        queries::prepare(conn, application, cmd.availability, &goods).await?;
        Ok(queries::prepared(conn, application).await?.len())
    })
    .await
}

/// Hands the job that follows an approval to its use-case.
pub fn handle_granted(runner: Runner, clock: &Clock) -> Runner {
    let clock = clock.clone();
    runner.on(move |job: Granted, running: Running| {
        let clock = clock.clone();
        async move {
            let mut conn = running.db.get().await?;
            let moved = conn.transaction(async |conn| move_onto_list(conn, &job, &clock).await);
            let moved = moved.await.map_err(|error| Failure::Retry(error.into()))?;
            tracing::debug!(goods = moved, "prepared goods are on the list");
            Ok(())
        }
    })
}

/// Done twice, it finds nothing to do.
async fn move_onto_list(
    conn: &mut AsyncPgConnection,
    granted: &Granted,
    clock: &Clock,
) -> diesel::QueryResult<usize> {
    let goods = queries::take_prepared(conn, granted.application).await?;
    sign(conn, granted.owner, Reason::Counted).await?;
    for availability in [
        Availability::InStock,
        Availability::SoldOut,
        Availability::Unknown,
    ] {
        let alike: Vec<ProductId> = goods
            .iter()
            .filter(|(_, said)| *said == availability)
            .map(|(product, _)| *product)
            .collect();
        let listing = Listing {
            shop: granted.shop,
            availability,
            now: clock.now(),
        };
        queries::put_back(conn, &listing, &alike).await?;
        queries::list_new(conn, &listing, &alike).await?;
    }
    Ok(goods.len())
}
