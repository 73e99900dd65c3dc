//! One suite for all geocoders, the two of other people against servers that speak
//! as theirs do.

use std::sync::Arc;
use std::time::Duration;

use areas::{Areas, Gazetteer};
use kernel::{Clock, Locale, Point};
use platform::config::{GeocoderAccount, GeocoderConfig};
use platform::outbound::Outbound;
use serde_json::{Value, json};

use crate::geocoding::{Geocoding, geocoder};
use crate::model::{Geocoder, Place, Precision, Question, Unanswered};
use crate::offline::Offline;

#[path = "../notifications/tests/fake.rs"]
#[expect(dead_code, reason = "forms are asked of other servers")]
mod fake;

use fake::{Asked, Fake, Reply};

const KEY: &str = "a-key-that-nobody-may-see";
const NAMES: [&str; 3] = ["gazetteer", "google", "barikoi"];
/// What the servers know, and where it is.
const MIRPUR: (f64, f64) = (23.8069, 90.3687);

fn areas() -> Arc<Areas> {
    let entries = areas::seed_entries().unwrap();
    Arc::new(Areas::of(Gazetteer::new(entries)))
}

fn point((lat, lng): (f64, f64)) -> Point {
    Point::new(lat, lng).unwrap()
}

fn asked(text: &str) -> Question {
    Question {
        text: text.into(),
        near: Some(point((23.78, 90.4))),
        locale: Locale::Bn,
        limit: 5,
    }
}

/// Google's server: by what is asked, the key in a header.
fn google(asked: &Asked) -> Reply {
    assert_eq!(asked.method, "GET");
    let path = asked.path.split('?').next().unwrap();
    let decoded: String = percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .unwrap()
        .into();
    let question = decoded.strip_prefix("/v4/geocode/").unwrap_or_default();
    if asked.headers.get("x-goog-api-key").map(String::as_str) != Some(KEY) {
        let body = json!({ "error": { "code": 403, "status": "PERMISSION_DENIED" } });
        return Reply::Http(403, body.to_string());
    }
    let query = asked.query();
    assert_eq!(query["regionCode"], "BD");
    assert!(asked.headers["x-goog-fieldmask"].contains("results.location"));
    let bengali = query["languageCode"] == "bn";
    let result = |label: &str| {
        json!({
            "formattedAddress": label,
            "location": { "latitude": MIRPUR.0, "longitude": MIRPUR.1 },
            "granularity": "ROOFTOP",
            "postalAddress": { "regionCode": "BD", "postalCode": if bengali { "১২১৬" } else { "1216" } },
        })
    };
    let known = if bengali {
        "মিরপুর ১০, ঢাকা"
    } else {
        "Mirpur 10, Dhaka"
    };
    match question.split_once('/').unwrap() {
        ("address", "মিরপুর ১০" | "mirpur 10") => {
            assert!(query.contains_key("locationBias.rectangle.low.latitude"));
            Reply::Http(
                200,
                json!({ "results": [result(known), result("second")] }).to_string(),
            )
        }
        ("location", at) if at.starts_with("23.") => {
            Reply::Http(200, json!({ "results": [result(known)] }).to_string())
        }
        (_, text) => trouble(text, "{}".to_owned()),
    }
}

/// Barikoi's server: the key in the query, numbers as text.
fn barikoi(asked: &Asked) -> Reply {
    assert_eq!(asked.method, "GET");
    let query = asked.query();
    if query.get("api_key").map(String::as_str) != Some(KEY) {
        return Reply::Http(
            401,
            json!({ "message": "API key is invalid", "status": 401 }).to_string(),
        );
    }
    let bengali = query["bangla"] == "true";
    let place = || {
        json!({
            "id": 1, "longitude": MIRPUR.1.to_string(), "latitude": MIRPUR.0.to_string(),
            "address": "Road 5, Mirpur 10", "address_bn": if bengali { "রোড ৫, মিরপুর ১০" } else { "" },
            "area": "Mirpur", "area_bn": "মিরপুর", "city": "Dhaka", "city_bn": "ঢাকা",
            "postCode": 1216, "pType": "Residential", "uCode": "ABCD1234",
        })
    };
    let path = asked.path.split('?').next().unwrap();
    match (path, query.get("q").map(String::as_str)) {
        ("/v2/api/search/autocomplete/place", Some("মিরপুর ১০" | "mirpur 10")) => {
            Reply::Http(
                200,
                json!({ "places": [place(), place()], "status": 200 }).to_string(),
            )
        }
        ("/v2/api/search/autocomplete/place", Some(text)) => {
            trouble(text, json!({ "places": [], "status": 200 }).to_string())
        }
        ("/v2/api/search/reverse/geocode", _) if query["latitude"].starts_with("23.") => {
            Reply::Http(200, json!({ "place": place(), "status": 200 }).to_string())
        }
        _ => Reply::Http(
            404,
            json!({ "message": "not found", "status": 404 }).to_string(),
        ),
    }
}

