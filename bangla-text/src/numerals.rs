//! Numbers as people in Bangladesh write them.

/// The language numbers and words are written in.
///
/// ```
/// use bangla_text::{Language, number};
/// assert_ne!(number(7, Language::Bengali), number(7, Language::English));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// বাংলা, with Bengali digits.
    Bengali,
    /// English, with ASCII digits and South Asian grouping.
    English,
}

impl Language {
    /// Writes ASCII digits of a text in the language's own.
    pub(crate) fn digits(self, text: String) -> String {
        match self {
            Self::Bengali => to_bengali_digits(&text),
            Self::English => text,
        }
    }

    pub(crate) const fn pick(self, bengali: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Bengali => bengali,
            Self::English => english,
        }
    }
}

/// Replaces ASCII digits by Bengali ones and leaves the rest.
///
/// ```
/// assert_eq!(bangla_text::to_bengali_digits("10:30"), "১০:৩০");
/// ```
pub fn to_bengali_digits(text: &str) -> String {
    text.chars().map(bengali_digit).collect()
}

/// Replaces Bengali digits by ASCII ones and leaves the rest.
///
/// ```
/// assert_eq!(bangla_text::to_ascii_digits("১০:৩০"), "10:30");
/// ```
pub fn to_ascii_digits(text: &str) -> String {
    text.chars().map(ascii_digit).collect()
}

fn ascii_digit(c: char) -> char {
    u32::from(c)
        .checked_sub(0x9e6)
        .and_then(|digit| char::from_digit(digit, 10))
        .unwrap_or(c)
}

fn bengali_digit(c: char) -> char {
    c.to_digit(10)
        .and_then(|digit| char::from_u32(0x9e6 + digit))
        .unwrap_or(c)
}

/// Groups by thousand, lakh and crore, in ASCII digits.
///
/// ```
/// assert_eq!(bangla_text::group_lakh(1_234_567), "12,34,567");
/// assert_eq!(bangla_text::group_lakh(-1000), "-1,000");
/// ```
pub fn group_lakh(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 3 / 2 + 1);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len() - at;
        if at > 0 && left >= 3 && left % 2 == 1 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A whole number, grouped, in the language's digits.
///
/// ```
/// use bangla_text::{Language, number};
/// assert_eq!(number(1_234_567, Language::Bengali), "১২,৩৪,৫৬৭");
/// assert_eq!(number(1_234_567, Language::English), "12,34,567");
/// ```
pub fn number(number: i64, language: Language) -> String {
    language.digits(group_lakh(number))
}

/// A count that a noun follows: Bengali counts with টি ("৫টি পণ্য"), English
/// with the number alone ("5 items").
///
/// ```
/// use bangla_text::{Language, counted};
/// assert_eq!(counted(5, Language::Bengali), "৫টি");
/// assert_eq!(counted(5, Language::English), "5");
/// ```
pub fn counted(count: i64, language: Language) -> String {
    number(count, language) + language.pick("টি", "")
}

/// A large number rounded to one decimal of হাজার, লাখ or কোটি; below a
/// thousand as it is. Rounds half away from zero.
///
/// ```
/// use bangla_text::{Language, round_amount};
/// assert_eq!(round_amount(1_250_000, Language::Bengali), "১২.৫ লাখ");
/// assert_eq!(round_amount(30_000_000, Language::English), "3 crore");
/// assert_eq!(round_amount(999, Language::English), "999");
/// ```
pub fn round_amount(number: i64, language: Language) -> String {
    const STEPS: [(u64, &str, &str); 3] = [
        (10_000_000, "কোটি", "crore"),
        (100_000, "লাখ", "lakh"),
        (1_000, "হাজার", "thousand"),
    ];
    let size = number.unsigned_abs();
    // A step counts from where rounding reaches its "1.0".
    let step = STEPS
        .into_iter()
        .find(|&(unit, ..)| size >= unit || size + unit / 2000 >= unit && unit > 1_000);
    let Some((unit, bengali, english)) = step else {
        return self::number(number, language);
    };
    let tenths = (u128::from(size) * 10 + u128::from(unit) / 2) / u128::from(unit);
    let whole = i64::try_from(tenths / 10).expect("an i64 over a thousand");
    let sign = if number < 0 { "-" } else { "" };
    let fraction = match tenths % 10 {
        0 => String::new(),
        tenth => format!(".{tenth}"),
    };
    let text = format!(
        "{sign}{}{fraction} {}",
        group_lakh(whole),
        language.pick(bengali, english)
    );
    language.digits(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_two_above_the_thousand() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (99_999, "99,999"),
            (100_000, "1,00,000"),
            (10_000_000, "1,00,00,000"),
            (i64::MIN, "-92,23,37,20,36,85,47,75,808"),
        ] {
            assert_eq!(group_lakh(number), text);
        }
    }

    #[test]
    fn rounding_never_shows_a_hundred_lakh() {
        assert_eq!(round_amount(9_999_999, Language::English), "1 crore");
        assert_eq!(round_amount(99_999, Language::English), "1 lakh");
        assert_eq!(round_amount(1_500, Language::Bengali), "১.৫ হাজার");
        assert_eq!(round_amount(-250_000, Language::Bengali), "-২.৫ লাখ");
        assert_eq!(
            round_amount(i64::MAX, Language::English),
            "9,22,33,72,03,685.5 crore"
        );
    }
}
