//! Tokens that are not good, refresh tokens in the wrong hands, and how soon
//! everybody notices (run 13 of the reliability plan).

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::{me, post, refresh, set_password, text};
use crate::haat::{DEV_SECRET, TestHaat, claims, fresh_phone, header, signed};

/// What every process has to notice within.
const FELT: Duration = Duration::from_secs(5);

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// Signed with the true key whatever the header says.
fn with_header(header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let key = EncodingKey::from_secret(DEV_SECRET.as_bytes());
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("{message}.{signature}")
}

fn with_key(secret: &[u8], header: &Header, claims: &Value) -> String {
    jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(secret)).unwrap()
}

/// Claims like `good`, with one of them something else; `null` leaves it out.
fn odd(good: &Value, claim: &str, value: Value) -> String {
    let mut claims = good.clone();
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(claim);
    } else {
        claims[claim] = value;
    }
    signed(&claims)
}

/// Sixty tokens and more that somebody might try.
#[expect(clippy::too_many_lines, reason = "a table of one kind")]
fn bad_tokens(good: &Value) -> Vec<(String, String)> {
    let (now, exp) = (good["iat"].as_i64().unwrap(), good["exp"].clone());
    let plain = json!({ "alg": "HS256", "typ": "at+jwt", "kid": "1" });
    let mut all: Vec<(String, String)> = Vec::new();
    let mut add = |name: String, token: String| all.push((name, token));

    for (claim, values) in [
        (
            "exp",
            vec![
                json!(null),
                exp.as_i64().map(|e| json!(e.to_string())).unwrap(),
                json!(now - 60),
                json!(0),
                json!(-1),
                json!([exp]),
                json!(true),
                json!({}),
                json!(1e300),
            ],
        ),
        (
            "nbf",
            vec![json!(null), json!(now + 3_600), json!("0"), json!([])],
        ),
        ("iat", vec![json!(null), json!("now")]),
        (
            "iss",
            vec![
                json!(null),
                json!("https://evil.example"),
                json!("Haat"),
                json!(""),
                json!(7),
            ],
        ),
        (
            "aud",
            vec![
                json!(null),
                json!("haat-pages"),
                json!(["other"]),
                json!(""),
                json!(7),
            ],
        ),
        (
            "sub",
            vec![
                json!(null),
                json!(""),
                json!("usr_"),
                json!("ses_00000000000070008000000000000000"),
                json!("usr_00000000000070008000000000000000"),
                json!("1 OR 1=1"),
            ],
        ),
        (
            "sid",
            vec![
                json!(null),
                json!("ses_00000000000070008000000000000000"),
                json!("../../etc"),
                json!(1),
            ],
        ),
    ] {
        for value in values {
            add(format!("{claim}={value}"), odd(good, claim, value));
        }
    }
    for (name, value) in [
        ("alg", json!("none")),
        ("alg", json!("None")),
        ("alg", json!("HS384")),
        ("alg", json!("HS512")),
        ("alg", json!("RS256")),
        ("alg", json!("ES256")),
        ("alg", json!("EdDSA")),
        ("alg", json!("")),
        ("typ", json!("JWT")),
        ("typ", json!("rt+jwt")),
        ("typ", json!(null)),
        ("kid", json!(null)),
        ("kid", json!("2")),
        ("kid", json!("../../dev/null")),
        ("kid", json!("1' OR '1'='1")),
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/cert")),
        (
            "jwk",
            json!({ "kty": "oct", "k": part(&json!("x")), "alg": "HS256" }),
        ),
        ("crit", json!(["exp"])),
    ] {
        let mut header = plain.clone();
        if value.is_null() {
            header.as_object_mut().unwrap().remove(name);
        } else {
            header[name] = value.clone();
        }
        add(format!("header {name}={value}"), with_header(&header, good));
    }
    for secret in [
        "",
        "secret",
        "1",
        "haat",
        "HAAT-development-secret-not-for-production",
    ] {
        add(
            format!("key {secret:?}"),
            with_key(secret.as_bytes(), &header(), good),
        );
    }
    let good = signed(good);
    let (message, signature) = good.rsplit_once('.').unwrap();
    add("no signature".into(), format!("{message}."));
    add("no third part".into(), message.to_owned());
    add(
        "a signature of another".into(),
        format!("{message}.{}", &signature[1..]),
    );
    add("four parts".into(), format!("{good}.x"));
    add(
        "none, unsigned".into(),
        format!(
            "{}.{}.",
            part(&json!({"alg": "none", "typ": "at+jwt", "kid": "1"})),
            message.split_once('.').unwrap().1
        ),
    );
    add("words".into(), "let me in".to_owned());
    add("long".into(), "a".repeat(5_000));
    add("empty".into(), String::new());
    all
}

