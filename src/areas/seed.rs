//! The areas every installation starts with: all divisions, districts and
//! upazilas, outlines of the districts, localities of the big cities, and the post
//! offices that people name a place by.

use std::collections::HashMap;

use anyhow::Context as _;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use geo::MultiPolygon;
use geojson::Geometry;
use kernel::{Names, Point};
use serde::Deserialize;
use serde_json::Value;

use crate::model::{Area, Entry, Kind, LOCALITY};
use crate::queries::{self, NewArea};

const AREAS: &str = include_str!("../../seeds/areas/areas.csv");
const LOCALITIES: &str = include_str!("../../seeds/areas/localities.csv");
const POSTCODES: &str = include_str!("../../seeds/areas/postcodes.csv");
const OUTLINES: &str = include_str!("../../seeds/areas/districts.geojson");
/// What the file calls the country, which is no row of ours.
const COUNTRY: &str = "BD";

/// A line of either file.
#[derive(Debug, Deserialize)]
struct Line {
    #[serde(alias = "pcode", alias = "id")]
    code: String,
    parent: String,
    level: Option<i16>,
    kind: Option<String>,
    name_en: String,
    name_bn: String,
    alt_names: String,
    lat: f64,
    lng: f64,
}

/// A post office.
#[derive(Debug, Deserialize)]
struct PostOffice {
    postcode: String,
    /// What it lies in, as closely as known.
    area: String,
    /// Its name, where it is not that of an area.
    office: String,
}

/// Adds the seed areas that are missing, in one transaction, and answers how
/// many rows were added or completed; zero when run again.
///
/// Rows that exist keep their names, points and borders, which may come from an
/// official file; they only gain spellings, and a border where they have none.
pub async fn seed(conn: &mut AsyncPgConnection) -> anyhow::Result<usize> {
    let rows = rows()?;
    let changed = conn
        .transaction(async |conn| {
            let completed = queries::complete(conn, &rows).await?;
            let added = queries::add_missing(conn, &rows).await?;
            diesel::QueryResult::Ok(completed + added)
        })
        .await?;
    Ok(changed)
}

/// The seed areas as a book takes them, without a database.
pub fn seed_entries() -> anyhow::Result<Vec<Entry>> {
    rows()?.into_iter().map(entry).collect()
}

fn rows() -> anyhow::Result<Vec<NewArea>> {
    let mut outlines = outlines()?;
    let mut offices = post_offices()?;
    let mut rows = Vec::new();
    for (name, file) in [("areas.csv", AREAS), ("localities.csv", LOCALITIES)] {
        for line in csv::Reader::from_reader(file.as_bytes()).into_deserialize() {
            let line: Line = line.with_context(|| format!("seeds/areas/{name}"))?;
            let outline = outlines.remove(&line.code);
            let mail = offices.remove(&line.code).unwrap_or_default();
            let mut row = row(line, outline)?;
            row.alt_names.extend(mail);
            rows.push(row);
        }
    }
    anyhow::ensure!(
        outlines.is_empty(),
        "outlines without an area: {:?}",
        outlines.keys()
    );
    anyhow::ensure!(
        offices.is_empty(),
        "post offices without an area: {:?}",
        offices.keys()
    );
    Ok(rows)
}

/// Code → postcodes and names of post offices: other words for the area.
fn post_offices() -> anyhow::Result<HashMap<String, Vec<String>>> {
    let mut words: HashMap<String, Vec<String>> = HashMap::new();
    for line in csv::Reader::from_reader(POSTCODES.as_bytes()).into_deserialize() {
        let line: PostOffice = line.context("seeds/areas/postcodes.csv")?;
        let area = words.entry(line.area).or_default();
        let new = [line.postcode, line.office].into_iter();
        let new: Vec<String> = new
            .filter(|word| !word.is_empty() && !area.contains(word))
            .collect();
        area.extend(new);
    }
    Ok(words)
}

fn row(line: Line, boundary: Option<Value>) -> anyhow::Result<NewArea> {
    let level = line.level.unwrap_or(LOCALITY);
    let kind = line
        .kind
        .as_deref()
        .map_or_else(|| Kind::usual(level), Kind::from_code);
    let kind = kind.with_context(|| format!("{} has no kind", line.code))?;
    anyhow::ensure!(
        kind.level() == level,
        "{} is a {} on level {level}",
        line.code,
        kind.code()
    );
    Ok(NewArea {
        kind: kind.code(),
        level,
        parent: Some(line.parent).filter(|parent| parent != COUNTRY),
        name_bn: line.name_bn,
        name_en: line.name_en,
        alt_names: split(&line.alt_names),
        lat: Some(line.lat),
        lng: Some(line.lng),
        boundary,
        code: line.code,
    })
}

/// `a|b|c` without blanks.
pub(crate) fn split(names: &str) -> Vec<String> {
    let names = names.split('|').map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Code → geometry.
fn outlines() -> anyhow::Result<HashMap<String, Value>> {
    let mut file: Value =
        serde_json::from_str(OUTLINES).context("seeds/areas/districts.geojson")?;
    let features = file["features"].as_array_mut().context("no features")?;
    features
        .iter_mut()
        .map(|feature| {
            let code = feature["properties"]["pcode"]
                .as_str()
                .context("an outline without a code")?;
            Ok((code.to_owned(), feature["geometry"].take()))
        })
        .collect()
}

fn entry(row: NewArea) -> anyhow::Result<Entry> {
    let location = row.lat.zip(row.lng).context("seeds have points")?;
    let boundary = row.boundary.map(shape_of).transpose()?;
    let area = Area {
        kind: Kind::from_code(row.kind).context("kinds were checked")?,
        code: row.code,
        parent: row.parent,
        level: row.level,
        names: Names::both(row.name_bn, row.name_en),
        alt_names: row.alt_names,
        location: Point::new(location.0, location.1)?,
    };
    Ok(Entry { area, boundary })
}

/// A GeoJSON polygon as the book takes it.
pub(crate) fn shape_of(geometry: Value) -> anyhow::Result<MultiPolygon<f64>> {
    let shape = geo::Geometry::<f64>::try_from(serde_json::from_value::<Geometry>(geometry)?)?;
    match shape {
        geo::Geometry::Polygon(polygon) => Ok(polygon.into()),
        geo::Geometry::MultiPolygon(polygons) => Ok(polygons),
        other => anyhow::bail!("a border cannot be a {other:?}"),
    }
}
