//! A product that the catalogue misses: proposed, listed by its shop, looked at by
//! an admin of its area.

use serde_json::{Value, json};

use super::Keeper;
use crate::haat::{Device, Reply, TestHaat, encode, eventually};

fn proposal(name: &str) -> Value {
    json!({ "name_en": name, "name_bn": "নতুন পণ্য", "category": "grocery/rice", "size": "1 kg" })
}

fn propose(keeper: &Keeper<'_>, name: &str) -> String {
    let reply = keeper.ask("POST", "/proposals", &proposal(name));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["product"].as_str().unwrap().to_owned()
}

/// Admins at work.
struct Desk<'a>(&'a TestHaat, Device);

impl Desk<'_> {
    fn ask(&self, method: &str, path: &str, body: &Value) -> Reply {
        let path = format!("/api/v1/admin/products/{path}");
        self.0
            .server()
            .say(method, &path, Some(&self.1.token), body)
    }

    fn waiting(&self) -> Vec<String> {
        let page = self.ask("GET", "proposals", &Value::Null);
        assert_eq!(page.status, 200, "{}", page.text());
        let items = page.json()["items"].as_array().unwrap().clone();
        let name = |item: &Value| item["product"]["name"]["en"].as_str().unwrap().to_owned();
        items.iter().map(name).collect()
    }

    fn review(&self, product: &str, verdict: &Value) -> Reply {
        self.ask("POST", &format!("{product}/review"), verdict)
    }

    fn page(&self, path: &str) -> Reply {
        let server = self.0.server();
        let bearer = format!("Bearer {}", self.1.token);
        let path = format!("/bn/admin/proposals{path}");
        let request = server.request("GET", &path).header("authorization", bearer);
        server.send(request, "")
    }

    fn sends(&self, product: &str, fields: &[(&str, &str)]) -> Reply {
        let server = self.0.server();
        let request = server
            .request("POST", &format!("/bn/admin/proposals/{product}"))
            .header("authorization", format!("Bearer {}", self.1.token))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)));
        server.send(request, pairs.collect::<Vec<_>>().join("&"))
    }
}

fn finds(haat: &TestHaat, name: &str) -> bool {
    let page = haat.around("/api/v1/search", &[("q", name)]);
    let items = page["items"].as_array().unwrap().clone();
    items
        .iter()
        .any(|item| item["product"]["name"]["en"] == name)
}

#[test]
fn a_proposal_is_seen_by_its_shop_alone_until_it_is_accepted() {
    let haat = TestHaat::seeded();
    let (ours, theirs) = (haat.shop("Ours").open(), haat.shop("Theirs").open());
    let (karim, salma) = (haat.keeper(&ours, "manager"), haat.keeper(&theirs, "owner"));
    let mirpur = Desk(&haat, haat.device_of(&haat.area_admin("BD3026")));
    let chattogram = Desk(&haat, haat.device_of(&haat.area_admin("BD2015")));
    let id = propose(&karim, "Zebrarice Gold");
    karim.list(&id, &json!({ "price": 9_000, "stock": 5 }));
    let stranger = salma.ask("POST", "/offers", &json!({ "product": id }));
    assert_eq!(stranger.code(), "catalog.no_product");
    assert_eq!(haat.get(&format!("/api/v1/products/{id}")).status, 404);
    assert_eq!(karim.see("/proposals")["items"][0]["status"], "in_review");
    assert_eq!(salma.see("/proposals")["items"], json!([]));
    assert_eq!(mirpur.waiting(), ["Zebrarice Gold"]);
    assert_eq!(chattogram.waiting(), Vec::<String>::new());
    assert_eq!(
        chattogram
            .review(&id, &json!({ "verdict": "accept" }))
            .status,
        404
    );
    haat.settle();
    assert!(!finds(&haat, "Zebrarice Gold"));

    let verdict = json!({ "verdict": "accept" });
    let accepted = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| mirpur.review(&id, &verdict).status))
            .collect();
        let mut statuses: Vec<u16> = tries.into_iter().map(|it| it.join().unwrap()).collect();
        statuses.sort_unstable();
        statuses
    });
    assert_eq!(accepted, [204, 409], "two who decide at once decide once");
    eventually("shoppers find it", || finds(&haat, "Zebrarice Gold"));
    assert_eq!(karim.see("/proposals")["items"][0]["status"], "listed");
    salma.list(&id, &json!({ "price": 8_800 }));
    let noted = "SELECT count(*) FROM audit_log WHERE deed = 'catalog.review_product'";
    assert_eq!(haat.count(noted), 1);
}

