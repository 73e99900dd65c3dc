use super::*;

fn raw(changes: &[(&'static str, &str)]) -> Raw {
    let mut values: Vec<(&'static str, String)> = [
        ("id", "s1"),
        ("name", "New Market"),
        ("kind", "grocery"),
        ("lat", "23.8"),
        ("lng", "90.4"),
    ]
    .map(|(column, value)| (column, value.to_owned()))
    .to_vec();
    for (column, value) in changes {
        values.retain(|(name, _)| name != column);
        values.push((column, (*value).to_owned()));
    }
    Raw { line: 2, values }
}

fn shop(changes: &[(&'static str, &str)]) -> ShopRecord {
    read_shop(&raw(changes), false).unwrap().0
}

/// Why a row is refused: column and reason.
fn refused(changes: &[(&'static str, &str)]) -> Vec<(&'static str, &'static str)> {
    let wrong = read_shop(&raw(changes), false).unwrap_err();
    wrong
        .into_iter()
        .map(|remark| (remark.column, remark.reason))
        .collect()
}

fn notes(changes: &[(&'static str, &str)]) -> Vec<(&'static str, &'static str)> {
    let (_, notes) = read_shop(&raw(changes), false).unwrap();
    notes
        .into_iter()
        .map(|remark| (remark.column, remark.reason))
        .collect()
}

#[test]
fn a_plain_row_is_a_shop() {
    let shop = shop(&[("hours", "24/7"), ("address_en", "1 Mirpur Road")]);
    assert_eq!(shop.external_id, "s1");
    assert_eq!(shop.names.en.as_deref(), Some("New Market"));
    assert_eq!(shop.kind, ShopKind::Grocery);
    assert_eq!((shop.location.lat(), shop.location.lng()), (23.8, 90.4));
    assert_eq!(shop.hours, Some(Hours::always()));
    assert_eq!(shop.address.en.as_deref(), Some("1 Mirpur Road"));
    assert!(!shop.demo);
}

#[test]
fn places_that_cannot_be_are_refused_with_a_hint() {
    for (lat, lng, column, reason) in [
        ("90.4", "23.8", "lat", "latitude and longitude look swapped"),
        ("51.5", "-0.1", "lat", "outside Bangladesh"),
        ("23.8", "77.2", "lng", "outside Bangladesh"),
        ("0", "0", "lat", "outside Bangladesh"),
        ("", "90.4", "lat", "missing"),
        (
            "23,8",
            "90.4",
            "lat",
            "write the number with a point, not a comma",
        ),
        ("north", "90.4", "lat", "not a number"),
        ("NaN", "90.4", "lat", "not a number"),
        ("23.8", "1e999", "lng", "not a number"),
    ] {
        assert_eq!(
            refused(&[("lat", lat), ("lng", lng)]),
            [(column, reason)],
            "{lat} {lng}"
        );
    }
}

#[test]
fn numbers_may_have_bengali_digits() {
    let shop = shop(&[("lat", "২৩.৮১"), ("lng", " ৯০.৪ ")]);
    assert_eq!((shop.location.lat(), shop.location.lng()), (23.81, 90.4));
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let wrong = refused(&[
        ("id", ""),
        ("name", " - "),
        ("kind", "other"),
        ("lat", "x"),
        ("lng", ""),
    ]);
    assert_eq!(
        wrong,
        [
            ("id", "missing"),
            ("lat", "not a number"),
            ("lng", "missing"),
            ("name", "no name")
        ]
    );
}

#[test]
fn a_place_without_a_name_is_called_what_it_is() {
    let shop = shop(&[("name", " , "), ("kind", "fast_food")]);
    assert_eq!(shop.names.en.as_deref(), Some("Fast food"));
    assert!(shop.names.bn.is_some());
}

#[test]
fn names_and_ids_have_an_end() {
    let long = "x".repeat(201);
    assert_eq!(
        refused(&[("name", &long)]),
        [("name", "longer than 200 characters")]
    );
    assert_eq!(
        refused(&[("id", &long)]),
        [("id", "longer than 200 characters")]
    );
    assert_eq!(
        shop(&[("id", "\u{feff}node/১\u{200b}")]).external_id,
        "node/১"
    );
}

#[test]
fn names_go_where_their_script_belongs() {
    let moved = [("name", ""), ("name_bn", "Durgadaha Bazar")];
    assert_eq!(
        shop(&moved).names,
        Names {
            bn: None,
            en: Some("Durgadaha Bazar".into())
        }
    );
    assert_eq!(
        notes(&moved),
        [("name_bn", "name put under the language of its script")]
    );
    let both = shop(&[("name", "হাট"), ("name_bn", "হাট"), ("name_en", "Haat")]);
    assert_eq!(
        (both.names, both.alt_names),
        (Names::both("হাট", "Haat"), vec![])
    );
    let third = shop(&[("name", "Bazar"), ("name_en", "Haat")]);
    assert_eq!(third.alt_names, ["Bazar"]);
}

#[test]
fn kinds_are_found_or_filed_under_other() {
    let map =
        |shop_tag, amenity| shop(&[("kind", ""), ("shop", shop_tag), ("amenity", amenity)]).kind;
    assert_eq!(map("convenience", ""), ShopKind::Grocery);
    assert_eq!(map("yes", "pharmacy"), ShopKind::Pharmacy);
    assert_eq!(map("yes", "school"), ShopKind::Other);
    assert_eq!(map("spaceship", ""), ShopKind::Other);
    assert_eq!(
        notes(&[("kind", "spaceship")]),
        [("kind", "a kind of shop we do not know, filed under other")]
    );
    assert_eq!(
        refused(&[("kind", ""), ("amenity", "school")]),
        [("amenity", "not a shop")]
    );
    assert_eq!(
        refused(&[("kind", ""), ("shop", "vacant")]),
        [("shop", "not a shop any more")]
    );
}

#[test]
fn hours_that_make_no_sense_stay_unknown() {
    let row = [("hours", "sunrise-sunset")];
    assert_eq!(shop(&row).hours, None);
    assert_eq!(
        notes(&row),
        [("hours", "opening hours not understood, left unknown")]
    );
}

#[test]
fn lists_of_other_names_come_in_many_forms() {
    for text in [
        "Haat|হাট",
        "Haat; হাট",
        "['Haat', 'হাট']",
        "[\"Haat\",\"হাট\"]",
        "['Haat', 'হাট', 'Haat', '24']",
    ] {
        assert_eq!(
            shop(&[("alt_names", text)]).alt_names,
            ["Haat", "হাট"],
            "{text}"
        );
    }
    assert!(shop(&[("alt_names", "New Market")]).alt_names.is_empty());
}
