//! Shoppers say that a price is wrong, the shop answers; and what it has cost.

use serde_json::{Value, json};

use super::{Keeper, path_of};
use crate::haat::{Database, Reply, TestHaat};

struct Market {
    haat: TestHaat,
}

fn report(haat: &TestHaat, token: Option<&str>, offer: &Value, price: &Value) -> Reply {
    let path = format!("/api/v1{}/reports", path_of(offer));
    haat.server()
        .say("POST", &path, token, &json!({ "price": price }))
}

fn open(haat: &TestHaat) -> i64 {
    haat.count("SELECT count(*) FROM price_reports WHERE status = 'open'")
}

impl Market {
    fn open() -> Self {
        Self {
            haat: TestHaat::start(),
        }
    }

    fn keeper(&self) -> (Keeper<'_>, Value) {
        let shop = self.haat.shop("Karim Store").bn("করিম স্টোর").open();
        let karim = self.haat.keeper(&shop, "manager");
        let dal = self.haat.product("মসুর ডাল", "Masoor Dal", None);
        let offer = karim.list(&dal.id, &json!({ "price": 7_200, "stock": 5 }));
        (karim, offer)
    }
}

#[test]
fn one_person_and_one_device_have_one_open_report_each() {
    let market = Market::open();
    let (haat, (karim, offer)) = (&market.haat, market.keeper());
    let rina = haat.device_of(&haat.person());
    let first = report(haat, Some(&rina.token), &offer, &json!(7_500));
    assert_eq!(first.status, 201, "{}", first.text());
    let again = report(haat, Some(&rina.token), &offer, &json!(7_600));
    assert_eq!(
        (again.status, &again.json()["id"]),
        (200, &first.json()["id"])
    );
    assert_eq!(
        report(haat, None, &offer, &Value::Null).status,
        201,
        "from an address"
    );
    assert_eq!(report(haat, None, &offer, &Value::Null).status, 200);
    assert_eq!(open(haat), 2);

    let told = karim.see(&format!("{}/reports", path_of(&offer)));
    let asked: Vec<&Value> = told["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["asked"])
        .collect();
    assert_eq!(
        asked,
        [&Value::Null, &json!({ "amount": 7_600, "currency": "BDT" })]
    );
    let listed = karim.see("/offers?part=reported");
    assert_eq!(
        (&listed["total"], &listed["items"][0]["reports"]),
        (&json!(1), &json!(2))
    );
    let known: String = haat
        .db()
        .connect()
        .query_one(
            "SELECT string_agg(encode(reporter, 'escape'), ' ') FROM price_reports",
            &[],
        )
        .unwrap()
        .get(0);
    assert!(
        !known.contains("127.0.0.1") && !known.contains("usr_"),
        "{known}"
    );
}

#[test]
fn the_shop_puts_the_price_right_or_says_that_it_is() {
    let market = Market::open();
    let (haat, (karim, offer)) = (&market.haat, market.keeper());
    let path = format!("{}/reports", path_of(&offer));
    report(haat, None, &offer, &json!(7_500));
    let answer = |version: &Value, more: Value| {
        let mut body = more;
        body["version"] = version.clone();
        karim.ask("POST", &path, &body)
    };
    let right = answer(&offer["version"], json!({ "answer": "right" }));
    assert_eq!(right.status, 200, "{}", right.text());
    let right = right.json();
    assert_eq!(
        (&right["price"]["amount"], &right["reports"]),
        (&json!(7_200), &json!(0))
    );
    assert_ne!(right["price_checked_at"], offer["price_checked_at"]);
    assert_eq!(
        haat.count("SELECT count(*) FROM price_reports WHERE status = 'right'"),
        1
    );

    // Closed, so the same device may say it again.
    assert_eq!(report(haat, None, &offer, &json!(7_500)).status, 201);
    let stale = answer(
        &offer["version"],
        json!({ "answer": "fixed", "price": 7_500 }),
    );
    assert_eq!(
        (stale.status, stale.code()),
        (409, "catalog.stale_offer".to_owned())
    );
    let same = answer(
        &right["version"],
        json!({ "answer": "fixed", "price": 7_200 }),
    );
    assert_eq!(same.status, 422);
    let fixed = answer(
        &right["version"],
        json!({ "answer": "fixed", "price": 7_500 }),
    );
    assert_eq!(fixed.json()["price"]["amount"], 7_500, "{}", fixed.text());
    assert_eq!(open(haat), 0);

    // A price that is changed in any other way is no longer what was reported.
    let now = fixed.json();
    assert_eq!(report(haat, None, &now, &Value::Null).status, 201);
    let changed = karim.change(&now, &json!({ "stock": 9 })).json();
    assert_eq!(open(haat), 1, "stock is no price");
    assert_eq!(
        karim.change(&changed, &json!({ "price": 7_700 })).status,
        200
    );
    assert_eq!(open(haat), 0);
    for bad in [
        json!({}),
        json!({ "answer": "perhaps", "version": 1 }),
        json!({ "answer": "fixed", "version": 1 }),
        json!({ "answer": "right", "version": 1, "price": 5 }),
    ] {
        assert_eq!(karim.ask("POST", &path, &bad).status, 422, "{bad}");
    }
    let packer = haat.keeper(&karim.shop, "packer");
    let refused = packer.ask("POST", &path, &json!({ "answer": "right", "version": 1 }));
    assert_eq!(refused.status, 403);
}

#[test]
fn what_cannot_be_reported_is_refused() {
    let market = Market::open();
    let (haat, (karim, offer)) = (&market.haat, market.keeper());
    let code = |reply: Reply| {
        (
            reply.status,
            reply.json()["errors"][0]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    };
    let same = report(haat, None, &offer, &json!(7_200));
    assert_eq!(same.status, 422, "{}", same.text());
    same.assert_problem("the same price");
    for bad in [json!(0), json!(-5), json!("much"), json!(1_u64 << 60)] {
        let refused = report(haat, None, &offer, &bad);
        assert_eq!(code(refused).0, 422, "{bad}");
    }
    let nothing = json!({ "id": format!("lst_{}", "0".repeat(32)) });
    assert_eq!(report(haat, None, &nothing, &Value::Null).status, 404);
    let other = haat.product("ডিম", "Eggs", None);
    let unpriced = karim.list(&other.id, &json!({}));
    let refused = report(haat, None, &unpriced, &Value::Null);
    assert_eq!(
        (refused.status, refused.code()),
        (409, "catalog.no_price_shown".to_owned())
    );
    haat.sql("UPDATE shops SET status = 'hidden'", &[]);
    assert_eq!(
        report(haat, None, &offer, &Value::Null).status,
        404,
        "nobody finds it"
    );
    let prices = format!("/api/v1{}/prices", path_of(&offer));
    assert_eq!(haat.get(&prices).status, 404);
    assert_eq!(open(haat), 0);
}

#[test]
fn a_caller_reports_a_few_times_an_hour() {
    let settings = [
        ("HAAT_RATE_LOOPBACK", "true"),
        ("REDIS_URL", ""),
        ("HAAT_RATE_ASK", "2"),
    ];
    let market = Market {
        haat: TestHaat::with(&Database::migrated, &settings),
    };
    let (haat, (karim, first)) = (&market.haat, market.keeper());
    let offers: Vec<Value> = (0..3)
        .map(|n| {
            let product = haat.product(&format!("পণ্য {n}"), &format!("Thing {n}"), None);
            karim.list(&product.id, &json!({ "price": 1_000 }))
        })
        .collect();
    assert_eq!(report(haat, None, &first, &Value::Null).status, 201);
    assert_eq!(
        report(haat, None, &first, &Value::Null).status,
        200,
        "not counted"
    );
    assert_eq!(report(haat, None, &offers[0], &Value::Null).status, 201);
    let refused = report(haat, None, &offers[1], &Value::Null);
    assert_eq!(
        (refused.status, refused.code()),
        (429, "platform.asked_enough".to_owned())
    );
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(open(haat), 2);
}

#[test]
fn an_admin_sees_the_shops_of_her_area_alone() {
    let haat = TestHaat::seeded();
    let shop = haat.shop("Karim Store").bn("করিম স্টোর").open();
    let dal = haat.product("মসুর ডাল", "Masoor Dal", None);
    let karim = haat.keeper(&shop, "manager");
    let offer = karim.list(&dal.id, &json!({ "price": 7_200 }));
    assert_eq!(report(&haat, None, &offer, &Value::Null).status, 201);
    let seen = |person| {
        let device = haat.device_of(&person);
        let token = Some(device.token.as_str());
        let reply = haat
            .server()
            .say("GET", "/api/v1/admin/price-reports", token, &Value::Null);
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["items"].clone()
    };
    let everywhere = seen(haat.with_role("super_admin"));
    assert_eq!(everywhere[0]["shop"], shop.id.as_str());
    assert_eq!(
        (&everywhere[0]["reports"], &everywhere[0]["offers"]),
        (&json!(1), &json!(1))
    );
    // Dhaka's and Chattogram's.
    assert_eq!(seen(haat.area_admin("BD3026")).as_array().unwrap().len(), 1);
    assert_eq!(seen(haat.area_admin("BD2015")), json!([]));
}

#[test]
fn a_price_has_a_history_of_ninety_days() {
    let market = Market::open();
    let (haat, (karim, offer)) = (&market.haat, market.keeper());
    let path = format!("/api/v1{}/prices", path_of(&offer));
    let offer = karim.change(&offer, &json!({ "price": 7_500 })).json();
    karim.change(&offer, &json!({ "price": null }));
    let told = |haat: &TestHaat| -> Vec<Value> {
        let list = haat.get(&path).json();
        let items = list["items"].as_array().unwrap().clone();
        items
            .into_iter()
            .map(|it| it["price"]["amount"].clone())
            .collect()
    };
    assert_eq!(told(haat), [json!(7_200), json!(7_500), Value::Null]);
    // Older lines: only what it cost at the beginning of the ninety days counts.
    let listing = "(SELECT id FROM listings LIMIT 1)";
    let mut client = haat.db().connect();
    client
        .batch_execute(&format!(
            "SET session_replication_role = replica;
             DELETE FROM price_changes;
             INSERT INTO price_changes (listing_id, price_poisha, at) VALUES
                ({listing}, 6000, now() - interval '200 days'),
                ({listing}, 6500, now() - interval '100 days'),
                ({listing}, 7000, now() - interval '10 days')"
        ))
        .unwrap();
    assert_eq!(told(haat), [json!(6_500), json!(7_000)]);
    let id = offer["id"].as_str().unwrap();
    let html = haat.get(&format!("/bn/offers/{id}")).text();
    assert!(html.contains("৳৭০") && html.contains("৳৫ বেড়েছে"), "{html}");
    assert!(html.contains("<svg viewBox=\"0 0 300 96\" role=\"img\""));
}

#[test]
fn a_form_reports_without_a_script() {
    let market = Market::open();
    let (haat, (_, offer)) = (&market.haat, market.keeper());
    let path = format!("/bn/offers/{}", offer["id"].as_str().unwrap());
    let page = haat.get(&path);
    assert_eq!(page.status, 200);
    let device = page
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert!(device.starts_with("haat_device="), "{device}");
    let send = |body: &'static str, origin: &str| {
        let request = haat
            .server()
            .request("POST", &path)
            .header("cookie", device.as_str())
            .header("origin", origin)
            .header("content-type", "application/x-www-form-urlencoded");
        haat.server().send(request, body)
    };
    let own = format!("http://{}", haat.server().address());
    // ৭৫
    let answer = send("price=%E0%A7%AD%E0%A7%AB", &own);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let thanks = haat.get(answer.header("location")).text();
    assert!(thanks.contains("দোকানিকে জানানো হয়েছে"), "{thanks}");
    let again = send("price=", &own);
    assert!(again.header("location").ends_with("done=again"));
    assert_eq!(open(haat), 1);
    let odd = send("price=much", &own);
    assert_eq!(odd.status, 422);
    assert!(
        odd.text().contains("value=\"much\""),
        "what was typed stays"
    );
    assert_eq!(send("price=80", "https://elsewhere.example").status, 404);
    assert_eq!(haat.get("/bn/offers/lst_1").status, 404);
}
