//! The change feed: whatever any process commits is right in search at once.

use std::time::Duration;

use serde_json::Value;

use crate::haat::{Server, Shop, TestHaat, eventually};

/// Ids of the shops around Mirpur that this server shows, nearest first.
fn shown(server: &Server) -> Vec<String> {
    let reply = server.get("/api/v1/shops/nearby?lat=23.8069&lng=90.3687&radius_m=20000&limit=200");
    assert_eq!(reply.status, 200, "{}", reply.text());
    ids(&reply.json(), "id")
}

fn ids(page: &Value, member: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| item[member].as_str().unwrap().to_owned())
        .collect()
}

fn waits_for(haat: &TestHaat, expected: &[&Shop]) -> Duration {
    let expected: Vec<&str> = expected.iter().map(|shop| shop.id.as_str()).collect();
    eventually("exactly the expected shops are nearby", || {
        shown(haat.server()) == expected
    })
}

/// The first answer for `q`, by what it shows of the offer.
fn first_offer(haat: &TestHaat, q: &str) -> Value {
    haat.around("/api/v1/search", &[("q", q)])["items"][0].clone()
}

#[test]
fn a_shop_that_is_created_moved_hidden_and_listed_again_is_right_each_time() {
    let haat = TestHaat::start();
    let near = haat.shop("Near Store").north(100.0).open();
    let far = haat.shop("Far Store").north(900.0).open();
    waits_for(&haat, &[&near, &far]);

    haat.sql(
        "UPDATE shops SET location = ST_MakePoint(90.3687, 23.825)::geography WHERE id = $1::text::uuid",
        &[&near.uuid],
    );
    waits_for(&haat, &[&far, &near]);

    for status in ["hidden", "listed", "closed"] {
        haat.sql(
            "UPDATE shops SET status = $2 WHERE id = $1::text::uuid",
            &[&far.uuid, &status],
        );
        let expected: &[&Shop] = if status == "listed" {
            &[&far, &near]
        } else {
            &[&near]
        };
        waits_for(&haat, expected);
    }
    haat.sql("DELETE FROM shops WHERE id = $1::text::uuid", &[&near.uuid]);
    waits_for(&haat, &[]);
}

#[test]
fn most_changes_are_seen_well_within_a_second() {
    let haat = TestHaat::start();
    let mut took: Vec<Duration> = (0..15)
        .map(|n| {
            let shop = haat.shop(&format!("Store {n}")).open();
            eventually("the new shop is nearby", || {
                shown(haat.server()).contains(&shop.id)
            })
        })
        .collect();
    took.sort_unstable();
    eprintln!(
        "from commit to answer: median {:?}, worst {:?}",
        took[7], took[14]
    );
    assert!(took[7] < Duration::from_secs(1), "{took:?}");
}

#[test]
fn a_renamed_shop_is_found_by_its_new_name_only() {
    let haat = TestHaat::start();
    let shop = haat.shop("Shapla Variety").open();
    let finds = |q: &str| {
        !ids(
            &haat.around("/api/v1/search", &[("q", q), ("literal", "true")]),
            "type",
        )
        .is_empty()
    };
    eventually("it is found", || finds("shapla"));
    haat.sql(
        "UPDATE shops SET name_en = 'Doel Variety' WHERE id = $1::text::uuid",
        &[&shop.uuid],
    );
    eventually("it is found by the new name", || finds("doel"));
    eventually("and not by the old one", || !finds("shapla"));
}

#[test]
fn prices_and_stock_are_those_of_the_last_commit() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let soap = haat.product("লাক্স সাবান", "Lux Soap", None);
    let offer = haat.listing(&shop, &soap, Some(6_000), Some(5));
    eventually("the offer is found at its price", || {
        first_offer(&haat, "lux soap")["listing"]["price"]["amount"] == 6_000
    });
    haat.sql(
        "UPDATE listings SET price_poisha = 6500, stock = 0, availability = 'sold_out' WHERE id = $1::text::uuid",
        &[&offer.uuid],
    );
    eventually("price and stock have changed together", || {
        let listing = &first_offer(&haat, "lux soap")["listing"];
        listing["price"]["amount"] == 6_500 && listing["in_stock"] == false
    });
    haat.sql(
        "UPDATE listings SET price_poisha = NULL, stock = NULL, availability = 'unknown' WHERE id = $1::text::uuid",
        &[&offer.uuid],
    );
    eventually("a price that is withdrawn is not shown", || {
        let listing = &first_offer(&haat, "lux soap")["listing"];
        listing["price"].is_null() && listing["in_stock"].is_null() && listing["id"].is_string()
    });
    haat.sql(
        "UPDATE listings SET status = 'hidden' WHERE id = $1::text::uuid",
        &[&offer.uuid],
    );
    eventually("a hidden offer is gone", || {
        first_offer(&haat, "lux soap")["listing"].is_null()
    });
}

