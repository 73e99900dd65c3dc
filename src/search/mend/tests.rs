use std::path::{Path, PathBuf};

use actix_web::App;
use actix_web::test::{TestRequest, call_and_read_body_json, init_service};
use actix_web::web::Data;
use kernel::{Clock, Money, Names, Point};
use platform::cursor::Cursors;
use platform::feed::Position;
use shops::ShopKind;
use tantivy::directory::{Directory as _, RamDirectory};
use utoipa_actix_web::AppExt as _;

use super::*;
use crate::load::Loaded;
use crate::tables::{Categories, Category, Listing, Ord32, Product, Shop};
use crate::warm::Beginning;
use crate::{Question, Step, What};

const GOODS: [(&str, &str); 8] = [
    ("মিনিকেট চাল ৫ কেজি", "Miniket Rice 5 kg"),
    ("নাজিরশাইল চাল", "Najirshail Rice"),
    ("দেশি পেঁয়াজ", "Local Onion"),
    ("মসুর ডাল", "Red Lentil"),
    ("লাল চা", "Red Tea"),
    ("লাক্স সাবান", "Lux Soap"),
    ("লবঙ্গ", "Clove"),
    ("গরুর দুধ ১ লিটার", "Cow Milk 1 litre"),
];
const QUESTIONS: [&str; 12] = [
    "chal",
    "miniket",
    "পেঁয়াজ",
    "peyaj",
    "dal",
    "lal cha",
    "lux saban",
    "long",
    "dudh",
    "rice",
    "Karim Store",
    "soap",
];

/// Ids that are the same in every market.
fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(prefix: &str, number: u32) -> T {
    let hex = format!("{prefix}_0000000000007000800{number:013x}");
    hex.parse().unwrap()
}

fn product(ord: Ord32, (bn, en): (&str, &str)) -> Product {
    Product {
        id: id("prd", ord),
        external_id: None,
        names: Names::both(bn, en),
        brand: None,
        size: None,
        category: bn.contains("চাল").then_some(7),
        demo: false,
        family: None,
    }
}

fn shop(ord: Ord32, name: &str) -> Shop {
    Shop {
        id: id("shp", ord),
        external_id: None,
        names: Names {
            bn: None,
            en: Some(name.to_owned()),
        },
        alt_names: Vec::new(),
        kind: ShopKind::Grocery,
        location: mirpur(),
        hours: None,
        verified: true,
        demo: false,
        home: false,
    }
}

fn mirpur() -> Point {
    Point::new(23.8069, 90.3687).unwrap()
}

/// A market in which one shop sells these goods.
fn market(goods: &[(&str, &str)]) -> Arc<Search> {
    let nowhere = std::env::temp_dir().join("haat-mend-never-written");
    let search = Search::new(&nowhere, Clock::system()).unwrap();
    let rice = Category {
        ord: 7,
        code: "rice".into(),
        parent: None,
        position: 0,
        names: Names::both("চাল", "Rice"),
        aliases: Vec::new(),
        sold_by: Vec::new(),
    };
    let listing = |ord: Ord32| Listing {
        id: id("lst", ord),
        shop: 1,
        product: ord,
        price: Money::from_poisha(i64::from(ord) * 100).into(),
        in_stock: Some(true),
    };
    let products: Vec<_> = (1..)
        .zip(goods)
        .map(|(ord, names)| (ord, product(ord, *names)))
        .collect();
    let loaded = Loaded {
        position: Position("1:1:".into()),
        beginning: Beginning::Again,
        listings: products
            .iter()
            .map(|(ord, _)| (*ord, listing(*ord)))
            .collect(),
        shops: vec![(1, shop(1, "Karim Store"))],
        products,
        categories: Categories::new(vec![rice]),
        things: Vec::new(),
    };
    search.replace(loaded).unwrap();
    assert!(search.settle());
    search
}

fn ask(search: &Search, text: &str) -> crate::Found {
    let question = Question {
        text: text.into(),
        max_per_shop: 0,
        ..Question::around(mirpur(), 1_000.0)
    };
    search.search(&question).unwrap()
}

/// All answers to all questions, in order, as far as people see them.
fn answers(search: &Search) -> Vec<(&'static str, Vec<(String, i32)>)> {
    let shown = |text| {
        let found = ask(search, text);
        assert!(!found.degraded, "{text}");
        let items = found.items.into_iter();
        items
            .map(|item| (format!("{:?}", item.what), item.score))
            .collect()
    };
    QUESTIONS.map(|text| (text, shown(text))).into()
}

