//! Everything people read exists in Bengali and in English.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::{running, sources};
use crate::haat::repository;

/// Key → text of all files of a language.
fn words(language: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (file, source) in sources(&format!("web/locales/{language}"), "ftl") {
        let mut last: Option<String> = None;
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, text)) = line
                .split_once(" =")
                .filter(|(key, _)| !key.starts_with(' ') && !key.is_empty())
            {
                let before = all.insert(key.to_owned(), text.trim().to_owned());
                assert_eq!(before, None, "{file}: {key} is there twice");
                last = Some(key.to_owned());
            } else if let Some(key) = &last {
                let text = all.get_mut(key).unwrap();
                text.push(' ');
                text.push_str(line.trim());
            }
        }
    }
    all
}

fn keys(language: &str) -> BTreeSet<String> {
    words(language).into_keys().collect()
}

#[test]
fn both_languages_have_the_same_files_and_keys() {
    let files = |language: &str| {
        sources(&format!("web/locales/{language}"), "ftl")
            .map(|(file, _)| file.rsplit_once('/').unwrap().1.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(files("bn"), files("en"));
    let (bn, en) = (keys("bn"), keys("en"));
    let only =
        |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(
        (only(&bn, &en), only(&en, &bn)),
        (vec![], vec![]),
        "only in bn, only in en"
    );
    assert!(bn.len() > 150, "{}", bn.len());
}

#[test]
fn both_languages_put_in_the_same_values() {
    let value = Regex::new(r"\{\s*\$(\w+)").unwrap();
    let values = |text: &str| {
        value
            .captures_iter(text)
            .map(|c| c[1].to_owned())
            .collect::<BTreeSet<_>>()
    };
    let en = words("en");
    for (key, text) in words("bn") {
        // English counts its nouns and Bengali does not.
        let (bn, mut en) = (values(&text), values(&en[&key]));
        if en.contains("n") && !bn.contains("n") {
            en.remove("n");
        }
        assert_eq!(bn, en, "{key}");
    }
}

#[test]
fn bengali_words_are_bengali_and_english_words_are_not() {
    let bengali = |text: &str| text.chars().any(|c| ('\u{980}'..='\u{9ff}').contains(&c));
    let argument = Regex::new(r"\{[^}]*\}").unwrap();
    for (key, text) in words("bn") {
        let bare = argument.replace_all(&text, "");
        let says = bare.chars().filter(|c| c.is_alphabetic()).count() > 2;
        // Names of the other language are written in it.
        let own = !key.contains("language") && !key.contains("other-lang") && !key.contains("mark");
        assert!(
            !says || !own || bengali(&text),
            "{key} is not Bengali: {text}"
        );
    }
    for (key, text) in words("en") {
        let allowed =
            key.contains("language") || key.contains("mark") || key.contains("placeholder");
        assert!(!bengali(&text) || allowed, "{key} is not English: {text}");
    }
}

#[test]
fn every_problem_has_words() {
    let slices = "platform|notifications|search|areas|auth|shops|catalog|bulk|storefront|geo|media";
    let code = Regex::new(&format!(r#""((?:{slices})\.[a-z][a-z0-9_]*)""#)).unwrap();
    let keys = keys("bn");
    let mut silent = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (file, source) in sources("src", "rs") {
        // Names of jobs, columns, albums and decisions are spelled like codes.
        let running = running(&source);
        let lines = running.lines().filter(|line| {
            ![
                "const NAME:",
                "const DEED:",
                "const ALBUM:",
                "const COLUMN:",
            ]
            .iter()
            .any(|name| line.contains(name))
        });
        for found in lines.flat_map(|line| code.captures_iter(line)) {
            let key = format!("problem-{}", found[1].replace(['.', '_'], "-"));
            if [".csv", ".geojson", ".ftl", ".html", ".rs"]
                .iter()
                .any(|end| found[1].ends_with(end))
            {
                continue;
            }
            if !keys.contains(&key) {
                silent.insert(format!("{file}: {}", &found[1]));
            }
            seen.insert(key);
        }
    }
    assert!(seen.len() > 15, "{seen:?}");
    assert!(silent.is_empty(), "no words for {silent:#?}");
    let unused: Vec<_> = keys
        .iter()
        .filter(|key| key.starts_with("problem-") && !seen.contains(*key))
        .collect();
    assert!(
        unused.is_empty(),
        "words for problems that nobody has: {unused:#?}"
    );
}

#[test]
fn every_key_that_is_used_has_words() {
    let keys = keys("bn");
    let named = Regex::new(r#"(?:\bt|\bcount|\bwith|\bfind)\(\s*"([a-z][a-z0-9-]*)""#).unwrap();
    let literal = Regex::new(
        r#""((?:pages|storefront|desk|admin|auth|problem)-[a-z0-9-]*(?:\{[a-z_]*\}[a-z0-9-]*)*)""#,
    )
    .unwrap();
    let mut missing = BTreeSet::new();
    let files = sources("web/templates", "html")
        .chain(sources("src", "rs").map(|(file, source)| (file, running(&source))));
    for (file, source) in files.filter(|(file, _)| !file.contains("/sample")) {
        let found = named
            .captures_iter(&source)
            .chain(literal.captures_iter(&source));
        for key in found.map(|c| c[1].to_owned()) {
            let is_there = match key.split_once('{') {
                // Made of parts: at least one key begins like it.
                Some((start, _)) => keys.iter().any(|known| known.starts_with(start)),
                None if key.ends_with('-') => keys.iter().any(|known| known.starts_with(&key)),
                None => keys.contains(&key),
            };
            if !is_there && !is_no_key(&key) {
                missing.insert(format!("{file}: {key}"));
            }
        }
    }
    assert!(missing.is_empty(), "no words for {missing:#?}");
}

/// Things that look like keys: names of crates and of parts of a page.
fn is_no_key(text: &str) -> bool {
    !text.contains('-') || repository().join("src").join(text).exists()
}

#[test]
fn templates_hold_no_words_of_their_own() {
    let tags = Regex::new(r"(?s)<[^>]*>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}").unwrap();
    let entity = Regex::new(r"&[a-z#0-9]+;").unwrap();
    let mut found = Vec::new();
    for (file, source) in sources("web/templates", "html") {
        let text = entity
            .replace_all(&tags.replace_all(&source, " "), " ")
            .into_owned();
        let words = text.split_whitespace().filter(|word| {
            word.chars().any(char::is_alphabetic) && *word != "হাট" && *word != "Haat"
        });
        found.extend(words.map(|word| format!("{file}: {word}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}
