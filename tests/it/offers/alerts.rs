//! A shop is told that something is running out, once until it is refilled.

use serde_json::{Value, json};

use super::{Keeper, path_of};
use crate::haat::{TestHaat, eventually};

/// Messages about low stocks that were written.
fn told(haat: &TestHaat) -> i64 {
    haat.count("SELECT count(*) FROM outbox WHERE template = 'low-stock'")
}

fn idle(haat: &TestHaat) {
    eventually("no job is left", || {
        haat.count("SELECT count(*) FROM jobs WHERE state NOT IN ('done', 'dead')") == 0
    });
}

fn refill(karim: &Keeper<'_>, offer: &Value) {
    assert_eq!(karim.moves(offer, 20, "received").status, 201);
}

#[test]
fn owners_and_managers_are_told_once_for_each_crossing() {
    let haat = TestHaat::start();
    let second = haat.another();
    let shop = haat.shop("Karim Store").bn("করিম স্টোর").open();
    let karim = haat.keeper(&shop, "owner");
    let _manager = haat.keeper(&shop, "manager");
    let _packer = haat.keeper(&shop, "packer");
    let goods = haat.product("ডিম", "Eggs", None);
    let offer = karim.list(&goods.id, &json!({ "stock": 10, "low_stock": 5 }));
    assert_eq!(karim.moves(&offer, -4, "sold").status, 201);
    idle(&haat);
    assert_eq!(told(&haat), 0, "six are enough");

    // Ten buyers at once take it below, over both servers.
    std::thread::scope(|scope| {
        for n in 0..4 {
            let karim = &karim;
            let (offer, second) = (&offer, &second);
            scope.spawn(move || {
                let body = json!({ "delta": -1, "reason": "sold" });
                let path = format!(
                    "/api/v1/seller/shops/{}{}/movements",
                    karim.shop.id,
                    path_of(offer)
                );
                let server = if n % 2 == 0 {
                    karim.haat.server()
                } else {
                    second
                };
                let request = server
                    .request("POST", &path)
                    .header("authorization", format!("Bearer {}", karim.device.token))
                    .header("idempotency-key", format!("sale-number-{n}"))
                    .header("content-type", "application/json");
                assert_eq!(server.send(request, body.to_string()).status, 201);
            });
        }
    });
    eventually("the owner and the manager are told", || told(&haat) == 2);
    idle(&haat);
    let version = karim.see(&path_of(&offer))["version"].clone();

    // Whoever asks again, by the chore of another process or by hand, tells nobody.
    haat.sql(
        "INSERT INTO jobs (id, name, payload)
         SELECT gen_random_uuid(), name, payload FROM jobs WHERE name = 'catalog.look_at_stock'",
        &[],
    );
    let _third = haat.another();
    karim.moves(&offer, -1, "sold");
    idle(&haat);
    assert_eq!(told(&haat), 2, "once until it is refilled");
    assert_eq!(
        karim.see(&path_of(&offer))["version"].as_i64(),
        version.as_i64().map(|version| version + 1),
        "being told is no change that a seller could lose"
    );

    refill(&karim, &offer);
    karim.moves(&offer, -20, "sold");
    eventually("told again after a refill", || told(&haat) == 4);
    idle(&haat);
}

#[test]
fn what_others_write_is_noticed_by_the_chore() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "owner");
    let goods = haat.product("ডিম", "Eggs", None);
    let offer = karim.list(&goods.id, &json!({ "stock": 10, "low_stock": 5 }));
    haat.sql("UPDATE listings SET stock = 2", &[]);
    let _second = haat.another();
    eventually("told after a sale of another kind", || told(&haat) == 1);
    idle(&haat);
    let left = karim.see(&path_of(&offer));
    assert_eq!(left["is_low"], true);
}
