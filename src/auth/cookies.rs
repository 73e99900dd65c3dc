//! The cookie of a browser's session.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use kernel::SessionId;
use uuid::Uuid;

use crate::Auth;
use crate::keys::from_text;
use crate::sessions::IDLE_DAYS;

/// Browsers take a cookie of this name over TLS only, and from no other host.
const SECURE_NAME: &str = "__Host-haat_session";
/// Without TLS, on a developer's machine.
const PLAIN_NAME: &str = "haat_session";
/// Bytes of the session's id.
const ID: usize = 16;

/// What a cookie holds: which session, and the secret that proves it.
pub(crate) struct Held {
    pub session: SessionId,
    pub secret: Vec<u8>,
}

impl Auth {
    /// The cookie for what [`sign_in_page`](crate::sign_in_page) answered.
    pub fn cookie(&self, value: String) -> Cookie<'static> {
        Cookie::build(self.cookie_name(), value)
            .path("/")
            .max_age(Duration::days(IDLE_DAYS))
            .same_site(SameSite::Lax)
            .secure(self.is_secure)
            .http_only(true)
            .finish()
    }

    /// The cookie that takes it away.
    pub fn no_cookie(&self) -> Cookie<'static> {
        let mut cookie = self.cookie(String::new());
        cookie.make_removal();
        cookie
    }

    /// Its name.
    pub const fn cookie_name(&self) -> &'static str {
        if self.is_secure {
            SECURE_NAME
        } else {
            PLAIN_NAME
        }
    }

    /// What the cookie of a request holds; `None` without one of ours.
    pub(crate) fn held(&self, req: &HttpRequest) -> Option<Held> {
        let cookie = req.cookie(self.cookie_name())?;
        let bytes = from_text(cookie.value())?;
        let (id, secret) = bytes.split_at_checked(ID)?;
        Some(Held {
            session: SessionId::from_uuid(Uuid::from_slice(id).ok()?),
            secret: secret.to_vec(),
        })
    }
}
