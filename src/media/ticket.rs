//! Signed addresses for uploads to us: good for one picture, one length and a
//! while.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::ImageId;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

/// What an address allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// For which picture.
    pub image: ImageId,
    /// How many bytes, exactly.
    pub length: u64,
    /// Until when, in seconds since 1970.
    pub until_s: i64,
}

/// Signs tickets and checks them.
#[derive(Clone)]
pub struct Tickets(Hmac<Sha256>);

impl Tickets {
    /// Tickets signed with the server's secret.
    pub fn new(secret: &SecretString) -> Self {
        let key = format!("media:{}", secret.expose_secret());
        Self(Hmac::new_from_slice(key.as_bytes()).expect("an HMAC takes keys of any length"))
    }

    /// The signature of a ticket.
    pub fn sign(&self, ticket: &Ticket) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(ticket).finalize().into_bytes())
    }

    /// Whether we signed it and it has not expired.
    pub fn is_good(&self, ticket: &Ticket, signature: &str, now: DateTime<Utc>) -> bool {
        let genuine = URL_SAFE_NO_PAD
            .decode(signature)
            .is_ok_and(|signature| self.mac(ticket).verify_slice(&signature).is_ok());
        genuine && now.timestamp() < ticket.until_s
    }

    fn mac(&self, ticket: &Ticket) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(ticket.image.uuid().as_bytes());
        mac.update(&ticket.length.to_be_bytes());
        mac.update(&ticket.until_s.to_be_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_good_for_what_it_says_until_it_expires() {
        let tickets = Tickets::new(&SecretString::from("secret"));
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let ticket = Ticket {
            image: ImageId::new(),
            length: 1_000,
            until_s: 100,
        };
        let signature = tickets.sign(&ticket);
        assert!(tickets.is_good(&ticket, &signature, at(99)));
        assert!(!tickets.is_good(&ticket, &signature, at(100)));
        let others = [
            Ticket {
                image: ImageId::new(),
                ..ticket
            },
            Ticket {
                length: 1_001,
                ..ticket
            },
            Ticket {
                until_s: 200,
                ..ticket
            },
        ];
        for other in others {
            assert!(!tickets.is_good(&other, &signature, at(99)));
        }
        assert!(!tickets.is_good(&ticket, "", at(99)));
        let foreign = Tickets::new(&SecretString::from("other")).sign(&ticket);
        assert!(!tickets.is_good(&ticket, &foreign, at(99)));
    }
}
