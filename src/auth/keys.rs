//! Keyed hashes, random secrets, and comparing them without telling how far two
//! agree.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::RngCore as _;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// A hash or a secret.
pub(crate) type Bytes32 = [u8; 32];

/// One key for each use, all from the server's secret.
#[derive(Clone)]
pub(crate) struct Keys {
    codes: Hmac<Sha256>,
    successors: Hmac<Sha256>,
    forms: Hmac<Sha256>,
}

impl Keys {
    pub(crate) fn new(secret: &SecretString) -> Self {
        let key = |usage: &str| {
            let secret = keyed(secret.expose_secret().as_bytes());
            keyed(&finish(&secret, &[usage.as_bytes()]))
        };
        Self {
            codes: key("auth codes"),
            successors: key("auth successors"),
            forms: key("auth forms"),
        }
    }

    /// What is stored of a code that belongs to this id.
    pub(crate) fn code(&self, id: uuid::Uuid, code: &str) -> Bytes32 {
        finish(&self.codes, &[id.as_bytes(), code.as_bytes()])
    }

    /// The refresh token after this one: the same, however often it is asked.
    pub(crate) fn successor(&self, token: &Bytes32) -> Bytes32 {
        finish(&self.successors, &[token])
    }

    /// What proves that a form of this session is our own.
    pub(crate) fn form(&self, session: uuid::Uuid) -> String {
        URL_SAFE_NO_PAD.encode(finish(&self.forms, &[session.as_bytes()]))
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("an HMAC takes keys of any length")
}

fn finish(key: &Hmac<Sha256>, parts: &[&[u8]]) -> Bytes32 {
    let mut mac = key.clone();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// A fresh secret.
pub(crate) fn random() -> Bytes32 {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// What is stored of a secret that is random itself.
pub(crate) fn hashed(secret: &[u8]) -> Bytes32 {
    Sha256::digest(secret).into()
}

/// Whether two are equal, in a time that does not depend on where they differ.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    let differ = one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && std::hint::black_box(differ) == 0
}

pub(crate) fn to_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn from_text(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_use_shares_a_key_with_another() {
        let keys = Keys::new(&SecretString::from("secret"));
        let id = uuid::Uuid::nil();
        assert_ne!(to_text(&keys.code(id, "")), keys.form(id));
        assert_ne!(keys.successor(&[0; 32]), finish(&keys.codes, &[&[0; 32]]));
    }

    #[test]
    fn only_equal_bytes_are_the_same() {
        assert!(same(b"abc", b"abc"));
        for other in ["abd", "ab", "abcd", ""] {
            assert!(!same(b"abc", other.as_bytes()), "{other}");
        }
    }
}
