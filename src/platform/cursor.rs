//! Page cursors: signed, so that a cursor works only for the question it was
//! made for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

use crate::http::{Fault, Problem};

/// Length of the shortened signature in bytes: enough against guessing.
const TAG: usize = 12;

/// Signs and opens cursors.
#[derive(Clone)]
pub struct Cursors(Hmac<Sha256>);

/// A cursor that was changed, cut, or made for another question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor for this question")]
pub struct ForeignCursor;

impl Fault for ForeignCursor {
    fn problem(&self) -> Option<Problem> {
        Some(Problem::field("cursor", "platform.foreign_cursor"))
    }
}

impl Cursors {
    /// Cursors signed with the server's secret.
    pub fn new(secret: &SecretString) -> Self {
        let key = format!("cursor:{}", secret.expose_secret());
        Self(Hmac::new_from_slice(key.as_bytes()).expect("an HMAC takes keys of any length"))
    }

    /// A cursor that continues `question` at `position`.
    pub fn seal<P: Serialize>(&self, question: &str, position: &P) -> String {
        let body = serde_json::to_vec(position).expect("positions are plain structs");
        self.seal_bytes(question, &body)
    }

    /// The position in a cursor that was sealed for the same question.
    pub fn open<P: DeserializeOwned>(
        &self,
        question: &str,
        cursor: &str,
    ) -> Result<P, ForeignCursor> {
        let body = self.open_bytes(question, cursor)?;
        serde_json::from_slice(&body).map_err(|_| ForeignCursor)
    }

    /// The same for a position that has bytes of its own.
    pub fn seal_bytes(&self, question: &str, body: &[u8]) -> String {
        let mut sealed = self.tag(question, body).to_vec();
        sealed.extend_from_slice(body);
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// The bytes of a position that was sealed for the same question.
    pub fn open_bytes(&self, question: &str, cursor: &str) -> Result<Vec<u8>, ForeignCursor> {
        let sealed = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| ForeignCursor)?;
        let (tag, body) = sealed.split_at_checked(TAG).ok_or(ForeignCursor)?;
        if self.tag(question, body) != tag {
            return Err(ForeignCursor);
        }
        Ok(body.to_vec())
    }

    fn tag(&self, question: &str, body: &[u8]) -> [u8; TAG] {
        let mut mac = self.0.clone();
        mac.update(question.as_bytes());
        mac.update(&[0]);
        mac.update(body);
        let full = mac.finalize().into_bytes();
        std::array::from_fn(|i| full[i])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_only_for_its_question() {
        let cursors = Cursors::new(&SecretString::from("secret"));
        let cursor = cursors.seal("rice near here", &(7, "x".to_owned()));
        assert_eq!(
            cursors.open("rice near here", &cursor),
            Ok((7, "x".to_owned()))
        );
        assert_eq!(
            cursors.open::<(i32, String)>("dal near here", &cursor),
            Err(ForeignCursor)
        );
        assert_eq!(
            cursors.open::<(i32, String)>("rice near here", "AAAA"),
            Err(ForeignCursor)
        );
        assert_eq!(
            cursors.open::<(i32, String)>("rice near here", "not base64!"),
            Err(ForeignCursor)
        );
    }
}
