//! Spellings found on real labels and signs, read from
//! `../shared/data/search` beside the workspace when it is there.

use bangla_text::{Script, Vocabulary, normalise, words};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn lines(file: &str) -> Option<Vec<String>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/search");
    let text = std::fs::read_to_string(folder.join(file)).ok();
    if text.is_none() {
        eprintln!("SKIPPED: no {file} in ../shared/data/search");
    }
    Some(text?.lines().map(str::to_owned).collect())
}

/// Rewrites a name the way other keyboards store it.
fn other_encoding(name: &str) -> String {
    name.replace("ড\u{9bc}", "\u{9dc}")
        .replace("ঢ\u{9bc}", "\u{9dd}")
        .replace("য\u{9bc}", "\u{9df}")
        .replace('ো', "\u{9c7}\u{9be}")
        .replace('ৌ', "\u{9c7}\u{9d7}")
        .replace('আ', "অ\u{9be}")
        .replace("\u{9cd}", "\u{9cd}\u{200c}")
        .replace("র\u{9cd}\u{200c}য", "র\u{200d}\u{9cd}য")
}

#[test]
fn a_name_is_itself_in_any_encoding() {
    let Some(names) = lines("bn_encoding_variants_raw.txt") else {
        return;
    };
    assert!(names.len() > 1_000);
    for name in &names {
        let canonical = normalise(name);
        assert_eq!(normalise(&canonical), canonical, "{name}");
        assert_eq!(normalise(&other_encoding(&canonical)), canonical, "{name}");
        let whole = words(name).filter(|word| word.script == Script::Bengali);
        for word in whole {
            assert!(
                name.get(word.range)
                    .is_some_and(|part| normalise(part) == word.text),
                "{name}"
            );
        }
    }
}

/// Two shops' names for one product: how many of the words that one writes
/// otherwise are found through the words of the other.
#[test]
fn a_product_is_found_by_its_other_name() {
    let Some(rows) = lines("bn_name_variants.tsv") else {
        return;
    };
    let names: Vec<(Vec<String>, Vec<String>)> = rows
        .iter()
        .filter_map(|row| {
            let mut columns = row.split('\t').skip(2);
            Some((letters(columns.next()?), letters(columns.next()?)))
        })
        .collect();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for word in names.iter().flat_map(|(_, other)| other) {
        *counts.entry(word.clone()).or_default() += 1;
    }
    let vocabulary = Vocabulary::build(counts);
    let (mut asked, mut found) = (0_u32, 0_u32);
    for (one, other) in names.iter().filter(|(one, other)| one.len() == other.len()) {
        // What differs stands in the same place; another word altogether
        // (juice, drink) is no respelling.
        for (a, b) in one
            .iter()
            .zip(other)
            .filter(|(a, b)| a != b && is_respelling(a, b))
        {
            asked += 1;
            found += u32::from(vocabulary.expand(a, 5).iter().any(|hit| hit.term == b));
        }
    }
    let share = f64::from(found) / f64::from(asked);
    eprintln!("respelt words found in the top 5: {found} of {asked}, {share:.3}");
    assert!(asked > 50 && share > 0.82, "{share}");
}

fn letters(name: &str) -> Vec<String> {
    words(name)
        .filter(|word| word.script == Script::Bengali)
        .map(|word| word.text.into_owned())
        .collect()
}

/// Same first letter, and no more than half of the letters are new.
fn is_respelling(a: &str, b: &str) -> bool {
    let new = a.chars().filter(|&letter| !b.contains(letter)).count();
    a.chars().next() == b.chars().next() && new * 2 <= a.chars().count()
}
