//! Numbers, money, distances and times as people read them.

use bangla_text::{Language, to_bengali_digits};
use kernel::{Locale, Money};
use platform::i18n::Words;

/// How far, as the kilometre stone shows it.
#[derive(Clone, Debug)]
pub struct Distance {
    /// In the digits of the language.
    pub number: String,
    /// Metres or kilometres.
    pub unit: String,
}

/// The language of numbers on pages in this one.
pub fn language(locale: Locale) -> Language {
    match locale {
        Locale::Bn => Language::Bengali,
        Locale::En => Language::English,
    }
}

/// A whole number with lakh grouping: ১২,৩৪,৫৬৭ or 12,34,567.
pub fn number(locale: Locale, n: u64) -> String {
    bangla_text::number(i64::try_from(n).unwrap_or(i64::MAX), language(locale))
}

/// Taka; poisha only where there are some.
pub fn price(locale: Locale, amount: Money) -> String {
    bangla_text::money(amount.poisha(), language(locale))
}

/// A distance as the kilometre stone shows it.
pub fn distance(words: Words, metres: f64) -> Distance {
    let text = bangla_text::distance(metres, language(words.0));
    let (number, unit) = text.rsplit_once(' ').unwrap_or((&text, ""));
    Distance {
        number: number.to_owned(),
        unit: unit.to_owned(),
    }
}

/// A minute of the day, also of the next one: "বিকাল ৪টা", "4 pm".
pub fn clock(locale: Locale, minute: u32) -> String {
    bangla_text::clock(minute / 60 % 24, minute % 60, language(locale))
}

/// A radius for a chip: "৫০০ মি", "2 km".
pub fn radius(words: Words, metres: u32) -> String {
    let (n, km) = rounded(metres);
    let unit = words.t(if km { "pages-unit-km" } else { "pages-unit-m" });
    format!("{} {unit}", in_digits(words.0, &n))
}

/// A radius for a sentence: "২ কিলোমিটারের মধ্যে", "within 500 m".
pub fn within(words: Words, metres: u32) -> String {
    let (n, km) = rounded(metres);
    let key = if km {
        "pages-within-km"
    } else {
        "pages-within-m"
    };
    words.with(key, &[("shown", in_digits(words.0, &n).into())])
}

fn rounded(metres: u32) -> (String, bool) {
    if metres < 1_000 {
        (metres.to_string(), false)
    } else if metres.is_multiple_of(1_000) {
        ((metres / 1_000).to_string(), true)
    } else {
        (format!("{:.1}", f64::from(metres) / 1_000.0), true)
    }
}

/// The digits of a language in a text of ASCII digits.
pub fn in_digits(locale: Locale, text: &str) -> String {
    match locale {
        Locale::En => text.to_owned(),
        Locale::Bn => to_bengali_digits(text),
    }
}

/// A value for a query string.
pub fn query_value(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                let hex = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('0');
                out.extend(['%', hex(byte >> 4), hex(byte & 15)].map(|c| c.to_ascii_uppercase()));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_in_lakhs() {
        assert_eq!(number(Locale::Bn, 1_234_567), "১২,৩৪,৫৬৭");
        assert_eq!(number(Locale::En, 12_345_678), "1,23,45,678");
    }

    #[test]
    fn poisha_show_only_where_there_are_some() {
        assert_eq!(price(Locale::Bn, Money::from_taka(125_000)), "৳১,২৫,০০০");
        assert_eq!(price(Locale::En, Money::from_poisha(8_550)), "৳85.50");
    }

    #[test]
    fn distances_change_their_unit_at_a_kilometre() {
        let say = |metres| {
            let said = distance(Words(Locale::Bn), metres);
            format!("{} {}", said.number, said.unit)
        };
        assert_eq!(say(346.0), "৩৫০ মি");
        assert_eq!(say(994.9), "৯৯০ মি");
        assert_eq!(say(995.0), "১ কিমি");
        assert_eq!(say(9_949.0), "৯.৯ কিমি");
        assert_eq!(say(12_400.0), "১২ কিমি");
    }
}
