//! The arrows: `cli → routes → app → faces → readers → supply → foundations →
//! platform → kernel`, and who writes which table.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::{running, sources};
use crate::haat::repository;

/// Who may use whom, lowest first. There are no cycles, by construction.
const ALLOWED: &[(&str, &[&str])] = &[
    ("geo-index", &[]),
    ("geo-index/instructions", &["geo-index"]),
    ("bangla-text", &[]),
    ("src/kernel", &[]),
    ("src/platform", &["kernel", "bangla-text"]),
    ("src/notifications", &["kernel", "platform", "bangla-text"]),
    ("src/areas", &["kernel", "platform", "bangla-text"]),
    ("src/geocoder", &["kernel", "platform", "areas"]),
    ("src/media", &["kernel", "platform"]),
    (
        "src/auth",
        &["kernel", "platform", "notifications", "areas"],
    ),
    (
        "src/shops",
        &[
            "kernel",
            "platform",
            "bangla-text",
            "notifications",
            "areas",
            "media",
            "auth",
        ],
    ),
    (
        "src/catalog",
        &[
            "kernel",
            "platform",
            "bangla-text",
            "areas",
            "media",
            "auth",
            "shops",
            "auth",
            "notifications",
        ],
    ),
    (
        "src/bulk",
        &[
            "kernel",
            "platform",
            "bangla-text",
            "areas",
            "media",
            "auth",
            "shops",
            "catalog",
        ],
    ),
    (
        "src/search",
        &[
            "kernel",
            "platform",
            "bangla-text",
            "geo-index",
            "areas",
            "shops",
            "catalog",
            "auth",
        ],
    ),
    (
        "src/pages",
        &[
            "kernel",
            "platform",
            "bangla-text",
            "areas",
            "media",
            "auth",
        ],
    ),
    (
        "src/storefront",
        &[
            "pages",
            "kernel",
            "platform",
            "bangla-text",
            "areas",
            "media",
            "auth",
            "shops",
            "catalog",
            "search",
        ],
    ),
    (
        "src/seller_desk",
        &[
            "pages",
            "kernel",
            "platform",
            "bangla-text",
            "areas",
            "media",
            "auth",
            "shops",
            "catalog",
            "bulk",
            "search",
        ],
    ),
    (
        "src/admin_desk",
        &[
            "pages",
            "kernel",
            "platform",
            "bangla-text",
            "areas",
            "media",
            "auth",
            "notifications",
            "shops",
            "catalog",
            "search",
        ],
    ),
];

/// Tables of the feed, which triggers write; operations tidy and wake it.
const FEED: &str = "changes";
const OPERATIONS: &[&str] = &["platform", "app", "cli"];

