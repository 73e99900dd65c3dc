//! `GET /areas…`: the book of places that the seeds bring.

use serde_json::Value;

use crate::haat::TestHaat;

fn codes(answer: &Value) -> Vec<&str> {
    answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|area| area["code"].as_str().unwrap())
        .collect()
}

#[test]
fn the_country_is_walked_from_division_to_locality() {
    let haat = TestHaat::seeded();
    let below = |parent: &str| haat.ask("/api/v1/areas", &[("parent", parent)]).json();
    let divisions = haat.get("/api/v1/areas").json();
    assert_eq!(codes(&divisions).len(), 8);
    let mut districts = 0;
    for division in codes(&divisions) {
        let answer = below(division);
        districts += codes(&answer).len();
        for district in answer["items"].as_array().unwrap() {
            assert_eq!(
                (&district["level"], &district["parent"]),
                (&2.into(), &division.into())
            );
            assert!(district["children"].as_u64().unwrap() > 0, "{district}");
        }
    }
    assert_eq!(districts, 64);
    let dhaka = below("BD3026");
    assert!(codes(&dhaka).len() > 40, "{}", codes(&dhaka).len());
    assert_eq!(
        haat.count("SELECT count(*) FROM areas WHERE level = 3"),
        556
    );
}

#[test]
fn old_and_foreign_spellings_lead_to_the_same_place() {
    let haat = TestHaat::seeded();
    for (typed, code) in [
        ("Chittagong", "BD2015"),
        ("Chattogram", "BD2015"),
        ("চট্টগ্রাম", "BD2015"),
        ("jessore", "BD4041"),
        ("Jashore", "BD4041"),
        ("যশোর", "BD4041"),
        ("comilla", "BD2019"),
        ("dhaka", "BD3026"),
        ("ঢাকা", "BD3026"),
    ] {
        let answer = haat.ask("/api/v1/areas/search", &[("q", typed)]).json();
        assert!(
            codes(&answer).iter().take(3).any(|found| *found == code),
            "{typed}: {answer}"
        );
    }
    let mirpur = haat
        .ask("/api/v1/areas/search", &[("q", "mirpur 10")])
        .json();
    assert_eq!(mirpur["items"][0]["name"]["en"], "Mirpur 10");
    assert_eq!(
        mirpur["items"][0]["within"][0]["level"], 1,
        "from the division down"
    );
}

#[test]
fn a_point_is_placed_and_the_answer_says_how() {
    let haat = TestHaat::seeded();
    let locate =
        |lat: &str, lng: &str| haat.ask("/api/v1/areas/locate", &[("lat", lat), ("lng", lng)]);
    let dhanmondi = locate("23.7461", "90.3742").json();
    assert_eq!(
        (
            &dhanmondi["division"]["code"],
            &dhanmondi["district"]["code"]
        ),
        (&"BD30".into(), &"BD3026".into())
    );
    assert_eq!(
        dhanmondi["district"]["how"], "boundary",
        "district outlines are in the seeds"
    );
    assert_eq!(
        dhanmondi["upazila"]["how"], "nearest",
        "upazilas are points only"
    );
    assert!(dhanmondi["upazila"]["distance_m"].as_f64().unwrap() > 0.0);
    assert_eq!(
        dhanmondi["how"], "nearest",
        "as certain as its weakest part"
    );
    let kolkata = locate("22.5726", "88.3639");
    assert_eq!(
        (kolkata.status, kolkata.code().as_str()),
        (404, "areas.outside")
    );
}

#[test]
fn outlines_are_cached_by_their_tag() {
    let haat = TestHaat::seeded();
    let first = haat.get("/api/v1/areas/outlines");
    assert_eq!(first.header("content-type"), "application/geo+json");
    assert_eq!(first.json()["features"].as_array().unwrap().len(), 64);
    let again = haat
        .server()
        .request("GET", "/api/v1/areas/outlines")
        .header("if-none-match", first.header("etag"));
    let again = haat.server().send(again, "");
    assert_eq!((again.status, again.body.len()), (304, 0));
}
