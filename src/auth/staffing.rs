//! Taking people into a shop and letting them go.
//!
//! A shop always has an owner: whoever changes roles locks the rows of its staff
//! first, so that two who leave at once do not leave nobody.

use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use kernel::{Locale, Phone, ShopId, UserId};
use notifications::{EmailAddress, Notice, Recipient, Template};
use serde_json::json;

use crate::error::stored;
use crate::schema::{shop_staff, users};
use crate::users::{EMAIL, PHONE, find_or_add};
use crate::{Auth, AuthError, StaffRole, add_staff, remove_staff, staff_of, views};

/// People of one shop at most: each invitation is paid for.
const MOST_STAFF: usize = 50;

/// As it stands in the book of decisions.
const DEED: &str = "auth.change_staff";

/// Somebody who works in a shop, as its owners see them.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// What they want to be called.
    pub name: Option<String>,
    /// Their number.
    pub phone: Phone,
    /// What they do there.
    pub role: StaffRole,
}

/// Somebody who shall work in a shop.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Where.
    pub shop: ShopId,
    /// Their number; they need no account yet.
    pub phone: Phone,
    /// What they shall do.
    pub role: StaffRole,
    /// Who asks them.
    pub by: UserId,
    /// In which language, where theirs is not known.
    pub language: Locale,
}

#[derive(Queryable)]
struct Row {
    user: UserId,
    name: Option<String>,
    phone: Vec<u8>,
    email: Option<Vec<u8>>,
    email_is_proved: bool,
    language: String,
    role: String,
    is_suspended: bool,
}

async fn rows(conn: &mut AsyncPgConnection, shop: ShopId) -> QueryResult<Vec<Row>> {
    shop_staff::table
        .inner_join(users::table.on(users::id.eq(shop_staff::user_id)))
        .filter(shop_staff::shop_id.eq(shop))
        .order((shop_staff::granted_at, users::id))
        .select((
            users::id,
            users::name,
            users::phone_sealed,
            users::email_sealed,
            users::email_verified_at.is_not_null(),
            users::language,
            shop_staff::role,
            users::suspended_at.is_not_null(),
        ))
        .load(conn)
        .await
}

/// Who works in a shop, owners first.
pub async fn members_of(auth: &Auth, shop: ShopId) -> Result<Vec<Member>, AuthError> {
    let rows = rows(&mut *auth.db.get().await?, shop).await?;
    let member = |row: Row| {
        let phone = auth.sealer.open_text(PHONE, &row.phone)?;
        Ok(Member {
            user: row.user,
            name: row.name,
            phone: stored(phone.parse())?,
            role: stored(row.role.parse())?,
        })
    };
    let members: Result<Vec<Member>, AuthError> = rows.into_iter().map(member).collect();
    let mut members = members?;
    members.sort_by_key(|member| std::cmp::Reverse(member.role));
    Ok(members)
}

/// How those of this rank or above are reached, without the suspended.
pub async fn staff_to_tell(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    least: StaffRole,
) -> Result<Vec<Recipient>, AuthError> {
    let mut told = Vec::new();
    for row in rows(conn, shop).await? {
        let role: StaffRole = stored(row.role.parse())?;
        if role < least || row.is_suspended {
            continue;
        }
        let phone = auth.sealer.open_text(PHONE, &row.phone)?;
        let email = row.email.filter(|_| row.email_is_proved);
        let email = email.map(|email| auth.sealer.open_text(EMAIL, &email));
        let email = email.transpose()?;
        told.push(Recipient {
            phone: Some(stored(phone.parse())?),
            email: email.and_then(|email| email.parse::<EmailAddress>().ok()),
            locale: stored(row.language.parse())?,
        });
    }
    Ok(told)
}

