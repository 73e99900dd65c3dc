//! Accounts from another shop system, with the hashes of their passwords.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{Locale, Phone};
use platform::db::Connection;

use crate::email::Email;
use crate::password::is_bcrypt;
use crate::schema::users;
use crate::users::{find_or_add, store_hash};
use crate::{Auth, AuthError};

/// An account as it comes from elsewhere.
#[derive(Clone, Debug)]
pub struct ImportedUser {
    /// Who.
    pub phone: Phone,
    /// What they are called.
    pub name: Option<String>,
    /// Unproved until its owner proves it here.
    pub email: Option<Email>,
    /// The language messages to them are written in.
    pub language: Locale,
    /// bcrypt or argon2id; becomes ours when its owner signs in.
    pub password_hash: Option<String>,
}

/// What became of an account from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It is new.
    Added,
    /// The number had an account, which stays as it is.
    Known,
}

/// Whether this is a hash that somebody can sign in with.
pub fn is_usable_hash(hash: &str) -> bool {
    is_bcrypt(hash) || hash.starts_with("$argon2id$")
}

/// Adds an account, unless the number has one.
pub async fn import_user(
    auth: &Auth,
    conn: &mut Connection,
    user: &ImportedUser,
) -> Result<Imported, AuthError> {
    let index = auth.phone_index(&user.phone);
    let conn: &mut AsyncPgConnection = conn;
    if crate::users::find_by_phone(conn, &index).await?.is_some() {
        return Ok(Imported::Known);
    }
    let account = find_or_add(auth, conn, &user.phone, user.language).await?;
    if let Some(hash) = &user.password_hash {
        store_hash(conn, account.id, hash).await?;
    }
    if let Some(name) = &user.name {
        diesel::update(users::table.find(account.id))
            .set(users::name.eq(name))
            .execute(conn)
            .await?;
    }
    crate::users::set_email(auth, conn, account.id, user.email.as_ref()).await?;
    Ok(Imported::Added)
}
