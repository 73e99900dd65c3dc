//! Personal values at rest: sealed with XChaCha20-Poly1305, found again by a
//! keyed hash.
//!
//! A sealed value begins with the number of its key, so that keys can be
//! exchanged row by row while the server runs. Its context (the column) is
//! authenticated with it: a value moved to another column does not open.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, AeadCore as _, OsRng, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// Number of a key, from 1.
pub type KeyNumber = u16;

/// Bytes of the key's number before the nonce.
const NUMBER: usize = size_of::<KeyNumber>();
/// Bytes of the nonce before the text.
const NONCE: usize = 24;

/// The keys of [`Sealer`], as they are configured.
#[derive(Clone, Debug)]
pub struct SealConfig {
    /// `HAAT_SEAL_KEYS`: secrets by number; the highest seals, all open.
    pub keys: BTreeMap<KeyNumber, SecretString>,
    /// `HAAT_SEAL_INDEX`: the secret of blind indexes. It cannot be exchanged
    /// without writing every index anew.
    pub index: SecretString,
}

/// Seals and opens values. Cheap to clone.
#[derive(Clone)]
pub struct Sealer(Arc<Keys>);

struct Keys {
    newest: KeyNumber,
    by_number: BTreeMap<KeyNumber, XChaCha20Poly1305>,
    index: Hmac<Sha256>,
}

/// A value that was cut, changed, moved from another column, or sealed with a
/// key that is not configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotOpen {
    /// The key is not among those configured.
    #[error("sealed with key {0}, which is not configured")]
    UnknownKey(KeyNumber),
    /// Anything else: nothing more is known about it.
    #[error("not sealed by us for this column")]
    Forged,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer(newest key {})", self.0.newest)
    }
}

impl Sealer {
    /// A sealer with these keys.
    ///
    /// # Panics
    /// When there is no key; the configuration refuses that.
    pub fn new(config: &SealConfig) -> Self {
        let by_number: BTreeMap<_, _> = config
            .keys
            .iter()
            .map(|(number, secret)| {
                let key = derived("haat seal", secret);
                (*number, XChaCha20Poly1305::new(&key.into()))
            })
            .collect();
        let newest = by_number.keys().next_back().copied();
        Self(Arc::new(Keys {
            newest: newest.expect("the configuration has at least one key"),
            by_number,
            index: keyed(&derived("haat index", &config.index)),
        }))
    }

    /// Seals a value for a column, named like `users.phone`. Sealing the same
    /// value twice gives different bytes.
    pub fn seal(&self, column: &str, plain: &[u8]) -> Vec<u8> {
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let payload = Payload {
            msg: plain,
            aad: column.as_bytes(),
        };
        let text = self.0.by_number[&self.0.newest]
            .encrypt(&nonce, payload)
            .expect("values are far below the cipher's limit of 256 GiB");
        let mut sealed = Vec::with_capacity(NUMBER + NONCE + text.len());
        sealed.extend_from_slice(&self.0.newest.to_be_bytes());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&text);
        sealed
    }

    /// The value that was sealed for this column.
    pub fn open(&self, column: &str, sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        let number = number_of(sealed)?;
        let key = self.0.by_number.get(&number);
        let key = key.ok_or(CannotOpen::UnknownKey(number))?;
        let (nonce, text) = sealed[NUMBER..]
            .split_at_checked(NONCE)
            .ok_or(CannotOpen::Forged)?;
        let payload = Payload {
            msg: text,
            aad: column.as_bytes(),
        };
        key.decrypt(XNonce::from_slice(nonce), payload)
            .map_err(|_| CannotOpen::Forged)
    }

    /// [`Sealer::open`] for text.
    pub fn open_text(&self, column: &str, sealed: &[u8]) -> Result<String, CannotOpen> {
        String::from_utf8(self.open(column, sealed)?).map_err(|_| CannotOpen::Forged)
    }

    /// Whether an older key sealed this: it should be sealed again.
    pub fn is_outdated(&self, sealed: &[u8]) -> bool {
        number_of(sealed) != Ok(self.0.newest)
    }

    /// A keyed hash by which a sealed value is found and kept unique. Equal
    /// values have equal hashes, so give it the one canonical spelling.
    pub fn blind_index(&self, column: &str, plain: &str) -> [u8; 32] {
        let mut mac = self.0.index.clone();
        mac.update(column.as_bytes());
        mac.update(&[0]);
        mac.update(plain.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

fn number_of(sealed: &[u8]) -> Result<KeyNumber, CannotOpen> {
    let number = sealed.first_chunk().ok_or(CannotOpen::Forged)?;
    Ok(KeyNumber::from_be_bytes(*number))
}

/// Different uses of secrets do not share a key, even where somebody sets the
/// same text for both.
fn derived(usage: &str, secret: &SecretString) -> [u8; 32] {
    let mut mac = keyed(secret.expose_secret().as_bytes());
    mac.update(usage.as_bytes());
    mac.finalize().into_bytes().into()
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("an HMAC takes keys of any length")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(keys: &[(KeyNumber, &str)]) -> Sealer {
        let keys = keys.iter().map(|(n, key)| (*n, SecretString::from(*key)));
        Sealer::new(&SealConfig {
            keys: keys.collect(),
            index: SecretString::from("index"),
        })
    }

    #[test]
    fn a_value_opens_for_its_column_only() {
        let sealer = sealer(&[(1, "one")]);
        let phone = sealer.seal("users.phone", b"+8801712345678");
        assert_eq!(
            sealer.open_text("users.phone", &phone).as_deref(),
            Ok("+8801712345678")
        );
        assert_eq!(sealer.open("users.email", &phone), Err(CannotOpen::Forged));
        assert_ne!(phone, sealer.seal("users.phone", b"+8801712345678"));
    }

    #[test]
    fn a_value_that_was_tampered_with_does_not_open() {
        let sealer = sealer(&[(1, "one")]);
        let phone = sealer.seal("users.phone", b"+8801712345678");
        for at in NUMBER..phone.len() {
            let mut forged = phone.clone();
            forged[at] ^= 1;
            assert_eq!(sealer.open("users.phone", &forged), Err(CannotOpen::Forged));
        }
        for length in 0..phone.len() {
            assert!(sealer.open("users.phone", &phone[..length]).is_err());
        }
    }

    #[test]
    fn keys_are_exchanged_while_old_values_still_open() {
        let old = sealer(&[(1, "one")]);
        let both = sealer(&[(1, "one"), (2, "two")]);
        let sealed = old.seal("users.phone", b"x");
        assert!(both.is_outdated(&sealed));
        assert_eq!(both.open("users.phone", &sealed), Ok(b"x".to_vec()));
        let again = both.seal("users.phone", b"x");
        assert!(!both.is_outdated(&again));
        assert_eq!(
            old.open("users.phone", &again),
            Err(CannotOpen::UnknownKey(2))
        );
    }

    #[test]
    fn a_blind_index_depends_on_value_column_and_secret() {
        let one = sealer(&[(1, "one")]);
        let index = one.blind_index("users.phone", "+8801712345678");
        assert_eq!(
            index,
            sealer(&[(2, "two")]).blind_index("users.phone", "+8801712345678")
        );
        assert_ne!(index, one.blind_index("users.phone", "+8801712345679"));
        assert_ne!(index, one.blind_index("users.email", "+8801712345678"));
    }
}
