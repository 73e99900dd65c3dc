//! Searches that found nothing: written down without the person.

use postgres::{Client, NoTls};
use serde_json::Value;

use crate::haat::{MIRPUR, Server, TestHaat, eventually, service_url};

/// The place cookie of somebody in Mirpur.
const HERE: &str = "haat_place=23.8069_90.3687_a_loc-mirpur-10";

fn listed(server: &Server, query: &str) -> Vec<Value> {
    let reply = server.private_get(&format!("/search/misses{query}"));
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()["items"].as_array().unwrap().clone()
}

/// What is listed of these words, all places together.
fn counted(server: &Server, words: &str) -> i64 {
    let items = listed(server, "");
    let of = items.iter().filter(|item| item["query"] == words);
    of.map(|item| item["count"].as_i64().unwrap()).sum()
}

fn wait_for(server: &Server, words: &str, count: i64) {
    eventually(&format!("{words:?} is counted {count} times"), || {
        counted(server, words) == count
    });
}

/// Everything that is written down, as text.
fn rows(haat: &TestHaat) -> Vec<String> {
    let found = haat
        .db()
        .connect()
        .query("SELECT m::text FROM search_misses m ORDER BY 1", &[]);
    found.unwrap().iter().map(|row| row.get(0)).collect()
}

#[test]
fn what_nobody_offers_is_counted_by_words_and_coarse_place() {
    let haat = TestHaat::start();
    for (q, lat) in [
        ("Oud Attar", "23.8069"),
        (" oud  attar!", "23.8071"),
        ("OUD ATTAR", "23.8069"),
    ] {
        haat.ask(
            "/api/v1/search",
            &[("q", q), ("lat", lat), ("lng", "90.3687")],
        );
    }
    let page = haat.server().request("GET", "/bn/search?q=oud%20attar");
    haat.server().send(page.header("cookie", HERE), "");
    wait_for(haat.server(), "oud attar", 4);
    let items = listed(haat.server(), "");
    assert_eq!(items.len(), 1, "{items:?}");
    let item = &items[0];
    let numbers = ["nothing", "wider", "category", "filtered", "bn", "en"];
    let numbers = numbers.map(|name| item[name].as_i64().unwrap());
    assert_eq!(numbers, [4, 0, 0, 0, 1, 0], "{item}");
    assert_eq!(item["first_seen"], item["last_seen"]);
    // One row for programs and one for Bengali pages, however often.
    assert_eq!(rows(&haat).len(), 2, "{:?}", rows(&haat));
    assert_eq!(
        haat.server().measured("search_misses_dropped_total"),
        None,
        "nothing was lost"
    );
}

#[test]
fn no_row_says_who_or_exactly_where() {
    let haat = TestHaat::start();
    let request = haat
        .server()
        .request(
            "GET",
            "/en/search?q=xylophone%2001712-345678%20karim%40example.com",
        )
        .header("cookie", HERE)
        .header("user-agent", "Telltale/1.0")
        .header("x-forwarded-for", "203.0.113.77");
    haat.server().send(request, "");
    haat.around("/api/v1/search", &[("q", "ঠিকানা ০১৭১২৩৪৫৬৭৮")]);
    wait_for(haat.server(), "xylophone #####-###### #@#", 1);
    wait_for(haat.server(), "ঠিকানা ###########", 1);
    let rows = rows(&haat);
    for told in [
        "23.8",
        "90.3",
        "Telltale",
        "203.0",
        "127.0",
        "345678",
        "example.com",
        "mirpur",
        ":",
    ] {
        let found: Vec<&String> = rows.iter().filter(|row| row.contains(told)).collect();
        assert!(found.is_empty(), "{told}: {found:?}");
    }
    let columns = haat.count(
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'search_misses'",
    );
    assert_eq!(columns, 7, "another column needs another look at this test");
    let log = haat.server().log();
    assert!(
        !log.contains("345678") && !log.contains("xylophone"),
        "{log}"
    );
}

