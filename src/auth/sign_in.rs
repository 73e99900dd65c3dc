//! Signing in: by a code that was sent to the phone, or by password.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bytea, Nullable, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ChallengeId, Locale, Phone};

use crate::otp::{self, Destination, Purpose};
use crate::password::Match;
use crate::schema::sign_in_failures;
use crate::sessions::{self, Device, Signed, Start};
use crate::users::{self, Account};
use crate::{Auth, AuthError, new_device};

/// Wrong passwords for one number within [`PHONE_WINDOW`].
const PER_PHONE: u32 = 10;
/// Its length in SQL.
const PHONE_WINDOW: &str = "15 minutes";
/// Wrong passwords from one address within [`CALLER_WINDOW`].
const PER_CALLER: u32 = 50;
/// Its length in SQL.
const CALLER_WINDOW: &str = "1 hour";

/// How somebody proves who they are.
#[derive(Clone, Debug)]
pub enum SignInWith {
    /// A code that was sent to the phone. A number that is new gets an account.
    Code {
        /// From [`otp::issue`].
        challenge: ChallengeId,
        /// What came by SMS.
        code: String,
        /// The language of a new account.
        language: Locale,
    },
    /// A password.
    Password {
        /// Whose.
        phone: Phone,
        /// As it was typed.
        password: String,
        /// The address that asks, as [`platform::limits::Limits::caller`] tells.
        caller: Option<IpAddr>,
    },
}

/// Starts the session of a program.
pub async fn sign_in(auth: &Auth, with: SignInWith, device: Device) -> Result<Signed, AuthError> {
    let start = prove(auth, with, device).await?;
    let mut conn = auth.db.get().await?;
    new_device::tell(auth, &mut conn, &start).await?;
    sessions::start_for_program(auth, &mut conn, &start).await
}

/// Starts the session of a browser; what goes into its cookie.
pub async fn sign_in_page(
    auth: &Auth,
    with: SignInWith,
    device: Device,
) -> Result<String, AuthError> {
    let start = prove(auth, with, device).await?;
    let mut conn = auth.db.get().await?;
    new_device::tell(auth, &mut conn, &start).await?;
    sessions::start_for_pages(auth, &mut conn, &start).await
}

async fn prove(auth: &Auth, with: SignInWith, device: Device) -> Result<Start, AuthError> {
    let (account, has_phone) = match with {
        SignInWith::Code {
            challenge,
            code,
            language,
        } => (by_code(auth, challenge, &code, language).await?, true),
        SignInWith::Password {
            phone,
            password,
            caller,
        } => (by_password(auth, &phone, &password, caller).await?, false),
    };
    if account.suspended_at.is_some() {
        return Err(AuthError::Suspended);
    }
    Ok(Start {
        user: account.id,
        device,
        has_phone,
    })
}

async fn by_code(
    auth: &Auth,
    challenge: ChallengeId,
    code: &str,
    language: Locale,
) -> Result<Account, AuthError> {
    let to = otp::verify(auth, challenge, Purpose::SignIn, code).await?;
    let Destination::Phone(phone) = to else {
        return Err(AuthError::CodeOver);
    };
    let mut conn = auth.db.get().await?;
    Ok(users::find_or_add(auth, &mut conn, &phone, language).await?)
}

/// The account, if the password is its own. Where there is no account the same
/// work is done, and the same said.
async fn by_password(
    auth: &Auth,
    phone: &Phone,
    password: &str,
    caller: Option<IpAddr>,
) -> Result<Account, AuthError> {
    let (index, now) = (auth.phone_index(phone), auth.clock.now());
    let caller = otp::caller_index(auth, caller);
    let mut conn = auth.db.get().await?;
    refuse_guessing(&mut conn, &index, caller.as_deref(), now).await?;
    let account = users::find_by_phone(&mut conn, &index).await?;
    // Hashing takes a while; somebody else may use the connection.
    drop(conn);
    let stored = account.as_ref().and_then(|it| it.password_hash.as_deref());
    let matches = auth.passwords.verify(password, stored).await?;
    let Some(account) = account.filter(|_| matches != Match::No) else {
        let mut conn = auth.db.get().await?;
        note_failure(&mut conn, &index, caller.as_deref(), now).await?;
        return Err(AuthError::WrongPassword);
    };
    if matches == Match::Outdated {
        let hash = auth.passwords.hash(password).await?;
        let mut conn = auth.db.get().await?;
        users::store_hash(&mut conn, account.id, &hash).await?;
    }
    Ok(account)
}

/// Proves an owner by the password before; whoever has none signs in by code.
pub(crate) async fn prove_by_password(
    auth: &Auth,
    phone: &Phone,
    password: Option<&str>,
) -> Result<(), AuthError> {
    let password = password.ok_or(AuthError::ProveAgain)?;
    by_password(auth, phone, password, None).await.map(drop)
}

/// Refuses more tries where there were too many wrong ones lately.
pub(crate) async fn refuse_guessing(
    conn: &mut AsyncPgConnection,
    phone: &[u8],
    caller: Option<&[u8]>,
    now: DateTime<Utc>,
) -> Result<(), AuthError> {
    match tried_enough_until(conn, phone, caller, now).await? {
        Some(until) => Err(AuthError::TooMany(otp::wait_s(until, now))),
        None => Ok(()),
    }
}

#[derive(QueryableByName)]
struct Enough {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    until: Option<DateTime<Utc>>,
}

/// Until when no more passwords are tried; `None` where there is room.
async fn tried_enough_until(
    conn: &mut AsyncPgConnection,
    phone: &[u8],
    caller: Option<&[u8]>,
    now: DateTime<Utc>,
) -> QueryResult<Option<DateTime<Utc>>> {
    let window = |column: &str, length: &str, most: u32| {
        let before = most - 1;
        format!(
            "(SELECT at + interval '{length}' FROM sign_in_failures
              WHERE {column} AND at > $3 - interval '{length}' ORDER BY at DESC OFFSET {before} LIMIT 1)"
        )
    };
    let statement = format!(
        "SELECT greatest({}, {}) AS until",
        window("phone_index = $1", PHONE_WINDOW, PER_PHONE),
        window("caller_index = $2", CALLER_WINDOW, PER_CALLER),
    );
    let enough: Enough = diesel::sql_query(statement)
        .bind::<Bytea, _>(phone)
        .bind::<Nullable<Bytea>, _>(caller)
        .bind::<Timestamptz, _>(now)
        .get_result(conn)
        .await?;
    Ok(enough.until)
}

/// Counts a wrong try.
pub(crate) async fn note_failure(
    conn: &mut AsyncPgConnection,
    phone: &[u8],
    caller: Option<&[u8]>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(sign_in_failures::table)
        .values((
            sign_in_failures::at.eq(now),
            sign_in_failures::phone_index.eq(phone),
            sign_in_failures::caller_index.eq(caller),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Removes failures that no window reaches.
pub(crate) async fn prune_failures(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let old = now - TimeDelta::days(1);
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::at.lt(old)))
        .execute(conn)
        .await
}
