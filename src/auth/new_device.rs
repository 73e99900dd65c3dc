//! Telling somebody that their account was used on a device for the first time.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use notifications::{Notice, Recipient, Template};

use crate::error::stored;
use crate::sessions::{Device, Start, devices_of};
use crate::users::{Profile, profile_of};
use crate::{Auth, AuthError};

/// How somebody is reached about their own account.
pub(crate) fn recipient(profile: &Profile) -> QueryResult<Recipient> {
    let email = profile.email.as_ref().filter(|_| profile.email_is_verified);
    let email = email.map(|email| stored(email.as_str().parse()));
    Ok(Recipient {
        phone: Some(profile.phone.clone()),
        email: email.transpose()?,
        locale: profile.language,
    })
}

/// Before a session starts: tells its owner where none of theirs was on such a
/// device, but on others. Whoever had a code sent to the phone has heard of it
/// there, so that only an e-mail says more.
pub(crate) async fn tell(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    start: &Start,
) -> Result<(), AuthError> {
    let known = devices_of(conn, start.user).await?;
    let name = start.device.short();
    let is_known = known
        .iter()
        .any(|known| Device::named(Some(known)).short() == name);
    if known.is_empty() || is_known {
        return Ok(());
    }
    let profile = profile_of(auth, start.user).await?;
    let to = recipient(&profile)?;
    if start.has_phone && to.email.is_none() {
        return Ok(());
    }
    let notice = Notice {
        to,
        says: Template::NewSignIn {
            device: name,
            path: format!("/{}/account", profile.language),
        },
        key: None,
    };
    auth.outbox.send(conn, &notice).await?;
    Ok(())
}
