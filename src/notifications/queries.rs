//! SQL of the outbox, one statement per function.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{self, BigInt, Binary, Bool, Double, Int4, Nullable, Text};
use diesel::{QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::MessageId;

use crate::model::{Channel, OutboxRow, State};
use crate::schema::outbox;

/// A message to be written.
pub(crate) struct NewMessage<'a> {
    pub id: MessageId,
    pub reference: String,
    pub unique_key: Option<&'a str>,
    pub channel: Channel,
    pub template: &'static str,
    pub language: &'static str,
    pub recipient: &'a str,
    pub content: Vec<u8>,
    pub parts: i32,
    pub of_use_for: Option<Duration>,
}

/// Writes a message; false when its key was used before.
pub(crate) async fn insert(
    conn: &mut AsyncPgConnection,
    message: NewMessage<'_>,
) -> QueryResult<bool> {
    let query = sql_query(
        "INSERT INTO outbox (id, reference, unique_key, channel, template, language, recipient, content, parts, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(secs => $10))
         ON CONFLICT (unique_key, channel) WHERE unique_key IS NOT NULL DO NOTHING",
    )
    .bind::<sql_types::Uuid, _>(message.id)
    .bind::<Text, _>(message.reference)
    .bind::<Nullable<Text>, _>(message.unique_key)
    .bind::<Text, _>(message.channel.code())
    .bind::<Text, _>(message.template)
    .bind::<Text, _>(message.language)
    .bind::<Text, _>(message.recipient)
    .bind::<Binary, _>(message.content)
    .bind::<Int4, _>(message.parts)
    .bind::<Nullable<Double>, _>(message.of_use_for.map(|time| time.as_secs_f64()));
    Ok(RunQueryDsl::execute(query, conn).await? > 0)
}

/// What a worker needs to know of a message.
#[derive(QueryableByName)]
pub(crate) struct Waiting {
    #[diesel(sql_type = sql_types::Uuid)]
    pub id: MessageId,
    #[diesel(sql_type = Text)]
    pub reference: String,
    #[diesel(sql_type = Text)]
    pub channel: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub provider: Option<String>,
    #[diesel(sql_type = Nullable<Binary>)]
    pub content: Option<Vec<u8>>,
    #[diesel(sql_type = Int4)]
    pub parts: i32,
    /// Of no use any more.
    #[diesel(sql_type = Bool)]
    pub is_stale: bool,
    /// Cannot wait for another day.
    #[diesel(sql_type = Bool)]
    pub is_urgent: bool,
    #[diesel(sql_type = Nullable<sql_types::Timestamptz>)]
    pub begun_at: Option<DateTime<Utc>>,
}

/// A message, locked until the transaction ends.
pub(crate) async fn lock(
    conn: &mut AsyncPgConnection,
    id: MessageId,
) -> QueryResult<Option<Waiting>> {
    let query = sql_query(
        "SELECT id, reference, channel, state, provider, content, parts, begun_at,
            coalesce(expires_at <= now(), false) AS is_stale, expires_at IS NOT NULL AS is_urgent
         FROM outbox WHERE id = $1 FOR UPDATE",
    )
    .bind::<sql_types::Uuid, _>(id);
    RunQueryDsl::get_result(query, conn).await.optional()
}

#[derive(QueryableByName)]
pub(crate) struct Today {
    /// Parts of text messages for which a provider was asked today in Dhaka.
    #[diesel(sql_type = BigInt)]
    pub parts: i64,
    /// Until midnight in Dhaka.
    #[diesel(sql_type = Double)]
    pub left_s: f64,
}

/// What today has cost. Holds a lock until the transaction ends, so that what is
/// begun after asking is counted by whoever asks next.
pub(crate) async fn today(conn: &mut AsyncPgConnection) -> QueryResult<Today> {
    let lock = sql_query("SELECT pg_advisory_xact_lock(4821003)");
    RunQueryDsl::execute(lock, conn).await?;
    let query = sql_query(
        "WITH today AS (SELECT date_trunc('day', now() AT TIME ZONE 'Asia/Dhaka') AT TIME ZONE 'Asia/Dhaka' AS began)
         SELECT coalesce((SELECT sum(parts) FROM outbox
                WHERE channel = 'sms' AND begun_at >= began AND provider <> 'console'
                  AND state <> 'queued'), 0)::bigint AS parts,
            extract(epoch FROM began + interval '1 day' - now())::float8 AS left_s
         FROM today",
    );
    RunQueryDsl::get_result(query, conn).await
}

