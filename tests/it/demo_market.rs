//! What a first look shows: real places, made-up shops that say so.

use crate::haat::{TestHaat, cli};

#[test]
fn the_seeds_are_as_large_as_promised_and_marked_as_demo() {
    let haat = TestHaat::seeded();
    for (query, at_least) in [
        ("SELECT count(*) FROM shops WHERE demo", 300),
        (
            "SELECT count(*) FROM products WHERE NOT demo AND name_bn IS NOT NULL AND name_en IS NOT NULL",
            1_400,
        ),
        (
            "SELECT count(*) FROM products WHERE attributes <> '{}'",
            400,
        ),
        (
            "SELECT count(*) FROM categories WHERE attributes <> '[]'",
            50,
        ),
        (
            "SELECT count(*) FROM shelf_items WHERE shelf_code = 'grocery'",
            200,
        ),
        (
            "SELECT count(*) FROM shelf_items WHERE shelf_code = 'pharmacy'",
            300,
        ),
        (
            "SELECT count(*) FROM listings WHERE demo AND price_poisha > 0",
            3_000,
        ),
        (
            "SELECT count(DISTINCT (round(ST_Y(location::geometry)), round(ST_X(location::geometry)))) FROM shops",
            6,
        ),
    ] {
        let count = haat.count(query);
        assert!(count >= at_least, "{query}: {count}");
    }
    for (table, whose) in [
        ("shops", "NOT demo"),
        ("listings", "NOT demo"),
        ("products", "demo"),
    ] {
        let strays = haat.count(&format!("SELECT count(*) FROM {table} WHERE {whose}"));
        assert_eq!(strays, 0, "{table}");
    }
    for lang in ["bn", "en"] {
        let shop = haat.around("/api/v1/shops/nearby", &[]);
        let id = shop["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(shop["items"][0]["demo"], true);
        let page = haat.get(&format!("/{lang}/shops/{id}")).text();
        assert!(page.contains("mark--demo"), "{lang}: {page}");
    }
}

#[test]
fn seeding_twice_changes_nothing() {
    let haat = TestHaat::seeded();
    let rows = || {
        [
            "areas",
            "categories",
            "shelves",
            "shelf_items",
            "shops",
            "products",
            "listings",
        ]
        .map(|table| haat.count(&format!("SELECT count(*) FROM {table}")))
    };
    let changes = || haat.count("SELECT coalesce(max(id), 0) FROM changes");
    let ords = || {
        haat.count(
            "SELECT sum(last_value)::bigint FROM pg_sequences WHERE sequencename LIKE '%_ord_seq'",
        )
    };
    let before = (rows(), changes(), ords());
    assert!(before.0.iter().all(|count| *count > 0), "{before:?}");
    for arguments in [&["seed"][..], &["seed", "--again"]] {
        let again = cli(haat.db(), arguments);
        assert!(again.succeeded(), "{}", again.told);
        assert_eq!((rows(), changes(), ords()), before, "{arguments:?}");
    }
}

#[test]
fn goods_of_the_first_demo_become_those_of_the_catalogue() {
    let haat = TestHaat::seeded();
    let rows = || {
        ["products", "listings"].map(|table| haat.count(&format!("SELECT count(*) FROM {table}")))
    };
    let before = rows();
    let listed_rice = "SELECT count(*) FROM listings l JOIN products p ON p.id = l.product_id WHERE p.external_id = 'p-0001'";
    let with_rice = haat.count(listed_rice);
    // As it was left by the first seeds: other ids, and a medicine that is no more.
    for statement in [
        "DELETE FROM shelves",
        "DELETE FROM products p WHERE NOT EXISTS (SELECT FROM listings l WHERE l.product_id = p.id)",
        "UPDATE products SET external_id = 'demo-' || external_id, demo = true, attributes = '{}'",
        "UPDATE categories SET attributes = '[]'",
        "INSERT INTO products (id, external_id, name_en, demo) VALUES
             (gen_random_uuid(), 'demo-p-1043', 'Tablet', true), (gen_random_uuid(), 'demo-p-1067', 'Syrup', true)",
        "INSERT INTO listings (id, shop_id, product_id, demo)
         SELECT gen_random_uuid(), s.id, p.id, p.external_id = 'demo-p-1043' FROM products p, (SELECT id FROM shops LIMIT 1) s
         WHERE p.external_id IN ('demo-p-1043', 'demo-p-1067')",
    ] {
        haat.sql(statement, &[]);
    }
    let seeded = cli(haat.db(), &["seed"]);
    assert!(seeded.succeeded(), "{}", seeded.told);
    let [products, listings] = before;
    assert_eq!(
        rows(),
        [products + 1, listings + 1],
        "what a shop of its own accord lists, stays"
    );
    assert_eq!(haat.count(listed_rice), with_rice);
    let old = "SELECT count(*) FROM products WHERE external_id LIKE 'demo-p-%' OR demo";
    assert_eq!(haat.count(old), 1);
    let known = "SELECT count(*) FROM categories WHERE attributes <> '[]'";
    assert!(haat.count(known) > 50);
}

#[test]
fn the_way_through_the_shop_works_without_scripts() {
    let haat = TestHaat::seeded();
    let get = |path: &str, cookie: &str| {
        let request = haat.server().request("GET", path).header("cookie", cookie);
        haat.server().send(request, "")
    };
    let post = haat
        .server()
        .request("POST", "/bn/place")
        .header("content-type", "application/x-www-form-urlencoded");
    let chosen = haat
        .server()
        .send(post, "area=loc-mirpur-10&back=%2Fbn%2Fsearch%3Fq%3Dchal");
    assert_eq!(
        (chosen.status, chosen.header("location")),
        (303, "/bn/search?q=chal")
    );
    let cookie = chosen
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert!(
        chosen.header("set-cookie").contains("HttpOnly")
            && chosen.header("set-cookie").contains("SameSite=Lax")
    );

    let found = get(chosen.header("location"), &cookie).text();
    let pattern = regex::Regex::new(r#"href="(/bn/shops/shp_[0-9a-f]{32})""#).unwrap();
    let shop = &pattern.captures(&found).expect("a shop in the results")[1];
    assert!(found.contains("৳") && found.contains("চাল"), "{found}");
    let page = get(shop, &cookie);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("মিরপুর"), "the place stays visible");
}
