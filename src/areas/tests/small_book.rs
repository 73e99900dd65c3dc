//! The rules of the book on a country one can draw on paper.
//!
//! ```text
//!  90.0    90.2    90.4    90.6        North and South share the border at
//!  24.0 ┌───────┬───────┐              24.0 .. 23.8; North has a lake (hole)
//!       │ North │ South │  Far away    with an island district in it. Far
//!  23.8 └───────┴───────┘              knows no border at all.
//! ```
#![expect(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use geo::{MultiPolygon, Rect, coord};
use haat_areas::{Area, Entry, Gazetteer, How, Kind, Outside, Step};
use kernel::{Locale, Names, Point};

fn at(lat: f64, lng: f64) -> Point {
    Point::new(lat, lng).unwrap()
}

fn area(
    code: &str,
    parent: Option<&str>,
    kind: Kind,
    bn: &str,
    en: &str,
    place: (f64, f64),
) -> Area {
    Area {
        code: code.into(),
        parent: parent.map(Into::into),
        level: kind.level(),
        kind,
        names: Names::both(bn, en),
        alt_names: Vec::new(),
        location: at(place.0, place.1),
    }
}

fn pointed(area: Area) -> Entry {
    Entry {
        area,
        boundary: None,
    }
}

fn square(west: f64, south: f64, east: f64, north: f64) -> geo::Polygon {
    Rect::new(coord! { x: west, y: south }, coord! { x: east, y: north }).to_polygon()
}

fn bounded(area: Area, shape: impl Into<MultiPolygon>) -> Entry {
    Entry {
        area,
        boundary: Some(shape.into()),
    }
}

/// North: a square with a lake in which Island lies.
fn north() -> geo::Polygon {
    let lake = square(90.08, 23.88, 90.12, 23.92);
    geo::Polygon::new(
        square(90.0, 23.8, 90.2, 24.0).exterior().clone(),
        vec![lake.exterior().clone()],
    )
}

fn book() -> Gazetteer {
    use Kind::{District, Division, Locality, Upazila, Ward};
    Gazetteer::new(vec![
        pointed(area("D1", None, Division, "দেশ", "Land", (23.9, 90.2))),
        bounded(
            area("D1A", Some("D1"), District, "উত্তর", "North", (23.9, 90.05)),
            north(),
        ),
        bounded(
            area("D1B", Some("D1"), District, "দক্ষিণ", "South", (23.9, 90.3)),
            square(90.2, 23.8, 90.4, 24.0),
        ),
        bounded(
            area("D1C", Some("D1"), District, "দ্বীপ", "Island", (23.9, 90.1)),
            square(90.09, 23.89, 90.11, 23.91),
        ),
        pointed(area("D1F", Some("D1"), District, "দূর", "Far", (23.9, 90.9))),
        pointed(area(
            "D1A1",
            Some("D1A"),
            Upazila,
            "মিরপুর",
            "Mirpur",
            (23.95, 90.05),
        )),
        pointed(area(
            "D1A2",
            Some("D1A"),
            Upazila,
            "সদর",
            "North Sadar",
            (23.85, 90.05),
        )),
        pointed(area(
            "D1B1",
            Some("D1B"),
            Upazila,
            "মিরপুর",
            "Mirpur",
            (23.81, 90.21),
        )),
        bounded(
            area("D1B2", Some("D1B"), Upazila, "পূর্ব", "East", (23.9, 90.39)),
            square(90.35, 23.8, 90.4, 24.0),
        ),
        bounded(
            area(
                "D1B2W",
                Some("D1B2"),
                Ward,
                "ওয়ার্ড ১",
                "Ward 1",
                (23.9, 90.39),
            ),
            square(90.38, 23.8, 90.4, 24.0),
        ),
        pointed(area(
            "bazar",
            Some("D1B2"),
            Locality,
            "বাজার",
            "Bazar",
            (23.9, 90.36),
        )),
        pointed(area(
            "D1F1",
            Some("D1F"),
            Upazila,
            "দূর সদর",
            "Far Sadar",
            (23.9, 90.9),
        )),
    ])
}