/// A provider is about to be asked: from here on the message may be on its way.
pub(crate) async fn begin(
    conn: &mut AsyncPgConnection,
    id: MessageId,
    provider: &str,
) -> QueryResult<bool> {
    let query = sql_query(
        "UPDATE outbox SET state = 'sending', provider = $2, begun_at = now()
         WHERE id = $1 AND state IN ('queued', 'sending')",
    )
    .bind::<sql_types::Uuid, _>(id)
    .bind::<Text, _>(provider);
    Ok(RunQueryDsl::execute(query, conn).await? > 0)
}

/// The provider has it. Late news beat a doubt.
pub(crate) async fn sent(
    conn: &mut AsyncPgConnection,
    id: MessageId,
    provider_ref: Option<&str>,
    keep_content: bool,
) -> QueryResult<bool> {
    let query = sql_query(
        "UPDATE outbox SET state = 'sent', provider_ref = left($2, 200), problem = NULL, finished_at = now(),
            content = CASE WHEN $3 THEN content END
         WHERE id = $1 AND state IN ('sending', 'unknown')",
    )
    .bind::<sql_types::Uuid, _>(id)
    .bind::<Nullable<Text>, _>(provider_ref)
    .bind::<Bool, _>(keep_content);
    Ok(RunQueryDsl::execute(query, conn).await? > 0)
}

/// Certainly not sent so far; another try is made later.
pub(crate) async fn back_to_queue(
    conn: &mut AsyncPgConnection,
    id: MessageId,
    problem: &str,
) -> QueryResult<bool> {
    let query = sql_query(
        "UPDATE outbox SET state = 'queued', problem = $2 WHERE id = $1 AND state IN ('queued', 'sending')",
    )
    .bind::<sql_types::Uuid, _>(id)
    .bind::<Text, _>(problem);
    Ok(RunQueryDsl::execute(query, conn).await? > 0)
}

/// Certainly not sent, and no further try is made by itself. The content stays for
/// a day in case a person sends it again, unless it is of no use.
pub(crate) async fn failed(
    conn: &mut AsyncPgConnection,
    id: MessageId,
    problem: &str,
) -> QueryResult<bool> {
    let query = sql_query(
        "UPDATE outbox SET state = 'failed', problem = $2, finished_at = now(),
            content = CASE WHEN expires_at IS NULL THEN content END
         WHERE id = $1 AND state IN ('queued', 'sending')",
    )
    .bind::<sql_types::Uuid, _>(id)
    .bind::<Text, _>(problem);
    Ok(RunQueryDsl::execute(query, conn).await? > 0)
}

/// Nobody can say whether it was sent.
pub(crate) async fn in_doubt(conn: &mut AsyncPgConnection, id: MessageId) -> QueryResult<bool> {
    let query = sql_query(
        "UPDATE outbox SET state = 'unknown', finished_at = now(), content = NULL
         WHERE id = $1 AND state = 'sending'",
    )
    .bind::<sql_types::Uuid, _>(id);
    Ok(RunQueryDsl::execute(query, conn).await? > 0)
}

/// A provider's word about a message, by our reference. The first final one stays.
/// Whoever tells about a message has it.
pub(crate) async fn delivered(
    conn: &mut AsyncPgConnection,
    provider: &str,
    reference: &str,
    provider_ref: &str,
    arrived: bool,
) -> QueryResult<bool> {
    let query = sql_query(
        "UPDATE outbox SET delivery = CASE WHEN $4 THEN 'delivered' ELSE 'undelivered' END, delivered_at = now(),
            provider_ref = coalesce(provider_ref, left($3, 200)),
            finished_at = CASE WHEN state = 'sent' THEN finished_at ELSE now() END, state = 'sent', content = NULL
         WHERE reference = $2 AND provider = $1 AND delivery IS NULL AND state IN ('sending', 'unknown', 'sent')
           AND coalesce(provider_ref, $3) = $3",
    )
    .bind::<Text, _>(provider)
    .bind::<Text, _>(reference)
    .bind::<Text, _>(provider_ref)
    .bind::<Bool, _>(arrived);
    Ok(RunQueryDsl::execute(query, conn).await? > 0)
}

