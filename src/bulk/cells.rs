//! Single cells: text into values, and values into text.

use bangla_text::to_ascii_digits;
use chrono::NaiveDate;
use kernel::{Money, MoneyError};
use unicode_normalization::UnicodeNormalization as _;

/// What a cell holds that takes a value away.
const NOTHING: [&str; 4] = ["-", "–", "—", "−"];
/// What spreadsheets take for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Why a cell cannot be read, as a dotted code.
pub type Wrong = &'static str;

/// Words for yes and no, in both languages and as programs write them.
const YES: [&str; 10] = [
    "yes",
    "y",
    "true",
    "1",
    "হ্যাঁ",
    "হ্যা",
    "হাঁ",
    "আছে",
    "in stock",
    "available",
];
const NO: [&str; 11] = [
    "no",
    "n",
    "false",
    "0",
    "না",
    "নেই",
    "নাই",
    "শেষ",
    "sold out",
    "out of stock",
    "unavailable",
];

/// The text of a cell as it is compared: composed alike, blanks made one.
pub fn clean(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the cell takes a value away.
pub fn is_nothing(text: &str) -> bool {
    NOTHING.contains(&text)
}

/// An amount above zero in taka: `85`, `৮৫.৫০`, `1,25,000`, `৳ 85`, `৮৫ টাকা`.
pub fn money(text: &str) -> Result<Money, Wrong> {
    let text = text.trim_start_matches(['৳', '৲']);
    let lower = text.to_lowercase();
    let bare =
        ["টাকা", "taka", "tk.", "tk", "bdt", "/-", "/="]
            .iter()
            .fold(lower.as_str(), |text, word| {
                let text = text.trim();
                text.strip_suffix(word)
                    .unwrap_or_else(|| text.strip_prefix(word).unwrap_or(text))
            });
    let bare = grouped(&to_ascii_digits(bare.trim())).ok_or("platform.not_a_number")?;
    match bare.parse() {
        Ok(Money::ZERO) | Err(MoneyError::TooLarge) => Err("platform.out_of_range"),
        Ok(money) => Ok(money),
        Err(MoneyError::TooFine) => Err("bulk.too_fine"),
        Err(MoneyError::NotANumber) => Err("platform.not_a_number"),
    }
}

/// A whole number from `least` to `most`.
pub fn whole(text: &str, least: i32, most: i32) -> Result<i32, Wrong> {
    let digits = grouped(&to_ascii_digits(text)).ok_or("platform.not_a_number")?;
    // Spreadsheets write 12.0 for 12.
    let digits = match digits.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|byte| byte == b'0') => whole.to_owned(),
        _ => digits,
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(digits.strip_prefix('-').unwrap_or(&digits)) {
        return Err("platform.not_a_number");
    }
    let number = digits.parse().map_err(|_| "platform.out_of_range")?;
    if (least..=most).contains(&number) {
        Ok(number)
    } else {
        Err("platform.out_of_range")
    }
}

/// Without the commas of `1,25,000`; `None` where a comma does not group.
fn grouped(text: &str) -> Option<String> {
    let whole = text.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',').rev();
    let last = groups.next().unwrap_or_default();
    let mut is_grouped = true;
    let mut any = false;
    for group in groups {
        any = true;
        is_grouped &= (1..=3).contains(&group.len());
    }
    let fits = !any || (last.len() == 3 && is_grouped && !text.contains(",."));
    fits.then(|| text.replace(',', ""))
}

/// Yes or no.
pub fn yes_or_no(text: &str) -> Result<bool, Wrong> {
    let text = to_ascii_digits(text).to_lowercase();
    let among = |words: &[&str]| words.iter().any(|word| clean(word) == text);
    if among(&YES) {
        Ok(true)
    } else if among(&NO) {
        Ok(false)
    } else {
        Err("bulk.not_yes_or_no")
    }
}

