//! The change feed: what any process changed in the database, as it commits.
//!
//! Triggers write a row per changed row into `changes` inside the changing
//! transaction and wake listeners with `NOTIFY`. A follower keeps the last
//! PostgreSQL snapshot it has read and asks for transactions which that
//! snapshot did not see, so commits may finish in any order and a lost wake-up
//! loses nothing. Rows only name what changed; followers read the row itself,
//! which makes applying a change twice harmless.

use std::future::Future;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, Client, NoTls, Row};

use crate::http::Chain;

/// Rows older than this are pruned; a follower that was away longer loads
/// everything again.
pub const KEPT_HOURS: i64 = 24;
/// Wake-ups cannot be lost while the connection stands, but a look now and
/// then costs nothing and guards against our own mistakes.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// What wakes followers.
const CHANNEL: &str = "haat_changes";
/// Between two tries to reach the database.
const RETRY: Duration = Duration::from_millis(500);

/// A point in the history of the database: `pg_current_snapshot()` as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position(pub String);

impl Position {
    /// A position that was written down: `first:next:open,open,…`, where the open
    /// transactions lie between the two in order.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (first, next, open) = (parts.next()?, parts.next()?, parts.next()?);
        let mut last: u64 = first.parse().ok().filter(|first| *first > 0)?;
        for open in open.split(',').filter(|_| !open.is_empty()) {
            last = open.parse().ok().filter(|open| *open >= last)?;
        }
        let next: u64 = next.parse().ok()?;
        let is_one = next >= last && (open.is_empty() || next > last) && parts.next().is_none();
        is_one.then(|| Self(text.to_owned()))
    }
}

/// SQL: whether everything since the position `$1` is still in the table: the
/// first row that it has not seen is there, or one that it has seen. Pruning
/// begins with the oldest. The first transaction that a position has not seen may
/// be one of another database that is older than the table.
pub const STILL_KEPT: &str =
    "(coalesce((SELECT min(tx) FROM changes) <= pg_snapshot_xmin($1::text::pg_snapshot),
    pg_snapshot_xmax($1::text::pg_snapshot) = pg_snapshot_xmax(pg_current_snapshot()))
    OR EXISTS (SELECT FROM changes WHERE pg_visible_in_snapshot(tx, $1::text::pg_snapshot)))";

/// SQL: whether the position `$1` has not seen a row of the table.
pub const UNSEEN: &str = "(tx >= pg_snapshot_xmin($1::text::pg_snapshot)
    AND NOT pg_visible_in_snapshot(tx, $1::text::pg_snapshot))";

/// One changed row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The table.
    pub topic: String,
    /// `ord` of the row; 0 stands for every row.
    pub key: i64,
}

/// Somebody who keeps a copy of the database's contents in memory.
pub trait Follower: Send + Sync + 'static {
    /// Loads everything and answers the position it stands for.
    fn load(&self) -> impl Future<Output = anyhow::Result<Position>> + Send;

    /// Applies changes that have been committed.
    fn apply(&self, changes: Vec<Change>) -> impl Future<Output = anyhow::Result<()>> + Send;

    /// Everything up to this position has been loaded or applied.
    fn reached(&self, position: &Position);

    /// How the copy stands to the database now.
    fn stands(&self, standing: Standing);
}

/// How a copy stands to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The feed cannot be reached; nobody knows what has changed.
    Alone,
    /// The feed was reached (again) and what happened meanwhile is not yet read.
    Behind,
    /// The feed is connected and has been read to the end.
    InStep,
}

/// Follows the feed until the task is dropped; lost connections are made anew.
pub async fn follow(url: SecretString, follower: impl Follower) {
    let mut position = None;
    loop {
        if let Err(error) = follow_once(&url, &follower, &mut position).await {
            tracing::warn!(error = %Chain(error.as_ref()), "change feed interrupted");
        }
        follower.stands(Standing::Alone);
        tokio::time::sleep(RETRY).await;
    }
}

