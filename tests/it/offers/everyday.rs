//! What a shopkeeper does all day.

use serde_json::{Value, json};

use super::path_of;
use crate::haat::TestHaat;

#[test]
fn a_product_is_listed_changed_removed_and_put_back() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let rice = haat.product("মিনিকেট চাল", "Miniket Rice", None);
    haat.sql("UPDATE products SET size = '5 kg'", &[]);
    let offer = karim.list(
        &rice.id,
        &json!({ "price": 39_500, "stock": 7, "sku": "R-5", "mrp": 40_000 }),
    );
    assert_eq!(offer["version"], 1);
    assert_eq!(offer["in_stock"], true);
    let per_kilo = json!({ "amount": 7_900, "currency": "BDT", "per": "kg" });
    assert_eq!(offer["unit_price"], per_kilo);
    assert_eq!(karim.see(&path_of(&offer)), offer);

    let dearer = karim.change(&offer, &json!({ "price": 39_900, "low_stock": 2 }));
    assert_eq!(dearer.status, 200, "{}", dearer.text());
    assert_eq!(dearer.header("etag"), "\"2\"");
    let dearer = dearer.json();
    assert_eq!(dearer["price"]["amount"], 39_900);
    assert_eq!(dearer["stock"], 7, "what is absent stays");
    let prices = karim.see(&format!("{}/prices", path_of(&offer)));
    let amounts: Vec<&Value> = (prices["items"].as_array().unwrap().iter())
        .map(|line| &line["price"]["amount"])
        .collect();
    assert_eq!(amounts, [&json!(39_900), &json!(39_500)]);

    for _ in 0..2 {
        let gone = karim.ask("DELETE", &path_of(&offer), &Value::Null);
        assert_eq!(gone.status, 204, "{}", gone.text());
    }
    assert_eq!(karim.see("/offers")["total"], 0);
    let removed = karim.see("/offers?part=removed");
    assert_eq!(removed["items"][0]["id"], offer["id"]);
    assert!(!removed["items"][0]["removed_at"].is_null());
    let page = haat.get(&format!("/api/v1/products/{}", rice.id));
    assert_eq!(page.status, 200, "the product stays readable");
    assert_eq!(
        karim.see(&path_of(&offer))["product"]["name"]["en"],
        "Miniket Rice",
        "and so does the offer, for those who have its id"
    );

    let back = karim.ask("POST", &format!("{}/restore", path_of(&offer)), &json!({}));
    assert_eq!(back.status, 200, "{}", back.text());
    assert_eq!(back.json()["price"]["amount"], 39_900);
    assert_eq!(back.json()["shown"], true);
    haat.settle();
}

#[test]
fn a_removed_product_that_is_listed_again_keeps_its_books() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "owner");
    let soap = haat.product("সাবান", "Soap", None);
    let first = karim.list(&soap.id, &json!({ "price": 5_000, "stock": 3 }));
    karim.ask("DELETE", &path_of(&first), &Value::Null);
    let again = karim.list(&soap.id, &json!({ "price": 5_500 }));
    assert_eq!(again["id"], first["id"]);
    assert_eq!(
        again["stock"],
        Value::Null,
        "nothing is left of what it was"
    );
    let book = karim.see(&format!("{}/movements", path_of(&first)));
    assert_eq!(book["items"].as_array().unwrap().len(), 2);
    let twice = karim.ask("POST", "/offers", &json!({ "product": soap.id }));
    assert_eq!(twice.status, 409);
    assert_eq!(twice.json()["code"], "catalog.already_listed");
    assert_eq!(twice.json()["offer"], first["id"]);
}

#[test]
fn who_comes_second_sees_both_versions() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let (karim, rahim) = (haat.keeper(&shop, "manager"), haat.keeper(&shop, "owner"));
    let dal = haat.product("মসুর ডাল", "Masoor Dal", None);
    let offer = karim.list(&dal.id, &json!({ "price": 14_000 }));
    assert_eq!(
        karim.change(&offer, &json!({ "price": 14_500 })).status,
        200
    );
    let late = rahim.change(&offer, &json!({ "price": 13_000, "stock": 4 }));
    assert_eq!(late.status, 409, "{}", late.text());
    late.assert_problem("stale");
    let told = late.json();
    assert_eq!(told["code"], "catalog.stale_offer");
    assert_eq!(told["version"], 2);
    assert_eq!(told["theirs"]["price"]["amount"], 14_500);
    assert_eq!(told["yours"]["price"], 13_000);
    assert_eq!(told["yours"]["version"], 1);
    assert_eq!(
        karim.see(&path_of(&offer))["stock"],
        Value::Null,
        "nothing was saved"
    );

    // The version may come in the header of HTTP as well.
    let path = format!("/api/v1/seller/shops/{}{}", shop.id, path_of(&offer));
    let request = haat
        .server()
        .request("PATCH", &path)
        .header("authorization", format!("Bearer {}", rahim.device.token))
        .header("if-match", "\"2\"")
        .header("content-type", "application/json");
    let saved = haat.server().send(request, r#"{"price":13000}"#);
    assert_eq!(saved.status, 200, "{}", saved.text());
}

