//! One thing in several sizes is one page with many options.

use serde_json::{Value, json};

use crate::haat::{TestHaat, eventually};

#[test]
fn a_product_lists_its_family_and_what_nobody_has_leads_nowhere() {
    let haat = TestHaat::seeded();
    let shop = haat.shop("Ours").open();
    let karim = haat.keeper(&shop, "manager");
    let admin = haat.device_of(&haat.with_role("super_admin"));
    let first = haat.product("জেব্রা চাল ১ কেজি", "Zebra Rice 1 kg", Some("grocery/rice"));
    let propose = |name: &str, size: &str| {
        let body = json!({ "name_en": name, "category": "grocery/rice", "variant_of": first.id, "options": { "size": size } });
        let reply = karim.ask("POST", "/proposals", &body);
        assert_eq!(reply.status, 201, "{}", reply.text());
        let id = reply.json()["product"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/admin/products/{id}/review");
        let verdict = json!({ "verdict": "accept" });
        let done = haat
            .server()
            .say("POST", &path, Some(&admin.token), &verdict);
        assert_eq!(done.status, 204, "{}", done.text());
        id
    };
    let (five, ten) = (
        propose("Zebra Rice 5 kg", "5 kg"),
        propose("Zebra Rice 10 kg", "10 kg"),
    );
    karim.list(&first.id, &json!({ "price": 9_000, "stock": 3 }));
    karim.list(&five, &json!({ "price": 44_000, "stock": 0 }));
    karim.list(&ten, &json!({ "price": 85_000 }));
    haat.settle();
    for id in [&first.id, &five, &ten] {
        let page = haat.around(&format!("/api/v1/products/{id}"), &[]);
        let variants = page["variants"].as_array().unwrap().iter();
        let told = |one: &Value| {
            (
                one["id"].clone(),
                one["options"].clone(),
                one["available"].clone(),
            )
        };
        let told: Vec<_> = variants.map(told).collect();
        let expected = [
            (json!(first.id), json!({}), json!(true)),
            (json!(five), json!({ "size": "5 kg" }), json!(false)),
            (json!(ten), json!({ "size": "10 kg" }), json!(true)),
        ];
        assert_eq!(told, expected, "{id}");
    }
    let nowhere = haat.get(&format!("/api/v1/products/{five}")).json();
    assert_eq!(
        nowhere["variants"][0]["available"],
        Value::Null,
        "nobody said where"
    );

    let request = haat
        .server()
        .request("GET", &format!("/en/products/{}", first.id))
        .header("cookie", "haat_place=23.8069_90.3687_a_loc-mirpur-10");
    let page = haat.server().send(request, "").text();
    assert!(page.contains(r#"aria-disabled="true">5 kg"#), "{page}");
    assert!(page.contains(&format!("/en/products/{ten}")));
    assert!(
        !page.contains(&format!("/en/products/{five}?")),
        "sold out everywhere"
    );

    haat.sql(
        "UPDATE products SET family_id = NULL WHERE name_en LIKE 'Zebra Rice %0 kg'",
        &[],
    );
    eventually("who leaves the family stands alone", || {
        let page = haat.around(&format!("/api/v1/products/{ten}"), &[]);
        page["variants"] == json!([])
    });
    haat.settle();
}
