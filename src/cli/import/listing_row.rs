//! A row as an offer: a product, and what one shop asks for it.

use catalog::{Availability, ProductRecord};
use kernel::{Money, MoneyError};

use super::category_words::CategoryWords;
use super::reading::{Read, Reading};
use super::source::{Json, Raw, Shape};
use super::text::{ascii_digits, clean};

/// The columns of files with listings.
pub(in crate::cli) const SHAPE: Shape = Shape {
    columns: &[
        ("shop_id", &["shop_id", "shop"]),
        ("id", &["id", "product_id", "external_id"]),
        ("name", &["name"]),
        ("name_en", &["name_en"]),
        ("name_bn", &["name_bn"]),
        ("brand", &["brand"]),
        ("category", &["category", "cat"]),
        ("size", &["unit", "size"]),
        ("price", &["price"]),
        ("stock", &["stock"]),
        ("in_stock", &["in_stock"]),
    ],
    required: &[&["shop_id"], &["id"], &["name", "name_en", "name_bn"]],
    packed: &[],
    json: Json::Lines,
};

const LONGEST_BRAND: usize = 100;
const LONGEST_SIZE: usize = 100;

/// An offer by the ids of the file.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::cli) struct Offer {
    pub shop: String,
    pub product: ProductRecord,
    pub price: Option<Money>,
    pub stock: Option<i32>,
    pub availability: Availability,
}

/// Reads one row.
pub(in crate::cli) fn read_offer(raw: &Raw, words: &CategoryWords, demo: bool) -> Read<Offer> {
    let mut reading = Reading::new(raw);
    let shop = reading.id("shop_id");
    let external_id = reading.id("id");
    let (names, _) = reading.names();
    let price = price(&mut reading);
    let (stock, availability) = stock(&mut reading);
    let brand = reading.optional("brand", LONGEST_BRAND);
    let size = reading.optional("size", LONGEST_SIZE);
    let category = category(&mut reading, words);
    let offer = Offer {
        shop,
        product: ProductRecord {
            external_id,
            names,
            brand,
            size,
            category,
            demo,
        },
        price,
        stock,
        availability,
    };
    reading.finish(Some(offer))
}

/// Taka as the shop tells; nothing and zero both mean that it does not tell.
fn price(reading: &mut Reading<'_>) -> Option<Money> {
    let text = clean(reading.text("price"));
    let bare = text
        .trim_start_matches("BDT")
        .trim_start_matches("Tk")
        .trim_start_matches(['.', '৳', ' '])
        .trim_end_matches("/-")
        .trim_end_matches("টাকা")
        .trim();
    if bare.is_empty() {
        return None;
    }
    match bare.parse::<Money>().or_else(|error| match error {
        MoneyError::TooFine => {
            reading.note("price", "rounded to whole poisha");
            rounded(bare)
        }
        other => Err(other),
    }) {
        Ok(price) => Some(price).filter(|price| *price > Money::ZERO),
        Err(MoneyError::TooLarge) => refuse_price(reading, "more than ten billion taka"),
        Err(_) => refuse_price(reading, "not an amount in taka"),
    }
}

fn refuse_price(reading: &mut Reading<'_>, reason: &'static str) -> Option<Money> {
    reading.refuse("price", reason);
    None
}

/// Half a poisha and more counts as one.
fn rounded(text: &str) -> Result<Money, MoneyError> {
    let plain = ascii_digits(text);
    let point = plain.find('.').ok_or(MoneyError::NotANumber)?;
    let (kept, rest) = plain
        .split_at_checked(point + 3)
        .ok_or(MoneyError::NotANumber)?;
    let up = i64::from(rest.as_bytes().first().is_some_and(|digit| *digit >= b'5'));
    kept.parse::<Money>()
        .map(|price| Money::from_poisha(price.poisha() + up))
}

/// Pieces where they are counted, and whether there are any. A count in either
/// column is a count, a word in either column is a word.
fn stock(reading: &mut Reading<'_>) -> (Option<i32>, Availability) {
    let column = if reading.text("stock").is_empty() {
        "in_stock"
    } else {
        "stock"
    };
    let text = ascii_digits(&clean(reading.text(column))).to_lowercase();
    let flag = column == "in_stock" && matches!(text.as_str(), "0" | "1");
    match text.replace([' ', '_', '-'], "").as_str() {
        "" => (None, Availability::Unknown),
        "instock" | "available" | "yes" | "true" | "y" | "হ্যাঁ" | "আছে" => {
            (None, Availability::InStock)
        }
        "outofstock" | "soldout" | "unavailable" | "no" | "false" | "n" | "না" | "নেই" | "শেষ" => {
            (None, Availability::SoldOut)
        }
        "1" if flag => (None, Availability::InStock),
        "0" if flag => (None, Availability::SoldOut),
        _ => counted(reading, column, &text),
    }
}

fn counted(
    reading: &mut Reading<'_>,
    column: &'static str,
    text: &str,
) -> (Option<i32>, Availability) {
    match whole(text) {
        Some(0) => return (Some(0), Availability::SoldOut),
        Some(pieces) => return (Some(pieces), Availability::InStock),
        None if text.parse::<f64>().is_ok() => {
            reading.refuse(column, "not a whole number of pieces from 0 to 2147483647");
        }
        None if text.chars().any(char::is_alphabetic) => {
            reading.note(column, "neither a count nor a word for it, left unknown");
        }
        None => reading.refuse(column, "not a number of pieces"),
    }
    (None, Availability::Unknown)
}

/// `12` and `12.0`.
fn whole(text: &str) -> Option<i32> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let nothing_behind = rest.bytes().all(|digit| digit == b'0');
    whole
        .parse()
        .ok()
        .filter(|pieces| *pieces >= 0 && nothing_behind)
}

fn category(reading: &mut Reading<'_>, words: &CategoryWords) -> Option<String> {
    let text = clean(reading.text("category"));
    if text.is_empty() {
        return None;
    }
    let code = words.find(&text);
    if code.is_none() {
        reading.note("category", "a category we do not know, left empty");
    }
    code
}

#[cfg(test)]
mod tests;
