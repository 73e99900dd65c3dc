//! Every public name has a runnable example, and the map of the crate knows
//! every function.

use std::path::Path;

const MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
const CRATE_DOC: &str = include_str!("../src/lib.rs");

/// Public items of a source with the lines of documentation above each.
fn public_items(source: &str) -> Vec<(String, Vec<&str>)> {
    let (mut items, mut doc) = (Vec::new(), Vec::new());
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            doc.push(text);
        } else if let Some(name) = public_name(line) {
            items.push((name, std::mem::take(&mut doc)));
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
    items
}

/// The name a line makes public; fields belong to their type's example.
fn public_name(line: &str) -> Option<String> {
    let rest = line.strip_prefix("pub ")?;
    let rest = rest
        .strip_prefix("const fn ")
        .or_else(|| rest.split_once(' ').map(|(_, rest)| rest))?;
    let kind = line.split(' ').nth(1)?;
    if !["fn", "const", "struct", "enum", "trait", "type"].contains(&kind) {
        return None;
    }
    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_');
    Some(name.take(1).collect())
}

fn items_of_the_crate() -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for file in Path::new(MODULES).read_dir().expect("the modules") {
        let file = file.expect("a module").path();
        let source = std::fs::read_to_string(file).expect("a flat folder of sources");
        for (name, doc) in public_items(&source) {
            let fences = doc.iter().filter(|line| line.trim() == "```").count();
            found.push((name, fences >= 2));
        }
    }
    found
}

#[test]
fn every_public_item_has_a_runnable_example() {
    let items = items_of_the_crate();
    assert!(items.len() >= 45, "{} items read", items.len());
    let bare: Vec<_> = items.iter().filter(|(_, example)| !example).collect();
    assert!(bare.is_empty(), "without an example: {bare:?}");
}

#[test]
fn the_map_names_every_function() {
    let map: String = CRATE_DOC
        .lines()
        .filter(|line| line.starts_with("//! |"))
        .collect();
    let functions = exports().filter(|name| name.starts_with(char::is_lowercase));
    let missing: Vec<_> = functions
        .filter(|name| !map.contains(&format!("[`{name}`]")))
        .collect();
    assert!(exports().count() > 30 && missing.is_empty(), "{missing:?}");
}

/// The names in `pub use module::{…};`.
fn exports() -> impl Iterator<Item = &'static str> {
    let uses = CRATE_DOC.split("\npub use ").skip(1);
    let lists = uses.filter_map(|text| text.split_once(';')?.0.split_once("::"));
    lists.flat_map(|(_, list)| {
        let names = list.split(|c: char| !c.is_alphanumeric() && c != '_');
        names.filter(|name| !name.is_empty())
    })
}