fn codes(steps: &[Step<'_>]) -> Vec<String> {
    steps.iter().map(|step| step.area.code.clone()).collect()
}

#[test]
fn a_polygon_decides_and_says_so() {
    let book = book();
    let found = book.locate(at(23.9, 90.37)).unwrap();
    assert_eq!(codes(found.steps()), ["D1", "D1B", "D1B2"]);
    assert_eq!(found.how(), How::Boundary);
    assert!(found.steps().iter().all(|step| step.distance_m.is_none()));
}

#[test]
fn the_nearest_upazila_is_looked_for_in_the_known_district_only() {
    let book = book();
    // Mirpur of South is nearer, but the point is in North.
    let found = book.locate(at(23.81, 90.195)).unwrap();
    assert_eq!(codes(found.steps()), ["D1", "D1A", "D1A2"]);
    assert_eq!(found.district().unwrap().how, How::Boundary);
    assert_eq!(found.upazila().unwrap().how, How::Nearest);
    assert_eq!(found.how(), How::Nearest);
    let metres = found.upazila().unwrap().distance_m.unwrap();
    assert!((metres - 15_423.3).abs() < 0.1, "{metres}");
}

#[test]
fn a_known_border_keeps_the_point_out_of_that_upazila() {
    let book = book();
    // 510 m west of East's border and 13 km from Mirpur's point.
    let found = book.locate(at(23.9, 90.345)).unwrap();
    assert_eq!(found.upazila().unwrap().area.code, "D1B1");
    // 100 m beside the border is a drawing error.
    let found = book.locate(at(23.9, 90.349)).unwrap();
    assert_eq!(found.upazila().unwrap().area.code, "D1B2");
    assert_eq!(found.upazila().unwrap().how, How::Nearest);
}

#[test]
fn a_hole_is_not_inside_and_an_island_in_it_is() {
    let book = book();
    let island = book.locate(at(23.9, 90.1)).unwrap();
    assert_eq!(island.district().unwrap().area.code, "D1C");
    // The lake, between both shores, 510 m from the island.
    let lake = book.locate(at(23.9, 90.086)).unwrap();
    assert_eq!(lake.district().unwrap().how, How::Nearest);
    let metres = lake.district().unwrap().distance_m.unwrap();
    assert!((300.0..700.0).contains(&metres), "{metres}");
}

#[test]
fn a_point_on_a_shared_border_is_in_one_district() {
    let book = book();
    for lat in [23.8, 23.85, 23.9, 23.987_654_321, 24.0] {
        let found = book.locate(at(lat, 90.2)).unwrap();
        assert_eq!(found.district().unwrap().area.code, "D1A", "{lat}");
        assert_eq!(found.district().unwrap().how, How::Boundary);
    }
}

#[test]
fn just_outside_snaps_and_farther_is_outside() {
    let book = book();
    let found = book.locate(at(23.799_95, 90.1)).unwrap();
    assert_eq!(found.district().unwrap().area.code, "D1A");
    assert_eq!(found.division().unwrap().how, How::Nearest);
    let metres = found.district().unwrap().distance_m.unwrap();
    assert!((metres - 5.54).abs() < 0.05, "{metres}");
    assert_eq!(book.locate(at(23.78, 90.1)), Err(Outside));
    assert_eq!(book.locate(at(-33.9, 18.4)), Err(Outside));
}

#[test]
fn where_no_border_is_known_the_nearest_point_answers() {
    let book = book();
    let found = book.locate(at(23.9, 90.8)).unwrap();
    assert_eq!(codes(found.steps()), ["D1", "D1F", "D1F1"]);
    assert!(found.steps().iter().all(|step| step.how == How::Nearest));
    assert_eq!(book.locate(at(23.9, 91.5)), Err(Outside));
}

#[test]
fn wards_need_a_polygon_and_localities_are_nearby() {
    let book = book();
    let found = book.locate(at(23.9, 90.39)).unwrap();
    assert_eq!(found.ward().unwrap().area.code, "D1B2W");
    assert_eq!(found.locality(), None, "3 km away");
    let found = book.locate(at(23.9, 90.361)).unwrap();
    assert_eq!(found.ward(), None);
    assert_eq!(found.locality().unwrap().area.code, "bazar");
    assert_eq!(
        found.how(),
        How::Boundary,
        "a locality does not make a guess of the rest"
    );
}

#[test]
fn children_are_alphabetical_in_either_language() {
    let book = book();
    let bn: Vec<&str> = book
        .children(Some("D1"))
        .iter()
        .map(|a| a.names.in_locale(Locale::Bn))
        .collect();
    assert_eq!(bn, ["উত্তর", "দক্ষিণ", "দূর", "দ্বীপ"]);
    let en: Vec<&str> = book
        .children_in(Some("D1"), Locale::En)
        .iter()
        .map(|a| a.names.in_locale(Locale::En))
        .collect();
    assert_eq!(en, ["Far", "Island", "North", "South"]);
    assert_eq!(book.children(None).len(), 1);
    assert!(book.children(Some("nowhere")).is_empty());
}

#[test]
fn ancestors_tell_repeated_names_apart() {
    let book = book();
    let found = book.search("Mirpur", 5);
    let within: Vec<&str> = found
        .iter()
        .map(|a| book.ancestors(&a.code).last().unwrap().code.as_str())
        .collect();
    assert_eq!(within, ["D1A", "D1B"]);
    assert_eq!(book.search("mirpur south", 5)[0].code, "D1B1");
    assert_eq!(book.search("মিরপুর উত্তর", 5)[0].code, "D1A1");
}

#[test]
fn rings_of_parents_do_not_hang_the_book() {
    let ring = |code: &str, parent: &str| {
        pointed(area(
            code,
            Some(parent),
            Kind::Upazila,
            "ক",
            "K",
            (23.9, 90.1),
        ))
    };
    let book = Gazetteer::new(vec![ring("X1", "X2"), ring("X2", "X1")]);
    assert!(book.ancestors("X1").len() <= 5);
    assert!(book.places_below("X1") <= 5);
    assert_eq!(book.locate(at(10.0, 10.0)), Err(Outside));
}

#[test]
fn outlines_keep_their_tag() {
    let (one, two) = (book(), book());
    assert_eq!(one.outlines().etag, two.outlines().etag);
    assert!(one.outlines().geojson.contains("\"code\":\"D1A\""));
}
