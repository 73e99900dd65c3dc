//! A vocabulary of any terms: every term finds itself, answers are in order and
//! within the limit, and nothing but its terms is answered.
#![no_main]

use arbitrary::Arbitrary;
use bangla_text::{How, Match, Vocabulary, normalise, words};
use bangla_text_fuzz::{Text, encodings};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;

#[derive(Arbitrary, Debug)]
struct Input {
    terms: Vec<(Text, u32)>,
    typed: Text,
    limit: u8,
}

/// Enough for keys to be shared.
const MOST: usize = 40;

fuzz_target!(|input: Input| {
    let terms: Vec<(String, u32)> = input
        .terms
        .iter()
        .take(MOST)
        .map(|(term, weight)| (term.build(), *weight))
        .collect();
    let shop = Vocabulary::build(terms.iter().map(|(term, weight)| (&**term, *weight)));
    assert_eq!(shop.len(), terms.len());
    for (term, _) in terms.iter().filter(|(term, _)| !normalise(term).is_empty()) {
        assert_finds_itself(&shop, term);
    }
    let (typed, limit) = (input.typed.build(), usize::from(input.limit));
    assert_answer(&shop, &shop.expand(&typed, limit), limit);
    assert_answer(&shop, &shop.complete(&typed, limit), limit);
    assert_joined(&shop, &typed, limit);
});

/// By its letters, in every encoding, before any other word.
fn assert_finds_itself(shop: &Vocabulary, term: &str) {
    for encoded in encodings(term) {
        let found = shop.expand(&encoded, 1);
        let first = found.first().expect("a term finds itself");
        assert_eq!(first.how, How::Exact, "{encoded:?}: {first:?}");
        assert_eq!(normalise(first.term), normalise(term));
    }
}

fn assert_answer(shop: &Vocabulary, found: &[Match<'_>], limit: usize) {
    assert!(found.len() <= limit);
    let distinct: BTreeSet<u32> = found.iter().map(|found| found.index).collect();
    assert_eq!(distinct.len(), found.len(), "{found:?}");
    for found in found {
        assert_eq!(shop.term(found.index), Some(found.term));
        assert!((0.0..=1.0).contains(&found.similarity), "{found:?}");
    }
}

fn assert_joined(shop: &Vocabulary, typed: &str, limit: usize) {
    let typed: Vec<String> = words(typed).map(|word| word.text.into_owned()).collect();
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    for joined in shop.joined(&typed, limit) {
        assert_eq!(joined.words.len(), 2);
        assert!(joined.words.end <= typed.len() && !joined.matches.is_empty());
        assert_answer(shop, &joined.matches, limit);
    }
}
