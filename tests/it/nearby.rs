//! `GET /shops/nearby`: exact, ordered, in pages that fit together.

use serde_json::{Value, json};

use crate::haat::{MIRPUR, TestHaat, eventually};

const NEARBY: &str = "/api/v1/shops/nearby";
/// Minutes.
const WEEK: i64 = 7 * 1440;

fn total(haat: &TestHaat, query: &[(&str, &str)]) -> u64 {
    haat.around(NEARBY, query)["total"].as_u64().unwrap()
}

/// All pages of a question, walked with cursors.
fn walk(haat: &TestHaat, query: &[(&str, &str)]) -> Vec<Value> {
    let mut items: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let mut asked = query.to_vec();
        if !cursor.is_empty() {
            asked.push(("cursor", &cursor));
        }
        let page = haat.around(NEARBY, &asked);
        items.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return items,
        }
    }
}

/// A market in which many shops share a point and others are a rim apart.
fn crowd(haat: &TestHaat) {
    haat.sql(
        "INSERT INTO shops (id, name_en, kind, location)
         SELECT gen_random_uuid(), 'Store ' || n, CASE WHEN n % 3 = 0 THEN 'pharmacy' ELSE 'grocery' END,
                ST_MakePoint(90.3687 + (n / 10) * 0.0005, 23.8069)::geography
         FROM generate_series(0, 119) n",
        &[],
    );
    eventually("the crowd is there", || {
        total(haat, &[("radius_m", "5000")]) == 120
    });
}

#[test]
fn pages_of_any_size_are_the_one_long_list() {
    let haat = TestHaat::start();
    crowd(&haat);
    let whole = walk(&haat, &[("radius_m", "5000"), ("limit", "200")]);
    assert_eq!(whole.len(), 120);
    let key = |shop: &Value| {
        (
            shop["distance_m"].as_f64().unwrap(),
            shop["id"].as_str().unwrap().to_owned(),
        )
    };
    assert!(whole.is_sorted_by_key(key), "by distance, ties by id");
    for limit in ["1", "7", "50"] {
        let query = [("radius_m", "5000"), ("limit", limit)];
        assert_eq!(walk(&haat, &query), whole, "limit {limit}");
    }
}

#[test]
fn the_total_is_exact_and_the_same_on_every_page() {
    let haat = TestHaat::start();
    crowd(&haat);
    for (query, expected) in [
        (vec![("radius_m", "5000")], 120),
        (vec![("radius_m", "5000"), ("kind", "pharmacy")], 40),
        (vec![("radius_m", "5000"), ("kind", "cafe")], 0),
        (vec![("radius_m", "1")], 10),
        (vec![("radius_m", "5000"), ("limit", "1")], 120),
    ] {
        assert_eq!(total(&haat, &query), expected, "{query:?}");
    }
    let by_sql = haat.count(
        "SELECT count(*) FROM shops WHERE ST_DWithin(location, ST_MakePoint(90.3687, 23.8069)::geography, 333)",
    );
    assert_eq!(total(&haat, &[("radius_m", "333")]), by_sql.unsigned_abs());
}

#[test]
fn distances_are_those_of_postgis_to_the_centimetre() {
    let haat = TestHaat::start();
    crowd(&haat);
    let shops = walk(&haat, &[("radius_m", "5000"), ("limit", "200")]);
    for row in haat
        .db()
        .connect()
        .query(
            "SELECT 'shp_' || replace(id::text, '-', ''),
                    ST_Distance(location, ST_MakePoint(90.3687, 23.8069)::geography)
             FROM shops",
            &[],
        )
        .unwrap()
    {
        let (id, metres): (String, f64) = (row.get(0), row.get(1));
        let shop = shops.iter().find(|shop| shop["id"] == id.as_str()).unwrap();
        let said = shop["distance_m"].as_f64().unwrap();
        assert!((said - metres).abs() < 0.01, "{id}: {said} but {metres}");
    }
}

