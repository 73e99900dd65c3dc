//! A proposed product, read from a document.

use kernel::{Names, ProductId, ShopId, UserId};
use platform::http::FieldProblem;
use serde_json::{Map, Value};

use super::{ProposeProduct, refused};
use crate::{BadGtin, Gtin};

/// Members of the document.
const KNOWN: [&str; 9] = [
    "name_bn",
    "name_en",
    "brand",
    "size",
    "category",
    "barcode",
    "attributes",
    "variant_of",
    "options",
];
/// Longest option and its longest value, in characters.
const LONGEST_OPTION: usize = 40;
/// Options of one product at most.
const MOST_OPTIONS: usize = 4;

/// Reads what a shop proposes; everything that is wrong comes back together.
pub fn read_proposal(
    (shop, actor): (ShopId, UserId),
    given: &Map<String, Value>,
) -> Result<ProposeProduct, Vec<FieldProblem>> {
    let mut wrong = Vec::new();
    let mut text = |name: &str| match given.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if !text.contains('\0') => {
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        }
        Some(_) => {
            wrong.push(refused(name, "platform.not_text"));
            None
        }
    };
    let names = Names {
        bn: text("name_bn"),
        en: text("name_en"),
    };
    let (brand, size) = (text("brand"), text("size"));
    let (category, barcode) = (text("category"), text("barcode"));
    let variant = text("variant_of");
    let gtin = barcode.map(|code| code.parse::<Gtin>());
    if let Some(Err(bad)) = &gtin {
        wrong.push(refused("barcode", barcode_code(*bad)));
    }
    let variant_of = variant.map(|id| id.parse::<ProductId>());
    if let Some(Err(_)) = &variant_of {
        wrong.push(refused("variant_of", "catalog.no_product"));
    }
    let attributes = object(given, "attributes", &mut wrong);
    let options = object(given, "options", &mut wrong);
    if !options_are_sound(&options) {
        wrong.push(refused("options", "catalog.bad_options"));
    }
    for name in given.keys().filter(|name| !KNOWN.contains(&name.as_str())) {
        wrong.push(refused(name, "platform.unknown_member"));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(ProposeProduct {
        shop,
        actor,
        names,
        brand,
        size,
        category: category.unwrap_or_default(),
        gtin: gtin.and_then(Result::ok),
        attributes,
        variant_of: variant_of.and_then(Result::ok),
        options,
    })
}

fn object(
    given: &Map<String, Value>,
    name: &str,
    wrong: &mut Vec<FieldProblem>,
) -> Map<String, Value> {
    match given.get(name) {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(members)) if !members.values().any(holds_nul) => members.clone(),
        Some(_) => {
            wrong.push(refused(name, "platform.not_an_object"));
            Map::new()
        }
    }
}

fn holds_nul(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains('\0'))
}

fn options_are_sound(options: &Map<String, Value>) -> bool {
    let short = |text: &str| (1..=LONGEST_OPTION).contains(&text.trim().chars().count());
    let sound = |(name, value): (&String, &Value)| {
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        plain && short(name) && value.as_str().is_some_and(short)
    };
    options.len() <= MOST_OPTIONS && options.iter().all(sound)
}

/// What is wrong with a barcode, as a code.
pub const fn barcode_code(bad: BadGtin) -> &'static str {
    match bad {
        BadGtin::Length => "catalog.barcode_length",
        BadGtin::CheckDigit => "catalog.barcode_check_digit",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(given: &Value) -> Result<ProposeProduct, Vec<&'static str>> {
        read_proposal((ShopId::new(), UserId::new()), given.as_object().unwrap())
            .map_err(|wrong| wrong.into_iter().map(|w| w.code).collect())
    }

    #[test]
    fn what_is_blank_is_not_told() {
        let given = json!({ "name_bn": " চাল ", "brand": "  ", "category": "grocery/rice", "barcode": "৪০০৬৩৮১৩৩৩৯৩১" });
        let read = read(&given).unwrap();
        assert_eq!(read.names.bn.as_deref(), Some("চাল"));
        assert_eq!(read.brand, None);
        assert_eq!(read.gtin.unwrap().as_str(), "4006381333931");
    }

    #[test]
    fn everything_that_is_wrong_is_said_together() {
        let given = json!({
            "name_bn": 7, "barcode": "4006381333932", "variant_of": "shp_1", "attributes": [],
            "options": { "Size": "M" }, "price": 5,
        });
        assert_eq!(
            read(&given).unwrap_err(),
            [
                "platform.not_text",
                "catalog.barcode_check_digit",
                "catalog.no_product",
                "platform.not_an_object",
                "catalog.bad_options",
                "platform.unknown_member",
            ]
        );
    }
}
