//! Extractors: a handler that takes one cannot run for anybody else, so there is
//! no check to forget.

use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use areas::Gazetteer;
use kernel::ShopId;
use platform::http::Error;

use crate::guard::Shown;
use crate::keys::{hashed, same};
use crate::principal::Principal;
use crate::scope::AreaScope;
use crate::staff::StaffRole;
use crate::tokens::BadToken;
use crate::{Auth, AuthError};

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// Whoever calls, if anybody is signed in. A bearer token that is not good is
/// refused all the same, so that its owner hears of it; a cookie that is not good
/// is nobody's.
#[derive(Clone, Debug)]
pub struct Caller(pub Option<Arc<Principal>>);

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Arc<Principal>);

/// Somebody who works in at least one shop.
#[derive(Clone, Debug)]
pub struct Seller(pub Arc<Principal>);

/// Staff of the shop that the path names as `{shop}` or `{id}`, of this rank or
/// above. Other people's shops do not exist for them.
#[derive(Clone, Debug)]
pub struct OwnShop<R> {
    /// The shop in the path: what queries filter by.
    pub shop: ShopId,
    /// What the caller does there.
    pub role: StaffRole,
    /// Who.
    pub who: Arc<Principal>,
    rank: PhantomData<R>,
}

/// Somebody who brings orders.
#[derive(Clone, Debug)]
pub struct Rider(pub Arc<Principal>);

/// Somebody who looks after areas, with a recent code of the authenticator app.
/// Everything they see is filtered by the scope.
#[derive(Clone, Debug)]
pub struct AreaAdmin {
    /// Who.
    pub who: Arc<Principal>,
    /// What they look after.
    pub scope: AreaScope,
}

/// Somebody who may do everything, with a recent code of the authenticator app.
#[derive(Clone, Debug)]
pub struct SuperAdmin(pub Arc<Principal>);

/// The least role that a handler asks for, as a type.
pub trait StaffRank: 'static {
    /// The role.
    const LEAST: StaffRole;
}

/// Everybody who works there.
#[derive(Clone, Copy, Debug)]
pub struct Packer;
/// Managers and owners.
#[derive(Clone, Copy, Debug)]
pub struct Manager;
/// Owners.
#[derive(Clone, Copy, Debug)]
pub struct Owner;

impl StaffRank for Packer {
    const LEAST: StaffRole = StaffRole::Packer;
}

impl StaffRank for Manager {
    const LEAST: StaffRole = StaffRole::Manager;
}

impl StaffRank for Owner {
    const LEAST: StaffRole = StaffRole::Owner;
}

impl AreaAdmin {
    /// Refuses what lies outside of their areas, or has no area, as if it were
    /// not there.
    pub fn inside(&self, book: &Gazetteer, area: Option<&str>) -> Result<(), AuthError> {
        let covers = match area {
            Some(code) => self.scope.covers(book, code),
            None => self.scope == AreaScope::Everywhere,
        };
        covers.then_some(()).ok_or(AuthError::OutsideArea)
    }
}

/// Who calls, looked up once for each request.
async fn caller(req: &HttpRequest) -> Result<Option<Arc<Principal>>, Error> {
    if let Some(known) = req.extensions().get::<Arc<Principal>>() {
        return Ok(Some(Arc::clone(known)));
    }
    let auth = req.app_data::<Data<Auth>>();
    let auth = auth.expect("the app hands Auth to every handler");
    let found = match req.headers().get(AUTHORIZATION) {
        Some(sent) => Some(by_token(auth, sent.to_str().unwrap_or_default()).await?),
        None => by_cookie(auth, req).await?,
    };
    if let Some(found) = &found {
        req.extensions_mut().insert(Arc::clone(found));
    }
    Ok(found)
}

async fn by_token(auth: &Auth, sent: &str) -> Result<Arc<Principal>, Error> {
    let (scheme, token) = sent.split_once(' ').ok_or(BadToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(BadToken.into());
    }
    let (user, session) = auth.tokens.verify(token.trim())?;
    let principal = auth.principal(session).await?;
    if principal.user != user {
        return Err(BadToken.into());
    }
    Ok(principal)
}

