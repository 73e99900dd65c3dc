//! Both plans lead to the same list, which is the one a look at every listing gives.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use geo_index::GeoIndex;
use kernel::{ListingId, Money, Names, Point, ProductId, ShopId};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use shops::{Hours, Period, ShopKind};

use super::*;
use crate::ask::disc::{Disc, geo_point, metres_between};
use crate::ask::question::{Question, Sort};
use crate::ask::rank::ranked;
use crate::tables::{Listing, Product, Shop, Tables};

const SHOPS: u32 = 400;
const PRODUCTS: u32 = 150;
const LISTINGS: u32 = 4_000;
const CATEGORIES: u32 = 9;
const QUESTIONS: usize = 150;

struct Market {
    tables: Tables,
    index: GeoIndex<Ord32, u8>,
    now: DateTime<FixedOffset>,
}

fn market(random: &mut StdRng) -> Market {
    let mut tables = Tables::default();
    for ord in 0..SHOPS {
        tables.shops.set(ord, Some(shop(random)));
    }
    for ord in 0..PRODUCTS {
        tables.products.set(ord, Some(product(random)));
    }
    for ord in 0..LISTINGS {
        // Some goods are in most shops, most goods in few.
        let common = random.random_bool(0.5);
        let product = random.random_range(0..if common { 6 } else { PRODUCTS });
        let listing = Listing {
            id: ListingId::new(),
            shop: random.random_range(0..SHOPS),
            product,
            price: (random.random_bool(0.8))
                .then(|| Money::from_poisha(random.random_range(1..20) * 1_000)),
            in_stock: *[None, Some(false), Some(true)].choose(random).unwrap(),
        };
        tables.listings.set(ord, Some(listing));
    }
    let places = tables.shops.iter();
    let places = places.map(|(ord, shop)| (ord, geo_point(shop.location), shop.kind.index()));
    Market {
        index: GeoIndex::bulk(places.collect::<Vec<_>>()),
        tables,
        now: DateTime::parse_from_rfc3339("2026-01-05T10:00:00+06:00").unwrap(),
    }
}

fn place(random: &mut StdRng) -> Point {
    // A grid, so that shops share places and distances tie.
    let step = |random: &mut StdRng| f64::from(random.random_range(0..40)) * 0.001;
    Point::new(23.75 + step(random), 90.38 + step(random)).unwrap()
}

fn shop(random: &mut StdRng) -> Shop {
    let morning = Hours::new(
        (0..7)
            .filter_map(|day| Period::new(day, 540, 660))
            .collect(),
    );
    Shop {
        id: ShopId::new(),
        external_id: None,
        names: Names::both("দোকান", "Shop"),
        alt_names: Vec::new(),
        kind: *[ShopKind::Grocery, ShopKind::Pharmacy, ShopKind::Mobile]
            .choose(random)
            .unwrap(),
        location: place(random),
        hours: [None, Some(morning), Some(Hours::default())]
            .choose(random)
            .unwrap()
            .clone(),
        verified: false,
        demo: false,
        home: false,
    }
}

fn product(random: &mut StdRng) -> Product {
    Product {
        id: ProductId::new(),
        external_id: None,
        names: Names::both("চাল", "Rice"),
        brand: None,
        size: None,
        category: (random.random_bool(0.9)).then(|| random.random_range(0..CATEGORIES)),
        demo: false,
        family: None,
    }
}

fn question(random: &mut StdRng) -> Question {
    let price = |random: &mut StdRng| {
        (random.random_bool(0.2)).then(|| Money::from_poisha(random.random_range(0..20) * 1_000))
    };
    Question {
        kind: (random.random_bool(0.2)).then_some(ShopKind::Pharmacy),
        min_price: price(random),
        max_price: price(random),
        in_stock: random.random_bool(0.2),
        open_now: random.random_bool(0.2),
        sort: *[Sort::Relevance, Sort::Distance, Sort::Price]
            .choose(random)
            .unwrap(),
        max_per_shop: random.random_range(0..4),
        limit: random.random_range(1..30),
        ..Question::around(place(random), random.random_range(100.0..6_000.0))
    }
}

