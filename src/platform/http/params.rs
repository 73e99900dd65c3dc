//! Query parameters, read into checked values with all mistakes collected.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest};
use kernel::Point;
use std::future::{Ready, ready};

use super::{Error, FieldProblem, Problem};

/// The query string of a request.
///
/// Read what is needed, then call [`Params::finish`]: the values count only
/// when it answers `Ok`.
#[derive(Debug, Default)]
pub struct Params {
    values: BTreeMap<String, String>,
    /// Members of a document that came as numbers or truths.
    bare: BTreeMap<String, Bare>,
    wrong: Vec<FieldProblem>,
}

/// A value of a document that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bare {
    Number,
    Truth,
}

impl Params {
    /// Reads `a=1&b=2`; refuses text that is not UTF-8 and repeated names.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        let mut params = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name)?, decode(value)?);
            if params.values.insert(name.clone(), value).is_some() {
                params.refuse(&name, "platform.repeated");
            }
        }
        Ok(params)
    }

    /// Reads the members of a JSON object as if they stood in a query, so that
    /// forms and documents are checked alike. `null` counts as absent; what is
    /// neither text nor a number nor a truth is noted as wrong.
    pub fn from_document(document: serde_json::Map<String, serde_json::Value>) -> Self {
        use serde_json::Value;
        let mut params = Self::default();
        for (name, value) in document {
            match value {
                Value::Null => {}
                Value::String(text) if !text.contains('\0') => {
                    params.values.insert(name, text);
                }
                Value::Number(number) => {
                    params.bare.insert(name.clone(), Bare::Number);
                    params.values.insert(name, number.to_string());
                }
                Value::Bool(is_so) => {
                    params.bare.insert(name.clone(), Bare::Truth);
                    params.values.insert(name, is_so.to_string());
                }
                _ => params.refuse(&name, "platform.not_text"),
            }
        }
        params
    }

    /// The text of a parameter that is there and not blank.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The text of a parameter that is there, even if it is blank.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|value| value.trim())
    }

    /// Notes a member as wrong that came as a number or a truth: `"name": false` is
    /// nobody's name. For those that are nothing but text.
    pub fn must_be_text(&mut self, name: &str) {
        if self.bare.remove(name).is_some() {
            self.refuse(name, "platform.not_text");
        }
    }

    /// A value of a type with its own syntax; `code` says what is wrong with
    /// any other text.
    pub fn parsed<T: FromStr>(&mut self, name: &str, code: &'static str) -> Option<T> {
        let value = self.text(name)?.parse().ok();
        if value.is_none() {
            self.refuse(name, code);
        }
        value
    }

    /// A number within a range.
    pub fn number<T: FromStr + PartialOrd>(
        &mut self,
        name: &str,
        range: &RangeInclusive<T>,
    ) -> Option<T> {
        let value: T = self.parsed(name, "platform.not_a_number")?;
        if range.contains(&value) {
            return Some(value);
        }
        self.refuse(name, "platform.out_of_range");
        None
    }

    /// `true`, `1` or `on`; absent is false. A document says it as a truth.
    pub fn flag(&mut self, name: &str) -> bool {
        match self.text(name) {
            Some(_) if self.bare.get(name) == Some(&Bare::Number) => {
                self.refuse(name, "platform.not_a_flag");
                false
            }
            None | Some("false" | "0" | "off") => false,
            Some("true" | "1" | "on") => true,
            Some(_) => {
                self.refuse(name, "platform.not_a_flag");
                false
            }
        }
    }

    /// The place in `lat` and `lng`; `None` when both are absent.
    pub fn point(&mut self) -> Option<Point> {
        if self.text("lat").is_none() && self.text("lng").is_none() {
            return None;
        }
        let lat = self.degrees("lat", &(-90.0..=90.0));
        let lng = self.degrees("lng", &(-180.0..=180.0));
        Point::new(lat?, lng?).ok()
    }

    /// The place in `lat` and `lng`, which must be there.
    pub fn required_point(&mut self) -> Option<Point> {
        for name in ["lat", "lng"] {
            if self.text(name).is_none() && !self.is_refused(name) {
                self.refuse(name, "platform.missing");
            }
        }
        self.point().filter(|_| self.wrong.is_empty())
    }

    /// Gives a parameter a value that is known better than what was sent.
    pub fn set(&mut self, name: &str, value: &(impl ToString + ?Sized)) {
        self.values.insert(name.to_owned(), value.to_string());
    }

    /// The same for a place.
    pub fn set_point(&mut self, point: Point) {
        self.set("lat", &point.lat());
        self.set("lng", &point.lng());
    }

    /// Notes a field as wrong.
    pub fn refuse(&mut self, field: &str, code: &'static str) {
        self.wrong.push(FieldProblem {
            field: field.to_owned(),
            code,
        });
    }

    /// Whether a field has been noted as wrong.
    pub fn is_refused(&self, field: &str) -> bool {
        self.wrong.iter().any(|wrong| wrong.field == field)
    }

    /// Answers every noted mistake together.
    pub fn finish(self) -> Result<(), Problem> {
        if self.wrong.is_empty() {
            Ok(())
        } else {
            Err(Problem::fields(self.wrong))
        }
    }

    fn degrees(&mut self, name: &str, range: &RangeInclusive<f64>) -> Option<f64> {
        if self.text(name).is_none() {
            if !self.is_refused(name) {
                self.refuse(name, "platform.missing");
            }
            return None;
        }
        self.number(name, range)
    }
}

