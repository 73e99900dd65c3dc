//! `GET /search` and `/suggest`: the right goods, honestly told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::haat::{Shop, TestHaat, eventually};

const SEARCH: &str = "/api/v1/search";

/// A small street in Mirpur with rice, lentils and soap.
struct Street {
    haat: TestHaat,
    near: Shop,
    far: Shop,
}

fn street() -> Street {
    let haat = TestHaat::start();
    haat.category("food", "খাবার", "Food", "grocery|marketplace");
    haat.category("food/rice", "চাল", "Rice", "");
    haat.category("food/lentils", "ডাল", "Lentils", "");
    haat.category("care", "যত্ন", "Care", "cosmetics");
    let near = haat.shop("Karim Store").bn("করিম স্টোর").north(100.0).open();
    let far = haat
        .shop("Salma Store")
        .bn("সালমা স্টোর")
        .north(1_500.0)
        .open();
    let miniket = haat.product("মিনিকেট চাল", "Miniket Rice", Some("food/rice"));
    let nazir = haat.product("নাজিরশাইল চাল", "Nazirshail Rice", Some("food/rice"));
    let lentils = haat.product("মসুর ডাল", "Red Lentils", Some("food/lentils"));
    let soap = haat.product("সাবান", "Soap", Some("care"));
    for (shop, product, price, stock) in [
        (&near, &miniket, Some(7_500), Some(4)),
        (&near, &nazir, Some(9_000), Some(0)),
        (&near, &lentils, None, None),
        (&far, &miniket, Some(7_000), Some(9)),
        (&far, &nazir, None, None),
        (&far, &soap, Some(5_000), Some(1)),
    ] {
        haat.listing(shop, product, price, stock);
    }
    eventually("six offers and two shops are found", || {
        haat.drift()["listings"] == 6 && crate::haat::is_without_drift(&haat.drift())
    });
    Street { haat, near, far }
}

fn items(answer: &Value) -> &Vec<Value> {
    answer["items"].as_array().unwrap()
}

/// English names of the goods of confirmed answers.
fn goods(answer: &Value) -> Vec<&str> {
    items(answer)
        .iter()
        .filter(|item| item["confirmed"] == true)
        .map(|item| item["product"]["name"]["en"].as_str().unwrap())
        .collect()
}

#[test]
fn bengali_banglish_english_and_a_slip_find_the_same_rice() {
    let street = street();
    for q in [
        "চাল",
        "chal",
        "chaul",
        "rice",
        "ricce",
        "মিনিকেট",
        "miniket",
        "minikat",
    ] {
        let answer = street.haat.around(SEARCH, &[("q", q)]);
        let found = goods(&answer);
        assert!(found.contains(&"Miniket Rice"), "{q}: {found:?}");
        assert!(
            !found.contains(&"Soap") && !found.contains(&"Red Lentils"),
            "{q}: {found:?}"
        );
    }
}

#[test]
fn the_nearer_of_two_equal_offers_comes_first() {
    let street = street();
    let answer = street.haat.around(SEARCH, &[("q", "miniket rice")]);
    let first = &items(&answer)[0];
    assert_eq!(first["shop"]["id"], street.near.id.as_str());
    assert_eq!(first["product"]["name"]["bn"], "মিনিকেট চাল");
    assert_eq!(
        first["listing"]["price"],
        json!({ "amount": 7_500, "currency": "BDT" })
    );
    assert_eq!(
        (&first["type"], &first["confirmed"]),
        (&json!("offer"), &json!(true))
    );
    let metres = first["shop"]["distance_m"].as_f64().unwrap();
    assert!((90.0..110.0).contains(&metres), "{metres}");
}

