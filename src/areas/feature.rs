//! One feature of an official file, read and checked before it goes near the
//! database.

use geojson::{Feature, Geometry, GeometryValue, Position};
use kernel::Point;
use serde_json::Value;

use crate::model::Kind;
use crate::seed::split;

/// Where coordinates of Bangladesh lie, with room around.
const LNG: std::ops::RangeInclusive<f64> = 87.0..=94.0;
const LAT: std::ops::RangeInclusive<f64> = 20.0..=27.5;

/// What a feature says about an area. Names it does not give are `None`.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) code: String,
    pub(crate) parent: Option<String>,
    pub(crate) kind: Option<Kind>,
    pub(crate) bn: Option<String>,
    pub(crate) en: Option<String>,
    pub(crate) alt_names: Option<Vec<String>>,
    pub(crate) point: Option<Point>,
    pub(crate) shape: Value,
}

/// A feature that cannot be used: its code, where it has one, and the reason.
pub(crate) type Refused = (Option<String>, String);

impl Candidate {
    /// Reads the JSON text of a feature of a file for `level`.
    pub(crate) fn read(json: &str, level: i16) -> Result<Self, Refused> {
        let feature: Feature = serde_json::from_str(json)
            .map_err(|error| (None, format!("not a GeoJSON feature: {error}")))?;
        let code = text(
            &feature,
            &["pcode".into(), "code".into(), format!("ADM{level}_PCODE")],
        );
        Self::of(&feature, code.clone(), level).map_err(|reason| (code, reason))
    }

    fn of(feature: &Feature, code: Option<String>, level: i16) -> Result<Self, String> {
        let code = code.ok_or("no code (property pcode)")?;
        if !is_code(&code) {
            return Err("the code may hold 2 to 64 letters, digits and hyphens".into());
        }
        let geometry = feature.geometry.as_ref().ok_or("no geometry")?;
        check_shape(geometry)?;
        Ok(Self {
            code,
            parent: text(
                feature,
                &[
                    "parent".into(),
                    "parent_code".into(),
                    format!("ADM{}_PCODE", level - 1),
                ],
            ),
            kind: kind(feature, level)?,
            bn: text(
                feature,
                &["bn".into(), "name_bn".into(), format!("ADM{level}_BN")],
            ),
            en: text(
                feature,
                &["en".into(), "name_en".into(), format!("ADM{level}_EN")],
            ),
            alt_names: alt_names(feature),
            point: point(feature)?,
            shape: serde_json::to_value(geometry).map_err(|error| error.to_string())?,
        })
    }
}

fn text(feature: &Feature, names: &[String]) -> Option<String> {
    let values = names
        .iter()
        .filter_map(|name| feature.property(name)?.as_str());
    values
        .map(str::trim)
        .find(|value| !value.is_empty())
        .map(str::to_owned)
}

