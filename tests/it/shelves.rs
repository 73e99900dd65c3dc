//! Starter shelves: a shop is filled in one go, twice is once, and nothing is made
//! up on the way.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::haat::{Reply, Shop, TestHaat, eventually};

/// A shop of this kind that people find, and somebody who manages it.
struct Corner {
    haat: TestHaat,
    shop: Shop,
    token: String,
}

impl Corner {
    fn of(kind: &'static str) -> Self {
        let haat = TestHaat::seeded();
        let shop = haat.shop("Shapla Corner").kind(kind).north(5.0).open();
        let manager = haat.staff(&shop, "manager");
        let token = haat.device_of(&manager).token;
        Self { haat, shop, token }
    }

    fn get(&self, path: &str) -> Reply {
        let server = self.haat.server();
        server.say("GET", path, Some(&self.token), &Value::Null)
    }

    fn shelf(&self, code: &str) -> Value {
        let path = format!("/api/v1/seller/shops/{}/shelves/{code}", self.shop.id);
        let reply = self.get(&path);
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    fn put(&self, code: &str, key: &str, body: &Value) -> Reply {
        let path = format!("/api/v1/seller/shops/{}/shelves/{code}", self.shop.id);
        let server = self.haat.server();
        let request = server
            .request("POST", &path)
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        server.send(request, body.to_string())
    }

    fn listed(&self) -> i64 {
        self.haat.count(&format!(
            "SELECT count(*) FROM listings WHERE shop_id::text = '{}' AND deleted_at IS NULL",
            self.shop.uuid
        ))
    }

    /// Whether the search tells of an offer of this shop.
    fn is_found(&self, q: &str) -> bool {
        let near = [
            ("q", q),
            ("radius_m", "300"),
            ("limit", "200"),
            ("max_per_shop", "0"),
        ];
        let page = self.haat.around("/api/v1/search", &near);
        let mut items = page["items"].as_array().unwrap().iter();
        items.any(|item| item["shop"]["id"] == self.shop.id)
    }
}

fn ids(shelf: &Value, count: usize) -> Vec<&str> {
    let items = shelf["items"].as_array().unwrap().iter();
    items
        .take(count)
        .map(|item| item["product"]["id"].as_str().unwrap())
        .collect()
}

#[test]
fn a_pharmacy_of_300_is_filled_in_one_go_and_found_at_once() {
    let corner = Corner::of("pharmacy");
    let offered = corner.get("/api/v1/seller/shelves?kind=pharmacy").json();
    assert_eq!(offered["items"][0]["code"], "pharmacy");
    assert_eq!(offered["items"][0]["name"]["bn"], "ফার্মেসি");
    assert_eq!(offered["items"].as_array().unwrap().len(), 1);

    let started = Instant::now();
    let put = corner.put("pharmacy", "key-pharmacy-1", &json!({ "in_stock": true }));
    let took = started.elapsed();
    assert_eq!(put.status, 200, "{}", put.text());
    assert_eq!(
        put.json(),
        json!({ "added": 300, "put_back": 0, "left": 0 })
    );
    assert!(took < Duration::from_secs(2), "{took:?}");
    let found = eventually("the pharmacy is found", || corner.is_found("napa 500"));
    assert!(found < Duration::from_secs(2), "{found:?}");

    let made_up = corner.haat.count(&format!(
        "SELECT count(*) FROM listings WHERE shop_id::text = '{}'
           AND (price_poisha IS NOT NULL OR stock IS NOT NULL OR availability <> 'in_stock' OR demo)",
        corner.shop.uuid
    ));
    assert_eq!(made_up, 0);
    assert_eq!(corner.shelf("pharmacy")["listed"], 300);
}

#[test]
fn a_shelf_put_twice_is_there_once() {
    let corner = Corner::of("grocery");
    let first = corner.put("grocery", "key-grocery-1", &json!({}));
    let again = corner.put("grocery", "key-grocery-1", &json!({}));
    assert_eq!(
        first.json(),
        json!({ "added": 200, "put_back": 0, "left": 0 })
    );
    assert_eq!(again.json(), first.json(), "the answer of the first");
    let other = corner.put("grocery", "key-grocery-2", &json!({}));
    assert_eq!(
        other.json(),
        json!({ "added": 0, "put_back": 0, "left": 200 })
    );
    let reused = corner.put("grocery", "key-grocery-1", &json!({ "in_stock": true }));
    assert_eq!(
        (reused.status, &*reused.code()),
        (409, "platform.key_reused")
    );
    assert_eq!(corner.listed(), 200);
    corner.haat.settle();
}

#[test]
fn what_is_ticked_comes_on_the_list_and_what_was_taken_off_comes_back() {
    let corner = Corner::of("grocery");
    let shelf = corner.shelf("grocery");
    assert_eq!(shelf["listed"], 0);
    assert_eq!(shelf["items"][0]["product"]["external_id"], "p-0001");
    let three = ids(&shelf, 3);
    let put = corner.put("grocery", "key-three", &json!({ "products": three }));
    assert_eq!(put.json()["added"], 3);
    assert_eq!(corner.shelf("grocery")["listed"], 3);
    assert_eq!(corner.shelf("grocery")["items"][2]["listed"], true);
    assert_eq!(corner.shelf("grocery")["items"][3]["listed"], false);

    // One has a price by now, another one was taken off the list.
    let of = |place: usize| crate::haat::uuid_of(three[place]);
    corner.haat.sql(
        "UPDATE listings SET price_poisha = 8200 WHERE product_id = $1::text::uuid AND shop_id = $2::text::uuid",
        &[&of(0), &corner.shop.uuid],
    );
    corner.haat.sql(
        "UPDATE listings SET status = 'hidden', deleted_at = now(), price_poisha = 100
         WHERE product_id = $1::text::uuid AND shop_id = $2::text::uuid",
        &[&of(1), &corner.shop.uuid],
    );
    let whole = corner.put("grocery", "key-whole", &json!({}));
    assert_eq!(
        whole.json(),
        json!({ "added": 197, "put_back": 0, "left": 3 }),
        "what the shop took off its list stays off"
    );
    let ticked = json!({ "products": [three[0], three[1]], "in_stock": true });
    let back = corner.put("grocery", "key-back", &ticked);
    assert_eq!(back.json(), json!({ "added": 0, "put_back": 1, "left": 1 }));
    let kept = "SELECT count(*) FROM listings WHERE price_poisha = 8200 AND NOT demo AND availability = 'unknown'";
    assert_eq!(corner.haat.count(kept), 1, "its price stays");
    let anew = "SELECT count(*) FROM listings l JOIN shops s ON s.id = l.shop_id WHERE NOT s.demo
        AND l.price_poisha IS NULL AND l.availability = 'in_stock' AND l.status = 'listed'";
    assert_eq!(corner.haat.count(anew), 1, "the other one is told anew");
    corner.haat.settle();
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_listed() {
    let corner = Corner::of("grocery");
    let dish = ids(&corner.get("/api/v1/seller/shelves/restaurant").json(), 1)[0].to_owned();
    let refused = [
        (
            "nothing",
            "key-refused-1",
            json!({}),
            404,
            "catalog.no_shelf",
        ),
        ("grocery", "short", json!({}), 422, "platform.bad_key"),
        (
            "grocery",
            "key-refused-2",
            json!({ "products": [dish] }),
            422,
            "catalog.not_on_shelf",
        ),
        (
            "grocery",
            "key-refused-3",
            json!({ "products": "all" }),
            422,
            "catalog.no_product",
        ),
        (
            "grocery",
            "key-refused-4",
            json!({ "in_stock": "perhaps" }),
            422,
            "platform.not_a_flag",
        ),
    ];
    for (shelf, key, body, status, code) in refused {
        let answer = corner.put(shelf, key, &body);
        assert_eq!((answer.status, &*answer.code()), (status, code), "{body}");
        answer.assert_problem(shelf);
    }
    for path in [
        "/api/v1/seller/shelves?kind=casino",
        "/api/v1/seller/shelves/nothing",
    ] {
        let answer = corner.get(path);
        assert!(
            matches!(answer.status, 404 | 422),
            "{path}: {}",
            answer.status
        );
    }
    assert_eq!(corner.listed(), 0);
}
