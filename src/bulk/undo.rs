//! Undoing a whole import: every offer is again as it was, but for those that
//! somebody has changed since. All of it happens in one transaction.

use std::collections::{HashMap, HashSet};

use catalog::offers::bulk::{OfferState, holders_of_skus, save_offers, states_of};
use catalog::offers::{Reason, sign};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ImportId, ListingId, ShopId};
use platform::jobs::{Terms, enqueue_with};

use crate::error::BulkError;
use crate::jobs::Undo;
use crate::model::{Import, State};
use crate::queries::{self, Made};

/// Offers per statement.
const BATCH: usize = 2_000;

/// Has an import undone that was carried out. Asked for again, it goes on as it
/// does.
pub async fn undo(
    conn: &mut AsyncPgConnection,
    (shop, id): (ShopId, ImportId),
    now: DateTime<Utc>,
) -> Result<Import, BulkError> {
    conn.transaction(async |conn| {
        let import = queries::find_import(conn, shop, id).await?;
        import.ok_or(BulkError::NotFound)?;
        let from = [State::Done, State::Failed];
        if queries::turn(conn, id, &from, State::Undoing, now).await? {
            let key = id.to_string();
            let terms = Terms {
                unique_key: Some(&key),
                ..Terms::default()
            };
            enqueue_with(conn, &Undo { import: id }, terms).await?;
        }
        let import = queries::find_import(conn, shop, id).await?;
        let import = import.ok_or(BulkError::NotFound)?;
        match import.state {
            State::Undoing | State::Undone => Ok(import),
            other => Err(BulkError::State(other)),
        }
    })
    .await
}

/// Restores what can be restored.
pub(crate) async fn restore_all(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    conn.transaction(async |conn| {
        let import = queries::hold(conn, id).await?;
        let Some(import) = import.filter(|import| import.state == State::Undoing) else {
            return Ok(());
        };
        let made = queries::made_by(conn, id).await?;
        let ids: Vec<ListingId> = made.iter().filter_map(|row| row.listing).collect();
        let there = states_of(conn, import.shop, &ids).await?;
        let (restored, refused) = sort(&made, &there, now)?;
        let (restored, more) = without_taken_skus(conn, import.shop, restored).await?;
        sign(conn, import.actor, Reason::Undone).await?;
        queries::defer_skus(conn).await?;
        for batch in restored.chunks(BATCH) {
            let states: Vec<&OfferState> = batch.iter().map(|(_, state)| state).collect();
            save_offers(conn, import.shop, &states).await?;
        }
        let lines: Vec<i32> = restored.iter().map(|(line, _)| *line).collect();
        let refused = [refused, more].concat();
        queries::record_undo(conn, id, (&lines, &refused)).await?;
        queries::turn(conn, id, &[State::Undoing], State::Undone, now).await?;
        Ok(())
    })
    .await
}

type Restored = Vec<(i32, OfferState)>;

/// What every offer is to be again, with the line that changed it; and the lines of
/// those that are not any more as the import left them.
fn sort(
    made: &[Made],
    there: &[OfferState],
    now: DateTime<Utc>,
) -> QueryResult<(Restored, Vec<i32>)> {
    let there: HashMap<ListingId, &OfferState> = there.iter().map(|one| (one.id, one)).collect();
    let (mut restored, mut refused) = (Vec::new(), Vec::new());
    for row in made {
        let is_as_left = |state: &&&OfferState| Some(state.version) == row.version;
        let state = row.listing.and_then(|id| there.get(&id)).filter(is_as_left);
        match state {
            Some(state) => restored.push((row.line, as_before(state, row, now)?)),
            None => refused.push(row.line),
        }
    }
    Ok((restored, refused))
}

/// What was not there is taken off the list, without a code that another offer
/// might need; its books stay.
fn as_before(state: &OfferState, row: &Made, now: DateTime<Utc>) -> QueryResult<OfferState> {
    let Some(before) = &row.before else {
        return Ok(OfferState {
            sku: None,
            deleted_at: Some(now),
            ..state.clone()
        });
    };
    let before: OfferState = serde_json::from_value(before.clone())
        .map_err(|error| diesel::result::Error::DeserializationError(error.into()))?;
    Ok(OfferState {
        version: state.version,
        ..before
    })
}

/// Leaves out offers whose former code has gone to one that is not restored.
async fn without_taken_skus(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    mut restored: Restored,
) -> QueryResult<(Restored, Vec<i32>)> {
    let skus: Vec<&str> = restored
        .iter()
        .filter_map(|(_, state)| state.sku.as_deref())
        .collect();
    let holders: HashMap<String, ListingId> = holders_of_skus(conn, shop, &skus)
        .await?
        .into_iter()
        .collect();
    let mut refused = Vec::new();
    loop {
        let among: HashSet<ListingId> = restored.iter().map(|(_, state)| state.id).collect();
        let is_free = |state: &OfferState| {
            let holder = state.sku.as_ref().and_then(|sku| holders.get(sku));
            holder.is_none_or(|holder| among.contains(holder))
        };
        let (free, taken): (Restored, Restored) =
            restored.into_iter().partition(|(_, state)| is_free(state));
        restored = free;
        if taken.is_empty() {
            return Ok((restored, refused));
        }
        refused.extend(taken.iter().map(|(line, _)| *line));
    }
}
