//! What search says of an answer: which words matched what and why, where they
//! stand in its names, and how the question was read.

use serde_json::{Value, json};

use crate::haat::{TestHaat, eventually};

const SEARCH: &str = "/api/v1/search";
const PLACE: &str = "haat_place=23.8069_90.3687_a_loc-mirpur-10";

/// A shop that sells these, named in Bengali and in English; empty is not told.
fn shop_with(goods: &[(&str, &str)]) -> TestHaat {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").bn("করিম স্টোর").open();
    for (bn, en) in goods {
        let product = haat.product_in_languages(bn, en);
        haat.listing(&shop, &product, Some(9_000), Some(4));
    }
    haat.settle();
    haat
}

/// The answer with this name in either language.
fn answer(haat: &TestHaat, q: &str, name: &str) -> Value {
    let found = haat.around(
        SEARCH,
        &[("q", q), ("explain", "true"), ("max_per_shop", "0")],
    );
    let items = found["items"].as_array().unwrap();
    let called = |item: &&Value| {
        let names = &item["product"]["name"];
        names["bn"] == name || names["en"] == name
    };
    let found = items.iter().find(called);
    found
        .unwrap_or_else(|| panic!("{q} does not find {name}: {items:#?}"))
        .clone()
}

/// `[found, why, via]` of each word of the question.
fn whys(answer: &Value) -> Vec<Value> {
    let words = answer["matched"].as_array().unwrap().iter();
    words
        .map(|word| json!([word["found"], word["why"], word["via"]]))
        .collect()
}

#[test]
fn every_way_to_match_is_told_as_it_was() {
    let haat = shop_with(&[
        ("দেশি পেঁয়াজ ১ কেজি", ""),
        ("কালোজিরা", ""),
        ("কাঁচা মরিচ", ""),
        ("", "Samsung Laptop"),
        ("লবণ", "Salt"),
        ("মোটা লবণ", "Coarse Salt"),
        ("বিট লবণ", ""),
    ]);
    for (q, name, expected) in [
        (
            "পেঁয়াজ",
            "দেশি পেঁয়াজ ১ কেজি",
            vec![json!(["পেঁয়াজ", "exact", null])],
        ),
        (
            "peyaj",
            "দেশি পেঁয়াজ ১ কেজি",
            vec![json!(["পেঁয়াজ", "sound", null])],
        ),
        (
            "peyaj 1 kg",
            "দেশি পেঁয়াজ ১ কেজি",
            vec![
                json!(["পেঁয়াজ", "sound", null]),
                json!(["১", "number", null]),
                json!(["কেজি", "unit", null]),
            ],
        ),
        (
            "labtop",
            "Samsung Laptop",
            vec![json!(["Laptop", "typo", null])],
        ),
        (
            "SAMSUNG",
            "Samsung Laptop",
            vec![json!(["Samsung", "exact", null])],
        ),
        ("কাঁচামরিচ", "কাঁচা মরিচ", vec![json!(["কাঁচা মরিচ", "split", null])]),
        (
            "kalo jira",
            "কালোজিরা",
            vec![
                json!(["কালোজিরা", "joined", null]),
                json!(["কালোজিরা", "joined", null]),
            ],
        ),
        (
            "salt",
            "বিট লবণ",
            vec![json!(["লবণ", "other_language", "salt"])],
        ),
        (
            "samsung xylophone",
            "Samsung Laptop",
            vec![json!(["Samsung", "exact", null]), json!([null, null, null])],
        ),
    ] {
        let answer = answer(&haat, q, name);
        assert_eq!(whys(&answer), expected, "{q}: {answer:#}");
        let typed = answer["matched"].as_array().unwrap().iter();
        let typed: Vec<&str> = typed.map(|word| word["typed"].as_str().unwrap()).collect();
        assert_eq!(typed.join(" "), q);
    }
}

