//! Passwords: argon2id, computed away from the threads that serve, a few at a
//! time.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use kernel::Phone;
use platform::http::{Fault, Problem};
use tokio::sync::Semaphore;

/// Memory of one hash in KiB: 19 MiB, as OWASP recommends with two passes.
pub(crate) const MEMORY_KIB: u32 = 19_456;
/// Passes over it.
pub(crate) const PASSES: u32 = 2;
/// Threads for one hash.
pub(crate) const LANES: u32 = 1;
/// Hashes at the same time: each takes its memory, so that many sign-ins wait
/// instead of taking all of it.
const AT_ONCE: usize = 2;
/// How long a sign-in waits for its turn.
const WAIT: Duration = Duration::from_secs(3);
/// Least and most characters.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// Passwords that are tried first by whoever guesses.
const COMMON: &str = include_str!("common_passwords.txt");

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than eight characters.
    #[error("too short")]
    TooShort,
    /// More than 128 characters.
    #[error("too long")]
    TooLong,
    /// Among those tried first.
    #[error("too common")]
    TooCommon,
    /// The phone number itself.
    #[error("the phone number")]
    IsPhone,
}

impl WeakPassword {
    /// The code of the field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "auth.password_too_short",
            Self::TooLong => "auth.password_too_long",
            Self::TooCommon => "auth.password_too_common",
            Self::IsPhone => "auth.password_is_phone",
        }
    }
}

/// Refuses what is guessed first; everything else is its owner's choice.
pub fn check_password(password: &str, phone: Option<&Phone>) -> Result<(), WeakPassword> {
    let characters = password.chars().count();
    if characters < *LENGTH.start() {
        return Err(WeakPassword::TooShort);
    }
    if characters > *LENGTH.end() {
        return Err(WeakPassword::TooLong);
    }
    if password
        .parse::<Phone>()
        .is_ok_and(|typed| Some(&typed) == phone)
    {
        return Err(WeakPassword::IsPhone);
    }
    if is_common(password) {
        return Err(WeakPassword::TooCommon);
    }
    Ok(())
}

/// In the list, one character over and over, or a row of digits or letters.
fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let steps = || lower.chars().zip(lower.chars().skip(1));
    let code = |c: char| i64::from(u32::from(c));
    let all = |step: i64| steps().all(|(a, b)| code(b) - code(a) == step);
    all(0) || all(1) || all(-1) || COMMON.lines().any(|common| common == lower)
}

/// Too many people sign in at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords to check at once")]
pub struct Busy;

impl Fault for Busy {
    fn problem(&self) -> Option<Problem> {
        Some(Problem::unavailable("auth.busy"))
    }
}

/// What a password and a stored hash have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// Another password.
    No,
    /// The same.
    Yes,
    /// The same, but the hash is weaker than ours are now.
    Outdated,
}

/// Hashes and verifies.
#[derive(Clone)]
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    /// The hash of nobody's password: verified where there is no account.
    nobody: Arc<str>,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        let nobody = hash(&crate::keys::to_text(&crate::keys::random()));
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            nobody: nobody.into(),
        }
    }

    /// The PHC string of a password.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Busy> {
        let password = password.to_owned();
        self.in_turn(move || hash(&password)).await
    }

    /// Compares; where nothing is stored it takes as long and says no.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Match, Busy> {
        let (password, known) = (password.to_owned(), stored.is_some());
        let stored = stored.map_or_else(|| self.nobody.to_string(), str::to_owned);
        let matches = self.in_turn(move || verify(&password, &stored)).await?;
        Ok(if known { matches } else { Match::No })
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let turn = tokio::time::timeout(WAIT, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| Busy)?.map_err(|_| Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            // The turn lasts as long as the work, even if nobody waits any more.
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|_| Busy)
    }
}

fn argon2id() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None);
    let params = params.expect("the parameters are within the algorithm's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(password: &str) -> String {
    argon2id()
        .hash_password(password.as_bytes())
        .expect("the operating system has random bytes")
        .to_string()
}

fn verify(password: &str, stored: &str) -> Match {
    if is_bcrypt(stored) {
        let same = bcrypt::verify(password, stored).unwrap_or(false);
        return if same { Match::Outdated } else { Match::No };
    }
    let Ok(parsed) = PasswordHash::new(stored) else {
        return Match::No;
    };
    match argon2id().verify_password(password.as_bytes(), &parsed) {
        Err(_) => Match::No,
        Ok(()) if is_current(stored) => Match::Yes,
        Ok(()) => Match::Outdated,
    }
}

fn is_current(stored: &str) -> bool {
    stored.starts_with(&format!(
        "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$"
    ))
}

/// Whether this is a bcrypt hash as other programs write them.
pub(crate) fn is_bcrypt(stored: &str) -> bool {
    ["$2a$", "$2b$", "$2x$", "$2y$"]
        .iter()
        .any(|start| stored.starts_with(start))
        && stored.parse::<bcrypt::HashParts>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_says_argon2id_with_our_parameters() {
        let hash = hash("correct horse battery");
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert_eq!(verify("correct horse battery", &hash), Match::Yes);
        assert_eq!(verify("correct horse batterx", &hash), Match::No);
        assert_eq!(verify("anything", "not a hash"), Match::No);
    }

    #[test]
    fn weaker_hashes_are_good_once() {
        let params = Params::new(8_192, 1, 1, None).unwrap();
        let weaker = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let weaker = weaker.hash_password(b"correct horse").unwrap().to_string();
        assert_eq!(verify("correct horse", &weaker), Match::Outdated);
        let bcrypt = bcrypt::hash("correct horse", 4).unwrap();
        assert!(is_bcrypt(&bcrypt));
        assert_eq!(verify("correct horse", &bcrypt), Match::Outdated);
        assert_eq!(verify("correct hors", &bcrypt), Match::No);
        assert!(!is_bcrypt("$2b$bad") && !is_bcrypt("plain"));
    }

    #[test]
    fn passwords_that_are_guessed_first_are_refused() {
        let phone: Phone = "01712345678".parse().unwrap();
        for (password, reason) in [
            ("short", WeakPassword::TooShort),
            ("ছোটপাস", WeakPassword::TooShort),
            ("password1", WeakPassword::TooCommon),
            ("Password1", WeakPassword::TooCommon),
            ("12345678", WeakPassword::TooCommon),
            ("87654321", WeakPassword::TooCommon),
            ("aaaaaaaaaa", WeakPassword::TooCommon),
            ("abcdefgh", WeakPassword::TooCommon),
            ("bangladesh", WeakPassword::TooCommon),
            ("01712345678", WeakPassword::IsPhone),
            ("+880 1712-345678", WeakPassword::IsPhone),
        ] {
            assert_eq!(
                check_password(password, Some(&phone)),
                Err(reason),
                "{password}"
            );
        }
        assert_eq!(
            check_password(&"a1".repeat(65), Some(&phone)),
            Err(WeakPassword::TooLong)
        );
        for good in ["নদীর ধারে বাড়ি", "tin-ta-boro-mach", "01812345678x"]
        {
            assert_eq!(check_password(good, Some(&phone)), Ok(()), "{good}");
        }
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        let passwords = Passwords::new();
        assert_eq!(passwords.verify("anything", None).await, Ok(Match::No));
        let hash = passwords.hash("correct horse").await.unwrap();
        let found = passwords.verify("correct horse", Some(&hash)).await;
        assert_eq!(found, Ok(Match::Yes));
    }
}
