//! Point to area, against answers computed with other programs.
//!
//! The answers and the official polygons are not part of the repository; where
//! `../shared/data` does not exist, the tests say so and check nothing. The
//! polygons of the seeds are always there and are checked against the same
//! answers.
#![expect(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use std::collections::HashMap;
use std::path::PathBuf;

use geo::MultiPolygon;
use geojson::FeatureCollection;
use haat_areas::{Entry, Gazetteer, How, Step};
use kernel::Point;
use serde::Deserialize;

#[derive(Deserialize)]
struct Answer {
    lat: f64,
    lon: f64,
    district_pcode: String,
    upazila_pcode: String,
    metres_to_upazila_border_approx: f64,
}

fn shared(path: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path)
}

/// `None` where the answers are not on this machine.
fn answers() -> Option<Vec<Answer>> {
    let path = shared("oracles/pip_points.csv");
    if !path.exists() {
        eprintln!("skipped: {} does not exist", path.display());
        return None;
    }
    let rows = csv::Reader::from_path(path).unwrap().into_deserialize();
    Some(rows.collect::<Result<_, _>>().unwrap())
}

fn official(file: &str) -> HashMap<String, MultiPolygon<f64>> {
    let text = std::fs::read_to_string(shared(file)).unwrap();
    let file: FeatureCollection = serde_json::from_str(&text).unwrap();
    file.features
        .into_iter()
        .map(|feature| {
            let code = feature
                .property("pcode")
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned();
            let shape = match feature.geometry.unwrap().try_into().unwrap() {
                geo::Geometry::Polygon(polygon) => MultiPolygon::from(polygon),
                geo::Geometry::MultiPolygon(polygons) => polygons,
                other => panic!("{code} is a {other:?}"),
            };
            (code, shape)
        })
        .collect()
}

/// The seeds with official polygons in place of their own.
fn official_book() -> Gazetteer {
    let mut shapes = official("geo/adm3_upazilas.geojson");
    shapes.extend(official("geo/adm2_districts.geojson"));
    let entries = haat_areas::seed_entries().unwrap().into_iter();
    Gazetteer::new(
        entries
            .map(|Entry { area, .. }| Entry {
                boundary: shapes.remove(&area.code),
                area,
            })
            .collect(),
    )
}

fn is(step: Option<&Step<'_>>, code: &str) -> bool {
    step.is_some_and(|step| step.area.code == code)
}

#[test]
fn official_polygons_answer_like_shapely() {
    let Some(answers) = answers() else { return };
    let book = official_book();
    let clear: Vec<&Answer> = answers
        .iter()
        .filter(|a| a.metres_to_upazila_border_approx > 30.0)
        .collect();
    let mut wrong = Vec::new();
    for answer in &clear {
        let found = book.locate(Point::new(answer.lat, answer.lon).unwrap());
        let right = found.as_ref().is_ok_and(|found| {
            is(found.district(), &answer.district_pcode)
                && is(found.upazila(), &answer.upazila_pcode)
                && found.how() == How::Boundary
        });
        if !right {
            wrong.push(format!("{}, {}: {found:?}", answer.lat, answer.lon));
        }
    }
    eprintln!(
        "{} of {} points farther than 30 m from a border are right",
        clear.len() - wrong.len(),
        clear.len()
    );
    assert!(clear.len() > 900, "the answers are there");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn seed_outlines_name_the_district() {
    let Some(answers) = answers() else { return };
    let book = Gazetteer::new(haat_areas::seed_entries().unwrap());
    let clear: Vec<&Answer> = answers
        .iter()
        .filter(|a| a.metres_to_upazila_border_approx > 500.0)
        .collect();
    let (mut districts, mut upazilas, mut outside) = (0, 0, 0);
    for answer in &clear {
        match book.locate(Point::new(answer.lat, answer.lon).unwrap()) {
            Ok(found) => {
                districts += usize::from(is(found.district(), &answer.district_pcode));
                upazilas += usize::from(is(found.upazila(), &answer.upazila_pcode));
            }
            Err(_) => outside += 1,
        }
    }
    eprintln!(
        "of {} points farther than 500 m from a border: district right {districts}, nearest upazila right {upazilas}, outside {outside}",
        clear.len()
    );
    assert!(clear.len() > 500, "the answers are there");
    assert!(
        districts * 100 >= clear.len() * 99,
        "{districts} of {}",
        clear.len()
    );
}
