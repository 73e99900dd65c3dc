//! `GET /shops/{id}`, `/shops/{id}/listings`, `/products/{id}`, `/categories`.

use serde_json::{Value, json};

use crate::haat::{MIRPUR, TestHaat, eventually};

#[test]
fn a_shop_is_shown_until_it_is_no_longer_listed() {
    let haat = TestHaat::start();
    let shop = haat
        .shop("Karim Store")
        .bn("করিম স্টোর")
        .external("osm/7")
        .hours(json!([[0, 540, 780], [0, 900, 1320]]))
        .open();
    let path = format!("/api/v1/shops/{}", shop.id);
    let shown = haat.get(&path).json();
    for (member, expected) in [
        ("id", json!(shop.id)),
        ("external_id", json!("osm/7")),
        ("name", json!({ "bn": "করিম স্টোর", "en": "Karim Store" })),
        ("kind", json!("grocery")),
        ("location", json!({ "lat": MIRPUR.0, "lng": MIRPUR.1 })),
        ("hours", json!([[0, 540, 780], [0, 900, 1320]])),
        ("verified", json!(false)),
    ] {
        assert_eq!(shown[member], expected, "{member}");
    }
    haat.sql("UPDATE shops SET status = 'hidden'", &[]);
    let hidden = haat.get(&path);
    assert_eq!(
        (hidden.status, hidden.code().as_str()),
        (404, "shops.not_found")
    );
    assert_eq!(haat.get(&format!("{path}/listings")).status, 404);
}

#[test]
fn the_listings_of_a_shop_come_in_pages_that_fit_together() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    for n in 0..25 {
        let product = haat.product(&format!("পণ্য {n}"), &format!("Thing {n}"), None);
        haat.listing(&shop, &product, Some(100 * (n + 1)), None);
    }
    let path = format!("/api/v1/shops/{}/listings", shop.id);
    let page = |limit: &str, cursor: &str| {
        let mut query = vec![("limit", limit)];
        if !cursor.is_empty() {
            query.push(("cursor", cursor));
        }
        haat.ask(&path, &query).json()
    };
    let whole = page("200", "");
    assert_eq!(
        (&whole["total"], &whole["next_cursor"]),
        (&json!(25), &Value::Null)
    );
    let mut walked = Vec::new();
    let mut cursor = String::new();
    loop {
        let next = page("7", &cursor);
        assert_eq!(next["total"], 25);
        walked.extend(next["items"].as_array().unwrap().clone());
        match next["next_cursor"].as_str() {
            Some(more) => more.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(json!(walked), whole["items"]);
    let other = haat.shop("Other Store").open();
    let foreign = haat.ask(
        &format!("/api/v1/shops/{}/listings", other.id),
        &[("cursor", &cursor)],
    );
    assert_eq!(
        (foreign.status, foreign.code().as_str()),
        (422, "platform.foreign_cursor")
    );
}

#[test]
fn a_product_compares_the_offers_around_a_place() {
    let haat = TestHaat::start();
    let rice = haat.product("মিনিকেট চাল", "Miniket Rice", None);
    let prices = [
        (100.0, Some(7_600)),
        (600.0, Some(7_200)),
        (900.0, None),
        (90_000.0, Some(1)),
    ];
    for (n, (metres, price)) in prices.into_iter().enumerate() {
        let shop = haat.shop(&format!("Store {n}")).north(metres).open();
        haat.listing(&shop, &rice, price, None);
    }
    haat.settle();
    let path = format!("/api/v1/products/{}", rice.id);
    let amounts = |query: &[(&str, &str)]| {
        let shown = haat.around(&path, query);
        let offers = shown["offers"].as_array().unwrap().iter();
        offers
            .map(|offer| offer["price"]["amount"].as_i64())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        amounts(&[]),
        [Some(7_200), Some(7_600), None],
        "cheapest first, untold last"
    );
    assert_eq!(
        amounts(&[("sort", "distance")]),
        [Some(7_600), Some(7_200), None]
    );
    assert_eq!(amounts(&[("radius_m", "500")]), [Some(7_600)]);
    let nowhere = haat.get(&path).json();
    assert_eq!(
        (&nowhere["total"], &nowhere["name"]["bn"]),
        (&json!(0), &json!("মিনিকেট চাল"))
    );
}

#[test]
fn categories_make_a_tree_of_three_levels_in_both_languages() {
    let haat = TestHaat::seeded();
    let below = |parent: &str| {
        let query = if parent.is_empty() {
            vec![]
        } else {
            vec![("parent", parent)]
        };
        haat.ask("/api/v1/categories", &query).json()["items"]
            .as_array()
            .unwrap()
            .clone()
    };
    let deepest = haat.count(
        "WITH RECURSIVE tree AS (
            SELECT code, 1::bigint AS depth FROM categories WHERE parent_code IS NULL
            UNION ALL SELECT c.code, depth + 1 FROM categories c JOIN tree ON c.parent_code = tree.code)
         SELECT max(depth) FROM tree",
    );
    assert!(deepest >= 3, "{deepest}");
    let grocery = below("grocery");
    assert!(
        grocery
            .iter()
            .any(|category| category["code"] == "grocery/rice"),
        "{grocery:?}"
    );
    for category in below("").iter().chain(&grocery) {
        assert!(
            category["name"]["bn"].is_string() && category["name"]["en"].is_string(),
            "{category}"
        );
    }
    let missing = haat.ask("/api/v1/categories", &[("parent", "no/such")]);
    assert_eq!(
        (missing.status, missing.code().as_str()),
        (404, "catalog.category_not_found")
    );
    eventually("search knows them too", || {
        haat.around("/api/v1/search", &[("category", "grocery/rice")])["total"]
            .as_u64()
            .unwrap()
            > 0
    });
}