/// What may happen to any of them.
fn trouble(text: &str, nothing: String) -> Reply {
    match text {
        "busy" => Reply::Http(429, "{}".into()),
        "broken" => Reply::Http(503, "upstream".into()),
        "page" => Reply::Http(200, "<html>".into()),
        "shape" => Reply::Http(
            200,
            json!({ "results": "none", "places": "none" }).to_string(),
        ),
        "elsewhere" => Reply::Http(302, String::new()),
        "cut" => Reply::Cut,
        "hang" => Reply::Hang,
        _ => Reply::Http(200, nothing),
    }
}

fn account(name: &str, url: &str, key: &str) -> GeocoderAccount {
    let (url, key) = (url.to_owned(), key.to_owned().into());
    match name {
        "google" => GeocoderAccount::Google { url, key },
        _ => GeocoderAccount::Barikoi { url, key },
    }
}

fn server(name: &str) -> Fake {
    Fake::start(if name == "google" { google } else { barikoi })
}

fn one(name: &str, url: &str, key: &str) -> Box<dyn Geocoder> {
    if name == "gazetteer" {
        return Box::new(Offline(areas()));
    }
    let outbound = Outbound::new(Duration::from_millis(500));
    geocoder(&account(name, url, key), outbound)
}

#[tokio::test]
async fn each_finds_an_address_in_both_scripts() {
    for name in NAMES {
        let server = server(name);
        let geocoder = one(name, &server.url, KEY);
        assert_eq!(geocoder.name(), name);
        for (text, locale, says) in [
            ("মিরপুর ১০", Locale::Bn, "মিরপুর"),
            ("mirpur 10", Locale::En, "Mirpur"),
        ] {
            let question = Question {
                locale,
                limit: 1,
                ..asked(text)
            };
            let found = geocoder.find(&question).await.unwrap();
            assert_eq!(found.len(), 1, "{name}");
            let Place {
                label,
                point: at,
                precision,
                postcode,
            } = &found[0];
            assert!(label.contains(says), "{name}: {label}");
            assert!(at.metres_to(point(MIRPUR)) < 1_000.0, "{name}: {at:?}");
            let own = name == "gazetteer";
            assert_eq!(
                *precision,
                if own {
                    Precision::Locality
                } else {
                    Precision::Address
                }
            );
            assert_eq!(postcode.as_deref(), (!own).then_some("1216"), "{name}");
        }
    }
}

#[tokio::test]
async fn each_names_a_point_and_says_so_where_it_cannot() {
    for name in NAMES {
        let server = server(name);
        let geocoder = one(name, &server.url, KEY);
        let here = point((23.8071, 90.3685));
        let named = geocoder.describe(here, Locale::Bn).await.unwrap().unwrap();
        assert!(named.label.contains("মিরপুর"), "{name}: {}", named.label);
        assert_eq!(named.point, here, "the point that was asked about, {name}");
        let sea = point((10.0, 88.0));
        assert_eq!(
            geocoder.describe(sea, Locale::Bn).await.unwrap(),
            None,
            "{name}"
        );
        assert_eq!(
            geocoder.find(&asked("qqqqqqq zzzz")).await.unwrap(),
            [],
            "{name}"
        );
    }
}

