//! What people type and tap, asked of the areas every installation starts with.
#![expect(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use haat_areas::{Area, Gazetteer, Kind};

fn book() -> Gazetteer {
    Gazetteer::new(haat_areas::seed_entries().unwrap())
}

fn first<'a>(book: &'a Gazetteer, text: &str) -> &'a Area {
    book.search(text, 5)
        .first()
        .copied()
        .unwrap_or_else(|| panic!("{text:?} finds nothing"))
}

#[test]
fn the_country_is_whole() {
    let book = book();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for area in book.all() {
        *kinds.entry(area.kind.code()).or_default() += 1;
        assert!(
            area.level == 1 || book.find(area.parent.as_deref().unwrap()).is_some(),
            "{}",
            area.code
        );
    }
    assert_eq!(kinds["division"], 8);
    assert_eq!(kinds["district"], 64);
    assert!(kinds["upazila"] >= 495, "{kinds:?}");
    assert!(book.with_boundary() >= 64);
}

/// Every name and every spelling finds its area among the first few.
#[test]
fn every_spelling_finds_its_area() {
    let book = book();
    let mut lost = String::new();
    for area in book.all() {
        for name in area
            .names
            .each()
            .chain(area.alt_names.iter().map(String::as_str))
        {
            let same_name = book.search(name, 25);
            if !same_name.iter().any(|found| found.code == area.code) {
                writeln!(lost, "{} {name}", area.code).unwrap();
            }
        }
    }
    assert!(lost.is_empty(), "{lost}");
}

#[test]
fn what_people_type_comes_first() {
    let book = book();
    let cases = [
        ("mirpur", "BD302648"),
        ("1216", "BD302648"),
        ("১২১৬", "BD302648"),
        ("dhaka 1216", "BD302648"),
        ("ঢাকা-১২১৬", "BD302648"),
        ("1213", "loc-banani"),
        ("kakchira", "BD100485"),
        ("কাকচিড়া", "BD100485"),
        ("মিরপুর", "BD302648"),
        ("Mirpur Kushtia", "BD405094"),
        ("mirpur dhaka", "BD302648"),
        ("মিরপুর ১০", "loc-mirpur-10"),
        ("mirpur 10", "loc-mirpur-10"),
        ("mirpur10", "loc-mirpur-10"),
        ("dhanmondi", "BD302616"),
        ("dhanmondi 32", "loc-dhanmondi-32"),
        ("ধানমন্ডি ৩২", "loc-dhanmondi-32"),
        ("dhanmondi 99", "BD302616"),
        ("Chittagong", "BD20"),
        ("chattogram district", "BD20"),
        ("ctg", "BD20"),
        ("চিটাগাং", "BD20"),
        ("jessore", "BD4041"),
        ("Jashore", "BD4041"),
        ("joshor", "BD4041"),
        ("যশোর", "BD4041"),
        ("barisal", "BD10"),
        ("comilla", "BD2019"),
        ("bogra", "BD5010"),
        ("coxs bazar", "BD2022"),
        ("coxsbazar", "BD2022"),
        ("cox's bazar", "BD2022"),
        ("কক্সবাজার", "BD2022"),
        ("sadar comilla", "BD201967"),
        ("gulsan", "BD302626"),
        ("uttora", "BD302695"),
        ("mohamadpur dhaka", "BD302650"),
        ("narayangonj", "BD3067"),
        ("sylet", "BD60"),
        ("khulna jela", "BD40"),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, code)| first(&book, text).code != *code)
        .map(|(text, code)| {
            let found: Vec<&str> = book
                .search(text, 4)
                .iter()
                .map(|a| a.code.as_str())
                .collect();
            format!("{text}: {code} expected, found {found:?}")
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_exact_locality_comes_before_a_district_that_sounds_like_it() {
    let book = book();
    for locality in book.all().iter().filter(|a| a.kind == Kind::Locality) {
        for name in locality.names.each() {
            let found = first(&book, name);
            let same = found
                .names
                .each()
                .chain(found.alt_names.iter().map(String::as_str));
            let (mut same, name) = (
                same.map(bangla_text::normalise),
                bangla_text::normalise(name),
            );
            assert!(same.any(|n| n == name), "{name} finds {}", found.code);
        }
    }
}

#[test]
fn nonsense_finds_nothing() {
    let book = book();
    for text in ["", "   ", "!!!", "qqqzzzxx", "🙂"] {
        assert_eq!(book.search(text, 5), Vec::<&Area>::new(), "{text:?}");
    }
    book.search(&"মিরপুর ".repeat(100_000), 5);
}

#[test]
fn the_cities_are_those_people_name() {
    let book = book();
    let cities: Vec<&str> = book
        .cities()
        .iter()
        .filter_map(|a| a.names.en.as_deref())
        .collect();
    assert_eq!(cities.first(), Some(&"Dhaka"));
    assert_eq!(cities.get(1), Some(&"Chattogram"));
    let named: BTreeSet<&str> = cities.iter().copied().collect();
    for capital in [
        "Barishal",
        "Khulna",
        "Mymensingh",
        "Rajshahi",
        "Rangpur",
        "Sylhet",
    ] {
        assert!(
            named.contains(capital),
            "{capital} is missing in {cities:?}"
        );
    }
    assert!((8..=14).contains(&cities.len()), "{cities:?}");
}

#[test]
fn outlines_are_whole() {
    let book = book();
    let outlines = book.outlines();
    let drawn = outlines.geojson.matches("\"Feature\"").count();
    assert_eq!(drawn, 64);
    let named = outlines.geojson.contains("\"code\":\"BD3026\"");
    assert!(named, "the code of Dhaka is there for links");
}
