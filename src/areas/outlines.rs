//! District outlines, small enough for a slow phone: what the map shows when
//! no tiles arrive.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use geo::{Area as _, LineString, MultiPolygon, Polygon};
use serde_json::{Value, json};

use crate::arcs::Junctions;
use crate::gazetteer::Gazetteer;
use crate::model::{Area, DISTRICT};

/// How far a simplified border may be off, in degrees: about 1 km.
const TOLERANCE: f64 = 0.009;
/// Islands smaller than this many square degrees (about 7 km²) are left out,
/// unless they are all there is.
const ISLAND: f64 = 0.000_6;
/// Digits after the point: about 100 m.
const SCALE: f64 = 1000.0;

/// A GeoJSON document and its name in caches.
#[derive(Clone, Debug)]
pub struct Outlines {
    /// A `FeatureCollection` with `code`, `bn` and `en` on every feature.
    pub geojson: String,
    /// The same document packed with gzip: once, and smaller than what is
    /// packed anew for every caller.
    pub gzip: Vec<u8>,
    /// A weak entity tag that changes with the content.
    pub etag: String,
}

impl Outlines {
    /// Draws the districts whose border is known.
    pub(crate) fn draw(book: &Gazetteer) -> Self {
        let districts: Vec<(&Area, &MultiPolygon<f64>)> = book
            .all()
            .iter()
            .filter(|area| area.level == DISTRICT)
            .filter_map(|area| Some((area, book.borders.of(book.position(&area.code)?)?)))
            .collect();
        let rings = districts
            .iter()
            .flat_map(|(_, shape)| shape.iter())
            .flat_map(rings);
        let junctions = Junctions::of(rings);
        let features: Vec<Value> = districts
            .iter()
            .map(|(area, shape)| feature(area, shape, &junctions))
            .collect();
        let geojson = json!({ "type": "FeatureCollection", "features": features }).to_string();
        Self {
            etag: tag(&geojson),
            gzip: packed(&geojson).expect("memory takes every byte"),
            geojson,
        }
    }
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn feature(area: &Area, shape: &MultiPolygon<f64>, junctions: &Junctions) -> Value {
    let mut parts: Vec<&Polygon<f64>> = shape.iter().collect();
    parts.sort_by(|a, b| b.unsigned_area().total_cmp(&a.unsigned_area()));
    let kept = parts
        .into_iter()
        .enumerate()
        .filter(|(rank, part)| *rank == 0 || part.unsigned_area() >= ISLAND);
    let coordinates: Vec<Value> = kept
        .map(|(_, part)| {
            rings(part)
                .filter_map(|ring| drawn(ring, junctions))
                .collect()
        })
        .filter(|part: &Value| part.as_array().is_some_and(|rings| !rings.is_empty()))
        .collect();
    json!({
        "type": "Feature",
        "properties": { "code": area.code, "bn": area.names.bn, "en": area.names.en },
        "geometry": { "type": "MultiPolygon", "coordinates": coordinates },
    })
}

/// A simplified ring, or nothing where too little of it is left.
fn drawn(ring: &LineString<f64>, junctions: &Junctions) -> Option<Value> {
    let simple = junctions.simplify(ring, TOLERANCE);
    let round = |degrees: f64| (degrees * SCALE).round() / SCALE;
    let mut places: Vec<[f64; 2]> = simple.coords().map(|c| [round(c.x), round(c.y)]).collect();
    places.dedup();
    (places.len() >= 4).then(|| json!(places))
}

fn packed(text: &str) -> io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(text.as_bytes())?;
    packer.finish()
}

/// The same in every process that runs the same program.
fn tag(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}