/// Takes somebody into a shop and tells them. Who does not want to work there need
/// not sign in, and may leave.
pub async fn invite_staff(auth: &Auth, cmd: &Invitation) -> Result<UserId, AuthError> {
    let mut conn = auth.db.get().await?;
    let user = conn
        .transaction(async |conn| {
            lock_staff(conn, cmd.shop).await?;
            let staff = staff_of(conn, cmd.shop).await?;
            let user = find_or_add(auth, conn, &cmd.phone, cmd.language).await?.id;
            if staff.iter().any(|(known, _)| *known == user) {
                return Err(AuthError::AlreadyStaff(user));
            }
            if staff.len() >= MOST_STAFF {
                return Err(AuthError::StaffFull);
            }
            add_staff(conn, cmd.shop, user, cmd.role).await?;
            tell(auth, conn, cmd, user).await?;
            note(conn, cmd.by, (cmd.shop, user), Some(cmd.role)).await?;
            Ok::<_, AuthError>(user)
        })
        .await?;
    auth.principals.forget_all();
    Ok(user)
}

async fn tell(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    cmd: &Invitation,
    user: UserId,
) -> Result<(), AuthError> {
    let language: String = users::table
        .find(user)
        .select(users::language)
        .first(conn)
        .await?;
    let locale: Locale = stored(language.parse())?;
    let names = views::shop_names(conn, cmd.shop).await?;
    let notice = Notice {
        to: Recipient {
            phone: Some(cmd.phone.clone()),
            email: None,
            locale,
        },
        says: Template::StaffInvited {
            shop: names.in_locale(locale).to_owned(),
            path: format!("/{locale}/desk"),
        },
        key: None,
    };
    auth.outbox.send(conn, &notice).await?;
    Ok(())
}

/// Gives somebody another role in their shop.
pub async fn change_staff_role(
    auth: &Auth,
    (shop, user): (ShopId, UserId),
    role: StaffRole,
    by: UserId,
) -> Result<(), AuthError> {
    change(auth, (shop, user), Some(role), by).await
}

/// Lets somebody go.
pub async fn dismiss(
    auth: &Auth,
    (shop, user): (ShopId, UserId),
    by: UserId,
) -> Result<(), AuthError> {
    change(auth, (shop, user), None, by).await
}

async fn change(
    auth: &Auth,
    (shop, user): (ShopId, UserId),
    role: Option<StaffRole>,
    by: UserId,
) -> Result<(), AuthError> {
    let mut conn = auth.db.get().await?;
    conn.transaction(async |conn| {
        lock_staff(conn, shop).await?;
        let staff = staff_of(conn, shop).await?;
        let now = staff.iter().find(|(known, _)| *known == user);
        let (_, now) = now.ok_or(AuthError::NoSuchStaff)?;
        let owners = staff.iter().filter(|(_, role)| *role == StaffRole::Owner);
        let steps_down = *now == StaffRole::Owner && role != Some(StaffRole::Owner);
        if steps_down && owners.count() == 1 {
            return Err(AuthError::LastOwner);
        }
        match role {
            Some(role) if role == *now => return Ok(()),
            Some(role) => add_staff(conn, shop, user, role).await?,
            None => drop(remove_staff(conn, shop, user).await?),
        }
        note(conn, by, (shop, user), role).await?;
        Ok(())
    })
    .await?;
    auth.principals.forget_all();
    Ok(())
}

/// Whoever else changes the staff of this shop waits.
async fn lock_staff(conn: &mut AsyncPgConnection, shop: ShopId) -> QueryResult<()> {
    let rows: Vec<UserId> = shop_staff::table
        .filter(shop_staff::shop_id.eq(shop))
        .order(shop_staff::user_id)
        .select(shop_staff::user_id)
        .for_update()
        .load(conn)
        .await?;
    drop(rows);
    Ok(())
}

async fn note(
    conn: &mut AsyncPgConnection,
    by: UserId,
    (shop, user): (ShopId, UserId),
    role: Option<StaffRole>,
) -> QueryResult<()> {
    let details = json!({ "user": user, "role": role.map(StaffRole::code) });
    platform::audit::note(conn, Some(by), DEED, &shop, details).await
}
