//! Sending one message, once.
//!
//! intend (the row says `sending`) → ask a provider → record. A worker that finds
//! `sending` knows that somebody was asked and did not come back to tell: the
//! provider's books decide, and where it keeps none for us, the message stays in
//! doubt and is not sent again.

use std::time::Duration;

use diesel_async::AsyncConnection as _;
use diesel_async::AsyncPgConnection;
use kernel::MessageId;
use platform::db::Db;
use platform::jobs::{self, Failure, Running, Terms};

use crate::console;
use crate::jobs::AskDelivery;
use crate::model::{Channel, Content, State};
use crate::queries::{self, Waiting};
use crate::senders::Senders;
use crate::sms::{Answer, Delivery, Found, Lost, Refusal, RefusalKind, Sms, SmsGateway};

/// Until a provider's own books are up to date.
const BOOKS_AFTER: Duration = Duration::from_secs(20);
/// Until a phone should have it.
const DELIVERED_AFTER: Duration = Duration::from_mins(1);
/// Between two questions about a message on its way.
const ASK_EVERY: Duration = Duration::from_mins(10);
/// Of the daily budget that messages which can wait may use, in per cent: the rest
/// is kept for codes.
const PATIENT_SHARE: i64 = 80;

/// What there is to do for a message.
enum Task {
    Send(Waiting, Content),
    Resolve(Waiting),
    /// The budget of the day is used up.
    Wait(Duration),
    Nothing,
}

/// Sends a message, or finds out what became of it.
pub(crate) async fn deliver(
    senders: &Senders,
    id: MessageId,
    running: &Running,
) -> Result<(), Failure> {
    match prepare(senders, id, running).await? {
        Task::Nothing => Ok(()),
        Task::Wait(pause) => later(running, id, "notifications.over_budget", Some(pause)).await,
        Task::Send(row, content) if row.channel == Channel::Email.code() => {
            let answer = senders.mailer.send(&content, &row.reference).await;
            record(running, &row, senders.mailer.name(), answer, false).await
        }
        Task::Send(row, content) => send_sms(senders, &row, &content, running).await,
        Task::Resolve(row) => resolve(senders, &row, running).await,
    }
}

/// Decides under the row's lock. When it answers [`Task::Send`], the row says that
/// the first provider is being asked.
async fn prepare(senders: &Senders, id: MessageId, running: &Running) -> anyhow::Result<Task> {
    let mut conn = running.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let Some(mut row) = queries::lock(conn, id).await? else {
            return Ok(Task::Nothing);
        };
        match State::of(&row.state) {
            Some(State::Queued) => {}
            Some(State::Sending) => return Ok(Task::Resolve(row)),
            _ => return Ok(Task::Nothing),
        }
        let sealed = row.content.take().filter(|_| !row.is_stale);
        let Some(sealed) = sealed else {
            queries::failed(conn, id, "notifications.expired").await?;
            count(&row.channel, "failed");
            return Ok(Task::Nothing);
        };
        let content = Content::open(&senders.sealer, &sealed)?;
        if let Some(pause) = over_budget(senders, conn, &row).await? {
            return Ok(Task::Wait(pause));
        }
        let first = if row.channel == Channel::Email.code() {
            senders.mailer.name()
        } else {
            senders.sms[0].name()
        };
        queries::begin(conn, id, first).await?;
        Ok(Task::Send(row, content))
    })
    .await
}

/// How long to wait for money, if there is none left today.
async fn over_budget(
    senders: &Senders,
    conn: &mut AsyncPgConnection,
    row: &Waiting,
) -> anyhow::Result<Option<Duration>> {
    if row.channel != Channel::Sms.code() || senders.sms[0].name() == console::NAME {
        return Ok(None);
    }
    let today = queries::today(conn).await?;
    let all = i64::from(senders.daily_parts);
    let allowed = if row.is_urgent {
        all
    } else {
        all * PATIENT_SHARE / 100
    };
    let is_over = today.parts + i64::from(row.parts) > allowed;
    Ok(is_over.then(|| Duration::try_from_secs_f64(today.left_s).unwrap_or_default()))
}

/// Asks the providers in turn until one takes it.
async fn send_sms(
    senders: &Senders,
    row: &Waiting,
    content: &Content,
    running: &Running,
) -> Result<(), Failure> {
    let sms = Sms {
        to: &content.to,
        text: &content.text,
        reference: &row.reference,
    };
    let last = senders.sms.len() - 1;
    for (at, gateway) in senders.sms.iter().enumerate() {
        if at > 0 {
            let mut conn = running.db.get().await?;
            queries::begin(&mut conn, row.id, gateway.name()).await?;
        }
        let answer = gateway.send(&sms).await;
        if let Answer::Refused(refusal) = &answer
            && refusal.kind != RefusalKind::Recipient
            && at < last
        {
            tell_refusal(gateway.name(), refusal);
            continue;
        }
        if matches!(answer, Answer::Accepted { .. }) {
            metrics::counter!("sms_parts_total", "provider" => gateway.name())
                .increment(u64::try_from(row.parts).unwrap_or_default());
        }
        return record(
            running,
            row,
            gateway.name(),
            answer,
            gateway.tells_delivery(),
        )
        .await;
    }
    Ok(())
}

