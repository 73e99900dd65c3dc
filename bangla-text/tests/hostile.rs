//! Whatever is typed or pasted: no panic, no runaway, numbers in range.

use bangla_text::{Vocabulary, coarse_keys, normalise, readings, similarity, truncate, words};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn shop() -> Vocabulary {
    Vocabulary::build([
        ("পেঁয়াজ", 9),
        ("চাল", 7),
        ("onion", 3),
        ("ক্ষীর", 2),
        ("kalo jeera", 1),
        ("500", 4),
        ("", 1),
        ("।", 1),
    ])
}

fn ask(shop: &Vocabulary, text: &str) {
    for found in shop
        .expand(text, 8)
        .into_iter()
        .chain(shop.complete(text, 8))
    {
        assert!(
            (0.0..=1.0).contains(&found.similarity),
            "{text:?}: {found:?}"
        );
        assert_eq!(shop.term(found.index), Some(found.term));
    }
    let split: Vec<_> = words(text).map(|word| word.text.into_owned()).collect();
    let split: Vec<&str> = split.iter().map(String::as_str).collect();
    assert!(
        shop.joined(&split, 3)
            .iter()
            .all(|joined| joined.words.len() == 2)
    );
}

proptest! {
    #[test]
    fn any_text_may_be_typed(text in "\\PC{0,60}") {
        ask(&shop(), &text);
        prop_assert!(readings(&text).len() <= 5);
        let _ = (coarse_keys(&text), truncate(&text, 5));
    }

    #[test]
    fn any_bengali_may_be_typed(text in "[\u{980}-\u{9ff}\u{200b}-\u{200d} a-z]{0,60}") {
        ask(&shop(), &text);
    }

    #[test]
    fn likeness_is_mutual(a in "[a-zক-হা-ৌ্]{0,12}", b in "[a-zক-হা-ৌ্]{0,12}") {
        let (there, back) = (similarity(&a, &b), similarity(&b, &a));
        prop_assert!((0.0..=1.0).contains(&there));
        prop_assert!((there - back).abs() < 1e-4, "{there} {back}");
    }

    #[test]
    fn a_word_equals_itself(word in "[a-zক-হা-ৌ্]{1,20}") {
        let encoded = word.replace('ো', "\u{9c7}\u{9be}").replace('ৌ', "\u{9c7}\u{9d7}");
        prop_assume!(!normalise(&word).is_empty());
        prop_assert!(similarity(&word, &encoded) >= 1.0);
        let own = Vocabulary::build([(word.as_str(), 1)]);
        prop_assert_eq!(own.expand(&encoded, 1).len(), 1);
    }
}

#[test]
fn a_megabyte_is_read_in_linear_time() {
    let shop = shop();
    let start = Instant::now();
    for part in [
        "1,234",
        ",123",
        "a.",
        "ক্",
        "চাল ",
        "a",
        "\u{200d}",
        "'a",
        "½",
    ] {
        let text = part.repeat(200_000 / part.len());
        ask(&shop, &text);
        let _ = similarity(&text, "চাল");
    }
    assert!(
        start.elapsed() < Duration::from_mins(1),
        "{:?}",
        start.elapsed()
    );
}