/// Provider, its name for the message and ours, while nothing is known of the
/// delivery.
pub(crate) async fn undelivered(
    conn: &mut AsyncPgConnection,
    id: MessageId,
) -> QueryResult<Option<(String, String, String)>> {
    let row: Option<(Option<String>, Option<String>, String)> = RunQueryDsl::first(
        outbox::table
            .find(id)
            .filter(outbox::state.eq(State::Sent.code()))
            .filter(outbox::delivery.is_null())
            .select((outbox::provider, outbox::provider_ref, outbox::reference)),
        conn,
    )
    .await
    .optional()?;
    Ok(row.and_then(|(provider, theirs, ours)| Some((provider?, theirs?, ours))))
}

/// What of the outbox is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutboxAsked {
    /// Only in this state.
    pub state: Option<State>,
    /// Only by this channel.
    pub channel: Option<Channel>,
    /// Only older than this one.
    pub before: Option<MessageId>,
}

/// Up to `most` messages, newest first, without their content.
pub async fn outbox_page(
    conn: &mut AsyncPgConnection,
    asked: OutboxAsked,
    most: i64,
) -> QueryResult<Vec<OutboxRow>> {
    let mut query = outbox::table
        .select(OutboxRow::as_select())
        .order(outbox::id.desc())
        .limit(most)
        .into_boxed();
    if let Some(state) = asked.state {
        query = query.filter(outbox::state.eq(state.code()));
    }
    if let Some(channel) = asked.channel {
        query = query.filter(outbox::channel.eq(channel.code()));
    }
    if let Some(before) = asked.before {
        query = query.filter(outbox::id.lt(before));
    }
    RunQueryDsl::load(query, conn).await
}

/// Puts a failed message back into the queue; false when there is none or its
/// content is gone. The caller enqueues the job.
pub(crate) async fn requeue(conn: &mut AsyncPgConnection, id: MessageId) -> QueryResult<bool> {
    let query = sql_query(
        "UPDATE outbox SET state = 'queued', finished_at = NULL
         WHERE id = $1 AND state = 'failed' AND content IS NOT NULL",
    )
    .bind::<sql_types::Uuid, _>(id);
    Ok(RunQueryDsl::execute(query, conn).await? > 0)
}

/// Sends a failed message again; false when there is no such failed message or its
/// content has been erased.
pub async fn send_again(conn: &mut AsyncPgConnection, id: MessageId) -> QueryResult<bool> {
    use diesel_async::AsyncConnection as _;
    conn.transaction(async |conn| {
        let there = requeue(conn, id).await?;
        if there {
            platform::jobs::enqueue(conn, &crate::jobs::Deliver { message: id }).await?;
        }
        Ok(there)
    })
    .await
}

/// The last messages of the console, with their sealed content.
pub(crate) async fn shown_on_console(
    conn: &mut AsyncPgConnection,
    most: i64,
) -> QueryResult<Vec<(OutboxRow, Option<Vec<u8>>)>> {
    let query = outbox::table
        .filter(outbox::provider.eq(crate::console::NAME))
        .filter(outbox::content.is_not_null())
        .select((OutboxRow::as_select(), outbox::content))
        .order(outbox::id.desc())
        .limit(most);
    RunQueryDsl::load(query, conn).await
}

/// Erases contents that nobody needs any more and removes old rows; how many rows
/// were touched.
pub(crate) async fn prune(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    let erase = sql_query(
        "UPDATE outbox SET content = NULL WHERE content IS NOT NULL
            AND finished_at < now() - interval '1 day'",
    );
    let erased = RunQueryDsl::execute(erase, conn).await?;
    let remove = sql_query("DELETE FROM outbox WHERE created_at < now() - interval '90 days'");
    Ok(erased + RunQueryDsl::execute(remove, conn).await?)
}