fn rename(search: &Search, ord: Ord32, names: (&str, &str)) {
    search.set_products(&[i64::from(ord)], vec![(ord, product(ord, names))]);
    search.texts.commit();
}

/// What the task that looks after it does next.
fn look_after(search: &Search) {
    if search.is_degraded() {
        assert!(search.remake_texts());
    } else {
        assert!(search.mend_texts());
    }
    assert!(search.settle());
}

fn files(directory: &RamDirectory) -> Vec<PathBuf> {
    let list = directory.atomic_read(Path::new(".managed.json")).unwrap();
    serde_json::from_slice(&list).unwrap()
}

fn change(directory: &RamDirectory, file: &Path, how: impl Fn(Vec<u8>) -> Vec<u8>) {
    let bytes = directory.atomic_read(file).unwrap();
    directory.atomic_write(file, &how(bytes)).unwrap();
}

type Blow = fn(&RamDirectory, &Path);

/// What may happen to bytes.
const BLOWS: [(&str, Blow); 5] = [
    ("deleted", |directory, file| directory.delete(file).unwrap()),
    ("emptied", |directory, file| {
        change(directory, file, |_| Vec::new());
    }),
    ("cut", |directory, file| {
        change(directory, file, |bytes| bytes[..bytes.len() / 2].to_vec());
    }),
    ("flipped", |directory, file| {
        change(directory, file, |mut bytes| {
            let middle = bytes.len() / 3;
            bytes[middle] ^= 0x41;
            bytes
        });
    }),
    ("overwritten", |directory, file| {
        change(directory, file, |mut bytes| {
            let half = bytes.len() / 2;
            bytes[..half].fill(0xee);
            bytes
        });
    }),
];

#[test]
fn whatever_bytes_are_damaged_search_answers_and_comes_back_the_same() {
    let mut renamed = GOODS;
    renamed[5] = ("কেয়া সাবান", "Keya Soap");
    let right = answers(&market(&renamed));
    let (mut degraded, mut silent) = (0, 0);
    let kinds = files(&market(&GOODS).texts.directory()).len();
    assert!(kinds > 5);
    for at in 0..kinds {
        for (how, strike) in BLOWS {
            let search = market(&GOODS);
            let directory = search.texts.directory();
            let file = files(&directory)[at].clone();
            if directory.atomic_read(&file).is_err() {
                continue;
            }
            strike(&directory, &file);
            rename(&search, 6, renamed[5]);
            let found = ask(&search, "Keya Soap");
            let what = format!("{} {how}", file.display());
            if found.degraded {
                degraded += 1;
                let question = Question::around(mirpur(), 1_000.0);
                assert_eq!(
                    Step::of(&question, &found).first(),
                    Some(&Step::Degraded),
                    "{what}"
                );
            } else if search.astray().is_none_or(|astray| !astray.is_empty()) {
                silent += 1;
            }
            look_after(&search);
            assert_eq!(answers(&search), right, "{what}");
        }
    }
    eprintln!("{degraded} times degraded at once, {silent} times found by comparing");
    assert!(degraded > 10, "{degraded}");
}

