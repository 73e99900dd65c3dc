//! A row as a shop.

use kernel::{Locale, Names, Point};
use platform::i18n::Words;
use shops::{Hours, ShopKind, ShopRecord};

use super::reading::{Read, Reading};
use super::source::{Json, Raw, Shape};
use super::text::clean;

/// The columns of files with shops.
pub(in crate::cli) const SHAPE: Shape = Shape {
    columns: &[
        ("id", &["id", "@id", "external_id", "shop_id", "osm_id"]),
        ("name", &["name"]),
        ("name_en", &["name_en"]),
        ("name_bn", &["name_bn"]),
        ("alt_names", &["alt_names", "alt_name"]),
        ("kind", &["kind"]),
        ("shop", &["shop"]),
        ("amenity", &["amenity"]),
        ("lat", &["lat", "latitude"]),
        ("lng", &["lng", "lon", "long", "longitude"]),
        ("hours", &["hours", "opening_hours"]),
        ("address_en", &["address_en", "address"]),
        ("address_bn", &["address_bn"]),
    ],
    required: &[&["id"], &["name", "name_en", "name_bn"], &["lat"], &["lng"]],
    packed: &["hours"],
    json: Json::Features,
};

/// A box around Bangladesh with a few kilometres to spare, for typing mistakes;
/// borders are a matter for areas.
const LAT: std::ops::RangeInclusive<f64> = 20.3..=26.8;
const LNG: std::ops::RangeInclusive<f64> = 87.9..=92.8;

const MOST_ALT_NAMES: usize = 20;
const LONGEST_ALT_NAME: usize = 200;
const LONGEST_ADDRESS: usize = 500;

/// Reads one row.
pub(in crate::cli) fn read_shop(raw: &Raw, demo: bool) -> Read<ShopRecord> {
    let mut reading = Reading::new(raw);
    let external_id = reading.id("id");
    let (names, spare) = reading.names_if_any();
    let location = location(&mut reading);
    let kind = kind(&mut reading);
    let names = if names == Names::default() {
        named_by_kind(&mut reading, kind)
    } else {
        names
    };
    let hours = hours(&mut reading);
    let alt_names = alt_names(&mut reading, &names, spare);
    let address = Names {
        bn: reading.optional("address_bn", LONGEST_ADDRESS),
        en: reading.optional("address_en", LONGEST_ADDRESS),
    };
    let record = location.map(|location| ShopRecord {
        external_id,
        names,
        alt_names,
        kind,
        location,
        address,
        hours,
        demo,
    });
    reading.finish(record)
}

/// A place on a map without a name is still a place: it is called what it is.
fn named_by_kind(reading: &mut Reading<'_>, kind: ShopKind) -> Names {
    if kind == ShopKind::Other {
        reading.refuse_nameless();
        return Names::default();
    }
    reading.note("name", "no name, called by its kind");
    let word = |locale| Words(locale).t(&format!("kind-{}", kind.code()));
    Names::both(word(Locale::Bn), word(Locale::En))
}

fn location(reading: &mut Reading<'_>) -> Option<Point> {
    let lat = reading.number("lat");
    let lng = reading.number("lng");
    let (lat, lng) = lat.zip(lng)?;
    if LAT.contains(&lat) && LNG.contains(&lng) {
        return Point::new(lat, lng).ok();
    }
    if LAT.contains(&lng) && LNG.contains(&lat) {
        reading.refuse("lat", "latitude and longitude look swapped");
    } else {
        let column = if LAT.contains(&lat) { "lng" } else { "lat" };
        reading.refuse(column, "outside Bangladesh");
    }
    None
}

/// What the row says it is. A shop of an unknown kind is still a shop; what is no
/// shop at all is refused.
fn kind(reading: &mut Reading<'_>) -> ShopKind {
    let known = |column: &str| ShopKind::from_osm(&reading.text(column).to_lowercase());
    let told = known("kind")
        .or_else(|| known("shop").filter(|kind| *kind != ShopKind::Other))
        .or_else(|| known("amenity"))
        .or_else(|| known("shop"));
    if let Some(kind) = told {
        return kind;
    }
    let there = |column: &&str| !reading.text(column).is_empty();
    match ["kind", "shop", "amenity"].into_iter().find(there) {
        Some("shop") if matches!(reading.text("shop"), "no" | "vacant") => {
            reading.refuse("shop", "not a shop any more");
        }
        Some("amenity") => reading.refuse("amenity", "not a shop"),
        Some(column) => reading.note(column, "a kind of shop we do not know, filed under other"),
        None => reading.note("kind", "no kind, filed under other"),
    }
    ShopKind::Other
}

fn hours(reading: &mut Reading<'_>) -> Option<Hours> {
    let text = clean(reading.text("hours"));
    if text.is_empty() {
        return None;
    }
    match Hours::parse_osm(&text) {
        Ok(hours) => Some(hours),
        Err(error) => {
            let reason = "opening hours not understood, left unknown";
            reading.note_with("hours", reason, error.to_string());
            None
        }
    }
}

/// Other names, each once and none that is the name itself.
fn alt_names(reading: &mut Reading<'_>, names: &Names, spare: Vec<String>) -> Vec<String> {
    let mut listed = listed(reading.text("alt_names"));
    // An underscore marks a tag of some mapping campaign, and so its neighbours.
    if listed.iter().any(|name| name.contains('_')) {
        listed.clear();
    }
    let mut kept: Vec<String> = Vec::new();
    for name in spare
        .into_iter()
        .chain(listed.iter().map(|name| clean(name)))
    {
        let new = !names.each().any(|there| there == name) && !kept.contains(&name);
        let is_name = name.chars().any(char::is_alphabetic);
        if new && is_name && name.chars().count() <= LONGEST_ALT_NAME {
            kept.push(name);
        }
    }
    if kept.len() > MOST_ALT_NAMES {
        reading.note("alt_names", "more than 20 other names, the rest left out");
        kept.truncate(MOST_ALT_NAMES);
    }
    kept
}

/// `a|b`, `a;b`, `["a", "b"]`, and the same with single quotes.
fn listed(text: &str) -> Vec<String> {
    let Some(inside) = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
    else {
        return text.split(['|', ';']).map(str::to_owned).collect();
    };
    serde_json::from_str(text).unwrap_or_else(|_| {
        inside
            .split("', '")
            .map(|name| name.trim_matches(['\'', '"', ' ']).to_owned())
            .collect()
    })
}

#[cfg(test)]
mod tests;
