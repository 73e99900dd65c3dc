//! Numbers of papers: what they may look like, and their one spelling.

use std::fmt;
use std::str::FromStr;

/// The number of a trade licence. City corporations, municipalities and unions
/// each have a form of their own (`TRAD/DNCC/012345/2024`, `03-2345`): letters,
/// digits and what stands between them, 4 digits at least. Shown, it is masked.
#[derive(Clone, PartialEq, Eq)]
pub struct Licence(String);

/// The last four digits of a national identity card. Never shown by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct NidEnd(String);

/// Not the number of such a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the number of such a paper")]
pub struct BadNumber;

impl Licence {
    /// As it was written, in capitals and ASCII digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Letters and digits only: how the same licence is found again.
    pub(super) fn bare(&self) -> String {
        self.0.chars().filter(char::is_ascii_alphanumeric).collect()
    }
}

impl NidEnd {
    /// Four ASCII digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Licence {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let number = bangla_text::to_ascii_digits(text.trim()).to_ascii_uppercase();
        let is_sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | ' ');
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let fits = (4..=40).contains(&number.len()) && number.chars().all(is_sound);
        if fits && digits >= 4 {
            Ok(Self(number))
        } else {
            Err(BadNumber)
        }
    }
}

impl FromStr for NidEnd {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let digits = bangla_text::to_ascii_digits(text.trim());
        if digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(BadNumber)
        }
    }
}

impl fmt::Debug for Licence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Licence(…)")
    }
}

impl fmt::Debug for NidEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NidEnd(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_licence_has_one_bare_form() {
        let bare = |text: &str| text.parse::<Licence>().map(|licence| licence.bare());
        assert_eq!(
            bare("trad/dncc/০১২৩৪৫/2024"),
            Ok("TRADDNCC0123452024".into())
        );
        assert_eq!(
            bare(" TRAD-DNCC-012345-2024 "),
            bare("trad/dncc/০১২৩৪৫/2024")
        );
        for wrong in ["", "123", "none", "licence!1234", &"1".repeat(41)] {
            assert_eq!(bare(wrong), Err(BadNumber), "{wrong}");
        }
    }

    #[test]
    fn four_digits_in_either_script() {
        assert_eq!("১২৩৪".parse::<NidEnd>().unwrap().as_str(), "1234");
        for wrong in ["", "123", "12345", "12a4"] {
            assert_eq!(wrong.parse::<NidEnd>(), Err(BadNumber), "{wrong}");
        }
        assert_eq!(
            format!("{:?}", "1234".parse::<NidEnd>().unwrap()),
            "NidEnd(…)"
        );
    }
}
