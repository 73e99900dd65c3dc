//! "Ask nearby shops": kept once, honestly, and within limits.

use serde_json::{Value, json};

use crate::haat::{Database, MIRPUR, Reply, TestHaat, eventually};
use crate::misses::{close, reopen};

const PATH: &str = "/api/v1/requests";
/// The place cookie of somebody in Mirpur.
const HERE: &str = "haat_place=23.8069_90.3687_a_loc-mirpur-10";

fn body() -> Value {
    json!({ "q": "ঘানি ভাঙা সরিষার তেল", "lat": MIRPUR.0, "lng": MIRPUR.1, "radius_m": 2000, "language": "bn", "note": "৫ লিটার" })
}

fn post(haat: &TestHaat, key: &str, body: &Value) -> Reply {
    let request = haat
        .server()
        .request("POST", PATH)
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    haat.server().send(request, body.to_string())
}

fn stored(haat: &TestHaat) -> i64 {
    haat.count("SELECT count(*) FROM shop_requests")
}

#[test]
fn a_request_is_kept_once_however_often_it_is_sent() {
    let haat = TestHaat::start();
    let first = post(&haat, "key-of-karim-1", &body());
    assert_eq!(first.status, 201, "{}", first.text());
    let again: Vec<Value> = std::thread::scope(|scope| {
        let sends: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| post(&haat, "key-of-karim-1", &body()).json()))
            .collect();
        sends.into_iter().map(|send| send.join().unwrap()).collect()
    });
    assert!(
        again.iter().all(|reply| *reply == first.json()),
        "{again:?}"
    );
    assert_eq!(stored(&haat), 1);
    assert_eq!(post(&haat, "key-of-karim-2", &body()).status, 201);
    assert_eq!(stored(&haat), 2);

    let mut other = body();
    other["q"] = json!("আটা");
    let reused = post(&haat, "key-of-karim-1", &other);
    assert_eq!(
        (reused.status, reused.code()),
        (409, "search.key_reused".to_owned())
    );
    reused.assert_problem("a key for two requests");
    assert_eq!(stored(&haat), 2);
}

#[test]
fn many_at_once_under_a_fresh_key_are_one() {
    let haat = TestHaat::start();
    let ids: std::collections::BTreeSet<String> = std::thread::scope(|scope| {
        let sends: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| post(&haat, "a-fresh-key", &body()).json()["id"].to_string()))
            .collect();
        sends.into_iter().map(|send| send.join().unwrap()).collect()
    });
    assert_eq!((ids.len(), stored(&haat)), (1, 1), "{ids:?}");
}

#[test]
fn the_answer_says_that_nobody_was_told_and_how_many_could_be() {
    let haat = TestHaat::start();
    let none = post(&haat, "nobody-around", &body()).json();
    assert_eq!(
        (&none["shops"], &none["status"]),
        (&json!(0), &json!("kept"))
    );
    for n in 0..25 {
        haat.shop(&format!("Store {n}")).north(f64::from(n)).open();
    }
    haat.shop("Far Store").north(2_500.0).open();
    haat.settle();
    let mut near = body();
    near["radius_m"] = json!(10.6);
    assert_eq!(
        post(&haat, "some-of-them", &near).json()["shops"],
        11,
        "rounded to 11 m"
    );
    let many = post(&haat, "all-of-them", &body()).json();
    assert_eq!(many["shops"], 20, "at most twenty");
    let said = |document: &Value, language: &str| {
        document["message"][language].as_str().unwrap().to_owned()
    };
    for document in [&none, &many] {
        assert!(
            said(document, "en").contains("nobody has been told"),
            "{document}"
        );
        assert!(
            said(document, "bn").contains("কাউকে জানানো হয়নি"),
            "{document}"
        );
    }
    assert!(said(&many, "bn").contains("২০টি") && said(&many, "en").contains("20 shops"));
    assert!(many["id"].as_str().unwrap().starts_with("req_"));
}

#[test]
fn nothing_in_a_request_says_who_asked() {
    let haat = TestHaat::start();
    let mut told = body();
    told["q"] = json!("চাল 01712-345678");
    told["note"] = json!("mail karim@example.com or ০১৯১১২২৩৩৪৪");
    told["lat"] = json!(23.806_912_34);
    assert_eq!(post(&haat, "who-asked-it", &told).status, 201);
    let row = haat.db().connect().query_one(
        "SELECT query, note, ST_AsText(location), r::text FROM shop_requests r",
        &[],
    );
    let row = row.unwrap();
    let text = |at: usize| row.get::<_, String>(at);
    assert_eq!(text(0), "চাল #####-######");
    assert_eq!(text(1), "mail #@# or ###########");
    assert_eq!(text(2), "POINT(90.3687 23.8069)");
    assert!(!text(3).contains("127.0.0.1"));
    assert_eq!(
        post(&haat, "who-asked-it", &told).status,
        201,
        "the same again"
    );
}

