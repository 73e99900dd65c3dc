//! What is asked of a geocoder, and what it answers.

use async_trait::async_trait;
use kernel::{Locale, Point};
use platform::outbound::NoAnswer;
use serde::Serialize;

/// An address as somebody typed it.
#[derive(Clone, Debug)]
pub struct Question {
    /// A road, a neighbourhood, a postcode, in any script; not empty.
    pub text: String,
    /// Of equally good places, those near here come first.
    pub near: Option<Point>,
    /// The language of the answer.
    pub locale: Locale,
    /// Most places that are wanted, at least one.
    pub limit: usize,
}

/// How closely a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A house or a plot.
    Address,
    /// Somewhere on a street or in a block.
    Street,
    /// A neighbourhood, within about a kilometre.
    Locality,
    /// A thana, an upazila or more: its town or its middle.
    Area,
}

/// A place that an address may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// One line for people, in the language that was asked for where the geocoder
    /// knows it.
    pub label: String,
    /// Where.
    pub point: Point,
    /// How closely that is known.
    pub precision: Precision,
    /// Four digits, where told.
    pub postcode: Option<String>,
}

/// A geocoder did not answer.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// It was not reached, or the answer was lost.
    #[error(transparent)]
    Lost(#[from] NoAnswer),
    /// It will answer later: too many questions, or trouble of its own.
    #[error("busy: HTTP {0}")]
    Busy(u16),
    /// It does not let us in, or does not like the question. Trying again does not
    /// help.
    #[error("refused: HTTP {0}")]
    Refused(u16),
    /// It answered something that is not in its book.
    #[error("not an answer: {0}")]
    Garbled(&'static str),
}

/// Finds places by their address and names them.
#[async_trait]
pub trait Geocoder: Send + Sync {
    /// As in the settings and in metrics.
    fn name(&self) -> &'static str;

    /// Places that an address may mean, best first; empty where it knows none.
    async fn find(&self, question: &Question) -> Result<Vec<Place>, Unanswered>;

    /// What a point is called: the closest thing that it knows around it. `None`
    /// where nothing is known, as outside Bangladesh.
    async fn describe(&self, point: Point, locale: Locale) -> Result<Option<Place>, Unanswered>;
}

/// The body of an answer with a status that promises one.
pub(crate) fn answer_of(
    answered: Result<platform::outbound::Answered, NoAnswer>,
) -> Result<serde_json::Value, Unanswered> {
    let answered = answered?;
    match answered.status {
        200 => serde_json::from_slice(&answered.body).map_err(|_| Unanswered::Garbled("no JSON")),
        status @ (408 | 429 | 500..) => Err(Unanswered::Busy(status)),
        status => Err(Unanswered::Refused(status)),
    }
}

/// Four digits of a text or number in either script.
pub(crate) fn postcode_of(value: &serde_json::Value) -> Option<String> {
    let text = match value {
        serde_json::Value::String(text) => text.trim().to_owned(),
        serde_json::Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let digits = text.chars().map(|digit| match digit {
        '০'..='৯' => char::from_digit(u32::from(digit) - u32::from('০'), 10),
        digit => digit.is_ascii_digit().then_some(digit),
    });
    let digits: String = digits.collect::<Option<_>>()?;
    (digits.len() == 4).then_some(digits)
}

/// Degrees, which some write as text.
pub(crate) fn degrees(value: &serde_json::Value) -> Option<f64> {
    value
        .as_f64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}
