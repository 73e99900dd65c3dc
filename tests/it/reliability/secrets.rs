//! Run 19, the part about people: who they are, how they are reached and what lets
//! them in stands nowhere in clear: not in a dump of the database, not in its
//! journal, not in the log.

use std::process::Command;

use regex::bytes::Regex;
use serde_json::{Value, json};

use crate::haat::{Database, TestHaat, eventually, scaled};

/// What one person brought along that nobody else may read.
struct Person {
    secrets: Vec<String>,
}

/// Limits that a thousand people of one machine would meet.
const UNLIMITED: [(&str, &str); 6] = [
    ("HAAT_LOG", "debug"),
    ("HAAT_OTP_DAY", "1000000"),
    ("HAAT_OTP_CALLER_DAY", "1000000"),
    ("HAAT_OTP_BLOCK_HOUR", "1000000"),
    ("HAAT_OTP_PHONE_HOUR", "1000000"),
    ("HAAT_OTP_PHONE_DAY", "1000000"),
];

fn text(document: &Value, name: &str) -> String {
    document[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} in {document}"))
        .to_owned()
}

/// Signs up, tells an address and a password, begins to open a shop, and types the
/// number into everything that is written down.
fn lives(haat: &TestHaat, n: usize) -> Person {
    // 0139 and a step: no other test has numbers like these.
    let phone = format!("0139{:07}", (n * 9_973 + 1_234_567) % 10_000_000);
    let signed = haat.sign_in(&phone);
    let (access, refresh) = (
        text(&signed, "access_token"),
        text(&signed, "refresh_token"),
    );
    let (email, password) = (
        format!("salma-{n}-zq@sealed.example"),
        format!("nodir-dhare-{n}-zqx"),
    );
    let nid = format!("19{:015}", n * 104_729 + 7_000_000);
    let say = |method: &str, path: &str, body: Value, status: u16| {
        let reply = haat
            .server()
            .say(method, &format!("/api/v1{path}"), Some(&access), &body);
        assert_eq!(reply.status, status, "{path}: {}", reply.text());
        reply
    };
    if n.is_multiple_of(10) {
        say("PATCH", "/auth/me", json!({ "email": email }), 200);
        say(
            "PUT",
            "/auth/password",
            json!({ "password": password }),
            204,
        );
    }
    let begun = say("POST", "/shops/applications", json!({}), 201).json();
    let application = format!("/shops/applications/{}", text(&begun, "id"));
    // A whole number where four digits are asked for, and one that is no number.
    say(
        "PATCH",
        &application,
        json!({ "version": 1, "nid_end": nid }),
        422,
    );
    say(
        "PATCH",
        &application,
        json!({ "version": 1, "nid_end": "7391" }),
        200,
    );
    say(
        "POST",
        &format!("{application}/phone"),
        json!({ "phone": phone }),
        202,
    );
    say(
        "POST",
        "/auth/sessions/refresh",
        json!({ "refresh_token": format!("{refresh}x") }),
        401,
    );
    let note = format!("call {phone} or {email}");
    haat.around("/api/v1/search", &[("q", &note)]);
    Person {
        // What is signed in a token is no secret, its signature is.
        secrets: vec![
            phone[1..].to_owned(),
            access.rsplit('.').next().unwrap().to_owned(),
            refresh,
            email,
            password,
            nid,
        ],
    }
}

/// Each of these as it is, and as dumps write bytes.
fn any_of(secrets: &[String]) -> Regex {
    let all = secrets
        .iter()
        .flat_map(|text| [regex::escape(text), hex(text)]);
    Regex::new(&all.collect::<Vec<_>>().join("|")).unwrap()
}

fn hex(text: &str) -> String {
    let digits =
        |byte: u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap());
    text.bytes().flat_map(digits).collect()
}

fn found(secrets: &Regex, bytes: &[u8]) -> Vec<String> {
    let around = |at: usize| {
        let from = at.saturating_sub(60);
        String::from_utf8_lossy(&bytes[from..bytes.len().min(at + 60)]).into_owned()
    };
    secrets
        .find_iter(bytes)
        .take(5)
        .map(|hit| around(hit.start()))
        .collect()
}

