//! Another password: by who knows the one before, or has the phone or the address.

use diesel::QueryResult;
use diesel_async::AsyncConnection as _;
use kernel::UserId;
use notifications::{Notice, Template};

use crate::new_device::recipient;
use crate::otp::{self, Destination, Purpose};
use crate::password::check_password;
use crate::principal::Principal;
use crate::sessions::{EndedWhy, Keep, end_sessions};
use crate::users::{Profile, find_by_email, find_by_phone, profile_of, store_hash};
use crate::{Auth, AuthError};

/// Sets a password. Whoever does it has just signed in by code, or knows the one
/// before; every other device is signed out.
pub async fn change_password(
    auth: &Auth,
    who: &Principal,
    current: Option<&str>,
    password: &str,
) -> Result<(), AuthError> {
    let profile = profile_of(auth, who.user).await?;
    check_password(password, Some(&profile.phone))?;
    if !who.has_fresh_proof(auth.clock.now()) {
        crate::sign_in::prove_by_password(auth, &profile.phone, current).await?;
    }
    set_password(auth, who.user, password, Keep::Only(who.session)).await
}

/// Sets a password for whoever has the phone or the address, and signs them out
/// everywhere.
pub async fn reset_password(
    auth: &Auth,
    challenge: kernel::ChallengeId,
    code: &str,
    password: &str,
) -> Result<(), AuthError> {
    let to = otp::peek(auth, challenge, Purpose::PasswordReset).await?;
    check_for(auth, &to, password).await?;
    let to = otp::verify(auth, challenge, Purpose::PasswordReset, code).await?;
    let mut conn = auth.db.get().await?;
    let account = match &to {
        Destination::Phone(phone) => find_by_phone(&mut conn, &auth.phone_index(phone)).await?,
        Destination::Email(email) => find_by_email(&mut conn, &auth.email_index(email)).await?,
    };
    drop(conn);
    let account = account.ok_or(AuthError::CodeOver)?;
    set_password(auth, account.id, password, Keep::None).await
}

/// Refuses a weak password before a try is counted, the same with an account and
/// without.
async fn check_for(auth: &Auth, to: &Destination, password: &str) -> Result<(), AuthError> {
    let phone = match to {
        Destination::Phone(phone) => Some(phone.clone()),
        Destination::Email(email) => {
            let mut conn = auth.db.get().await?;
            let account = find_by_email(&mut conn, &auth.email_index(email)).await?;
            drop(conn);
            match account {
                Some(account) => Some(profile_of(auth, account.id).await?.phone),
                None => None,
            }
        }
    };
    Ok(check_password(password, phone.as_ref())?)
}

async fn set_password(
    auth: &Auth,
    user: UserId,
    password: &str,
    keep: Keep,
) -> Result<(), AuthError> {
    let hash = auth.passwords.hash(password).await?;
    let told = told_of_password(&profile_of(auth, user).await?)?;
    let mut conn = auth.db.get().await?;
    let now = auth.clock.now();
    conn.transaction(async |conn| {
        store_hash(conn, user, &hash).await?;
        auth.outbox.send(conn, &told).await?;
        end_sessions(conn, user, keep, EndedWhy::Password, now).await
    })
    .await?;
    auth.principals.forget_all();
    Ok(())
}

/// Whoever has a new password hears of it, in case it was somebody else.
fn told_of_password(profile: &Profile) -> QueryResult<Notice> {
    Ok(Notice {
        to: recipient(profile)?,
        says: Template::PasswordChanged {
            path: format!("/{}/account", profile.language),
        },
        key: None,
    })
}
