//! Reading requests from forms and documents, all mistakes together.

use kernel::{Locale, Point};
use platform::http::Params;

use super::ShopRequest;
use crate::api::read_radius;
use crate::misses::masked;

/// The name of the key, in headers and as a field.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Longest text in characters.
const LONGEST: usize = 200;
/// Longest note in characters.
const LONGEST_NOTE: usize = 500;

/// The request in these fields: `q`, `lat`, `lng`, `radius_m`, `language`,
/// `note`. Mistakes are noted in `params`, and the request counts only when there
/// are none.
pub fn read_request(params: &mut Params, key: Option<&str>) -> Option<ShopRequest> {
    let query = read_query(params);
    let note = read_note(params);
    let radius_m = whole_metres(read_radius(params));
    let language: Option<Locale> = params.parsed("language", "search.unknown_language");
    let key = read_key(params, key);
    let origin = params.required_point();
    Some(ShopRequest {
        key: key?,
        query: query?,
        origin: rounded(origin?),
        radius_m,
        language: language.unwrap_or_default(),
        note,
    })
}

fn read_query(params: &mut Params) -> Option<String> {
    params.must_be_text("q");
    let text = params.text("q").unwrap_or_default().to_owned();
    let wrong = if text.is_empty() {
        "platform.missing"
    } else if text.chars().count() > LONGEST {
        "platform.too_long"
    } else if bangla_text::words(&text).next().is_none() {
        "search.no_words"
    } else {
        return Some(masked(&text));
    };
    if !params.is_refused("q") {
        params.refuse("q", wrong);
    }
    None
}

fn read_note(params: &mut Params) -> Option<String> {
    params.must_be_text("note");
    let note = params.text("note")?.to_owned();
    if note.chars().count() > LONGEST_NOTE {
        params.refuse("note", "platform.too_long");
    }
    Some(masked(&note))
}

/// 8 to 64 letters, digits, dashes and underscores.
fn read_key(params: &mut Params, key: Option<&str>) -> Option<String> {
    let Some(key) = key.map(str::trim).filter(|key| !key.is_empty()) else {
        params.refuse(IDEMPOTENCY_KEY, "platform.missing");
        return None;
    };
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if (8..=64).contains(&key.len()) && key.bytes().all(plain) {
        return Some(key.to_owned());
    }
    params.refuse(IDEMPOTENCY_KEY, "search.bad_key");
    None
}

/// Near enough for distances, and not a doorstep.
fn rounded(point: Point) -> Point {
    let round = |degrees: f64| (degrees * 1e4).round() / 1e4;
    Point::new(round(point.lat()), round(point.lng())).expect("whole bounds round to themselves")
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a radius is from 1 to 50,000 metres"
)]
fn whole_metres(radius_m: f64) -> i32 {
    radius_m.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(query: &str, key: Option<&str>) -> Vec<(String, &'static str)> {
        let mut params = Params::parse(query).unwrap();
        let request = read_request(&mut params, key);
        match params.finish() {
            Ok(()) => {
                assert!(request.is_some(), "{query}");
                Vec::new()
            }
            Err(problem) => problem
                .fields
                .into_iter()
                .map(|f| (f.field, f.code))
                .collect(),
        }
    }

    #[test]
    fn a_request_is_rounded_and_masked() {
        let query =
            "q=rice+01712345678&lat=23.80694&lng=90.36871&note=call+me@example.com&language=en";
        let mut params = Params::parse(query).unwrap();
        let request = read_request(&mut params, Some("0123-abcd_Z")).unwrap();
        params.finish().unwrap();
        assert_eq!(request.query, "rice ###########");
        assert_eq!(request.note.as_deref(), Some("call #@#"));
        assert_eq!(request.origin, Point::new(23.8069, 90.3687).unwrap());
        assert_eq!((request.radius_m, request.language), (3_000, Locale::En));
    }

    #[test]
    fn every_mistake_is_named() {
        let wrong = codes("lat=91&radius_m=0&language=fr&q=%21%21", Some("short"));
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
        for field in ["q", "lat", "lng", "radius_m", "language", IDEMPOTENCY_KEY] {
            assert!(fields.contains(&field), "{field} is not in {wrong:?}");
        }
        let long = format!(
            "lat=23.8&lng=90.4&q={}&note={}",
            "a".repeat(201),
            "b".repeat(501)
        );
        assert_eq!(codes(&long, Some("12345678")).len(), 2);
        assert_eq!(
            codes("lat=23.8&lng=90.4&q=rice", None),
            [(IDEMPOTENCY_KEY.to_owned(), "platform.missing")]
        );
    }
}