#[test]
fn price_and_stock_filters_let_through_only_what_the_shop_has_told() {
    let street = street();
    let found = |query: &[(&str, &str)]| {
        let answer = street
            .haat
            .around(SEARCH, &[&[("q", "chal")], query].concat());
        let offers = items(&answer).iter().map(|item| {
            let price = item["listing"]["price"]["amount"].as_i64();
            (
                item["product"]["name"]["en"].as_str().unwrap().to_owned(),
                price,
            )
        });
        offers.collect::<BTreeSet<_>>()
    };
    let rice = |name: &str, price| (format!("{name} Rice"), Some(price));
    let (cheap, usual, dear) = (
        rice("Miniket", 7_000),
        rice("Miniket", 7_500),
        rice("Nazirshail", 9_000),
    );
    assert_eq!(found(&[("max_price", "7000")]), [cheap.clone()].into());
    assert_eq!(
        found(&[("min_price", "7001")]),
        [usual.clone(), dear].into()
    );
    assert_eq!(
        found(&[("min_price", "7000"), ("max_price", "7500")]),
        [cheap.clone(), usual.clone()].into()
    );
    assert_eq!(found(&[("in_stock", "true")]), [cheap, usual].into());
    assert_eq!(found(&[("max_price", "10")]), BTreeSet::new());
}

#[test]
fn sorting_by_price_or_distance_does() {
    let street = street();
    let by = |sort: &str, read: &dyn Fn(&Value) -> Option<f64>| {
        let answer = street.haat.around(SEARCH, &[("q", "chal"), ("sort", sort)]);
        let keys: Vec<f64> = items(&answer)
            .iter()
            .map(|item| read(item).unwrap_or(f64::INFINITY))
            .collect();
        assert!(keys.is_sorted() && keys.len() >= 4, "{sort}: {keys:?}");
    };
    by("price", &|item| item["listing"]["price"]["amount"].as_f64());
    by("distance", &|item| item["shop"]["distance_m"].as_f64());
}

#[test]
fn a_shop_that_has_said_nothing_is_shown_as_not_confirmed_only_for_what_its_kind_sells() {
    let street = street();
    let haat = &street.haat;
    let silent = haat.shop("Silent Grocery").north(50.0).open();
    let chemist = haat
        .shop("Silent Chemist")
        .kind("pharmacy")
        .north(60.0)
        .open();
    eventually("four shops", || {
        haat.around("/api/v1/shops/nearby", &[])["total"] == 4
    });
    let answer = haat.around(
        SEARCH,
        &[("q", "chal"), ("limit", "50"), ("max_per_shop", "0")],
    );
    let unsure: Vec<&Value> = items(&answer)
        .iter()
        .filter(|item| item["confirmed"] == false)
        .collect();
    assert_eq!(unsure.len(), 1, "{answer}");
    assert_eq!(unsure[0]["shop"]["id"], silent.id.as_str());
    assert_eq!(
        (&unsure[0]["type"], &unsure[0]["listing"]),
        (&json!("usually_sells"), &Value::Null)
    );
    assert_eq!(
        (
            &unsure[0]["product"]["id"],
            &unsure[0]["product"]["category"]
        ),
        (&Value::Null, &json!("food/rice"))
    );
    assert!(!answer.to_string().contains(&chemist.id));
    // A price or stock is never guessed, so such a shop passes no such filter.
    for filter in [("max_price", "100000"), ("in_stock", "true")] {
        let filtered = haat.around(SEARCH, &[("q", "chal"), filter]);
        assert!(
            items(&filtered)
                .iter()
                .all(|item| item["confirmed"] == true),
            "{filter:?}"
        );
    }
}

#[test]
fn a_shop_is_found_by_its_name_in_either_script() {
    let street = street();
    for q in ["সালমা স্টোর", "salma store", "salma", "shalma"] {
        let answer = street.haat.around(SEARCH, &[("q", q)]);
        let first = &items(&answer)[0];
        assert_eq!(
            (&first["type"], &first["shop"]["id"]),
            (&json!("shop"), &json!(street.far.id)),
            "{q}"
        );
    }
}

#[test]
fn a_category_can_be_walked_without_words() {
    let street = street();
    let goods_in = |category: &str| {
        let answer = street
            .haat
            .around(SEARCH, &[("category", category), ("limit", "50")]);
        goods(&answer)
            .into_iter()
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    let set = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        goods_in("food/rice"),
        set(&["Miniket Rice", "Nazirshail Rice"])
    );
    assert_eq!(
        goods_in("food"),
        set(&["Miniket Rice", "Nazirshail Rice", "Red Lentils"])
    );
    assert_eq!(goods_in("care"), set(&["Soap"]));
}

