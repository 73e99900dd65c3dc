//! What goods of a category are described by: warranty of a fan, generic and
//! strength of a medicine.
//!
//! A category asks for attributes, and so do those above it. Values are kept
//! under the attribute's code; what nobody asks for is refused, so that a filter
//! can rely on what is there.

use kernel::Names;
use platform::http::FieldProblem;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Longest text of a value, in characters.
const LONGEST: usize = 200;

/// One thing that goods are described by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Stable; the key of its value.
    pub code: String,
    /// Its name in both languages.
    pub names: AttributeNames,
    /// What its values are.
    #[serde(flatten)]
    pub kind: AttributeKind,
    /// Whether goods cannot be listed without it.
    #[serde(default)]
    pub required: bool,
}

/// The name of an attribute or of one of its choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeNames {
    /// In Bengali.
    pub bn: String,
    /// In English.
    pub en: String,
}

impl From<AttributeNames> for Names {
    fn from(names: AttributeNames) -> Self {
        Self::both(names.bn, names.en)
    }
}

/// What the values of an attribute are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AttributeKind {
    /// Up to 200 characters.
    Text,
    /// A whole number in a unit: `month`, `watt`.
    Number {
        /// The unit's code.
        unit: String,
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// One of these.
    Choice {
        /// In the order to show them.
        choices: Vec<Choice>,
    },
    /// Yes or no.
    Flag,
}

/// One of the values that an attribute may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Stable; the value.
    pub code: String,
    /// Its name in both languages.
    pub names: AttributeNames,
}

impl Attribute {
    /// The value as it is kept, or what is wrong with it. Numbers may come as
    /// text, as forms send them.
    fn read(&self, value: &Value) -> Result<Value, &'static str> {
        match &self.kind {
            AttributeKind::Text => match value.as_str().map(str::trim) {
                Some(text) if text.chars().count() > LONGEST => Err("platform.too_long"),
                Some(text) => Ok(text.into()),
                None => Err("platform.not_text"),
            },
            AttributeKind::Number { min, max, .. } => {
                let typed = || value.as_str()?.trim().parse().ok();
                let number = value.as_i64().or_else(typed);
                let number = number.ok_or("platform.not_a_number")?;
                if (*min..=*max).contains(&number) {
                    Ok(number.into())
                } else {
                    Err("platform.out_of_range")
                }
            }
            AttributeKind::Choice { choices } => match value.as_str() {
                Some(code) if choices.iter().any(|choice| choice.code == code) => Ok(code.into()),
                _ => Err("catalog.unknown_choice"),
            },
            AttributeKind::Flag => match value {
                Value::Bool(_) => Ok(value.clone()),
                Value::String(text) if text == "true" || text == "on" => Ok(true.into()),
                Value::String(text) if text == "false" => Ok(false.into()),
                _ => Err("platform.not_a_flag"),
            },
        }
    }
}

/// Values by code as they are kept; everything that is wrong, under
/// `attributes.code`.
pub fn read_attributes(
    asked: &[Attribute],
    given: &serde_json::Map<String, Value>,
) -> Result<serde_json::Map<String, Value>, Vec<FieldProblem>> {
    let mut wrong = Vec::new();
    let mut refuse = |attribute: &str, code: &'static str| {
        wrong.push(FieldProblem {
            field: format!("attributes.{attribute}"),
            code,
        });
    };
    let mut kept = serde_json::Map::new();
    for attribute in asked {
        let value = given.get(&attribute.code).filter(|value| !is_empty(value));
        match value.map(|value| attribute.read(value)) {
            Some(Ok(value)) => drop(kept.insert(attribute.code.clone(), value)),
            Some(Err(code)) => refuse(&attribute.code, code),
            None if attribute.required => refuse(&attribute.code, "platform.missing"),
            None => {}
        }
    }
    for code in given.keys() {
        if !asked.iter().any(|attribute| attribute.code == *code) {
            refuse(code, "catalog.unknown_attribute");
        }
    }
    if wrong.is_empty() {
        Ok(kept)
    } else {
        Err(wrong)
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of_fans() -> Vec<Attribute> {
        let asked = json!([
            { "code": "warranty", "names": { "bn": "ওয়ারেন্টি", "en": "Warranty" }, "type": "number",
              "unit": "month", "min": 0, "max": 240, "required": true },
            { "code": "blades", "names": { "bn": "পাখা", "en": "Blades" }, "type": "choice",
              "choices": [{ "code": "three", "names": { "bn": "তিন", "en": "Three" } },
                          { "code": "five", "names": { "bn": "পাঁচ", "en": "Five" } }] },
            { "code": "remote", "names": { "bn": "রিমোট", "en": "Remote" }, "type": "flag" },
            { "code": "model", "names": { "bn": "মডেল", "en": "Model" }, "type": "text" }
        ]);
        serde_json::from_value(asked).unwrap()
    }

    fn read(given: &Value) -> Result<Value, Vec<(String, &'static str)>> {
        read_attributes(&of_fans(), given.as_object().unwrap())
            .map(Value::Object)
            .map_err(|wrong| wrong.into_iter().map(|w| (w.field, w.code)).collect())
    }

    #[test]
    fn values_are_kept_in_their_own_type() {
        let given =
            json!({ "warranty": "24", "blades": "five", "remote": "on", "model": "  GFC-56 " });
        let kept = json!({ "warranty": 24, "blades": "five", "remote": true, "model": "GFC-56" });
        assert_eq!(read(&given), Ok(kept.clone()));
        assert_eq!(read(&kept), Ok(kept), "reading twice changes nothing");
        assert_eq!(
            read(&json!({ "warranty": 0, "model": "", "remote": null })),
            Ok(json!({ "warranty": 0 }))
        );
    }

    #[test]
    fn everything_that_is_wrong_is_said_together() {
        let given =
            json!({ "warranty": 241, "blades": "nine", "remote": 7, "model": 5, "colour": "red" });
        let wrong = read(&given).unwrap_err();
        let expected = [
            ("attributes.warranty", "platform.out_of_range"),
            ("attributes.blades", "catalog.unknown_choice"),
            ("attributes.remote", "platform.not_a_flag"),
            ("attributes.model", "platform.not_text"),
            ("attributes.colour", "catalog.unknown_attribute"),
        ];
        let expected: Vec<_> = expected
            .map(|(field, code)| (field.to_owned(), code))
            .into();
        assert_eq!(wrong, expected);
        assert_eq!(
            read(&json!({})).unwrap_err(),
            [("attributes.warranty".to_owned(), "platform.missing")]
        );
    }
}