#[test]
fn no_token_but_ours_is_good() {
    let haat = TestHaat::start();
    let person = haat.person();
    let device = haat.device_of(&person);
    let good = claims(&person.id, &device.session);
    let ask = |token: &str| {
        let path = "/api/v1/auth/sessions";
        haat.server().say("GET", path, Some(token), &Value::Null)
    };
    assert_eq!(ask(&signed(&good)).status, 200, "the good one is good");
    let bad = bad_tokens(&good);
    assert!(bad.len() >= 60, "{}", bad.len());
    let through: Vec<String> = bad
        .iter()
        .map(|(name, token)| (name, ask(token)))
        .filter(|(_, reply)| reply.status != 401)
        .map(|(name, reply)| format!("{name}: {}", reply.status))
        .collect();
    assert!(through.is_empty(), "{through:#?}");
    let refused = ask(&bad[0].1);
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    refused.assert_problem("a bad token");
}

#[test]
fn a_refresh_token_brings_the_next_one_and_is_good_once() {
    let haat = TestHaat::start();
    let signed = haat.sign_in(&fresh_phone());
    let first = text(&signed, "refresh_token");
    let second = refresh(haat.server(), &first);
    assert_eq!(second.status, 200, "{}", second.text());
    assert_eq!(second.header("cache-control"), "no-store");
    let second = text(&second.json(), "refresh_token");
    let third = text(&refresh(haat.server(), &second).json(), "refresh_token");
    assert!(first != second && second != third && first != third);

    // Somebody copied the first one and comes a minute later.
    haat.sql(
        "UPDATE refresh_tokens SET used_at = used_at - interval '1 minute'",
        &[],
    );
    let reused = refresh(haat.server(), &first);
    assert_eq!(
        (reused.status, &*reused.code()),
        (401, "auth.refresh_reused")
    );
    reused.assert_problem("a refresh token for the second time");
    for token in [&first, &second, &third] {
        let answer = refresh(haat.server(), token);
        assert_eq!((answer.status, &*answer.code()), (401, "auth.session_over"));
    }
    assert_eq!(
        me(haat.server(), &text(&signed, "access_token")).status,
        401
    );
    let why = haat
        .db()
        .connect()
        .query_one("SELECT ended_why FROM sessions", &[])
        .unwrap();
    assert_eq!(why.get::<_, String>(0), "reuse");
}

#[test]
fn ten_refreshes_at_once_sign_nobody_out() {
    let haat = TestHaat::start();
    let other = haat.another();
    let signed = haat.sign_in(&fresh_phone());
    let token = text(&signed, "refresh_token");
    let answers: Vec<_> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..10)
            .map(|n| {
                let server = if n % 2 == 0 { haat.server() } else { &other };
                let token = &token;
                scope.spawn(move || refresh(server, token))
            })
            .collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for answer in &answers {
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(
            answer.json()["refresh_token"],
            answers[0].json()["refresh_token"]
        );
    }
    assert_eq!(haat.count("SELECT count(*) FROM refresh_tokens"), 2);
    let next = text(&answers[0].json(), "refresh_token");
    assert_eq!(refresh(&other, &next).status, 200);
    let access = text(&answers[9].json(), "access_token");
    assert_eq!(me(haat.server(), &access).status, 200);
}

#[test]
fn a_session_that_nobody_used_for_a_month_is_over() {
    let haat = TestHaat::start();
    let signed = haat.sign_in(&fresh_phone());
    haat.sql(
        "UPDATE sessions SET expires_at = now() - interval '1 second'",
        &[],
    );
    let refused = refresh(haat.server(), &text(&signed, "refresh_token"));
    assert_eq!(
        (refused.status, &*refused.code()),
        (401, "auth.session_over")
    );
    assert_eq!(
        me(haat.server(), &text(&signed, "access_token")).status,
        401
    );
}

