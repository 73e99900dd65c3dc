//! Barikoi, which knows the houses of Bangladesh, version 2:
//! `GET /v2/api/search/autocomplete/place` and `GET /v2/api/search/reverse/geocode`,
//! the key in the query.

use async_trait::async_trait;
use kernel::{Locale, Point};
use platform::outbound::Outbound;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::model::{
    Geocoder, Place, Precision, Question, Unanswered, answer_of, degrees, postcode_of,
};

pub(crate) struct Barikoi {
    pub(crate) outbound: Outbound,
    /// Without a slash at the end.
    pub(crate) url: String,
    pub(crate) key: SecretString,
}

impl Barikoi {
    async fn ask(&self, path: &str, query: &[(&str, String)]) -> Result<Value, Unanswered> {
        let request = self
            .outbound
            .get(&format!("{}/v2/api/search/{path}", self.url))
            .query(&[("api_key", self.key.expose_secret())])
            .query(query);
        match answer_of(self.outbound.call(request).await) {
            // How it says that it knows nothing of the kind.
            Err(Unanswered::Refused(404)) => Ok(Value::Null),
            answer => answer,
        }
    }
}

#[async_trait]
impl Geocoder for Barikoi {
    fn name(&self) -> &'static str {
        "barikoi"
    }

    /// It takes no point to prefer places near it.
    async fn find(&self, question: &Question) -> Result<Vec<Place>, Unanswered> {
        let query = [
            ("q", question.text.clone()),
            ("bangla", (question.locale == Locale::Bn).to_string()),
        ];
        let mut answer = self.ask("autocomplete/place", &query).await?;
        match answer["places"].take() {
            Value::Array(places) => Ok(places
                .iter()
                .filter_map(|found| place(found, question.locale))
                .take(question.limit)
                .collect()),
            Value::Null => Ok(Vec::new()),
            _ => Err(Unanswered::Garbled("places are no list")),
        }
    }

    async fn describe(&self, point: Point, locale: Locale) -> Result<Option<Place>, Unanswered> {
        let query = [
            ("latitude", point.lat().to_string()),
            ("longitude", point.lng().to_string()),
            ("bangla", (locale == Locale::Bn).to_string()),
            ("post_code", "true".to_owned()),
        ];
        let mut answer = self.ask("reverse/geocode", &query).await?;
        let found = answer["place"].take();
        Ok(label(&found, locale).map(|label| Place {
            label,
            point,
            precision: Precision::Address,
            postcode: postcode_of(&found["postCode"]).or_else(|| postcode_of(&found["post_code"])),
        }))
    }
}

fn place(found: &Value, locale: Locale) -> Option<Place> {
    let (lat, lng) = (degrees(&found["latitude"])?, degrees(&found["longitude"])?);
    Some(Place {
        label: label(found, locale)?,
        point: Point::new(lat, lng).ok()?,
        precision: match found["pType"].as_str() {
            Some("Admin") => Precision::Area,
            _ => Precision::Address,
        },
        postcode: postcode_of(&found["postCode"]),
    })
}

/// Address, area and city; in Bengali where it has that.
fn label(found: &Value, locale: Locale) -> Option<String> {
    let part = |name: &str| {
        let bengali = (locale == Locale::Bn).then(|| found[format!("{name}_bn")].as_str());
        let bengali = bengali.flatten().filter(|text| !text.is_empty());
        bengali.or_else(|| found[name].as_str()).map(str::trim)
    };
    let mut parts = vec![part("address").filter(|address| !address.is_empty())?];
    for more in [part("area"), part("city")].into_iter().flatten() {
        if !more.is_empty() && !parts.iter().any(|said| said.contains(more)) {
            parts.push(more);
        }
    }
    Some(parts.join(", "))
}