#[test]
fn what_is_rejected_or_there_already_leaves_the_list_of_its_shop() {
    let haat = TestHaat::seeded();
    let shop = haat.shop("Ours").open();
    let karim = haat.keeper(&shop, "manager");
    let boss = Desk(&haat, haat.device_of(&haat.with_role("super_admin")));
    let real = haat.product("আসল চাল", "Real Rice", None);
    let (bad, same) = (propose(&karim, "Bad Thing"), propose(&karim, "Real Rise"));
    karim.list(&bad, &json!({ "price": 100 }));
    let offer = karim.list(&same, &json!({ "price": 200, "stock": 3 }));
    for (verdict, field, code) in [
        (json!({}), "verdict", "catalog.unknown_verdict"),
        (
            json!({ "verdict": "maybe" }),
            "verdict",
            "catalog.unknown_verdict",
        ),
        (json!({ "verdict": "reject" }), "reason", "platform.missing"),
        (
            json!({ "verdict": "reject", "reason": "x".repeat(1001) }),
            "reason",
            "platform.too_long",
        ),
        (
            json!({ "verdict": "same_as" }),
            "same_as",
            "platform.missing",
        ),
        (
            json!({ "verdict": "same_as", "same_as": "rice" }),
            "same_as",
            "catalog.no_product",
        ),
        (
            json!({ "verdict": "same_as", "same_as": bad }),
            "same_as",
            "catalog.no_product",
        ),
    ] {
        let refused = boss.review(&same, &verdict);
        assert_eq!(refused.status, 422, "{}", refused.text());
        let told = &refused.json()["errors"][0];
        assert_eq!(
            (&told["field"], &told["code"]),
            (&json!(field), &json!(code))
        );
    }
    let reason = json!({ "verdict": "reject", "reason": "এটি পণ্য নয়।" });
    assert_eq!(boss.review(&bad, &reason).status, 204);
    let merged = boss.review(&same, &json!({ "verdict": "same_as", "same_as": real.id }));
    assert_eq!(merged.status, 204, "{}", merged.text());
    let own = karim.see("/proposals")["items"].clone();
    assert_eq!(own[1]["status"], "rejected");
    assert_eq!(own[1]["note"], "এটি পণ্য নয়।");
    let list = karim.see("/offers");
    assert_eq!(list["total"], 1, "{list}");
    assert_eq!(list["items"][0]["id"], offer["id"]);
    assert_eq!(list["items"][0]["product"]["id"], real.id);
    assert_eq!(list["items"][0]["stock"], 3);
}

#[test]
fn a_barcode_belongs_to_one_product() {
    let haat = TestHaat::seeded();
    let shop = haat.shop("Ours").open();
    let karim = haat.keeper(&shop, "manager");
    let mut body = proposal("First");
    body["barcode"] = json!("৪০০৬৩৮১৩৩৩৯৩১");
    let first = karim.ask("POST", "/proposals", &body);
    assert_eq!(first.status, 201, "{}", first.text());
    body["name_en"] = json!("Second");
    body["barcode"] = json!("4006381-333931");
    let second = karim.ask("POST", "/proposals", &body);
    assert_eq!(second.status, 409, "{}", second.text());
    assert_eq!(second.json()["code"], "catalog.barcode_taken");
    assert_eq!(second.json()["product"], first.json()["product"]);
}

#[test]
fn a_proposal_is_described_as_its_category_asks() {
    let haat = TestHaat::seeded();
    let shop = haat.shop("Ours").open();
    let karim = haat.keeper(&shop, "manager");
    let asked = json!([{ "code": "warranty", "names": { "bn": "ওয়ারেন্টি", "en": "Warranty" },
        "type": "number", "unit": "month", "min": 0, "max": 240, "required": true }]);
    haat.sql(
        "UPDATE categories SET attributes = $1::text::jsonb WHERE code = 'grocery'",
        &[&asked.to_string()],
    );
    let told = haat.get("/api/v1/attributes?category=grocery/rice").json();
    assert_eq!(
        told["items"][0]["code"], "warranty",
        "what is above asks too"
    );
    assert_eq!(haat.get("/api/v1/attributes?category=nothing").status, 404);
    assert_eq!(haat.get("/api/v1/attributes").code(), "platform.missing");
    let send = |attributes: Value, more: Value| {
        let mut body = proposal("Fan");
        body["attributes"] = attributes;
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        karim.ask("POST", "/proposals", &body)
    };
    assert_eq!(send(json!({ "warranty": 12 }), json!({})).status, 201);
    let wrong = send(
        json!({ "colour": "red" }),
        json!({ "category": "grocery/rice", "name_en": "x".repeat(201), "variant_of": "prd_00000000000070008000000000000000" }),
    );
    let codes: Vec<Value> = (wrong.json()["errors"].as_array().unwrap().iter())
        .map(|error| error["code"].clone())
        .collect();
    let expected = [
        "platform.too_long",
        "platform.missing",
        "catalog.unknown_attribute",
        "catalog.no_product",
    ];
    assert_eq!(codes, expected.map(|code| json!(code)));
    let nowhere = send(json!({}), json!({ "category": "nothing" }));
    assert_eq!(nowhere.code(), "catalog.unknown_category");
    let nameless = send(
        json!({ "warranty": 1 }),
        json!({ "name_en": null, "name_bn": " " }),
    );
    assert_eq!(nameless.code(), "platform.missing");
}

