//! Google's Geocoding API, version 4: `GET /v4/geocode/address/…` and
//! `GET /v4/geocode/location/LAT,LNG`, the key in a header.

use async_trait::async_trait;
use kernel::{Locale, Point};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use platform::outbound::Outbound;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::model::{
    Geocoder, Place, Precision, Question, Unanswered, answer_of, degrees, postcode_of,
};

/// What of an answer is wanted; the rest is not sent.
const FIELDS: &str = "results.formattedAddress,results.location,results.granularity,results.postalAddress.postalCode";
/// Half the height and width of the box in which places are preferred, in degrees:
/// about 50 km.
const NEAR: f64 = 0.45;

pub(crate) struct Google {
    pub(crate) outbound: Outbound,
    /// Without a slash at the end.
    pub(crate) url: String,
    pub(crate) key: SecretString,
}

impl Google {
    async fn ask(
        &self,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<impl Iterator<Item = Place> + use<>, Unanswered> {
        let request = self
            .outbound
            .get(&format!("{}/v4/geocode/{path}", self.url))
            .header("X-Goog-Api-Key", self.key.expose_secret())
            .header("X-Goog-FieldMask", FIELDS)
            .query(query);
        let mut answer = answer_of(self.outbound.call(request).await)?;
        let results = match answer["results"].take() {
            Value::Array(results) => results,
            // An empty list is left out.
            Value::Null => Vec::new(),
            _ => return Err(Unanswered::Garbled("results are no list")),
        };
        Ok(results.into_iter().filter_map(|result| place(&result)))
    }
}

#[async_trait]
impl Geocoder for Google {
    fn name(&self) -> &'static str {
        "google"
    }

    async fn find(&self, question: &Question) -> Result<Vec<Place>, Unanswered> {
        let text = utf8_percent_encode(&question.text, NON_ALPHANUMERIC);
        let mut query = vec![
            ("regionCode", "BD".to_owned()),
            ("languageCode", question.locale.to_string()),
        ];
        if let Some(near) = question.near {
            query.extend(around(near));
        }
        let found = self.ask(&format!("address/{text}"), &query).await?;
        Ok(found.take(question.limit).collect())
    }

    async fn describe(&self, point: Point, locale: Locale) -> Result<Option<Place>, Unanswered> {
        let path = format!("location/{},{}", point.lat(), point.lng());
        let query = [
            ("regionCode", "BD".to_owned()),
            ("languageCode", locale.to_string()),
        ];
        let found = self.ask(&path, &query).await?.next();
        Ok(found.map(|place| Place { point, ..place }))
    }
}

/// A box around a point, as the query says it.
fn around(near: Point) -> [(&'static str, String); 4] {
    let corner = |degrees: f64| format!("{degrees:.4}");
    [
        (
            "locationBias.rectangle.low.latitude",
            corner(near.lat() - NEAR),
        ),
        (
            "locationBias.rectangle.low.longitude",
            corner(near.lng() - NEAR),
        ),
        (
            "locationBias.rectangle.high.latitude",
            corner(near.lat() + NEAR),
        ),
        (
            "locationBias.rectangle.high.longitude",
            corner(near.lng() + NEAR),
        ),
    ]
}

fn place(result: &Value) -> Option<Place> {
    let location = &result["location"];
    let (lat, lng) = (
        degrees(&location["latitude"])?,
        degrees(&location["longitude"])?,
    );
    Some(Place {
        label: result["formattedAddress"].as_str()?.to_owned(),
        point: Point::new(lat, lng).ok()?,
        precision: match result["granularity"].as_str() {
            Some("ROOFTOP" | "RANGE_INTERPOLATED") => Precision::Address,
            Some("GEOMETRIC_CENTER") => Precision::Street,
            _ => Precision::Area,
        },
        postcode: postcode_of(&result["postalAddress"]["postalCode"]),
    })
}