async fn follow_once(
    url: &SecretString,
    follower: &impl Follower,
    position: &mut Option<Position>,
) -> anyhow::Result<()> {
    let (client, mut wake_ups) = listen(url, CHANNEL).await?;
    follower.stands(Standing::Behind);
    let mut here = match position.take() {
        Some(known) if still_kept(&client, &known).await? => known,
        _ => follower.load().await?,
    };
    loop {
        let Batch {
            changes,
            oldest_s,
            next,
        } = read(&client, &here).await?;
        if !changes.is_empty() {
            let read_at = Instant::now();
            metrics::counter!("feed_changes_total").increment(changes.len() as u64);
            follower
                .apply(changes)
                .await
                .inspect_err(|_| *position = Some(here.clone()))?;
            metrics::histogram!("feed_delay_seconds")
                .record(oldest_s + read_at.elapsed().as_secs_f64());
        }
        here = next;
        follower.reached(&here);
        *position = Some(here.clone());
        follower.stands(Standing::InStep);
        match tokio::time::timeout(LOOK_AGAIN, wake_ups.recv()).await {
            Ok(None) => anyhow::bail!("the database closed the connection"),
            // Several wake-ups in a row are one reason to look.
            Ok(Some(())) => while wake_ups.try_recv().is_ok() {},
            Err(_) => {}
        }
    }
}

/// Connects and listens to a channel of `NOTIFY`; the receiver closes when the
/// connection does.
pub(crate) async fn listen(
    url: &SecretString,
    channel: &str,
) -> anyhow::Result<(Client, mpsc::UnboundedReceiver<()>)> {
    let (client, mut connection) = tokio_postgres::connect(url.expose_secret(), NoTls).await?;
    let (wake, wake_ups) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut messages = futures_util::stream::poll_fn(move |cx| connection.poll_message(cx));
        while let Some(Ok(message)) = messages.next().await {
            if matches!(message, AsyncMessage::Notification(_)) && wake.send(()).is_err() {
                break;
            }
        }
    });
    client.batch_execute(&format!("LISTEN {channel}")).await?;
    Ok((client, wake_ups))
}

/// What one look at the feed brings.
struct Batch {
    changes: Vec<Change>,
    /// Seconds since the first of them was written, by the database's clock. Its
    /// transaction may have been open for a while after.
    oldest_s: f64,
    /// The position after them.
    next: Position,
}

/// Changes that committed since `position`.
async fn read(client: &Client, position: &Position) -> anyhow::Result<Batch> {
    let rows = client
        .query(
            &format!(
                "SELECT here.now::text, c.topic, c.key, extract(epoch FROM clock_timestamp() - c.at)::float8
                 FROM (SELECT pg_current_snapshot() AS now) here
                 LEFT JOIN (SELECT topic, key, min(at) AS at FROM changes
                    WHERE {UNSEEN} GROUP BY topic, key) c ON true"
            ),
            &[&position.0],
        )
        .await?;
    let next = Position(
        rows.first()
            .ok_or_else(|| anyhow::anyhow!("no snapshot"))?
            .get(0),
    );
    let waited = rows.iter().filter_map(|row| row.get::<_, Option<f64>>(3));
    Ok(Batch {
        oldest_s: waited.fold(0.0, f64::max),
        changes: rows.iter().filter_map(change).collect(),
        next,
    })
}

fn change(row: &Row) -> Option<Change> {
    Some(Change {
        topic: row.get::<_, Option<String>>(1)?,
        key: row.get(2),
    })
}

/// Whether everything since `position` is still in the table.
async fn still_kept(client: &Client, position: &Position) -> anyhow::Result<bool> {
    let row = client
        .query_one(&format!("SELECT {STILL_KEPT}"), &[&position.0])
        .await?;
    Ok(row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_postgresql_reads_is_a_position() {
        for text in ["10:10:", "10:20:", "10:20:10,14,19", "7:7:"] {
            assert_eq!(Position::parse(text), Some(Position(text.to_owned())));
        }
        for text in [
            "",
            "10",
            "10:20",
            "0:1:",
            "20:10:",
            "10:20:9",
            "10:20:20",
            "10:20:14,11",
            "10:20:x",
            "10:20:,",
            "10:20:14:",
            "a:b:c",
            "-1:2:",
            "10:20:14,",
        ] {
            assert_eq!(Position::parse(text), None, "{text}");
        }
    }
}
