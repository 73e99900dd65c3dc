//! What holds for every file of the project; no server is needed.

mod architecture;
mod languages;
mod repository;

use std::path::Path;

use crate::haat::repository as root;

/// Every file with this extension below a folder, and its text. Names are
/// relative to the checkout.
pub fn sources(folder: &str, extension: &str) -> impl Iterator<Item = (String, String)> + use<> {
    let mut found = Vec::new();
    collect(&root().join(folder), extension, &mut found);
    found.sort();
    found.into_iter()
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, extension, found);
        } else if path.extension().is_some_and(|known| known == extension) {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// A Rust source without comments and without its tests: what runs.
pub fn running(source: &str) -> String {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