fn manifest(folder: &str) -> toml::Table {
    let path = repository().join(folder).join("Cargo.toml");
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

#[test]
fn crates_only_follow_the_allowed_arrows() {
    let root = manifest(".");
    let members: BTreeSet<&str> = root["workspace"]["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m.as_str().unwrap())
        .collect();
    let known: BTreeSet<&str> = ALLOWED.iter().map(|(folder, _)| *folder).collect();
    assert_eq!(members, known, "every crate has its place in the order");
    let ours: BTreeSet<&str> = known
        .iter()
        .map(|folder| folder.trim_start_matches("src/"))
        .collect();
    let mut strays = Vec::new();
    for (folder, allowed) in ALLOWED {
        let manifest = manifest(folder);
        for section in ["dependencies", "build-dependencies"] {
            let names = manifest
                .get(section)
                .and_then(toml::Value::as_table)
                .into_iter()
                .flat_map(toml::Table::keys);
            let wrong = names
                .filter(|name| ours.contains(name.as_str()) && !allowed.contains(&name.as_str()));
            strays.extend(wrong.map(|name| format!("{folder} -> {name}")));
        }
    }
    assert!(strays.is_empty(), "forbidden arrows: {strays:#?}");
}

#[test]
fn versions_are_set_in_one_place() {
    for (folder, _) in ALLOWED {
        for (section, content) in manifest(folder) {
            if !section.ends_with("dependencies") {
                continue;
            }
            for (name, spec) in content.as_table().unwrap() {
                let inherits = spec.get("workspace").and_then(toml::Value::as_bool);
                assert_eq!(
                    inherits,
                    Some(true),
                    "{folder}: {name} has a version of its own"
                );
            }
        }
    }
}

/// The crate or module of the binary that a file belongs to.
fn slice_of(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap();
    inside.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Table → the slice that owns it, as the `table!` macros say.
fn owners() -> BTreeMap<String, String> {
    let table = Regex::new(r"(?m)^\s{4}(\w+) \([\w, ]+\) \{$").unwrap();
    let mut owners = BTreeMap::new();
    for (file, source) in sources("src", "rs").filter(|(file, _)| file.ends_with("/schema.rs")) {
        for found in table.captures_iter(&source) {
            let before = owners.insert(found[1].to_owned(), slice_of(&file).to_owned());
            assert_eq!(before, None, "{} has two owners", &found[1]);
        }
    }
    owners
}

#[test]
fn only_the_owner_writes_a_table() {
    let owners = owners();
    assert!(owners.len() >= 5, "{owners:?}");
    let writes = Regex::new(
        r"(?i)(?:insert\s+into|\bupdate(?:\s+only)?|delete\s+from|truncate(?:\s+table)?|copy|merge\s+into)\s+(\w+)\b|(?:insert_into|diesel::update|diesel::delete|[^_.]update|[^_.]delete)\(\s*(\w+)::",
    )
    .unwrap();
    let mut strays = BTreeSet::new();
    let mut seen = 0;
    for (file, source) in sources("src", "rs") {
        for found in writes.captures_iter(&running(&source)) {
            let table = found.get(1).or(found.get(2)).unwrap().as_str();
            let slice = slice_of(&file);
            let may = match owners.get(table) {
                Some(owner) => owner == slice,
                None => table != FEED || OPERATIONS.contains(&slice),
            };
            seen += usize::from(owners.contains_key(table));
            if !may {
                strays.insert(format!("{file} writes {table}"));
            }
        }
    }
    assert!(seen > 0, "no write was recognised at all");
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn joins_across_slices_live_in_views() {
    let owners = owners();
    let reads = Regex::new(r"\b(?:FROM|JOIN)\s+(\w+)\b").unwrap();
    let mut strays = BTreeSet::new();
    for (file, source) in sources("src", "rs") {
        let slice = slice_of(&file);
        // Reads of the composition root (doctor, seeding) are operations.
        if file.ends_with("/views.rs")
            || ["cli", "app"].contains(&slice)
            || file.contains("/tests/")
        {
            continue;
        }
        let running = running(&source);
        let foreign = reads
            .captures_iter(&running)
            .map(|found| found[1].to_owned());
        strays.extend(
            foreign
                .filter(|table| owners.get(table).is_some_and(|owner| owner != slice))
                .map(|table| format!("{file} reads {table}")),
        );
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn platform_and_kernel_never_say_shop() {
    let business = Regex::new(r"(?i)\b(shops?|listings?|products?|category|categories)\b").unwrap();
    let mut strays = Vec::new();
    for folder in ["src/platform", "src/kernel"] {
        for (file, source) in sources(folder, "rs") {
            // Ids are minted in kernel, by the names of what they are for.
            if file == "src/kernel/id.rs" || file.contains("/tests/") {
                continue;
            }
            let running = running(&source);
            let found = running.lines().filter(|line| business.is_match(line));
            strays.extend(found.map(|line| format!("{file}: {}", line.trim())));
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn libraries_know_nothing_of_the_market() {
    for folder in ["geo-index/src", "bangla-text/src"] {
        for (file, source) in sources(folder, "rs") {
            for name in ["kernel::", "platform::", "diesel", "actix"] {
                assert!(!running(&source).contains(name), "{file} names {name}");
            }
        }
    }
}
