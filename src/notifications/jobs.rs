//! Jobs: sending a message, and asking what became of it.

use std::sync::Arc;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use kernel::MessageId;
use platform::jobs::{Job, Runner};
use serde::{Deserialize, Serialize};

use crate::deliver;
use crate::queries;
use crate::senders::Senders;

/// Sends one message.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Deliver {
    pub message: MessageId,
}

impl Job for Deliver {
    const NAME: &'static str = "notifications.deliver";
}

/// Asks the provider whether a message has arrived.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct AskDelivery {
    pub message: MessageId,
}

impl Job for AskDelivery {
    const NAME: &'static str = "notifications.ask_delivery";
    const MAX_ATTEMPTS: i32 = 8;
}

/// Registers the handlers.
#[must_use]
pub fn handle_jobs(runner: Runner, senders: Arc<Senders>) -> Runner {
    let asking = Arc::clone(&senders);
    runner
        .on(move |job: Deliver, running| {
            let senders = Arc::clone(&senders);
            async move { deliver::deliver(&senders, job.message, &running).await }
        })
        .on(move |job: AskDelivery, running| {
            let senders = Arc::clone(&asking);
            async move { deliver::ask_delivery(&senders, job.message, &running).await }
        })
}

/// Erases contents a day after a message failed (or was shown on the console) and
/// removes rows after ninety days; how many rows were touched.
pub async fn prune(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    queries::prune(conn).await
}