#[test]
fn categories_and_concepts_are_named_as_the_reason() {
    let haat = TestHaat::start();
    haat.category("food", "খাবার", "Food", "grocery");
    haat.category("food/rice", "চাল", "Rice", "");
    let shop = haat.shop("Karim Store").open();
    haat.shop("Silent Grocery").north(200.0).open();
    for (bn, en, category) in [
        ("মিনিকেট", "Miniket", Some("food/rice")),
        ("সাদা ভাত", "Plain Rice", None),
        ("পটল", "Parwal", None),
    ] {
        let product = haat.product(bn, en, category);
        haat.listing(&shop, &product, Some(9_000), Some(4));
    }
    let concept = json!({
        "name_bn": "পটল", "name_en": "Pointed gourd", "synonyms": ["trichosanthes"],
        "dialect_words": ["sylhet:হুড়মা"],
    });
    let put = haat
        .server()
        .private_send("PUT", "/concepts/potol", &concept);
    assert_eq!(put.status, 201);
    haat.settle();
    let finds = |q: &str| haat.around(SEARCH, &[("q", q)])["facets"]["confirmed"] != 0;
    eventually("the concept is known", || finds("trichosanthes"));
    for (q, name, expected) in [
        ("chal", "মিনিকেট", json!([null, "in_category", "food/rice"])),
        ("trichosanthes", "পটল", json!(["পটল", "concept", "পটল"])),
        ("হুড়মা", "পটল", json!(["পটল", "dialect", "পটল"])),
        ("চাল", "সাদা ভাত", json!(["Rice", "category_name", "food/rice"])),
    ] {
        let answer = answer(&haat, q, name);
        assert_eq!(whys(&answer), [expected], "{q}: {answer:#}");
    }
    let usual = haat.around(SEARCH, &[("q", "chal"), ("explain", "true")]);
    let usual = usual["items"].as_array().unwrap().iter();
    let usual = usual
        .last()
        .filter(|item| item["confirmed"] == false)
        .unwrap();
    assert_eq!(whys(usual), [json!([null, "in_category", "food/rice"])]);
    assert_eq!(usual["highlight"]["bn"], json!(["", "চাল"]), "{usual}");
}

#[test]
#[expect(clippy::cast_possible_truncation, reason = "scores are below 2")]
fn what_matched_adds_up_to_the_score() {
    let haat = TestHaat::seeded();
    let mut checked = 0;
    for q in [
        "chal",
        "miniket chal 5 kg",
        "পেঁয়াজ",
        "peyaj",
        "soyabin tel",
        "napa 500",
        "ডিম",
        "lux saban",
        "onion",
    ] {
        let found = haat.around(SEARCH, &[("q", q), ("explain", "true"), ("limit", "100")]);
        for item in found["items"].as_array().unwrap() {
            let words = item["matched"].as_array().unwrap();
            let sum = |part: &dyn Fn(&Value) -> f64| words.iter().map(part).sum::<f64>();
            let weight = |word: &Value| word["weight"].as_f64().unwrap();
            let all = if item["confirmed"] == true {
                sum(&weight)
            } else {
                // Sizes say nothing about what a shop usually sells.
                sum(&|word| {
                    if weight(word) > 0.301 {
                        weight(word)
                    } else {
                        0.0
                    }
                })
            };
            let matched = sum(&|word| weight(word) * word["similarity"].as_f64().unwrap()) / all;
            let steps = (matched / 0.08 + 1e-4).floor() as i64;
            let told = (item["score_parts"]["text"].as_f64().unwrap() / 0.08).round() as i64;
            assert_eq!(steps, told, "{q}: {item:#}");
            checked += 1;
        }
    }
    assert!(checked > 200, "{checked}");
}

#[test]
fn marks_stand_in_both_names_whatever_was_typed() {
    let haat = shop_with(&[
        ("দেশি পেঁয়াজ ১ কেজি", "Local Onion 1 kg"),
        ("ভারতীয় পেঁয়াজ ২ কেজি", "Indian Onion 2 kg"),
        ("ক্ষীর", "Kheer Sweet"),
        ("দুধ", "Aarong Dairy Milk"),
    ]);
    for (q, name, bn, en) in [
        (
            "peyaj",
            "Local Onion 1 kg",
            json!(["দেশি ", "পেঁয়াজ", " ১ কেজি"]),
            json!(["Local ", "Onion", " 1 kg"]),
        ),
        (
            "ONIONS",
            "Local Onion 1 kg",
            json!(["দেশি ", "পেঁয়াজ", " ১ কেজি"]),
            json!(["Local ", "Onion", " 1 kg"]),
        ),
        (
            "পেয়াজ 1kg",
            "Local Onion 1 kg",
            json!(["দেশি ", "পেঁয়াজ", " ", "১", " ", "কেজি"]),
            json!(["Local ", "Onion", " ", "1", " ", "kg"]),
        ),
        (
            "khir",
            "Kheer Sweet",
            json!(["", "ক্ষীর"]),
            json!(["", "Kheer", " Sweet"]),
        ),
        (
            "milk arong",
            "Aarong Dairy Milk",
            json!(["", "দুধ"]),
            json!(["", "Aarong", " Dairy ", "Milk"]),
        ),
    ] {
        let answer = answer(&haat, q, name);
        let highlight = &answer["highlight"];
        assert_eq!((&highlight["bn"], &highlight["en"]), (&bn, &en), "{q}");
        for language in ["bn", "en"] {
            let parts = highlight[language].as_array().unwrap().iter();
            let whole: String = parts.map(|part| part.as_str().unwrap()).collect();
            assert_eq!(answer["product"]["name"][language], whole.as_str());
        }
    }
    let by_name = haat.around(SEARCH, &[("q", "korim")]);
    let shop = &by_name["items"][0];
    assert_eq!(shop["type"], "shop");
    assert_eq!(
        shop["highlight"],
        json!({"bn": ["", "করিম", " স্টোর"], "en": ["", "Karim", " Store"]})
    );
}