fn is_code(code: &str) -> bool {
    (2..=64).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn kind(feature: &Feature, level: i16) -> Result<Option<Kind>, String> {
    let Some(word) = text(feature, &["kind".into()]) else {
        return Ok(None);
    };
    match Kind::from_code(&word) {
        Some(kind) if kind.level() == level => Ok(Some(kind)),
        Some(kind) => Err(format!(
            "a {word} is on level {}, not {level}",
            kind.level()
        )),
        None => Err(format!("unknown kind {word:?}")),
    }
}

fn alt_names(feature: &Feature) -> Option<Vec<String>> {
    match feature.property("alt_names")? {
        Value::String(names) => Some(split(names)),
        Value::Array(names) => Some(
            names
                .iter()
                .filter_map(Value::as_str)
                .flat_map(split)
                .collect(),
        ),
        _ => None,
    }
}

fn point(feature: &Feature) -> Result<Option<Point>, String> {
    let number = |names: [&str; 2]| {
        names
            .iter()
            .find_map(|name| feature.property(name)?.as_f64())
    };
    match (number(["lat", "latitude"]), number(["lng", "lon"])) {
        (Some(lat), Some(lng)) => check_place(lng, lat).map(Some),
        (None, None) => Ok(None),
        _ => Err("a point needs both lat and lng".into()),
    }
}

fn check_shape(geometry: &Geometry) -> Result<(), String> {
    let polygons = match &geometry.value {
        GeometryValue::Polygon { coordinates } => std::slice::from_ref(coordinates),
        GeometryValue::MultiPolygon { coordinates } => coordinates.as_slice(),
        other => return Err(format!("a {} is not a polygon", other.type_name())),
    };
    if polygons.is_empty() {
        return Err("the MultiPolygon is empty".into());
    }
    for (part, rings) in polygons.iter().enumerate() {
        if rings.is_empty() {
            return Err(format!("polygon {} has no rings", part + 1));
        }
        for (at, ring) in rings.iter().enumerate() {
            check_ring(ring)
                .map_err(|reason| format!("polygon {}, ring {}: {reason}", part + 1, at + 1))?;
        }
    }
    Ok(())
}

fn check_ring(ring: &[Position]) -> Result<(), String> {
    if ring.len() < 4 {
        return Err(format!("{} positions, a ring needs at least 4", ring.len()));
    }
    for position in ring {
        let [lng, lat, ..] = position.as_slice() else {
            return Err("a position needs two numbers".into());
        };
        check_place(*lng, *lat)?;
    }
    let ends = ring.first().zip(ring.last());
    if ends.is_some_and(|(first, last)| first.as_slice()[..2] != last.as_slice()[..2]) {
        return Err("the ring is not closed".into());
    }
    Ok(())
}

fn check_place(lng: f64, lat: f64) -> Result<Point, String> {
    if LNG.contains(&lng) && LAT.contains(&lat) {
        return Point::new(lat, lng).map_err(|error| error.to_string());
    }
    if LNG.contains(&lat) && LAT.contains(&lng) {
        return Err("latitude and longitude are swapped".into());
    }
    Err(format!(
        "longitude {lng}, latitude {lat} is not in Bangladesh"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(properties: &Value, ring: &Value) -> Result<Candidate, Refused> {
        let geometry = json!({ "type": "Polygon", "coordinates": [ring] });
        let feature = json!({ "type": "Feature", "properties": properties, "geometry": geometry });
        Candidate::read(&feature.to_string(), 3)
    }

    fn triangle() -> Value {
        json!([[90.0, 23.0], [90.1, 23.1], [90.1, 23.0], [90.0, 23.0]])
    }

    #[test]
    fn both_dialects_of_official_files_are_understood() {
        let ours = json!({ "pcode": "BD302648", "parent": "BD3026", "en": "Mirpur", "bn": "মিরপুর", "kind": "metro_thana", "alt_names": "A| B |" });
        let ours = read(&ours, &triangle()).unwrap();
        assert_eq!(ours.kind, Some(Kind::Thana));
        assert_eq!(ours.alt_names.unwrap(), ["A", "B"]);
        let theirs =
            json!({ "ADM3_PCODE": "BD302648", "ADM2_PCODE": "BD3026", "ADM3_EN": "Mirpur" });
        let theirs = read(&theirs, &triangle()).unwrap();
        assert_eq!((theirs.code, theirs.parent), (ours.code, ours.parent));
        assert_eq!(
            (theirs.en, theirs.bn, theirs.alt_names),
            (ours.en, None, None)
        );
    }

    #[test]
    fn rings_that_enclose_no_place_are_refused_with_the_reason() {
        let named = || json!({ "pcode": "BD302648" });
        for (ring, reason) in [
            (
                json!([[90.0, 23.0], [90.1, 23.1], [90.0, 23.0]]),
                "at least 4",
            ),
            (
                json!([[90.0, 23.0], [90.1, 23.1], [90.1, 23.0], [90.0, 23.2]]),
                "not closed",
            ),
            (
                json!([[23.0, 90.0], [23.1, 90.1], [23.0, 90.1], [23.0, 90.0]]),
                "swapped",
            ),
            (
                json!([[0.0, 51.0], [0.1, 51.1], [0.1, 51.0], [0.0, 51.0]]),
                "not in Bangladesh",
            ),
            (json!([[90.0], [90.1, 23.1], [90.1, 23.0], [90.0]]), ""),
        ] {
            let (_, said) = read(&named(), &ring).unwrap_err();
            assert!(said.contains(reason), "{ring}: {said}");
        }
    }

    #[test]
    fn an_area_needs_a_code_and_a_kind_of_its_level() {
        for (properties, reason) in [
            (json!({}), "no code"),
            (json!({ "pcode": "BD 1'" }), "letters, digits and hyphens"),
            (
                json!({ "pcode": "BD1", "kind": "district" }),
                "level 2, not 3",
            ),
            (json!({ "pcode": "BD1", "kind": "kingdom" }), "unknown kind"),
            (json!({ "pcode": "BD1", "lat": 23.0 }), "both lat and lng"),
        ] {
            let (_, said) = read(&properties, &triangle()).unwrap_err();
            assert!(said.contains(reason), "{said}");
        }
    }
}
