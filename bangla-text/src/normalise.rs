//! One spelling for every encoding of the same text.

use crate::fold;
use crate::words::{self, Role};

/// Folds a text into the one form all comparisons use.
///
/// * NFC with ড় ঢ় য় as base and nukta and ো ৌ composed; অ+া is আ, ৰ is র,
///   ৱ is ব, the old ত্+ZWJ is ৎ;
/// * no ZWJ, ZWNJ, zero-width space, byte order mark or bidi mark;
/// * Bengali and Devanagari digits become ASCII digits, full-width and other
///   compatibility forms their plain selves;
/// * Latin in lower case and without diacritics;
/// * `।`, `৳`, punctuation and white space become single spaces, except the
///   point, slash or comma inside a number and the apostrophe inside a word
///   (which is dropped).
///
/// Doing it twice changes nothing.
///
/// ```
/// use bangla_text::normalise;
///
/// assert_eq!(normalise("বড়\u{200c} বাজার।"), normalise("বড\u{9bc} বাজার"));
/// assert_eq!(normalise("  Café  ৳১.৫০ "), "cafe 1.50");
/// ```
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for (letter, role) in words::roles(&fold::fold(text)) {
        match role {
            Role::Gap => gap = true,
            Role::Silent => {}
            Role::Letter(_) | Role::InNumber => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.push(letter.letter);
            }
        }
    }
    fold::composed(out)
}

#[cfg(test)]
mod tests {
    use super::normalise;
    use proptest::prelude::*;

    #[test]
    fn encodings_of_one_word_are_one_word() {
        for (a, b) in [
            ("আইয়ুব", "আইয\u{9bc}ুব"),
            ("গাড়ি", "গাড\u{9bc}ি"),
            ("আষাঢ়", "আষাঢ\u{9bc}"),
            ("অামের", "আমের"),
            ("ক\u{9c7}\u{9be}ক", "কোক"),
            ("ম\u{9c7}\u{9d7}", "মৌ"),
            ("হঠাত্\u{200d}", "হঠাৎ"),
            ("ৰান্না", "রান্না"),
            ("ব\u{9bc}ান্না", "রান্না"),
            ("১২৩", "123"),
            ("Ｎapa", "NAPA"),
            ("র\u{200d}্যাব", "র্যাব"),
            ("চঁাদ", "চাঁদ"),
            ("Pōnir", "ponir"),
            ("King’s", "kings"),
        ] {
            assert_eq!(normalise(a), normalise(b), "{a} {b}");
        }
    }

    #[test]
    fn separators_are_spaces_and_numbers_stay_whole() {
        assert_eq!(normalise("চাল।ডাল,আলু"), "চাল ডাল আলু");
        assert_eq!(normalise("৳১২০.৫০/কেজি"), "120.50 কেজি");
        assert_eq!(normalise("1½ kg, ১/২ লি."), "1 1/2 kg 1/2 লি");
        assert_eq!(normalise("১,২৫,০০০"), "125000");
        assert_eq!(normalise("1,2,3"), "1 2 3");
        assert_eq!(normalise("...।"), "");
    }

    #[test]
    fn found_by_chance_and_kept() {
        for text in [
            "\u{981}’\u{9be}",
            "ে'\u{9be}",
            "\u{981}\u{200b}\u{9be}",
            "ﾧￊ",
            "𑎋`\u{113c7}",
            "চ\u{981}\u{9be}\u{9c2}",
            "চ\u{981}\u{981}\u{9be}",
            "অ\u{981}\u{9be}",
        ] {
            let once = normalise(text);
            assert_eq!(normalise(&once), once, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn normalising_bengali_twice_changes_nothing(
            text in "[\u{980}-\u{9ff}\u{200b}-\u{200d}a-z0-9 ./,'’½।]{0,30}"
        ) {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