fn dump(haat: &TestHaat) -> Vec<u8> {
    let dumped = Command::new("pg_dump")
        .arg(haat.db().url())
        .output()
        .unwrap();
    assert!(
        dumped.status.success(),
        "{}",
        String::from_utf8_lossy(&dumped.stderr)
    );
    dumped.stdout
}

fn one(haat: &TestHaat, query: &str) -> String {
    haat.db().connect().query_one(query, &[]).unwrap().get(0)
}

/// The journal from the file that was being written at `since`, read by the
/// superuser of the test services.
fn journal(haat: &TestHaat, since: &str) -> Vec<u8> {
    let here = one(haat, "SELECT pg_current_wal_insert_lsn()::text");
    let flushed = format!("SELECT (pg_current_wal_flush_lsn() >= '{here}'::pg_lsn)::text");
    eventually("the journal is written", || one(haat, &flushed) == "true");
    let url = haat.db().url().replace("//haat@", "//postgres@");
    let mut conn = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let files = "SELECT pg_read_binary_file('pg_wal/' || name) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' AND name >= $1 AND name <= pg_walfile_name(pg_current_wal_lsn()) ORDER BY name";
    let rows = conn.query(files, &[&since]).unwrap();
    rows.iter()
        .flat_map(|row| row.get::<_, Vec<u8>>(0))
        .collect()
}

#[test]
fn who_people_are_stands_nowhere_in_clear() {
    let haat = TestHaat::with(&Database::migrated, &UNLIMITED);
    let since = one(&haat, "SELECT pg_walfile_name(pg_current_wal_lsn())");
    let people: Vec<Person> = (0..scaled(60, 1_000)).map(|n| lives(&haat, n)).collect();
    let secrets: Vec<String> = people
        .into_iter()
        .flat_map(|person| person.secrets)
        .collect();
    assert!(secrets.len() >= 360);
    // What stands in clear would be found in all three.
    let marker = "zq-in-clear-0139-zq";
    haat.shop(marker).open();
    haat.get(&format!("/{marker}"));
    eventually("messages are sent", || {
        haat.count("SELECT count(*) FROM jobs WHERE state <> 'done'") == 0
    });
    let (secrets, marker) = (any_of(&secrets), any_of(&[marker.to_owned()]));
    let places = [("dump", dump(&haat)), ("journal", journal(&haat, &since))];
    for (place, bytes) in &places {
        assert!(
            !found(&marker, bytes).is_empty(),
            "{place} is not the one that was written"
        );
        let hits = found(&secrets, bytes);
        assert!(hits.is_empty(), "{place}: {hits:#?}");
    }
    let log = haat.server().log();
    assert!(
        log.contains("/api/v1/shops/applications") && log.lines().count() > 100,
        "it logs"
    );
    let hits = found(&secrets, log.as_bytes());
    assert!(hits.is_empty(), "log: {hits:#?}");
}

#[test]
fn sealed_columns_hold_no_digits_and_tell_their_key() {
    let haat = TestHaat::start();
    let signed = haat.sign_in("01399999901");
    assert!(signed["user"].is_string());
    let mut conn = haat.db().connect();
    let row = conn
        .query_one("SELECT phone_sealed, phone_index FROM users", &[])
        .unwrap();
    let (sealed, index): (Vec<u8>, Vec<u8>) = (row.get(0), row.get(1));
    assert_eq!(index.len(), 32);
    assert!(
        sealed.len() > 14 + 28,
        "a nonce, a tag and the number: {}",
        sealed.len()
    );
    // The same number sealed again looks different; its index is the same.
    haat.sql("DELETE FROM users", &[]);
    haat.sql("UPDATE otp_sends SET at = at - interval '61 minutes'", &[]);
    haat.sign_in("01399999901");
    let row = conn
        .query_one("SELECT phone_sealed, phone_index FROM users", &[])
        .unwrap();
    assert_ne!(row.get::<_, Vec<u8>>(0), sealed);
    assert_eq!(row.get::<_, Vec<u8>>(1), index);
}
