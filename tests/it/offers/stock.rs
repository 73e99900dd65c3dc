//! The books of stock: their sum is what is there, whoever writes at once.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use super::path_of;
use crate::haat::{TestHaat, uuid_of};

/// What callers do, each on a thread of its own.
#[derive(Clone, Copy, Debug)]
enum Step {
    Receive(i32),
    Sell(i32),
    Count(i32),
    Forget,
    Remove,
    Restore,
}

fn steps() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let step = prop_oneof![
        (1..20_i32).prop_map(Step::Receive),
        (1..8_i32).prop_map(Step::Sell),
        (0..15_i32).prop_map(Step::Count),
        Just(Step::Forget),
        Just(Step::Remove),
        Just(Step::Restore),
    ];
    proptest::collection::vec(proptest::collection::vec(step, 1..8), 2..4)
}

/// Listings whose books do not add up, or that were ever below nothing.
const BROKEN: &str = "SELECT count(*) FROM listings l
    WHERE coalesce(stock, 0) <> (SELECT coalesce(sum(delta), 0) FROM stock_movements WHERE listing_id = l.id)
       OR coalesce(stock, 0) <> coalesce((SELECT on_hand FROM stock_movements
              WHERE listing_id = l.id ORDER BY id DESC LIMIT 1), 0)
       OR EXISTS (SELECT FROM stock_movements WHERE listing_id = l.id AND on_hand < 0)";

#[test]
fn the_books_add_up_however_callers_get_between_each_other() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let take = |offer: &serde_json::Value, step: Step| match step {
        Step::Receive(n) => karim.moves(offer, n.into(), "received").status,
        Step::Sell(n) => karim.moves(offer, (-n).into(), "sold").status,
        Step::Count(n) => {
            karim
                .change(&karim.see(&path_of(offer)), &json!({ "stock": n }))
                .status
        }
        Step::Forget => {
            karim
                .change(&karim.see(&path_of(offer)), &json!({ "stock": null }))
                .status
        }
        Step::Remove => {
            karim
                .ask("DELETE", &path_of(offer), &serde_json::Value::Null)
                .status
        }
        Step::Restore => {
            let path = format!("{}/restore", path_of(offer));
            karim.ask("POST", &path, &json!({})).status
        }
    };
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let tried = TestRunner::new(config).run(&steps(), |callers| {
        let goods = haat.product("ডিম", "Eggs", None);
        let offer = karim.list(&goods.id, &json!({ "stock": 5 }));
        std::thread::scope(|scope| {
            for steps in &callers {
                let (take, offer) = (&take, &offer);
                scope.spawn(move || {
                    for step in steps {
                        let status = take(offer, *step);
                        // Somebody else was quicker, took the last, or removed it.
                        assert!(
                            [200, 201, 204, 404, 409].contains(&status),
                            "{step:?}: {status}"
                        );
                    }
                });
            }
        });
        prop_assert_eq!(haat.count(BROKEN), 0);
        Ok(())
    });
    tried.unwrap();
}

#[test]
fn the_last_pieces_are_sold_once_beside_other_sales() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let goods = haat.product("ডিম", "Eggs", None);
    let offer = karim.list(&goods.id, &json!({ "stock": 10 }));
    let sold: Vec<u16> = std::thread::scope(|scope| {
        let sales: Vec<_> = (0..40)
            .map(|_| scope.spawn(|| karim.moves(&offer, -1, "sold").status))
            .collect();
        sales.into_iter().map(|sale| sale.join().unwrap()).collect()
    });
    let count = |status: u16| sold.iter().filter(|other| **other == status).count();
    assert_eq!((count(201), count(409)), (10, 30), "{sold:?}");
    let left = karim.see(&path_of(&offer));
    assert_eq!(
        (&left["stock"], &left["in_stock"]),
        (&json!(0), &json!(false))
    );
    let refused = karim.moves(&offer, -1, "sold");
    assert_eq!(refused.json()["code"], "catalog.too_few");
    assert_eq!(refused.json()["stock"], 0);
    let below = haat.db().connect().execute(
        "UPDATE listings SET stock = -1 WHERE id = $1::text::uuid",
        &[&uuid_of(offer["id"].as_str().unwrap())],
    );
    assert!(below.is_err(), "the database refuses it as well");
    assert_eq!(haat.count(BROKEN), 0);
}

#[test]
fn a_movement_that_is_sent_again_moves_nothing() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "manager");
    let goods = haat.product("ডিম", "Eggs", None);
    let offer = karim.list(&goods.id, &json!({ "stock": 10 }));
    let path = format!("{}/movements", path_of(&offer));
    let send = |delta: i32| {
        let body = json!({ "delta": delta, "reason": "sold" });
        karim.ask_once(("POST", &path), "one-sale-of-two", &body)
    };
    let stocks: Vec<_> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..8).map(|_| scope.spawn(|| send(-2))).collect();
        tries
            .into_iter()
            .map(|it| it.join().unwrap().json()["stock"].clone())
            .collect()
    });
    assert!(stocks.iter().all(|stock| *stock == 8), "{stocks:?}");
    assert_eq!(send(-3).json()["code"], "platform.key_reused");
    let book = karim.see(&path)["items"].as_array().unwrap().clone();
    assert_eq!(book.len(), 2);
    assert_eq!(book[0]["delta"], -2);
    assert_eq!(book[0]["reason"], "sold");
    assert_eq!(book[0]["by"], karim.person.id);
}
