//! Answers computed elsewhere: by pyproj on the WGS84 ellipsoid.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::haat::{TestHaat, cli, eventually, shared_material};

/// A tenth of a millimetre is rounding; within a centimetre of the rim either
/// answer is right.
const RIM_M: f64 = 0.01;

#[test]
fn every_radius_query_of_the_oracle_is_answered_exactly() {
    let Some(queries) = shared_material("data/oracles/radius_queries.jsonl") else {
        return;
    };
    let haat = TestHaat::start();
    let mut imported = 0;
    for file in ["food_osm_dhaka", "marketplaces_osm", "shops_commercial"] {
        let path = shared_material(&format!("data/poi/{file}.csv")).unwrap();
        let done = cli(haat.db(), &["import", "shops", path.to_str().unwrap()]);
        assert!(matches!(done.code, Some(0)), "{file}: {}", done.told);
        imported = haat.count("SELECT count(*) FROM shops WHERE status = 'listed'");
    }
    assert!(imported > 4_000, "{imported}");
    haat.settle();
    let mut asked = 0;
    for line in std::fs::read_to_string(queries).unwrap().lines() {
        check(&haat, &serde_json::from_str(line).unwrap());
        asked += 1;
    }
    eprintln!("{asked} queries over {imported} shops: 0 missing, 0 extra");
    assert!(asked > 0);
}

fn check(haat: &TestHaat, query: &Value) {
    let radius = query["radius_m"].as_f64().unwrap();
    let ids = query["ids_by_distance"].as_array().unwrap().iter();
    let metres = query["metres"].as_array().unwrap().iter();
    let expected: BTreeMap<&str, f64> = ids
        .zip(metres)
        .map(|(id, metres)| (id.as_str().unwrap(), metres.as_f64().unwrap()))
        .collect();
    let found: BTreeMap<String, f64> = all_within(haat, query).into_iter().collect();
    for (id, metres) in &expected {
        let is_there = found.contains_key(*id);
        let on_the_rim = (metres - radius).abs() < RIM_M;
        assert!(is_there || on_the_rim, "missing {id} in {query}");
    }
    for (id, said) in &found {
        match expected.get(id.as_str()) {
            Some(metres) => assert!((said - metres).abs() < 0.02, "{id}: {said} but {metres}"),
            None => assert!((said - radius).abs() < RIM_M, "extra {id} in {query}"),
        }
    }
}

fn all_within(haat: &TestHaat, query: &Value) -> Vec<(String, f64)> {
    let (lat, lng, radius) = (
        query["lat"].to_string(),
        query["lon"].to_string(),
        query["radius_m"].to_string(),
    );
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let mut asked = vec![
            ("lat", &*lat),
            ("lng", &*lng),
            ("radius_m", &*radius),
            ("limit", "200"),
        ];
        if !cursor.is_empty() {
            asked.push(("cursor", &cursor));
        }
        let page = haat.ask("/api/v1/shops/nearby", &asked).json();
        for item in page["items"]
            .as_array()
            .unwrap_or_else(|| panic!("{page} for {query}"))
        {
            found.push((
                item["external_id"].as_str().unwrap().to_owned(),
                item["distance_m"].as_f64().unwrap(),
            ));
        }
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return found,
        }
    }
}

#[test]
fn points_are_in_the_areas_that_official_polygons_say() {
    let Some(points) = shared_material("data/oracles/pip_points.csv") else {
        return;
    };
    let haat = TestHaat::seeded();
    for (file, level) in [
        ("adm1_divisions", "1"),
        ("adm2_districts", "2"),
        ("adm3_upazilas", "3"),
    ] {
        let path = shared_material(&format!("data/geo/{file}.geojson")).unwrap();
        let done = cli(
            haat.db(),
            &["import", "areas", path.to_str().unwrap(), "--level", level],
        );
        assert!(matches!(done.code, Some(0 | 2)), "{file}: {}", done.told);
    }
    let locate =
        |lat: &str, lng: &str| haat.ask("/api/v1/areas/locate", &[("lat", lat), ("lng", lng)]);
    let mut reader = csv::Reader::from_path(points).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |names: &[&str]| {
        header
            .iter()
            .position(|name| names.contains(&name))
            .unwrap_or_else(|| panic!("{header:?}"))
    };
    let (lat, lng) = (column(&["lat"]), column(&["lon", "lng"]));
    let parts = [
        ("district", column(&["district_pcode"])),
        ("upazila", column(&["upazila_pcode"])),
    ];
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    eventually("the polygons are loaded", || {
        locate("23.7461", "90.3742").json()["upazila"]["how"] == "boundary"
    });
    let mut wrong = Vec::new();
    for row in &rows {
        let answer = locate(&row[lat], &row[lng]).json();
        for (part, column) in parts {
            if !row[column].is_empty() && answer[part]["code"] != row[column] {
                wrong.push(format!(
                    "{part} of {},{}: {} but {}",
                    &row[lat], &row[lng], answer[part]["code"], &row[column]
                ));
            }
        }
    }
    eprintln!("{} points, {} wrong", rows.len(), wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}
