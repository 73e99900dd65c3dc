//! Sessions: one for each device somebody is signed in on.
//!
//! Browsers hold a random secret in a cookie; programs hold an access token and
//! a refresh token that is exchanged at every use. All refresh tokens of a
//! session are one family.

mod queries;
mod refresh;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{SessionId, UserId};

pub use refresh::rotate;

use crate::keys::{Bytes32, hashed, random, to_text};
use crate::{Auth, AuthError};

pub(crate) use queries::{Keep, devices_of, end_sessions, note_totp, prune, touch};

/// How long a session lasts when nobody uses it, in days.
pub(crate) const IDLE_DAYS: i64 = 30;
/// Longest name of a device in characters.
const DEVICE: usize = 250;

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedWhy {
    /// Its owner signed out.
    SignedOut,
    /// Its owner signed out everywhere.
    Everywhere,
    /// A refresh token was used twice.
    Reuse,
    /// The password was changed.
    Password,
    /// An admin suspended the account.
    Suspended,
}

impl EndedWhy {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Everywhere => "everywhere",
            Self::Reuse => "reuse",
            Self::Password => "password",
            Self::Suspended => "suspended",
        }
    }
}

/// What a browser or program calls itself: `User-Agent`, shortened.
#[derive(Clone, Debug, Default)]
pub struct Device(String);

impl Device {
    /// Of this header; what is no text is left out.
    pub fn named(user_agent: Option<&str>) -> Self {
        let plain = |c: &char| !c.is_control();
        let name = user_agent.unwrap_or_default().chars().filter(plain);
        Self(name.take(DEVICE).collect())
    }

    /// System and browser, as people know them; they stay the same when either is
    /// updated. What is neither is shown as it calls itself.
    pub(crate) fn short(&self) -> String {
        // Browsers call themselves by the names of others too: the first counts.
        const SYSTEMS: [(&str, &str); 6] = [
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS", "Mac"),
            ("Linux", "Linux"),
        ];
        const BROWSERS: [(&str, &str); 7] = [
            ("SamsungBrowser/", "Samsung"),
            ("OPR/", "Opera"),
            ("UCBrowser/", "UC"),
            ("Edg", "Edge"),
            ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ];
        let of = |known: &[(&str, &'static str)]| {
            let found = known.iter().find(|(sign, _)| self.0.contains(sign));
            found.map(|(_, name)| *name)
        };
        let parts: Vec<&str> = [of(&BROWSERS), of(&SYSTEMS)]
            .into_iter()
            .flatten()
            .collect();
        if parts.is_empty() {
            self.0.split('/').next().unwrap_or_default().to_owned()
        } else {
            parts.join(", ")
        }
    }
}

/// What a program holds of its session.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The session.
    pub session: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// Good for [`crate::ACCESS_MINUTES`].
    pub access_token: String,
    /// Good once, for the next two of them.
    pub refresh_token: String,
}

/// A device that somebody is signed in on.
#[derive(Clone, Debug)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// What the device calls itself.
    pub device: String,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, five minutes more or less.
    pub seen_at: DateTime<Utc>,
}

/// Who starts a session, and on what proof.
pub(crate) struct Start {
    pub user: UserId,
    pub device: Device,
    /// By a code that was sent to the phone, not by password.
    pub has_phone: bool,
}

impl Start {
    fn row(&self, now: DateTime<Utc>, page_hash: Option<Bytes32>) -> queries::NewSession<'_> {
        queries::NewSession {
            id: SessionId::new(),
            user_id: self.user,
            page_hash: page_hash.map(Vec::from),
            device: &self.device.0,
            created_at: now,
            seen_at: now,
            expires_at: now + TimeDelta::days(IDLE_DAYS),
            proved_at: self.has_phone.then_some(now),
        }
    }
}

/// Starts the session of a program.
pub(crate) async fn start_for_program(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    start: &Start,
) -> Result<Signed, AuthError> {
    let (now, token) = (auth.clock.now(), random());
    let row = start.row(now, None);
    conn.transaction(async |conn| {
        queries::add_session(conn, &row).await?;
        queries::add_token(conn, row.id, &hashed(&token), now).await
    })
    .await?;
    Ok(signed(auth, start.user, row.id, &token, now))
}

/// Starts the session of a browser; what goes into its cookie.
pub(crate) async fn start_for_pages(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    start: &Start,
) -> Result<String, AuthError> {
    let secret = random();
    let row = start.row(auth.clock.now(), Some(hashed(&secret)));
    queries::add_session(conn, &row).await?;
    Ok(to_text(&[row.id.uuid().as_bytes(), &secret[..]].concat()))
}

fn signed(
    auth: &Auth,
    user: UserId,
    session: SessionId,
    token: &Bytes32,
    now: DateTime<Utc>,
) -> Signed {
    Signed {
        session,
        user,
        access_token: auth.tokens.sign(user, session, now),
        refresh_token: to_text(token),
    }
}

/// Devices that somebody is signed in on, the last used first.
pub async fn sessions_of(auth: &Auth, user: UserId) -> Result<Vec<Session>, AuthError> {
    let mut conn = auth.db.get().await?;
    Ok(queries::sessions_of(&mut conn, user, auth.clock.now()).await?)
}

/// Signs one device out.
pub async fn end_session(auth: &Auth, user: UserId, session: SessionId) -> Result<(), AuthError> {
    let mut conn = auth.db.get().await?;
    let (why, now) = (EndedWhy::SignedOut, auth.clock.now());
    let ended = end_sessions(&mut conn, user, Keep::AllBut(session), why, now).await?;
    auth.principals.forget(session).await;
    if ended == 0 {
        return Err(AuthError::NoSuchSession);
    }
    Ok(())
}

/// Signs every device out; how many.
pub async fn end_everywhere(auth: &Auth, user: UserId) -> Result<usize, AuthError> {
    let mut conn = auth.db.get().await?;
    let (why, now) = (EndedWhy::Everywhere, auth.clock.now());
    let ended = end_sessions(&mut conn, user, Keep::None, why, now).await?;
    auth.principals.forget_all();
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_keeps_its_name_when_its_browser_is_updated() {
        let chrome = |version: u32| {
            let agent = format!(
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/{version}.0.0.0 Mobile Safari/537.36"
            );
            Device::named(Some(&agent)).short()
        };
        assert_eq!(chrome(129), "Chrome, Android");
        assert_eq!(chrome(129), chrome(130));
        let iphone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1";
        assert_eq!(Device::named(Some(iphone)).short(), "Safari, iPhone");
        assert_eq!(Device::named(Some("haat-app/1.2")).short(), "haat-app");
        assert_eq!(Device::named(None).short(), "");
    }
}
