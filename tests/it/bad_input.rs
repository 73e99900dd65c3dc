//! Bad input is told apart and named, in both languages, and never a 500.

use crate::haat::{Reply, TestHaat, encode};

const NEARBY: &str = "/api/v1/shops/nearby";
const SEARCH: &str = "/api/v1/search";
const SUGGEST: &str = "/api/v1/suggest";
const HERE: &str = "lat=23.8&lng=90.4";

/// path, query, status, code of the first wrong field
type Case = (&'static str, &'static str, u16, &'static str);

const CASES: &[Case] = &[
    (NEARBY, "", 422, "platform.missing"),
    (NEARBY, "lat=23.8", 422, "platform.missing"),
    (NEARBY, "lat=&lng=90.4", 422, "platform.missing"),
    (NEARBY, "lat=NaN&lng=90.4", 422, "platform.out_of_range"),
    (NEARBY, "lat=23.8&lng=inf", 422, "platform.out_of_range"),
    (
        NEARBY,
        "lat=23.8&lng=-Infinity",
        422,
        "platform.out_of_range",
    ),
    (NEARBY, "lat=91&lng=90.4", 422, "platform.out_of_range"),
    (
        NEARBY,
        "lat=-90.0001&lng=90.4",
        422,
        "platform.out_of_range",
    ),
    (
        NEARBY,
        "lat=23.8&lng=180.0001",
        422,
        "platform.out_of_range",
    ),
    (NEARBY, "lat=1e400&lng=90.4", 422, "platform.out_of_range"),
    (NEARBY, "lat=here&lng=90.4", 422, "platform.not_a_number"),
    (NEARBY, "lat=23,8&lng=90,4", 422, "platform.not_a_number"),
    (NEARBY, "lat=0x17&lng=90.4", 422, "platform.not_a_number"),
    (
        NEARBY,
        "lat=23.8&lng=90.4&radius_m=0",
        422,
        "platform.out_of_range",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&radius_m=-1",
        422,
        "platform.out_of_range",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&radius_m=1e9",
        422,
        "platform.out_of_range",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&radius_m=50000.01",
        422,
        "platform.out_of_range",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&radius_m=NaN",
        422,
        "platform.out_of_range",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&radius_m=far",
        422,
        "platform.not_a_number",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&limit=0",
        422,
        "platform.out_of_range",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&limit=201",
        422,
        "platform.out_of_range",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&limit=-5",
        422,
        "platform.not_a_number",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&limit=99999999999999999999",
        422,
        "platform.not_a_number",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&kind=castle",
        422,
        "search.unknown_kind",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&kind=GROCERY",
        422,
        "search.unknown_kind",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&open_now=maybe",
        422,
        "platform.not_a_flag",
    ),
    (
        NEARBY,
        "lat=23.8&lat=23.9&lng=90.4",
        422,
        "platform.repeated",
    ),
    (
        NEARBY,
        "lat=23.8&lng=90.4&cursor=abc",
        422,
        "platform.foreign_cursor",
    ),
    (NEARBY, "lat=%FF&lng=90.4", 400, "platform.broken_utf8"),
    (
        NEARBY,
        "lat=23.8&lng=90.4&%00=1",
        400,
        "platform.broken_utf8",
    ),
    (SEARCH, "lat=23.8&lng=90.4", 422, "platform.missing"),
    (SEARCH, "q=chal", 422, "platform.missing"),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=%20%20",
        422,
        "platform.missing",
    ),
    (SEARCH, "lat=23.8&lng=90.4&q=!!!", 422, "search.no_words"),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=%E0%A5%A4",
        422,
        "search.no_words",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=%E0%A6",
        400,
        "platform.broken_utf8",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=%C0%80",
        400,
        "platform.broken_utf8",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=%ED%A0%80",
        400,
        "platform.broken_utf8",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=a%00b",
        400,
        "platform.broken_utf8",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&category=no/such",
        422,
        "search.unknown_category",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&category='%20OR%201=1",
        422,
        "search.unknown_category",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&sort=random",
        422,
        "search.unknown_sort",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&min_price=-1",
        422,
        "platform.out_of_range",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&min_price=1.5",
        422,
        "platform.not_a_number",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&max_price=1e3",
        422,
        "platform.not_a_number",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&max_price=9223372036854775808",
        422,
        "platform.not_a_number",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&min_price=2&max_price=1",
        422,
        "search.prices_crossed",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&max_per_shop=201",
        422,
        "platform.out_of_range",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&limit=201",
        422,
        "platform.out_of_range",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&in_stock=yes",
        422,
        "platform.not_a_flag",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&explain=2",
        422,
        "platform.not_a_flag",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&q=dal",
        422,
        "platform.repeated",
    ),
    (
        SEARCH,
        "lat=23.8&lng=90.4&q=chal&cursor=%22",
        422,
        "platform.foreign_cursor",
    ),
    (SUGGEST, "q=chal", 422, "platform.missing"),
    (
        SUGGEST,
        "q=%FE%FF&lat=23.8&lng=90.4",
        400,
        "platform.broken_utf8",
    ),
    (
        SUGGEST,
        "q=cha&lat=23.8&lng=900",
        422,
        "platform.out_of_range",
    ),
    ("/api/v1/areas", "parent=BD99", 404, "areas.not_found"),
    ("/api/v1/areas/locate", "", 422, "platform.missing"),
    ("/api/v1/areas/locate", "lat=0&lng=0", 404, "areas.outside"),
    (
        "/api/v1/areas/locate",
        "lat=nan&lng=0",
        422,
        "platform.out_of_range",
    ),
    ("/api/v1/areas/search", "", 422, "platform.missing"),
    (
        "/api/v1/areas/search",
        "q=mirpur&limit=51",
        422,
        "platform.out_of_range",
    ),
    ("/api/v1/shops/shp_0", "", 404, "shops.not_found"),
    (
        "/api/v1/shops/00000000-0000-0000-0000-000000000000",
        "",
        404,
        "shops.not_found",
    ),
    (
        "/api/v1/shops/shp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b",
        "",
        404,
        "shops.not_found",
    ),
    (
        "/api/v1/shops/prd_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b",
        "",
        404,
        "shops.not_found",
    ),
    (
        "/api/v1/shops/shp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b/listings",
        "",
        404,
        "shops.not_found",
    ),
    (
        "/api/v1/products/prd_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b",
        HERE,
        404,
        "catalog.product_not_found",
    ),
    (
        "/api/v1/products/..%2F..%2Fetc%2Fpasswd",
        HERE,
        404,
        "catalog.product_not_found",
    ),
    ("/api/v1/nothing", "", 404, "platform.not_found"),
];