async fn by_cookie(auth: &Auth, req: &HttpRequest) -> Result<Option<Arc<Principal>>, Error> {
    let Some(held) = auth.held(req) else {
        return Ok(None);
    };
    let principal = match auth.principal(held.session).await {
        Ok(principal) => principal,
        Err(AuthError::SessionOver) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let hash = principal.page_hash.as_deref().unwrap_or_default();
    if !same(&hashed(&held.secret), hash) {
        return Ok(None);
    }
    let shown = req.extensions().get::<Shown>().cloned().unwrap_or_default();
    let fits = |token: &String| same(token.as_bytes(), auth.form_token(&principal).as_bytes());
    if req.method().is_safe() || shown.is_own && shown.token.as_ref().is_some_and(fits) {
        return Ok(Some(principal));
    }
    Err(AuthError::ForeignForm.into())
}

impl Auth {
    /// What forms of somebody's pages carry as `csrf`, and scripts send as
    /// `X-CSRF-Token`.
    pub fn form_token(&self, who: &Principal) -> String {
        self.keys.form(who.session.uuid())
    }
}

async fn signed_in(req: &HttpRequest) -> Result<Arc<Principal>, Error> {
    caller(req)
        .await?
        .ok_or_else(|| AuthError::NotSignedIn.into())
}

/// An admin whose authenticator app was asked lately.
async fn admin(req: &HttpRequest) -> Result<Arc<Principal>, Error> {
    let who = signed_in(req).await?;
    let auth = req.app_data::<Data<Auth>>();
    let now = auth.map(|auth| auth.clock.now()).unwrap_or_default();
    let wrong = if !who.is_admin() {
        AuthError::NotAllowed
    } else if !who.has_totp {
        AuthError::TotpMissing
    } else if !who.has_fresh_totp(now) {
        AuthError::TotpNeeded
    } else {
        return Ok(who);
    };
    Err(wrong.into())
}

fn shop_in_path(req: &HttpRequest) -> Option<ShopId> {
    let path = req.match_info();
    let named = path.get("shop").or_else(|| path.get("id"));
    named.and_then(|id| id.parse().ok())
}

async fn own_shop<R: StaffRank>(req: &HttpRequest) -> Result<OwnShop<R>, Error> {
    let who = signed_in(req).await?;
    let shop = shop_in_path(req).ok_or(AuthError::NoSuchShop)?;
    let role = who.role_in(shop).ok_or(AuthError::NoSuchShop)?;
    if role < R::LEAST {
        return Err(AuthError::NotAllowed.into());
    }
    Ok(OwnShop {
        shop,
        role,
        who,
        rank: PhantomData,
    })
}

/// An extractor that asks this async function.
macro_rules! extracted {
    ($($name:ident $(<$rank:ident>)?: $from:expr;)+) => {$(
        impl $(<$rank: StaffRank>)? FromRequest for $name $(<$rank>)? {
            type Error = Error;
            type Future = Extracting<Self>;

            fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
                let req = req.clone();
                Box::pin(async move { $from(&req).await })
            }
        }
    )+};
}

extracted! {
    Caller: async |req| caller(req).await.map(Caller);
    SignedIn: async |req| signed_in(req).await.map(SignedIn);
    Seller: async |req| {
        let who = signed_in(req).await?;
        if who.staff.is_empty() { Err(AuthError::NotAllowed.into()) } else { Ok(Seller(who)) }
    };
    OwnShop<R>: async |req| own_shop::<R>(req).await;
    Rider: async |req| {
        let who = signed_in(req).await?;
        if who.is_rider { Ok(Rider(who)) } else { Err(AuthError::NotAllowed.into()) }
    };
    AreaAdmin: async |req| {
        let who = admin(req).await?;
        Ok(AreaAdmin { scope: who.scope(), who })
    };
    SuperAdmin: async |req| {
        let who = admin(req).await?;
        if who.is_super { Ok(SuperAdmin(who)) } else { Err(AuthError::NotAllowed.into()) }
    };
}

macro_rules! is_somebody {
    ($($name:ident)+) => {$(
        impl Deref for $name {
            type Target = Principal;

            fn deref(&self) -> &Principal {
                &self.0
            }
        }
    )+};
}

is_somebody! { SignedIn Seller Rider SuperAdmin }
