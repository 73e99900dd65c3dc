//! How many codes are sent: to one number, from one address, to a block of
//! numbers, and to everybody. Counted in the database, over sliding windows.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;
use platform::config::OtpLimits;

use super::{Destination, Issue, queries};
use crate::{Auth, AuthError};

/// One code, as it is counted.
pub(super) struct Send {
    pub at: DateTime<Utc>,
    pub to_index: Vec<u8>,
    pub block_index: Option<Vec<u8>>,
    pub caller_index: Option<Vec<u8>>,
}

impl Send {
    pub(super) fn new(auth: &Auth, ask: &Issue, at: DateTime<Utc>) -> Self {
        let index = |usage: &str, text: &str| auth.sealer.blind_index(usage, text).to_vec();
        let block = match &ask.to {
            Destination::Phone(phone) => Some(index("otp_sends.block", &phone.block())),
            Destination::Email(_) => None,
        };
        Self {
            at,
            to_index: index("otp_sends.to", &ask.to.whole()),
            block_index: block,
            caller_index: caller_index(auth, ask.caller),
        }
    }
}

/// How an address that asks is counted: as a whole for version 4, and by the /64
/// that one customer has for version 6.
pub(crate) fn caller_index(auth: &Auth, caller: Option<IpAddr>) -> Option<Vec<u8>> {
    let caller = caller.filter(|ip| auth.count_loopback || !ip.is_loopback())?;
    let shown = match caller.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("{:x?}", &ip.segments()[..4]),
    };
    Some(
        auth.sealer
            .blind_index("sign_in_failures.caller", &shown)
            .to_vec(),
    )
}

/// Refuses what would be one too many.
pub(super) async fn check(
    conn: &mut AsyncPgConnection,
    send: &Send,
    limits: &OtpLimits,
) -> Result<(), AuthError> {
    let full = queries::full_until(conn, send, limits).await?;
    if let Some(until) = full.own {
        return Err(AuthError::TooMany(wait_s(until, send.at)));
    }
    if full.budget.is_some() {
        metrics::counter!("auth_code_budget_stops_total").increment(1);
        tracing::warn!("no more codes today: HAAT_OTP_DAY is reached");
        return Err(AuthError::CodesPaused);
    }
    Ok(())
}

/// Whole seconds, at least one.
pub(crate) fn wait_s(until: DateTime<Utc>, now: DateTime<Utc>) -> u32 {
    let seconds = (until - now + TimeDelta::milliseconds(999)).num_seconds();
    u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)
}
