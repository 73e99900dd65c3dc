//! The concept table: words that admins teach search on the private address.

use serde_json::{Value, json};

use crate::haat::{TestHaat, cli, eventually};

const SEARCH: &str = "/api/v1/search";

/// A shop with onions, and nobody who calls them so.
fn shop() -> TestHaat {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").bn("করিম স্টোর").open();
    let onions = haat.product_in_languages("পেঁয়াজ ১ কেজি", "");
    haat.listing(&shop, &onions, Some(9_000), Some(4));
    haat.settle();
    haat
}

fn finds(haat: &TestHaat, q: &str) -> bool {
    let answer = haat.around(SEARCH, &[("q", q), ("literal", "false")]);
    let items = answer["items"].as_array().unwrap();
    items
        .iter()
        .any(|item| item["product"]["name"]["bn"] == "পেঁয়াজ ১ কেজি")
}

fn concept() -> Value {
    json!({
        "name_bn": "পেঁয়াজ",
        "name_en": "Onion",
        "synonyms": ["bulb onion"],
        "dialect_words": ["sylhet:ফিয়াইজ", "barishal:কন্দমূল"],
    })
}

#[test]
fn what_an_admin_teaches_is_searched_with_at_once() {
    let haat = shop();
    assert!(!finds(&haat, "onion"));
    let put = |body: &Value| haat.server().private_send("PUT", "/concepts/onion", body);
    assert_eq!(put(&concept()).status, 201);
    eventually("the English name finds it", || finds(&haat, "onion"));
    assert!(finds(&haat, "bulb onion"), "a synonym of two words");
    assert_eq!(put(&concept()).status, 204, "the same again");

    let listed = haat.server().private_get("/concepts?q=onion").json();
    assert_eq!(listed["items"][0]["id"], "onion");
    assert_eq!(listed["items"][0]["synonyms"], json!(["bulb onion"]));

    let gone = haat
        .server()
        .private_send("DELETE", "/concepts/onion", &Value::Null);
    assert_eq!(gone.status, 204);
    eventually("it is forgotten", || !finds(&haat, "onion"));
    let again = haat
        .server()
        .private_send("DELETE", "/concepts/onion", &Value::Null);
    assert_eq!(
        (again.status, &*again.code()),
        (404, "catalog.concept_not_found")
    );
}

#[test]
fn words_of_a_region_are_known_while_its_pack_is_on() {
    let haat = shop();
    let send = |path: &str, body: &Value| haat.server().private_send("PUT", path, body).status;
    assert_eq!(send("/concepts/onion", &concept()), 201);
    eventually("the word of Barishal finds it", || finds(&haat, "কন্দমূল"));
    assert_eq!(send("/dialects/barishal", &json!({"enabled": false})), 204);
    eventually("it is not known any more", || !finds(&haat, "কন্দমূল"));
    assert!(finds(&haat, "onion"), "other words stay");
    let packs = haat.server().private_get("/dialects").json();
    let off = packs
        .as_array()
        .unwrap()
        .iter()
        .filter(|pack| pack["enabled"] == false);
    assert_eq!(
        off.map(|pack| &pack["code"]).collect::<Vec<_>>(),
        ["barishal"]
    );
}

/// Things of the seeds that have words of regions: the Bengali name, and those words.
fn things_with_dialect() -> Vec<(String, Vec<String>)> {
    let seeds = include_str!("../../seeds/concepts.csv");
    let mut rows = csv::Reader::from_reader(seeds.as_bytes());
    let columns = rows.headers().unwrap().clone();
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let (name, dialect) = (at("name_bn"), at("dialect"));
    let thing = |row: csv::StringRecord| {
        let words = row[dialect]
            .split('|')
            .filter_map(|pair| pair.split_once(':'));
        let words: Vec<String> = words.map(|(_, word)| word.to_owned()).collect();
        (!words.is_empty()).then(|| (row[name].to_owned(), words))
    };
    rows.records()
        .filter_map(|row| thing(row.unwrap()))
        .collect()
}

