//! Home shops show an area, nowhere their door.

use serde_json::{Value, json};

use super::{Hand, country, eventually, found, opened};
use crate::haat::{MIRPUR, Reply};

/// Digits that only the door has.
const DOOR: (f64, f64) = (23.80697, 90.36871);

#[test]
fn the_pin_and_address_of_a_home_shop_are_nowhere_to_be_seen() {
    let haat = country();
    let but = json!({
        "home": true, "women_run": true, "licence": null, "lat": DOOR.0, "lng": DOOR.1,
        "address_bn": "বাড়ি ৭, রোড ৩",
    });
    let (salma, shop) = opened(&haat, &but);
    eventually("shoppers find it", || found(&haat, &shop));
    let shown = haat.get(&format!("/api/v1/shops/{shop}"));
    let document = shown.json();
    assert_eq!(
        (&document["home"], &document["women_run"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(document["ring_m"], 400);
    assert_eq!(document["address"], json!({ "bn": null, "en": null }));
    let ring = metres(&document["location"], DOOR);
    assert!(ring > 1.0 && ring < 400.0, "the door is inside: {ring}");

    let (lat, lng) = (MIRPUR.0, MIRPUR.1);
    let at = format!("lat={lat}&lng={lng}&radius_m=2000&limit=200");
    let pages = [
        format!("/api/v1/shops/{shop}"),
        format!("/api/v1/shops/nearby?{at}"),
        format!("/api/v1/search?q=karim%20store&{at}"),
        format!("/bn/shops/{shop}"),
        format!("/bn/search?q=karim%20store&{at}"),
        format!("/bn/map?{at}"),
        format!("/bn/?{at}"),
    ];
    for page in pages {
        let server = haat.server();
        let request = server.request("GET", &page);
        let here = format!("haat_place={lat}_{lng}_a_x");
        let reply = server.send(request.header("cookie", here), "");
        assert_eq!(reply.status, 200, "{page}");
        assert_hides_the_door(&reply, &page);
    }
    let nearby = haat.get(&format!("/api/v1/shops/nearby?{at}")).json();
    let card = nearby["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == shop);
    let card = card.unwrap();
    assert_eq!(
        (&card["ring_m"], &card["location"]),
        (&json!(400), &document["location"])
    );
    let from_ring = metres(&card["location"], (lat, lng));
    let told = card["distance_m"].as_f64().unwrap();
    assert!(
        (told - from_ring).abs() < 5.0,
        "distances do not give it away: {told} {from_ring}"
    );
    let own = salma.get(&format!("/seller/shops/{shop}")).json();
    assert_eq!(own["location"]["lat"], DOOR.0, "its owner sees it");
    let stranger = Hand::seller(&haat);
    assert_eq!(stranger.get(&format!("/seller/shops/{shop}")).status, 404);
    haat.settle();
}

fn assert_hides_the_door(reply: &Reply, page: &str) {
    let text = reply.text();
    // Four decimals are eleven metres.
    for secret in ["23.8070", "23.80697", "90.36871", "বাড়ি ৭"] {
        assert!(!text.contains(secret), "{page}: {secret}");
    }
}

fn metres(at: &Value, from: (f64, f64)) -> f64 {
    let point = |lat, lng| kernel::Point::new(lat, lng).unwrap();
    let at = point(at["lat"].as_f64().unwrap(), at["lng"].as_f64().unwrap());
    at.metres_to(point(from.0, from.1))
}
