//! Carrying an import out: asked for by its seller, done in the background.
//!
//! Rows are done in batches, each in a transaction that also writes down what
//! became of its rows. Whoever is killed in between has done the batches that are
//! written down and nothing of the next one.

use std::collections::HashMap;

use catalog::offers::bulk::{OfferState, add_offers, save_offers};
use catalog::offers::{Reason, sign};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ImportId, ListingId, ShopId};
use platform::jobs::{Terms, enqueue_with};

use crate::check::BATCH;
use crate::error::BulkError;
use crate::jobs::CarryOut;
use crate::judge::{Judged, Seen, judge};
use crate::model::{Import, Outcome, State};
use crate::queries;

/// Has a draft carried out, or one that stopped on the way. Asked for again, it
/// goes on as it does.
pub async fn carry_out(
    conn: &mut AsyncPgConnection,
    (shop, id): (ShopId, ImportId),
    now: DateTime<Utc>,
) -> Result<Import, BulkError> {
    conn.transaction(async |conn| {
        let import = queries::find_import(conn, shop, id).await?;
        let import = import.ok_or(BulkError::NotFound)?;
        let names_a_product =
            |field: &Option<crate::Field>| field.is_some_and(crate::Field::names_a_product);
        if !import.columns.iter().any(names_a_product) {
            return Err(BulkError::NoKeyColumn);
        }
        let from = [State::Draft, State::Failed];
        if queries::turn(conn, id, &from, State::Running, now).await? {
            let key = id.to_string();
            let terms = Terms {
                unique_key: Some(&key),
                ..Terms::default()
            };
            enqueue_with(conn, &CarryOut { import: id }, terms).await?;
        }
        let import = queries::find_import(conn, shop, id).await?;
        let import = import.ok_or(BulkError::NotFound)?;
        match import.state {
            State::Running | State::Done => Ok(import),
            other => Err(BulkError::State(other)),
        }
    })
    .await
}

/// Does the next rows of an import that is running; how far it is then, in
/// percent. `None` when it is not running.
pub(crate) async fn next_batch(
    conn: &mut AsyncPgConnection,
    id: ImportId,
    now: DateTime<Utc>,
) -> QueryResult<Option<u8>> {
    conn.transaction(async |conn| {
        let import = queries::hold(conn, id).await?;
        let Some(import) = import.filter(|import| import.state == State::Running) else {
            return Ok(None);
        };
        let rows = queries::cells_to_do(conn, id, BATCH).await?;
        if rows.is_empty() {
            queries::turn(conn, id, &[State::Running], State::Done, now).await?;
            return Ok(None);
        }
        let done = queries::offers_done(conn, id).await?;
        let mut seen = Seen::default();
        seen.offers = done
            .into_iter()
            .filter_map(|(offer, line)| Some((offer?, line)))
            .collect();
        let judged = judge(conn, import.shop, &import.columns, &rows, &mut seen).await?;
        sign(conn, import.actor, Reason::Imported).await?;
        let versions = write(conn, import.shop, &judged).await?;
        let done: Vec<&Judged> = judged
            .iter()
            .filter(|row| is_done(row, &versions))
            .collect();
        queries::record(conn, id, &done, &versions).await?;
        let left = i32::try_from(done.len()).unwrap_or(i32::MAX);
        let share = (import.done + left) * 100 / import.rows.max(1);
        Ok(Some(u8::try_from(share.min(100)).unwrap_or(100)))
    })
    .await
}

/// Writes offers that are new or different, in two statements; the versions that
/// were made. One that somebody else changed in this moment is not written.
async fn write(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    judged: &[Judged],
) -> QueryResult<HashMap<ListingId, i64>> {
    let (mut new, mut known): (Vec<&OfferState>, Vec<&OfferState>) = (Vec::new(), Vec::new());
    for row in judged {
        match (&row.after, &row.before) {
            (Some(after), None) => new.push(after),
            (Some(after), Some(_)) if row.outcome != Outcome::Same => known.push(after),
            _ => {}
        }
    }
    let mut versions: HashMap<ListingId, i64> = HashMap::new();
    if !new.is_empty() {
        versions.extend(add_offers(conn, shop, &new).await?);
    }
    if !known.is_empty() {
        versions.extend(save_offers(conn, shop, &known).await?);
    }
    Ok(versions)
}

/// Whether a row made what it was to make; one that did not is judged anew.
fn is_done(row: &Judged, versions: &HashMap<ListingId, i64>) -> bool {
    match (&row.after, row.outcome) {
        (Some(after), Outcome::Added | Outcome::Changed) => versions.contains_key(&after.id),
        _ => true,
    }
}
