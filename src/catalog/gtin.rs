//! Barcodes of packs.

use std::fmt;
use std::str::FromStr;

use bangla_text::to_ascii_digits;

/// A Global Trade Item Number of 8, 13 or 14 digits whose check digit is right
/// (GS1 General Specifications, 7.9).
///
/// The 12 digits of a UPC are a GTIN-13 that begins with zero, and are kept so: a
/// scanner may read either.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gtin(String);

/// Text that is no barcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadGtin {
    /// Not 8, 12, 13 or 14 digits.
    #[error("not 8, 12, 13 or 14 digits")]
    Length,
    /// The last digit does not go with the others.
    #[error("the check digit is wrong")]
    CheckDigit,
}

impl Gtin {
    /// Its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Gtin {
    type Err = BadGtin;

    /// Digits of either script; blanks and hyphens between them do not count.
    fn from_str(text: &str) -> Result<Self, BadGtin> {
        let text: String = to_ascii_digits(text)
            .chars()
            .filter(|char| !char.is_whitespace() && *char != '-')
            .collect();
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BadGtin::Length);
        }
        let digits = match text.len() {
            8 | 13 => text,
            12 => format!("0{text}"),
            // A single piece, whose number begins with zero, is a GTIN-13.
            14 => text.strip_prefix('0').unwrap_or(&text).to_owned(),
            _ => return Err(BadGtin::Length),
        };
        if is_checked(&digits) {
            Ok(Self(digits))
        } else {
            Err(BadGtin::CheckDigit)
        }
    }
}

/// Digits weigh three and one in turn, from the right; with the check digit they
/// sum to a multiple of ten.
fn is_checked(digits: &str) -> bool {
    let weighed = digits.bytes().rev().zip([1, 3].into_iter().cycle());
    let sum: u32 = weighed
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_barcode_is_read() {
        for (text, digits) in [
            ("4006381333931", "4006381333931"),
            ("৪০০৬৩৮১৩৩৩৯৩১", "4006381333931"),
            ("4006381-333931", "4006381333931"),
            ("96385074", "96385074"),
            ("036000291452", "0036000291452"),
            ("04006381333931", "4006381333931"),
            ("10012345678902", "10012345678902"),
        ] {
            assert_eq!(text.parse::<Gtin>().unwrap().as_str(), digits, "{text}");
        }
    }

    #[test]
    fn one_wrong_digit_is_always_noticed() {
        let right = "4006381333931";
        for at in 0..right.len() {
            for digit in b'0'..=b'9' {
                let mut wrong = right.as_bytes().to_vec();
                if wrong[at] != digit {
                    wrong[at] = digit;
                    let wrong = String::from_utf8(wrong).unwrap();
                    assert_eq!(wrong.parse::<Gtin>(), Err(BadGtin::CheckDigit), "{wrong}");
                }
            }
        }
        for text in ["", "1234567", "400638133393A", "12345678901234567"] {
            assert_eq!(text.parse::<Gtin>(), Err(BadGtin::Length), "{text}");
        }
    }
}
