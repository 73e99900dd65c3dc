//! Authenticator apps of admins.

use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;

use super::{me, text};
use crate::haat::{Reply, TestHaat, fresh_phone};

fn step() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
        / 30
}

/// What an app shows that was set up with this secret.
fn shown(secret: &str, step: u64) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = secret.chars().fold(String::new(), |bits, letter| {
        format!("{bits}{:05b}", letters.find(letter).unwrap())
    });
    let key: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let mac: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(mac[19] & 15);
    let word = u32::from_be_bytes(mac[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

#[test]
fn an_admin_sets_an_app_up_and_gives_its_codes_once() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let signed = haat.sign_in(&phone);
    let token = text(&signed, "access_token");
    let say = |token: &str, path: &str, body: Value| -> Reply {
        haat.server().say(
            "POST",
            &format!("/api/v1/auth/totp{path}"),
            Some(token),
            &body,
        )
    };
    assert_eq!(
        say(&token, "/verify", json!({ "code": "123456" })).code(),
        "auth.totp_missing"
    );
    let made = say(&token, "", Value::Null);
    assert_eq!(made.status, 201, "{}", made.text());
    let secret = text(&made.json(), "secret");
    assert!(text(&made.json(), "url").starts_with("otpauth://totp/Haat:"));
    assert!(text(&made.json(), "qr_svg").contains("<svg"));

    let wrong = say(&token, "/confirm", json!({ "code": "000000" }));
    assert_eq!((wrong.status, &*wrong.code()), (422, "auth.wrong_totp"));
    let now = step();
    let confirmed = say(&token, "/confirm", json!({ "code": shown(&secret, now) }));
    assert_eq!(confirmed.status, 200, "{}", confirmed.text());
    let recovery = confirmed.json()["recovery_codes"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(recovery.len(), 10);
    assert_eq!(me(haat.server(), &token).json()["has_totp"], true);
    assert_eq!(say(&token, "", Value::Null).code(), "auth.totp_there");

    let other = text(&haat.sign_in(&phone), "access_token");
    let again = say(&other, "/verify", json!({ "code": shown(&secret, now) }));
    assert_eq!(again.code(), "auth.wrong_totp", "a code is good once");
    assert_eq!(
        say(
            &other,
            "/verify",
            json!({ "code": shown(&secret, now + 1) })
        )
        .status,
        204
    );
    let lost = recovery[3].as_str().unwrap().to_lowercase();
    assert_eq!(say(&other, "/verify", json!({ "code": lost })).status, 204);
    assert_eq!(
        say(&other, "/verify", json!({ "code": lost })).code(),
        "auth.wrong_totp"
    );
}

#[test]
fn guessing_codes_of_the_app_ends_soon() {
    let haat = TestHaat::start();
    let token = text(&haat.sign_in(&fresh_phone()), "access_token");
    let say = |path: &str, body: &Value| haat.server().say("POST", path, Some(&token), body);
    assert_eq!(say("/api/v1/auth/totp", &Value::Null).status, 201);
    let statuses: Vec<u16> = (0..12)
        .map(|n| {
            say(
                "/api/v1/auth/totp/confirm",
                &json!({ "code": format!("{n:06}") }),
            )
            .status
        })
        .collect();
    assert_eq!(statuses[10..], [429, 429], "{statuses:?}");
}

#[test]
fn an_app_is_set_up_by_who_just_had_the_phone_only() {
    let haat = TestHaat::start();
    let token = text(&haat.sign_in(&fresh_phone()), "access_token");
    haat.sql(
        "UPDATE sessions SET proved_at = now() - interval '11 minutes'",
        &[],
    );
    let refused = haat
        .server()
        .say("POST", "/api/v1/auth/totp", Some(&token), &Value::Null);
    assert_eq!(
        (refused.status, &*refused.code()),
        (403, "auth.prove_again")
    );
}