/// Some products with how well they matched.
fn matched(random: &mut StdRng) -> Vec<Scored> {
    let share = *[0.01, 0.1, 0.5, 1.0].choose(random).unwrap();
    let scored = |product| {
        let key = DocKey::Product(product);
        let (text, tightness) = (random.random_range(0.3..1.0), random.random_range(0.1..1.0));
        random.random_bool(share).then_some(Scored {
            key,
            text,
            tightness,
        })
    };
    (0..PRODUCTS).filter_map(scored).collect()
}

/// The offers that a look at every listing finds.
fn expected(
    gather: &Gather<'_>,
    matched: &[Scored],
    now: DateTime<FixedOffset>,
) -> BTreeSet<Ord32> {
    let question = gather.question;
    let passes = |(_, listing): &(Ord32, Listing)| {
        let shop = gather.tables.shops.find(listing.shop).unwrap();
        let category = gather
            .tables
            .products
            .find(listing.product)
            .unwrap()
            .category;
        let wanted = gather.wanted.as_ref();
        metres_between(question.origin, shop.location) <= question.radius_m
            && matched
                .iter()
                .any(|s| s.key == DocKey::Product(listing.product))
            && question.kind.is_none_or(|kind| kind == shop.kind)
            && (!question.open_now || shop.open_at(now) == Some(true))
            && wanted.is_none_or(|wanted| category.is_some_and(|ord| wanted.contains(&ord)))
            && (!question.in_stock || listing.in_stock == Some(true))
            && (question.min_price).is_none_or(|min| listing.price.is_some_and(|p| p >= min))
            && (question.max_price).is_none_or(|max| listing.price.is_some_and(|p| p <= max))
    };
    let listings = gather.tables.listings.iter();
    listings.filter(passes).map(|(ord, _)| ord).collect()
}

fn subjects(candidates: &[Candidate]) -> Vec<(Subject, i32)> {
    candidates.iter().map(|c| (c.subject, c.score)).collect()
}

#[test]
fn goods_and_shelves_lead_to_the_same_list() {
    let mut random = StdRng::seed_from_u64(20_260_105);
    let market = market(&mut random);
    let mut plans = BTreeSet::new();
    for _ in 0..QUESTIONS {
        let (question, matched) = (question(&mut random), matched(&mut random));
        let disc =
            Disc::around(&market.index, &market.tables.shops, &question, market.now).unwrap();
        let gather = Gather {
            tables: &market.tables,
            question: &question,
            disc: &disc,
            wanted: (random.random_bool(0.3)).then(|| vec![7, 2, 3]),
            meant: vec![2, 5],
        };
        let goods = gather.goods(&matched);
        let both = [Plan::Goods, Plan::Shelves].map(|plan| gather.by_plan(plan, &goods));
        let page = random.random_range(0..3);
        let lists = both
            .each_ref()
            .map(|candidates| subjects(&ranked(candidates, &question, page, &market.tables)));
        let needed = (page + 1) * question.limit;
        assert_eq!(lists[0], lists[1], "{question:?}");
        assert!(lists[0].len() >= needed.min(both[0].len()));
        let found = |list: &[Candidate]| -> BTreeSet<Ord32> {
            list.iter()
                .map(|c| match c.subject {
                    Subject::Listing(ord) => ord,
                    Subject::Shop | Subject::Category(_) => panic!("no offer"),
                })
                .collect()
        };
        assert_eq!(found(&both[0]), expected(&gather, &matched, market.now));
        plans.insert(gather.offers(&matched).1.code());
    }
    assert_eq!(plans.len(), 2, "either plan is the better one at times");
}

#[test]
fn the_first_are_those_of_the_whole_list() {
    let mut random = StdRng::seed_from_u64(7);
    let market = market(&mut random);
    for _ in 0..60 {
        let question = Question {
            limit: 2,
            ..question(&mut random)
        };
        let disc =
            Disc::around(&market.index, &market.tables.shops, &question, market.now).unwrap();
        let gather = Gather {
            tables: &market.tables,
            question: &question,
            disc: &disc,
            wanted: None,
            meant: Vec::new(),
        };
        let all = gather.everything();
        let whole = Question {
            limit: all.len().max(1),
            ..question.clone()
        };
        let whole = subjects(&ranked(&all, &whole, 0, &market.tables));
        let first = subjects(&ranked(&all, &question, 0, &market.tables));
        assert_eq!(first[..], whole[..first.len()], "{question:?}");
    }
}
