//! Accounts, as those see them who look after the whole country.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Bytea, Nullable, Text, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;
use kernel::{Phone, UserId};

use crate::error::stored;
use crate::users::PHONE;
use crate::{Auth, AuthError};

/// Which accounts.
#[derive(Clone, Debug, Default)]
pub struct PeopleAsked {
    /// The one with this number.
    pub phone: Option<Phone>,
    /// Suspended ones only.
    pub suspended: bool,
    /// Those made before this one.
    pub before: Option<UserId>,
}

/// An account, as admins see it.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Their number.
    pub phone: Phone,
    /// What they want to be called.
    pub name: Option<String>,
    /// Roles that do not depend on a shop or an area.
    pub roles: Vec<String>,
    /// Codes of areas they look after.
    pub areas: Vec<String>,
    /// Shops they work in.
    pub shops: i64,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Since when they are refused.
    pub suspended_at: Option<DateTime<Utc>>,
    /// Why.
    pub suspended_why: Option<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Uuid)]
    id: UserId,
    #[diesel(sql_type = Bytea)]
    phone_sealed: Vec<u8>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    roles: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    areas: Vec<String>,
    #[diesel(sql_type = BigInt)]
    shops: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    suspended_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    suspended_why: Option<String>,
}

/// At most `limit` accounts, newest first.
pub async fn people(
    auth: &Auth,
    asked: &PeopleAsked,
    limit: i64,
) -> Result<Vec<Person>, AuthError> {
    let mut conn = auth.db.get().await?;
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT u.id, u.phone_sealed, u.name, u.created_at, u.suspended_at, u.suspended_why,
            ARRAY(SELECT r.role FROM user_roles r WHERE r.user_id = u.id ORDER BY 1) AS roles,
            ARRAY(SELECT a.area_code FROM admin_areas a WHERE a.user_id = u.id ORDER BY 1) AS areas,
            (SELECT count(*) FROM shop_staff s WHERE s.user_id = u.id) AS shops
         FROM users u
         WHERE ($1 IS NULL OR u.phone_index = $1)
            AND (NOT $2 OR u.suspended_at IS NOT NULL)
            AND ($3 IS NULL OR u.id < $3)
         ORDER BY u.id DESC LIMIT $4",
    )
    .bind::<Nullable<Bytea>, _>(asked.phone.as_ref().map(|phone| auth.phone_index(phone)))
    .bind::<Bool, _>(asked.suspended)
    .bind::<Nullable<Uuid>, _>(asked.before)
    .bind::<BigInt, _>(limit)
    .load(&mut conn)
    .await?;
    rows.into_iter().map(|row| shown(auth, row)).collect()
}

fn shown(auth: &Auth, row: Row) -> Result<Person, AuthError> {
    let phone = auth.sealer.open_text(PHONE, &row.phone_sealed)?;
    Ok(Person {
        id: row.id,
        phone: stored(phone.parse())?,
        name: row.name,
        roles: row.roles,
        areas: row.areas,
        shops: row.shops,
        created_at: row.created_at,
        suspended_at: row.suspended_at,
        suspended_why: row.suspended_why,
    })
}