/// A day: `2027-01-31`, or as it is written here: `31/01/2027`, `৩১-১-২০২৭`.
pub fn day(text: &str) -> Result<NaiveDate, Wrong> {
    let digits = to_ascii_digits(text);
    let mut parts = digits.split(['-', '/', '.']).map(str::trim);
    let mut part = || parts.next()?.parse::<u32>().ok();
    let all = part()
        .zip(part())
        .zip(part())
        .filter(|_| parts.next().is_none());
    let day = all.and_then(|((first, month), last)| {
        let (year, day) = if first > 31 {
            (first, last)
        } else {
            (last, first)
        };
        let year = if year < 100 { 2000 + year } else { year };
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    });
    day.filter(|day| (2000..2200).contains(&chrono::Datelike::year(day)))
        .ok_or("bulk.bad_day")
}

/// Text for a CSV cell that no spreadsheet takes for a formula.
pub fn guarded(text: &str) -> String {
    if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What [`guarded`] was given.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'')
        .filter(|rest| is_formula(rest))
        .unwrap_or(text)
}

/// Whether it begins like a formula, behind apostrophes that were put before it.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, poisha) in [
            ("85", 8_500),
            ("৮৫.৫০", 8_550),
            ("৳ 85", 8_500),
            ("৳৮৫", 8_500),
            ("৮৫ টাকা", 8_500),
            ("Tk. 120", 12_000),
            ("120/-", 12_000),
            ("1,25,000.00", 12_500_000),
            ("125,000", 12_500_000),
        ] {
            assert_eq!(money(text), Ok(Money::from_poisha(poisha)), "{text}");
        }
        for (text, code) in [
            ("", "platform.not_a_number"),
            ("abc", "platform.not_a_number"),
            ("12,50", "platform.not_a_number"),
            ("-5", "platform.not_a_number"),
            ("0", "platform.out_of_range"),
            ("12.345", "bulk.too_fine"),
            ("99999999999999", "platform.out_of_range"),
        ] {
            assert_eq!(money(text), Err(code), "{text}");
        }
    }

    #[test]
    fn counts_are_whole() {
        for (text, number) in [
            ("12", 12),
            ("১২", 12),
            ("12.0", 12),
            ("1,000", 1_000),
            ("0", 0),
        ] {
            assert_eq!(whole(text, 0, 5_000), Ok(number), "{text}");
        }
        for (text, code) in [
            ("12.5", "platform.not_a_number"),
            ("a", "platform.not_a_number"),
            ("-1", "platform.out_of_range"),
            ("5001", "platform.out_of_range"),
            ("99999999999", "platform.out_of_range"),
        ] {
            assert_eq!(whole(text, 0, 5_000), Err(code), "{text}");
        }
    }

    #[test]
    fn days_are_read_in_both_orders() {
        let last = NaiveDate::from_ymd_opt(2027, 1, 31);
        for text in [
            "2027-01-31",
            "31/01/2027",
            "৩১-১-২০২৭",
            "31.1.27",
            "2027/1/31",
        ] {
            assert_eq!(day(text).ok(), last, "{text}");
        }
        for text in [
            "",
            "31/31/2027",
            "2027-02-30",
            "tomorrow",
            "1/2",
            "1/2/3/4",
            "01/01/9999",
        ] {
            assert_eq!(day(text), Err("bulk.bad_day"), "{text}");
        }
    }

    #[test]
    fn yes_and_no_are_understood() {
        for text in ["Yes", "হ্যাঁ", "আছে", "1", "১", "TRUE"] {
            assert_eq!(yes_or_no(&clean(text)), Ok(true), "{text}");
        }
        for text in ["No", "না", "নেই", "0", "Sold out"] {
            assert_eq!(yes_or_no(&clean(text)), Ok(false), "{text}");
        }
        assert_eq!(yes_or_no("perhaps"), Err("bulk.not_yes_or_no"));
    }

    #[test]
    fn formulas_are_defused_and_every_text_comes_back() {
        for text in [
            "=1+1",
            "+880",
            "-5",
            "@SUM(A1)",
            "\tx",
            "'=x",
            "''-x",
            "'",
            "'x",
            "চাল",
            "",
        ] {
            let written = guarded(text);
            assert!(!written.starts_with(FORMULA), "{text}");
            assert_eq!(unguarded(&written), text);
        }
    }
}