#[test]
fn while_the_index_cannot_be_read_goods_are_found_by_name_and_category() {
    let search = market(&GOODS);
    search.texts.break_for_test();
    let first = |text| {
        let found = ask(&search, text);
        assert!(found.degraded, "{text}");
        found.items.into_iter().next().map(|item| item.what)
    };
    let named = |what: Option<What>| match what {
        Some(What::Offer { name, .. }) => name.en.unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!(named(first("লবঙ্গ")), "Clove");
    assert_eq!(named(first("local onion")), "Local Onion");
    assert!(named(first("chal")).ends_with("Rice 5 kg") || named(first("chal")).ends_with("Rice"));
    assert_eq!(first("karim"), Some(What::Shop));
    assert_eq!(first("peyaj"), None, "sounds need the index");
    look_after(&search);
    assert_eq!(answers(&search), answers(&market(&GOODS)));
}

#[tokio::test]
async fn programs_are_told_in_both_languages_that_search_is_degraded() {
    let search = market(&GOODS);
    let cursors = Cursors::new(&"s".repeat(32).into());
    let app = App::new()
        .app_data(Data::from(Arc::clone(&search)))
        .app_data(Data::new(cursors))
        .into_utoipa_app()
        .configure(crate::api)
        .into_app();
    let app = init_service(app).await;
    let ask = async || -> serde_json::Value {
        let request = TestRequest::get().uri("/search?q=Clove&lat=23.8069&lng=90.3687");
        call_and_read_body_json(&app, request.to_request()).await
    };
    let sound = ask().await;
    assert_eq!(
        (&sound["degraded"], &sound["steps"]),
        (&false.into(), &serde_json::json!([]))
    );
    search.texts.break_for_test();
    let degraded = ask().await;
    assert_eq!(degraded["degraded"], true);
    let step = &degraded["steps"][0];
    assert_eq!(step["step"], "degraded");
    assert!(
        step["message"]["bn"].as_str().unwrap().contains("মেরামত"),
        "{step}"
    );
    assert!(
        step["message"]["en"].as_str().unwrap().contains("repaired"),
        "{step}"
    );
    assert_eq!(degraded["items"][0]["product"]["name"]["en"], "Clove");
    let task = tokio::spawn(Arc::clone(&search).look_after());
    let patience = Instant::now();
    search
        .warm
        .store(true, std::sync::atomic::Ordering::Release);
    while search.is_degraded() {
        assert!(
            patience.elapsed() < Duration::from_secs(20),
            "nobody looks after it"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(ask().await, sound);
    task.abort();
}

#[test]
fn suggestions_say_whether_search_is_degraded() {
    let search = market(&GOODS);
    let suggest = || search.suggest("min", mirpur(), 1_000.0).unwrap();
    let named = |suggested: &crate::Suggested| suggested.items[0].name.en.clone().unwrap();
    let sound = suggest();
    assert_eq!((sound.degraded, &*named(&sound)), (false, "Miniket Rice"));
    search.texts.break_for_test();
    let degraded = suggest();
    assert_eq!(
        (degraded.degraded, &*named(&degraded)),
        (true, "Miniket Rice")
    );
}

#[test]
fn a_word_that_is_not_finished_is_taken_for_what_it_may_become() {
    let search = market(&GOODS);
    let first = |text| {
        let item = ask(&search, text).items.into_iter().next();
        match item.map(|item| item.what) {
            Some(What::Offer { name, .. }) => name.en,
            _ => None,
        }
    };
    assert_eq!(first("nazirs").as_deref(), Some("Najirshail Rice"));
    assert_eq!(first("lux so").as_deref(), Some("Lux Soap"));
    assert_eq!(first("pey").as_deref(), Some("Local Onion"));
    assert_eq!(first("pey "), None, "finished, and nothing is called so");
}

#[test]
fn documents_that_go_astray_are_found_and_mended() {
    let search = market(&GOODS);
    let right = answers(&search);
    assert_eq!(search.astray(), Some(BTreeSet::new()));
    let doc = |key, text: &str| Doc {
        key,
        text: text.into(),
        category: None,
    };
    search.texts.remove(DocKey::Product(1));
    search.texts.put(&doc(DocKey::Product(6), "Wrong Words"));
    search.texts.put(&doc(DocKey::Shop(99), "Closed Store"));
    // The same words without the category.
    search
        .texts
        .put(&doc(DocKey::Product(2), "নাজিরশাইল চাল Najirshail Rice"));
    search.texts.commit();
    let astray = [
        DocKey::Product(1),
        DocKey::Product(2),
        DocKey::Product(6),
        DocKey::Shop(99),
    ];
    assert_eq!(search.astray(), Some(astray.into()));
    assert!(search.mend_texts());
    assert_eq!(search.astray(), Some(BTreeSet::new()));
    assert_eq!(answers(&search), right);
}

#[test]
fn a_long_history_and_a_fresh_start_come_to_the_same() {
    let search = market(&GOODS);
    for round in 0..30 {
        let name = (format!("নতুন পণ্য {round}"), format!("New Thing {round}"));
        rename(&search, 2 + round % 3, (&name.0, &name.1));
    }
    search.set_products(&[8], Vec::new());
    search.texts.commit();
    for ord in 2..5 {
        rename(&search, ord, GOODS[ord as usize - 1]);
    }
    rename(&search, 8, GOODS[7]);
    assert!(!search.is_settled());
    assert!(search.settle() && search.is_settled());
    let fresh = market(&GOODS);
    let state = |search: &Search| {
        let texts = search.texts.current();
        (texts.digest(), Written::read(&texts).unwrap())
    };
    assert_eq!(state(&search), state(&fresh));
    assert_eq!(answers(&search), answers(&fresh));
    rename(&search, 3, ("রসুন", "Garlic"));
    assert_ne!(state(&search), state(&fresh));
}
