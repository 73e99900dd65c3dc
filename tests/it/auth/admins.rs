//! Admins from the command line, and roles that are given and taken.

use std::time::{Duration, Instant};

use super::{me, text};
use crate::haat::{TestHaat, cli, fresh_phone, uuid_of};

#[test]
fn the_first_admin_is_made_from_the_command_line() {
    let haat = TestHaat::seeded();
    let phone = fresh_phone();
    let made = cli(
        haat.db(),
        &[
            "admin", "create", "--phone", &phone, "--super", "--area", "BD3026",
        ],
    );
    assert!(made.succeeded(), "{}", made.told);
    for next in ["/bn/sign-in", "/bn/account/app", "recovery codes"] {
        assert!(made.told.contains(next), "{}", made.told);
    }
    assert!(
        !made.told.contains(&phone[1..]),
        "numbers are shown masked: {}",
        made.told
    );
    let again = cli(
        haat.db(),
        &["admin", "create", "--phone", &phone, "--super"],
    );
    assert!(again.succeeded(), "{}", again.told);
    let roles = me(haat.server(), &text(&haat.sign_in(&phone), "access_token")).json();
    assert_eq!(roles["roles"]["super_admin"], true);
    assert_eq!(roles["roles"]["areas"][0], "BD3026");

    for wrong in [
        &["admin", "create", "--phone", &*phone][..],
        &["admin", "create", "--phone", "0171", "--super"],
        &["admin", "create", "--phone", &phone, "--area", "nowhere"],
        &["admin", "suspend", "--phone", "01999999999", "--why", "x"],
    ] {
        assert!(!cli(haat.db(), wrong).succeeded(), "{wrong:?}");
    }
}

#[test]
fn who_is_suspended_is_signed_out_and_may_come_back_later() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let token = text(&haat.sign_in(&phone), "access_token");
    assert_eq!(me(haat.server(), &token).status, 200);
    let done = cli(
        haat.db(),
        &[
            "admin",
            "suspend",
            "--phone",
            &phone,
            "--why",
            "sells what it has not",
        ],
    );
    assert!(done.succeeded(), "{}", done.told);
    let started = Instant::now();
    while me(haat.server(), &token).status != 403 {
        assert!(started.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(50));
    }
    let challenge = haat.code_for(&phone, "sign_in");
    let body = serde_json::json!({ "challenge": challenge, "code": "123456" });
    let refused = super::post(haat.server(), "/sessions", &body);
    assert_eq!((refused.status, &*refused.code()), (403, "auth.suspended"));
    let done = cli(haat.db(), &["admin", "unsuspend", "--phone", &phone]);
    assert!(done.succeeded(), "{}", done.told);
    let token = text(&haat.sign_in(&phone), "access_token");
    assert_eq!(me(haat.server(), &token).status, 200);
}

#[test]
fn a_role_that_is_taken_away_is_gone_for_every_process() {
    let haat = TestHaat::start();
    let other = haat.another();
    let shop = haat.shop("Ours").open();
    let signed = haat.sign_in(&fresh_phone());
    let (token, user) = (
        text(&signed, "access_token"),
        uuid_of(&text(&signed, "user")),
    );
    haat.sql(
        "INSERT INTO shop_staff (shop_id, user_id, role) VALUES ($1::text::uuid, $2::text::uuid, 'manager')",
        &[&shop.uuid, &user],
    );
    let shops = |server| {
        me(server, &token).json()["roles"]["shops"]
            .as_array()
            .unwrap()
            .clone()
    };
    for server in [haat.server(), &other] {
        let there = shops(server);
        assert_eq!(
            (&there[0]["shop"], &there[0]["role"]),
            (&shop.id.clone().into(), &"manager".into())
        );
    }
    haat.sql("DELETE FROM shop_staff", &[]);
    let started = Instant::now();
    for server in [haat.server(), &other] {
        while !shops(server).is_empty() {
            assert!(started.elapsed() < Duration::from_secs(5));
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