#[test]
fn the_reading_is_told_with_a_way_back_to_the_words_as_typed() {
    let haat = shop_with(&[("দেশি পেঁয়াজ ১ কেজি", ""), ("কালোজিরা", ""), ("", "Napa Extra")]);
    let concept =
        json!({"name_bn": "পেঁয়াজ", "name_en": "Onion", "synonyms": [], "dialect_words": []});
    let put = haat
        .server()
        .private_send("PUT", "/concepts/onion", &concept);
    assert_eq!(put.status, 201);
    eventually("the concept is known", || {
        haat.around(SEARCH, &[("q", "onion")])["total"] != 0
    });
    let read = |q: &str, literal: &str| {
        let found = haat.around(SEARCH, &[("q", q), ("literal", literal)]);
        let words = found["understood"]["words"].as_array().unwrap().clone();
        let read: Vec<Value> = words.iter().map(|word| word["read"].clone()).collect();
        (
            json!(read),
            found["understood"]["changed"].clone(),
            found["total"].clone(),
            found["steps"].clone(),
        )
    };
    let nothing_done = json!([]);
    for (q, expected, changed) in [
        ("peyaj", json!(["পেঁয়াজ"]), true),
        ("পেঁয়াজ ১ কেজি", json!(["পেঁয়াজ", "১", "কেজি"]), false),
        ("onion 1 kg", json!(["পেঁয়াজ", "1", "kg"]), true),
        ("kalo jira", json!(["কালোজিরা", "কালোজিরা"]), true),
        ("NAPA", json!(["NAPA"]), false),
    ] {
        let (words, said, total, steps) = read(q, "false");
        assert_eq!(
            (words, said, &steps),
            (expected, json!(changed), &nothing_done),
            "{q}"
        );
        assert_ne!(total, 0, "{q}");
    }
    let (words, changed, total, _) = read("peyaj", "true");
    assert_eq!(
        (words, changed, total),
        (json!(["peyaj"]), json!(false), json!(0))
    );
}

#[test]
fn the_page_marks_what_was_asked_for_and_escapes_the_rest() {
    let haat = shop_with(&[
        ("<b>পেঁয়াজ</b> & \"রসুন\"", "Onion <i> & Garlic"),
        ("কালোজিরা", ""),
    ]);
    let page = |path: &str| {
        let request = haat.server().request("GET", path).header("cookie", PLACE);
        haat.server().send(request, "").text()
    };
    let html = page("/bn/search?q=peyaj");
    assert!(html.contains("<mark>পেঁয়াজ</mark>"), "{html}");
    let name = "<span>&#60;b&#62;<mark>পেঁয়াজ</mark>&#60;/b&#62; &#38; &#34;রসুন&#34;</span>";
    assert!(html.contains(name), "{html}");
    assert!(!html.contains("<b>পেঁ") && !html.contains("<i>"), "{html}");
    assert!(html.contains("দেখানো হচ্ছে: পেঁয়াজ"), "{html}");
    assert!(html.contains("আসল শব্দে খুঁজুন: “peyaj”"), "{html}");
    assert!(html.contains("/bn/search?q=peyaj&#38;literal=1"), "{html}");
    let literal = page("/bn/search?q=peyaj&literal=1");
    assert!(
        !literal.contains("<mark>") && !literal.contains("দেখানো হচ্ছে"),
        "{literal}"
    );
    let joined = page("/bn/search?q=kalo+jira");
    assert!(
        joined.contains("দেখানো হচ্ছে: কালোজিরা<") || joined.contains("দেখানো হচ্ছে: কালোজিরা "),
        "{joined}"
    );
    assert!(!joined.contains("কালোজিরা কালোজিরা"), "{joined}");
    assert!(page("/en/search?q=onion").contains("<mark>Onion</mark> &#60;i&#62;"));
}
