//! Shortening text where a reader would.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation as _;

/// Cuts a text to at most `max_graphemes` user-perceived letters, the last of
/// them "…" when anything was cut. Conjuncts and vowel signs stay whole, and a
/// space before the ellipsis goes.
///
/// ```
/// use bangla_text::truncate;
/// assert_eq!(truncate("মিষ্টি কুমড়া", 4), "মিষ্টি…");
/// assert_eq!(truncate("ডিম", 4), "ডিম");
/// ```
pub fn truncate(text: &str, max_graphemes: usize) -> Cow<'_, str> {
    if text.graphemes(true).nth(max_graphemes).is_none() {
        return Cow::Borrowed(text);
    }
    let Some(kept) = max_graphemes.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    // By cluster: a space may be half of one, after an Arabic number sign.
    let letters: Vec<_> = text.grapheme_indices(true).take(kept).collect();
    let end = letters
        .iter()
        .rfind(|(_, letter)| !letter.chars().all(char::is_whitespace))
        .map_or(0, |(at, letter)| at + letter.len());
    Cow::Owned(format!("{}…", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn conjuncts_stay_whole() {
        let cut = truncate("ক্ষমা ক্ষমা", 2);
        assert!(cut == "ক্ষ…" || cut == "ক্ষমা…", "{cut}");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(truncate("", 0), "");
        assert_eq!(truncate("abcd", 3), "ab…");
    }

    proptest! {
        #[test]
        fn never_longer_than_asked(text in "[\u{985}-\u{9cd} a-c]{0,20}", most in 0_usize..10) {
            prop_assert!(truncate(&text, most).graphemes(true).count() <= most);
        }
    }
}