#[test]
fn what_was_shown_instead_is_told_and_finds_are_not_misses() {
    let haat = TestHaat::start();
    haat.category("food", "খাবার", "Food", "");
    haat.category("food/rice", "চাল", "Rice", "grocery");
    let near = haat.shop("Near Store").open();
    let far = haat.shop("Far Store").north(1_500.0).open();
    let soap = haat.product("সাবান", "Soap", None);
    let lamp = haat.product("হারিকেন", "Hurricane Lamp", None);
    haat.listing(&near, &soap, Some(5_000), Some(3));
    haat.listing(&far, &lamp, Some(9_000), Some(1));
    haat.shop("Bare Store").open();
    haat.settle();

    let found = haat.around("/api/v1/search", &[("q", "soap"), ("radius_m", "1000")]);
    assert_eq!(found["steps"], serde_json::json!([]), "{found}");
    let wider = haat.around(
        "/api/v1/search",
        &[("q", "hurricane lamp"), ("radius_m", "1000")],
    );
    assert_eq!(codes(&wider), ["widened"]);
    let named = haat.around(
        "/api/v1/search",
        &[("q", "bare store"), ("radius_m", "1000")],
    );
    assert_eq!(codes(&named), Vec::<String>::new(), "{named}");
    let fewer = haat.around(
        "/api/v1/search",
        &[("q", "soap zzqqxxyy"), ("radius_m", "1000")],
    );
    assert_eq!(codes(&fewer), ["dropped_words"], "{fewer}");
    let usual = haat.around("/api/v1/search", &[("q", "rice"), ("radius_m", "1000")]);
    assert_eq!(codes(&usual), ["category", "ask"], "{usual}");
    let none = haat.around(
        "/api/v1/search",
        &[("q", "soap"), ("radius_m", "1000"), ("min_price", "900000")],
    );
    assert_eq!(codes(&none), ["widened", "ask"], "{none}");

    wait_for(haat.server(), "hurricane lamp", 1);
    wait_for(haat.server(), "rice", 1);
    wait_for(haat.server(), "soap", 1);
    let items = listed(haat.server(), "");
    let of = |words: &str| items.iter().find(|item| item["query"] == words).unwrap();
    assert_eq!(of("hurricane lamp")["wider"], 1);
    assert_eq!(of("rice")["category"], 1);
    assert_eq!(
        (&of("soap")["nothing"], &of("soap")["filtered"]),
        (&1.into(), &1.into())
    );
}

/// Steps by their names; each has words in both languages.
fn codes(answer: &Value) -> Vec<String> {
    let steps = answer["steps"].as_array().unwrap().iter();
    let code = |step: &Value| {
        for language in ["bn", "en"] {
            let said = step["message"][language].as_str().unwrap();
            assert!(said.contains(' ') && !said.contains("search-"), "{step}");
        }
        step["step"].as_str().unwrap().to_owned()
    };
    steps.map(code).collect()
}

