//! Passwords: guessed, forgotten, brought along from elsewhere.

use serde_json::{Value, json};

use super::{me, post, refresh, set_password, text};
use crate::haat::{Reply, TestHaat, fresh_phone};

const PASSWORD: &str = "tin-ta-boro-mach";

fn by_password(haat: &TestHaat, phone: &str, password: &str) -> Reply {
    let body = json!({ "phone": phone, "password": password });
    post(haat.server(), "/sessions", &body)
}

fn stored(haat: &TestHaat) -> String {
    let row = haat
        .db()
        .connect()
        .query_one("SELECT password_hash FROM users", &[]);
    row.unwrap().get(0)
}

/// Somebody with a password; their tokens.
fn with_password(haat: &TestHaat, phone: &str) -> Value {
    let signed = haat.sign_in(phone);
    let set = set_password(haat, &text(&signed, "access_token"), PASSWORD);
    assert_eq!(set.status, 204, "{}", set.text());
    signed
}

#[test]
fn a_password_signs_in_and_is_stored_as_argon2id() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    with_password(&haat, &phone);
    assert!(stored(&haat).starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    let signed = by_password(&haat, &phone, PASSWORD);
    assert_eq!(signed.status, 201, "{}", signed.text());
    assert_eq!(
        me(haat.server(), &text(&signed.json(), "access_token")).status,
        200
    );
    let refused = by_password(&haat, &phone, "tin-ta-boro-mac");
    assert_eq!(
        (refused.status, &*refused.code()),
        (401, "auth.wrong_password")
    );
    refused.assert_problem("a wrong password");
}

#[test]
fn bcrypt_hashes_from_elsewhere_sign_in_and_become_ours() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    haat.sign_in(&phone);
    // bcrypt of PASSWORD with cost 4.
    let hash = bcrypt::hash(PASSWORD, 4).unwrap();
    haat.sql("UPDATE users SET password_hash = $1", &[&hash]);
    assert_eq!(by_password(&haat, &phone, "another one").status, 401);
    assert_eq!(stored(&haat), hash);
    assert_eq!(by_password(&haat, &phone, PASSWORD).status, 201);
    assert!(stored(&haat).starts_with("$argon2id$"), "{}", stored(&haat));
    assert_eq!(by_password(&haat, &phone, PASSWORD).status, 201);
}

#[test]
fn guessing_ends_after_ten_tries_for_whoever_guesses() {
    let haat = TestHaat::start();
    let (phone, unknown) = (fresh_phone(), fresh_phone());
    with_password(&haat, &phone);
    for phone in [&phone, &unknown] {
        let statuses: Vec<u16> = (0..11)
            .map(|_| by_password(&haat, phone, "wrong-password-9").status)
            .collect();
        assert_eq!(statuses[..10], [401; 10]);
        assert_eq!(statuses[10], 429);
    }
    let right = by_password(&haat, &phone, PASSWORD);
    assert_eq!((right.status, &*right.code()), (429, "auth.too_many"));
    assert!(right.header("retry-after").parse::<u32>().unwrap() > 800);
    haat.sql(
        "UPDATE sign_in_failures SET at = at - interval '16 minutes'",
        &[],
    );
    assert_eq!(by_password(&haat, &phone, PASSWORD).status, 201);
}

#[test]
fn passwords_that_are_guessed_first_are_refused_in_both_languages() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let token = text(&haat.sign_in(&phone), "access_token");
    for (password, code) in [
        ("short", "auth.password_too_short"),
        ("password1", "auth.password_too_common"),
        ("12345678", "auth.password_too_common"),
        (&phone, "auth.password_is_phone"),
        (&"ab".repeat(70), "auth.password_too_long"),
    ] {
        let refused = set_password(&haat, &token, password);
        assert_eq!(
            (refused.status, &*refused.code()),
            (422, code),
            "{password}"
        );
        refused.assert_problem(password);
    }
}

