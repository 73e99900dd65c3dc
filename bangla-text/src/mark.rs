//! Marking words of a text without breaking a letter.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

/// Cuts a text into parts that are in turn plain and marked, beginning with a
/// plain one, which may be empty; together they are the text. Ranges of bytes,
/// such as those of [`words`](crate::words), come in order; each is marked with
/// every letter whole, what reaches beyond the text is left out. Without any
/// range the text is one plain part.
///
/// ```
/// use bangla_text::{marked, words};
/// let name = "দেশি পেঁয়াজ ১ কেজি";
/// let units = words(name).filter(|word| word.text == "kg");
/// let parts = marked(name, units.map(|word| word.range));
/// assert_eq!(parts, ["দেশি পেঁয়াজ ১ ", "কেজি"]);
/// assert_eq!(marked("Onion", [0..5]), ["", "Onion"]);
/// assert_eq!(marked("Onion", []), ["Onion"]);
/// ```
pub fn marked(text: &str, ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<&str> {
    let (mut parts, mut done) = (Vec::new(), 0);
    for range in whole_letters(text, ranges) {
        parts.push(&text[done..range.start]);
        parts.push(&text[range.clone()]);
        done = range.end;
    }
    if parts.is_empty() || done < text.len() {
        parts.push(&text[done..]);
    }
    parts
}

/// The ranges widened to whole letters as people see them; those that then share
/// a letter are one.
fn whole_letters(text: &str, ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut ranges = ranges.into_iter().peekable();
    let mut whole: Vec<Range<usize>> = Vec::new();
    if ranges.peek().is_none() {
        return whole;
    }
    let letters = text.grapheme_indices(true);
    let ends: Vec<usize> = letters.map(|(at, letter)| at + letter.len()).collect();
    for range in ranges {
        let before = ends.partition_point(|end| *end <= range.start);
        let start = before.checked_sub(1).map_or(0, |at| ends[at]);
        let Some(&end) = ends.get(ends.partition_point(|end| *end < range.end)) else {
            continue;
        };
        match whole.last_mut() {
            Some(last) if start < last.end => last.end = last.end.max(end),
            _ => whole.push(start..end),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Word, words};
    use proptest::prelude::*;

    fn where_word(text: &str, is: impl Fn(&Word) -> bool) -> Vec<&str> {
        marked(text, words(text).filter(is).map(|word| word.range))
    }

    #[test]
    fn marks_on_a_letter_go_with_it() {
        // A tilde on the digit before the word, a joiner behind it.
        assert_eq!(
            where_word("x1\u{303}চাল\u{200d} ডাল", |word| word.text
                == "চাল"),
            ["x1\u{303}", "চাল\u{200d}", " ডাল"]
        );
        assert_eq!(
            where_word("চালe\u{301}", |word| word.text == "চাল"),
            ["", "চাল", "e\u{301}"]
        );
    }

    #[test]
    fn words_side_by_side_are_marked_each() {
        assert_eq!(
            where_word("500mg x", |_| true),
            ["", "500", "", "mg", " ", "x"]
        );
    }

    proptest! {
        #[test]
        fn parts_are_the_text_and_break_no_letter(text in "[\u{980}-\u{9ff}\u{200b}-\u{200d}\u{300}-\u{303}a-c0-2 .]{0,30}") {
            let parts = where_word(&text, |word| word.text.len() % 2 == 0);
            prop_assert_eq!(parts.concat(), text.clone());
            let letters: Vec<&str> = parts.iter().flat_map(|part| part.graphemes(true)).collect();
            prop_assert_eq!(letters.concat().graphemes(true).count(), letters.len());
        }
    }
}
