//! Writing a message into the outbox.

use bangla_text::sms;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use kernel::MessageId;
use platform::jobs;
use platform::seal::Sealer;

use crate::jobs::Deliver;
use crate::model::{Channel, Content, reference_of};
use crate::notice::{Notice, Reach};
use crate::queries::{self, NewMessage};
use crate::recipient::Recipient;
use crate::render::{Site, as_mail, as_sms};

/// Where messages are put. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outbox {
    sealer: Sealer,
    site: Site,
}

impl Outbox {
    /// An outbox that seals with this and links to the site at this address.
    pub fn new(sealer: Sealer, public_url: &str) -> Self {
        Self {
            sealer,
            site: Site::new(public_url),
        }
    }

    /// Writes a message, once for each channel that its template and recipient
    /// have in common; it is sent when the caller's transaction has committed. The
    /// ids of what was written: none where there is nobody to tell or the key was
    /// used before.
    pub async fn send(
        &self,
        conn: &mut AsyncPgConnection,
        notice: &Notice,
    ) -> QueryResult<Vec<MessageId>> {
        let mut written = Vec::new();
        for (channel, masked, content) in self.letters(notice) {
            let id = MessageId::new();
            let parts = match channel {
                Channel::Sms => sms(&content.text).segments.max(1),
                Channel::Email => 1,
            };
            let message = NewMessage {
                id,
                reference: reference_of(id),
                unique_key: notice.key.as_deref(),
                channel,
                template: notice.says.name(),
                language: notice.to.locale.code(),
                recipient: &masked,
                content: content.seal(&self.sealer),
                parts: i32::try_from(parts).unwrap_or(i32::MAX),
                of_use_for: notice.says.of_use_for(),
            };
            if queries::insert(conn, message).await? {
                jobs::enqueue(conn, &Deliver { message: id }).await?;
                written.push(id);
            }
        }
        Ok(written)
    }

    /// What is to be sent where.
    fn letters(&self, notice: &Notice) -> Vec<(Channel, String, Content)> {
        let Recipient {
            phone,
            email,
            locale,
        } = &notice.to;
        let text = phone.as_ref().map(|phone| {
            let content = Content {
                to: phone.e164(),
                text: as_sms(&notice.says, *locale, &self.site),
                subject: String::new(),
                html: String::new(),
            };
            (Channel::Sms, phone.to_string(), content)
        });
        let mail = email.as_ref().map(|email| {
            let mail = as_mail(&notice.says, *locale, &self.site);
            let content = Content {
                to: email.as_str().to_owned(),
                text: mail.text,
                subject: mail.subject,
                html: mail.html,
            };
            (Channel::Email, email.to_string(), content)
        });
        match notice.says.reach() {
            Reach::Both => text.into_iter().chain(mail).collect(),
            Reach::PhoneFirst => text.or(mail).into_iter().collect(),
            Reach::EmailFirst => mail.or(text).into_iter().collect(),
        }
    }
}
