//! Goods by the file: out and in again, looked at before, undone after, and each
//! row once whoever is killed on the way.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::haat::{Database, PATIENCE, Reply, Server, Shop, TestHaat, eventually};

/// A shop and somebody who manages it.
struct Stall {
    haat: TestHaat,
    shop: Shop,
    token: String,
}

const EDGE: &str = "----edge-of-a-form";

impl Stall {
    fn new() -> Self {
        Self::with(&[])
    }

    fn with(settings: &[(&str, &str)]) -> Self {
        let haat = TestHaat::with(&Database::seeded, settings);
        let shop = haat.shop("Shapla Corner").north(5.0).open();
        let manager = haat.staff(&shop, "manager");
        let token = haat.device_of(&manager).token;
        Self { haat, shop, token }
    }

    fn say(&self, method: &str, rest: &str, body: &Value) -> Reply {
        let path = format!("/api/v1/seller/shops/{}{rest}", self.shop.id);
        self.haat
            .server()
            .say(method, &path, Some(&self.token), body)
    }

    fn get(&self, rest: &str) -> Value {
        let answer = self.say("GET", rest, &Value::Null);
        assert_eq!(answer.status, 200, "{rest}: {}", answer.text());
        answer.json()
    }

    fn file(&self, rest: &str) -> Vec<u8> {
        let answer = self.say("GET", rest, &Value::Null);
        assert_eq!(answer.status, 200, "{rest}: {}", answer.text());
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment")
        );
        answer.body
    }

    fn send(&self, name: &str, file: &[u8]) -> Reply {
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        let body = [
            head.as_bytes(),
            file,
            format!("\r\n--{EDGE}--\r\n").as_bytes(),
        ]
        .concat();
        let server = self.haat.server();
        let path = format!("/api/v1/seller/shops/{}/imports", self.shop.id);
        let request = server
            .request("POST", &path)
            .header("authorization", format!("Bearer {}", self.token))
            .header(
                "content-type",
                format!("multipart/form-data; boundary={EDGE}"),
            );
        server.send(request, body)
    }

    /// A draft of this file; the path of the import.
    fn draft(&self, file: &[u8]) -> String {
        let sent = self.send("goods.csv", file);
        assert_eq!(sent.status, 201, "{}", sent.text());
        assert_eq!(sent.json()["state"], "draft");
        format!("/imports/{}", sent.json()["id"].as_str().unwrap())
    }

    fn check(&self, import: &str) -> Value {
        self.get(&format!("{import}/check?limit=1000"))
    }

    /// Has something done and waits until it is so.
    fn until(&self, import: &str, what: &str, state: &str) -> Value {
        let asked = self.say("POST", &format!("{import}/{what}"), &json!({}));
        assert_eq!(asked.status, 202, "{}", asked.text());
        eventually(state, || self.get(import)["state"] == state);
        self.get(import)
    }

    fn imported(&self, file: &[u8]) -> (String, Value) {
        let import = self.draft(file);
        let done = self.until(&import, "commit", "done");
        (import, done["counts"].clone())
    }

    /// One number about the shop's listings.
    fn listings(&self, condition: &str) -> i64 {
        self.haat.count(&format!(
            "SELECT count(*) FROM listings l JOIN products p ON p.id = l.product_id
             WHERE l.shop_id::text = '{}' AND ({condition})",
            self.shop.uuid
        ))
    }

    /// Products called `Goods 1` and so on.
    fn goods(&self, count: i32) {
        self.haat.sql(
            "INSERT INTO products (id, name_bn, name_en)
             SELECT gen_random_uuid(), 'পণ্য ' || n, 'Goods ' || n FROM generate_series(1, $1) n",
            &[&count],
        );
    }
}

fn counts(added: i32, changed: i32, same: i32, wrong: i32) -> Value {
    json!({ "added": added, "changed": changed, "same": same, "wrong": wrong })
}

