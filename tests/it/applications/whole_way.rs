//! The whole way of a shop that nobody knew, and of one that is on the map.

use std::time::Duration;

use serde_json::{Value, json};

use super::{FAR_THANA, Hand, MIRPUR_THANA, as_admin, codes, country, eventually, found, told};
use crate::haat::MIRPUR;

#[test]
fn a_new_shop_is_registered_approved_and_found_within_two_seconds() {
    let haat = country();
    let (karim, admin) = (Hand::seller(&haat), Hand::admin(&haat, "BD3026"));
    let path = karim.waiting(&json!({}));
    let mine = karim.get(&path).json();
    assert_eq!(mine["status"], "submitted");
    assert!(mine["due_at"].as_str() > mine["submitted_at"].as_str());
    let queue = admin.get("/admin/applications").json();
    assert_eq!(queue["length"], json!({ "waiting": 1, "late": 0 }));
    let card = &queue["items"][0];
    assert_eq!(card["nid_end"], "1234");
    assert_eq!(card["area_name"]["en"], "Mirpur");
    assert_eq!(card["is_late"], false);
    let photo = format!(
        "{}/photos/{}",
        as_admin(&path),
        card["photos"][0]["id"].as_str().unwrap()
    );
    eventually("the photo is ready for the admin", || {
        admin.get(&photo).status == 200
    });
    assert_eq!(
        admin.get(&photo).header("cache-control"),
        "private, no-store"
    );

    let approved = admin.decide(&path, &json!({ "verdict": "approve" }));
    assert_eq!(approved.status, 200, "{}", approved.text());
    let shop = approved.json()["shop"].as_str().unwrap().to_owned();
    let took = eventually("shoppers find it", || found(&haat, &shop));
    assert!(took < Duration::from_secs(2), "{took:?}");
    let shown = haat.get(&format!("/api/v1/shops/{shop}")).json();
    assert_eq!(shown["verified"], true);
    assert_eq!(shown["hours"][0], json!([0, 540, 810]));
    assert_eq!(shown["delivery_radius_m"], 1500);
    assert_eq!(told(&haat, "shop-approved"), 1);
    let book = haat.server().private_get(&format!(
        "/decisions?subject={}",
        mine["id"].as_str().unwrap()
    ));
    assert_eq!(book.json()["lines"][0]["deed"], "shops.approve");
    let karim = Hand::of(&haat, karim.person);
    let own = karim.get(&format!("/seller/shops/{shop}")).json();
    assert_eq!(
        (&own["state"], &own["verified"]),
        (&json!("listed"), &json!(true))
    );
}

#[test]
fn a_shop_of_the_map_is_claimed_with_a_photo_at_its_pin() {
    let haat = country();
    let shop = haat.shop("Bismillah Store").external("map/1").open();
    let (salma, admin) = (Hand::seller(&haat), Hand::admin(&haat, MIRPUR_THANA));
    let path = salma.begin(Some(&shop));
    let begun = salma.get(&path).json();
    assert_eq!(
        begun["name"]["en"], "Bismillah Store",
        "the map says it already"
    );
    assert_eq!(begun["location"]["lat"], MIRPUR.0);
    let rest = json!({ "hours": "always", "licence": "03-234567", "nid_end": "9876", "area": MIRPUR_THANA });
    assert_eq!(salma.save(&path, rest).status, 200);
    salma.prove_phone(&path);

    let far = salma.send_photo(&path, Some((MIRPUR.0 + 0.01, MIRPUR.1)));
    assert_eq!(
        (far.status, far.code()),
        (422, "shops.photo_not_at_pin".into())
    );
    assert_eq!(
        salma.get(&path).json()["photos"],
        json!([]),
        "it is not kept"
    );
    assert_eq!(salma.send_photo(&path, None).status, 200);
    let refused = salma.submit(&path);
    assert_eq!(refused.code(), "shops.photo_not_at_pin");
    let near = salma.send_photo(&path, Some((MIRPUR.0 + 0.0005, MIRPUR.1)));
    assert_eq!(near.status, 200, "{}", near.text());
    let handed_in = salma.submit(&path);
    assert_eq!(handed_in.status, 200, "{}", handed_in.text());

    let late = Hand::seller(&haat).say("POST", "/shops/applications", &json!({ "shop": shop.id }));
    assert_eq!(
        (late.status, late.code()),
        (409, "shops.claim_waits".into())
    );
    let again = salma.say("POST", "/shops/applications", &json!({ "shop": shop.id }));
    assert_eq!(again.code(), "shops.open_already");
    let mine = salma.get(&path).json()["id"].clone();
    assert_eq!(again.json()["application"], mine, "with the way back to it");

    let approved = admin.decide(&path, &json!({ "verdict": "approve" }));
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(approved.json()["shop"], shop.id);
    let shown = haat.get(&format!("/api/v1/shops/{}", shop.id)).json();
    assert_eq!(
        (&shown["verified"], &shown["open"]),
        (&json!(true), &json!(true))
    );
    let late = Hand::seller(&haat).say("POST", "/shops/applications", &json!({ "shop": shop.id }));
    assert_eq!((late.status, late.code()), (409, "shops.has_owner".into()));
}

