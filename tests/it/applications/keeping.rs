//! Shops that were approved: edited, moved, paused, banned.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Hand, MIRPUR_THANA, country, eventually, found, opened, seen};
use crate::haat::MIRPUR;

#[test]
fn a_ban_hides_a_shop_within_two_seconds_and_its_owner_cannot_undo_it() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let admin = Hand::admin(&haat, MIRPUR_THANA);
    eventually("shoppers find it", || found(&haat, &shop));
    let (ban, own) = (
        format!("/admin/shops/{shop}/ban"),
        format!("/seller/shops/{shop}"),
    );
    let silent = admin.say("PUT", &ban, &json!({}));
    assert_eq!(
        (silent.status, silent.code()),
        (422, "platform.missing".into())
    );
    let banned = admin.say("PUT", &ban, &json!({ "why": "নকল ওষুধ" }));
    assert_eq!(banned.status, 200, "{}", banned.text());
    let took = eventually("nobody finds it", || seen(&haat, &shop) == [false, false]);
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(haat.get(&format!("/api/v1/shops/{shop}")).status, 404);
    assert_eq!(haat.get(&format!("/bn/shops/{shop}")).status, 404);
    let resumed = karim.say("POST", &format!("{own}/resume"), &Value::Null);
    assert_eq!(
        (resumed.status, resumed.code()),
        (409, "shops.banned".into())
    );
    assert_eq!(karim.get(&own).json()["banned_why"], "নকল ওষুধ");
    let area = admin.get("/admin/shops").json();
    assert_eq!(
        (&area["items"][0]["id"], &area["items"][0]["state"]),
        (&json!(shop), &json!("banned"))
    );
    // Paused meanwhile, it stays hidden when the ban is lifted.
    assert_eq!(
        karim
            .say("POST", &format!("{own}/pause"), &Value::Null)
            .status,
        200
    );
    assert_eq!(
        admin.say("DELETE", &ban, &Value::Null).json()["state"],
        "paused"
    );
    assert_eq!(
        karim
            .say("POST", &format!("{own}/resume"), &Value::Null)
            .json()["state"],
        "listed"
    );
    eventually("shoppers find it again", || found(&haat, &shop));
    let deeds =
        haat.count("SELECT count(*) FROM audit_log WHERE deed IN ('shops.ban', 'shops.unban')");
    assert_eq!(deeds, 2);
}

#[test]
fn a_pin_moves_a_little_at_once_and_further_with_consent() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let path = format!("/seller/shops/{shop}/pin");
    let north = |metres: f64| json!({ "lat": MIRPUR.0 + metres / 110_750.0, "lng": MIRPUR.1 });
    let lat = || {
        let shown = haat.get(&format!("/api/v1/shops/{shop}")).json();
        (shown["location"]["lat"].as_f64().unwrap() - MIRPUR.0) * 110_750.0
    };
    let near = karim.say("POST", &path, &north(150.0));
    assert_eq!(
        (near.status, &near.json()["application"]),
        (200, &json!(null))
    );
    assert!((lat() - 150.0).abs() < 1.0);
    // 100 m from there, but 250 m from where an admin saw it.
    let far = karim.say("POST", &path, &north(250.0));
    assert_eq!(far.status, 202, "{}", far.text());
    assert!((lat() - 150.0).abs() < 1.0, "the old pin stays");
    let again = karim.say("POST", &path, &north(300.0));
    assert_eq!(
        (again.status, again.code()),
        (409, "shops.move_waits".into())
    );
    let id = far.json()["application"].as_str().unwrap().to_owned();
    let admin = Hand::admin(&haat, MIRPUR_THANA);
    let waiting = admin.get("/admin/applications").json();
    assert_eq!(waiting["items"][0]["type"], "move");
    let approved = admin.decide(
        &format!("/shops/applications/{id}"),
        &json!({ "verdict": "approve" }),
    );
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert!((lat() - 250.0).abs() < 1.0);
    assert_eq!(
        haat.count("SELECT count(*) FROM audit_log WHERE deed = 'shops.move'"),
        2
    );
    let abroad = karim.say("POST", &path, &json!({ "lat": 19.0, "lng": 90.0 }));
    assert_eq!(
        (abroad.status, abroad.code()),
        (422, "areas.outside".into())
    );
}

#[test]
fn an_owner_edits_and_a_packer_does_not() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let own = format!("/seller/shops/{shop}");
    let body = json!({ "name_en": "Karim & Sons", "hours": "always", "delivery_radius_m": "৫০০", "women_run": true });
    let saved = karim.say("PATCH", &own, &body);
    assert_eq!(saved.status, 200, "{}", saved.text());
    let shown = haat.get(&format!("/api/v1/shops/{shop}")).json();
    assert_eq!(
        shown["name"],
        json!({ "bn": "করিম স্টোর", "en": "Karim & Sons" })
    );
    assert_eq!(
        (&shown["open"], &shown["delivery_radius_m"]),
        (&json!(true), &json!(500))
    );
    assert_eq!(shown["women_run"], true);
    let nameless = karim.say("PATCH", &own, &json!({ "name_bn": "", "name_en": "" }));
    assert_eq!(
        (nameless.status, nameless.code()),
        (422, "shops.no_name".into())
    );
    let row = crate::haat::Shop {
        uuid: crate::haat::uuid_of(&shop),
        id: shop,
    };
    let packer = Hand::of(&haat, haat.staff(&row, "packer"));
    assert_eq!(packer.get(&own).status, 200);
    assert_eq!(packer.say("PATCH", &own, &json!({})).status, 403);
    assert_eq!(
        karim.get("/seller/shops").json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        karim
            .say("POST", &format!("{own}/close"), &Value::Null)
            .json()["state"],
        "closed"
    );
    let resumed = karim.say("POST", &format!("{own}/resume"), &Value::Null);
    assert_eq!(
        (resumed.status, resumed.code()),
        (409, "shops.closed".into())
    );
}

#[test]
fn an_import_does_not_overwrite_what_an_owner_told() {
    let haat = country();
    let owned = haat.shop("Owned").external("map/1").open();
    haat.shop("Free").external("map/2").open();
    haat.sql(
        "UPDATE shops SET verified_at = now() WHERE id = $1::text::uuid",
        &[&owned.uuid],
    );
    let file = std::env::temp_dir().join(format!("haat-owned-{}.csv", owned.uuid));
    let rows = "id,name_en,kind,lat,lng\nmap/1,From the map,grocery,23.9,90.4\nmap/2,From the map,grocery,23.9,90.4\n";
    std::fs::write(&file, rows).unwrap();
    let done = crate::haat::cli(haat.db(), &["import", "shops", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    assert!(done.succeeded(), "{}", done.told);
    let named = |name: &str| {
        haat.count(&format!(
            "SELECT count(*) FROM shops WHERE external_id LIKE 'map/%' AND name_en = '{name}'"
        ))
    };
    assert_eq!(
        (named("Owned"), named("From the map")),
        (1, 1),
        "{}",
        done.told
    );
    haat.settle();
}