#[tokio::test]
async fn trouble_has_names_and_tells_no_secrets() {
    for name in ["google", "barikoi"] {
        let server = server(name);
        let geocoder = one(name, &server.url, KEY);
        for (text, expected) in [
            ("busy", "busy"),
            ("broken", "busy"),
            ("page", "garbled"),
            ("shape", "garbled"),
            ("elsewhere", "refused"),
            ("cut", "lost"),
            ("hang", "lost"),
        ] {
            let error = geocoder.find(&asked(text)).await.unwrap_err();
            assert_eq!(kind(&error), expected, "{name} {text}: {error:?}");
            let told = format!("{error:?} {error}");
            assert!(
                !told.contains(KEY) && !told.contains(text.repeat(2).as_str()),
                "{told}"
            );
        }
        let stranger = one(name, &server.url, "wrong");
        let error = stranger.find(&asked("mirpur 10")).await.unwrap_err();
        assert_eq!(kind(&error), "refused", "{name}");
    }
}

fn kind(error: &Unanswered) -> &'static str {
    match error {
        Unanswered::Lost(_) => "lost",
        Unanswered::Busy(_) => "busy",
        Unanswered::Refused(_) => "refused",
        Unanswered::Garbled(_) => "garbled",
    }
}

fn geocoding(name: &str, url: &str, daily: u32) -> Geocoding {
    let config = GeocoderConfig {
        account: Some(account(name, url, KEY)),
        daily,
    };
    Geocoding::new(&config, areas(), Clock::system())
}

#[tokio::test]
async fn our_own_book_answers_where_a_provider_does_not() {
    for name in ["google", "barikoi"] {
        let server = server(name);
        let geocoding = geocoding(name, &server.url, 100);
        assert!(geocoding.costs_money());
        let paid = geocoding.find(&asked("mirpur 10")).await;
        assert_eq!(paid[0].precision, Precision::Address, "{name}");
        let own = geocoding.find(&asked("ধানমন্ডি")).await;
        assert!(own[0].label.starts_with("ধানমন্ডি"), "{name}: {own:?}");
        let down = geocoding_at_nobody(name);
        let own = down.find(&asked("1216")).await;
        assert!(own[0].label.starts_with("মিরপুর"), "{name}: {own:?}");
        let named = down.describe(point(MIRPUR), Locale::En).await.unwrap();
        assert!(named.label.contains("Mirpur"), "{name}: {named:?}");
        assert_eq!(down.describe(point((10.0, 88.0)), Locale::En).await, None);
    }
}

fn geocoding_at_nobody(name: &str) -> Geocoding {
    // Nobody listens at a port that was just given back.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    geocoding(name, &format!("http://{}", port.local_addr().unwrap()), 100)
}

#[tokio::test]
async fn the_bill_of_a_day_ends() {
    let server = server("google");
    let geocoding = geocoding("google", &server.url, 3);
    for _ in 0..10 {
        let found = geocoding.find(&asked("mirpur 10")).await;
        assert!(!found.is_empty(), "there is always an answer");
    }
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn what_lies_abroad_is_no_answer() {
    let abroad = Fake::start(|_| {
        let result = json!({
            "formattedAddress": "Mirpur, Kashmir",
            "location": { "latitude": 33.14, "longitude": 73.75 },
            "granularity": "APPROXIMATE",
        });
        Reply::Http(200, json!({ "results": [result] }).to_string())
    });
    let found = geocoding("google", &abroad.url, 10)
        .find(&asked("mirpur"))
        .await;
    assert!(found[0].label.starts_with("মিরপুর"), "{found:?}");
}

#[tokio::test]
async fn namesakes_nearby_come_first() {
    let own = Offline(areas());
    let near_kushtia = Question {
        near: Some(point((23.93, 89.0))),
        ..asked("mirpur")
    };
    let found = own.find(&near_kushtia).await.unwrap();
    assert!(found[0].label.contains("কুষ্টিয়া"), "{found:?}");
    let found = own.find(&asked("mirpur")).await.unwrap();
    assert!(found[0].label.contains("ঢাকা"), "{found:?}");
}

#[test]
fn postcodes_are_four_digits_in_any_script() {
    for (value, expected) in [
        (json!("1216"), Some("1216")),
        (json!(1216), Some("1216")),
        (json!("১২১৬ "), Some("1216")),
        (json!("12160"), None),
        (json!("12a6"), None),
        (Value::Null, None),
        (json!(""), None),
    ] {
        assert_eq!(
            crate::model::postcode_of(&value).as_deref(),
            expected,
            "{value}"
        );
    }
}