#[test]
fn bad_requests_name_every_mistake() {
    let haat = TestHaat::start();
    let wrong = json!({ "q": "!!", "lat": 91, "lng": [1], "radius_m": 0, "language": "fr", "note": "a".repeat(501) });
    let reply = post(&haat, "short", &wrong);
    assert_eq!(reply.status, 422, "{}", reply.text());
    reply.assert_problem("everything wrong");
    let document = reply.json();
    let fields: Vec<&str> = document["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect();
    for field in [
        "q",
        "lat",
        "lng",
        "radius_m",
        "language",
        "note",
        "idempotency-key",
    ] {
        assert!(fields.contains(&field), "{field} is not in {fields:?}");
    }
    assert_eq!(stored(&haat), 0);
}

#[test]
fn other_bodies_keys_and_methods_are_refused() {
    let haat = TestHaat::start();
    for (kind, key, text, status, code) in [
        (
            "application/json",
            "12345678",
            "{",
            400,
            "platform.broken_json",
        ),
        (
            "application/json",
            "12345678",
            "[1]",
            400,
            "platform.broken_json",
        ),
        (
            "application/json",
            "12345678",
            "",
            400,
            "platform.broken_json",
        ),
        (
            "application/json",
            "12345678",
            "{\"q\":\"a\\u0000\"}",
            422,
            "platform.not_text",
        ),
        (
            "application/json",
            "12345678",
            "{}",
            422,
            "platform.missing",
        ),
        ("text/plain", "12345678", "{}", 415, "platform.not_json"),
        (
            "application/json",
            "has a space",
            &body().to_string(),
            422,
            "search.bad_key",
        ),
        (
            "application/json",
            "",
            &body().to_string(),
            422,
            "platform.missing",
        ),
        (
            "application/json",
            "12345678",
            &" ".repeat(20_000),
            413,
            "platform.too_large",
        ),
    ] {
        let request = haat
            .server()
            .request("POST", PATH)
            .header("content-type", kind)
            .header("idempotency-key", key);
        let reply = haat.server().send(request, text);
        assert_eq!(
            (reply.status, reply.code()),
            (status, code.to_owned()),
            "{text:.40}"
        );
        reply.assert_problem(code);
    }
    for method in ["GET", "PUT", "DELETE", "PATCH"] {
        let reply = haat.server().send(haat.server().request(method, PATH), "");
        assert!(
            (404..=405).contains(&reply.status),
            "{method}: {}",
            reply.status
        );
    }
    assert_eq!(stored(&haat), 0);
}

#[test]
fn a_caller_asks_a_few_times_an_hour_and_retries_are_free() {
    let settings = [
        ("HAAT_RATE_LOOPBACK", "true"),
        ("REDIS_URL", ""),
        ("HAAT_RATE_ASK", "3"),
    ];
    let haat = TestHaat::with(&Database::migrated, &settings);
    for n in 0..3 {
        assert_eq!(post(&haat, &format!("request-{n}"), &body()).status, 201);
    }
    let refused = post(&haat, "request-3", &body());
    assert_eq!(
        (refused.status, refused.code()),
        (429, "platform.asked_enough".to_owned())
    );
    refused.assert_problem("too many");
    let wait: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=3_600).contains(&wait), "{wait}");
    assert_eq!(post(&haat, "request-0", &body()).status, 201, "sent again");
    assert_eq!(stored(&haat), 3);
    // Searching has a budget of its own.
    haat.around("/api/v1/search", &[("q", "chal")]);
    let page = submit(&haat, "bn", &form(&page(&haat, "/bn/search?q=xylophone")));
    assert_eq!(page.status, 303);
    let shown = self::page(&haat, page.header("location"));
    assert!(shown.contains("যথেষ্ট অনুরোধ"), "{shown}");
    assert_eq!(stored(&haat), 3);
}

