//! Amounts of taka.

use crate::numerals::{Language, group_lakh};

/// An amount in poisha as taka, `৳` in front, poisha only when there are any.
///
/// ```
/// use bangla_text::{Language, money};
/// assert_eq!(money(12_500_000, Language::Bengali), "৳১,২৫,০০০");
/// assert_eq!(money(4_250, Language::English), "৳42.50");
/// assert_eq!(money(-50, Language::English), "-৳0.50");
/// ```
pub fn money(poisha: i64, language: Language) -> String {
    let sign = if poisha < 0 { "-" } else { "" };
    let size = poisha.unsigned_abs();
    let taka = i64::try_from(size / 100).expect("an i64 over a hundred");
    let rest = match size % 100 {
        0 => String::new(),
        rest => format!(".{rest:02}"),
    };
    language.digits(format!("{sign}৳{}{rest}", group_lakh(taka)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poisha_show_only_when_there_are_any() {
        assert_eq!(money(0, Language::Bengali), "৳০");
        assert_eq!(money(5, Language::Bengali), "৳০.০৫");
        assert_eq!(money(100, Language::English), "৳1");
        assert_eq!(
            money(i64::MIN, Language::English),
            "-৳92,23,37,20,36,85,47,758.08"
        );
    }
}
