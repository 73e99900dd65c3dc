//! The text index follows the catalogue, and survives whatever happens to it.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::haat::{Database, PATIENCE, Server, TestHaat, eventually, is_without_drift, within};

/// From commit until people find it.
const PROMISED: Duration = Duration::from_secs(2);

/// What is asked to tell whether two servers answer the same.
const QUESTIONS: [&str; 10] = [
    "chal",
    "পেঁয়াজ",
    "peyaj",
    "dal",
    "soap",
    "miniket",
    "lux saban",
    "tel",
    "ডিম",
    "store",
];

/// How long it takes until it is so; fails after what is promised.
fn within_promise(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(
            started.elapsed() < PROMISED,
            "not within {PROMISED:?}: {what}"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    eprintln!("{what}: {:?}", started.elapsed());
}

fn search(server: &Server, q: &str) -> Value {
    let query = [
        ("lat", "23.8069"),
        ("lng", "90.3687"),
        ("q", q),
        ("limit", "200"),
    ];
    let reply = server.ask("/api/v1/search", &query);
    assert_eq!(reply.status, 200, "{q}: {}", reply.text());
    reply.json()
}

fn names(server: &Server, q: &str) -> Vec<String> {
    let page = search(server, q);
    let items = page["items"].as_array().unwrap().iter();
    let name = |item: &Value| {
        let of = if item["product"]["name"].is_null() {
            "shop"
        } else {
            "product"
        };
        item[of]["name"]["en"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    items.map(name).collect()
}

fn finds(server: &Server, q: &str, name: &str) -> bool {
    names(server, q).iter().any(|found| found == name)
}

/// Everything that is answered to the questions, but for what the clock decides.
fn answers(server: &Server) -> Vec<Value> {
    let timeless = |q| {
        let page = search(server, q);
        assert_eq!(page["degraded"], false);
        let items = page["items"].as_array().unwrap().iter();
        let items = items.map(|item| {
            json!([
                item["type"],
                item["product"],
                item["listing"],
                item["shop"]["id"],
                item["shop"]["distance_m"]
            ])
        });
        let items: BTreeSet<String> = items.map(|item| item.to_string()).collect();
        json!([q, page["total"], page["understood"], items])
    };
    QUESTIONS.map(timeless).into()
}

fn audit(server: &Server) -> Value {
    server.private_get("/audit").json()
}

/// The hash of a server that equals the database and has nothing put off.
fn settled_hash(server: &Server) -> String {
    let told = || {
        let told = audit(server);
        (is_without_drift(&told) && told["settled"] == true).then_some(told)
    };
    // What is put off waits the longer, the slower the machine is.
    within(PATIENCE * 3, "it is settled", || told().is_some());
    told().unwrap()["hash"].as_str().unwrap().to_owned()
}

fn written(server: &Server) -> Option<f64> {
    server.measured("search_documents_written_total")
}

#[test]
fn a_changed_name_is_found_within_what_is_promised() {
    let haat = TestHaat::seeded();
    let server = haat.server();
    let shop = haat.shop("Shapla Variety").open();
    let soap = haat.product("কেয়া সাবান", "Keya Soap", None);
    haat.listing(&shop, &soap, Some(5_000), Some(3));
    within_promise("a new offer", || finds(server, "keya", "Keya Soap"));
    for (name, word) in [("Zinnia Soap", "zinnia"), ("Quartz Soap", "quartz")] {
        haat.sql(
            "UPDATE products SET name_en = $2 WHERE id = $1::text::uuid",
            &[&soap.uuid, &name],
        );
        within_promise("a renamed product", || finds(server, word, name));
    }
    haat.sql(
        "UPDATE shops SET name_en = 'Doel Variety' WHERE id = $1::text::uuid",
        &[&shop.uuid],
    );
    within_promise("a renamed shop", || finds(server, "doel", "Doel Variety"));
    haat.sql(
        "DELETE FROM products WHERE id = $1::text::uuid",
        &[&soap.uuid],
    );
    within_promise("a product that is gone", || {
        !finds(server, "quartz", "Quartz Soap")
    });
    haat.settle();
}

#[test]
fn price_stock_and_hours_change_without_writing_a_document() {
    let haat = TestHaat::start();
    let server = haat.server();
    let shop = haat.shop("Karim Store").open();
    let soap = haat.product("লাক্স সাবান", "Lux Soap", None);
    let offer = haat.listing(&shop, &soap, Some(6_000), Some(5));
    let first = || search(server, "lux")["items"][0].clone();
    eventually("the offer is found", || {
        first()["listing"]["price"]["amount"] == 6_000
    });
    let before = written(server).unwrap();
    assert!(before >= 2.0, "a product and a shop: {before}");

    for price in [6_100_i64, 6_200, 6_300] {
        haat.sql(
            "UPDATE listings SET price_poisha = $2 WHERE id = $1::text::uuid",
            &[&offer.uuid, &price],
        );
        within_promise("the price", || {
            first()["listing"]["price"]["amount"] == price
        });
    }
    haat.sql(
        "UPDATE listings SET stock = 0, availability = 'sold_out' WHERE id = $1::text::uuid",
        &[&offer.uuid],
    );
    within_promise("the stock", || first()["listing"]["in_stock"] == false);
    assert_eq!(first()["shop"]["open"], Value::Null);
    haat.sql(
        "UPDATE shops SET hours = '[[0,0,1440],[1,0,1440],[2,0,1440],[3,0,1440],[4,0,1440],[5,0,1440],[6,0,1440]]' WHERE id = $1::text::uuid",
        &[&shop.uuid],
    );
    within_promise("the hours", || first()["shop"]["open"] == true);
    haat.sql(
        "UPDATE products SET demo = true WHERE id = $1::text::uuid",
        &[&soap.uuid],
    );
    haat.settle();
    assert_eq!(
        written(server),
        Some(before),
        "documents were written again"
    );

    haat.sql(
        "UPDATE products SET name_en = 'Lux Beauty Soap' WHERE id = $1::text::uuid",
        &[&soap.uuid],
    );
    within_promise("the name", || finds(server, "lux", "Lux Beauty Soap"));
    assert_eq!(
        written(server),
        Some(before + 1.0),
        "one document for one name"
    );
}

/// A data directory that a server uses for a while.
struct DataDir(PathBuf);

impl DataDir {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("haat-keep-{}-{name}", std::process::id()));
        Self(path)
    }

    fn server(&self, db: &Database) -> Server {
        Server::start(db, &[("HAAT_DATA_DIR", self.0.to_str().unwrap())])
    }

    fn destroy(&self) {
        if self.0.is_dir() {
            fs::remove_dir_all(&self.0).unwrap();
        } else if self.0.exists() {
            fs::remove_file(&self.0).unwrap();
        }
    }
}

impl Drop for DataDir {
    fn drop(&mut self) {
        self.destroy();
    }
}

fn stop(mut server: Server) {
    server.signal("TERM");
    assert!(server.wait().success());
}

#[test]
fn without_its_folder_a_restart_comes_to_the_same() {
    let haat = TestHaat::seeded();
    let data = DataDir::new("dropped");
    let first = data.server(haat.db());
    let shop = haat.shop("Shapla Variety").open();
    let soap = haat.product("কেয়া সাবান", "Keya Soap", None);
    haat.listing(&shop, &soap, Some(5_000), Some(3));
    haat.sql(
        "UPDATE products SET name_en = 'Zinnia Soap' WHERE id = $1::text::uuid",
        &[&soap.uuid],
    );
    eventually("it is found", || finds(&first, "zinnia", "Zinnia Soap"));
    let (hash, answered) = (settled_hash(&first), answers(&first));
    stop(first);
    assert!(data.0.join("radius.geo").exists());

    for drop_it in [true, false] {
        if drop_it {
            data.destroy();
        }
        let again = data.server(haat.db());
        assert_eq!(settled_hash(&again), hash);
        assert_eq!(answers(&again), answered);
        stop(again);
    }
    haat.sql(
        "DELETE FROM products WHERE id = $1::text::uuid",
        &[&soap.uuid],
    );
    let changed = data.server(haat.db());
    assert_ne!(
        settled_hash(&changed),
        hash,
        "a hash that never changes tells nothing"
    );
}

#[test]
fn nothing_that_happens_to_its_folder_hurts_a_server() {
    let haat = TestHaat::seeded();
    let data = DataDir::new("hurt");
    let server = data.server(haat.db());
    eventually("the radius index is written", || {
        data.0.join("radius.geo").exists()
    });
    let shop = haat.shop("Shapla Variety").open();
    let soap = haat.product("কেয়া সাবান", "Keya Soap", None);
    haat.listing(&shop, &soap, Some(5_000), Some(3));
    eventually("it is found", || finds(&server, "keya", "Keya Soap"));

    let damage = |how: fn(Vec<u8>) -> Vec<u8>| {
        let files = fs::read_dir(&data.0).unwrap().flatten();
        for file in files.map(|file| file.path()).filter(|path| path.is_file()) {
            fs::write(&file, how(fs::read(&file).unwrap())).unwrap();
        }
    };
    let blows: [(&str, &dyn Fn()); 5] = [
        ("overwritten", &|| damage(|bytes| vec![0xee; bytes.len()])),
        ("cut", &|| damage(|bytes| bytes[..bytes.len() / 2].to_vec())),
        ("emptied", &|| damage(|_| Vec::new())),
        ("deleted", &|| data.destroy()),
        // Nobody can make a folder or a file there, root neither.
        ("in the way", &|| fs::write(&data.0, "a file").unwrap()),
    ];
    for (at, (how, strike)) in (1..).zip(blows) {
        let before = answers(&server);
        strike();
        assert_eq!(answers(&server), before, "{how}");
        let name = format!("Keya Soap {at}");
        haat.sql(
            "UPDATE products SET name_en = $2 WHERE id = $1::text::uuid",
            &[&soap.uuid, &name],
        );
        within_promise(how, || finds(&server, "keya", &name));
        assert!(is_without_drift(&audit(&server)), "{how}");
        assert_eq!(server.get("/readyz").status, 200, "{how}");
    }
    let hash = settled_hash(&server);
    // It ends well although it cannot write, and so does the next.
    stop(server);
    let next = data.server(haat.db());
    assert_eq!(settled_hash(&next), hash);
}

#[test]
fn a_server_that_was_away_misses_nothing_and_says_when_it_is_back() {
    let mut haat = TestHaat::seeded();
    haat.server_mut().may_log_errors = true;
    let mut away = haat.another();
    away.may_log_errors = true;
    let soap = haat.product("কেয়া সাবান", "Keya Soap", None);
    let shop = haat.shop("Shapla Variety").open();
    haat.listing(&shop, &soap, Some(5_000), Some(3));
    for server in [haat.server(), &away] {
        eventually("it is found", || finds(server, "keya", "Keya Soap"));
    }
    assert_eq!(settled_hash(haat.server()), settled_hash(&away));

    away.signal("STOP");
    for n in 0..20 {
        let name = format!("Zinnia Soap {n}");
        haat.sql(
            "UPDATE products SET name_en = $2 WHERE id = $1::text::uuid",
            &[&soap.uuid, &name],
        );
        haat.shop(&format!("New Store {n}")).open();
    }
    haat.sql("DELETE FROM products WHERE demo AND ord % 7 = 0", &[]);
    haat.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
        &[],
    );
    // What it has missed cannot be read for a while.
    let mut blocker = haat.db().connect();
    let mut lock = blocker.transaction().unwrap();
    lock.execute("LOCK TABLE products IN ACCESS EXCLUSIVE MODE", &[])
        .unwrap();
    away.signal("CONT");
    eventually("it says that it is behind", || {
        let reply = away.get("/readyz");
        reply.status == 503 && reply.json()["behind"] == true && reply.json()["warm"] == true
    });
    assert!(
        finds(&away, "keya", "Keya Soap"),
        "whoever asks is answered all the same"
    );
    lock.commit().unwrap();
    away.wait_ready();
    assert!(
        finds(&away, "zinnia", "Zinnia Soap 19"),
        "ready means that it knows"
    );
    assert_eq!(away.get("/readyz").json()["behind"], false);
    let hash = settled_hash(haat.server());
    assert_eq!(settled_hash(&away), hash);
    assert_eq!(answers(haat.server()), answers(&away));

    // Away for good, and begun again on nothing.
    away.kill();
    haat.sql(
        "UPDATE products SET name_en = 'Lotus Soap' WHERE id = $1::text::uuid",
        &[&soap.uuid],
    );
    let reborn = haat.another();
    assert!(finds(&reborn, "lotus", "Lotus Soap"));
    assert_eq!(settled_hash(&reborn), settled_hash(haat.server()));
}

