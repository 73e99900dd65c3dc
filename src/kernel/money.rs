//! Taka as whole poisha; never a float.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An amount of Bangladeshi taka, counted in poisha (1 taka = 100 poisha).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not digits with at most one dot.
    #[error("not an amount in taka")]
    NotANumber,
    /// More than two digits behind the dot.
    #[error("an amount has at most two decimals")]
    TooFine,
    /// Beyond [`Money::MAX`].
    #[error("an amount above the highest we handle")]
    TooLarge,
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The highest amount that is accepted anywhere: ten billion taka.
    pub const MAX: Self = Self(1_000_000_000_000);

    /// This many poisha.
    pub const fn from_poisha(poisha: i64) -> Self {
        Self(poisha)
    }

    /// This many whole taka.
    pub const fn from_taka(taka: i32) -> Self {
        Self(taka as i64 * 100)
    }

    /// The amount in poisha.
    pub const fn poisha(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (taka, poisha) = (self.0.abs() / 100, self.0.abs() % 100);
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{taka}.{poisha:02}")
    }
}

/// Reads taka as people write them in files: `85`, `85.5`, `1,250.00`, `৮৫`.
impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let plain: String = text
            .trim()
            .chars()
            .filter(|c| *c != ',')
            .map(ascii_digit)
            .collect();
        let (taka, rest) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if taka.is_empty() || !digits(taka) || !digits(rest) {
            return Err(MoneyError::NotANumber);
        }
        let rest = rest.trim_end_matches('0');
        if rest.len() > 2 {
            return Err(MoneyError::TooFine);
        }
        format!("{taka}{rest:0<2}")
            .parse()
            .ok()
            .filter(|poisha| *poisha <= Self::MAX.0)
            .map(Self)
            .ok_or(MoneyError::TooLarge)
    }
}

fn ascii_digit(c: char) -> char {
    match c {
        '০'..='৯' => char::from(b'0' + (c as u32 - '০' as u32).to_le_bytes()[0]),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taka_are_read_exactly() {
        for (text, poisha) in [
            ("85", 8500),
            ("85.5", 8550),
            ("0.07", 7),
            ("1,250.00", 125_000),
            ("৮৫.৫০", 8550),
            ("3.100", 310),
        ] {
            assert_eq!(text.parse(), Ok(Money::from_poisha(poisha)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "-5",
            "1e3",
            "12.345",
            "NaN",
            "5 taka",
            ".5",
            "99999999999999999999",
        ] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }
}