#[test]
fn a_list_goes_out_and_comes_in_again_letter_by_letter() {
    let stall = Stall::new();
    let names = [
        "মিনিকেট চাল, \"বিশেষ\" ৫ কেজি",
        "=HYPERLINK(\"http://x\")",
        "+৮৮ হটলাইন",
        "-১০ ডিগ্রি আইস",
        "@সবুজ",
        "'=দুই বার",
        "র‍্যাক ও ড়ঢ়য়",
    ];
    for (place, name) in names.iter().enumerate() {
        let product = stall.haat.product(name, &format!("Odd {place}"), None);
        let price = i64::try_from(place).unwrap() * 155 + 50;
        stall
            .haat
            .listing(&stall.shop, &product, Some(price), Some(3));
    }
    stall.haat.sql(
        "UPDATE listings SET sku = '00' || ord, mrp_poisha = 999999, expires_on = '2027-01-31', loose = true, low_stock = 2
         WHERE shop_id = $1::text::uuid",
        &[&stall.shop.uuid],
    );
    let silent = stall.haat.product("দাম নেই", "Silent", None);
    stall.haat.listing(&stall.shop, &silent, None, None);
    let versions = || {
        stall
            .haat
            .count("SELECT sum(version)::bigint FROM listings")
    };
    let before = versions();

    for (format, lang) in [("csv", "bn"), ("csv", "en"), ("xlsx", "bn"), ("xlsx", "en")] {
        let file = stall.file(&format!("/export?format={format}&lang={lang}"));
        if format == "csv" {
            assert!(
                file.starts_with(b"\xef\xbb\xbf"),
                "spreadsheets need the mark"
            );
            let mut reader = csv::Reader::from_reader(&file[3..]);
            for record in reader.records() {
                for cell in &record.unwrap() {
                    assert!(
                        !cell.starts_with(['=', '+', '-', '@']),
                        "{cell} is a formula"
                    );
                }
            }
        }
        let import = stall.draft(&file);
        let fields = &stall.get(&import)["columns"];
        let read = fields.as_array().unwrap().iter();
        assert!(
            read.clone().all(|column| !column["field"].is_null()),
            "{fields}"
        );
        let checked = stall.check(&import);
        assert_eq!(
            checked["counts"],
            counts(0, 0, 8, 0),
            "{format} {lang}: {checked}"
        );
        let cells: Vec<&str> = checked["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["cells"][3].as_str().unwrap())
            .collect();
        assert_eq!(cells[..7], names, "{format} {lang}");
        let done = stall.until(&import, "commit", "done");
        assert_eq!(done["counts"], counts(0, 0, 8, 0));
    }
    assert_eq!(versions(), before, "nothing was written");
}

#[test]
#[expect(clippy::too_many_lines, reason = "one file from upload to undo")]
fn a_file_is_looked_at_first_then_carried_out_and_undone() {
    let stall = Stall::new();
    stall.goods(6);
    let haat = &stall.haat;
    haat.sql(
        "UPDATE products SET barcode = '4006381333931' WHERE name_en = 'Goods 2'",
        &[],
    );
    let listed = |n: i32| {
        haat.sql(
            "INSERT INTO listings (id, shop_id, product_id, price_poisha, stock, availability, sku)
             SELECT gen_random_uuid(), $1::text::uuid, id, 5000, 4, 'in_stock', 'sku-' || $2::int FROM products WHERE name_en = 'Goods ' || $2::int",
            &[&stall.shop.uuid, &n],
        );
    };
    listed(3);
    listed(4);
    let file = "নাম,বারকোড,আপনার কোড,দাম,মজুত,মেয়াদ,মন্তব্য\n\
        পণ্য ১x,,,৫০,,,\n\
        পণ্য 1,,,৳ ১,২৫০.৫০,১২,৩১/০১/২০২৭,নতুন\n"
        .replace("১,২৫০.৫০", "\"১,২৫০.৫০\"")
        .replace("৳ \"", "\"৳ ");
    let file = file
        + "whatever,4006381333931,,85,,,\n\
           ,,sku-3,60,,,\n\
           ,,sku-4,50,4,,\n\
           Goods 5,,,abc,-3,2027-13-01,\n\
           পণ্য 1,,,70,,,\n\
           ,,,70,,,\n\
           পণ্য 6,,sku-3,70,,,\n";
    let import = stall.draft(file.as_bytes());
    let columns = stall.get(&import);
    assert_eq!(columns["names_products"], true);
    assert_eq!(
        columns["columns"][6],
        json!({ "heading": "মন্তব্য", "field": null })
    );

    // The last rows call goods in English under a Bengali heading, so they are not known.
    let checked = stall.check(&import);
    assert_eq!(checked["counts"], counts(2, 1, 1, 5), "{checked}");
    let wrong = stall.get(&format!("{import}/check?outcome=wrong"));
    let told: Vec<(i64, Vec<(Value, &str)>)> = wrong["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let problems = row["problems"].as_array().unwrap().iter();
            let problems =
                problems.map(|one| (one["column"].clone(), one["code"].as_str().unwrap()));
            (row["line"].as_i64().unwrap(), problems.collect())
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, vec![(json!(1), "bulk.unknown_product")]),
            (
                7,
                vec![
                    (json!(4), "platform.not_a_number"),
                    (json!(5), "platform.out_of_range"),
                    (json!(6), "bulk.bad_day"),
                    (json!(1), "bulk.unknown_product"),
                ]
            ),
            (8, vec![(json!(1), "bulk.repeated")]),
            (9, vec![(json!(null), "bulk.no_key")]),
            (10, vec![(json!(3), "bulk.contradiction")]),
        ]
    );
    let first = &wrong["items"][1]["problems"][0];
    assert_eq!(
        (&first["value"], &first["heading"]),
        (&json!("abc"), &json!("দাম"))
    );
    assert_eq!(first["message"]["bn"], "এখানে একটি সংখ্যা দিন।");
    assert_eq!(stall.listings("true"), 2, "nothing is written yet");

    let done = stall.until(&import, "commit", "done");
    assert_eq!(
        (&done["done"], &done["counts"]),
        (&json!(9), &counts(2, 1, 1, 5))
    );
    for condition in [
        "p.name_en = 'Goods 1' AND l.price_poisha = 125050 AND l.stock = 12 AND l.expires_on = '2027-01-31' AND l.availability = 'in_stock'",
        "p.name_en = 'Goods 2' AND l.price_poisha = 8500 AND l.stock IS NULL",
        "p.name_en = 'Goods 3' AND l.price_poisha = 6000 AND l.stock = 4 AND l.version = 2",
        "p.name_en = 'Goods 4' AND l.version = 1",
    ] {
        assert_eq!(stall.listings(condition), 1, "{condition}");
    }
    let wrong = stall.get(&format!("{import}/rows?outcome=wrong"));
    assert_eq!(wrong["items"].as_array().unwrap().len(), 5);
    assert_eq!(
        wrong["items"][0]["problems"][0]["code"],
        "bulk.unknown_product"
    );
    let books = "SELECT count(*) FROM stock_movements WHERE reason = 'imported' AND actor IS NOT NULL AND delta = 12";
    assert_eq!(haat.count(books), 1);

    // The same file again changes nothing; asked twice, it is done once.
    let (_, again) = stall.imported(file.as_bytes());
    assert_eq!(again, counts(0, 0, 4, 5));
    assert_eq!(
        stall.until(&import, "commit", "done")["counts"],
        counts(2, 1, 1, 5)
    );

    // Somebody changes one of them, then the import is undone.
    haat.sql(
        "UPDATE listings SET stock = 11 WHERE stock = 12 AND shop_id = $1::text::uuid",
        &[&stall.shop.uuid],
    );
    let undone = stall.until(&import, "undo", "undone");
    assert_eq!(
        (&undone["restored"], &undone["refused"]),
        (&json!(2), &json!(1))
    );
    let refused = stall.get(&format!("{import}/rows?outcome=refused"));
    assert_eq!(refused["items"][0]["line"], 3);
    for condition in [
        "p.name_en = 'Goods 1' AND l.stock = 11 AND l.deleted_at IS NULL",
        "p.name_en = 'Goods 2' AND l.deleted_at IS NOT NULL AND l.status = 'hidden'",
        "p.name_en = 'Goods 3' AND l.price_poisha = 5000 AND l.stock = 4 AND l.sku = 'sku-3'",
    ] {
        assert_eq!(stall.listings(condition), 1, "{condition}");
    }
    assert_eq!(
        stall.until(&import, "undo", "undone")["restored"],
        2,
        "undone once"
    );
    let late = stall.say("POST", &format!("{import}/commit"), &json!({}));
    assert_eq!((late.status, &*late.code()), (409, "bulk.wrong_state"));

    // What was taken off comes back with the file, as it says.
    let (_, third) = stall.imported(file.as_bytes());
    assert_eq!(third, counts(1, 2, 1, 5));
    haat.settle();
}

