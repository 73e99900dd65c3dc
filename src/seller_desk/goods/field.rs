//! Fields of forms, brought into the shape of the API's documents: people write
//! taka in either script, documents whole poisha.

use kernel::Money;
use platform::http::{FieldProblem, Params};
use serde_json::{Map, Value};

/// Fields that hold amounts in taka.
const AMOUNTS: [&str; 2] = ["price", "mrp"];
/// Fields that hold whole numbers.
const NUMBERS: [&str; 2] = ["stock", "low_stock"];
/// Fields that hold other text.
const TEXTS: [&str; 2] = ["sku", "expires_on"];

/// What a form says about an offer; a field that is blank takes its value away, one
/// that is absent leaves it. Stock that is blank says what `in_stock` says.
pub(super) fn offer_document(params: &Params) -> Result<Map<String, Value>, Vec<FieldProblem>> {
    let mut wrong = Vec::new();
    let mut document = Map::new();
    for name in AMOUNTS.into_iter().chain(NUMBERS).chain(TEXTS) {
        let Some(text) = params.given(name) else {
            continue;
        };
        match read(name, text) {
            Ok(value) => drop(document.insert(name.to_owned(), value)),
            Err(code) => wrong.push(FieldProblem {
                field: name.to_owned(),
                code,
            }),
        }
    }
    let is_blank = document.get("stock").is_some_and(Value::is_null);
    if let Some(said) = params.text("in_stock").filter(|_| is_blank) {
        document.insert("in_stock".to_owned(), Value::Bool(said == "true"));
    }
    // A box that is not ticked sends nothing; the form says that it was there.
    if params.text("ticks").is_some() {
        for name in ["loose", "shown"] {
            document.insert(name.to_owned(), Value::Bool(params.text(name).is_some()));
        }
    }
    if wrong.is_empty() {
        Ok(document)
    } else {
        Err(wrong)
    }
}

fn read(name: &str, text: &str) -> Result<Value, &'static str> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let ascii = bangla_text::to_ascii_digits(text);
    if AMOUNTS.contains(&name) {
        let money: Money = ascii.parse().map_err(|_| "platform.not_a_number")?;
        return Ok(money.poisha().into());
    }
    if NUMBERS.contains(&name) {
        let number: i64 = ascii.parse().map_err(|_| "platform.not_a_number")?;
        return Ok(number.into());
    }
    Ok(ascii.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn people_write_taka_and_documents_poisha() {
        let params =
            Params::parse("price=%E0%A7%AD%E0%A7%A8.%E0%A7%AB%E0%A7%A6&stock=&sku=A1&csrf=x")
                .unwrap();
        let document = offer_document(&params).unwrap();
        assert_eq!(
            Value::Object(document),
            json!({ "price": 7_250, "stock": null, "sku": "A1" })
        );
    }

    #[test]
    fn boxes_say_no_when_they_are_not_ticked() {
        let params = Params::parse("ticks=1&shown=on&stock=&in_stock=false").unwrap();
        let document = offer_document(&params).unwrap();
        let expected = json!({ "stock": null, "in_stock": false, "loose": false, "shown": true });
        assert_eq!(Value::Object(document), expected);
        let wrong =
            offer_document(&Params::parse("price=72+taka&low_stock=few").unwrap()).unwrap_err();
        assert_eq!(wrong.len(), 2);
    }
}
