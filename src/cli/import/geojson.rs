//! GeoJSON exports of OpenStreetMap as rows, one feature at a time.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;
use std::ops::ControlFlow;

use ::geojson::{Feature, JsonObject};
use geo::{Centroid as _, InteriorPoint as _};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::json_rows::plain;
use super::report::Remark;
use super::source::{Event, Header, Raw};
use super::text::{Script, script_of};

/// Tags that are read, and our words for them.
const TAGS: &[(&str, &str)] = &[
    ("name", "name"),
    ("name:bn", "name_bn"),
    ("name:en", "name_en"),
    ("shop", "shop"),
    ("amenity", "amenity"),
    ("opening_hours", "hours"),
];
/// Tags with other names, several in one separated by `;`.
const OTHER_NAMES: &[&str] = &[
    "alt_name",
    "alt_name:bn",
    "alt_name:en",
    "old_name",
    "short_name",
    "official_name",
    "loc_name",
];
const ADDRESS: &[&str] = &["addr:housenumber", "addr:street", "addr:place", "addr:city"];
const IDS: &[&str] = &["@id", "id", "osm_id"];

type Sink<'a> = &'a mut dyn FnMut(Event) -> ControlFlow<()>;

/// Sends every feature of a `FeatureCollection`. Where the JSON itself breaks
/// off, everything before has been sent, and the rest is one broken row.
pub(super) fn read(file: impl Read, sink: Sink<'_>) -> anyhow::Result<()> {
    let mut reading = Reading {
        sink,
        features: 0,
        seen: false,
        stopped: false,
        header: Header::default(),
    };
    let mut json = serde_json::Deserializer::from_reader(file);
    let outcome = Collection(&mut reading).deserialize(&mut json);
    if reading.stopped {
        return Ok(());
    }
    match outcome {
        Err(error) if reading.seen => {
            let remark = Remark::new(
                "",
                "",
                "the file is broken here; nothing behind it was read",
            );
            let _ = (reading.sink)(Event::Broken(
                reading.features + 1,
                remark.with(error.to_string()),
            ));
        }
        Err(error) => return Err(error.into()),
        Ok(()) if !reading.seen => {
            anyhow::bail!("not a GeoJSON FeatureCollection: it has no features")
        }
        Ok(()) => {}
    }
    let _ = (reading.sink)(Event::Header(reading.header));
    Ok(())
}

struct Reading<'a> {
    sink: Sink<'a>,
    features: u64,
    seen: bool,
    stopped: bool,
    header: Header,
}

struct Collection<'r, 'a>(&'r mut Reading<'a>);

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if name == "features" {
                members.next_value_seed(Features(&mut *self.0))?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Features<'r, 'a>(&'r mut Reading<'a>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.seen = true;
        while let Some(feature) = items.next_element::<Value>()? {
            self.0.features += 1;
            let event = row(self.0.features, feature, &mut self.0.header);
            if (self.0.sink)(event).is_break() {
                self.0.stopped = true;
                return Err(serde::de::Error::custom("enough"));
            }
        }
        Ok(())
    }
}

fn row(number: u64, feature: Value, header: &mut Header) -> Event {
    let feature = match serde_json::from_value::<Feature>(feature) {
        Ok(feature) => feature,
        Err(error) => {
            return Event::Broken(
                number,
                Remark::new("", "", "not a GeoJSON feature").with(error.to_string()),
            );
        }
    };
    let mut values = tags(&feature, header);
    match place(&feature) {
        Some(point) => {
            values.push(("lat", point.y().to_string()));
            values.push(("lng", point.x().to_string()));
            Event::Row(Raw {
                line: number,
                values,
            })
        }
        None => Event::Broken(
            number,
            Remark::new("geometry", "", "no geometry that has a place"),
        ),
    }
}

/// The point itself, or one that is surely inside.
fn place(feature: &Feature) -> Option<geo::Point> {
    let shape = geo::Geometry::try_from(feature.geometry.clone()?).ok()?;
    match shape {
        geo::Geometry::Point(point) => Some(point),
        shape => shape.interior_point().or_else(|| shape.centroid()),
    }
}

fn tags(feature: &Feature, header: &mut Header) -> Vec<(&'static str, String)> {
    let none = JsonObject::new();
    let tags = feature.properties.as_ref().unwrap_or(&none);
    let text = |tag: &str| {
        tags.get(tag)
            .map(plain)
            .filter(|text| !text.trim().is_empty())
    };
    let told = |(tag, column): &(&'static str, &'static str)| Some((*column, *tag, text(tag)?));
    let others: Vec<String> = OTHER_NAMES.iter().filter_map(|tag| text(tag)).collect();
    let others = (!others.is_empty()).then(|| ("alt_names", OTHER_NAMES[0], others.join(";")));
    let id = id(feature, &text).map(|id| ("id", IDS[0], id));
    let address = address(&text).map(|(column, address)| (column, ADDRESS[1], address));
    note_ignored(tags, &mut header.ignored);
    TAGS.iter()
        .filter_map(told)
        .chain(others)
        .chain(id)
        .chain(address)
        .map(|(column, tag, value)| {
            header.known.entry(column).or_insert_with(|| tag.to_owned());
            (column, value)
        })
        .collect()
}

fn id(feature: &Feature, text: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let own = feature.id.as_ref().map(|id| match id {
        ::geojson::feature::Id::String(text) => text.clone(),
        ::geojson::feature::Id::Number(number) => number.to_string(),
    });
    text(IDS[0])
        .or(own)
        .or_else(|| IDS[1..].iter().find_map(|tag| text(tag)))
}

fn address(text: &impl Fn(&str) -> Option<String>) -> Option<(&'static str, String)> {
    let whole = text("addr:full").or_else(|| {
        let parts: Vec<String> = ADDRESS.iter().filter_map(|tag| text(tag)).collect();
        // A house number or a town alone finds no door.
        (parts.len() > 1).then(|| parts.join(", "))
    })?;
    let column = if script_of(&whole) == Script::Latin {
        "address_en"
    } else {
        "address_bn"
    };
    Some((column, whole))
}

fn note_ignored(tags: &JsonObject, ignored: &mut BTreeSet<String>) {
    for tag in tags.keys() {
        let read = TAGS.iter().any(|(name, _)| name == tag)
            || [OTHER_NAMES, ADDRESS, IDS, &["addr:full"]]
                .iter()
                .any(|names| names.contains(&tag.as_str()));
        if !read && !ignored.contains(tag) {
            ignored.insert(tag.clone());
        }
    }
}

#[cfg(test)]
mod tests;