#[test]
fn every_mistake_has_its_status_its_code_and_words_in_both_languages() {
    let haat = TestHaat::start();
    let mut wrong = Vec::new();
    for (path, query, status, code) in CASES {
        let reply = haat.get(&format!("{path}?{query}"));
        let said = (reply.status, said_code(&reply));
        if said != (*status, (*code).to_owned()) {
            wrong.push(format!("{path}?{query}: {said:?}, not {status} {code}"));
            continue;
        }
        reply.assert_problem(&format!("{path}?{query}"));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn said_code(reply: &Reply) -> String {
    if reply.header("content-type") == "application/problem+json" {
        reply.code()
    } else {
        format!("no problem but {}", reply.header("content-type"))
    }
}

#[test]
fn all_mistakes_are_named_together() {
    let haat = TestHaat::start();
    let reply =
        haat.get("/api/v1/search?lat=91&lng=x&radius_m=0&kind=castle&sort=up&limit=0&in_stock=so");
    assert_eq!(reply.status, 422);
    let document = reply.json();
    let fields: Vec<&str> = document["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    for field in [
        "lat", "lng", "radius_m", "kind", "sort", "limit", "in_stock", "q",
    ] {
        assert!(fields.contains(&field), "{field} is not in {fields:?}");
    }
}

#[test]
fn long_text_is_refused_by_letters_not_by_bytes() {
    let haat = TestHaat::start();
    let ask = |q: &str| haat.get(&format!("{SEARCH}?{HERE}&q={}", encode(q))).status;
    assert_eq!(ask(&"চ".repeat(200)), 200);
    assert_eq!(ask(&"চ".repeat(201)), 422);
    assert_eq!(ask(&"a ".repeat(101)), 422);
    let suggest = |q: &str| {
        haat.get(&format!("{SUGGEST}?{HERE}&q={}", encode(q)))
            .status
    };
    assert_eq!(
        (suggest(&"চ".repeat(200)), suggest(&"চ".repeat(201))),
        (200, 422)
    );
}

#[test]
fn a_megabyte_of_anything_is_refused_politely() {
    let haat = TestHaat::start();
    let big = "a".repeat(1 << 20);
    let requests = [
        format!("GET {SEARCH}?{HERE}&q={big} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        format!(
            "GET {NEARBY}?{HERE} HTTP/1.1\r\nHost: x\r\nX-Big: {big}\r\nConnection: close\r\n\r\n"
        ),
        format!(
            "GET {NEARBY}?{HERE} HTTP/1.1\r\nHost: x\r\n{}Connection: close\r\n\r\n",
            "X-Many: 1\r\n".repeat(100_000)
        ),
    ];
    for request in &requests {
        let reply = haat.raw(request.as_bytes());
        // Closing without an answer is allowed to a server that is flooded.
        assert!(
            reply.status == 0 || (400..500).contains(&reply.status),
            "{}: {}",
            reply.status,
            reply.text()
        );
    }
    let body = format!("area={big}");
    let post = haat
        .server()
        .request("POST", "/bn/place")
        .header("content-type", "application/x-www-form-urlencoded");
    let reply = haat.server().send(post, &body);
    assert!((400..500).contains(&reply.status), "{}", reply.status);
    assert_eq!(haat.get("/healthz").status, 200);
}

#[test]
fn other_methods_are_refused_with_a_problem() {
    let haat = TestHaat::start();
    for path in [
        NEARBY,
        SEARCH,
        SUGGEST,
        "/api/v1/areas",
        "/api/v1/areas/locate",
        "/api/v1/openapi.json",
    ] {
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let reply = haat.server().send(haat.server().request(method, path), "");
            assert!(
                (404..=405).contains(&reply.status),
                "{method} {path}: {}",
                reply.status
            );
        }
    }
}

#[test]
fn odd_requests_are_never_a_server_error() {
    let haat = TestHaat::start();
    let requests: [&[u8]; 14] = [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /bn/\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /bn/search?q=\xe0\xa6 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET //evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://evil.example/bn/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /bn/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /assets/../Cargo.toml HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /assets/%2e%2e%2fCargo.toml HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /bn/ HTTP/1.1\r\nHost: x\r\nCookie: haat_place=NaN_NaN_a_x; haat_lang=\xff; haat_lite=7\r\n\r\n",
        b"GET /bn/ HTTP/1.1\r\nHost: x\r\nAccept-Language: \xff\xfe, bn;q=NaN\r\n\r\n",
        b"GET /bn/ HTTP/1.1\r\nHost: x\r\nAccept-Encoding: nonsense;q=9, *;q=0\r\n\r\n",
        b"GET /bn/ HTTP/1.1\r\nHost: x\r\nX-Request-Id: \r\nIf-None-Match: \"\r\nRange: bytes=9-1\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"BREW /bn/ HTTP/1.1\r\nHost: x\r\n\r\n",
    ];
    for request in requests {
        let shown = String::from_utf8_lossy(request).into_owned();
        let with_close = [&request[..request.len() - 2], b"Connection: close\r\n\r\n"].concat();
        let reply = haat.raw(&with_close);
        assert!(reply.status < 500, "{shown}: {}", reply.status);
        assert!(!reply.text().contains("[workspace]"), "{shown}");
    }
    assert_eq!(haat.get("/healthz").status, 200);
}

#[test]
fn pages_tell_a_person_what_was_wrong() {
    let haat = TestHaat::start();
    for (path, status, words) in [
        ("/bn/search?q=chal&kind=castle", 422, "এমন"),
        ("/en/search?q=chal&sort=up", 422, "cannot be sorted"),
        ("/en/?radius_m=0", 422, "outside what is allowed"),
        ("/en/shops/shp_0", 404, ""),
        ("/bn/products/nothing", 404, ""),
        ("/bn/nowhere", 404, ""),
        ("/en/place/BD99", 404, ""),
        ("/nowhere", 404, ""),
    ] {
        let reply = haat.get(path);
        assert_eq!(reply.status, status, "{path}");
        assert!(
            reply.header("content-type").starts_with("text/html"),
            "{path}: {}",
            reply.header("content-type")
        );
        assert!(reply.text().contains(words), "{path}: {}", reply.text());
    }
}