#[test]
fn what_the_feed_never_told_is_found_by_the_audit_and_repaired() {
    let haat = TestHaat::seeded();
    let server = haat.server();
    let shop = haat.shop("Shapla Variety").open();
    let soap = haat.product("কেয়া সাবান", "Keya Soap", None);
    let offer = haat.listing(&shop, &soap, Some(5_000), Some(3));
    haat.sql(
        "INSERT INTO concepts (id, name_bn, name_en, synonyms) VALUES ('test-soap', 'কেয়া সাবান', 'Keya Soap', '{}')",
        &[],
    );
    eventually("it is found", || finds(server, "keya", "Keya Soap"));
    let before = settled_hash(server);
    let planted = format!(
        "ALTER TABLE products DISABLE TRIGGER USER; ALTER TABLE shops DISABLE TRIGGER USER;
         ALTER TABLE listings DISABLE TRIGGER USER; ALTER TABLE concepts DISABLE TRIGGER USER;
         ALTER TABLE categories DISABLE TRIGGER USER; ALTER TABLE dialects DISABLE TRIGGER USER;
         UPDATE products SET name_en = 'Zinnia Soap' WHERE id = '{product}';
         UPDATE shops SET location = ST_MakePoint(90.3690, 23.8070)::geography WHERE id = '{shop}';
         UPDATE listings SET price_poisha = 7700 WHERE id = '{offer}';
         UPDATE concepts SET synonyms = '{{bubbly}}', name_bn = 'জিনিয়া সাবান', name_en = 'Zinnia Soap' WHERE id = 'test-soap';
         UPDATE categories SET aliases = aliases || 'xyzzy'::text WHERE ord = (SELECT min(ord) FROM categories);
         ALTER TABLE products ENABLE TRIGGER USER; ALTER TABLE shops ENABLE TRIGGER USER;
         ALTER TABLE listings ENABLE TRIGGER USER; ALTER TABLE concepts ENABLE TRIGGER USER;
         ALTER TABLE categories ENABLE TRIGGER USER; ALTER TABLE dialects ENABLE TRIGGER USER",
        product = soap.uuid,
        shop = shop.uuid,
        offer = offer.uuid,
    );
    haat.db().connect().batch_execute(&planted).unwrap();
    let drift = audit(server);
    assert_eq!(
        (&drift["different"], &drift["misplaced"]),
        (&json!(5), &json!(1)),
        "{drift}"
    );
    assert!(!finds(server, "bubbly", "Zinnia Soap"));

    assert_eq!(haat.get("/audit").status, 404, "not for everybody");
    let reply = server.private_send("POST", "/audit", &json!({}));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let told = reply.json();
    assert_eq!(told["found"]["different"], 5, "{told}");
    assert!(is_without_drift(&told["left"]), "{told}");
    assert!(finds(server, "bubbly", "Zinnia Soap"));
    let item = &search(server, "zinnia")["items"][0];
    assert_eq!(item["listing"]["price"]["amount"], 7_700, "{item}");
    assert_ne!(settled_hash(server), before);
    let fresh = haat.another();
    assert_eq!(
        settled_hash(server),
        settled_hash(&fresh),
        "as if started anew"
    );
    assert_eq!(answers(server), answers(&fresh));
}
