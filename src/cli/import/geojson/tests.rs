use super::*;
use serde_json::json;

fn rows(text: &str) -> anyhow::Result<Vec<Result<Raw, (u64, &'static str)>>> {
    let mut seen = Vec::new();
    read(text.as_bytes(), &mut |event| {
        match event {
            Event::Row(raw) => seen.push(Ok(raw)),
            Event::Broken(number, remark) => seen.push(Err((number, remark.reason))),
            Event::Header(_) | Event::Note(..) => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(seen)
}

fn collection(features: &[Value]) -> String {
    json!({ "type": "FeatureCollection", "generator": "x", "features": features }).to_string()
}

fn point(properties: &Value) -> Value {
    json!({ "type": "Feature", "id": "node/1", "properties": properties,
        "geometry": { "type": "Point", "coordinates": [90.4, 23.8] } })
}

#[test]
fn tags_become_columns() {
    let tags = json!({ "name": "নিউ মার্কেট", "name:en": "New Market", "shop": "mall", "opening_hours": "24/7",
        "alt_name": "Notun Market;NM", "addr:street": "Mirpur Road", "addr:city": "Dhaka", "building": "yes" });
    let rows = rows(&collection(&[point(&tags)])).unwrap();
    let raw = rows[0].as_ref().unwrap();
    let expected = [
        ("id", "node/1"),
        ("name", "নিউ মার্কেট"),
        ("name_en", "New Market"),
        ("shop", "mall"),
        ("hours", "24/7"),
        ("alt_names", "Notun Market;NM"),
        ("address_en", "Mirpur Road, Dhaka"),
        ("lat", "23.8"),
        ("lng", "90.4"),
    ];
    for (column, value) in expected {
        assert_eq!(raw.text(column), value, "{column}");
    }
}

#[test]
fn an_at_id_comes_before_the_features_own() {
    let rows = rows(&collection(&[point(&json!({ "@id": "way/7" }))])).unwrap();
    assert_eq!(rows[0].as_ref().unwrap().text("id"), "way/7");
}

#[test]
fn a_building_is_at_a_point_inside_it() {
    // An L: the centre of its box is outside.
    let ring = [
        [0.0, 0.0],
        [3.0, 0.0],
        [3.0, 1.0],
        [1.0, 1.0],
        [1.0, 3.0],
        [0.0, 3.0],
        [0.0, 0.0],
    ];
    let mut building = point(&json!({}));
    building["geometry"] = json!({ "type": "Polygon", "coordinates": [ring] });
    let rows = rows(&collection(&[building])).unwrap();
    let raw = rows[0].as_ref().unwrap();
    let at = |column: &str| raw.text(column).parse::<f64>().unwrap();
    assert!(at("lng") < 1.0 || at("lat") < 1.0, "{raw:?}");
}

#[test]
fn the_file_tells_what_any_feature_tells() {
    let tags = [
        json!({ "shop": "mall" }),
        json!({ "name": "Haat", "opening_hours": "24/7" }),
        json!({ "alt_name": "Bazar", "building": "yes" }),
    ];
    let features: Vec<Value> = tags.iter().map(point).collect();
    let mut headers = Vec::new();
    read(collection(&features).as_bytes(), &mut |event| {
        if let Event::Header(header) = event {
            headers.push(header);
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(headers.len(), 1);
    assert_eq!(headers[0].known["hours"], "opening_hours");
    assert!(headers[0].known.contains_key("alt_names"));
    assert!(!headers[0].known.contains_key("address_en"));
    assert_eq!(headers[0].ignored.iter().collect::<Vec<_>>(), ["building"]);
}

#[test]
fn bad_features_stand_alone() {
    let nowhere = json!({ "type": "Feature", "properties": {}, "geometry": null });
    let text = collection(&[json!(7), nowhere, point(&json!({}))]);
    let seen: Vec<_> = rows(&text)
        .unwrap()
        .into_iter()
        .map(|row| row.map(|raw| raw.line))
        .collect();
    assert_eq!(
        seen,
        [
            Err((1, "not a GeoJSON feature")),
            Err((2, "no geometry that has a place")),
            Ok(3)
        ]
    );
}

#[test]
fn what_comes_before_a_break_is_kept() {
    let whole = collection(&[point(&json!({})), point(&json!({}))]);
    let second = whole.rfind("coordinates").unwrap();
    let rows = rows(&whole[..second]).unwrap();
    assert!(rows[0].is_ok());
    assert_eq!(
        rows[1],
        Err((2, "the file is broken here; nothing behind it was read"))
    );
}

#[test]
fn other_json_is_refused_as_a_whole() {
    assert!(rows("{\"type\":\"Topology\"}").is_err());
    assert!(rows("{\"features\":3}").is_err());
}
