//! The books of stock and prices: right whoever writes, and never rewritten.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

use crate::haat::{TestHaat, eventually};

/// Listings whose movements do not add up to their stock, or whose last line
/// does not say it.
const WRONG: &str = "
    SELECT count(*) FROM listings l
    WHERE coalesce(l.stock, 0) <> (SELECT coalesce(sum(delta), 0) FROM stock_movements WHERE listing_id = l.id)
       OR coalesce(l.stock, 0) <> coalesce(
            (SELECT on_hand FROM stock_movements WHERE listing_id = l.id ORDER BY id DESC LIMIT 1), 0)";

fn goods(haat: &TestHaat, count: usize) -> Vec<String> {
    let shop = haat.shop("Mayer Doa Store").open();
    (0..count)
        .map(|n| {
            let product = haat.product(&format!("পণ্য {n}"), &format!("Goods {n}"), None);
            let stock = [None, Some(0), Some(7)][n % 3];
            haat.listing(&shop, &product, Some(1_000), stock).uuid
        })
        .collect()
}

#[test]
fn movements_add_up_to_the_stock_whoever_writes() {
    let haat = TestHaat::start();
    let ids = goods(&haat, 12);
    let mut rng = StdRng::seed_from_u64(20_261_121);
    let mut conn = haat.db().connect();
    for round in 0..300 {
        let some: Vec<&String> = ids.choose_multiple(&mut rng, 1 + round % 5).collect();
        let stock: Option<i32> = rng.random_bool(0.9).then(|| rng.random_range(0..9));
        let delta: i32 = rng.random_range(-4..5);
        let mut tx = conn.transaction().unwrap();
        let written = if rng.random_bool(0.5) {
            tx.execute(
                "UPDATE listings SET stock = $2, availability = CASE WHEN $2 IS NULL THEN 'unknown'
                     WHEN $2 > 0 THEN 'in_stock' ELSE 'sold_out' END
                 WHERE id::text = ANY($1)",
                &[&some, &stock],
            )
        } else {
            // Some would fall below zero: then none of them changes.
            tx.execute(
                "UPDATE listings SET stock = stock + $2,
                     availability = CASE WHEN stock + $2 > 0 THEN 'in_stock' ELSE 'sold_out' END
                 WHERE id::text = ANY($1) AND stock IS NOT NULL",
                &[&some, &delta],
            )
        };
        if written.is_ok() && rng.random_bool(0.8) {
            tx.commit().unwrap();
        } else {
            tx.rollback().unwrap();
        }
        assert_eq!(haat.count(WRONG), 0, "after round {round}");
    }
    assert!(haat.count("SELECT count(*) FROM stock_movements") > 100);
}

#[test]
fn two_who_sell_the_last_piece_at_once_sell_it_once() {
    let haat = TestHaat::start();
    let ids = goods(&haat, 3);
    let last = &ids[2];
    haat.sql("UPDATE listings SET stock = 1 WHERE id::text = $1", &[last]);
    let sold: u64 = std::thread::scope(|scope| {
        let sellers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    haat.sql(
                        "UPDATE listings SET stock = stock - 1,
                             availability = CASE WHEN stock > 1 THEN 'in_stock' ELSE 'sold_out' END
                         WHERE id::text = $1 AND stock >= 1",
                        &[last],
                    )
                })
            })
            .collect();
        sellers
            .into_iter()
            .map(|seller| seller.join().unwrap())
            .sum()
    });
    assert_eq!(sold, 1);
    assert_eq!(haat.count(WRONG), 0);
}

#[test]
fn books_are_never_rewritten() {
    let haat = TestHaat::start();
    goods(&haat, 3);
    for table in ["stock_movements", "price_changes"] {
        for statement in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET at = now()"),
        ] {
            let refused = haat.db().connect().execute(&statement, &[]).unwrap_err();
            let told = refused
                .as_db_error()
                .map(|error| error.message().to_owned());
            assert_eq!(told, Some(format!("{table} is append-only")), "{statement}");
        }
    }
    // A shop that is erased takes its books along.
    haat.sql("DELETE FROM shops", &[]);
    assert_eq!(haat.count("SELECT count(*) FROM stock_movements"), 0);
    assert_eq!(haat.count("SELECT count(*) FROM price_changes"), 0);
}

#[test]
fn every_price_is_remembered_with_who_and_when() {
    let haat = TestHaat::start();
    let ids = goods(&haat, 1);
    let actor = "0199f1d2-7e11-7b6a-9a36-0d2d6c8f5f01";
    let mut conn = haat.db().connect();
    for price in [Some(1_200_i64), Some(1_200), None, Some(900)] {
        let mut tx = conn.transaction().unwrap();
        tx.execute("SELECT set_config('haat.actor', $1, true)", &[&actor])
            .unwrap();
        tx.execute(
            "UPDATE listings SET price_poisha = $2, updated_at = now() WHERE id::text = $1",
            &[&ids[0], &price],
        )
        .unwrap();
        tx.commit().unwrap();
    }
    let rows = conn
        .query(
            "SELECT price_poisha, actor::text FROM price_changes ORDER BY id",
            &[],
        )
        .unwrap();
    let told: Vec<(Option<i64>, Option<String>)> =
        rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let by = || Some(actor.to_owned());
    assert_eq!(
        told,
        [
            (Some(1_000), None),
            (Some(1_200), by()),
            (None, by()),
            (Some(900), by())
        ]
    );
    assert_eq!(haat.count("SELECT version FROM listings"), 5);
}

#[test]
fn a_product_in_review_is_found_when_it_is_accepted() {
    let haat = TestHaat::start();
    let shop = haat.shop("Mayer Doa Store").open();
    let product = haat.product("খেজুরের গুড়", "Date palm jaggery", None);
    haat.listing(&shop, &product, Some(30_000), Some(4));
    let status = |status: &str| {
        haat.sql("UPDATE products SET status = $1", &[&status]);
    };
    let found = || haat.around("/api/v1/search", &[("q", "gur")])["total"] == 1;
    status("in_review");
    haat.settle();
    assert!(!found());
    assert_eq!(
        haat.get(&format!("/api/v1/products/{}", product.id)).status,
        404
    );
    assert_eq!(
        haat.get(&format!("/api/v1/shops/{}/listings", shop.id))
            .json()["total"],
        0
    );
    status("listed");
    eventually("it is found", found);
}
