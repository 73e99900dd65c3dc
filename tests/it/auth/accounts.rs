//! Signing up and in by code, and one's own account.

use serde_json::{Value, json};

use super::{me, post, text};
use crate::haat::{TestHaat, fresh_phone};

#[test]
fn a_new_number_signs_up_and_the_same_number_signs_in() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let first = haat.sign_in(&phone);
    let again = haat.sign_in(&format!("+88 {}-{}", &phone[..5], &phone[5..]));
    assert_eq!(first["user"], again["user"], "one number is one person");
    assert_ne!(first["session"], again["session"]);
    let account = me(haat.server(), &text(&first, "access_token")).json();
    assert_eq!(account["phone"], phone);
    assert_eq!(account["language"], "bn");
    assert_eq!(account["has_password"], false);
    assert_eq!(haat.count("SELECT count(*) FROM users"), 1);
}

#[test]
fn neither_numbers_nor_addresses_nor_codes_nor_tokens_are_stored_or_logged() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let signed = haat.sign_in(&phone);
    let token = text(&signed, "access_token");
    let body = json!({ "email": "Karim.Uddin@example.com", "name": "করিম" });
    let changed = haat
        .server()
        .say("PATCH", "/api/v1/auth/me", Some(&token), &body);
    assert_eq!(changed.status, 200, "{}", changed.text());
    post(
        haat.server(),
        "/sessions",
        &json!({ "phone": phone, "password": "tin-ta-boro-mach" }),
    );
    let secrets = [
        &phone[1..],
        "karim.uddin",
        "tin-ta-boro-mach",
        signed["refresh_token"].as_str().unwrap(),
        &token,
    ];
    let rows = haat.count(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    assert!(rows > 10);
    let dump = dump(&haat);
    assert!(dump.contains("করিম"), "the dump sees names");
    let log = haat.server().log();
    for secret in secrets {
        let hex = secret
            .bytes()
            .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        for form in [secret, &hex] {
            assert!(
                !dump.to_lowercase().contains(&form.to_lowercase()),
                "{secret} is stored"
            );
        }
        assert!(!log.contains(secret), "{secret} is logged");
    }
}

/// Every row of every table as text.
fn dump(haat: &TestHaat) -> String {
    let mut conn = haat.db().connect();
    let tables = conn
        .query(
            "SELECT table_name::text FROM information_schema.tables
             WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'spatial_ref_sys'",
            &[],
        )
        .unwrap();
    let mut all = String::new();
    for table in tables {
        let name: String = table.get(0);
        let rows = conn.query(&format!("SELECT t::text FROM {name} t"), &[]);
        for row in rows.unwrap() {
            all.push_str(&row.get::<_, String>(0));
            all.push('\n');
        }
    }
    all
}

#[test]
fn people_change_what_they_are_called_and_how_they_are_written_to() {
    let haat = TestHaat::start();
    let token = text(&haat.sign_in(&fresh_phone()), "access_token");
    let patch = |body: Value| {
        haat.server()
            .say("PATCH", "/api/v1/auth/me", Some(&token), &body)
    };
    let changed =
        patch(json!({ "name": " করিম উদ্দিন ", "language": "en", "email": "karim@example.com" }));
    let account = &changed.json()["account"];
    assert_eq!(
        (&account["name"], &account["language"]),
        (&json!("করিম উদ্দিন"), &json!("en"))
    );
    assert_eq!(
        (&account["email"], &account["email_verified"]),
        (&json!("karim@example.com"), &json!(false))
    );

    let challenge = text(&changed.json(), "email_challenge");
    haat.plant_code(&challenge);
    let proved = haat.server().say(
        "POST",
        "/api/v1/auth/me/email",
        Some(&token),
        &json!({ "challenge": challenge, "code": "১২৩৪৫৬" }),
    );
    assert_eq!(proved.status, 204, "{}", proved.text());
    assert_eq!(me(haat.server(), &token).json()["email_verified"], true);

    let gone = patch(json!({ "name": "", "email": "" })).json();
    assert_eq!(
        (&gone["account"]["name"], &gone["account"]["email"]),
        (&Value::Null, &Value::Null)
    );

    let wrong = patch(json!({ "name": "x".repeat(81), "language": "fr", "email": "nobody" }));
    assert_eq!(wrong.status, 422);
    let document = wrong.json();
    let fields: Vec<&str> = document["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["name", "email", "language"]);
    wrong.assert_problem("three mistakes");
}

#[test]
fn an_address_belongs_to_who_proved_it_first() {
    let haat = TestHaat::start();
    let mut proved = Vec::new();
    for _ in 0..2 {
        let token = text(&haat.sign_in(&fresh_phone()), "access_token");
        let body = json!({ "email": "shared@example.com" });
        let changed = haat
            .server()
            .say("PATCH", "/api/v1/auth/me", Some(&token), &body);
        let challenge = text(&changed.json(), "email_challenge");
        haat.plant_code(&challenge);
        let body = json!({ "challenge": challenge, "code": "123456" });
        proved.push(
            haat.server()
                .say("POST", "/api/v1/auth/me/email", Some(&token), &body),
        );
    }
    assert_eq!(proved[0].status, 204);
    assert_eq!(
        (proved[1].status, &*proved[1].code()),
        (409, "auth.email_taken")
    );
}

#[test]
fn people_see_their_devices_and_sign_one_of_them_out() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let (phone_token, laptop) = (
        text(&haat.sign_in(&phone), "access_token"),
        haat.sign_in(&phone),
    );
    let list = haat.server().say(
        "GET",
        "/api/v1/auth/sessions",
        Some(&phone_token),
        &Value::Null,
    );
    let items = list.json()["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2);
    assert_eq!(
        items.iter().filter(|item| item["current"] == true).count(),
        1
    );
    assert!(
        items[0]["device"].as_str().unwrap().contains("ureq"),
        "{items:?}"
    );
    let path = format!("/api/v1/auth/sessions/{}", text(&laptop, "session"));
    let stranger = text(&haat.sign_in(&fresh_phone()), "access_token");
    let theirs = haat
        .server()
        .say("DELETE", &path, Some(&stranger), &Value::Null);
    assert_eq!(
        (theirs.status, &*theirs.code()),
        (404, "auth.no_such_session")
    );
    let ended = haat
        .server()
        .say("DELETE", &path, Some(&phone_token), &Value::Null);
    assert_eq!(ended.status, 204);
    assert_eq!(
        me(haat.server(), &text(&laptop, "access_token")).status,
        401
    );
    assert_eq!(me(haat.server(), &phone_token).status, 200);
}