#[test]
fn the_list_is_ordered_limited_dated_and_names_the_place() {
    let haat = TestHaat::seeded();
    let far = [("lat", "22.3569"), ("lng", "91.7832")];
    for (q, times) in [("zzxy", 3), ("qqwv", 2), ("vvbn", 1)] {
        for _ in 0..times {
            haat.ask(
                "/api/v1/search",
                &[("q", q), far[0], far[1], ("radius_m", "1")],
            );
        }
        wait_for(haat.server(), q, times);
    }
    haat.sql(
        "UPDATE search_misses SET day = day - 60 WHERE query = 'qqwv'",
        &[],
    );
    let words = |query: &str| -> Vec<String> {
        let items = listed(haat.server(), query).into_iter();
        items
            .map(|item| item["query"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(words(""), ["zzxy", "vvbn"], "the last thirty days");
    assert_eq!(words("?since=2020-01-01"), ["zzxy", "qqwv", "vvbn"]);
    assert_eq!(words("?since=2020-01-01&limit=1"), ["zzxy"]);
    let place = &listed(haat.server(), "")[0]["place"];
    let (bn, en) = (place["bn"].as_str().unwrap(), place["en"].as_str().unwrap());
    assert!(
        en.contains("Chattogram") && bn.contains("চট্টগ্রাম"),
        "{place}"
    );
    for wrong in ["?since=yesterday", "?limit=0", "?limit=1001", "?limit=x"] {
        let reply = haat.server().private_get(&format!("/search/misses{wrong}"));
        assert_eq!(reply.status, 422, "{wrong}");
        reply.assert_problem(wrong);
    }
    assert_eq!(haat.get("/search/misses").status, 404, "not for the public");
}

#[test]
fn old_misses_are_pruned_when_chores_are_done() {
    let haat = TestHaat::start();
    for (days, query) in [(179, "young"), (181, "old")] {
        haat.sql(
            "INSERT INTO search_misses (day, query, cell, language, shown, filtered, times)
             VALUES ((now() AT TIME ZONE 'Asia/Dhaka')::date - $1::int, $2, '853cf17bfffffff', 'bn', 'nothing', false, 1)",
            &[&days, &query],
        );
    }
    // Every process begins with its chores.
    let _other = haat.another();
    eventually("the old one is gone", || {
        haat.count("SELECT count(*) FROM search_misses WHERE query = 'old'") == 0
    });
    assert_eq!(rows(&haat).len(), 1);
}

/// A connection beside the database of the test, which may be closed to others.
fn beside(haat: &TestHaat) -> (Client, String) {
    let name = haat.db().url().rsplit_once('/').unwrap().1.to_owned();
    (
        Client::connect(&service_url("DATABASE_URL"), NoTls).unwrap(),
        name,
    )
}

/// Sends everybody away from the database and lets nobody in.
pub fn close(haat: &TestHaat) {
    let (mut client, name) = beside(haat);
    client
        .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        .unwrap();
    let cut = client.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
        &[&name],
    );
    assert!(cut.unwrap() > 0, "nobody was connected");
}

/// Lets everybody in again.
pub fn reopen(haat: &TestHaat) {
    let (mut client, name) = beside(haat);
    client
        .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        .unwrap();
}

#[test]
fn misses_wait_while_the_database_is_away_and_searching_goes_on() {
    let mut haat = TestHaat::start();
    haat.server_mut().may_log_errors = true;
    haat.around("/api/v1/search", &[("q", "before")]);
    wait_for(haat.server(), "before", 1);
    close(&haat);
    for _ in 0..50 {
        haat.around("/api/v1/search", &[("q", "meanwhile")]);
    }
    let log = |haat: &TestHaat| haat.server().log().contains("misses wait");
    eventually("the writer has noticed", || log(&haat));
    haat.around("/api/v1/search", &[("q", "meanwhile")]);
    reopen(&haat);
    eventually("the private list answers again", || {
        haat.server().private_get("/search/misses").status == 200
    });
    wait_for(haat.server(), "meanwhile", 51);
    assert_eq!(counted(haat.server(), "before"), 1, "counted once");
}

#[test]
fn what_waits_is_written_before_the_server_stops() {
    let mut haat = TestHaat::start();
    haat.around("/api/v1/search", &[("q", "lastword")]);
    haat.server().signal("TERM");
    assert!(haat.server_mut().wait().success());
    assert_eq!(
        haat.count(
            "SELECT coalesce(sum(times), 0)::bigint FROM search_misses WHERE query = 'lastword'"
        ),
        1
    );
}

#[test]
fn two_processes_count_together() {
    let haat = TestHaat::start();
    let other = haat.another();
    let (lat, lng) = (MIRPUR.0.to_string(), MIRPUR.1.to_string());
    for _ in 0..20 {
        for server in [haat.server(), &other] {
            for q in ["shared one", "shared two"] {
                server.ask("/api/v1/search", &[("q", q), ("lat", &lat), ("lng", &lng)]);
            }
        }
    }
    wait_for(&other, "shared one", 40);
    wait_for(haat.server(), "shared two", 40);
}
