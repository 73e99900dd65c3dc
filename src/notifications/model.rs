//! Rows of the outbox, and what is sealed in them.

use chrono::{DateTime, Utc};
use diesel::{Queryable, Selectable};
use kernel::MessageId;
use platform::seal::{CannotOpen, Sealer};
use serde::{Deserialize, Serialize};

use crate::schema::outbox;

/// The column that [`Content`] is sealed for.
const COLUMN: &str = "outbox.content";

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// A text message.
    Sms,
    /// An e-mail.
    Email,
}

impl Channel {
    /// As it stands in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }

    /// The channel of this code.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Sms, Self::Email]
            .into_iter()
            .find(|channel| channel.code() == code)
    }
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// No provider has been asked, or all of them refused for now.
    Queued,
    /// A provider has been asked; the answer is not written yet.
    Sending,
    /// A provider has it.
    Sent,
    /// It certainly was not sent and will not be.
    Failed,
    /// Nobody can say whether the provider has it.
    Unknown,
}

impl State {
    const ALL: [Self; 5] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Failed,
        Self::Unknown,
    ];

    /// As it stands in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The state of this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A message as operators see it: nothing says who got it or what it said.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = outbox)]
pub struct OutboxRow {
    /// Which.
    pub id: MessageId,
    /// A code of [`Channel`].
    pub channel: String,
    /// Name of the [`crate::Template`].
    pub template: String,
    /// `bn` or `en`.
    pub language: String,
    /// Masked.
    pub recipient: String,
    /// Parts of an SMS; 1 for an e-mail.
    pub parts: i32,
    /// A code of [`State`].
    pub state: String,
    /// Who was asked last.
    pub provider: Option<String>,
    /// The provider's name for it.
    pub provider_ref: Option<String>,
    /// `delivered` or `undelivered`, where the provider tells.
    pub delivery: Option<String>,
    /// Why it failed.
    pub problem: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When a provider was asked last.
    pub begun_at: Option<DateTime<Utc>>,
    /// When it was sent, failed or given up on.
    pub finished_at: Option<DateTime<Utc>>,
    /// When the provider told about the delivery.
    pub delivered_at: Option<DateTime<Utc>>,
}

/// Recipient and text. Has no `Debug`: it must not be printed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Content {
    /// A number in E.164 or an address.
    pub to: String,
    /// The text.
    pub text: String,
    /// Of an e-mail.
    #[serde(default)]
    pub subject: String,
    /// Of an e-mail.
    #[serde(default)]
    pub html: String,
}

/// A content that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the content of a message cannot be read")]
pub(crate) enum Unreadable {
    Sealed(#[from] CannotOpen),
    Broken(#[from] serde_json::Error),
}

impl Content {
    pub fn seal(&self, sealer: &Sealer) -> Vec<u8> {
        let plain = serde_json::to_vec(self).expect("four strings are JSON");
        sealer.seal(COLUMN, &plain)
    }

    pub fn open(sealer: &Sealer, row: &[u8]) -> Result<Self, Unreadable> {
        Ok(serde_json::from_slice(&sealer.open(COLUMN, row)?)?)
    }
}

/// Our name for a message at providers: some take no more than 20 characters. The
/// time and 26 random bits of its id.
pub(crate) fn reference_of(id: MessageId) -> String {
    let mut hex = id.uuid().simple().to_string();
    hex.truncate(20);
    hex
}
