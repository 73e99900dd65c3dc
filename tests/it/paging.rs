//! Pages of search: together they are one long list, whatever happens between
//! two of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::haat::{Database, MIRPUR, TestHaat, WORDS};

const SEARCH: &str = "/api/v1/search";
/// Everything in the bazaar.
const EVERYWHERE: (&str, &str) = ("radius_m", "12000");

/// A bazaar whose shops neither open nor close while one looks.
fn steady(seed: u64) -> TestHaat {
    let haat = TestHaat::bazaar(seed);
    haat.sql(
        "UPDATE shops SET hours = NULL WHERE hours->0->>2 <> '1440'",
        &[],
    );
    haat.settle();
    haat
}

/// An answer by what it is, and what it is ranked by.
#[derive(Clone, Debug, PartialEq)]
struct Answer {
    id: String,
    shop: String,
    score: i64,
    price: Option<i64>,
    metres: f64,
}

impl Answer {
    fn of(item: &Value) -> Self {
        let shop = item["shop"]["id"].as_str().unwrap().to_owned();
        Self {
            id: format!("{} {shop} {}", item["type"], item["listing"]["id"]),
            score: item["score"].as_i64().unwrap(),
            price: item["listing"]["price"]["amount"].as_i64(),
            metres: item["shop"]["distance_m"].as_f64().unwrap(),
            shop,
        }
    }
}

