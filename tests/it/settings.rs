//! Settings: documented, complete, and refused where they are dangerous.

use std::collections::BTreeSet;

use platform::config::SETTINGS;
use regex::Regex;

use crate::haat::{Database, cli, repository, run};

#[test]
fn the_example_names_exactly_the_settings_that_are_read() {
    let example = std::fs::read_to_string(repository().join(".env.example")).unwrap();
    let line = Regex::new(r"(?m)^#? ?([A-Z][A-Z0-9_]+)=").unwrap();
    let shown: Vec<&str> = line
        .captures_iter(&example)
        .map(|c| c.get(1).unwrap().as_str())
        .collect();
    let named: BTreeSet<&str> = shown.iter().copied().collect();
    assert_eq!(named.len(), shown.len(), "named twice: {shown:?}");
    let read: BTreeSet<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    assert_eq!(named, read);
}

#[test]
fn the_defaults_in_the_example_start_a_server_as_they_are() {
    let db = Database::migrated();
    let example = std::fs::read_to_string(repository().join(".env.example")).unwrap();
    let pairs = example
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='));
    let settings: Vec<(&str, &str)> = pairs
        .filter(|(name, _)| !["DATABASE_URL", "HAAT_DATA_DIR"].contains(name))
        .collect();
    let doctor = run(&db.url(), &["doctor"], &settings);
    assert!(doctor.succeeded(), "{}", doctor.told);
}

#[test]
fn production_refuses_to_start_on_defaults_and_names_all_of_them() {
    let db = Database::migrated();
    let unsafe_start = [
        ("HAAT_STAGE", "production"),
        ("HAAT_CORS_ORIGINS", "https://a.example,*"),
    ];
    for command in ["serve", "work"] {
        let refused = run(&db.url(), &[command], &unsafe_start);
        assert_eq!(refused.code, Some(1), "{}", refused.told);
        for name in [
            "HAAT_SECRET",
            "HAAT_SEAL_KEYS",
            "HAAT_SEAL_INDEX",
            "HAAT_TOKEN_KEYS",
            "HAAT_PUBLIC_URL",
            "HAAT_CORS_ORIGINS",
            "HAAT_SMS_PROVIDERS",
            "HAAT_SMTP_URL",
        ] {
            assert!(
                refused.told.contains(name),
                "{name} is not in {}",
                refused.told
            );
        }
    }
}

#[test]
fn a_setting_that_cannot_be_read_is_named() {
    let db = Database::empty();
    let refused = run(
        &db.url(),
        &["serve"],
        &[("HAAT_LISTEN", "nowhere"), ("HAAT_DB_POOL", "many")],
    );
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.told.contains("HAAT_LISTEN") && refused.told.contains("HAAT_DB_POOL"),
        "{}",
        refused.told
    );
    let without = run(&db.url(), &["serve"], &[("DATABASE_URL", "")]);
    assert!(
        without.code == Some(1) && without.told.contains("DATABASE_URL"),
        "{}",
        without.told
    );
}

#[test]
fn doctor_finds_what_is_there_and_hides_secrets() {
    let db = Database::migrated();
    let secret = "0123456789abcdef0123456789abcdef";
    let doctor = run(&db.url(), &["doctor"], &[("HAAT_SECRET", secret)]);
    assert!(doctor.succeeded(), "{}", doctor.told);
    for found in [
        "PostgreSQL",
        "postgis",
        "Redis",
        "HAAT_LISTEN",
        "schema 2",
        "console; 5000 parts",
        "4 at once",
    ] {
        assert!(
            doctor.told.contains(found),
            "{found} is not in {}",
            doctor.told
        );
    }
    assert!(!doctor.told.contains(secret) && !doctor.told.contains(&db.url()));

    let away = run(
        "postgres://haat@%2Fnowhere/haat",
        &["doctor"],
        &[("HAAT_DB_TIMEOUT_MS", "300")],
    );
    assert!(
        away.code == Some(1) && away.told.contains("FAIL database"),
        "{}",
        away.told
    );
}

#[test]
fn help_names_every_command() {
    let help = cli(&Database::empty(), &["--help"]);
    for command in [
        "serve", "work", "migrate", "seed", "import", "reindex", "doctor",
    ] {
        assert!(
            help.told.contains(&format!("  {command}")),
            "{command}: {}",
            help.told
        );
    }
}
