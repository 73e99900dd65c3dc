//! E-mail addresses, as far as they can be checked without writing to them.

use std::fmt;
use std::str::FromStr;

use notifications::EmailAddress;

/// An address in lower case. Shown, it is masked.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Not an address that mail could reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct BadEmail;

/// Longest address in bytes (RFC 5321).
const LONGEST: usize = 254;

impl Email {
    /// The whole address, for whoever writes there.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = BadEmail;

    fn from_str(text: &str) -> Result<Self, BadEmail> {
        let text = text.trim().to_lowercase();
        let (name, domain) = text.rsplit_once('@').ok_or(BadEmail)?;
        let plain = |c: char| c.is_ascii_graphic() && !"\"(),:;<>@[\\]".contains(c);
        let is_name = (1..=64).contains(&name.len()) && name.chars().all(plain);
        let label = |label: &str| {
            !label.is_empty()
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let is_domain = domain.contains('.') && domain.split('.').all(label);
        // What the outbox cannot write to is no address for us either.
        let can_be_written_to = text.parse::<EmailAddress>().is_ok();
        let fits = text.len() <= LONGEST && is_name && is_domain && can_be_written_to;
        fits.then_some(Self(text)).ok_or(BadEmail)
    }
}

/// Masked: `k•••@example.com`.
impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, domain) = self.0.rsplit_once('@').unwrap_or_default();
        write!(f, "{}•••@{domain}", &name[..1])
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_in_one_spelling_and_shown_masked() {
        let email: Email = " Karim.Uddin@Example.COM ".parse().unwrap();
        assert_eq!(email.as_str(), "karim.uddin@example.com");
        assert_eq!(
            format!("{email} {email:?}"),
            "k•••@example.com k•••@example.com"
        );
    }

    #[test]
    fn what_mail_cannot_reach_is_refused() {
        for text in [
            "",
            "karim",
            "@example.com",
            "karim@",
            "karim@localhost",
            "a b@example.com",
            "karim@exa mple.com",
            "karim@-example.com",
            "karim@example..com",
            "ka\"rim@example.com",
            "a@b@example.com\nBcc: x@y.z",
            "করিম@example.com",
        ] {
            assert_eq!(text.parse::<Email>(), Err(BadEmail), "{text}");
        }
    }
}
