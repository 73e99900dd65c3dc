//! What admins do with other people's accounts.

use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::{Locale, Phone, UserId};
use platform::audit::note;
use serde_json::json;

use crate::schema::{admin_areas, user_roles, users};
use crate::sessions::{EndedWhy, Keep, end_sessions};
use crate::users::{find_by_phone, find_or_add};
use crate::{Auth, AuthError};

/// As it stands in the book of decisions.
mod suspended {
    pub(super) const DEED: &str = "auth.suspend";
}
/// The same for its end.
mod restored {
    pub(super) const DEED: &str = "auth.unsuspend";
}

/// What somebody becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Brings orders.
    Rider,
    /// May do everything.
    SuperAdmin,
    /// Looks after this area and what lies in it.
    Area(String),
}

/// The account with this number; `None` when nobody has it.
pub async fn find_user(auth: &Auth, phone: &Phone) -> Result<Option<UserId>, AuthError> {
    let mut conn = auth.db.get().await?;
    let account = find_by_phone(&mut conn, &auth.phone_index(phone)).await?;
    Ok(account.map(|account| account.id))
}

/// Makes somebody what these grants say, with an account if they have none yet.
pub async fn appoint(auth: &Auth, phone: &Phone, grants: &[Grant]) -> Result<UserId, AuthError> {
    let mut conn = auth.db.get().await?;
    let user = conn
        .transaction(async |conn| {
            let account = find_or_add(auth, conn, phone, Locale::default()).await?;
            for grant in grants {
                add_grant(conn, account.id, grant).await?;
            }
            Ok::<_, diesel::result::Error>(account.id)
        })
        .await?;
    auth.principals.forget_all();
    Ok(user)
}

async fn add_grant(conn: &mut AsyncPgConnection, user: UserId, grant: &Grant) -> QueryResult<()> {
    match grant {
        Grant::Rider => add_role(conn, user, "rider").await,
        Grant::SuperAdmin => add_role(conn, user, "super_admin").await,
        Grant::Area(code) => add_area(conn, user, code).await,
    }
}

async fn add_role(conn: &mut AsyncPgConnection, user: UserId, role: &str) -> QueryResult<()> {
    diesel::insert_into(user_roles::table)
        .values((user_roles::user_id.eq(user), user_roles::role.eq(role)))
        .on_conflict_do_nothing()
        .execute(conn)
        .await
        .map(drop)
}

async fn add_area(conn: &mut AsyncPgConnection, user: UserId, code: &str) -> QueryResult<()> {
    diesel::insert_into(admin_areas::table)
        .values((
            admin_areas::user_id.eq(user),
            admin_areas::area_code.eq(code),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await
        .map(drop)
}

/// Refuses somebody from now on, and ends their sessions; `by` is the admin,
/// `None` an operator. False when they were suspended before.
pub async fn suspend(
    auth: &Auth,
    user: UserId,
    by: Option<UserId>,
    why: &str,
) -> Result<bool, AuthError> {
    if by == Some(user) {
        return Err(AuthError::NotAllowed);
    }
    let (mut conn, now) = (auth.db.get().await?, auth.clock.now());
    let changed = conn
        .transaction(async |conn| {
            let changed = diesel::update(users::table.find(user))
                .filter(users::suspended_at.is_null())
                .set((users::suspended_at.eq(now), users::suspended_why.eq(why)))
                .execute(conn)
                .await?;
            end_sessions(conn, user, Keep::None, EndedWhy::Suspended, now).await?;
            if changed > 0 {
                note(conn, by, suspended::DEED, &user, json!({})).await?;
            }
            Ok::<_, diesel::result::Error>(changed)
        })
        .await?;
    auth.principals.forget_all();
    Ok(changed > 0)
}

/// Lets somebody sign in again. False when they were not suspended.
pub async fn unsuspend(auth: &Auth, user: UserId, by: Option<UserId>) -> Result<bool, AuthError> {
    let mut conn = auth.db.get().await?;
    let changed = conn
        .transaction(async |conn| {
            let changed = diesel::update(users::table.find(user))
                .filter(users::suspended_at.is_not_null())
                .set((
                    users::suspended_at.eq(None::<chrono::DateTime<chrono::Utc>>),
                    users::suspended_why.eq(None::<String>),
                ))
                .execute(conn)
                .await?;
            if changed > 0 {
                note(conn, by, restored::DEED, &user, json!({})).await?;
            }
            Ok::<_, diesel::result::Error>(changed)
        })
        .await?;
    auth.principals.forget_all();
    Ok(changed > 0)
}