#[test]
fn a_cursor_works_for_its_own_question_only() {
    let haat = TestHaat::start();
    crowd(&haat);
    let question = [("radius_m", "5000"), ("limit", "10")];
    let page = haat.around(NEARBY, &question);
    let cursor = page["next_cursor"].as_str().unwrap();
    let (lat, lng) = (MIRPUR.0.to_string(), MIRPUR.1.to_string());
    let refused = |cursor: &str, lat: &str, more: &[(&str, &str)]| {
        let mut query = vec![
            ("lat", lat),
            ("lng", lng.as_str()),
            ("radius_m", "5000"),
            ("cursor", cursor),
        ];
        query.extend_from_slice(more);
        let reply = haat.ask(NEARBY, &query);
        assert_eq!(reply.status, 422, "{query:?}");
        reply.assert_problem("foreign cursor");
        assert_eq!(reply.code(), "platform.foreign_cursor");
    };
    refused(cursor, &lat, &[("kind", "grocery")]);
    refused(cursor, "23.8070", &[]);
    refused(cursor, &lat, &[("open_now", "true")]);
    for place in [0, 10, cursor.len() - 1] {
        let mut changed = cursor.as_bytes().to_vec();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        refused(&String::from_utf8(changed).unwrap(), &lat, &[]);
    }
    for junk in [
        "x",
        "AAAA",
        "চাল",
        "../../etc/passwd",
        &cursor[..cursor.len() - 4],
    ] {
        refused(junk, &lat, &[]);
    }
    let search = haat.ask(
        "/api/v1/search",
        &[
            ("q", "store"),
            ("lat", &lat),
            ("lng", &lng),
            ("cursor", cursor),
        ],
    );
    assert_eq!(
        (search.status, search.code().as_str()),
        (422, "platform.foreign_cursor")
    );
    // Another page size is the same question.
    assert_eq!(
        haat.around(
            NEARBY,
            &[("radius_m", "5000"), ("limit", "3"), ("cursor", cursor)]
        )["items"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn a_shop_that_closes_between_two_pages_is_skipped_and_nothing_repeats() {
    let haat = TestHaat::start();
    crowd(&haat);
    let page = haat.around(NEARBY, &[("radius_m", "5000"), ("limit", "60")]);
    let seen: Vec<&str> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["id"].as_str().unwrap())
        .collect();
    haat.sql(
        "DELETE FROM shops WHERE 'shp_' || replace(id::text, '-', '') = ANY($1)",
        &[&&seen[50..]],
    );
    eventually("ten are gone", || {
        total(&haat, &[("radius_m", "5000")]) == 110
    });
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = haat.around(
        NEARBY,
        &[("radius_m", "5000"), ("limit", "200"), ("cursor", cursor)],
    );
    let rest = rest["items"].as_array().unwrap();
    assert_eq!(rest.len(), 60);
    assert!(
        rest.iter()
            .all(|shop| !seen.contains(&shop["id"].as_str().unwrap()))
    );
}

/// A week that is open except for two hours around the minute that is `offset`
/// minutes from now, in Dhaka; periods are split at midnight, as on the door.
fn open_except(haat: &TestHaat, offset: i64) -> Value {
    let minute = haat.count(
        "SELECT (((extract(dow FROM n)::int + 1) % 7) * 1440 + extract(hour FROM n) * 60 + extract(minute FROM n))::bigint
         FROM (SELECT now() AT TIME ZONE 'Asia/Dhaka' AS n) t",
    );
    let (from, to) = (minute + offset - 60, minute + offset + 60);
    let closed = |at: i64| {
        [-WEEK, 0, WEEK]
            .iter()
            .any(|turn| (from..to).contains(&(at + turn)))
    };
    let mut periods: Vec<Value> = Vec::new();
    for day in 0..7 {
        let mut begun = None;
        for at in 0..=1440 {
            let open = at < 1440 && !closed(day * 1440 + at);
            match (begun, open) {
                (None, true) => begun = Some(at),
                (Some(start), false) => {
                    periods.push(json!([day, start, at]));
                    begun = None;
                }
                _ => {}
            }
        }
    }
    Value::Array(periods)
}

#[test]
fn open_now_keeps_to_split_hours_and_guesses_nothing() {
    let haat = TestHaat::start();
    let open = haat
        .shop("Open")
        .north(10.0)
        .hours(open_except(&haat, 360))
        .open();
    let closed = haat
        .shop("Lunch break")
        .north(20.0)
        .hours(open_except(&haat, 0))
        .open();
    let never = haat.shop("Never").north(30.0).hours(json!([])).open();
    let unknown = haat.shop("Unknown").north(40.0).open();
    eventually("four shops", || total(&haat, &[]) == 4);
    let items = walk(&haat, &[]);
    let said: Vec<(&str, &Value)> = items
        .iter()
        .map(|s| (s["id"].as_str().unwrap(), &s["open"]))
        .collect();
    assert_eq!(
        said,
        [
            (&*open.id, &json!(true)),
            (&*closed.id, &json!(false)),
            (&*never.id, &json!(false)),
            (&*unknown.id, &json!(null))
        ]
    );
    let page = haat.around(NEARBY, &[("open_now", "true")]);
    assert_eq!(
        (&page["total"], &page["items"][0]["id"]),
        (&json!(1), &json!(open.id))
    );
}

#[test]
fn a_shop_tells_all_that_the_issue_promises() {
    let haat = TestHaat::start();
    let shop = haat
        .shop("Karim Store")
        .bn("করিম স্টোর")
        .external("osm/1")
        .open();
    eventually("it is there", || total(&haat, &[]) == 1);
    let page = haat.around(NEARBY, &[]);
    let expected = json!({
        "id": shop.id, "external_id": "osm/1", "name": { "bn": "করিম স্টোর", "en": "Karim Store" },
        "kind": "grocery", "location": { "lat": MIRPUR.0, "lng": MIRPUR.1 }, "ring_m": null,
        "distance_m": 0.0, "open": null, "verified": false, "demo": false,
    });
    assert_eq!(
        page,
        json!({ "items": [expected], "total": 1, "next_cursor": null })
    );
}

#[test]
fn the_poles_and_the_date_line_are_places_too() {
    let haat = TestHaat::start();
    let west = haat.shop("West").at(0.0, -179.999).open();
    let pole = haat.shop("Pole").at(90.0, 0.0).open();
    haat.settle();
    for (lat, lng, expected) in [
        ("0", "179.999", &west),
        ("89.999", "-120", &pole),
        ("90", "77", &pole),
    ] {
        let page = haat
            .ask(NEARBY, &[("lat", lat), ("lng", lng), ("radius_m", "1000")])
            .json();
        assert_eq!(
            page["items"][0]["id"],
            expected.id.as_str(),
            "{lat} {lng}: {page}"
        );
    }
}
