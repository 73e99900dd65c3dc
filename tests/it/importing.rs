//! `haat import`: the good rows go in, the bad ones are named, twice is once.

use std::path::PathBuf;

use crate::haat::{Cli, TestHaat, cli, eventually, shared_material};

/// A file that is gone with it.
struct Given(PathBuf);

impl Given {
    fn new(name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("haat-import-{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }

    fn import(&self, haat: &TestHaat, what: &str, more: &[&str]) -> Cli {
        let path = self.0.to_str().unwrap();
        cli(haat.db(), &[&["import", what, path], more].concat())
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

const SHOPS: &str = "id,name_en,name_bn,alt_names,kind,lat,lon,colour\n\
    t/1,Karim Store,করিম স্টোর,Karim's|করিমের দোকান,grocery,23.8069,90.3687,red\n\
    t/2,Salma Pharmacy,,,pharmacy,23.8070,90.3690,\n\
    t/3,,মায়ের দোয়া,,convenience,23.8080,90.3700,\n";

const LISTINGS: &str = "shop_id,id,name_en,name_bn,brand,category,unit,price,stock\n\
    t/1,p/1,Miniket Rice,মিনিকেট চাল,,,1 kg,75.50,4\n\
    t/1,p/2,Soap,সাবান,Lux,,100 g,৬০,0\n\
    t/2,p/3,Napa,নাপা,Beximco,,10 pcs,12,\n";

fn changes(haat: &TestHaat) -> i64 {
    haat.count("SELECT coalesce(max(id), 0) FROM changes")
}

#[test]
fn a_file_of_shops_goes_in_once_however_often_it_is_imported() {
    let haat = TestHaat::start();
    let file = Given::new("once.csv", SHOPS);
    let first = file.import(&haat, "shops", &[]);
    assert!(first.succeeded(), "{}", first.told);
    assert!(
        first.told.contains("colour"),
        "ignored columns are listed: {}",
        first.told
    );
    eventually("three shops are nearby", || {
        haat.around("/api/v1/shops/nearby", &[])["total"] == 3
    });
    let ids = || haat.around("/api/v1/shops/nearby", &[]);
    let (shown, written) = (ids(), changes(&haat));
    let again = file.import(&haat, "shops", &[]);
    assert!(again.succeeded(), "{}", again.told);
    assert_eq!(
        (ids(), changes(&haat)),
        (shown, written),
        "the same ids, and no row was touched"
    );
}

#[test]
fn numbers_for_memory_are_not_burnt_by_importing_again() {
    let haat = TestHaat::start();
    let file = Given::new("ord.csv", SHOPS);
    for _ in 0..5 {
        assert!(file.import(&haat, "shops", &[]).succeeded());
    }
    let more = Given::new(
        "ord2.csv",
        format!("{SHOPS}t/4,New,,,grocery,23.81,90.37,\n"),
    );
    assert!(more.import(&haat, "shops", &[]).succeeded());
    assert_eq!(haat.count("SELECT max(ord) FROM shops"), 4);
}

#[test]
fn a_dry_run_tells_everything_and_changes_nothing() {
    let haat = TestHaat::start();
    let file = Given::new("dry.csv", format!("{SHOPS}t/4,Bad,,,grocery,123,90.37,\n"));
    let before = changes(&haat);
    let dry = file.import(&haat, "shops", &["--dry-run"]);
    assert_eq!(dry.code, Some(2), "{}", dry.told);
    assert!(
        dry.told.contains("lat") && dry.told.contains('5'),
        "{}",
        dry.told
    );
    assert_eq!(
        (changes(&haat), haat.count("SELECT count(*) FROM shops")),
        (before, 0)
    );
}

#[test]
fn bad_rows_are_named_by_line_column_and_reason_while_good_ones_go_in() {
    let haat = TestHaat::start();
    let bad = [
        ("t/10,No place,,,grocery,,90.37,", "lat"),
        ("t/11,North of the pole,,,grocery,91,90.37,", "lat"),
        ("t/12,Not a number,,,grocery,23.8,here,", "lon"),
        ("t/13,,,,,23.8,90.37,", "name"),
        (",No id,,,grocery,23.8,90.37,", "id"),
        ("t/14,NaN,,,grocery,NaN,90.37,", "lat"),
    ];
    let rows: Vec<&str> = bad.iter().map(|(row, _)| *row).collect();
    let file = Given::new(
        "bad.csv",
        format!(
            "{SHOPS}{}\nt/9,Last,,,grocery,23.8071,90.3688,\n",
            rows.join("\n")
        ),
    );
    let done = file.import(&haat, "shops", &[]);
    assert_eq!(done.code, Some(2), "{}", done.told);
    for (n, (row, column)) in bad.iter().enumerate() {
        let line = (5 + n).to_string();
        let named = done
            .told
            .lines()
            .any(|told| told.contains(&line) && told.contains(column));
        assert!(
            named,
            "line {line}, column {column} ({row}) is not in:\n{}",
            done.told
        );
    }
    assert_eq!(haat.count("SELECT count(*) FROM shops"), 4);
}

#[test]
fn a_place_without_a_name_is_called_what_it_is() {
    let haat = TestHaat::start();
    let file = Given::new(
        "unnamed.csv",
        format!("{SHOPS}t/5,,,,pharmacy,23.8072,90.3689,\n"),
    );
    let done = file.import(&haat, "shops", &[]);
    assert!(
        done.succeeded() && done.told.contains("no name"),
        "{}",
        done.told
    );
    let row = haat.db().connect().query_one(
        "SELECT coalesce(name_bn, ''), coalesce(name_en, '') FROM shops WHERE external_id = 't/5'",
        &[],
    );
    let names: (String, String) = row.map(|row| (row.get(0), row.get(1))).unwrap();
    assert_eq!(names, ("ওষুধের দোকান".to_owned(), "Pharmacy".to_owned()));
}

#[test]
fn offers_keep_their_ids_and_their_honest_gaps() {
    let haat = TestHaat::start();
    assert!(
        Given::new("for.csv", SHOPS)
            .import(&haat, "shops", &[])
            .succeeded()
    );
    let file = Given::new("offers.csv", LISTINGS);
    let done = file.import(&haat, "listings", &[]);
    assert!(done.succeeded(), "{}", done.told);
    eventually("three offers are indexed", || {
        haat.drift()["listings"] == 3 && crate::haat::is_without_drift(&haat.drift())
    });
    let first = |q: &str| haat.around("/api/v1/search", &[("q", q)])["items"][0].clone();
    let rice = first("miniket");
    assert_eq!(
        (
            &rice["product"]["external_id"],
            &rice["shop"]["external_id"]
        ),
        (&"p/1".into(), &"t/1".into())
    );
    assert_eq!(
        (
            &rice["listing"]["price"]["amount"],
            &rice["listing"]["in_stock"]
        ),
        (&7_550.into(), &true.into())
    );
    let soap = first("lux");
    assert_eq!(
        (
            &soap["listing"]["price"]["amount"],
            &soap["listing"]["in_stock"]
        ),
        (&6_000.into(), &false.into())
    );
    assert!(
        first("napa")["listing"]["in_stock"].is_null(),
        "nobody has said so"
    );

    let written = changes(&haat);
    assert!(file.import(&haat, "listings", &[]).succeeded());
    assert_eq!(changes(&haat), written);
}

#[test]
fn offers_of_unknown_shops_and_impossible_prices_are_refused() {
    let haat = TestHaat::start();
    assert!(
        Given::new("for2.csv", SHOPS)
            .import(&haat, "shops", &[])
            .succeeded()
    );
    let file = Given::new(
        "offers2.csv",
        format!(
            "{LISTINGS}t/99,p/4,Ghost,,,,,5,\nt/1,p/5,Free,,,,,-3,\nt/1,p/6,Dear,,,,,much,\nt/1,p/7,Half,,,,,5,2.5\n"
        ),
    );
    let done = file.import(&haat, "listings", &[]);
    assert_eq!(done.code, Some(2), "{}", done.told);
    for (line, column) in [
        ("5", "shop_id"),
        ("6", "price"),
        ("7", "price"),
        ("8", "stock"),
    ] {
        let named = done
            .told
            .lines()
            .any(|told| told.contains(line) && told.contains(column));
        assert!(named, "line {line}, {column}:\n{}", done.told);
    }
    assert_eq!(haat.count("SELECT count(*) FROM listings"), 3);
}

#[test]
fn json_lines_and_geojson_are_read_too() {
    let haat = TestHaat::start();
    let geojson = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":"node/1","geometry":{"type":"Point","coordinates":[90.3687,23.8069]},
         "properties":{"name":"Karim Store","name:bn":"করিম স্টোর","shop":"convenience","opening_hours":"Sa-Th 09:00-13:00,15:00-22:00; Fr off"}},
        {"type":"Feature","id":"node/2","geometry":{"type":"Point","coordinates":[90.3690,23.8070]},
         "properties":{"name":"Salma Drug House","amenity":"pharmacy"}}]}"#;
    let done = Given::new("osm.geojson", geojson).import(&haat, "shops", &[]);
    assert!(done.succeeded(), "{}", done.told);
    eventually("both are nearby", || {
        haat.around("/api/v1/shops/nearby", &[])["total"] == 2
    });
    let page = haat.around("/api/v1/shops/nearby", &[]);
    let first = &page["items"][0];
    assert_eq!(
        (&first["external_id"], &first["kind"], &first["name"]["bn"]),
        (&"node/1".into(), &"grocery".into(), &"করিম স্টোর".into())
    );
    let shown = haat
        .get(&format!("/api/v1/shops/{}", first["id"].as_str().unwrap()))
        .json();
    assert_eq!(
        shown["hours"].as_array().unwrap().len(),
        12,
        "six days, two periods each: {shown}"
    );
    let lines = "{\"shop_id\":\"node/1\",\"id\":\"p/1\",\"name_en\":\"Miniket Rice\",\"cat\":null,\"size\":\"1 kg\",\"price\":75.5,\"in_stock\":true}\n";
    let done = Given::new("offers.jsonl", lines).import(&haat, "listings", &[]);
    assert!(done.succeeded(), "{}", done.told);
    eventually("the offer is found", || {
        haat.around("/api/v1/search", &[("q", "miniket")])["items"][0]["listing"]["price"]["amount"]
            == 7_550
    });
}

#[test]
fn a_file_that_is_no_such_file_is_refused_without_harm() {
    let haat = TestHaat::start();
    for (name, content) in [
        ("empty.csv", &b""[..]),
        ("picture.csv", &[0x89, b'P', b'N', b'G', 0, 1, 2, 255][..]),
        ("wrong.csv", b"colour,smell\nred,sweet\n"),
        (
            "broken.geojson",
            b"{\"type\":\"FeatureCollection\",\"features\":[{",
        ),
    ] {
        let done = Given::new(name, content).import(&haat, "shops", &[]);
        assert!(
            matches!(done.code, Some(1 | 2)),
            "{name}: {:?} {}",
            done.code,
            done.told
        );
        assert!(!done.told.contains("panicked"), "{name}: {}", done.told);
    }
    let missing = cli(haat.db(), &["import", "shops", "/no/such/file.csv"]);
    assert!(
        missing.code == Some(1) && missing.told.contains("/no/such/file.csv"),
        "{}",
        missing.told
    );
    assert_eq!(haat.count("SELECT count(*) FROM shops"), 0);
}

#[test]
fn every_real_place_goes_in_or_is_told() {
    if shared_material("data/poi").is_none() {
        return;
    }
    let haat = TestHaat::start();
    let mut rows = 0;
    for file in [
        "shops_osm",
        "marketplaces_osm",
        "food_osm_dhaka",
        "shops_commercial",
    ] {
        let path = shared_material(&format!("data/poi/{file}.csv")).unwrap();
        rows += csv::Reader::from_path(&path).unwrap().records().count();
        let done = cli(haat.db(), &["import", "shops", path.to_str().unwrap()]);
        assert!(matches!(done.code, Some(0 | 2)), "{file}: {}", done.told);
        eprintln!("{file}:\n{}", done.told);
    }
    let stored = haat.count("SELECT count(*) FROM shops");
    eprintln!("{rows} rows, {stored} shops");
    assert!(stored > 12_500, "{stored} of {rows}");
    haat.settle();
    let page = haat.around("/api/v1/shops/nearby", &[("radius_m", "2000")]);
    assert!(
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|shop| shop["verified"] == false && shop["demo"] == false)
    );
    let id = page["items"][0]["id"].as_str().unwrap();
    let shop = haat.get(&format!("/en/shops/{id}")).text();
    assert!(
        shop.contains("ot verified") || shop.contains("nclaimed"),
        "{shop}"
    );
}
