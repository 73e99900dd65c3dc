//! What shoppers see of what a shop says.

use std::time::Duration;

use serde_json::{Value, json};

use super::path_of;
use crate::haat::{Reply, TestHaat, eventually};

/// From an answer until people find it.
const PROMISED: Duration = Duration::from_secs(2);

fn within_promise(what: &str, is_so: impl Fn() -> bool) {
    let took = eventually(what, is_so);
    assert!(took <= PROMISED, "{what}: {took:?}");
}

/// The shop's own answers to a question, with what they cost.
fn found(haat: &TestHaat, q: &str) -> Vec<(String, Value, Value)> {
    let page = haat.around("/api/v1/search", &[("q", q)]);
    let items = page["items"].as_array().unwrap().clone();
    let offers = items.into_iter().filter(|item| item["type"] == "offer");
    let told = offers.map(|item| {
        let shop = item["shop"]["name"]["en"].as_str().unwrap().to_owned();
        let listing = &item["listing"];
        (
            shop,
            listing["price"]["amount"].clone(),
            listing["in_stock"].clone(),
        )
    });
    told.collect()
}

#[test]
fn a_price_and_a_stock_are_found_within_two_seconds() {
    let haat = TestHaat::start();
    let (ours, theirs) = (
        haat.shop("Ours").open(),
        haat.shop("Theirs").north(200.0).open(),
    );
    let (karim, salma) = (haat.keeper(&ours, "manager"), haat.keeper(&theirs, "owner"));
    let dal = haat.product("মসুর ডাল", "Masoor Dal", None);
    haat.sql("UPDATE products SET size = '500 g'", &[]);
    let offer = karim.list(&dal.id, &json!({ "price": 7_000, "stock": 3 }));
    let other = salma.list(&dal.id, &json!({ "price": 8_000, "stock": 9 }));
    let ours = |price: i64, there: bool| ("Ours".to_owned(), json!(price), json!(there));
    within_promise("listed", || {
        found(&haat, "masoor dal").contains(&ours(7_000, true))
    });
    assert_eq!(karim.change(&offer, &json!({ "price": 7_200 })).status, 200);
    within_promise("dearer", || {
        found(&haat, "masoor dal").contains(&ours(7_200, true))
    });
    assert_eq!(karim.moves(&offer, -3, "sold").status, 201);
    within_promise("sold out", || {
        found(&haat, "masoor dal").contains(&ours(7_200, false))
    });

    // Each shop's stock is its own.
    let answers = found(&haat, "masoor dal");
    assert!(
        answers.contains(&("Theirs".to_owned(), json!(8_000), json!(true))),
        "{answers:?}"
    );
    let page = haat.around(&format!("/api/v1/products/{}", dal.id), &[]);
    let offers = page["offers"].as_array().unwrap();
    let told = |offer: &Value| (offer["id"].clone(), offer["in_stock"].clone());
    let told: Vec<_> = offers.iter().map(told).collect();
    assert_eq!(
        told,
        [
            (other["id"].clone(), json!(true)),
            (offer["id"].clone(), json!(false))
        ],
        "what is sold out stands last, however cheap it was"
    );
    assert_eq!(
        offers[0]["unit_price"],
        json!({ "amount": 16_000, "currency": "BDT", "per": "kg" })
    );
    let strangers = salma.ask("GET", &path_of(&offer), &Value::Null);
    assert_eq!(strangers.status, 404);
    assert_eq!(karim.see("/offers")["total"], 1);

    assert_eq!(
        karim.ask("DELETE", &path_of(&offer), &Value::Null).status,
        204
    );
    within_promise("removed", || found(&haat, "masoor dal").len() == 1);
}

#[test]
fn goods_whose_day_is_over_are_not_found() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let milk = haat.product("তরল দুধ", "Liquid Milk", None);
    let day = |days: i32| -> String {
        let question =
            "SELECT to_char((now() AT TIME ZONE 'Asia/Dhaka')::date + $1::int, 'YYYY-MM-DD')";
        haat.db()
            .connect()
            .query_one(question, &[&days])
            .unwrap()
            .get(0)
    };
    let offer = karim.list(
        &milk.id,
        &json!({ "price": 9_000, "stock": 4, "expires_on": day(0) }),
    );
    assert_eq!(offer["expired"], false, "good until its day is over");
    within_promise("found on its last day", || found(&haat, "milk").len() == 1);
    let late = karim
        .change(&offer, &json!({ "expires_on": day(-1) }))
        .json();
    assert_eq!(late["expired"], true);
    within_promise("no longer found", || found(&haat, "milk").is_empty());
    let listings = haat
        .get(&format!("/api/v1/shops/{}/listings", shop.id))
        .json();
    assert_eq!(listings["total"], 0);
    assert_eq!(
        karim.see("/offers?part=expiring")["total"],
        1,
        "its shop still sees it"
    );
    karim.change(&late, &json!({ "expires_on": day(30) }));
    within_promise("fresh goods", || found(&haat, "milk").len() == 1);

    // Midnight passes while nobody writes: whoever does the chores next notes it.
    let mut conn = haat.db().connect();
    conn.batch_execute(&format!(
        "SET session_replication_role = replica; UPDATE listings SET expires_on = '{}'; RESET session_replication_role",
        day(-1)
    ))
    .unwrap();
    let _second = haat.another();
    within_promise("noted by a chore", || found(&haat, "milk").is_empty());
    haat.settle();
}

#[test]
fn a_shop_sees_whether_it_has_what_it_finds_in_the_catalogue() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "packer");
    let boss = haat.keeper(&shop, "owner");
    let lux = haat.product("লাক্স সাবান", "Lux Soap", None);
    let keya = haat.product("কেয়া সাবান", "Keya Soap", None);
    haat.sql(
        "UPDATE products SET barcode = '4006381333931' WHERE id = $1::text::uuid",
        &[&lux.uuid],
    );
    let offer = boss.list(&lux.id, &json!({}));
    let find =
        |query: &str| -> Reply { karim.ask("GET", &format!("/products?{query}"), &Value::Null) };
    within_promise("soap is in the catalogue", || {
        find("q=saban").json()["items"]
            .as_array()
            .is_some_and(|items| items.len() == 2)
    });
    for query in ["gtin=4006381333931", "q=4006-3813-33931", "q=lux"] {
        let told = find(query).json();
        let item = &told["items"][0];
        assert_eq!(
            (&item["id"], &item["offer"], &item["listed"]),
            (&json!(lux.id), &offer["id"], &json!(true)),
            "{query}"
        );
    }
    let other = find("q=key").json();
    assert_eq!(
        other["items"][0]["id"], keya.id,
        "the last word may be unfinished"
    );
    assert_eq!(other["items"][0]["offer"], Value::Null);
    assert_eq!(
        find("gtin=96385074").json()["items"],
        json!([]),
        "nobody has it"
    );
    for (query, code) in [
        ("gtin=123", "catalog.barcode_length"),
        ("gtin=4006381333932", "catalog.barcode_check_digit"),
        ("q=", "platform.missing"),
        ("q=lux&limit=51", "platform.out_of_range"),
    ] {
        let refused = find(query);
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (422, code),
            "{query}"
        );
    }
}
