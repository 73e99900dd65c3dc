//! Bangladeshi mobile numbers: the identity of people.

use std::fmt;
use std::str::FromStr;

/// A Bangladeshi mobile number.
///
/// Shown, it is masked; who really needs the number says [`Phone::e164`]. It is
/// neither serialised nor stored as it is: columns keep it sealed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone([u8; DIGITS]);

/// Digits behind `+880`.
const DIGITS: usize = 10;

/// Why a text is not such a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Something other than digits and what people put between them.
    #[error("not a phone number")]
    NotANumber,
    /// Too few or too many digits. The ten-digit numbers of before 2005
    /// (`0171 123456`) are among them: they look like new ones that lost a digit.
    #[error("a mobile number has eleven digits")]
    Length,
    /// A land line, or a mobile prefix that no operator has.
    #[error("not a mobile number: those begin with 013 to 019")]
    NotMobile,
    /// A number of another country.
    #[error("not a number of Bangladesh")]
    Foreign,
}

impl Phone {
    /// `+8801712345678`, for whoever sends something there and for blind indexes.
    pub fn e164(&self) -> String {
        format!("+880{}", self.national())
    }

    /// `01712345678`, as people dial it.
    pub fn local(&self) -> String {
        format!("0{}", self.national())
    }

    /// The first seven digits as dialled, `0171234`: a block of ten thousand
    /// numbers that somebody who pumps messages walks through.
    pub fn block(&self) -> String {
        self.local()[..7].to_owned()
    }

    fn national(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII digits are put in")
    }
}

/// Reads a number as people write it: `01712-345678`, `+880 1712 345678`,
/// `8801712345678`, `০১৭১২ ৩৪৫৬৭৮`, `1712345678`.
impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let (plus, digits) = digits_of(text)?;
        let national = match digits.strip_prefix("00") {
            Some(abroad) if !plus => of_bangladesh(abroad)?,
            _ if plus => of_bangladesh(&digits)?,
            _ => without_country(&digits),
        };
        if national.starts_with('1') && national.len() == DIGITS {
            let is_mobile = matches!(national.as_bytes()[1], b'3'..=b'9');
            let digits = national.as_bytes().try_into().ok();
            return digits
                .filter(|_| is_mobile)
                .map(Self)
                .ok_or(PhoneError::NotMobile);
        }
        Err(if national.starts_with('1') || national.is_empty() {
            PhoneError::Length
        } else {
            PhoneError::NotMobile
        })
    }
}

/// Whether it begins with a plus, and its digits in ASCII.
fn digits_of(text: &str) -> Result<(bool, String), PhoneError> {
    let text = text.trim_matches(is_between);
    let bare = text.strip_prefix(['+', '＋']);
    let digits: Option<String> = bare
        .unwrap_or(text)
        .chars()
        .filter(|c| !is_between(*c))
        .map(ascii_digit)
        .collect();
    let digits = digits.filter(|digits| (1..=20).contains(&digits.len()));
    Ok((bare.is_some(), digits.ok_or(PhoneError::NotANumber)?))
}

/// What people and their phones put between digits, direction marks included.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn ascii_digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        '০'..='৯' => u32::from(c) - u32::from('০'),
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// The national number of what was written with a country code.
fn of_bangladesh(digits: &str) -> Result<&str, PhoneError> {
    let national = digits.strip_prefix("880").ok_or(PhoneError::Foreign)?;
    Ok(national.strip_prefix('0').unwrap_or(national))
}

/// The national number of what was written without a plus.
fn without_country(digits: &str) -> &str {
    let national = digits
        .strip_prefix("880")
        .filter(|rest| rest.len() >= DIGITS);
    let national = national.unwrap_or(digits);
    national.strip_prefix('0').unwrap_or(national)
}

/// Masked: `+8801•••••678`.
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+8801•••••{}", &self.national()[DIGITS - 3..])
    }
}

/// Masked like [`fmt::Display`]: what is printed ends in logs.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn people_write_one_number_in_many_ways() {
        for text in [
            "01712345678",
            "01712-345678",
            "01712 345 678",
            " 017.12.345678 ",
            "+8801712345678",
            "+880 1712-345678",
            "+88 01712 345678",
            "8801712345678",
            "88 01712345678",
            "008801712345678",
            "+880 (0) 1712 345678",
            "1712345678",
            "০১৭১২৩৪৫৬৭৮",
            "+৮৮০ ১৭১২-৩৪৫৬৭৮",
            "\u{202a}+880 1712‑345678\u{202c}",
        ] {
            let phone: Phone = text
                .parse()
                .unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(phone.e164(), "+8801712345678", "{text}");
        }
    }

    #[test]
    fn other_numbers_are_refused_with_the_reason() {
        use PhoneError::{Foreign, Length, NotANumber, NotMobile};
        for (text, reason) in [
            ("", NotANumber),
            ("-", NotANumber),
            ("phone", NotANumber),
            ("01712345678x", NotANumber),
            ("017+12345678", NotANumber),
            ("012345678901234567890", NotANumber),
            ("٠١٧١٢٣٤٥٦٧٨", NotANumber),
            ("0171234567", Length),
            ("0171 123456", Length),
            ("017123456789", Length),
            ("+880171234567", Length),
            ("01212345678", NotMobile),
            ("01112345678", NotMobile),
            ("0255012345", NotMobile),
            ("16263", Length),
            ("999", NotMobile),
            ("+919812345678", Foreign),
            ("00919812345678", Foreign),
            ("+447700900123", Foreign),
        ] {
            assert_eq!(text.parse::<Phone>(), Err(reason), "{text}");
        }
    }

    #[test]
    fn what_is_printed_is_masked() {
        let phone: Phone = "01712345678".parse().unwrap();
        assert_eq!(phone.to_string(), "+8801•••••678");
        assert_eq!(format!("{phone:?}"), "+8801•••••678");
        assert_eq!(
            (&*phone.local(), &*phone.block()),
            ("01712345678", "0171234")
        );
    }

    proptest! {
        #[test]
        fn every_mobile_number_survives_every_spelling(
            second in 3_u8..=9,
            rest in 0_u32..100_000_000,
            cut in 1_usize..10,
            prefix in prop::sample::select(vec!["0", "880", "+880", "00880", "+880 0", "+88 0", ""]),
            between in prop::sample::select(vec!["", " ", "-", ".", "\u{200b}", " - "]),
            bengali: bool,
        ) {
            let national = format!("1{second}{rest:08}");
            let (head, tail) = national.split_at(cut);
            let mut text = format!("{prefix}{between}{head}{between}{tail}");
            if bengali {
                text = text.chars().map(|c| c.to_digit(10).map_or(c, |d| "০১২৩৪৫৬৭৮৯".chars().nth(d as usize).unwrap())).collect();
            }
            let phone: Phone = text.parse().unwrap();
            prop_assert_eq!(phone.e164(), format!("+880{national}"));
            prop_assert_eq!(phone.e164().parse(), Ok(phone));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            if let Ok(phone) = text.parse::<Phone>() {
                prop_assert_eq!(phone.e164().len(), 14);
                prop_assert_eq!(phone.local().parse(), Ok(phone));
            }
        }

        #[test]
        fn digits_never_make_another_number(digits in "[0-9+ -]{0,18}") {
            if let Ok(phone) = digits.parse::<Phone>() {
                let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
                prop_assert!(plain.ends_with(&phone.local()[1..]));
            }
        }
    }
}