impl FromRequest for Params {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::parse(req.query_string()).map_err(Error::from))
    }
}

fn decode(text: &str) -> Result<String, Problem> {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced)
        .decode_utf8()
        .ok()
        .filter(|text| !text.contains('\0'))
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "platform.broken_utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(query: &str, read: impl Fn(&mut Params)) -> Vec<(String, &'static str)> {
        let mut params = Params::parse(query).unwrap();
        read(&mut params);
        params.finish().map_or_else(
            |p| p.fields.into_iter().map(|f| (f.field, f.code)).collect(),
            |()| Vec::new(),
        )
    }

    #[test]
    fn all_mistakes_are_answered_together() {
        let wrong = codes("lat=NaN&lng=200&limit=x&open_now=maybe", |p| {
            p.required_point();
            p.number("limit", &(1..=200));
            p.flag("open_now");
        });
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["lat", "lng", "limit", "open_now"]);
    }

    #[test]
    fn half_a_place_is_refused() {
        assert_eq!(
            codes("lat=23.8", |p| _ = p.point()),
            [("lng".to_owned(), "platform.missing")]
        );
        assert_eq!(
            codes("lat=23.8", |p| _ = p.required_point()),
            [("lng".to_owned(), "platform.missing")]
        );
    }

    #[test]
    fn documents_are_read_like_queries() {
        let document = serde_json::json!({"q": "চাল", "lat": 23.8, "lng": null, "note": ["x"]});
        let mut params = Params::from_document(document.as_object().unwrap().clone());
        assert_eq!(params.text("q"), Some("চাল"));
        params.required_point();
        let wrong = params.finish().unwrap_err().fields;
        let wrong: Vec<_> = wrong.iter().map(|f| (&*f.field, f.code)).collect();
        assert_eq!(
            wrong,
            [("note", "platform.not_text"), ("lng", "platform.missing")]
        );
    }

    #[test]
    fn numbers_and_truths_are_no_text_where_text_is_asked_for() {
        let document = serde_json::json!({"name": false, "note": 5, "q": "5", "limit": 5, "home": true, "open": 1});
        let mut params = Params::from_document(document.as_object().unwrap().clone());
        for name in ["name", "note", "q", "missing"] {
            params.must_be_text(name);
        }
        assert_eq!(params.number("limit", &(1..=9)), Some(5));
        assert!(params.flag("home") && !params.flag("open"));
        let wrong = params.finish().unwrap_err().fields;
        let wrong: Vec<_> = wrong.iter().map(|f| (&*f.field, f.code)).collect();
        assert_eq!(
            wrong,
            [
                ("name", "platform.not_text"),
                ("note", "platform.not_text"),
                ("open", "platform.not_a_flag")
            ]
        );
    }

    #[test]
    fn bengali_text_survives_and_broken_text_is_refused() {
        let params = Params::parse("q=%E0%A6%9A%E0%A6%BE%E0%A6%B2+dal").unwrap();
        assert_eq!(params.text("q"), Some("চাল dal"));
        assert!(Params::parse("q=%E0%A6").is_err());
        assert!(Params::parse("q=%00").is_err());
    }
}
