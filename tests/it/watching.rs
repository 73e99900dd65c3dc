//! What operators see of the radius index on the private address.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use crate::guards::{running, sources};
use crate::haat::{TestHaat, eventually, repository};

#[test]
fn a_change_moves_the_size_of_the_index_and_is_timed() {
    let haat = TestHaat::start();
    let points = || haat.server().measured("haat_geo_index_points");
    let applied = || haat.server().measured("haat_geo_apply_seconds_count");
    let delayed = || haat.server().measured("feed_delay_seconds_count");
    let version = || haat.server().measured("haat_geo_index_version");
    let bytes = || haat.server().measured("haat_geo_index_bytes").unwrap();
    assert_eq!((points(), delayed()), (Some(0.0), None));
    let (fresh, empty) = (version().unwrap(), bytes());

    let first = haat.shop("Near Store").open();
    eventually("one is a point and was timed", || {
        (points(), applied(), delayed()) == (Some(1.0), Some(1.0), Some(1.0))
    });
    haat.shop("Far Store").north(900.0).open();
    eventually("both are points and were timed", || {
        (points(), applied(), delayed()) == (Some(2.0), Some(2.0), Some(2.0))
    });
    assert_eq!(version(), Some(fresh + 2.0));
    assert!(bytes() > empty, "{} bytes", bytes());
    haat.sql(
        "DELETE FROM shops WHERE id = $1::text::uuid",
        &[&first.uuid],
    );
    eventually("one is gone", || {
        (points(), applied(), delayed()) == (Some(1.0), Some(3.0), Some(3.0))
    });
    assert_eq!(version(), Some(fresh + 3.0));
}

#[test]
fn the_feed_delay_counts_from_the_write_and_not_from_the_commit() {
    let haat = TestHaat::start();
    let mut client = haat.db().connect();
    let mut open = client.transaction().unwrap();
    open.batch_execute(
        "INSERT INTO shops (id, name_en, kind, location) VALUES
         (gen_random_uuid(), 'Slow Store', 'grocery', ST_MakePoint(90.3687, 23.8069)::geography);
         SELECT pg_sleep(0.3)",
    )
    .unwrap();
    open.commit().unwrap();
    eventually("the delay is measured", || {
        haat.server().measured("feed_delay_seconds_count") == Some(1.0)
    });
    let waited = haat.server().measured("feed_delay_seconds_sum").unwrap();
    assert!((0.3..20.0).contains(&waited), "{waited}");
}

#[test]
fn discs_are_timed_by_question_in_microseconds() {
    let haat = TestHaat::start();
    haat.shop("Near Store").open();
    haat.settle();
    let asked = |question: &str| {
        let name = format!("haat_geo_query_seconds_count{{question=\"{question}\"}}");
        haat.server().measured(&name)
    };
    for _ in 0..3 {
        haat.around("/api/v1/shops/nearby", &[]);
    }
    haat.around("/api/v1/search", &[("q", "store")]);
    haat.around("/api/v1/suggest", &[("q", "stor")]);
    for (question, times) in [("nearby", 3.0), ("search", 1.0), ("suggest", 1.0)] {
        assert_eq!(asked(question), Some(times), "{question}");
    }
    let text = haat.server().private_get("/metrics").text();
    for bucket in ["0.000001", "0.00001", "0.0001", "0.001", "0.01"] {
        let name = format!("haat_geo_query_seconds_bucket{{question=\"nearby\",le=\"{bucket}\"}}");
        assert!(text.contains(&name), "no {name} in\n{text}");
    }
}

#[test]
fn a_question_to_the_index_is_explained() {
    let haat = TestHaat::start();
    haat.sql(
        "INSERT INTO shops (id, name_en, kind, location)
         SELECT gen_random_uuid(), 'Store ' || n, 'grocery',
                ST_MakePoint(90.3687 + (n % 60) * 0.0005, 23.8069 + (n / 60) * 0.0005)::geography
         FROM generate_series(0, 2999) n",
        &[],
    );
    haat.settle();
    let ask = |query: &str| haat.server().private_get(&format!("/explain?{query}"));
    for radius_m in ["1", "300", "1500", "50000"] {
        let reply = ask(&format!("lat=23.8069&lng=90.3687&radius_m={radius_m}"));
        assert_eq!(reply.status, 200, "{}", reply.text());
        let told = reply.json();
        let nearby = haat.around("/api/v1/shops/nearby", &[("radius_m", radius_m)]);
        assert_eq!(told["results"], nearby["total"], "{radius_m} m: {told}");
        assert_eq!(told["index"]["points"], 3_000);
        let number = |path: &str| told.pointer(path).and_then(Value::as_f64).unwrap();
        let cells = told["h3_cells"].as_object().unwrap();
        let touched: f64 = cells.values().filter_map(Value::as_f64).sum();
        assert!(
            (touched - number("/shards/inside") - number("/shards/on_rim")).abs() < 0.5,
            "every shard touched is one H3 cell: {told}"
        );
        assert!(
            cells
                .keys()
                .all(|resolution| resolution.parse::<u8>().unwrap() <= 15)
        );
        assert!(
            number("/settled_by_geodesic") <= number("/points_tested"),
            "{told}"
        );
        assert!(
            number("/points_tested") < 3_000.0,
            "the index helps: {told}"
        );
        assert!(number("/microseconds/visit") > 0.0 && number("/microseconds/count") > 0.0);
    }
    for (query, code) in [
        ("", "platform.missing"),
        ("lat=23.8", "platform.missing"),
        ("lat=NaN&lng=90.4", "platform.out_of_range"),
        ("lat=23.8&lng=181", "platform.out_of_range"),
        ("lat=23.8&lng=90.4&radius_m=0", "platform.out_of_range"),
        ("lat=23.8&lng=90.4&radius_m=1e9", "platform.out_of_range"),
        ("lat=23.8&lng=90.4&radius_m=far", "platform.not_a_number"),
        ("lat=23.8&lat=23.8&lng=90.4", "platform.repeated"),
    ] {
        let reply = ask(query);
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (422, code),
            "{query}"
        );
        reply.assert_problem(query);
    }
}

#[test]
fn every_measurement_is_explained_to_operators() {
    let made = Regex::new(r#"\b(?:counter|gauge|histogram)!?\(\s*"(\w+)""#).unwrap();
    let guide = std::fs::read_to_string(repository().join("docs/operations.md")).unwrap();
    let mut names = BTreeSet::new();
    for (_, source) in sources("src", "rs") {
        let source = running(&source);
        names.extend(made.captures_iter(&source).map(|found| found[1].to_owned()));
    }
    assert!(names.len() >= 13, "{names:?}");
    names.retain(|name| !guide.contains(&format!("`{name}`")));
    assert!(names.is_empty(), "not in docs/operations.md: {names:?}");
}
