//! Codes that prove somebody has a phone or an address.
//!
//! Six digits, stored as an HMAC, good once, five tries. Where a code would tell
//! whether somebody has an account, the answer is the same and nothing is sent.

mod letter;
mod limits;
mod queries;

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryResult;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ChallengeId, Locale, Phone};
use rand::Rng as _;

use crate::email::Email;
use crate::error::stored;
use crate::keys::same;
use crate::users::{find_by_email, find_by_phone};
use crate::{Auth, AuthError};

pub(crate) use limits::{caller_index, wait_s};
pub(crate) use queries::prune;

/// How long a code that was sent to a phone is good, in minutes.
pub const CODE_MINUTES: i64 = 5;
/// How long a code that was sent by e-mail is good, in minutes.
pub const MAIL_MINUTES: i64 = 30;
/// How often a code may be tried.
pub const TRIES: i16 = 5;
/// The column, as destinations are sealed for it.
const TO: &str = "otp_challenges.to";

/// What a code is for; it is taken for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in, and signing up where the number is new.
    SignIn,
    /// Choosing a new password.
    PasswordReset,
    /// Proving to answer the phone of a shop on the map.
    ClaimShop,
    /// Proving to read what is sent to an address.
    VerifyEmail,
}

/// Not a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("codes are for nothing of this name")]
pub struct UnknownPurpose;

impl Purpose {
    const ALL: [Self; 4] = [
        Self::SignIn,
        Self::PasswordReset,
        Self::ClaimShop,
        Self::VerifyEmail,
    ];

    /// Its name in the database and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::PasswordReset => "password_reset",
            Self::ClaimShop => "claim_shop",
            Self::VerifyEmail => "verify_email",
        }
    }

    /// Whether only people with an account are sent one.
    const fn needs_account(self) -> bool {
        matches!(self, Self::PasswordReset)
    }
}

impl FromStr for Purpose {
    type Err = UnknownPurpose;

    fn from_str(text: &str) -> Result<Self, UnknownPurpose> {
        let known = Self::ALL.into_iter().find(|known| known.code() == text);
        known.ok_or(UnknownPurpose)
    }
}

/// Where a code goes. Shown, it is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// By SMS.
    Phone(Phone),
    /// By e-mail.
    Email(Email),
}

impl Destination {
    fn whole(&self) -> String {
        match self {
            Self::Phone(phone) => phone.e164(),
            Self::Email(email) => email.as_str().to_owned(),
        }
    }

    fn read(text: &str) -> QueryResult<Self> {
        if text.contains('@') {
            stored(text.parse()).map(Self::Email)
        } else {
            stored(text.parse()).map(Self::Phone)
        }
    }

    /// How long a code is good that goes there, in seconds.
    pub const fn good_for_s(&self) -> i64 {
        self.minutes() * 60
    }

    const fn minutes(&self) -> i64 {
        match self {
            Self::Phone(_) => CODE_MINUTES,
            Self::Email(_) => MAIL_MINUTES,
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phone(phone) => phone.fmt(f),
            Self::Email(email) => email.fmt(f),
        }
    }
}

/// Who wants a code for what.
#[derive(Clone, Debug)]
pub struct Issue {
    /// What for.
    pub purpose: Purpose,
    /// Where it goes.
    pub to: Destination,
    /// The language of the message.
    pub language: Locale,
    /// The address that asks, as [`platform::limits::Limits::caller`] tells.
    pub caller: Option<IpAddr>,
}

/// A code that is on its way, or would be if somebody had an account.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// Comes back with the code. Nobody else knows it, so that nobody else can
    /// use up the tries.
    pub id: ChallengeId,
    /// When the code is no longer good.
    pub expires_at: DateTime<Utc>,
}