#[test]
fn a_search_without_result_is_widened_once_and_says_so() {
    let street = street();
    let narrow = street
        .haat
        .around(SEARCH, &[("q", "soap"), ("radius_m", "800")]);
    assert_eq!(
        (&narrow["widened"], &narrow["total"]),
        (&json!(true), &json!(1)),
        "{narrow}"
    );
    assert_eq!(narrow["radius_m"], 1_600.0);
    let enough = street.haat.around(SEARCH, &[("q", "soap")]);
    assert_eq!(
        (&enough["widened"], &enough["radius_m"]),
        (&json!(false), &json!(3_000.0))
    );
    let nothing = street
        .haat
        .around(SEARCH, &[("q", "xylophone"), ("radius_m", "800")]);
    assert_eq!(
        (&nothing["total"], &nothing["items"]),
        (&json!(0), &json!([]))
    );
}

#[test]
fn explain_adds_scores_and_nothing_else_changes() {
    let street = street();
    let plain = street.haat.around(SEARCH, &[("q", "chal")]);
    let mut explained = street
        .haat
        .around(SEARCH, &[("q", "chal"), ("explain", "true")]);
    assert!(plain["items"][0].get("score").is_none());
    let work = explained.as_object_mut().unwrap().remove("work");
    assert_eq!(work.unwrap()["answers"], plain["total"]);
    let mut last = i64::MAX;
    for item in explained["items"].as_array_mut().unwrap() {
        let item = item.as_object_mut().unwrap();
        let score = item.remove("score").unwrap().as_i64().unwrap();
        assert!(item.remove("score_parts").unwrap().is_object());
        assert!(item.remove("matched").unwrap().is_array());
        assert!(score <= last, "best first");
        last = score;
    }
    assert_eq!(plain, explained);
}

/// Every answer of a question, page by page.
fn walk(haat: &TestHaat, query: &[(&str, &str)]) -> (Vec<Value>, Value) {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let mut asked = query.to_vec();
        if !cursor.is_empty() {
            asked.push(("cursor", &cursor));
        }
        let page = haat.around(SEARCH, &asked);
        all.extend(items(&page).clone());
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return (all, page),
        }
    }
}

fn identity(item: &Value) -> String {
    format!(
        "{} {} {}",
        item["type"], item["shop"]["id"], item["listing"]["id"]
    )
}

#[test]
fn facets_count_what_all_pages_hold() {
    let haat = TestHaat::seeded();
    for q in ["chal", "দুধ", "soap"] {
        let (all, page) = walk(&haat, &[("q", q), ("radius_m", "5000"), ("limit", "100")]);
        assert_eq!(page["total"], all.len(), "{q}");
        assert!(all.len() > 20, "{q} finds {} only", all.len());
        let distinct: BTreeSet<String> = all.iter().map(identity).collect();
        assert_eq!(
            distinct.len(),
            all.len(),
            "{q}: an answer stands on two pages"
        );
        assert_facets(&page["facets"], &all, q);
    }
}

fn assert_facets(facets: &Value, all: &[Value], q: &str) {
    let count = |is: &dyn Fn(&Value) -> bool| all.iter().filter(|item| is(item)).count();
    assert_eq!(
        facets["confirmed"],
        count(&|item| item["confirmed"] == true),
        "{q}"
    );
    assert_eq!(
        facets["in_stock"],
        count(&|item| item["listing"]["in_stock"] == true),
        "{q}"
    );
    assert_eq!(
        facets["open_now"],
        count(&|item| item["shop"]["open"] == true),
        "{q}"
    );
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for item in all {
        *kinds
            .entry(item["shop"]["kind"].as_str().unwrap())
            .or_default() += 1;
    }
    let said = facets["kinds"].as_array().unwrap().iter();
    let said: BTreeMap<&str, usize> = said
        .map(|kind| {
            (
                kind["kind"].as_str().unwrap(),
                usize::try_from(kind["count"].as_u64().unwrap()).unwrap(),
            )
        })
        .collect();
    assert_eq!(said, kinds, "{q}");
    for band in facets["prices"].as_array().unwrap() {
        let (min, max) = (
            band["min"].as_i64().unwrap(),
            band["max"].as_i64().unwrap_or(i64::MAX),
        );
        let within = count(&|item| {
            item["listing"]["price"]["amount"]
                .as_i64()
                .is_some_and(|p| (min..=max).contains(&p))
        });
        assert_eq!(band["count"], within, "{q} {band}");
    }
    let distances = facets["distances"].as_array().unwrap().iter();
    assert_eq!(
        distances
            .map(|band| band["count"].as_u64().unwrap())
            .sum::<u64>(),
        all.len() as u64,
        "{q}"
    );
}

