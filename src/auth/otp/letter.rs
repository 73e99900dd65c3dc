//! What is written to whom a code goes to.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use kernel::Phone;
use notifications::{EmailAddress, Notice, Recipient, Template};

use super::{Destination, Issue};
use crate::Auth;
use crate::error::stored;

/// Puts the message into the outbox, within the transaction of its code.
pub(super) async fn post(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    ask: &Issue,
    code: &str,
) -> QueryResult<()> {
    let (phone, email): (Option<Phone>, Option<EmailAddress>) = match &ask.to {
        Destination::Phone(phone) => (Some(phone.clone()), None),
        Destination::Email(email) => (None, Some(stored(email.as_str().parse())?)),
    };
    let minutes = u32::try_from(ask.to.minutes()).unwrap_or(u32::MAX);
    let notice = Notice {
        to: Recipient {
            phone,
            email,
            locale: ask.language,
        },
        says: Template::Otp {
            code: code.to_owned(),
            minutes,
        },
        key: None,
    };
    auth.outbox.send(conn, &notice).await.map(drop)
}