#[test]
fn a_change_that_is_sent_again_is_made_once() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let dal = haat.product("মসুর ডাল", "Masoor Dal", None);
    let offer = karim.list(&dal.id, &json!({ "price": 14_000 }));
    let change = json!({ "version": 1, "price": 15_000 });
    let send = |body: &Value| karim.ask_once(("PATCH", &path_of(&offer)), "lost-answer-1", body);
    for _ in 0..3 {
        let reply = send(&change);
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.json()["version"], 2);
    }
    let other = send(&json!({ "version": 2, "price": 16_000 }));
    assert_eq!(other.status, 409);
    assert_eq!(other.json()["code"], "platform.key_reused");
}

#[test]
fn many_are_changed_at_once_and_each_says_what_became_of_it() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let offers: Vec<Value> = (0..100)
        .map(|n| haat.product(&format!("পণ্য {n}"), &format!("Goods {n}"), None))
        .map(|product| karim.list(&product.id, &json!({ "price": 1_000 })))
        .collect();
    assert_eq!(
        karim.change(&offers[7], &json!({ "price": 900 })).status,
        200
    );
    let change = |(n, offer): (usize, &Value)| {
        let price = if n == 9 {
            -1
        } else {
            1_000 + i64::try_from(n).unwrap()
        };
        json!({ "offer": offer["id"], "version": 1, "price": price, "stock": n })
    };
    let changes: Vec<Value> = offers.iter().enumerate().map(change).collect();
    let send = || {
        let body = json!({ "changes": changes });
        karim.ask_once(("POST", "/offers/changes"), "an-evening-of-work", &body)
    };
    let first = send();
    assert_eq!(first.status, 200, "{}", first.text());
    let told = first.json();
    assert_eq!(told["saved"], 98);
    assert_eq!(told["items"][7]["status"], 409);
    assert_eq!(
        told["items"][7]["problem"]["theirs"]["price"]["amount"],
        900
    );
    assert_eq!(told["items"][9]["status"], 422);
    assert_eq!(told["items"][9]["problem"]["errors"][0]["field"], "price");
    assert_eq!(told["items"][99]["offer"]["stock"], 99);
    assert_eq!(send().json()["saved"], 98, "the same again changes nothing");
    assert_eq!(karim.see(&path_of(&offers[99]))["version"], 2);
}

#[test]
fn the_list_is_searched_filtered_and_paged() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "packer");
    let boss = haat.keeper(&shop, "owner");
    for n in 0..7 {
        let goods = haat.product(&format!("সাবান {n}"), &format!("Soap {n}"), None);
        boss.list(
            &goods.id,
            &json!({ "price": 5_000, "stock": n, "low_stock": 2 }),
        );
    }
    let oil = haat.product("সয়াবিন তেল", "Soybean Oil", None);
    boss.list(&oil.id, &json!({ "shown": false, "sku": "OIL-1" }));
    let total = |query: &str| karim.see(&format!("/offers?{query}"))["total"].clone();
    assert_eq!(total(""), 8);
    assert_eq!(total("part=short"), 3, "none, one and two");
    assert_eq!(total("part=sold_out"), 1);
    assert_eq!(total("part=hidden"), 1);
    assert_eq!(total("part=unpriced"), 1);
    assert_eq!(total("q=oil-1"), 1, "the shop's own code");
    assert_eq!(total("q=%E0%A6%B8%E0%A6%BE%E0%A6%AC%E0%A6%BE%E0%A6%A8"), 7);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = karim.see(&format!("/offers?limit=3{cursor}"));
        let items = page["items"].as_array().unwrap().iter();
        seen.extend(items.map(|offer| offer["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    let different: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), different.len()), (8, 8));
}

#[test]
fn prices_that_nobody_looked_at_for_a_month_are_told() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let dal = haat.product("মসুর ডাল", "Masoor Dal", None);
    let offer = karim.list(&dal.id, &json!({ "price": 14_000 }));
    haat.sql(
        "UPDATE listings SET price_checked_at = now() - interval '31 days'",
        &[],
    );
    let offer = karim.see(&path_of(&offer));
    let unchecked = || karim.see("/offers?part=unchecked")["total"].clone();
    assert_eq!(unchecked(), 1);
    assert_eq!(
        karim.change(&offer, &json!({ "price": 14_000 })).status,
        200
    );
    assert_eq!(unchecked(), 0, "the same price again says that it holds");
}