#[test]
fn one_shop_does_not_fill_the_first_page_while_others_have_something() {
    let haat = TestHaat::seeded();
    let most = |per_shop: &str| {
        let page = haat.around(
            SEARCH,
            &[
                ("category", "grocery"),
                ("radius_m", "5000"),
                ("limit", "20"),
                ("max_per_shop", per_shop),
            ],
        );
        let mut shops: BTreeMap<String, usize> = BTreeMap::new();
        for item in items(&page) {
            *shops.entry(item["shop"]["id"].to_string()).or_default() += 1;
        }
        shops.into_values().max().unwrap()
    };
    assert_eq!(most("1"), 1);
    assert!(most("2") <= 2);
}

#[test]
fn pages_by_relevance_hold_every_answer_once() {
    let haat = TestHaat::seeded();
    let query = [
        ("q", "chal"),
        ("radius_m", "10000"),
        ("limit", "13"),
        ("max_per_shop", "2"),
    ];
    let (all, page) = walk(&haat, &query);
    let distinct: BTreeSet<String> = all.iter().map(identity).collect();
    assert_eq!(
        (distinct.len(), &page["total"]),
        (all.len(), &json!(all.len()))
    );
}

#[test]
fn suggestions_are_things_that_are_sold_around_here() {
    let street = street();
    let suggest = |q: &str| {
        street.haat.around("/api/v1/suggest", &[("q", q)])["items"]
            .as_array()
            .unwrap()
            .clone()
    };
    for q in ["cha", "চা", "mini", "মিনি", "naz"] {
        let found = suggest(q);
        assert!(!found.is_empty() && found.len() <= 8, "{q}: {found:?}");
        assert!(
            found.iter().any(|s| s["name"].to_string().contains("চাল")),
            "{q}: {found:?}"
        );
    }
    assert_eq!(suggest("qqqqzzzz"), Vec::<Value>::new());
    assert_eq!(suggest(""), Vec::<Value>::new());
    let elsewhere = street
        .haat
        .ask(
            "/api/v1/suggest",
            &[("q", "mini"), ("lat", "22.3"), ("lng", "91.8")],
        )
        .json();
    assert_eq!(elsewhere["items"], json!([]), "nobody sells it there");
}

#[test]
fn suggestions_are_short_differ_and_carry_both_scripts() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    for brand in ["চাষী Chashi", "রশিদ Rashid", "প্রাণ Pran", "তীর Teer"]
    {
        let (bn, en) = brand.split_once(' ').unwrap();
        for (good_bn, good_en) in [
            ("চিনিগুঁড়া চাল", "Chinigura Rice"),
            ("চিনি", "Sugar"),
            ("চিড়া", "Flattened Rice"),
            ("চিকেন নাগেট", "Chicken Nuggets"),
        ] {
            let (bn, en) = (
                format!("{bn} {good_bn} ১ কেজি"),
                format!("{en} {good_en} 1 kg"),
            );
            let product = haat.product_in_languages(&bn, &en);
            haat.listing(&shop, &product, Some(10_000), Some(5));
        }
    }
    haat.settle();
    for q in ["c", "চ", "ch", "chi", "চিন", "chini"] {
        let reply = haat.ask(
            "/api/v1/suggest",
            &[("q", q), ("lat", "23.8069"), ("lng", "90.3687")],
        );
        let text = reply.text();
        assert!(text.len() <= 3 * 1024, "{q}: {} bytes", text.len());
        let items = reply.json()["items"].as_array().unwrap().clone();
        let names: Vec<String> = items.iter().map(|item| item["name"].to_string()).collect();
        let distinct: BTreeSet<&String> = names.iter().collect();
        assert!(!items.is_empty() && items.len() <= 8, "{q}: {names:?}");
        assert_eq!(distinct.len(), names.len(), "{q}: {names:?}");
        let both = |item: &Value| item["name"]["bn"].is_string() && item["name"]["en"].is_string();
        assert!(items.iter().all(both), "{q}: {names:?}");
    }
}