/// Writes what a provider answered.
async fn record(
    running: &Running,
    row: &Waiting,
    provider: &'static str,
    answer: Answer,
    ask_later: bool,
) -> Result<(), Failure> {
    match answer {
        Answer::Accepted { provider_ref } => {
            note_sent(
                &running.db,
                row,
                provider,
                provider_ref.as_deref(),
                ask_later,
            )
            .await?;
            Ok(())
        }
        Answer::Refused(refusal) => {
            tell_refusal(provider, &refusal);
            if refusal.kind == RefusalKind::Recipient {
                return give_up(running, row.id, &row.channel, refusal.kind.code()).await;
            }
            later(running, row.id, refusal.kind.code(), None).await
        }
        Answer::Unknown(why) if running.is_last => {
            tracing::warn!(provider, error = %platform::http::Chain(why.as_ref()), "a message is in doubt");
            in_doubt(running, row).await
        }
        Answer::Unknown(why) => Err(Failure::RetryIn(
            BOOKS_AFTER,
            why.context(format!("{provider} did not say whether it has the message")),
        )),
    }
}

async fn note_sent(
    db: &Db,
    row: &Waiting,
    provider: &str,
    provider_ref: Option<&str>,
    ask_later: bool,
) -> anyhow::Result<()> {
    let mut conn = db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    let keep = provider == console::NAME;
    conn.transaction(async |conn| {
        queries::sent(conn, row.id, provider_ref, keep).await?;
        if ask_later {
            let terms = Terms {
                delay: DELIVERED_AFTER,
                ..Terms::default()
            };
            jobs::enqueue_with(conn, &AskDelivery { message: row.id }, terms).await?;
        }
        diesel::QueryResult::Ok(())
    })
    .await?;
    count(&row.channel, "sent");
    Ok(())
}

/// Another try, unless this was the last.
async fn later(
    running: &Running,
    id: MessageId,
    problem: &'static str,
    pause: Option<Duration>,
) -> Result<(), Failure> {
    if running.is_last {
        return give_up(running, id, "any", problem).await;
    }
    let mut conn = running.db.get().await?;
    queries::back_to_queue(&mut conn, id, problem).await?;
    let why = anyhow::anyhow!("{problem}");
    Err(pause.map_or_else(
        || Failure::Retry(anyhow::anyhow!("{problem}")),
        |pause| Failure::RetryIn(pause, why),
    ))
}

/// A message that cannot be sent is not a job that failed, unless it ran out of
/// attempts: operators find it in the outbox.
async fn give_up(
    running: &Running,
    id: MessageId,
    channel: &str,
    problem: &'static str,
) -> Result<(), Failure> {
    let mut conn = running.db.get().await?;
    queries::failed(&mut conn, id, problem).await?;
    count(channel, "failed");
    tracing::warn!(message.id = %id, problem, "a message was not sent");
    Ok(())
}

/// Somebody was asked and nobody knows what came of it.
async fn resolve(senders: &Senders, row: &Waiting, running: &Running) -> Result<(), Failure> {
    let Some((gateway, content)) = whom_to_ask(senders, row) else {
        return in_doubt(running, row).await;
    };
    let lost = Lost {
        sms: Sms {
            to: &content.to,
            text: &content.text,
            reference: &row.reference,
        },
        begun_at: row.begun_at.unwrap_or_default(),
    };
    match gateway.look_up(&lost).await {
        Found::There { provider_ref } => {
            let theirs = Some(provider_ref.as_str());
            note_sent(
                &running.db,
                row,
                gateway.name(),
                theirs,
                gateway.tells_delivery(),
            )
            .await?;
            Ok(())
        }
        Found::NotThere => later(running, row.id, "notifications.not_reached", None).await,
        Found::NotNow if !running.is_last => Err(Failure::Retry(anyhow::anyhow!(
            "{} cannot look it up now",
            gateway.name()
        ))),
        Found::NotNow | Found::CannotTell => in_doubt(running, row).await,
    }
}

fn whom_to_ask<'a>(senders: &'a Senders, row: &Waiting) -> Option<(&'a dyn SmsGateway, Content)> {
    let gateway = senders.gateway(row.provider.as_deref()?)?;
    let content = Content::open(&senders.sealer, row.content.as_ref()?).ok()?;
    Some((gateway, content))
}

async fn in_doubt(running: &Running, row: &Waiting) -> Result<(), Failure> {
    let mut conn = running.db.get().await?;
    queries::in_doubt(&mut conn, row.id).await?;
    count(&row.channel, "unknown");
    tracing::warn!(message.id = %row.id, "nobody can say whether a message was sent; it is not sent again");
    Ok(())
}

/// Asks what became of a message that a provider has.
pub(crate) async fn ask_delivery(
    senders: &Senders,
    id: MessageId,
    running: &Running,
) -> Result<(), Failure> {
    let mut conn = running.db.get().await?;
    let Some((provider, theirs, ours)) = queries::undelivered(&mut conn, id).await? else {
        return Ok(());
    };
    let Some(gateway) = senders.gateway(&provider) else {
        return Ok(());
    };
    drop(conn);
    let arrived = match gateway.delivery(&theirs).await {
        Delivery::Delivered => true,
        Delivery::Undelivered => false,
        Delivery::Pending if !running.is_last => {
            return Err(Failure::RetryIn(ASK_EVERY, anyhow::anyhow!("on its way")));
        }
        Delivery::Pending | Delivery::NeverTold => return Ok(()),
    };
    let mut conn = running.db.get().await?;
    queries::delivered(&mut conn, &provider, &ours, &theirs, arrived).await?;
    Ok(())
}

fn tell_refusal(provider: &'static str, refusal: &Refusal) {
    metrics::counter!("message_refusals_total", "provider" => provider, "reason" => refusal.kind.code())
        .increment(1);
    if refusal.kind != RefusalKind::Recipient {
        tracing::warn!(
            provider,
            provider.code = refusal.code,
            reason = refusal.kind.code(),
            "a provider refused"
        );
    }
}

fn count(channel: &str, outcome: &'static str) {
    metrics::counter!("messages_total", "channel" => channel.to_owned(), "outcome" => outcome)
        .increment(1);
}