#[test]
fn codes_that_changed_hands_go_back() {
    let stall = Stall::new();
    stall.goods(2);
    stall.imported(b"name_en,sku\nGoods 1,first\nGoods 2,second\n");
    let (import, done) = stall.imported(b"name_en,sku\nGoods 1,other\n");
    assert_eq!(done, counts(0, 1, 0, 0));
    let (second, done) = stall.imported(b"name_en,sku\nGoods 2,first\n");
    assert_eq!(done, counts(0, 1, 0, 0));
    // The first one's former code is held by the other, which stays as it is.
    let refused = stall.until(&import, "undo", "undone");
    assert_eq!(
        (&refused["restored"], &refused["refused"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(stall.until(&second, "undo", "undone")["restored"], 1);
    assert_eq!(stall.listings("l.sku IN ('other', 'second')"), 2);
    let third = stall.haat.product("তৃতীয়", "Third", None).id;
    let taken = stall.draft(format!("product,sku\n{third},second\n").as_bytes());
    let problem = &stall.check(&taken)["items"][0]["problems"][0];
    assert_eq!(
        (&problem["column"], &problem["code"]),
        (&json!(2), &json!("catalog.sku_taken"))
    );
    stall.haat.settle();
}

#[test]
fn columns_are_what_the_seller_says() {
    let stall = Stall::new();
    stall.goods(1);
    let import = stall.draft("col a;col b\nGoods 1;5\n".as_bytes());
    let shown = stall.get(&import);
    assert_eq!(shown["names_products"], false);
    let early = stall.say("POST", &format!("{import}/commit"), &json!({}));
    assert_eq!((early.status, &*early.code()), (422, "bulk.no_key_column"));
    let put = |columns: Value| {
        let body = json!({ "columns": columns });
        stall.say("PUT", &format!("{import}/columns"), &body)
    };
    for (columns, code) in [
        (json!(["name_en"]), "bulk.other_width"),
        (json!(["name_en", "colour"]), "bulk.unknown_column"),
        (json!(["price", "price"]), "bulk.column_twice"),
        (json!("price"), "bulk.unknown_column"),
    ] {
        let refused = put(columns);
        assert_eq!((refused.status, &*refused.code()), (422, code));
    }
    assert_eq!(put(json!(["name_en", "stock"])).status, 200);
    assert_eq!(stall.check(&import)["counts"], counts(1, 0, 0, 0));
    stall.until(&import, "commit", "done");
    assert_eq!(stall.listings("l.stock = 5"), 1);
    assert_eq!(put(json!(["name_en", null])).code(), "bulk.wrong_state");
    stall.haat.settle();
}

#[test]
fn other_shops_and_other_files_are_refused() {
    let stall = Stall::new();
    let import = stall.draft(b"name,price\nrice,5\n");
    let other = stall.haat.shop("Theirs").open();
    let theirs = stall
        .haat
        .device_of(&stall.haat.staff(&other, "owner"))
        .token;
    let path = format!("/api/v1/seller/shops/{}{import}", other.id);
    let server = stall.haat.server();
    for rest in ["", "/check", "/rows"] {
        let answer = server.say("GET", &format!("{path}{rest}"), Some(&theirs), &Value::Null);
        assert_eq!(
            (answer.status, &*answer.code()),
            (404, "bulk.not_found"),
            "{rest}"
        );
    }
    for what in ["commit", "undo"] {
        let answer = server.say("POST", &format!("{path}/{what}"), Some(&theirs), &json!({}));
        assert_eq!(answer.status, 404, "{what}");
    }
    let large = vec![b'1'; 11 << 20];
    let long = "name\n".to_owned() + &"1\n".repeat(10_001);
    for (name, file, status, code) in [
        ("a.csv", &b""[..], 422, "bulk.empty"),
        ("a.csv", b"name,price\n", 422, "bulk.empty"),
        ("a.xlsx", b"PK\x03\x04 no archive", 422, "bulk.broken"),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            415,
            "bulk.old_excel",
        ),
        ("a.csv", b"%PDF-1.7", 415, "bulk.not_a_table"),
        (
            "a.csv",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            415,
            "bulk.not_a_table",
        ),
        ("a.csv", b"name\n\xe0\xe6\xf0\n", 422, "bulk.bad_encoding"),
        ("a.csv", long.as_bytes(), 413, "bulk.too_many_rows"),
        ("a.csv", &large, 413, "bulk.too_large"),
    ] {
        let refused = stall.send(name, file);
        assert_eq!((refused.status, &*refused.code()), (status, code), "{name}");
        refused.assert_problem(name);
    }
    for (rest, code) in [
        ("/export?format=pdf", "bulk.unknown_format"),
        ("/imports/template?lang=fr", "auth.unknown_language"),
        ("/imports/imp_1", "bulk.not_found"),
    ] {
        assert_eq!(stall.say("GET", rest, &Value::Null).code(), code, "{rest}");
    }
    let bad = stall.say(
        "GET",
        &format!("{import}/rows?outcome=odd&limit=0"),
        &Value::Null,
    );
    assert_eq!(bad.json()["errors"].as_array().unwrap().len(), 2);
    let template = stall.file("/imports/template?format=xlsx&lang=bn");
    assert_eq!(stall.send("t.xlsx", &template).code(), "bulk.empty");
    assert_eq!(stall.get("/imports")["items"].as_array().unwrap().len(), 1);
}

/// Ten thousand rows: half of the goods new, and prices that differ.
fn long_file(rows: i32) -> String {
    let mut file = "বাংলা নাম,দাম,মজুত\n".to_owned();
    for n in 1..=rows {
        _ = writeln!(file, "পণ্য {n},{},{}", 10 + n % 90, 1 + n % 7);
    }
    file
}

#[test]
fn ten_thousand_rows_go_in_tell_how_far_they_are_and_come_out_again() {
    let stall = Stall::new();
    stall.goods(10_000);
    let started = Instant::now();
    let import = stall.draft(long_file(10_000).as_bytes());
    let read = started.elapsed();
    assert_eq!(stall.check(&import)["counts"], counts(10_000, 0, 0, 0));
    let checked = started.elapsed();
    stall.say("POST", &format!("{import}/commit"), &json!({}));
    let mut steps = Vec::new();
    while stall.get(&import)["state"] != "done" {
        steps.push(stall.get(&import)["done"].as_i64().unwrap());
        assert!(started.elapsed() < 10 * PATIENCE, "{steps:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    let done = started.elapsed();
    eprintln!("10,000 rows: read {read:?}, checked {checked:?}, done {done:?}");
    assert!(
        steps.iter().any(|step| (1..10_000).contains(step)),
        "progress: {steps:?}"
    );
    assert_eq!(stall.listings("l.price_poisha > 0 AND l.stock > 0"), 10_000);

    let file = stall.file("/export?format=csv&lang=bn");
    let rows = file.split(|byte| *byte == b'\n').count();
    assert_eq!(rows, 10_002, "heading, rows, and the last line end");
    assert_eq!(
        stall.check(&stall.draft(&file))["counts"],
        counts(0, 0, 10_000, 0)
    );
    let started = Instant::now();
    let undone = stall.until(&import, "undo", "undone");
    eprintln!("undone in {:?}", started.elapsed());
    assert_eq!(undone["restored"], 10_000);
    assert_eq!(stall.listings("l.deleted_at IS NULL"), 0);
    stall.haat.settle();
}

#[test]
fn an_import_whose_worker_is_killed_goes_on_and_does_each_row_once() {
    let stall = Stall::with(&[("HAAT_JOBS", "0")]);
    stall.goods(4_000);
    let import = stall.draft(long_file(4_000).as_bytes());
    let worker = || Server::start(stall.haat.db(), &[("HAAT_JOBS_LEASE_S", "1")]);
    let doomed = worker();
    stall.say("POST", &format!("{import}/commit"), &json!({}));
    eventually("some rows are done", || {
        stall.get(&import)["done"].as_i64().unwrap() > 0
    });
    doomed.kill();
    let done = stall.get(&import)["done"].as_i64().unwrap();
    assert!((1..4_000).contains(&done), "killed on the way, at {done}");
    let _reborn = worker();
    eventually("it is done", || stall.get(&import)["state"] == "done");
    assert_eq!(stall.get(&import)["counts"], counts(4_000, 0, 0, 0));
    let twice = "SELECT count(*) FROM (SELECT listing_id FROM stock_movements m
        JOIN listings l ON l.id = m.listing_id WHERE NOT l.demo
        GROUP BY listing_id HAVING count(*) <> 1) odd";
    assert_eq!(stall.haat.count(twice), 0, "each row once");
    assert_eq!(stall.listings("l.version = 1"), 4_000);
    eventually("the job is over", || {
        stall
            .haat
            .count("SELECT count(*) FROM jobs WHERE state <> 'done'")
            == 0
    });
    stall.haat.settle();
}
