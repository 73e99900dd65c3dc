//! Numbers, money, distances and times as people read them.

use kernel::{Locale, Money};
use platform::i18n::Words;

use super::card::Distance;

/// A whole number with lakh grouping: ১২,৩৪,৫৬৭ or 12,34,567.
pub(crate) fn number(locale: Locale, n: u64) -> String {
    in_digits(locale, &grouped(n))
}

/// Taka; poisha only where there are some.
pub(crate) fn price(locale: Locale, amount: Money) -> String {
    let poisha = amount.poisha().unsigned_abs();
    let mut text = format!("৳{}", grouped(poisha / 100));
    if !poisha.is_multiple_of(100) {
        text.push_str(&format!(".{:02}", poisha % 100));
    }
    in_digits(locale, &text)
}

/// Metres up to a kilometre in tens, then kilometres with one decimal, then whole ones.
pub(crate) fn distance(words: Words, metres: f64) -> Distance {
    let near = metres < 995.0;
    let number = if near {
        format!("{:.0}", (metres / 10.0).round() * 10.0)
    } else if metres < 9_950.0 {
        format!("{:.1}", metres / 1_000.0)
    } else {
        format!("{:.0}", metres / 1_000.0)
    };
    let key = if near {
        "storefront-unit-m"
    } else {
        "storefront-unit-km"
    };
    Distance {
        number: in_digits(words.0, &number),
        unit: words.t(key),
    }
}

/// A radius for a chip: "৫০০ মি", "2 km".
pub(crate) fn radius(words: Words, metres: u32) -> String {
    let (n, km) = rounded(metres);
    let unit = words.t(if km {
        "storefront-unit-km"
    } else {
        "storefront-unit-m"
    });
    format!("{} {unit}", in_digits(words.0, &n))
}

/// A radius for a sentence: "২ কিলোমিটারের মধ্যে", "within 500 m".
pub(crate) fn within(words: Words, metres: u32) -> String {
    let (n, km) = rounded(metres);
    let key = if km {
        "storefront-within-km"
    } else {
        "storefront-within-m"
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
pub(crate) fn in_digits(locale: Locale, text: &str) -> String {
    match locale {
        Locale::En => text.to_owned(),
        Locale::Bn => text.chars().map(bangla_digit).collect(),
    }
}

fn bangla_digit(c: char) -> char {
    c.to_digit(10)
        .and_then(|digit| char::from_u32('০' as u32 + digit))
        .filter(|_| c.is_ascii_digit())
        .unwrap_or(c)
}

/// The last three digits together, then pairs.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let Some(head) = digits.len().checked_sub(3).filter(|head| *head > 0) else {
        return digits;
    };
    let (front, back) = digits.split_at(head);
    let mut text = String::new();
    for (at, c) in front.chars().enumerate() {
        if at > 0 && (front.len() - at).is_multiple_of(2) {
            text.push(',');
        }
        text.push(c);
    }
    format!("{text},{back}")
}

/// A value for a query string.
pub(crate) fn query_value(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
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
        assert_eq!(number(Locale::En, 999), "999");
        assert_eq!(number(Locale::En, 1_000), "1,000");
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
        assert_eq!(say(995.0), "১.০ কিমি");
        assert_eq!(say(9_949.0), "৯.৯ কিমি");
        assert_eq!(say(12_400.0), "১২ কিমি");
    }
}
