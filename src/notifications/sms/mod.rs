//! SMS providers. They only translate: what is asked and what was answered; when
//! to ask whom is decided in `deliver`.

mod answers;
mod bulk_sms_bd;
mod green_web;
mod ssl_wireless;
mod twilio;

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use platform::config::SmsAccount;
use platform::outbound::Outbound;

pub(crate) use twilio::{delivery_of, is_signed_by_twilio};

/// How long a provider may take. Well below the time in which a stopping process
/// must be done.
pub(crate) const WITHIN: Duration = Duration::from_secs(8);

/// A text message for a provider.
#[derive(Clone, Copy)]
pub(crate) struct Sms<'a> {
    /// E.164, with the plus.
    pub to: &'a str,
    /// What it says.
    pub text: &'a str,
    /// Our name for it, 20 characters.
    pub reference: &'a str,
}

/// A text message of which we do not know whether the provider has it.
pub(crate) struct Lost<'a> {
    /// The message.
    pub sms: Sms<'a>,
    /// When the provider was asked.
    pub begun_at: DateTime<Utc>,
}

/// What a provider made of a message.
#[derive(Debug)]
pub(crate) enum Answer {
    /// It has it and will pass it on.
    Accepted {
        /// Its name for it.
        provider_ref: Option<String>,
    },
    /// It certainly does not have it.
    Refused(Refusal),
    /// Nobody can say.
    Unknown(anyhow::Error),
}

/// Why a message was refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub kind: RefusalKind,
    /// The provider's code or words, without number and text.
    pub code: String,
}

/// Whose trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefusalKind {
    /// The number's: no provider will do better.
    Recipient,
    /// Our account's: balance, sender, address. Another provider may do.
    Account,
    /// The provider's: it is busy. Later, or another one.
    Busy,
    /// It could not be reached at all.
    NotReached,
}

impl RefusalKind {
    /// As it stands in the outbox.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recipient => "notifications.refused_recipient",
            Self::Account => "notifications.refused_account",
            Self::Busy => "notifications.provider_busy",
            Self::NotReached => "notifications.not_reached",
        }
    }
}

/// What a provider knows of a lost message.
#[derive(Debug)]
pub(crate) enum Found {
    /// It has it.
    There {
        /// Its name for it.
        provider_ref: String,
    },
    /// It never got it.
    NotThere,
    /// It does not answer now.
    NotNow,
    /// It cannot be asked.
    CannotTell,
}

/// What became of a message that a provider has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// On the phone.
    Delivered,
    /// It will not get there.
    Undelivered,
    /// On its way, or the provider does not answer now.
    Pending,
    /// This provider never tells.
    NeverTold,
}

/// One SMS provider.
///
/// No method has a default: a provider that cannot do something says so itself.
#[async_trait]
pub(crate) trait SmsGateway: Send + Sync {
    /// As it stands in the outbox.
    fn name(&self) -> &'static str;

    /// Asks it to send a message. Not safe to repeat unless it was refused.
    async fn send(&self, sms: &Sms<'_>) -> Answer;

    /// Asks whether it has a message whose answer was lost.
    async fn look_up(&self, lost: &Lost<'_>) -> Found;

    /// Whether it can be asked what became of a message.
    fn tells_delivery(&self) -> bool;

    /// Asks what became of a message, by its own name for it.
    async fn delivery(&self, provider_ref: &str) -> Delivery;
}

/// The provider of an account. Its reports come to `callbacks` (our address without
/// a slash at the end), if they can.
pub(crate) fn gateway(
    account: &SmsAccount,
    outbound: Outbound,
    callbacks: &str,
) -> Box<dyn SmsGateway> {
    match account.clone() {
        SmsAccount::SslWireless { url, token, sid } => Box::new(ssl_wireless::SslWireless {
            outbound,
            url,
            token,
            sid,
        }),
        SmsAccount::BulkSmsBd { url, key, sender } => Box::new(bulk_sms_bd::BulkSmsBd {
            outbound,
            url,
            key,
            sender,
        }),
        SmsAccount::GreenWeb { url, token } => Box::new(green_web::GreenWeb {
            outbound,
            url,
            token,
        }),
        SmsAccount::Twilio {
            url,
            account,
            token,
            sender,
        } => Box::new(twilio::Twilio {
            outbound,
            url,
            account,
            token,
            sender,
            callbacks: callbacks.to_owned(),
        }),
    }
}

/// `8801712345678`, as providers of the country want it.
fn without_plus(e164: &str) -> &str {
    e164.trim_start_matches('+')
}
