//! A list is filled while its shop waits for approval.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Hand, MIRPUR_THANA, as_admin, eventually};
use crate::haat::TestHaat;

fn shelf_goods(hand: &Hand<'_>, code: &str, count: usize) -> Vec<String> {
    let shelf = hand.get(&format!("/seller/shelves/{code}"));
    assert_eq!(shelf.status, 200, "{}", shelf.text());
    let goods = shelf.json();
    let goods = goods["items"].as_array().unwrap().iter().take(count);
    goods
        .map(|good| good["product"]["id"].as_str().unwrap().to_owned())
        .collect()
}

fn listed(haat: &TestHaat, shop: &Value) -> Vec<Value> {
    let path = format!("/api/v1/shops/{}/listings", shop.as_str().unwrap());
    let page = haat.get(&path).json();
    page["items"].as_array().unwrap().clone()
}

#[test]
fn what_was_ticked_ahead_is_on_the_list_at_once_after_the_approval() {
    let haat = TestHaat::seeded();
    let (karim, admin) = (Hand::seller(&haat), Hand::admin(&haat, MIRPUR_THANA));
    let path = karim.waiting(&json!({}));
    let goods = format!("{path}/goods");
    assert_eq!(karim.get(&goods).json()["products"], json!([]));

    let ids = shelf_goods(&karim, "grocery", 12);
    let first = json!({ "products": ids, "in_stock": true });
    let put = karim.say("PUT", &format!("{goods}/grocery"), &first);
    assert_eq!(put.status, 200, "{}", put.text());
    assert_eq!(put.json()["products"].as_array().unwrap().len(), 12);
    let fewer = json!({ "products": ids[..10], "in_stock": true });
    for _ in 0..2 {
        let put = karim.say("PUT", &format!("{goods}/grocery"), &fewer);
        assert_eq!(
            put.json()["products"],
            json!(ids[..10]),
            "instead of before"
        );
    }

    let approved = admin.decide(&path, &json!({ "verdict": "approve" }));
    assert_eq!(approved.status, 200, "{}", approved.text());
    let shop = approved.json()["shop"].clone();
    let took = eventually("ten goods are listed", || listed(&haat, &shop).len() == 10);
    assert!(took < Duration::from_secs(2), "{took:?}");
    let says_it_is_there = |item: &Value| item["in_stock"] == true && item["price"].is_null();
    assert!(listed(&haat, &shop).iter().all(says_it_is_there));
    assert_eq!(haat.count("SELECT count(*) FROM prepared_goods"), 0);

    let late = karim.say("PUT", &format!("{goods}/grocery"), &first);
    assert_eq!(late.status, 409, "the shop has a list of its own now");
    assert_eq!(late.json()["code"], "shops.wrong_status");
}

#[test]
fn nothing_is_listed_for_who_is_rejected() {
    let haat = TestHaat::seeded();
    let (karim, admin) = (Hand::seller(&haat), Hand::admin(&haat, MIRPUR_THANA));
    let before = haat.count("SELECT count(*) FROM listings");
    let path = karim.waiting(&json!({}));
    let goods = format!("{path}/goods/grocery");
    assert_eq!(karim.say("PUT", &goods, &json!({})).status, 200);
    let no = json!({ "verdict": "reject", "note": "এই ঠিকানায় দোকান নেই" });
    assert_eq!(admin.decide(&path, &no).status, 200);
    assert_eq!(karim.say("PUT", &goods, &json!({})).status, 409);
    assert_eq!(haat.count("SELECT count(*) FROM listings"), before);
}

#[test]
fn nobody_prepares_for_others_nor_what_is_on_no_shelf() {
    let haat = TestHaat::seeded();
    let (karim, stranger) = (Hand::seller(&haat), Hand::seller(&haat));
    let admin = Hand::admin(&haat, MIRPUR_THANA);
    let path = karim.waiting(&json!({}));
    let goods = format!("{path}/goods");
    for other in [&stranger, &admin] {
        assert_eq!(other.get(&goods).status, 404);
        let put = other.say("PUT", &format!("{goods}/grocery"), &json!({}));
        assert_eq!(put.status, 404);
    }
    assert_eq!(
        admin.get(&as_admin(&goods)).status,
        404,
        "it is not the admin's business"
    );
    let refused = |shelf: &str, body: Value| {
        let reply = karim.say("PUT", &format!("{goods}/{shelf}"), &body);
        (reply.status, reply.json()["code"].clone())
    };
    assert_eq!(
        refused("no-such", json!({})),
        (404, json!("catalog.no_shelf"))
    );
    let medicine = shelf_goods(&karim, "pharmacy", 1);
    let (status, _) = refused("grocery", json!({ "products": medicine }));
    assert_eq!(status, 422, "it is on another shelf");
    let (status, _) = refused("grocery", json!({ "products": 5, "in_stock": "yes" }));
    assert_eq!(status, 422);
    assert_eq!(karim.get(&goods).json()["products"], json!([]));
}