#[test]
fn without_the_database_it_says_so_and_keeps_nothing() {
    let mut haat = TestHaat::start();
    haat.server_mut().may_log_errors = true;
    let html = page(&haat, "/en/search?q=xylophone");
    close(&haat);
    let away = post(&haat, "request-1", &body());
    assert_eq!(
        (away.status, away.code()),
        (503, "platform.database_away".to_owned())
    );
    assert!(!away.header("retry-after").is_empty());
    let refused = submit(&haat, "en", &form(&html));
    assert_eq!(refused.status, 503, "a page, not a promise");
    assert!(refused.header("content-type").starts_with("text/html"));
    reopen(&haat);
    eventually("it is kept after all", || {
        post(&haat, "request-1", &body()).status == 201
    });
    assert_eq!(stored(&haat), 1, "none of those that were refused");
}

fn page(haat: &TestHaat, path: &str) -> String {
    let request = haat.server().request("GET", path).header("cookie", HERE);
    let reply = haat.server().send(request, "");
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply.text()
}

/// The hidden fields of the form that asks, as a browser sends them.
fn form(html: &str) -> String {
    let form = html.split("method=\"post\" action=\"").find(|form| {
        let action = form.split('"').next().unwrap();
        action.ends_with("/requests")
    });
    let form = form.unwrap_or_else(|| panic!("no form in {html}"));
    let form = form.split("</form>").next().unwrap();
    let fields = form.split("type=\"hidden\" name=\"").skip(1).map(|field| {
        let (name, rest) = field.split_once("\" value=\"").unwrap();
        let value = rest
            .split('"')
            .next()
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        format!("{name}={}", crate::haat::encode(&value))
    });
    fields.collect::<Vec<_>>().join("&")
}

fn submit(haat: &TestHaat, language: &str, form: &str) -> Reply {
    let request = haat
        .server()
        .request("POST", &format!("/{language}/requests"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", HERE);
    haat.server().send(request, form)
}

#[test]
fn the_page_asks_without_a_script_and_confirms_in_its_language() {
    let haat = TestHaat::start();
    haat.shop("Karim Store").open();
    haat.settle();
    for (language, button, confirmed) in [
        ("bn", "আশেপাশের দোকানে জানতে চান", "১টি দোকানকে জিজ্ঞেস করা যাবে"),
        (
            "en",
            "Ask the shops around",
            "One shop around could be asked",
        ),
    ] {
        let before = stored(&haat);
        let html = page(
            &haat,
            &format!("/{language}/search?q=xylophone&radius_m=500"),
        );
        assert!(
            html.contains(button) && !html.contains("id=\"told\""),
            "{html}"
        );
        let form = form(&html);
        let (first, second) = (
            submit(&haat, language, &form),
            submit(&haat, language, &form),
        );
        assert_eq!(
            (first.status, second.status),
            (303, 303),
            "{}",
            first.text()
        );
        assert_eq!(stored(&haat), before + 1, "pressed twice, kept once");
        let to = first.header("location");
        assert!(to.starts_with(&format!(
            "/{language}/search?q=xylophone&radius_m=500&asked="
        )));
        let html = page(&haat, to);
        assert!(
            html.contains(confirmed) && html.contains("id=\"told\""),
            "{html}"
        );
        assert!(!html.contains(button), "asked already");
    }
    let row = haat.db().connect().query_one(
        "SELECT string_agg(language || radius_m || query, ' ' ORDER BY language) FROM shop_requests",
        &[],
    );
    assert_eq!(
        row.unwrap().get::<_, String>(0),
        "bn500xylophone en500xylophone"
    );
}

#[test]
fn where_something_is_found_nobody_is_asked_and_nobody_else_can_ask() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let soap = haat.product("সাবান", "Soap", None);
    haat.listing(&shop, &soap, Some(5_000), Some(3));
    haat.settle();
    assert!(!page(&haat, "/en/search?q=soap").contains("/en/requests"));
    let forged = page(&haat, "/en/search?q=soap&asked=20");
    assert!(
        !forged.contains("id=\"told\""),
        "a line that somebody else wrote"
    );

    let form = form(&page(&haat, "/en/search?q=xylophone"));
    let request = haat
        .server()
        .request("POST", "/en/requests")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .header("cookie", HERE);
    assert_eq!(haat.server().send(request, &form).status, 404);
    let bad = submit(
        &haat,
        "bn",
        "q=&radius_m=far&key=1&back=https%3A%2F%2Fevil.example",
    );
    assert_eq!(bad.status, 422);
    assert!(bad.header("content-type").starts_with("text/html"));
    let away = form.replace("%2Fen%2Fsearch", "https%3A%2F%2Fevil%2Eexample");
    let reply = submit(&haat, "en", &away);
    assert!(
        reply.header("location").starts_with("/en/search?asked="),
        "{reply:?}"
    );
}