#[test]
fn a_transaction_that_commits_late_is_not_lost() {
    let haat = TestHaat::start();
    let mut slow = haat.db().connect();
    let mut early = slow.transaction().unwrap();
    let uuid: String = early
        .query_one(
            "INSERT INTO shops (id, name_en, kind, location) VALUES
             (gen_random_uuid(), 'Late Store', 'grocery', ST_MakePoint(90.3687, 23.8069)::geography)
             RETURNING id::text",
            &[],
        )
        .unwrap()
        .get(0);
    // Begun later, committed and read earlier.
    let quick = haat.shop("Quick Store").north(500.0).open();
    waits_for(&haat, &[&quick]);
    early.commit().unwrap();
    let id = format!("shp_{}", uuid.replace('-', ""));
    let late = Shop { uuid, id };
    waits_for(&haat, &[&late, &quick]);
    assert_eq!(haat.drift()["different"], 0);
}

#[test]
fn what_is_rolled_back_never_shows() {
    let haat = TestHaat::start();
    let kept = haat.shop("Kept Store").open();
    waits_for(&haat, &[&kept]);
    let mut client = haat.db().connect();
    let mut gone = client.transaction().unwrap();
    gone.execute("UPDATE shops SET status = 'hidden'", &[])
        .unwrap();
    gone.rollback().unwrap();
    // Something after it that must show, so that there is a moment to look.
    let next = haat.shop("Next Store").north(200.0).open();
    waits_for(&haat, &[&kept, &next]);
}

#[test]
fn truncate_empties_the_market() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let soap = haat.product("সাবান", "Soap", None);
    haat.listing(&shop, &soap, Some(100), None);
    waits_for(&haat, &[&shop]);
    haat.sql("TRUNCATE shops CASCADE", &[]);
    waits_for(&haat, &[]);
    haat.settle();
}

#[test]
fn a_thousand_rows_in_one_statement_are_all_there() {
    let haat = TestHaat::start();
    haat.sql(
        "INSERT INTO shops (id, name_en, kind, location)
         SELECT gen_random_uuid(), 'Store ' || n, 'grocery',
                ST_MakePoint(90.3687 + n * 0.00001, 23.8069)::geography
         FROM generate_series(1, 1000) n",
        &[],
    );
    let total = || haat.around("/api/v1/shops/nearby", &[("radius_m", "5000")])["total"].clone();
    eventually("all thousand are counted", || total() == 1000);
    haat.sql("DELETE FROM shops WHERE name_en LIKE '%7'", &[]);
    eventually("a hundred fewer", || total() == 900);
    haat.settle();
}

#[test]
fn two_processes_stay_in_step() {
    let haat = TestHaat::start();
    let other = haat.another();
    let first = haat.shop("First Store").open();
    let second = haat.shop("Second Store").north(300.0).open();
    let expected = [first.id.clone(), second.id.clone()];
    for server in [haat.server(), &other] {
        eventually("both shops are there", || shown(server) == expected);
    }
    haat.sql(
        "DELETE FROM shops WHERE id = $1::text::uuid",
        &[&first.uuid],
    );
    for server in [haat.server(), &other] {
        eventually("only the second is left", || shown(server) == expected[1..]);
    }
}

#[test]
fn after_kill_nine_the_index_equals_the_table() {
    let haat = TestHaat::start();
    let doomed = haat.another();
    let shop = haat.shop("Karim Store").open();
    let rice = haat.product("চাল", "Rice", None);
    haat.listing(&shop, &rice, Some(7_000), Some(3));
    doomed.kill();
    let gone = haat.shop("Gone Store").open();
    haat.sql("DELETE FROM shops WHERE id = $1::text::uuid", &[&gone.uuid]);

    let reborn = haat.another();
    let drift = reborn.private_get("/audit").json();
    assert!(crate::haat::is_without_drift(&drift), "{drift}");
    assert_eq!(
        (&drift["shops"], &drift["listings"]),
        (&1.into(), &1.into())
    );
    assert_eq!(shown(&reborn), [shop.id]);
}

#[test]
fn a_lost_connection_to_the_feed_loses_nothing() {
    let mut haat = TestHaat::start();
    haat.server_mut().may_log_errors = true;
    let mut shops = Vec::new();
    for round in 0..4 {
        let cut = haat.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
            &[],
        );
        assert!(cut > 0, "nobody was connected");
        // Committed while nobody listens.
        shops.push(
            haat.shop(&format!("Store {round}"))
                .north(f64::from(round) * 50.0)
                .open(),
        );
        let expected: Vec<&Shop> = shops.iter().collect();
        waits_for(&haat, &expected);
    }
    haat.settle();
}

#[test]
fn reindex_makes_a_server_load_everything_again() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    waits_for(&haat, &[&shop]);
    let loads = || haat.server().log().matches("indexes loaded").count();
    let before = loads();
    let done = crate::haat::cli(haat.db(), &["reindex"]);
    assert!(done.succeeded(), "{}", done.told);
    eventually("it has loaded once more", || loads() > before);
    assert_eq!(shown(haat.server()), [shop.id]);
}