/// Waits until both processes answer with this status, and says how long it took.
fn felt(haat: &TestHaat, other: &crate::haat::Server, token: &str, status: u16) -> Duration {
    let started = Instant::now();
    for server in [haat.server(), other] {
        while me(server, token).status != status {
            assert!(started.elapsed() < FELT, "not noticed after {FELT:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    started.elapsed()
}

#[test]
fn whatever_ends_a_session_is_felt_by_every_process() {
    let haat = TestHaat::start();
    let other = haat.another();
    let phone = fresh_phone();
    let both_know = |token: &str| {
        assert_eq!(me(haat.server(), token).status, 200);
        assert_eq!(me(&other, token).status, 200);
    };

    let token = text(&haat.sign_in(&phone), "access_token");
    both_know(&token);
    let out = haat.server().say(
        "DELETE",
        "/api/v1/auth/sessions/current",
        Some(&token),
        &Value::Null,
    );
    assert_eq!(out.status, 204);
    assert_eq!(
        me(haat.server(), &token).status,
        401,
        "at once where it was said"
    );
    felt(&haat, &other, &token, 401);

    let (one, two) = (haat.sign_in(&phone), haat.sign_in(&phone));
    let (one, two_token) = (text(&one, "access_token"), text(&two, "access_token"));
    both_know(&two_token);
    let ended = haat
        .server()
        .say("DELETE", "/api/v1/auth/sessions", Some(&one), &Value::Null);
    assert_eq!(ended.json()["ended"], 2);
    felt(&haat, &other, &two_token, 401);
    let refused = refresh(&other, &text(&two, "refresh_token"));
    assert_eq!(refused.status, 401);
}

#[test]
fn a_suspended_person_is_refused_by_every_process() {
    let haat = TestHaat::start();
    let other = haat.another();
    let signed = haat.sign_in(&fresh_phone());
    let token = text(&signed, "access_token");
    assert_eq!(me(&other, &token).status, 200);
    assert_eq!(me(haat.server(), &token).status, 200);
    haat.sql("UPDATE users SET suspended_at = now()", &[]);
    felt(&haat, &other, &token, 403);
    let refused = me(&other, &token);
    assert_eq!(refused.code(), "auth.suspended");
    let refused = refresh(&other, &text(&signed, "refresh_token"));
    assert_eq!((refused.status, &*refused.code()), (403, "auth.suspended"));
}

#[test]
fn a_new_password_signs_every_other_device_out() {
    let haat = TestHaat::start();
    let other = haat.another();
    let phone = fresh_phone();
    let (here, there) = (haat.sign_in(&phone), haat.sign_in(&phone));
    let (here, there) = (text(&here, "access_token"), text(&there, "access_token"));
    assert_eq!(me(&other, &there).status, 200);
    assert_eq!(set_password(&haat, &here, "tin-ta-boro-mach").status, 204);
    felt(&haat, &other, &there, 401);
    assert_eq!(me(&other, &here).status, 200, "this device stays");
}

#[test]
fn keys_are_exchanged_without_signing_anybody_out() {
    let haat = TestHaat::start();
    let signed = haat.sign_in(&fresh_phone());
    let keys = format!("1:{DEV_SECRET},2:another-development-secret-of-the-same-kind");
    let newer = crate::haat::Server::start(haat.db(), &[("HAAT_TOKEN_KEYS", &keys)]);
    let old = text(&signed, "access_token");
    assert_eq!(me(&newer, &old).status, 200, "the old key still verifies");
    let next = refresh(&newer, &text(&signed, "refresh_token")).json();
    let next = text(&next, "access_token");
    assert_eq!(
        jsonwebtoken::decode_header(&next).unwrap().kid.unwrap(),
        "2"
    );
    assert_eq!(me(&newer, &next).status, 200);
    assert_eq!(
        me(haat.server(), &next).status,
        401,
        "unknown where it is not set"
    );
}

#[test]
fn what_is_no_refresh_token_is_refused_alike() {
    let haat = TestHaat::start();
    for token in ["x", "AAAA", &"A".repeat(43), &"A".repeat(300), "ত"] {
        let refused = refresh(haat.server(), token);
        assert!(
            [401, 422].contains(&refused.status),
            "{token}: {}",
            refused.text()
        );
    }
    assert_eq!(
        post(haat.server(), "/sessions/refresh", &json!({})).code(),
        "platform.missing"
    );
}