#[test]
fn a_password_is_changed_by_who_knows_it_or_has_the_phone() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    with_password(&haat, &phone);
    let token = text(&by_password(&haat, &phone, PASSWORD).json(), "access_token");
    let change = |body: Value| {
        haat.server()
            .say("PUT", "/api/v1/auth/password", Some(&token), &body)
    };
    let refused = change(json!({ "password": "chaar-ta-chhoto-mach" }));
    assert_eq!(
        (refused.status, &*refused.code()),
        (403, "auth.prove_again")
    );
    let refused = change(json!({ "password": "chaar-ta-chhoto-mach", "current": "not-this-one" }));
    assert_eq!(
        (refused.status, &*refused.code()),
        (401, "auth.wrong_password")
    );
    let changed = change(json!({ "password": "chaar-ta-chhoto-mach", "current": PASSWORD }));
    assert_eq!(changed.status, 204, "{}", changed.text());
    assert_eq!(by_password(&haat, &phone, PASSWORD).status, 401);
}

#[test]
fn a_forgotten_password_is_replaced_once_and_everybody_is_signed_out() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let signed = with_password(&haat, &phone);
    let challenge = haat.code_for(&phone, "password_reset");
    let reset = |code: &str, password: &str| {
        let body = json!({ "challenge": challenge, "code": code, "password": password });
        post(haat.server(), "/password/reset", &body)
    };
    assert_eq!(reset("123456", "short").code(), "auth.password_too_short");
    assert_eq!(reset("000000", "paanch-ta-pakhi").code(), "auth.wrong_code");
    let done = reset("123456", "paanch-ta-pakhi");
    assert_eq!(done.status, 204, "{}", done.text());
    assert_eq!(reset("123456", "chhoy-ta-pakhi").code(), "auth.code_over");
    assert_eq!(
        me(haat.server(), &text(&signed, "access_token")).status,
        401
    );
    assert_eq!(
        refresh(haat.server(), &text(&signed, "refresh_token")).status,
        401
    );
    assert_eq!(by_password(&haat, &phone, PASSWORD).status, 401);
    assert_eq!(by_password(&haat, &phone, "paanch-ta-pakhi").status, 201);
}

#[test]
fn a_forgotten_password_is_replaced_through_a_proved_address() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let token = text(&haat.sign_in(&phone), "access_token");
    let body = json!({ "email": "karim@example.com" });
    let changed = haat
        .server()
        .say("PATCH", "/api/v1/auth/me", Some(&token), &body);
    let proof = text(&changed.json(), "email_challenge");
    haat.plant_code(&proof);
    let body = json!({ "challenge": proof, "code": "123456" });
    haat.server()
        .say("POST", "/api/v1/auth/me/email", Some(&token), &body);

    let body = json!({ "email": "KARIM@example.com", "purpose": "password_reset" });
    let sent = post(haat.server(), "/otp", &body).json();
    assert_eq!(
        (&sent["to"], &sent["expires_in_s"]),
        (&json!("k•••@example.com"), &json!(1_800))
    );
    let challenge = text(&sent, "challenge");
    haat.plant_code(&challenge);
    let body = json!({ "challenge": challenge, "code": "123456", "password": PASSWORD });
    assert_eq!(post(haat.server(), "/password/reset", &body).status, 204);
    assert_eq!(by_password(&haat, &phone, PASSWORD).status, 201);
}

#[test]
fn a_new_device_is_told_of_once_and_never_the_first() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    with_password(&haat, &phone);
    let told = || haat.count("SELECT count(*) FROM outbox WHERE template = 'new-sign-in'");
    let from = |agent: &str| {
        let server = haat.server();
        let request = server
            .request("POST", "/api/v1/auth/sessions")
            .header("user-agent", agent)
            .header("content-type", "application/json");
        let body = json!({ "phone": phone, "password": PASSWORD });
        assert_eq!(server.send(request, body.to_string()).status, 201);
    };
    assert_eq!(told(), 0, "signing up is no news");
    from("Mozilla/5.0 (Linux; Android 10; K) Chrome/129.0.0.0 Mobile Safari/537.36");
    assert_eq!(told(), 1);
    from("Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0.0.0 Mobile Safari/537.36");
    assert_eq!(told(), 1, "an update makes no new device");
    from("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0");
    assert_eq!(told(), 2);
    // The code that was sent to the phone has told of it, and there is no e-mail.
    haat.sql("UPDATE sessions SET device = 'elsewhere'", &[]);
    haat.sign_in(&phone);
    assert_eq!(told(), 2);
}