/// So many pages, or all there are; `between` happens after each.
fn pages(
    haat: &TestHaat,
    query: &[(&str, &str)],
    most: usize,
    mut between: impl FnMut(&[Answer]),
) -> Vec<Vec<Answer>> {
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    while pages.len() < most {
        let mut asked = [query, &[("explain", "true"), EVERYWHERE]].concat();
        if !cursor.is_empty() {
            asked.push(("cursor", &cursor));
        }
        let page = haat.around(SEARCH, &asked);
        let items = page["items"].as_array().unwrap();
        pages.push(items.iter().map(Answer::of).collect::<Vec<_>>());
        between(pages.last().unwrap());
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    pages
}

fn list(haat: &TestHaat, query: &[(&str, &str)], limit: &str, most: usize) -> Vec<Vec<Answer>> {
    let query = [query, &[("limit", limit)]].concat();
    pages(haat, &query, most, |_| {})
}

/// The rule for pages, straight: the best that is left, at most `most` of one
/// shop while others have something.
fn spread(mut left: Vec<Answer>, limit: usize, most: usize) -> Vec<Vec<Answer>> {
    let mut pages = Vec::new();
    while !left.is_empty() {
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let (mut page, mut later) = (Vec::new(), Vec::new());
        for answer in left {
            let of_shop = taken.entry(answer.shop.clone()).or_default();
            if page.len() < limit && *of_shop < most {
                *of_shop += 1;
                page.push(answer);
            } else {
                later.push(answer);
            }
        }
        let missing = (limit - page.len()).min(later.len());
        page.extend(later.drain(..missing));
        pages.push(page);
        left = later;
    }
    pages
}

#[test]
fn fifty_pages_of_twenty_are_the_first_thousand_of_one_long_list() {
    let haat = steady(4);
    for what in [("q", WORDS[0]), ("category", "food")] {
        for sort in ["relevance", "price", "distance"] {
            let asked = |per_shop| [what, ("sort", sort), ("max_per_shop", per_shop)];
            let long: Vec<Answer> = list(&haat, &asked("0"), "200", 5).concat();
            assert_eq!(long.len(), 1_000, "{what:?}");
            let short = list(&haat, &asked("0"), "20", 50);
            assert_eq!(short.concat(), long, "{what:?} {sort}");
            let spread_by_default = list(&haat, &[what, ("sort", sort)], "20", 50);
            if sort == "relevance" {
                let all = list(&haat, &asked("0"), "200", 100).concat();
                let mut expected = spread(all, 20, 3);
                expected.truncate(50);
                assert_eq!(
                    spread_by_default, expected,
                    "{what:?} {sort}, three of a shop"
                );
            } else {
                assert_eq!(spread_by_default.concat(), long, "{what:?} {sort}");
            }
        }
    }
}

#[test]
fn all_pages_hold_every_answer_once() {
    let haat = steady(5);
    let query = [("q", WORDS[1]), ("max_per_shop", "2")];
    // More than a cursor remembers one by one.
    for (query, limit) in [(&query[..], "17"), (&[("category", "food")][..], "93")] {
        let query = [query, &[("limit", limit)]].concat();
        let all = pages(&haat, &query, 1_000, |_| {}).concat();
        let ids: BTreeSet<&str> = all.iter().map(|answer| answer.id.as_str()).collect();
        let total = haat.around(SEARCH, &[&query[..], &[EVERYWHERE]].concat())["total"].as_u64();
        assert_eq!((ids.len(), Some(ids.len() as u64)), (all.len(), total));
        assert!(all.len() > 1_000, "{}", all.len());
    }
}

#[test]
fn no_page_has_more_of_one_shop_than_asked() {
    let haat = steady(6);
    for (asked, most) in [(None, 3), (Some("1"), 1), (Some("5"), 5)] {
        let mut query = vec![("q", WORDS[2])];
        query.extend(asked.map(|most| ("max_per_shop", most)));
        for page in list(&haat, &query, "20", 10) {
            let mut of_shop: BTreeMap<&str, usize> = BTreeMap::new();
            for answer in &page {
                *of_shop.entry(&answer.shop).or_default() += 1;
            }
            assert_eq!(page.len(), 20);
            assert!(
                of_shop.values().all(|count| *count <= most),
                "{asked:?}: {of_shop:?}"
            );
        }
    }
}

#[test]
fn lists_by_price_and_distance_are_sorted_as_sql_sorts() {
    let haat = steady(7);
    let query = |sort| [("q", WORDS[3]), ("sort", sort)];
    let by_price = list(&haat, &query("price"), "50", 100).concat();
    let by_distance = list(&haat, &query("distance"), "50", 100).concat();
    let sql = |order: &str| {
        let rows = haat.db().connect().query(
            &format!(
                "SELECT l.price_poisha, ST_Distance(s.location, ST_MakePoint($2, $1)::geography) AS metres
                 FROM listings l JOIN shops s ON s.id = l.shop_id JOIN products p ON p.id = l.product_id
                 WHERE l.status = 'listed' AND s.status = 'listed' AND p.name_en LIKE '%' || $3 || '%'
                 ORDER BY {order}"
            ),
            &[&MIRPUR.0, &MIRPUR.1, &WORDS[3]],
        );
        rows.unwrap()
            .iter()
            .map(|row| (row.get::<_, Option<i64>>(0), row.get::<_, f64>(1)))
            .collect::<Vec<_>>()
    };
    let prices: Vec<Option<i64>> = by_price.iter().map(|answer| answer.price).collect();
    let expected: Vec<Option<i64>> = sql("1 NULLS LAST").iter().map(|row| row.0).collect();
    assert_eq!(prices, expected);
    assert!(prices.len() > 1_000 && prices.contains(&None));
    let metres = sql("2").into_iter().map(|row| row.1);
    assert_eq!(by_distance.len(), prices.len());
    for (answer, metres) in by_distance.iter().zip(metres) {
        assert!(
            (answer.metres - metres).abs() < 0.006,
            "{answer:?}: {metres}"
        );
    }
}

#[test]
fn nothing_comes_twice_or_is_lost_while_prices_change_and_goods_arrive() {
    let haat = steady(8);
    for sort in ["price", "relevance", "distance"] {
        let query = [("q", WORDS[4]), ("sort", sort), ("limit", "100")];
        let before: BTreeSet<String> = pages(&haat, &query, 100, |_| {})
            .concat()
            .into_iter()
            .map(|answer| answer.id)
            .collect();
        let corner = haat.shop("Notun").open();
        let mut turned = 0;
        let walked = pages(&haat, &query, 100, |page| {
            turned += 1;
            shake(&haat, page, turned);
            let fresh = haat.product("নতুন", &format!("{} {sort}{turned}", WORDS[4]), None);
            haat.listing(&corner, &fresh, Some(turned * 40_000), Some(1));
            haat.settle();
        })
        .concat();
        let shown: BTreeSet<String> = walked.iter().map(|answer| answer.id.clone()).collect();
        assert_eq!(shown.len(), walked.len(), "{sort}: something came twice");
        let lost: Vec<&String> = before.difference(&shown).collect();
        assert!(lost.is_empty(), "{sort}: {lost:?}");
        assert!(
            turned > 10 && shown.len() > before.len(),
            "{sort}: {turned} pages"
        );
    }
}

/// What was shown gets dearer or cheaper and sold out or not, and so does
/// something that was not.
fn shake(haat: &TestHaat, page: &[Answer], turned: i64) {
    let id = |answer: &Answer| {
        let listing = answer.id.rsplit_once("lst_").unwrap().1;
        listing.trim_end_matches('"').to_owned()
    };
    let shown: Vec<String> = page.iter().take(30).map(id).collect();
    haat.sql(
        "UPDATE listings SET
            price_poisha = CASE WHEN ord % 2 = 0 THEN 690000 ELSE 600 END,
            stock = NULL,
            availability = CASE WHEN ord % 3 = 0 THEN 'sold_out' ELSE 'in_stock' END
         WHERE id = ANY ($1::text[]::uuid[]) OR ord % 97 = $2::bigint % 97",
        &[&shown, &turned],
    );
}

#[test]
fn a_cursor_is_good_for_its_own_question_only() {
    let haat = steady(9);
    let (lat, lng) = (MIRPUR.0.to_string(), MIRPUR.1.to_string());
    let query = [
        ("lat", lat.as_str()),
        ("lng", &lng),
        ("q", WORDS[5]),
        ("limit", "20"),
    ];
    let first = haat.ask(SEARCH, &query).json();
    let cursor = first["next_cursor"].as_str().unwrap().to_owned();
    let asked = |changed: &[(&str, &str)], cursor: &str| {
        let kept = query
            .iter()
            .filter(|(name, _)| changed.iter().all(|(other, _)| name != other));
        let query: Vec<(&str, &str)> = kept.chain(changed).copied().collect();
        haat.ask(SEARCH, &[&query[..], &[("cursor", cursor)]].concat())
    };
    assert_eq!(asked(&[], &cursor).status, 200);
    assert_eq!(
        asked(&[("explain", "true")], &cursor).status,
        200,
        "the same answers, told more of"
    );
    let mut forged = cursor.clone().into_bytes();
    let last = forged.len() - 1;
    forged[last] = if forged[last] == b'A' { b'B' } else { b'A' };
    let forged = String::from_utf8(forged).unwrap();
    let cut = &cursor[..cursor.len() - 4];
    for (changed, cursor) in [
        (&[("q", WORDS[0])][..], cursor.as_str()),
        (&[("lat", "23.8070")], &cursor),
        (&[("sort", "price")], &cursor),
        (&[("limit", "21")], &cursor),
        (&[("in_stock", "true")], &cursor),
        (&[], &forged),
        (&[], cut),
        (&[], "x"),
        (&[], "চাল"),
    ] {
        let reply = asked(changed, cursor);
        assert_eq!(
            (reply.status, &*reply.code()),
            (422, "platform.foreign_cursor"),
            "{changed:?} {cursor}"
        );
        reply.assert_problem("cursor");
    }
    let elsewhere = [("HAAT_SECRET", "another secret of thirty-two letters")];
    let elsewhere = TestHaat::with(&Database::migrated, &elsewhere);
    let reply = elsewhere.ask(SEARCH, &[&query[..], &[("cursor", &cursor)]].concat());
    assert_eq!(reply.code(), "platform.foreign_cursor");
}
