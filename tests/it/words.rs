//! What shoppers type and what comes first: spellings, scripts, sizes and slips that
//! a market of Bangladesh has to understand.

use serde_json::Value;

use crate::haat::TestHaat;

const SEARCH: &str = "/api/v1/search";

/// Bengali and English names; an empty one is not told.
const GOODS: [(&str, &str); 24] = [
    ("লবঙ্গ ৫০ গ্রাম", "Clove 50g"),
    ("এলাচ ৫০ গ্রাম", "Cardamom 50g"),
    ("কাঁচা মরিচ ৫০০ গ্রাম", "Green Chili 500g"),
    ("শুকনা মরিচ ২০০ গ্রাম", "Dried Chili 200g"),
    ("পেঁয়াজ ১ কেজি", "Onion 1 kg"),
    ("দেশি পেঁয়াজ ৫ কেজি", ""),
    ("", "Red Onion 2 kg"),
    ("রসুন ৫০০ গ্রাম", "Garlic 500g"),
    ("চাষী মিনিকেট চাল ৫ কেজি", "Chashi Miniket Rice 5 kg"),
    ("চাষী মিনিকেট চাল ২৫ কেজি", "Chashi Miniket Rice 25 kg"),
    ("রশিদ নাজিরশাইল চাল ২৫ কেজি", "Rashid Nazirshail Rice 25 kg"),
    ("", "Premium Rice 10 kg"),
    ("তীর সয়াবিন তেল ৫ লিটার", "Teer Soybean Oil 5 L"),
    ("রূপচাঁদা সয়াবিন তেল ২ লিটার", "Rupchanda Soybean Oil 2 L"),
    ("ডিম ১২ পিস", "Egg 12 pcs"),
    ("গরুর মাংস ১ কেজি", "Beef 1 kg"),
    ("মুরগির মাংস ১ কেজি", "Chicken 1 kg"),
    ("নাপা ট্যাবলেট ৫০০", "Napa Tablet 500"),
    ("মোবাইল চার্জার", "Mobile Charger"),
    ("স্ক্রু ড্রাইভার", "Screwdriver"),
    ("শ্যাম্পু ২০০ মিলি", "Shampoo 200ml"),
    ("টমেটো সস ৩৪০ গ্রাম", "Tomato Sauce 340g"),
    ("বৈদ্যুতিক বাতি ১২ ওয়াট", "LED Bulb 12W"),
    ("খাতা ১২০ পাতা", "Exercise Book"),
];

/// What is typed, and what of the first answer's names.
const ASKED: [(&str, &str); 40] = [
    // Scripts and spellings.
    ("peyaj", "পেঁয়াজ"),
    ("piyaz", "পেঁয়াজ"),
    ("পেয়াজ", "পেঁয়াজ"),
    ("onion", "Onion"),
    ("roshun", "রসুন"),
    ("dim", "ডিম"),
    ("চাউল", "চাল"),
    ("khata", "খাতা"),
    // English written in Bengali letters, and back.
    ("অনিয়ন", "পেঁয়াজ"),
    ("রাইস", "Rice"),
    ("গার্লিক", "Garlic"),
    ("চিকেন", "Chicken"),
    ("শ্যাম্পো", "Shampoo"),
    ("মোবাইল চারজার", "Mobile Charger"),
    ("tomato shos", "Tomato Sauce"),
    // One consonant wrong in a short word.
    ("নাফা", "নাপা"),
    ("ডিন", "ডিম"),
    // Slips.
    ("onoin", "পেঁয়াজ"),
    ("garlik", "Garlic"),
    ("shmapoo", "Shampoo"),
    ("soyabin oil", "Soybean Oil"),
    ("scrwdriver", "Screwdriver"),
    // Written together and apart.
    ("কাঁচামরিচ", "কাঁচা মরিচ"),
    ("kachamorich", "কাঁচা মরিচ"),
    ("screw driver", "Screwdriver"),
    ("স্ক্রুড্রাইভার", "স্ক্রু ড্রাইভার"),
    // Cases and plurals.
    ("পেঁয়াজের", "পেঁয়াজ"),
    ("eggs", "Egg"),
    ("onions", "Onion"),
    ("গরুর মাংসের", "গরুর মাংস"),
    // Sizes, in any digits and units.
    ("চাষী চাল ২৫ কেজি", "২৫ কেজি"),
    ("miniket 5kg", "৫ কেজি"),
    ("chashi rice 25 kg", "Chashi Miniket Rice 25 kg"),
    ("tel 2 litre", "২ লিটার"),
    ("napa 500", "Napa Tablet 500"),
    // Brand and goods.
    ("teer oil", "Teer Soybean Oil"),
    ("রূপচাঁদা তেল", "রূপচাঁদা"),
    ("রশিদ চাল", "রশিদ"),
    // Mixed.
    ("গরুর meat", "গরুর মাংস"),
    ("LED বাতি", "LED Bulb"),
];

fn market() -> TestHaat {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").bn("করিম স্টোর").open();
    for (bn, en) in GOODS {
        let product = haat.product_in_languages(bn, en);
        haat.listing(&shop, &product, Some(10_000), Some(5));
    }
    haat.settle();
    haat
}

fn names(item: &Value) -> String {
    let name = &item["product"]["name"];
    let of = |language: &str| name[language].as_str().unwrap_or_default().to_owned();
    format!("{} / {}", of("bn"), of("en"))
}

#[test]
fn what_is_meant_comes_first() {
    let haat = market();
    let mut missed = Vec::new();
    for (q, wanted) in ASKED {
        let answer = haat.around(SEARCH, &[("q", q), ("max_per_shop", "0")]);
        let items = answer["items"].as_array().unwrap();
        let first = items.first().map(names).unwrap_or_default();
        if !first.contains(wanted) {
            missed.push(format!("{q}: {first:?} instead of {wanted}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_name_in_one_language_is_found_by_the_words_of_the_other() {
    let haat = market();
    for (q, wanted) in [
        ("পেঁয়াজ", " / Red Onion 2 kg"),
        ("onion", "দেশি পেঁয়াজ ৫ কেজি / "),
    ] {
        let answer = haat.around(SEARCH, &[("q", q), ("max_per_shop", "0")]);
        let found: Vec<_> = answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(names)
            .collect();
        let among = found.iter().take(3).any(|names| names == wanted);
        assert!(among, "{q}: {found:?}");
    }
}

#[test]
fn other_brands_stand_below_the_one_that_was_asked_for() {
    let haat = market();
    let answer = haat.around(SEARCH, &[("q", "teer soybean oil"), ("max_per_shop", "0")]);
    let found: Vec<_> = answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(names)
        .collect();
    let place = |brand: &str| found.iter().position(|names| names.contains(brand));
    assert_eq!(place("Teer"), Some(0), "{found:?}");
    assert_eq!(place("Rupchanda"), Some(1), "{found:?}");
}

#[test]
fn a_shop_with_a_bengali_name_is_found_by_latin_letters() {
    let haat = TestHaat::start();
    haat.shop("").bn("আল মদিনা ফার্মেসি").open();
    haat.settle();
    for q in ["al madina pharmacy", "almodina", "madina farmesi"] {
        let answer = haat.around(SEARCH, &[("q", q)]);
        assert_eq!(
            answer["items"][0]["shop"]["name"]["bn"], "আল মদিনা ফার্মেসি",
            "{q}"
        );
    }
}
