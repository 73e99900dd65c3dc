//! Who a session belongs to and what they may do, believed for a moment only.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Bytea, Nullable, Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use kernel::{Locale, SessionId, ShopId, UserId};
use moka::future::Cache;

use crate::error::stored;
use crate::scope::AreaScope;
use crate::{Auth, AuthError, FELT_WITHIN_S, StaffRole, sessions};

/// How long a code of the authenticator app is enough.
const TOTP_HOURS: i64 = 12;
/// How long ago somebody must have proved to have the phone for changes that
/// lock others out.
const PROOF_MINUTES: i64 = 10;
/// Sessions remembered at most.
const REMEMBERED: u64 = 50_000;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Principal {
    /// Who.
    pub user: UserId,
    /// On which device.
    pub session: SessionId,
    /// What they want to be called.
    pub name: Option<String>,
    /// The language messages to them are written in.
    pub language: Locale,
    /// The shops they work in.
    pub staff: Vec<(ShopId, StaffRole)>,
    /// Codes of the areas they look after.
    pub areas: Vec<String>,
    /// Whether they bring orders.
    pub is_rider: bool,
    /// Whether they may do everything.
    pub is_super: bool,
    /// Whether an authenticator app is set up.
    pub has_totp: bool,
    /// When a code of it was last given in this session.
    pub totp_at: Option<DateTime<Utc>>,
    /// When they last proved to have the phone in this session.
    pub proved_at: Option<DateTime<Utc>>,
    pub(crate) page_hash: Option<Vec<u8>>,
    pub(crate) expires_at: DateTime<Utc>,
}

impl Principal {
    /// What they do in this shop.
    pub fn role_in(&self, shop: ShopId) -> Option<StaffRole> {
        let found = self.staff.iter().find(|(known, _)| *known == shop);
        found.map(|(_, role)| *role)
    }

    /// Whether they look after any area.
    pub const fn is_admin(&self) -> bool {
        self.is_super || !self.areas.is_empty()
    }

    /// The part of the country they look after; empty for everybody else.
    pub fn scope(&self) -> AreaScope {
        if self.is_super {
            AreaScope::Everywhere
        } else {
            AreaScope::Below(self.areas.clone())
        }
    }

    /// Whether a code of the authenticator app is recent enough for admins.
    pub fn has_fresh_totp(&self, now: DateTime<Utc>) -> bool {
        let since = now - TimeDelta::hours(TOTP_HOURS);
        self.totp_at.is_some_and(|at| at > since)
    }

    /// Whether they just proved to have the phone.
    pub fn has_fresh_proof(&self, now: DateTime<Utc>) -> bool {
        let since = now - TimeDelta::minutes(PROOF_MINUTES);
        self.proved_at.is_some_and(|at| at > since)
    }
}

/// What is known about a session.
#[derive(Clone)]
enum Standing {
    Lives(Arc<Principal>),
    Over,
    Suspended,
}

/// Sessions that were looked up within the last moment.
#[derive(Clone)]
pub(crate) struct Known(Cache<SessionId, Standing>);

impl Known {
    pub(crate) fn new() -> Self {
        let cache = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(Duration::from_secs(FELT_WITHIN_S));
        Self(cache.build())
    }

    /// Looks again the next time: this process changed something.
    pub(crate) async fn forget(&self, session: SessionId) {
        self.0.invalidate(&session).await;
    }

    /// The same for every session.
    pub(crate) fn forget_all(&self) {
        self.0.invalidate_all();
    }
}

impl Auth {
    /// Who a living session belongs to.
    pub(crate) async fn principal(&self, session: SessionId) -> Result<Arc<Principal>, AuthError> {
        let standing = match self.principals.0.get(&session).await {
            Some(standing) => standing,
            None => self.look_up(session).await?,
        };
        match standing {
            Standing::Lives(principal) if principal.expires_at > self.clock.now() => Ok(principal),
            Standing::Lives(_) | Standing::Over => Err(AuthError::SessionOver),
            Standing::Suspended => Err(AuthError::Suspended),
        }
    }

    async fn look_up(&self, session: SessionId) -> Result<Standing, AuthError> {
        let mut conn = self.db.get().await?;
        let standing = find(&mut conn, session).await?;
        sessions::touch(&mut conn, session, self.clock.now()).await?;
        let known = &self.principals.0;
        known.insert(session, standing.clone()).await;
        Ok(standing)
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Uuid)]
    user_id: UserId,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Nullable<Bytea>)]
    page_hash: Option<Vec<u8>>,
    #[diesel(sql_type = Timestamptz)]
    expires_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    proved_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    totp_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    is_over: bool,
    #[diesel(sql_type = Bool)]
    is_suspended: bool,
    #[diesel(sql_type = Bool)]
    has_totp: bool,
    #[diesel(sql_type = Array<Text>)]
    roles: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    areas: Vec<String>,
    #[diesel(sql_type = Array<Uuid>)]
    shops: Vec<ShopId>,
    #[diesel(sql_type = Array<Text>)]
    shop_roles: Vec<String>,
}

/// One look tells everything: what a request costs besides its own work.
const FIND: &str = "SELECT s.user_id, u.name, u.language, s.page_hash, s.expires_at, s.proved_at, s.totp_at,
        s.ended_at IS NOT NULL AS is_over, u.suspended_at IS NOT NULL AS is_suspended,
        u.totp_confirmed_at IS NOT NULL AS has_totp,
        ARRAY(SELECT r.role FROM user_roles r WHERE r.user_id = u.id) AS roles,
        ARRAY(SELECT a.area_code FROM admin_areas a WHERE a.user_id = u.id ORDER BY 1) AS areas,
        ARRAY(SELECT w.shop_id FROM shop_staff w WHERE w.user_id = u.id ORDER BY w.shop_id) AS shops,
        ARRAY(SELECT w.role FROM shop_staff w WHERE w.user_id = u.id ORDER BY w.shop_id) AS shop_roles
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1";

async fn find(conn: &mut AsyncPgConnection, session: SessionId) -> Result<Standing, AuthError> {
    use diesel::OptionalExtension as _;
    let row: Option<Row> = diesel::sql_query(FIND)
        .bind::<Uuid, _>(session)
        .get_result(conn)
        .await
        .optional()?;
    Ok(match row {
        None => Standing::Over,
        Some(row) if row.is_suspended => Standing::Suspended,
        Some(row) if row.is_over => Standing::Over,
        Some(row) => Standing::Lives(Arc::new(row.into_principal(session)?)),
    })
}

impl Row {
    fn into_principal(self, session: SessionId) -> Result<Principal, AuthError> {
        let has = |role: &str| self.roles.iter().any(|known| known == role);
        let (is_rider, is_super) = (has("rider"), has("super_admin"));
        let staff = self
            .shops
            .into_iter()
            .zip(self.shop_roles)
            .map(|(shop, role)| Ok((shop, stored(role.parse())?)))
            .collect::<Result<_, diesel::result::Error>>()?;
        Ok(Principal {
            user: self.user_id,
            session,
            name: self.name,
            language: stored(self.language.parse())?,
            staff,
            areas: self.areas,
            is_rider,
            is_super,
            has_totp: self.has_totp,
            totp_at: self.totp_at,
            proved_at: self.proved_at,
            page_hash: self.page_hash,
            expires_at: self.expires_at,
        })
    }
}