#[test]
fn an_admin_puts_a_proposal_right_and_takes_it_in_on_the_page() {
    let haat = TestHaat::seeded();
    let shop = haat.shop("Ours").open();
    let karim = haat.keeper(&shop, "manager");
    let mirpur = Desk(&haat, haat.device_of(&haat.area_admin("BD3026")));
    let chattogram = Desk(&haat, haat.device_of(&haat.area_admin("BD2015")));
    let id = propose(&karim, "Zebrarise");
    karim.list(&id, &json!({ "price": 9_000, "stock": 5 }));
    let path = format!("/{id}");
    assert!(mirpur.page("").text().contains(&path));
    assert!(!chattogram.page("").text().contains(&path));
    assert_eq!(chattogram.page(&path).status, 404);
    let accept = |name: &'static str, category: &'static str| {
        [
            ("verdict", "accept"),
            ("name_bn", "জেব্রা চাল"),
            ("name_en", name),
            ("brand", "Zebra"),
            ("size", "2 kg"),
            ("category", category),
        ]
    };
    let foreign = chattogram.sends(&id, &accept("Zebra Rice", "grocery/rice"));
    assert_eq!(foreign.status, 404);
    let page = mirpur.page(&path);
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("Ours"), "which shop misses it");
    let nameless = [
        ("verdict", "accept"),
        ("name_bn", ""),
        ("name_en", ""),
        ("category", "nothing"),
    ];
    let wrong = mirpur.sends(&id, &nameless);
    assert_eq!(wrong.status, 422);
    for field in ["name_bn", "category"] {
        assert!(
            wrong.text().contains(&format!("id=\"{field}-wrong\"")),
            "{field}"
        );
    }
    let done = mirpur.sends(&id, &accept("Zebra Rice", "grocery/rice"));
    assert!(
        done.header("location").contains("done=accepted"),
        "{}",
        done.text()
    );
    eventually("shoppers find it by its right name", || {
        finds(&haat, "Zebra Rice")
    });
    let shown = haat.get(&format!("/api/v1/products/{id}")).json();
    assert_eq!(
        (&shown["brand"], &shown["size"]),
        (&json!("Zebra"), &json!("2 kg"))
    );
    assert_eq!(mirpur.page(&path).status, 404, "it no longer waits");
    assert_eq!(
        mirpur.sends(&id, &accept("Zebra", "grocery/rice")).status,
        404
    );
}

#[test]
fn an_admin_finds_what_is_there_already_and_merges_or_rejects() {
    let haat = TestHaat::seeded();
    let shop = haat.shop("Ours").open();
    let karim = haat.keeper(&shop, "manager");
    let boss = Desk(&haat, haat.device_of(&haat.with_role("super_admin")));
    let real = haat.product("আসল চাল", "Genuine Rice", None);
    haat.settle();
    let (same, bad) = (
        propose(&karim, "Genuine Rice"),
        propose(&karim, "Bad Thing"),
    );
    karim.list(&same, &json!({ "price": 200, "stock": 3 }));
    let asked = format!("/{same}?q=Genuine+Rice");
    eventually("the one that is there is shown", || {
        boss.page(&asked)
            .text()
            .contains(&format!("value=\"{}\"", real.id))
    });
    assert_eq!(
        boss.sends(&same, &[("verdict", "same_as"), ("same_as", "rice")])
            .status,
        422
    );
    let merged = boss.sends(&same, &[("verdict", "same_as"), ("same_as", &real.id)]);
    assert!(
        merged.header("location").contains("done=merged"),
        "{}",
        merged.text()
    );
    assert_eq!(karim.see("/offers")["items"][0]["product"]["id"], real.id);
    let silent = boss.sends(&bad, &[("verdict", "reject"), ("reason", " ")]);
    assert_eq!(silent.status, 422);
    assert!(silent.text().contains("id=\"reason-wrong\""));
    let rejected = boss.sends(&bad, &[("verdict", "reject"), ("reason", "এটি পণ্য নয়।")]);
    assert!(
        rejected.header("location").contains("done=rejected"),
        "{}",
        rejected.text()
    );
    let own = karim.see("/proposals")["items"].clone();
    assert_eq!(own[0]["note"], "এটি পণ্য নয়।");
}
