//! What a first look shows: real places, made-up shops that say so.

use crate::haat::{TestHaat, cli};

#[test]
fn the_seeds_are_as_large_as_promised_and_marked_as_demo() {
    let haat = TestHaat::seeded();
    for (query, at_least) in [
        ("SELECT count(*) FROM shops WHERE demo", 300),
        (
            "SELECT count(*) FROM products WHERE demo AND name_bn IS NOT NULL AND name_en IS NOT NULL",
            600,
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
    for table in ["shops", "products", "listings"] {
        assert_eq!(
            haat.count(&format!("SELECT count(*) FROM {table} WHERE NOT demo")),
            0,
            "{table}"
        );
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
        ["areas", "categories", "shops", "products", "listings"]
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
    let again = cli(haat.db(), &["seed"]);
    assert!(again.succeeded(), "{}", again.told);
    assert_eq!((rows(), changes(), ords()), before);
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
