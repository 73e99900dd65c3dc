//! What cannot be so is said clearly, all of it together.

use serde_json::{Value, json};

use super::path_of;
use crate::haat::{Reply, TestHaat};

fn wrong(reply: &Reply) -> Vec<(String, String)> {
    assert_eq!(reply.status, 422, "{}", reply.text());
    reply.assert_problem("refused");
    let errors = reply.json()["errors"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    errors
        .iter()
        .map(|e| (text(&e["field"]), text(&e["code"])))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn an_offer_that_cannot_be_is_refused_with_every_reason() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let goods = haat.product("ডিম", "Eggs", None);
    let add = |body: Value| karim.ask("POST", "/offers", &body);
    let told = wrong(&add(
        json!({ "price": "72", "stock": 1.5, "loose": 3, "colour": "red" }),
    ));
    let expected = [
        ("price", "platform.not_a_number"),
        ("stock", "platform.not_a_number"),
        ("loose", "platform.not_a_flag"),
        ("colour", "platform.unknown_member"),
        ("product", "catalog.no_product"),
    ];
    assert_eq!(told, pairs(&expected));
    let told = wrong(&add(json!({
        "product": goods.id, "price": 0, "mrp": -5, "stock": 1_000_001, "sku": " ", "low_stock": 0,
    })));
    let expected = [
        ("price", "platform.out_of_range"),
        ("mrp", "platform.out_of_range"),
        ("stock", "platform.out_of_range"),
        ("sku", "platform.missing"),
        ("low_stock", "platform.out_of_range"),
    ];
    assert_eq!(told, pairs(&expected));
    let above = add(json!({ "product": goods.id, "price": 500, "mrp": 400 }));
    assert_eq!(wrong(&above), pairs(&[("price", "catalog.above_mrp")]));
    let nobody = add(json!({ "product": "prd_00000000000070008000000000000000" }));
    assert_eq!(wrong(&nobody), pairs(&[("product", "catalog.no_product")]));
    assert_eq!(add(Value::Array(vec![])).status, 400);
    let form = haat
        .server()
        .request("POST", &format!("/api/v1/seller/shops/{}/offers", shop.id))
        .header("authorization", format!("Bearer {}", karim.device.token))
        .header("content-type", "text/plain");
    assert_eq!(haat.server().send(form, "{}").status, 415);
    let huge = json!({ "product": goods.id, "sku": "x".repeat(20_000) });
    assert_eq!(add(huge).status, 413);
    assert_eq!(haat.count("SELECT count(*) FROM listings"), 0);
}

#[test]
fn a_change_that_cannot_be_is_refused() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let (eggs, soap) = (
        haat.product("ডিম", "Eggs", None),
        haat.product("সাবান", "Soap", None),
    );
    let offer = karim.list(
        &eggs.id,
        &json!({ "price": 1_000, "mrp": 1_200, "sku": "E" }),
    );
    let other = karim.list(&soap.id, &json!({}));
    let path = path_of(&offer);
    let missing = karim.ask("PATCH", &path, &json!({ "price": 900 }));
    assert_eq!(wrong(&missing), pairs(&[("version", "platform.missing")]));
    let above = karim.change(&offer, &json!({ "price": 1_300 }));
    assert_eq!(
        wrong(&above),
        pairs(&[("price", "catalog.above_mrp")]),
        "beside what stays"
    );
    let taken = karim.change(&other, &json!({ "sku": "E" }));
    assert_eq!(wrong(&taken), pairs(&[("sku", "catalog.sku_taken")]));
    let both = karim.change(&offer, &json!({ "stock": 1, "in_stock": false }));
    assert_eq!(
        wrong(&both),
        pairs(&[("in_stock", "catalog.counted_or_said")])
    );
    let day = karim.change(&offer, &json!({ "expires_on": "2027-02-30" }));
    assert_eq!(wrong(&day), pairs(&[("expires_on", "catalog.bad_day")]));
    let nul = karim.change(&offer, &json!({ "sku": "a\u{0}" }));
    assert_eq!(wrong(&nul), pairs(&[("sku", "platform.not_text")]));
    let key = karim.ask_once(("PATCH", &path), "short", &json!({ "version": 1 }));
    assert_eq!(
        wrong(&key),
        pairs(&[("idempotency-key", "platform.bad_key")])
    );
    for path in [
        "/offers/lst_00000000000070008000000000000000",
        "/offers/eggs",
    ] {
        for (method, more) in [
            ("GET", ""),
            ("PATCH", ""),
            ("DELETE", ""),
            ("POST", "/restore"),
            ("GET", "/movements"),
            ("GET", "/prices"),
        ] {
            let body = if method == "PATCH" {
                json!({ "version": 1 })
            } else {
                Value::Null
            };
            let reply = karim.ask(method, &format!("{path}{more}"), &body);
            let told = (reply.status, reply.code());
            assert_eq!(
                told,
                (404, "catalog.no_offer".to_owned()),
                "{method} {path}{more}"
            );
        }
    }
}

