//! Normalising, splitting and shortening: one form for every encoding, ranges
//! that lie in the original, nothing cut in two.
#![no_main]

use arbitrary::Arbitrary;
use bangla_text::{Unit, normalise, to_ascii_digits, to_bengali_digits, truncate, words};
use bangla_text_fuzz::{Text, encodings};
use libfuzzer_sys::fuzz_target;
use unicode_segmentation::UnicodeSegmentation as _;

#[derive(Arbitrary, Debug)]
struct Input {
    text: Text,
    most: u8,
}

fuzz_target!(|input: Input| {
    let text = input.text.build();
    assert_one_form(&text);
    assert_words_lie_in(&text);
    assert_short(&text, usize::from(input.most));
    let digits = to_ascii_digits(&text);
    assert_eq!(to_ascii_digits(&to_bengali_digits(&text)), digits);
});

fn assert_one_form(text: &str) {
    let canonical = normalise(text);
    assert_eq!(normalise(&canonical), canonical, "{text:?}");
    for encoded in encodings(text) {
        assert_eq!(normalise(&encoded), canonical, "{text:?} as {encoded:?}");
    }
}

fn assert_words_lie_in(text: &str) {
    let mut last = 0;
    for word in words(text) {
        assert!(text.get(word.range.clone()).is_some(), "{text:?}: {word:?}");
        assert!(word.range.start >= last, "{text:?}: {word:?}");
        assert!(!word.text.is_empty(), "{text:?}: {word:?}");
        last = word.range.start;
        let _ = Unit::of(&word.text);
    }
}

fn assert_short(text: &str, most: usize) {
    let short = truncate(text, most);
    assert!(short.graphemes(true).count() <= most, "{short:?}");
    if *short != *text {
        let kept = short.strip_suffix('…').unwrap_or(&short);
        let whole = text.grapheme_indices(true).any(|(at, _)| at == kept.len());
        assert!(text.starts_with(kept) && whole, "{text:?}: {short:?}");
    }
}