#[test]
fn words_of_four_regions_find_what_they_mean() {
    let haat = TestHaat::start();
    let seeded = cli(haat.db(), &["seed", "--no-demo"]);
    assert!(seeded.succeeded(), "{}", seeded.told);
    let shop = haat.shop("Karim Store").bn("করিম স্টোর").open();
    let things: Vec<_> = things_with_dialect().into_iter().take(150).collect();
    for (name, _) in &things {
        let product = haat.product_in_languages(name, "");
        haat.listing(&shop, &product, None, None);
    }
    haat.settle();
    let (mut asked, mut missed) = (0, Vec::new());
    for (name, words) in &things {
        for word in words {
            asked += 1;
            let answer = haat.around(SEARCH, &[("q", word), ("max_per_shop", "0")]);
            let found = answer["items"].as_array().unwrap().iter().take(3);
            if !found
                .into_iter()
                .any(|item| item["product"]["name"]["bn"] == **name)
            {
                missed.push(format!("{word}: {name}"));
            }
        }
    }
    assert!(asked >= 200, "only {asked} pairs");
    assert!(
        missed.len() * 20 <= asked,
        "{asked} asked, missed {missed:?}"
    );
}

#[test]
fn names_in_the_other_language_endings_and_uses_are_understood() {
    let haat = TestHaat::start();
    let seeded = cli(haat.db(), &["seed", "--no-demo"]);
    assert!(seeded.succeeded(), "{}", seeded.told);
    let shop = haat.shop("Karim Store").bn("করিম স্টোর").open();
    for (bn, en) in [
        ("লবঙ্গ ৫০ গ্রাম", "Clove 50g"),
        ("নাজির চাল ৫ কেজি", "Nazir Rice 5 kg"),
        ("নাপা ৫০০", "Napa 500"),
        ("সেকলো ২০", "Seclo 20"),
        ("", "Tube Light 20W"),
        ("ঢেঁড়স ৫০০ গ্রাম", ""),
        ("ভিম বার ৩০০ গ্রাম", ""),
        ("ডিম ১২ পিস", "Egg 12 pcs"),
        ("আলু ১ কেজি", "Potato 1 kg"),
    ] {
        let product = haat.product_in_languages(bn, en);
        haat.listing(&shop, &product, Some(10_000), Some(5));
    }
    haat.settle();
    for (q, wanted) in [
        ("long", "লবঙ্গ"),
        ("nazir rice", "নাজির"),
        ("gas er oshudh", "সেকলো"),
        ("medicine for fever", "নাপা"),
        ("জ্বর", "নাপা"),
        ("tubelight", "Tube Light"),
        ("lady's fingers", "ঢেঁড়স"),
        ("ladyfinger", "ঢেঁড়স"),
        ("bashon majar saban", "ভিম"),
        ("আলুর", "আলু"),
        ("ডিমগুলো", "ডিম"),
    ] {
        let answer = haat.around(SEARCH, &[("q", q), ("max_per_shop", "0")]);
        let first = answer["items"][0]["product"]["name"].to_string();
        assert!(first.contains(wanted), "{q}: {first} instead of {wanted}");
    }
}

#[test]
fn what_is_wrong_with_a_concept_is_told_together() {
    let haat = TestHaat::start();
    let bad = json!({
        "name_bn": " ",
        "name_en": "x".repeat(201),
        "dialect_words": ["mars:x"],
        "category_code": "no/such",
        "sold_by": ["castle"],
    });
    let reply = haat
        .server()
        .private_send("PUT", "/concepts/Bad%20Id", &bad);
    assert_eq!(reply.status, 422);
    let fields: Vec<_> = reply.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|wrong| wrong["field"].as_str().unwrap().to_owned())
        .collect();
    let expected = [
        "id",
        "name_bn",
        "name_en",
        "dialect_words",
        "category_code",
        "sold_by",
    ];
    assert_eq!(fields, expected);
    for path in ["/concepts/onion", "/dialects/sylhet"] {
        let reply = haat
            .server()
            .private_send("PUT", path, &json!({"surprise": 1}));
        assert_eq!(
            (reply.status, &*reply.code()),
            (400, "platform.broken_json")
        );
    }
    for path in ["/concepts", "/dialects"] {
        assert_eq!(haat.get(path).status, 404, "{path} is private");
    }
    let unknown = json!({"enabled": true});
    let reply = haat
        .server()
        .private_send("PUT", "/dialects/klingon", &unknown);
    assert_eq!(
        (reply.status, &*reply.code()),
        (404, "catalog.dialect_not_found")
    );
}
