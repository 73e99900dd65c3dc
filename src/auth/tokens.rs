//! Access tokens: signed, short-lived, and good for nothing but telling which
//! session calls. What its owner may do is looked up.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use kernel::{SessionId, UserId};
use platform::http::{Fault, Problem};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

/// How long a token is good for.
pub const ACCESS_MINUTES: i64 = 15;
/// How far clocks of our machines may differ, in seconds.
const LEEWAY_S: u64 = 5;
/// The one algorithm: whoever verifies is us.
const ALGORITHM: Algorithm = Algorithm::HS256;
/// RFC 9068: an access token cannot be taken for another kind.
const KIND: &str = "at+jwt";
const ISSUER: &str = "haat";
const AUDIENCE: &str = "haat-api";
/// Longer ones are not looked at.
const LONGEST: usize = 2_048;

/// Signs and verifies.
pub(crate) struct Tokens {
    newest: u16,
    signing: EncodingKey,
    verifying: BTreeMap<String, DecodingKey>,
    validation: Validation,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A token that is not ours, not yet or no longer good, or of another kind. Which,
/// is nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an access token of ours")]
pub struct BadToken;

impl Fault for BadToken {
    fn problem(&self) -> Option<Problem> {
        let status = actix_web::http::StatusCode::UNAUTHORIZED;
        Some(Problem::new(status, "auth.bad_token"))
    }
}

impl Tokens {
    /// # Panics
    /// Without a key; the configuration refuses that.
    pub(crate) fn new(keys: &BTreeMap<u16, SecretString>) -> Self {
        let newest = keys.last_key_value();
        let (number, secret) = newest.expect("the configuration has at least one key");
        let verifying = keys.iter().map(|(number, secret)| {
            let key = DecodingKey::from_secret(secret.expose_secret().as_bytes());
            (number.to_string(), key)
        });
        Self {
            newest: *number,
            signing: EncodingKey::from_secret(secret.expose_secret().as_bytes()),
            verifying: verifying.collect(),
            validation: validation(),
        }
    }

    /// A token for a session.
    pub(crate) fn sign(&self, user: UserId, session: SessionId, now: DateTime<Utc>) -> String {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: user,
            sid: session,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + TimeDelta::minutes(ACCESS_MINUTES)).timestamp(),
        };
        let mut header = Header::new(ALGORITHM);
        header.typ = Some(KIND.to_owned());
        header.kid = Some(self.newest.to_string());
        jsonwebtoken::encode(&header, &claims, &self.signing)
            .expect("plain claims are written and the key fits the algorithm")
    }

    /// Whose session a token speaks for.
    pub(crate) fn verify(&self, token: &str) -> Result<(UserId, SessionId), BadToken> {
        if token.len() > LONGEST {
            return Err(BadToken);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| BadToken)?;
        let key = self.key_of(&header).ok_or(BadToken)?;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &self.validation)
            .map_err(|_| BadToken)?
            .claims;
        Ok((claims.sub, claims.sid))
    }

    /// The key that a header names, and nothing that it brings along: whoever
    /// forges a token would bring a key that fits.
    fn key_of(&self, header: &Header) -> Option<&DecodingKey> {
        let brings = header.jku.is_some()
            || header.jwk.is_some()
            || header.x5u.is_some()
            || header.x5c.is_some()
            || header.crit.is_some();
        let is_ours = header.alg == ALGORITHM && header.typ.as_deref() == Some(KIND);
        (is_ours && !brings)
            .then(|| self.verifying.get(header.kid.as_deref()?))
            .flatten()
    }
}

fn validation() -> Validation {
    let mut validation = Validation::new(ALGORITHM);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.validate_nbf = true;
    validation.leeway = LEEWAY_S;
    validation
}

#[cfg(test)]
mod tests {
    use kernel::Clock;

    use super::*;

    fn tokens(keys: &[(u16, &str)]) -> Tokens {
        let keys = keys.iter().map(|(n, key)| (*n, SecretString::from(*key)));
        Tokens::new(&keys.collect())
    }

    #[test]
    fn a_token_tells_its_session_for_a_quarter_of_an_hour() {
        let (tokens, now) = (tokens(&[(1, "one")]), Clock::system().now());
        let (user, session) = (UserId::new(), SessionId::new());
        let good = tokens.sign(user, session, now);
        assert_eq!(tokens.verify(&good), Ok((user, session)));
        let minutes = TimeDelta::minutes(ACCESS_MINUTES);
        let old = tokens.sign(user, session, now - minutes - TimeDelta::seconds(10));
        assert_eq!(tokens.verify(&old), Err(BadToken));
        let early = tokens.sign(user, session, now + minutes);
        assert_eq!(tokens.verify(&early), Err(BadToken));
    }

    #[test]
    fn keys_are_exchanged_while_old_tokens_are_still_good() {
        let (old, both) = (tokens(&[(1, "one")]), tokens(&[(1, "one"), (2, "two")]));
        let now = Clock::system().now();
        let token = old.sign(UserId::new(), SessionId::new(), now);
        assert!(both.verify(&token).is_ok());
        assert!(tokens(&[(2, "two")]).verify(&token).is_err());
        let newer = both.sign(UserId::new(), SessionId::new(), now);
        assert!(old.verify(&newer).is_err());
        assert!(
            tokens(&[(2, "one")]).verify(&newer).is_err(),
            "a number is no key"
        );
    }
}
