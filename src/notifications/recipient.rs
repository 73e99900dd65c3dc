//! Whom a message is for.

use std::fmt;
use std::str::FromStr;

use kernel::{Locale, Phone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An e-mail address. Shown and logged, it is masked.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// Not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmail;

impl EmailAddress {
    /// As it has to stand on an envelope.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// With the domain in lower case, as it means the same.
impl FromStr for EmailAddress {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        let address: lettre::Address = text.parse().map_err(|_| NotAnEmail)?;
        let is_plain = text.len() <= 254 && text.is_ascii() && address.domain().contains('.');
        let domain = address.domain().to_ascii_lowercase();
        is_plain
            .then(|| Self(format!("{}@{domain}", address.user())))
            .ok_or(NotAnEmail)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (user, domain) = self.0.rsplit_once('@').unwrap_or_default();
        write!(f, "{}•••@{domain}", &user[..1.min(user.len())])
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Whom a message is for, and in which language. Without phone and address nobody
/// is told.
#[derive(Clone, Debug, Default)]
pub struct Recipient {
    /// Gets text messages.
    pub phone: Option<Phone>,
    /// Gets e-mail.
    pub email: Option<EmailAddress>,
    /// Of the words.
    pub locale: Locale,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_checked_and_masked() {
        let karim: EmailAddress = " karim.mia@Example.COM ".parse().unwrap();
        assert_eq!(karim.as_str(), "karim.mia@example.com");
        assert_eq!(
            format!("{karim} {karim:?}"),
            "k•••@example.com k•••@example.com"
        );
        for wrong in [
            "",
            "karim",
            "karim@",
            "@example.com",
            "karim@localhost",
            "a b@example.com",
            "karim@example.com\r\nRCPT TO:<x@example.com>",
            "করিম@example.com",
            "a@b.example, c@d.example",
        ] {
            assert_eq!(wrong.parse::<EmailAddress>(), Err(NotAnEmail), "{wrong}");
        }
        assert!(
            format!("{}@x.example", "a".repeat(250))
                .parse::<EmailAddress>()
                .is_err()
        );
    }
}