/// Sends a code, within the limits.
pub async fn issue(auth: &Auth, ask: &Issue) -> Result<Challenge, AuthError> {
    let now = auth.clock.now();
    let send = limits::Send::new(auth, ask, now);
    let code = format!("{:06}", rand::rng().random_range(0..1_000_000));
    let challenge = Challenge {
        id: ChallengeId::new(),
        expires_at: now + TimeDelta::minutes(ask.to.minutes()),
    };
    let mut conn = auth.db.get().await?;
    // A look without waiting for others, so that those who ask far too often
    // hold up nobody; then the count that counts.
    limits::check(&mut conn, &send, &auth.limits).await?;
    conn.transaction(async |conn| {
        queries::one_at_a_time(conn).await?;
        limits::check(conn, &send, &auth.limits).await?;
        queries::add_send(conn, &send).await?;
        let row = queries::NewChallenge {
            id: challenge.id,
            purpose: ask.purpose.code(),
            to_sealed: auth.sealer.seal(TO, ask.to.whole().as_bytes()),
            code_mac: auth.keys.code(challenge.id.uuid(), &code).to_vec(),
            created_at: now,
            expires_at: challenge.expires_at,
        };
        queries::add_challenge(conn, &row).await?;
        let is_wanted = has_account(auth, conn, &ask.to).await? || !ask.purpose.needs_account();
        if is_wanted {
            letter::post(auth, conn, ask, &code).await?;
        }
        Ok::<_, AuthError>(())
    })
    .await?;
    Ok(challenge)
}

async fn has_account(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    to: &Destination,
) -> QueryResult<bool> {
    let account = match to {
        Destination::Phone(phone) => find_by_phone(conn, &auth.phone_index(phone)).await?,
        Destination::Email(email) => find_by_email(conn, &auth.email_index(email)).await?,
    };
    Ok(account.is_some())
}

/// Takes a code that came back, once, and tells where it had been sent.
///
/// Every try is counted at once and for good, so call it outside of transactions.
pub async fn verify(
    auth: &Auth,
    id: ChallengeId,
    purpose: Purpose,
    code: &str,
) -> Result<Destination, AuthError> {
    let (mut conn, now) = (auth.db.get().await?, auth.clock.now());
    let tried = queries::count_try(&mut conn, id, purpose.code(), now).await?;
    let tried = tried.ok_or(AuthError::CodeOver)?;
    let sent = auth.keys.code(id.uuid(), &digits(code));
    if !same(&sent, &tried.code_mac) {
        let tries_left = u32::try_from(TRIES - tried.tries).unwrap_or(0);
        return Err(AuthError::WrongCode { tries_left });
    }
    if !queries::use_up(&mut conn, id, now).await? {
        return Err(AuthError::CodeOver);
    }
    open(auth, &tried.to_sealed)
}

/// Where a code that is still good was sent; no try is counted.
pub(crate) async fn peek(
    auth: &Auth,
    id: ChallengeId,
    purpose: Purpose,
) -> Result<Destination, AuthError> {
    let (mut conn, now) = (auth.db.get().await?, auth.clock.now());
    let sealed = queries::find_open(&mut conn, id, purpose.code(), now).await?;
    open(auth, &sealed.ok_or(AuthError::CodeOver)?)
}

fn open(auth: &Auth, sealed: &[u8]) -> Result<Destination, AuthError> {
    let text = auth.sealer.open_text(TO, sealed)?;
    Ok(Destination::read(&text)?)
}

/// The digits of what somebody typed, Bengali ones included.
pub(crate) fn digits(typed: &str) -> String {
    let ascii = |c: char| match c {
        '০'..='৯' => char::from_digit(u32::from(c) - u32::from('০'), 10).unwrap_or(c),
        other => other,
    };
    let typed = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    typed.map(ascii).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert_eq!(digits(" ১২৩ ৪৫৬"), "123456");
        assert_eq!(digits("123-456"), "123456");
        assert_eq!(digits("12345x"), "12345x");
    }

    #[test]
    fn purposes_have_one_name_each() {
        for purpose in Purpose::ALL {
            assert_eq!(purpose.code().parse(), Ok(purpose));
        }
        assert_eq!("anything".parse::<Purpose>(), Err(UnknownPurpose));
    }
}
