//! Addresses to places over HTTP; the protocols of the providers are tested with
//! their crate.

use serde_json::{Value, json};

use crate::haat::{Database, TestHaat};
use crate::outside::fake::{Fake, Reply};

#[test]
fn an_address_is_found_in_our_own_book() {
    let haat = TestHaat::seeded();
    let answer: Value = haat
        .get("/api/v1/geocode?q=dhaka%201216&lang=en&limit=1")
        .json();
    let items = answer["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["area"], "BD302648");
    assert_eq!(items[0]["precision"], "area");
    assert!(items[0]["label"].as_str().unwrap().starts_with("Mirpur, "));
    let bengali = haat.get("/api/v1/geocode?q=Kakchira").json();
    assert!(
        bengali["items"][0]["label"]
            .as_str()
            .unwrap()
            .starts_with("পাথরঘাটা")
    );
    let nothing = haat.get("/api/v1/geocode?q=qqqqqq").json();
    assert_eq!(nothing["items"], json!([]));

    let named = haat
        .get("/api/v1/geocode/reverse?lat=23.7461&lng=90.3742&lang=en")
        .json();
    assert!(named["label"].as_str().unwrap().contains("Dhanmondi"));
    assert_eq!(named["location"]["lat"], 23.7461);
}

#[test]
fn what_makes_no_sense_is_refused_with_its_fields() {
    let haat = TestHaat::start();
    let long = "a".repeat(201);
    for (query, fields) in [
        ("", vec!["q"]),
        (&format!("q={long}&lat=91&lng=2"), vec!["q", "lat"]),
        ("q=mirpur&limit=11&lang=fr", vec!["lang", "limit"]),
    ] {
        let reply = haat.get(&format!("/api/v1/geocode?{query}"));
        assert_eq!(reply.status, 422, "{query}");
        let told = reply.json();
        let mut named: Vec<&str> = told["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap())
            .collect();
        named.sort_by_key(|name| fields.iter().position(|field| field == name));
        assert_eq!(named, fields, "{query}");
    }
    let reply = haat.get("/api/v1/geocode/reverse?lat=23.7");
    assert_eq!(reply.status, 422);
    let reply = haat.get("/api/v1/geocode/reverse?lat=10&lng=88");
    assert_eq!(reply.status, 404);
    assert_eq!(reply.json()["code"], "areas.outside");
}

#[test]
fn a_provider_is_asked_first_and_only_so_often() {
    let provider = Fake::start(|_| {
        let place = json!({
            "address": "Road 5, Mirpur 10", "area": "Mirpur", "city": "Dhaka",
            "latitude": "23.8069", "longitude": "90.3687", "postCode": 1216, "pType": "Residential",
        });
        Reply::Http(200, json!({ "places": [place], "status": 200 }).to_string())
    });
    let settings = [
        ("HAAT_GEOCODER", "barikoi"),
        ("HAAT_GEOCODER_URL", provider.url.as_str()),
        ("HAAT_GEOCODER_KEY", "secret"),
        ("HAAT_RATE_GEOCODE", "3"),
        ("HAAT_RATE_LOOPBACK", "true"),
        ("REDIS_URL", ""),
    ];
    let haat = TestHaat::with(&Database::seeded, &settings);
    let ask = || haat.get("/api/v1/geocode?q=road%205&lang=en");
    let first = ask().json();
    assert_eq!(first["items"][0]["label"], "Road 5, Mirpur 10, Dhaka");
    assert_eq!(first["items"][0]["postcode"], "1216");
    assert_eq!(first["items"][0]["area"], "BD302648");
    let replies: Vec<_> = (0..5).map(|_| ask()).collect();
    let refused: Vec<_> = replies.iter().filter(|reply| reply.status == 429).collect();
    assert!(refused.len() >= 3, "{}", refused.len());
    refused[0].assert_problem("too many");
    assert!(refused[0].header("retry-after").parse::<u32>().unwrap() > 0);
    assert!(provider.asked().len() <= 3);
    assert_eq!(
        haat.get("/api/v1/suggest?q=chal&lat=23.8&lng=90.4").status,
        200,
        "others are not refused"
    );
}
