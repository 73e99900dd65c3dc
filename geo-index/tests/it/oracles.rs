//! Answers computed outside of Rust over real places. The files are not part of
//! the project; where they are missing the test says that it was skipped.

use std::collections::HashMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use geo_index::{GeoIndex, Hit, Point, Polygon};
use serde_json::Value;

use crate::brute::at;

const PLACES: [&str; 3] = ["food_osm_dhaka", "marketplaces_osm", "shops_commercial"];
const ALLOWED_M: f64 = 0.01;

fn shared_files() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    folder
        .join("oracles/radius_queries.jsonl")
        .exists()
        .then_some(folder)
}

/// External ids and places, in file order.
fn places(folder: &Path) -> Vec<(String, Point)> {
    let mut places = Vec::new();
    for file in PLACES {
        let mut rows = csv::Reader::from_path(folder.join(format!("poi/{file}.csv"))).unwrap();
        for row in rows.deserialize::<HashMap<String, String>>() {
            let row = row.unwrap();
            let place = at(row["lat"].parse().unwrap(), row["lon"].parse().unwrap());
            places.push((row["id"].clone(), place));
        }
    }
    places
}

fn assert_answers(question: &Value, hits: &[Hit<u32, ()>], places: &[(String, Point)]) {
    let expected: HashMap<&str, f64> = (question["ids_by_distance"].as_array().unwrap().iter())
        .zip(question["metres"].as_array().unwrap())
        .map(|(id, metres)| (id.as_str().unwrap(), metres.as_f64().unwrap()))
        .collect();
    let id_of = |hit: &Hit<u32, ()>| places[usize::try_from(hit.key).unwrap()].0.as_str();

    for hit in hits {
        let metres = expected.get(id_of(hit));
        let metres = metres.unwrap_or_else(|| panic!("extra {} in {question}", id_of(hit)));
        assert!(
            (hit.metres - metres).abs() <= ALLOWED_M,
            "{hit:?} is {metres} m away"
        );
    }
    assert_eq!(hits.len(), expected.len(), "missing ids in {question}");
    assert!(hits.is_sorted_by(|a, b| a.metres <= b.metres));
}

#[test]
fn real_places_are_found_as_computed_outside() {
    let Some(folder) = shared_files() else {
        writeln!(
            std::io::stderr(),
            "skipped: no radius oracles beside the project"
        )
        .unwrap();
        return;
    };
    let places = places(&folder);
    let index: GeoIndex<u32, ()> = (0..).zip(&places).map(|(key, p)| (key, p.1, ())).collect();
    let questions = std::fs::read_to_string(folder.join("oracles/radius_queries.jsonl")).unwrap();
    let mut hits = Vec::new();
    for line in questions.lines() {
        let question: Value = serde_json::from_str(line).unwrap();
        let [lat, lon, radius_m] =
            ["lat", "lon", "radius_m"].map(|f| question[f].as_f64().unwrap());
        index
            .collect_within(at(lat, lon), radius_m, &mut hits)
            .unwrap();
        assert_answers(&question, &hits, &places);
        assert_eq!(question["count"].as_u64(), u64::try_from(hits.len()).ok());
        assert_eq!(index.count_within(at(lat, lon), radius_m), Ok(hits.len()));
    }
    assert!(
        questions.lines().count() >= 100,
        "the file of questions is cut short"
    );
}

/// A ring of `GeoJSON`.
fn rim(ring: &Value) -> Vec<Point> {
    (ring.as_array().unwrap().iter())
        .map(|corner| at(corner[1].as_f64().unwrap(), corner[0].as_f64().unwrap()))
        .collect()
}

/// A district on the mainland is one part, one on the coast has its islands.
fn area(geometry: &Value) -> Polygon {
    let parts = match geometry["type"].as_str().unwrap() {
        "Polygon" => vec![&geometry["coordinates"]],
        _ => geometry["coordinates"].as_array().unwrap().iter().collect(),
    };
    Polygon::union(parts.into_iter().map(|rings| {
        let rims: Vec<_> = rings.as_array().unwrap().iter().map(rim).collect();
        Polygon::new(&rims[0], &rims[1..]).unwrap()
    }))
}

#[test]
fn real_districts_hold_what_was_computed_outside() {
    let Some(folder) = shared_files() else {
        writeln!(
            std::io::stderr(),
            "skipped: no districts beside the project"
        )
        .unwrap();
        return;
    };
    let mut rows = csv::Reader::from_path(folder.join("oracles/pip_points.csv")).unwrap();
    let rows: Vec<HashMap<String, String>> = rows.deserialize().collect::<Result<_, _>>().unwrap();
    let index: GeoIndex<usize, ()> = (rows.iter().enumerate())
        .map(|(key, row)| {
            (
                key,
                at(row["lat"].parse().unwrap(), row["lon"].parse().unwrap()),
                (),
            )
        })
        .collect();
    for (file, column, least) in [
        ("adm2_districts", "district_pcode", 60),
        ("adm3_upazilas", "upazila_pcode", 300),
    ] {
        let text = std::fs::read_to_string(folder.join(format!("geo/{file}.geojson"))).unwrap();
        let districts: Value = serde_json::from_str(&text).unwrap();
        let mut seen = 0;
        for district in districts["features"].as_array().unwrap() {
            let (code, area) = (
                &district["properties"]["pcode"],
                area(&district["geometry"]),
            );
            let mut found = Vec::new();
            let _: ControlFlow<()> = index.within_polygon(&area, |key, (), _| {
                found.push(key);
                ControlFlow::Continue(())
            });
            found.sort_unstable();
            let expected: Vec<_> = (rows.iter().enumerate())
                .filter(|(_, row)| *code == row[column])
                .map(|(key, _)| key)
                .collect();
            assert_eq!(found, expected, "{code}");
            seen += usize::from(!found.is_empty());
        }
        assert!(seen >= least, "only {seen} of {file} hold a point");
    }
}
