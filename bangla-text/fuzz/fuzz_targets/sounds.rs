//! How words sound: few readings, keys that know no encoding, likeness that is
//! mutual, in range, and 1 for the same letters only.
#![no_main]

use arbitrary::Arbitrary;
use bangla_text::{coarse_keys, normalise, phonemes, readings, similarity};
use bangla_text_fuzz::{Text, encodings};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    one: Text,
    other: Text,
}

fuzz_target!(|input: Input| {
    let (one, other) = (input.one.build(), input.other.build());
    assert_read(&one);
    for encoded in encodings(&one) {
        assert_eq!(coarse_keys(&encoded), coarse_keys(&one), "{encoded:?}");
    }
    let (there, back) = (similarity(&one, &other), similarity(&other, &one));
    assert!((0.0..=1.0).contains(&there), "{one:?} {other:?}: {there}");
    assert!(
        (there - back).abs() < 1e-4,
        "{one:?} {other:?}: {there} {back}"
    );
    let same = normalise(&one) == normalise(&other) && !normalise(&one).is_empty();
    assert_eq!(there >= 1.0, same, "{one:?} {other:?}: {there}");
});

fn assert_read(text: &str) {
    let ways = readings(text);
    assert!(ways.len() <= 5 && ways.is_empty() == phonemes(text).is_empty());
    for way in &ways {
        assert!((1..=40).contains(&way.phonemes.len()), "{text:?}");
        assert!((0.0..=1.0).contains(&way.penalty), "{text:?}");
    }
    for key in coarse_keys(text) {
        assert!((1..=16).contains(&key.len()), "{text:?}");
    }
}
