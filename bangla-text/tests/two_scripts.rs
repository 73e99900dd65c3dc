//! Real names and messages that exist in both scripts, read from
//! `../shared/data/search` beside the workspace when it is there.

use bangla_text::{Script, Vocabulary, normalise, words};
use std::collections::BTreeSet;
use std::path::PathBuf;
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// The columns of each line.
fn rows(file: &str) -> Option<Vec<Vec<String>>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/search");
    let text = std::fs::read_to_string(folder.join(file)).ok();
    if text.is_none() {
        eprintln!("SKIPPED: no {file} in ../shared/data/search");
    }
    let row = |line: &str| line.split('\t').map(str::to_owned).collect();
    Some(text?.lines().map(row).collect())
}

/// Shares of Latin spellings whose Bengali word comes first, and in the top ten.
fn recall(name: &str, pairs: &[(String, String)]) -> (f64, f64) {
    let meant: BTreeSet<String> = pairs.iter().map(|(_, meant)| normalise(meant)).collect();
    let vocabulary = Vocabulary::build(meant.iter().map(|word| (word.as_str(), 1)));
    let (mut first, mut ten) = (0_u32, 0_u32);
    for (typed, meant) in pairs {
        let meant = normalise(meant);
        let found = vocabulary.expand(typed, 10);
        let place = found.iter().position(|found| found.term == meant);
        first += u32::from(place == Some(0));
        ten += u32::from(place.is_some());
    }
    let asked = f64::from(u32::try_from(pairs.len()).expect("some thousands"));
    let (first, ten) = (f64::from(first) / asked, f64::from(ten) / asked);
    let (words, asked) = (meant.len(), pairs.len());
    eprintln!("{name}: {asked} of {words} words, R@1 {first:.3}, R@10 {ten:.3}");
    (first, ten)
}

#[test]
fn groceries_are_found_as_people_romanise_them() {
    let Some(rows) = rows("banglish_grocery_queries.tsv") else {
        return;
    };
    let attested = |row: &&Vec<String>| row[2].parse::<u32>().is_ok_and(|count| count >= 2);
    let pairs: Vec<_> = rows
        .iter()
        .skip(1)
        .filter(attested)
        .map(|row| (row[1].clone(), row[0].clone()))
        .collect();
    assert!(pairs.len() > 1_000);
    let (first, ten) = recall("groceries", &pairs);
    assert!(first >= 0.90 && ten >= 0.97, "{first} {ten}");
}

/// Official English spellings, which follow no rule: Comilla for কুমিল্লা.
#[test]
fn places_are_found_by_their_official_english_names() {
    let Some(rows) = rows("place_name_pairs.tsv") else {
        return;
    };
    let pairs: Vec<_> = rows
        .iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    assert!(pairs.len() > 4_000);
    let (first, ten) = recall("places", &pairs);
    assert!(first >= 0.89 && ten >= 0.95, "{first} {ten}");
}

/// What people wrote to one another in Latin letters, beside its Bengali; a
/// message counts when both have as many words.
#[test]
fn words_of_messages_are_understood() {
    let Some(rows) = rows("banglatlit_val.tsv") else {
        return;
    };
    let of = |text: &str, script| {
        let words = words(text).filter(|word| word.script == script);
        words.map(|word| word.text.into_owned()).collect::<Vec<_>>()
    };
    let mut pairs = Vec::new();
    for row in &rows {
        let (typed, meant) = (of(&row[0], Script::Latin), of(&row[1], Script::Bengali));
        if typed.len() == meant.len() {
            pairs.extend(typed.into_iter().zip(meant));
        }
    }
    assert!(pairs.len() > 3_000, "{}", pairs.len());
    let (first, ten) = recall("messages", &pairs);
    assert!(first >= 0.69 && ten >= 0.83, "{first} {ten}");
}

/// The Bengali words of real names are those of the Unicode standard, which
/// does not tell digits from letters.
#[test]
fn words_are_cut_where_unicode_cuts_them() {
    let Some(rows) = rows("place_name_pairs.tsv") else {
        return;
    };
    let names = rows.iter().map(|row| &row[1]);
    let names: Vec<_> = names
        .filter(|name| !name.contains(char::is_numeric))
        .collect();
    assert!(names.len() > 4_000);
    for name in names {
        let ours: Vec<_> = words(name).map(|word| &name[word.range]).collect();
        let theirs: Vec<_> = name.unicode_words().collect();
        assert_eq!(ours, theirs, "{name}");
    }
}

/// Whatever Unicode holds for one text is one text.
#[test]
fn names_that_are_canonically_equivalent_are_one_name() {
    let Some(rows) = rows("bn_name_variants.tsv") else {
        return;
    };
    for name in rows.iter().flatten() {
        let canonical = normalise(name);
        assert_eq!(
            normalise(&name.nfc().collect::<String>()),
            canonical,
            "{name}"
        );
        assert_eq!(
            normalise(&name.nfd().collect::<String>()),
            canonical,
            "{name}"
        );
        assert_eq!(
            normalise(&name.nfkd().collect::<String>()),
            canonical,
            "{name}"
        );
    }
}