#[test]
fn the_admin_of_another_area_sees_nothing_and_does_nothing() {
    let haat = country();
    let (karim, stranger) = (Hand::seller(&haat), Hand::admin(&haat, FAR_THANA));
    let path = karim.waiting(&json!({}));
    let queue = stranger.get("/admin/applications").json();
    assert_eq!(
        (&queue["items"], &queue["length"]["waiting"]),
        (&json!([]), &json!(0))
    );
    let photo = karim.get(&path).json()["photos"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for (method, path, body) in [
        ("GET", as_admin(&path), Value::Null),
        (
            "GET",
            format!("{}/photos/{photo}", as_admin(&path)),
            Value::Null,
        ),
        (
            "POST",
            format!("{}/decision", as_admin(&path)),
            json!({ "verdict": "approve" }),
        ),
    ] {
        let reply = stranger.say(method, &path, &body);
        assert_eq!(
            (reply.status, reply.code()),
            (404, "shops.no_application".into()),
            "{path}"
        );
    }
    assert_eq!(karim.get(&path).json()["status"], "submitted");
    let (other, shop) = (Hand::seller(&haat), haat.shop("Ours").open());
    assert_eq!(other.get(&path).status, 404, "nor does another seller");
    let ban = format!("/admin/shops/{}/ban", shop.id);
    let reply = stranger.say("PUT", &ban, &json!({ "why": "fake" }));
    assert_eq!(
        (reply.status, reply.code()),
        (404, "auth.outside_area".into())
    );
    let draft = karim.begin(None);
    let mine = Hand::admin(&haat, MIRPUR_THANA);
    assert_eq!(
        mine.get(&as_admin(&draft)).status,
        404,
        "drafts are nobody's business"
    );
}

#[test]
fn asked_for_more_a_seller_adds_it_and_hands_in_again() {
    let haat = country();
    let (karim, admin) = (Hand::seller(&haat), Hand::admin(&haat, MIRPUR_THANA));
    let path = karim.waiting(&json!({}));
    let silent = admin.decide(&path, &json!({ "verdict": "ask" }));
    assert_eq!(codes(&silent), [("note".into(), "platform.missing".into())]);
    let asked = admin.decide(
        &path,
        &json!({ "verdict": "ask", "note": "লাইসেন্সের ছবি দিন" }),
    );
    assert_eq!(asked.status, 200, "{}", asked.text());
    assert_eq!(told(&haat, "shop-more-asked"), 1);
    let mine = karim.get(&path).json();
    assert_eq!(
        (&mine["status"], &mine["note"]),
        (&json!("asked"), &json!("লাইসেন্সের ছবি দিন"))
    );
    assert_eq!(karim.send_photo(&path, None).status, 200);
    assert_eq!(karim.submit(&path).status, 200);
    let rejected = admin.decide(
        &path,
        &json!({ "verdict": "reject", "note": "এই ঠিকানায় দোকান নেই" }),
    );
    assert_eq!(rejected.status, 200, "{}", rejected.text());
    assert_eq!(told(&haat, "shop-rejected"), 1);
    assert_eq!(
        karim.save(&path, json!({ "name_en": "New" })).code(),
        "shops.wrong_status"
    );
    assert_eq!(haat.count("SELECT count(*) FROM shop_staff"), 0);
}
