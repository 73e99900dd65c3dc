//! A dry run: what an import would do, row by row, without doing it.

use diesel_async::AsyncPgConnection;

use crate::error::BulkError;
use crate::judge::{Seen, judge};
use crate::model::{Counts, Import, Outcome, RowTold};
use crate::queries::cells_of;

/// Rows that are judged at a time, here as when they are carried out.
pub(crate) const BATCH: i64 = 1_000;

/// What an import would do.
#[derive(Clone, Debug)]
pub struct Checked {
    /// How many rows would do what.
    pub counts: Counts,
    /// The first rows of those that were asked for.
    pub rows: Vec<RowTold>,
}

/// Judges every row of an import, and tells the first `limit` rows behind a line
/// that have this outcome.
pub async fn check(
    conn: &mut AsyncPgConnection,
    import: &Import,
    only: Option<Outcome>,
    (after, limit): (i32, usize),
) -> Result<Checked, BulkError> {
    let mut checked = Checked {
        counts: Counts::default(),
        rows: Vec::new(),
    };
    let mut seen = Seen::default();
    let mut last = 0;
    loop {
        let rows = cells_of(conn, import.id, last, BATCH).await?;
        let Some((line, _)) = rows.last() else {
            return Ok(checked);
        };
        last = *line;
        let judged = judge(conn, import.shop, &import.columns, &rows, &mut seen).await?;
        for (judged, (line, cells)) in judged.into_iter().zip(rows) {
            checked.counts.count(judged.outcome);
            let is_asked = only.is_none_or(|only| only == judged.outcome);
            if is_asked && line > after && checked.rows.len() < limit {
                checked.rows.push(RowTold {
                    line,
                    cells,
                    outcome: Some(judged.outcome),
                    listing: judged.before.map(|before| before.id),
                    wrong: judged.wrong,
                    undone: None,
                });
            }
        }
    }
}
