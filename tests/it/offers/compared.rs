//! One product compared across the shops around.

use serde_json::{Value, json};

use crate::haat::{MIRPUR, Product, Reply, Shop, TestHaat};

fn compare(haat: &TestHaat, product: &Product, query: &[(&str, &str)]) -> Vec<Value> {
    let path = format!("/api/v1/products/{}/offers", product.id);
    let list = haat.around(&path, query);
    list["items"].as_array().unwrap().clone()
}

fn brings(haat: &TestHaat, shop: &Shop, metres: i32) {
    haat.sql(
        "UPDATE shops SET delivery_radius_m = $2 WHERE id = $1::text::uuid",
        &[&shop.uuid, &metres],
    );
}

/// A page as somebody in Mirpur sees it.
fn page(haat: &TestHaat, path: &str) -> String {
    let place = format!("haat_place={}_{}_a_BD3026", MIRPUR.0, MIRPUR.1);
    let request = haat.server().request("GET", path).header("cookie", place);
    let reply: Reply = haat.server().send(request, "");
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.text()
}

#[test]
fn what_is_paid_comes_first_then_what_is_near() {
    let haat = TestHaat::start();
    let never = json!([]);
    let rice = haat.product("মিনিকেট চাল", "Miniket Rice", None);
    let near = haat.shop("Near").north(100.0).open();
    let far = haat.shop("Far").north(900.0).open();
    let dear = haat.shop("Dear").north(50.0).hours(never).open();
    let out = haat.shop("Out").north(60.0).open();
    let silent = haat.shop("Silent").north(70.0).open();
    for (shop, price, stock) in [
        (&far, Some(7_000), Some(3)),
        (&near, Some(7_000), Some(3)),
        (&dear, Some(8_000), Some(3)),
        (&out, Some(1_000), Some(0)),
        (&silent, None, None),
    ] {
        haat.listing(shop, &rice, price, stock);
    }
    brings(&haat, &near, 500);
    brings(&haat, &far, 500);
    brings(&haat, &dear, 0);
    haat.sql(
        "UPDATE listings SET price_checked_at = now() - interval '3 days'
         WHERE shop_id = $1::text::uuid",
        &[&near.uuid],
    );
    haat.settle();

    let offers = compare(&haat, &rice, &[]);
    let told: Vec<(&str, bool, &Value)> = offers
        .iter()
        .map(|it| {
            let name = it["shop"]["name"]["en"].as_str().unwrap();
            (name, it["best"].as_bool().unwrap(), &it["delivers"])
        })
        .collect();
    let (yes, no, unknown) = (json!(true), json!(false), Value::Null);
    assert_eq!(
        told,
        [
            ("Near", true, &yes),
            ("Far", false, &no),
            ("Dear", false, &no),
            ("Silent", false, &unknown),
            ("Out", false, &unknown),
        ]
    );
    assert!(offers[0]["price_checked_at"].is_string());
    let nearest = compare(&haat, &rice, &[("sort", "distance")]);
    assert_eq!(nearest[0]["shop"]["name"]["en"], "Dear");
    assert_eq!(nearest.iter().filter(|it| it["best"] == true).count(), 1);

    let html = page(&haat, &format!("/bn/products/{}", rice.id));
    for words in [
        "সবচেয়ে কম দাম",
        "দাম বলা হয়েছে ৩ দিন আগে",
        "পৌঁছে দেয়",
        "নিজে আনতে হবে",
    ] {
        assert_eq!(html.matches(words).count().min(1), 1, "{words}");
    }
    assert_eq!(html.matches("সবচেয়ে কম দাম").count(), 1);
    assert!(!html.contains("sort=unit"), "there is one pack only");
}

#[test]
fn packs_are_compared_by_weight() {
    let haat = TestHaat::start();
    let small = haat.product("চাল ১ কেজি", "Rice small", None);
    let large = haat.product("চাল ৫ কেজি", "Rice large", None);
    for (product, size) in [(&small, "1 kg"), (&large, "5 kg")] {
        haat.sql(
            "UPDATE products SET size = $2, family_id = $3::text::uuid, options = jsonb_build_object('pack', $2::text)
             WHERE id = $1::text::uuid",
            &[&product.uuid, &size, &small.uuid],
        );
    }
    let shop = haat.shop("Karim").open();
    haat.listing(&shop, &small, Some(8_200), Some(3));
    haat.listing(&shop, &large, Some(39_500), Some(3));
    haat.settle();
    let offers = compare(&haat, &small, &[("sort", "unit_price")]);
    let told: Vec<_> = offers
        .iter()
        .map(|it| {
            (
                it["size"].as_str().unwrap(),
                it["unit_price"]["amount"].as_i64(),
            )
        })
        .collect();
    assert_eq!(told, [("5 kg", Some(7_900)), ("1 kg", Some(8_200))]);
    let html = page(&haat, &format!("/bn/products/{}?sort=unit", small.id));
    assert!(html.contains("ওজন হিসাবে সবচেয়ে সস্তা"));
    assert!(html.contains(&format!("/bn/products/{}", large.id)));
    assert!(page(&haat, &format!("/bn/products/{}", small.id)).contains("sort=unit"));
}

#[test]
fn a_comparison_needs_a_place_and_a_product() {
    let haat = TestHaat::start();
    let rice = haat.product("চাল", "Rice", None);
    haat.settle();
    let path = format!("/api/v1/products/{}/offers", rice.id);
    assert_eq!(haat.get(&path).status, 422, "nowhere");
    let around = [("lat", "23.8"), ("lng", "90.36")];
    assert_eq!(haat.ask(&path, &around).json()["total"], 0);
    let odd = [around[0], around[1], ("sort", "colour")];
    let refused = haat.ask(&path, &odd);
    assert_eq!(refused.status, 422);
    refused.assert_problem("an unknown order");
    let nothing = format!("/api/v1/products/prd_{}/offers", "0".repeat(32));
    assert_eq!(haat.ask(&nothing, &around).status, 404);
}
