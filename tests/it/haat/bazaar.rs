//! A bazaar of a few thousand offers around [`MIRPUR`](super::MIRPUR), the same
//! for every seed: made-up words, so that a word finds what holds it and no more.

use std::collections::BTreeSet;

use postgres::Client;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

use super::{MIRPUR, TestHaat};

/// Words of product names; no two sound alike.
pub const WORDS: [&str; 6] = ["bundok", "kelfim", "gortap", "mishwal", "tolvex", "rangpid"];
/// Categories of its goods; `food` and `care` have some of their own.
pub const CATEGORIES: [&str; 6] = [
    "food",
    "food/grain",
    "food/grain/husked",
    "care",
    "care/wash",
    "tools",
];
/// Kinds of its shops.
pub const KINDS: [&str; 5] = ["grocery", "marketplace", "cosmetics", "hardware", "other"];

const SHOPS: usize = 260;
const SILENT: usize = 60;
const PRODUCTS: usize = 400;
const OFFERS: usize = 4_200;

impl TestHaat {
    /// An empty market with the bazaar of this seed in it.
    pub fn bazaar(seed: u64) -> Self {
        let haat = Self::start();
        let rng = &mut StdRng::seed_from_u64(seed);
        for (code, bn, en, sold_by) in [
            ("food", "ক", "Zq one", "grocery|marketplace"),
            ("food/grain", "খ", "Zq two", ""),
            ("food/grain/husked", "গ", "Zq three", "grocery"),
            ("care", "ঘ", "Zq four", "cosmetics"),
            ("care/wash", "চ", "Zq five", ""),
            ("tools", "ছ", "Zq six", ""),
        ] {
            haat.category(code, bn, en, sold_by);
        }
        let client = &mut haat.db().connect();
        fill_shops(client, rng);
        fill_products(client, rng);
        haat.fill_offers(rng);
        haat.settle();
        haat
    }

    fn fill_offers(&self, rng: &mut StdRng) {
        let mut pairs = BTreeSet::new();
        while pairs.len() < OFFERS {
            // Some shops have far more than others.
            let shop = rng.random_range(0..SHOPS) * rng.random_range(1..=SHOPS) / SHOPS;
            pairs.insert((shop, rng.random_range(0..PRODUCTS)));
        }
        let (mut shops, mut products, mut prices) = (vec![], vec![], vec![]);
        let (mut availabilities, mut statuses) = (vec![], vec![]);
        for (shop, product) in pairs {
            shops.push(shop.to_string());
            products.push(format!("p{product}"));
            prices.push(price(rng));
            let stock = ["in_stock", "in_stock", "sold_out", "unknown"];
            availabilities.push(*stock.choose(rng).unwrap());
            statuses.push(if rng.random_bool(0.05) {
                "hidden"
            } else {
                "listed"
            });
        }
        self.sql(
            "INSERT INTO listings (id, shop_id, product_id, price_poisha, availability, status)
             SELECT gen_random_uuid(), s.id, p.id, price, availability, o.status
             FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])
                AS o (shop, product, price, availability, status)
             JOIN shops s ON s.external_id = o.shop JOIN products p ON p.external_id = o.product",
            &[&shops, &products, &prices, &availabilities, &statuses],
        );
    }
}

fn fill_shops(client: &mut Client, rng: &mut StdRng) {
    for n in 0..SHOPS + SILENT {
        let silent = if n < SHOPS { "" } else { "silent" };
        let status = if n % 25 == 7 { "hidden" } else { "listed" };
        let (lat, lng) = near(rng);
        client.execute(
            "INSERT INTO shops (id, external_id, name_en, kind, location, hours, status)
             VALUES (gen_random_uuid(), $1, 'Dokan', $2, ST_MakePoint($4, $3)::geography, $5::text::jsonb, $6)",
            &[&format!("{silent}{n}"), KINDS.choose(rng).unwrap(), &lat, &lng, &hours(rng), &status],
        ).unwrap();
    }
}

fn fill_products(client: &mut Client, rng: &mut StdRng) {
    for n in 0..PRODUCTS {
        let words: Vec<&str> = WORDS.choose_multiple(rng, 2).copied().collect();
        let category = CATEGORIES.choose(rng).filter(|_| n % 9 != 0);
        client
            .execute(
                "INSERT INTO products (id, external_id, name_en, category_code)
             VALUES (gen_random_uuid(), $1, $2, $3)",
                &[&format!("p{n}"), &words.join(" "), &category],
            )
            .unwrap();
    }
}

/// Dense in the middle, out to some seven kilometres.
fn near(rng: &mut StdRng) -> (f64, f64) {
    let turn = rng.random_range(0.0..std::f64::consts::TAU);
    let metres = 7_000.0 * rng.random::<f64>().powi(2);
    (
        MIRPUR.0 + metres * turn.sin() / 110_750.0,
        MIRPUR.1 + metres * turn.cos() / 101_900.0,
    )
}

/// Unknown, never, always, or some hours of every day.
fn hours(rng: &mut StdRng) -> Option<String> {
    let week = |from: u32, to: u32| -> String {
        let days: Vec<String> = (0..7).map(|day| format!("[{day},{from},{to}]")).collect();
        format!("[{}]", days.join(","))
    };
    match rng.random_range(0..5) {
        0 => None,
        1 => Some("[]".to_owned()),
        2 => Some(week(0, 1_440)),
        _ => {
            let from = rng.random_range(0..1_440);
            Some(week(from, from + rng.random_range(60..1_300)))
        }
    }
}

/// Now and then untold; round ones lie on the ends of ranges.
fn price(rng: &mut StdRng) -> Option<i64> {
    match rng.random_range(0..10) {
        0 => None,
        1..4 => Some(*[5_000, 10_000, 20_000, 50_000].choose(rng).unwrap()),
        _ => Some(rng.random_range(500..700_000)),
    }
}
