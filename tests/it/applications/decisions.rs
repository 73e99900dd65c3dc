//! Decisions are made once, oldest first, with what is alike in sight.

use serde_json::json;

use super::{Hand, MIRPUR_THANA, as_admin, country, told};
use crate::haat::MIRPUR;

#[test]
fn two_admins_at_once_decide_once() {
    let haat = country();
    let karim = Hand::seller(&haat);
    let path = karim.waiting(&json!({}));
    let admins = [0; 4].map(|_| Hand::admin(&haat, MIRPUR_THANA));
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let path = &path;
        let asked = admins.iter().map(|admin| {
            scope.spawn(move || admin.decide(path, &json!({ "verdict": "approve" })).status)
        });
        let asked: Vec<_> = asked.collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409]);
    assert_eq!(haat.count("SELECT count(*) FROM shop_staff"), 1);
    assert_eq!(
        haat.count("SELECT count(*) FROM shops WHERE verified_at IS NOT NULL"),
        1
    );
    assert_eq!(told(&haat, "shop-approved"), 1);
    assert_eq!(
        haat.count("SELECT count(*) FROM audit_log WHERE deed = 'shops.approve'"),
        1
    );
}

#[test]
fn a_decision_that_is_sent_twice_is_one_and_answered_twice() {
    let haat = country();
    let (karim, admin) = (Hand::seller(&haat), Hand::admin(&haat, MIRPUR_THANA));
    let path = format!("{}/decision", as_admin(&karim.waiting(&json!({}))));
    let send = || admin.say_once(&path, &json!({ "verdict": "approve" }), "decide-0001");
    let (first, second) = (send(), send());
    assert_eq!(
        (first.status, second.status),
        (200, 200),
        "{}",
        second.text()
    );
    assert_eq!(first.json()["shop"], second.json()["shop"]);
    let third = admin.say_once(&path, &json!({ "verdict": "approve" }), "decide-0002");
    assert_eq!(
        (third.status, third.code()),
        (409, "shops.wrong_status".into())
    );
    assert_eq!(told(&haat, "shop-approved"), 1);
}

#[test]
fn an_admin_sees_what_is_alike() {
    let haat = country();
    let (karim, salma) = (Hand::seller(&haat), Hand::seller(&haat));
    let near = haat.shop("").bn("করিম  স্টোর").north(200.0).open();
    haat.shop("").bn("রহিম স্টোর").north(10.0).open();
    let first = karim.waiting(&json!({}));
    let second = salma.waiting(
        &json!({ "name_bn": "সালমা স্টোর", "name_en": "", "licence": "trad-dncc-012345-2024" }),
    );
    let admin = Hand::admin(&haat, MIRPUR_THANA);
    let seen = admin.get(&as_admin(&first)).json();
    assert_eq!(seen["namesake"]["shop"], near.id);
    let metres = seen["namesake"]["distance_m"].as_f64().unwrap();
    assert!((metres - 200.0).abs() < 5.0, "{metres}");
    let codes = |seen: &serde_json::Value| {
        let warnings = seen["warnings"].as_array().unwrap().iter();
        let codes: Vec<String> = warnings
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect();
        codes
    };
    assert_eq!(codes(&seen), ["same_name", "same_licence"]);
    let seen = admin.get(&as_admin(&second)).json();
    assert_eq!(codes(&seen), ["same_licence"], "a name of its own");
}

#[test]
fn what_is_due_first_comes_first_page_by_page() {
    let haat = country();
    let admin = Hand::admin(&haat, "BD30");
    let paths: Vec<String> = (0..3)
        .map(|n| {
            let licence = format!("03-00{n}234");
            Hand::seller(&haat)
                .waiting(&json!({ "licence": licence, "lat": MIRPUR.0 + f64::from(n) / 1000.0 }))
        })
        .collect();
    // The last one has been waiting for longest.
    haat.sql(
        "UPDATE shop_applications SET due_at = now() - interval '1 hour' WHERE 'app_' || replace(id::text, '-', '') = $1",
        &[&paths[2].rsplit_once('/').unwrap().1],
    );
    let page = admin.get("/admin/applications?limit=2").json();
    assert_eq!(page["length"], json!({ "waiting": 3, "late": 1 }));
    let id = |path: &String| path.rsplit_once('/').unwrap().1.to_owned();
    assert_eq!(page["items"][0]["id"], id(&paths[2]));
    assert_eq!(page["items"][0]["is_late"], true);
    assert_eq!(page["items"][1]["id"], id(&paths[0]));
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = admin
        .get(&format!("/admin/applications?limit=2&cursor={cursor}"))
        .json();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    assert_eq!(rest["items"][0]["id"], id(&paths[1]));
    assert_eq!(rest["next_cursor"], json!(null));
    let other = Hand::admin(&haat, "BD30");
    let foreign = other.get(&format!("/admin/applications?cursor={cursor}"));
    assert_eq!(foreign.code(), "platform.foreign_cursor");
}
