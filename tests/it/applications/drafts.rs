//! Drafts: saved on any device, never over each other; all mistakes together.

use serde_json::{Value, json};

use super::{FAR_THANA, Hand, codes, country};
use crate::haat::MIRPUR;

#[test]
fn a_draft_is_resumed_on_another_device_and_not_overwritten() {
    let haat = country();
    let karim = Hand::seller(&haat);
    let path = karim.begin(None);
    let body = json!({ "version": 1, "name_bn": "করিম স্টোর", "home": true });
    assert_eq!(karim.say("PATCH", &path, &body).status, 200);
    let other = Hand::of(&haat, karim.person.clone());
    let seen = other.get(&path).json();
    assert_eq!(
        (&seen["name"]["bn"], &seen["version"]),
        (&json!("করিম স্টোর"), &json!(2))
    );
    let stale = karim.say("PATCH", &path, &json!({ "version": 1, "name_bn": "অন্য" }));
    assert_eq!(
        (stale.status, stale.code()),
        (409, "shops.stale_draft".into())
    );
    assert_eq!(
        (&stale.json()["read"], &stale.json()["version"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(karim.get(&path).json()["name"]["bn"], "করিম স্টোর");
    let body = json!({ "version": 2, "name_bn": "", "name_en": "Karim Store" });
    let saved = karim.say("PATCH", &path, &body).json();
    assert_eq!(saved["name"], json!({ "bn": null, "en": "Karim Store" }));
    assert_eq!(saved["home"], true, "what is not said stays");
}

#[test]
fn everything_that_is_missing_is_told_together() {
    let haat = country();
    let karim = Hand::seller(&haat);
    let path = karim.begin(None);
    let refused = karim.submit(&path);
    refused.assert_problem("nothing filled in");
    let fields: Vec<String> = codes(&refused)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    let all = [
        "kind", "name_bn", "area", "lat", "hours", "phone", "licence", "nid_end", "photos",
    ];
    assert_eq!(fields, all);
    assert_eq!(karim.get(&path).json()["status"], "draft");
}

#[test]
fn everything_that_cannot_be_so_is_told_together() {
    let haat = country();
    let karim = Hand::seller(&haat);
    let path = karim.begin(None);
    let nonsense = json!({
        "name_bn": "ক".repeat(81), "kind": "circus", "lat": 200, "lng": 90, "area": "BD30",
        "hours": "daily", "opens": "25:00", "delivery_radius_m": "২০০০১", "home": "maybe",
        "licence": "none", "nid_end": "12",
    });
    let refused = karim.save(&path, nonsense);
    refused.assert_problem("nonsense");
    let mut told = codes(&refused);
    told.sort();
    let expected = [
        ("area", "shops.unknown_area"),
        ("delivery_radius_m", "platform.out_of_range"),
        ("home", "platform.not_a_flag"),
        ("kind", "shops.unknown_kind"),
        ("lat", "platform.out_of_range"),
        ("licence", "shops.bad_licence"),
        ("name_bn", "platform.too_long"),
        ("nid_end", "shops.bad_nid"),
        ("opens", "shops.not_a_time"),
    ];
    let told: Vec<_> = told
        .iter()
        .map(|(field, code)| (&**field, &**code))
        .collect();
    for one in expected {
        assert!(told.contains(&one), "{one:?} in {told:?}");
    }
    assert_eq!(karim.get(&path).json()["version"], 1, "nothing was saved");
}

#[test]
fn the_pin_lies_in_the_area_that_was_chosen() {
    let haat = country();
    let karim = Hand::seller(&haat);
    let elsewhere = karim.filled_in(&json!({ "area": FAR_THANA }));
    let refused = karim.submit(&elsewhere);
    assert_eq!(
        codes(&refused),
        [("lat".into(), "shops.pin_outside_area".into())]
    );
    // In the Bay of Bengal.
    let pin = json!({ "lat": 19.0, "lng": 90.0 });
    assert_eq!(karim.save(&elsewhere, pin).status, 200);
    assert_eq!(karim.submit(&elsewhere).code(), "shops.pin_outside_area");
}

#[test]
fn a_claim_does_not_carry_a_shop_away() {
    let haat = country();
    let shop = haat.shop("Bismillah Store").open();
    let salma = Hand::seller(&haat);
    let path = salma.begin(Some(&shop));
    let moved = json!({ "lat": MIRPUR.0 + 0.004, "lng": MIRPUR.1 });
    assert_eq!(salma.save(&path, moved).status, 200);
    let codes = codes(&salma.submit(&path));
    assert!(
        codes.contains(&("lat".into(), "shops.pin_far_from_map".into())),
        "{codes:?}"
    );
}

#[test]
fn numbers_of_papers_lie_sealed_and_nothing_of_them_is_logged() {
    let haat = country();
    let karim = Hand::seller(&haat);
    let path = karim.filled_in(&json!({}));
    let phone = karim.get(&path).json()["phone"]
        .as_str()
        .unwrap()
        .to_owned();
    let clear = haat.count(&format!(
        "SELECT count(*) FROM shop_applications a WHERE a::text ~ '012345|{}' OR draft::text ~ '1234'",
        &phone[1..]
    ));
    assert_eq!(clear, 0);
    for secret in [&phone[1..], "012345/2024"] {
        assert!(!haat.server().log().contains(secret));
    }
}

#[test]
fn nobody_has_endless_drafts_and_withdrawn_ones_do_not_count() {
    let haat = country();
    let karim = Hand::seller(&haat);
    let paths: Vec<String> = (0..10).map(|_| karim.begin(None)).collect();
    let more = karim.say("POST", "/shops/applications", &json!({}));
    assert_eq!(
        (more.status, more.code()),
        (409, "shops.too_many_open".into())
    );
    assert_eq!(karim.say("DELETE", &paths[0], &Value::Null).status, 204);
    assert_eq!(
        karim.say("DELETE", &paths[0], &Value::Null).code(),
        "shops.wrong_status"
    );
    karim.begin(None);
    let list = karim.get("/shops/applications").json();
    assert_eq!(list["items"].as_array().unwrap().len(), 11);
}

#[test]
fn a_beginning_that_is_sent_twice_is_one() {
    let haat = country();
    let karim = Hand::seller(&haat);
    let send = || karim.say_once("/shops/applications", &json!({}), "begin-0001");
    let (first, second) = (send(), send());
    assert_eq!(
        (first.status, second.status),
        (201, 201),
        "{}",
        second.text()
    );
    assert_eq!(first.json()["id"], second.json()["id"]);
    let shop = haat.shop("Other").open();
    let other = karim.say_once(
        "/shops/applications",
        &json!({ "shop": shop.id }),
        "begin-0001",
    );
    assert_eq!(
        (other.status, other.code()),
        (409, "platform.key_reused".into())
    );
    assert_eq!(
        karim
            .say_once("/shops/applications", &json!({}), "x")
            .code(),
        "platform.bad_key"
    );
}
