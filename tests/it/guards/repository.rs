//! What may stand in a file of the project.

use std::path::Path;
use std::process::Command;

use regex::Regex;

use crate::haat::repository;

/// Every file under version control, or every file where there is no git.
fn files() -> Vec<String> {
    let listed = Command::new("git")
        .args(["-c", "safe.directory=*", "ls-files", "-z"])
        .current_dir(repository())
        .output();
    let listed = listed
        .ok()
        .filter(|output| output.status.success())
        .map(|output| output.stdout)
        .unwrap_or_default();
    let mut files: Vec<String> = String::from_utf8_lossy(&listed)
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if files.is_empty() {
        walk(repository(), &mut files);
    }
    files
}

fn walk(folder: &Path, files: &mut Vec<String>) {
    const OTHERS: [&str; 5] = ["target", ".git", ".dev", ".test", "node_modules"];
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() && !OTHERS.contains(&name.as_str()) {
            walk(&entry.path(), files);
        } else if entry.path().is_file() {
            files.push(
                entry
                    .path()
                    .strip_prefix(repository())
                    .unwrap()
                    .display()
                    .to_string(),
            );
        }
    }
}

fn texts() -> impl Iterator<Item = (String, String)> {
    files().into_iter().filter_map(|name| {
        let text = std::fs::read_to_string(repository().join(&name)).ok()?;
        Some((name, text))
    })
}

#[test]
fn no_file_names_a_machine_or_a_mirror() {
    let home = ["/ro", "ot/|/ho", "me/[a-z]|/Us", "ers/[A-Za-z]|/wo", "rk/"].concat();
    let machine = Regex::new(&format!(r#"(?:^|[\s"'`=(:])(?:{home})"#)).unwrap();
    let mut found = Vec::new();
    for (name, text) in texts() {
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| machine.is_match(line));
        found.extend(lines.map(|(n, line)| {
            format!(
                "{name}:{}: {}",
                n + 1,
                line.trim().chars().take(120).collect::<String>()
            )
        }));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn locked_dependencies_come_from_the_public_registries() {
    let lock = std::fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let source = Regex::new(r#"(?m)^source = "(.*)"$"#).unwrap();
    for found in source.captures_iter(&lock) {
        assert_eq!(
            &found[1],
            "registry+https://github.com/rust-lang/crates.io-index"
        );
    }
    for (name, text) in texts().filter(|(name, _)| name.ends_with("package-lock.json")) {
        assert!(
            !text.contains("\"resolved\""),
            "{name}: npm config set omit-lockfile-registry-resolved true"
        );
    }
}

#[test]
fn minimum_versions_against_known_holes_are_locked() {
    let lock: toml::Table = std::fs::read_to_string(repository().join("Cargo.lock"))
        .unwrap()
        .parse()
        .unwrap();
    let version = |name: &str| {
        let packages = lock["package"].as_array().unwrap().iter();
        let found = packages.filter(|package| package["name"].as_str() == Some(name));
        found
            .map(|package| numbers(package["version"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    // CVE-2026-73051, CVE-2026-25537.
    for (name, least) in [
        ("actix-http", vec![3, 12, 1]),
        ("jsonwebtoken", vec![10, 3, 0]),
    ] {
        for locked in version(name) {
            assert!(locked >= least, "{name} {locked:?}");
        }
    }
    for refused in [
        "openssl-sys",
        "native-tls",
        "pq-sys",
        "actix-governor",
        "rust_decimal",
    ] {
        assert!(version(refused).is_empty(), "{refused}");
    }
}

fn numbers(version: &str) -> Vec<u32> {
    version
        .split(['.', '-', '+'])
        .map_while(|part| part.parse().ok())
        .collect()
}

#[test]
fn every_module_says_what_it_is_for() {
    let bare: Vec<String> = ["src", "geo-index/src", "bangla-text/src", "tests"]
        .iter()
        .flat_map(|folder| super::sources(folder, "rs"))
        // Tests of a module in a file beside it are explained by the module.
        .filter(|(file, source)| !file.ends_with("/tests.rs") && !source.starts_with("//!"))
        .map(|(file, _)| file)
        .collect();
    assert!(bare.is_empty(), "no //! header: {bare:#?}");
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    let allow = Regex::new(r"#!?\[allow\(").unwrap();
    let expect = Regex::new(r"(?s)#!?\[expect\(([^\]]*)\)\]").unwrap();
    let mut found = Vec::new();
    for folder in ["src", "geo-index", "bangla-text", "tests", "benches"] {
        if !repository().join(folder).exists() {
            continue;
        }
        for (file, source) in super::sources(folder, "rs") {
            if file.contains("guards/repository.rs") {
                continue;
            }
            if allow.is_match(&source) {
                found.push(format!("{file}: allow"));
            }
            let bare = expect
                .captures_iter(&source)
                .filter(|c| !c[1].contains("reason"));
            found.extend(bare.map(|c| format!("{file}: expect({}) without a reason", &c[1])));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nothing_is_left_to_be_done_later() {
    let mark = Regex::new(
        &[
            "\\bTO",
            "DO\\b|\\bFIX",
            "ME\\b|\\bX",
            "XX\\b|un",
            "implemented!|\\bto",
            "do!\\(",
        ]
        .concat(),
    )
    .unwrap();
    let found: Vec<String> = texts()
        .filter(|(name, _)| {
            [".rs", ".js", ".sh", ".html", ".css", ".toml", ".sql"]
                .iter()
                .any(|end| name.ends_with(end))
        })
        .filter(|(name, text)| !name.contains("vendor") && mark.is_match(text))
        .map(|(name, _)| name)
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}
