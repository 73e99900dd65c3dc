//! What opening and keeping shops works with.

use std::sync::Arc;

use areas::{Areas, Gazetteer};
use auth::Auth;
use diesel_async::AsyncPgConnection;
use kernel::{Clock, Phone, UserId};
use media::Media;
use notifications::{Notice, Outbox, Recipient, Template};
use platform::db::Db;
use platform::seal::Sealer;

/// Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    /// The database.
    pub db: Db,
    /// Who people are, and codes to their phones.
    pub auth: Auth,
    /// What they are told.
    pub outbox: Outbox,
    /// Their photos.
    pub media: Media,
    /// Seals numbers of papers and phones.
    pub sealer: Sealer,
    /// Where places lie.
    pub areas: Arc<Areas>,
    /// The time.
    pub clock: Clock,
}

impl Registry {
    /// The book of areas as it is now.
    pub fn book(&self) -> Arc<Gazetteer> {
        self.areas.book()
    }

    pub(crate) fn seal_phone(&self, column: &str, phone: &Phone) -> Vec<u8> {
        self.sealer.seal(column, phone.e164().as_bytes())
    }

    /// How somebody is reached, in their language.
    pub(crate) async fn recipient(&self, user: UserId) -> Result<Recipient, auth::AuthError> {
        let profile = auth::profile_of(&self.auth, user).await?;
        let email = profile.email.filter(|_| profile.email_is_verified);
        Ok(Recipient {
            phone: Some(profile.phone),
            email: email.and_then(|email| email.as_str().parse().ok()),
            locale: profile.language,
        })
    }

    /// Tells somebody something when the transaction is done.
    pub(crate) async fn tell(
        &self,
        conn: &mut AsyncPgConnection,
        to: Recipient,
        says: Template,
    ) -> diesel::QueryResult<()> {
        let notice = Notice {
            to,
            says,
            key: None,
        };
        self.outbox.send(conn, &notice).await.map(drop)
    }
}
