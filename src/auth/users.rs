//! Accounts: found by number or address, and what their owners change.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::{Locale, Phone, UserId};

use crate::email::Email;
use crate::error::stored;
use crate::otp::{self, Destination, Purpose};
use crate::schema::users;
use crate::{Auth, AuthError};

/// Columns, as values are sealed for them.
pub(crate) const PHONE: &str = "users.phone";
pub(crate) const EMAIL: &str = "users.email";

/// What people see of their own account.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Who.
    pub id: UserId,
    /// Their number.
    pub phone: Phone,
    /// Their address, if they gave one.
    pub email: Option<Email>,
    /// Whether a code that was sent there came back.
    pub email_is_verified: bool,
    /// What they want to be called.
    pub name: Option<String>,
    /// The language messages to them are written in.
    pub language: Locale,
    /// Whether they can sign in without a code.
    pub has_password: bool,
}

/// What the owner of an account changes; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct NewProfile {
    /// What they want to be called; `Some(None)` forgets it.
    pub name: Option<Option<String>>,
    /// The language messages to them are written in.
    pub language: Option<Locale>,
    /// An address, unproved until its code comes back; `Some(None)` forgets it.
    pub email: Option<Option<Email>>,
}

/// What signing in needs to know of an account.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub(crate) struct Account {
    pub id: UserId,
    pub password_hash: Option<String>,
    pub suspended_at: Option<DateTime<Utc>>,
}

impl Auth {
    /// How a number is found.
    pub(crate) fn phone_index(&self, phone: &Phone) -> Vec<u8> {
        self.sealer.blind_index(PHONE, &phone.e164()).to_vec()
    }

    /// How an address is found.
    pub(crate) fn email_index(&self, email: &Email) -> Vec<u8> {
        self.sealer.blind_index(EMAIL, email.as_str()).to_vec()
    }
}

/// The account with this number; `None` when nobody has it.
pub(crate) async fn find_by_phone(
    conn: &mut AsyncPgConnection,
    phone_index: &[u8],
) -> QueryResult<Option<Account>> {
    users::table
        .filter(users::phone_index.eq(phone_index))
        .select(Account::as_select())
        .first(conn)
        .await
        .optional()
}

/// The account whose owner proved to have this address; `None` when nobody did.
pub(crate) async fn find_by_email(
    conn: &mut AsyncPgConnection,
    email_index: &[u8],
) -> QueryResult<Option<Account>> {
    users::table
        .filter(users::email_index.eq(email_index))
        .filter(users::email_verified_at.is_not_null())
        .select(Account::as_select())
        .first(conn)
        .await
        .optional()
}

/// The account with this number, made now if there is none.
pub(crate) async fn find_or_add(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    phone: &Phone,
    language: Locale,
) -> QueryResult<Account> {
    let index = auth.phone_index(phone);
    diesel::insert_into(users::table)
        .values((
            users::id.eq(UserId::new()),
            users::phone_sealed.eq(auth.sealer.seal(PHONE, phone.e164().as_bytes())),
            users::phone_index.eq(&index),
            users::language.eq(language.code()),
        ))
        .on_conflict(users::phone_index)
        .do_nothing()
        .execute(conn)
        .await?;
    let account = find_by_phone(conn, &index).await?;
    account.ok_or(diesel::result::Error::NotFound)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: UserId,
    phone_sealed: Vec<u8>,
    email_sealed: Option<Vec<u8>>,
    email_verified_at: Option<DateTime<Utc>>,
    name: Option<String>,
    language: String,
    password_hash: Option<String>,
}

