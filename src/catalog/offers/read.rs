//! What a seller asks of an offer, read from a document. Forms bring theirs into
//! the same shape, so that both are checked alike.

use chrono::NaiveDate;
use kernel::Money;
use platform::http::FieldProblem;
use serde_json::{Map, Value};

use super::{Asked, Stock};
use crate::Availability;

/// Members of a document that says something about an offer.
const KNOWN: [&str; 9] = [
    "price",
    "mrp",
    "stock",
    "in_stock",
    "sku",
    "loose",
    "expires_on",
    "low_stock",
    "shown",
];

/// Reads what is there: amounts in whole poisha, days as `2027-01-31`; `null` takes
/// a value away. Everything that is wrong comes back together, what is neither
/// known nor in `besides` included.
pub fn read_asked(
    given: &Map<String, Value>,
    besides: &[&str],
) -> Result<Asked, Vec<FieldProblem>> {
    let mut reader = Reader {
        given,
        wrong: Vec::new(),
    };
    let asked = Asked {
        price: reader.money("price"),
        mrp: reader.money("mrp"),
        stock: reader.stock(),
        sku: reader.told("sku", text, "platform.not_text"),
        loose: reader.flag("loose"),
        expires_on: reader.told("expires_on", day, "catalog.bad_day"),
        low_stock: reader.pieces("low_stock"),
        shown: reader.flag("shown"),
    };
    for name in given.keys().map(String::as_str) {
        if !KNOWN.contains(&name) && !besides.contains(&name) {
            reader.refuse(name, "platform.unknown_member");
        }
    }
    if reader.wrong.is_empty() {
        Ok(asked)
    } else {
        Err(reader.wrong)
    }
}

struct Reader<'a> {
    given: &'a Map<String, Value>,
    wrong: Vec<FieldProblem>,
}

#[expect(
    clippy::option_option,
    reason = "absent leaves a value as it is, null takes it away"
)]
impl Reader<'_> {
    fn refuse(&mut self, field: &str, code: &'static str) {
        self.wrong.push(FieldProblem {
            field: field.to_owned(),
            code,
        });
    }

    fn told<T>(
        &mut self,
        name: &str,
        read: impl Fn(&Value) -> Option<T>,
        code: &'static str,
    ) -> Option<Option<T>> {
        let value = self.given.get(name)?;
        if value.is_null() {
            return Some(None);
        }
        let read = read(value);
        if read.is_none() {
            self.refuse(name, code);
        }
        read.map(Some)
    }

    fn money(&mut self, name: &str) -> Option<Option<Money>> {
        let poisha = self.told(name, Value::as_i64, "platform.not_a_number")?;
        Some(poisha.map(Money::from_poisha))
    }

    fn pieces(&mut self, name: &str) -> Option<Option<i32>> {
        let number = self.told(name, Value::as_i64, "platform.not_a_number")?;
        let Some(number) = number else {
            return Some(None);
        };
        let pieces = i32::try_from(number).ok();
        if pieces.is_none() {
            self.refuse(name, "platform.out_of_range");
        }
        pieces.map(Some)
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        let told = self.told(name, Value::as_bool, "platform.not_a_flag")?;
        if told.is_none() {
            self.refuse(name, "platform.missing");
        }
        told
    }

    /// Either counted, or only whether there is any.
    fn stock(&mut self) -> Option<Stock> {
        let counted = self.pieces("stock");
        let said = self.told("in_stock", Value::as_bool, "platform.not_a_flag");
        let said = said.map(|said| match said {
            Some(true) => Availability::InStock,
            Some(false) => Availability::SoldOut,
            None => Availability::Unknown,
        });
        match (counted, said) {
            (Some(Some(_)), Some(_)) => {
                self.refuse("in_stock", "catalog.counted_or_said");
                None
            }
            (Some(Some(pieces)), None) => Some(Stock::Counted(pieces)),
            (_, Some(said)) => Some(Stock::Said(said)),
            (Some(None), None) => Some(Stock::Said(Availability::Unknown)),
            (None, None) => None,
        }
    }
}

/// Text that is not blank and that the database can hold.
fn text(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.contains('\0')).then(|| text.to_owned())
}

fn day(value: &Value) -> Option<NaiveDate> {
    let day: NaiveDate = value.as_str()?.trim().parse().ok()?;
    let year = chrono::Datelike::year(&day);
    (2000..=2200).contains(&year).then_some(day)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(given: &Value) -> Result<Asked, Vec<(String, &'static str)>> {
        read_asked(given.as_object().unwrap(), &["version"])
            .map_err(|wrong| wrong.into_iter().map(|w| (w.field, w.code)).collect())
    }

    #[test]
    fn absent_null_and_a_value_are_three_things() {
        let asked = read(&json!({ "version": 3, "price": 7_250, "mrp": null, "shown": false }));
        let expected = Asked {
            price: Some(Some(Money::from_poisha(7_250))),
            mrp: Some(None),
            shown: Some(false),
            ..Asked::default()
        };
        assert_eq!(asked, Ok(expected));
    }

    #[test]
    fn a_stock_is_counted_or_said() {
        let stock = |given| read(&given).unwrap().stock;
        assert_eq!(stock(json!({ "stock": 4 })), Some(Stock::Counted(4)));
        let said = |availability| Some(Stock::Said(availability));
        assert_eq!(stock(json!({ "stock": null })), said(Availability::Unknown));
        assert_eq!(
            stock(json!({ "in_stock": true })),
            said(Availability::InStock)
        );
        let both = json!({ "stock": null, "in_stock": false });
        assert_eq!(stock(both), said(Availability::SoldOut));
        assert_eq!(stock(json!({})), None);
        assert!(read(&json!({ "stock": 4, "in_stock": true })).is_err());
    }

    #[test]
    fn everything_that_is_wrong_is_said_together() {
        let given = json!({
            "price": "72", "stock": 1.5, "low_stock": 1_u64 << 40, "sku": "a\u{0}b",
            "expires_on": "tomorrow", "loose": "yes", "shown": null, "colour": "red",
        });
        let fields: Vec<String> = read(&given).unwrap_err().into_iter().map(|w| w.0).collect();
        assert_eq!(
            fields,
            [
                "price",
                "stock",
                "sku",
                "loose",
                "expires_on",
                "low_stock",
                "shown",
                "colour"
            ]
        );
    }
}