#[test]
fn movements_many_changes_and_lists_are_checked() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let eggs = haat.product("ডিম", "Eggs", None);
    let offer = karim.list(&eggs.id, &json!({ "stock": 4 }));
    let path = format!("{}/movements", path_of(&offer));
    let keyless = karim.ask("POST", &path, &json!({ "delta": 1, "reason": "received" }));
    assert_eq!(
        wrong(&keyless),
        pairs(&[("idempotency-key", "platform.missing")])
    );
    for (delta, reason, expected) in [
        (
            json!(0),
            json!("received"),
            ("delta", "catalog.wrong_delta"),
        ),
        (json!(2), json!("sold"), ("delta", "catalog.wrong_delta")),
        (
            json!(-2),
            json!("received"),
            ("delta", "catalog.wrong_delta"),
        ),
        (
            json!(2),
            json!("stolen"),
            ("reason", "catalog.unknown_reason"),
        ),
        (
            json!(2),
            json!("imported"),
            ("reason", "catalog.unknown_reason"),
        ),
        (
            json!(1_000_001),
            json!("received"),
            ("delta", "platform.out_of_range"),
        ),
        (
            Value::Null,
            json!("received"),
            ("delta", "platform.missing"),
        ),
    ] {
        let body = json!({ "delta": delta, "reason": reason });
        let reply = karim.ask_once(("POST", &path), "always-the-same", &body);
        assert_eq!(wrong(&reply), pairs(&[expected]), "{body}");
    }
    let too_much = karim.ask_once(
        ("POST", &path),
        "the-same-again",
        &json!({ "delta": 1_000_000, "reason": "received" }),
    );
    assert_eq!(
        (too_much.status, too_much.code().as_str()),
        (409, "catalog.too_few")
    );
    let one = json!({ "offer": offer["id"], "version": 1, "price": 100 });
    for (changes, expected) in [
        (json!(null), ("changes", "catalog.not_changes")),
        (json!([]), ("changes", "catalog.not_changes")),
        (json!([5]), ("changes", "catalog.not_changes")),
        (
            json!([{ "version": 1 }]),
            ("changes", "catalog.not_changes"),
        ),
        (
            json!(vec![one.clone(); 101]),
            ("changes", "catalog.not_changes"),
        ),
        (json!([one, one]), ("changes.1.offer", "platform.repeated")),
    ] {
        let reply = karim.ask("POST", "/offers/changes", &json!({ "changes": changes }));
        assert_eq!(wrong(&reply), pairs(&[expected]));
    }
    for (query, expected) in [
        ("part=lost", ("part", "catalog.unknown_part")),
        ("limit=0", ("limit", "platform.out_of_range")),
        ("limit=201", ("limit", "platform.out_of_range")),
        ("cursor=abc", ("cursor", "platform.foreign_cursor")),
    ] {
        let reply = karim.ask("GET", &format!("/offers?{query}"), &Value::Null);
        assert_eq!(wrong(&reply), pairs(&[expected]), "{query}");
    }
    for book in ["movements", "prices"] {
        let path = format!("{}/{book}?limit=0", path_of(&offer));
        let reply = karim.ask("GET", &path, &Value::Null);
        assert_eq!(wrong(&reply), pairs(&[("limit", "platform.out_of_range")]));
    }
}
