//! The order in which people look for names.

use kernel::Locale;

use crate::Area;

/// Runs of digits are compared as numbers of at most this many digits.
const DIGITS: usize = 6;

/// A text that sorts like the name it was made of: letters without regard to
/// case, chandrabindu and invisible joiners, numbers by value, so that
/// "মিরপুর ২" comes before "মিরপুর ১০".
///
/// Bengali letters sort by code point, which is the order of the alphabet.
pub(crate) fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + DIGITS);
    let mut number = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if let Some(digit) = ascii_digit(letter) {
            number.push(digit);
            continue;
        }
        flush(&mut number, &mut key);
        if !matches!(letter, '\u{200b}'..='\u{200d}' | '\u{981}') {
            key.push(letter);
        }
    }
    flush(&mut number, &mut key);
    key
}

/// Alphabetical in this language, ties by code.
pub(crate) fn sort(areas: &mut [&Area], locale: Locale) {
    areas.sort_by_cached_key(|area| (sort_key(area.names.in_locale(locale)), area.code.clone()));
}

fn flush(number: &mut String, key: &mut String) {
    if number.is_empty() {
        return;
    }
    for _ in number.len()..DIGITS {
        key.push('0');
    }
    key.push_str(number);
    number.clear();
}

fn ascii_digit(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        '০'..='৯' => char::from_digit(u32::from(letter) - u32::from('০'), 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::sort_key;

    fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
        let mut names = names.to_vec();
        names.sort_by_cached_key(|name| sort_key(name));
        names
    }

    #[test]
    fn numbers_sort_by_value_in_both_scripts() {
        assert_eq!(
            sorted(&["Mirpur 10", "Mirpur 2", "mirpur 1"]),
            ["mirpur 1", "Mirpur 2", "Mirpur 10"]
        );
        assert_eq!(sorted(&["মিরপুর ১০", "মিরপুর ২"]), ["মিরপুর ২", "মিরপুর ১০"]);
    }

    #[test]
    fn chandrabindu_does_not_move_a_name() {
        assert_eq!(sorted(&["চাঁদপুর", "চাটখিল", "ঢাকা"]), ["চাটখিল", "চাঁদপুর", "ঢাকা"]);
    }
}
