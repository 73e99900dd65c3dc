//! Filters and facets of search: each count is what SQL counts.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use crate::haat::{CATEGORIES, KINDS, MIRPUR, TestHaat, WORDS};

const SEARCH: &str = "/api/v1/search";
const SEED: u64 = 50;
const QUESTIONS: usize = 50;

/// What a shopper may narrow down by; words or a category are always there.
#[derive(Debug)]
struct Filters {
    word: Option<&'static str>,
    category: Option<&'static str>,
    kind: Option<&'static str>,
    min_price: Option<i64>,
    max_price: Option<i64>,
    in_stock: bool,
    open_now: bool,
    radius_m: f64,
}

impl Filters {
    fn random(rng: &mut StdRng) -> Self {
        let what = rng.random_range(0..3);
        let (min, more) = (rng.random_range(0..300_000), rng.random_range(0..300_000));
        let min_price = rng.random_bool(0.3).then_some(min);
        Self {
            word: (what != 0).then(|| *WORDS.choose(rng).unwrap()),
            category: (what != 1).then(|| *CATEGORIES.choose(rng).unwrap()),
            kind: rng.random_bool(0.3).then(|| *KINDS.choose(rng).unwrap()),
            min_price,
            max_price: rng
                .random_bool(0.3)
                .then(|| *[min + more, 50_000.max(min)].choose(rng).unwrap()),
            in_stock: rng.random_bool(0.25),
            open_now: rng.random_bool(0.3),
            radius_m: *[40.0, 300.0, 800.0, 1_500.0, 3_000.0, 6_000.0, 12_000.0]
                .choose(rng)
                .unwrap(),
        }
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let text = |value: Option<&'static str>| value.map(str::to_owned);
        let flag = |on: bool| on.then(|| "true".to_owned());
        [
            ("q", text(self.word)),
            ("category", text(self.category)),
            ("kind", text(self.kind)),
            ("min_price", self.min_price.map(|price| price.to_string())),
            ("max_price", self.max_price.map(|price| price.to_string())),
            ("in_stock", flag(self.in_stock)),
            ("open_now", flag(self.open_now)),
            ("radius_m", Some(self.radius_m.to_string())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// Offers that pass the filters and, where only a category is asked for, shops
/// with empty shelves that usually sell it. `sold_by` is inherited.
const COUNTED: &str = "
WITH RECURSIVE
asked AS (SELECT ST_MakePoint($2, $1)::geography AS origin, $3::float8 AS radius, $4::text AS word,
    $5::text AS category, $6::text AS kind, $7::bigint AS low, $8::bigint AS high,
    $9::bool AS in_stock, $10::bool AS open_now, $11::int AS minute),
usual AS (
    SELECT c.code, c.parent_code, c.sold_by FROM categories c, asked WHERE c.code = asked.category
    UNION ALL
    SELECT c.code, c.parent_code, c.sold_by FROM categories c JOIN usual u ON c.code = u.parent_code
    WHERE u.sold_by = '{}'),
around AS (
    SELECT s.*, ST_Distance(s.location, asked.origin) AS metres, EXISTS (
        SELECT FROM jsonb_array_elements(s.hours) AS period
        WHERE (asked.minute - (period->>0)::int * 1440 - (period->>1)::int + 20160) % 10080
            < (period->>2)::int - (period->>1)::int) AS open
    FROM shops s, asked
    WHERE s.status = 'listed' AND ST_DWithin(s.location, asked.origin, asked.radius)
        AND (asked.kind IS NULL OR s.kind = asked.kind)),
hits AS (
    SELECT s.kind, p.category_code AS category, l.price_poisha AS price, s.metres, s.open,
        l.availability = 'in_stock' AS in_stock, true AS confirmed
    FROM asked, around s JOIN listings l ON l.shop_id = s.id JOIN products p ON p.id = l.product_id
    WHERE l.status = 'listed'
        AND (asked.word IS NULL OR p.name_en ~ ('\\m' || asked.word || '\\M'))
        AND (asked.category IS NULL OR p.category_code = asked.category
            OR p.category_code LIKE asked.category || '/%')
        AND (asked.low IS NULL OR l.price_poisha >= asked.low)
        AND (asked.high IS NULL OR l.price_poisha <= asked.high)
        AND (NOT asked.in_stock OR l.availability = 'in_stock')
        AND (NOT asked.open_now OR s.open)
    UNION ALL
    SELECT s.kind, asked.category, NULL, s.metres, s.open, false, false
    FROM asked, around s
    WHERE asked.word IS NULL AND s.kind = ANY (SELECT unnest(sold_by) FROM usual)
        AND NOT EXISTS (SELECT FROM listings l WHERE l.shop_id = s.id AND l.status = 'listed')
        AND asked.low IS NULL AND asked.high IS NULL AND NOT asked.in_stock
        AND (NOT asked.open_now OR s.open)),
bands AS (SELECT lower, upper, count(h) AS count FROM (VALUES (0::bigint, 5000::bigint), (5001, 10000),
        (10001, 20000), (20001, 50000), (50001, 100000), (100001, 500000), (500001, NULL)) AS b (lower, upper)
    LEFT JOIN hits h ON h.price BETWEEN lower AND coalesce(upper, h.price) GROUP BY lower, upper),
rings AS (SELECT low, high, count(h) AS count FROM (VALUES (-1::float8, 500::float8), (500, 1000), (1000, 3000),
        (3000, 5000), (5000, 10000), (10000, 20000), (20000, NULL)) AS b (low, high)
    LEFT JOIN hits h ON h.metres > low AND (high IS NULL OR h.metres <= high) GROUP BY low, high)
SELECT json_build_object(
    'total', (SELECT count(*) FROM hits),
    'open_now', (SELECT count(*) FROM hits WHERE open),
    'in_stock', (SELECT count(*) FROM hits WHERE in_stock),
    'confirmed', (SELECT count(*) FROM hits WHERE confirmed),
    'kinds', (SELECT coalesce(json_object_agg(kind, count), '{}') FROM (SELECT kind, count(*) FROM hits GROUP BY kind) AS k),
    'categories', (SELECT coalesce(json_object_agg(category, json_build_array(count, (
            SELECT count(*) FROM hits b WHERE b.category = k.category OR b.category LIKE k.category || '/%'))), '{}')
        FROM (SELECT category, count(*) FROM hits WHERE category IS NOT NULL GROUP BY category) AS k),
    'prices', (SELECT json_agg(json_build_array(lower, upper, count) ORDER BY lower) FROM bands),
    'distances', (SELECT json_agg(json_build_array(high, count) ORDER BY low) FROM rings))::text";

/// Minute of the week in Dhaka, which begins on Saturday.
const MINUTE: &str = "SELECT ((extract(dow FROM dhaka)::bigint + 1) % 7) * 1440
    + extract(hour FROM dhaka)::bigint * 60 + extract(minute FROM dhaka)::bigint
    FROM (SELECT now() AT TIME ZONE 'Asia/Dhaka' AS dhaka) AS t";

fn counted(haat: &TestHaat, asked: &Filters, radius_m: f64, minute: i64) -> Value {
    let minute = i32::try_from(minute).unwrap();
    let row = haat.db().connect().query_one(
        COUNTED,
        &[
            &MIRPUR.0,
            &MIRPUR.1,
            &radius_m,
            &asked.word,
            &asked.category,
            &asked.kind,
            &asked.min_price,
            &asked.max_price,
            &asked.in_stock,
            &asked.open_now,
            &minute,
        ],
    );
    serde_json::from_str(row.unwrap().get(0)).unwrap()
}

/// The same as SQL has them.
fn told(answer: &Value) -> Value {
    let facets = &answer["facets"];
    let list = |name: &str| facets[name].as_array().unwrap().clone();
    let kinds: BTreeMap<String, Value> = list("kinds")
        .iter()
        .map(|kind| {
            (
                kind["kind"].as_str().unwrap().to_owned(),
                kind["count"].clone(),
            )
        })
        .collect();
    let categories: BTreeMap<String, Value> = list("categories")
        .iter()
        .map(|one| {
            (
                one["code"].as_str().unwrap().to_owned(),
                json!([one["count"], one["with_below"]]),
            )
        })
        .collect();
    let prices: Vec<Value> = list("prices")
        .iter()
        .map(|band| json!([band["min"], band["max"], band["count"]]))
        .collect();
    let distances: Vec<Value> = list("distances")
        .iter()
        .map(|band| {
            json!([
                band["max_m"].as_f64().map(|m| m.round() as i64),
                band["count"]
            ])
        })
        .collect();
    json!({
        "total": answer["total"],
        "open_now": facets["open_now"],
        "in_stock": facets["in_stock"],
        "confirmed": facets["confirmed"],
        "kinds": kinds,
        "categories": categories,
        "prices": prices,
        "distances": distances,
    })
}

/// What search says and what SQL says, both in the same minute. A search that
/// finds nothing looks twice as far once, and so does SQL.
fn both(haat: &TestHaat, asked: &Filters) -> (Value, Value) {
    loop {
        let minute = haat.count(MINUTE);
        let query = asked.query();
        let query: Vec<(&str, &str)> = query
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        let answer = haat.around(SEARCH, &query);
        let mut sql = counted(haat, asked, asked.radius_m, minute);
        if sql["total"] == 0 {
            sql = counted(haat, asked, asked.radius_m * 2.0, minute);
        }
        if minute == haat.count(MINUTE) {
            return (told(&answer), sql);
        }
    }
}

#[test]
fn facets_of_fifty_random_filters_equal_sql() {
    let haat = TestHaat::bazaar(SEED);
    let rng = &mut StdRng::seed_from_u64(SEED);
    let (mut with_results, mut counted_answers) = (0, 0);
    for n in 0..QUESTIONS {
        let asked = Filters::random(rng);
        let (said, sql) = both(&haat, &asked);
        assert_eq!(said, sql, "question {n}: {asked:?}");
        with_results += usize::from(said["total"] != 0);
        counted_answers += said["total"].as_u64().unwrap();
    }
    eprintln!(
        "{QUESTIONS} filters, {with_results} with results, {counted_answers} answers counted"
    );
    assert!(with_results >= QUESTIONS * 3 / 5, "{with_results}");
}

#[test]
fn a_category_counts_what_its_filter_leaves() {
    let haat = TestHaat::bazaar(1);
    let answer = haat.around(SEARCH, &[("q", WORDS[0]), ("radius_m", "3000")]);
    let categories = answer["facets"]["categories"].as_array().unwrap();
    assert!(categories.len() > 3, "{categories:?}");
    for category in categories {
        let code = category["code"].as_str().unwrap();
        let narrowed = haat.around(
            SEARCH,
            &[("q", WORDS[0]), ("radius_m", "3000"), ("category", code)],
        );
        assert_eq!(narrowed["total"], category["with_below"], "{code}");
    }
}

#[test]
fn filters_that_mean_nothing_are_named_all_together() {
    let haat = TestHaat::start();
    let reply = haat.ask(
        SEARCH,
        &[
            ("lat", "23.8"),
            ("lng", "90.4"),
            ("q", "chal"),
            ("category", "no/such"),
            ("kind", "bank"),
            ("min_price", "-1"),
            ("max_price", "cheap"),
            ("in_stock", "perhaps"),
            ("open_now", "later"),
            ("radius_m", "0"),
            ("sort", "luck"),
            ("max_per_shop", "-3"),
            ("limit", "1000"),
            ("explain", "please"),
        ],
    );
    assert_eq!(reply.status, 422);
    reply.assert_problem("filters");
    let document = reply.json();
    let wrong: BTreeMap<&str, &str> = document["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["field"].as_str().unwrap(),
                one["code"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = BTreeMap::from([
        ("category", "search.unknown_category"),
        ("kind", "search.unknown_kind"),
        ("min_price", "platform.out_of_range"),
        ("max_price", "platform.not_a_number"),
        ("in_stock", "platform.not_a_flag"),
        ("open_now", "platform.not_a_flag"),
        ("radius_m", "platform.out_of_range"),
        ("sort", "search.unknown_sort"),
        ("max_per_shop", "platform.not_a_number"),
        ("limit", "platform.out_of_range"),
        ("explain", "platform.not_a_flag"),
    ]);
    assert_eq!(wrong, expected);
    let crossed = haat.ask(
        SEARCH,
        &[
            ("lat", "23.8"),
            ("lng", "90.4"),
            ("q", "chal"),
            ("min_price", "900"),
            ("max_price", "100"),
        ],
    );
    assert_eq!(crossed.code(), "search.prices_crossed");
}