/// What somebody sees of their own account.
pub async fn profile_of(auth: &Auth, user: UserId) -> Result<Profile, AuthError> {
    let mut conn = auth.db.get().await?;
    let row: Row = users::table
        .find(user)
        .select(Row::as_select())
        .first(&mut conn)
        .await?;
    let phone = auth.sealer.open_text(PHONE, &row.phone_sealed)?;
    let email = row.email_sealed;
    let email = email
        .map(|sealed| auth.sealer.open_text(EMAIL, &sealed))
        .transpose()?;
    Ok(Profile {
        id: row.id,
        phone: stored(phone.parse())?,
        email: email.map(|email| stored(email.parse())).transpose()?,
        email_is_verified: row.email_verified_at.is_some(),
        name: row.name,
        language: stored(row.language.parse())?,
        has_password: row.password_hash.is_some(),
    })
}

/// Changes what somebody wants to be called and how they are reached.
pub async fn change_profile(auth: &Auth, user: UserId, new: NewProfile) -> Result<(), AuthError> {
    let mut conn = auth.db.get().await?;
    conn.transaction(async |conn| {
        if let Some(name) = &new.name {
            set_name(conn, user, name.as_deref()).await?;
        }
        if let Some(language) = new.language {
            set_language(conn, user, language).await?;
        }
        if let Some(email) = &new.email {
            set_email(auth, conn, user, email.as_ref()).await?;
        }
        Ok::<_, diesel::result::Error>(())
    })
    .await?;
    auth.principals.forget_all();
    Ok(())
}

async fn set_name(
    conn: &mut AsyncPgConnection,
    user: UserId,
    name: Option<&str>,
) -> QueryResult<usize> {
    diesel::update(users::table.find(user))
        .set((users::name.eq(name), users::updated_at.eq(diesel::dsl::now)))
        .execute(conn)
        .await
}

async fn set_language(
    conn: &mut AsyncPgConnection,
    user: UserId,
    language: Locale,
) -> QueryResult<usize> {
    diesel::update(users::table.find(user))
        .set((
            users::language.eq(language.code()),
            users::updated_at.eq(diesel::dsl::now),
        ))
        .execute(conn)
        .await
}

/// Keeps an address; the one that is there already stays proved.
pub(crate) async fn set_email(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    user: UserId,
    email: Option<&Email>,
) -> QueryResult<usize> {
    let index = email.map(|email| auth.email_index(email));
    let sealed = email.map(|email| auth.sealer.seal(EMAIL, email.as_str().as_bytes()));
    diesel::update(users::table.find(user))
        .filter(users::email_index.is_distinct_from(&index))
        .set((
            users::email_sealed.eq(sealed),
            users::email_index.eq(&index),
            users::email_verified_at.eq(None::<DateTime<Utc>>),
            users::updated_at.eq(diesel::dsl::now),
        ))
        .execute(conn)
        .await
}

/// Notes that the code sent to the address of this account came back.
pub async fn verify_email(
    auth: &Auth,
    user: UserId,
    challenge: kernel::ChallengeId,
    code: &str,
) -> Result<(), AuthError> {
    let proved = otp::verify(auth, challenge, Purpose::VerifyEmail, code).await?;
    let Destination::Email(email) = proved else {
        return Err(AuthError::CodeOver);
    };
    let mut conn = auth.db.get().await?;
    let index = auth.email_index(&email);
    let noted = diesel::update(users::table.find(user))
        .filter(users::email_index.eq(&index))
        .set(users::email_verified_at.eq(auth.clock.now()))
        .execute(&mut conn)
        .await;
    match noted {
        Ok(0) => Err(AuthError::CodeOver),
        Err(diesel::result::Error::DatabaseError(
            diesel::result::DatabaseErrorKind::UniqueViolation,
            _,
        )) => Err(AuthError::EmailTaken),
        other => Ok(other.map(drop)?),
    }
}

/// Replaces the hash of a password.
pub(crate) async fn store_hash(
    conn: &mut AsyncPgConnection,
    user: UserId,
    hash: &str,
) -> QueryResult<usize> {
    diesel::update(users::table.find(user))
        .set((
            users::password_hash.eq(hash),
            users::updated_at.eq(diesel::dsl::now),
        ))
        .execute(conn)
        .await
}
