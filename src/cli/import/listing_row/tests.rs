use super::*;
use catalog::{Category, Tree};
use kernel::Names;

fn words() -> CategoryWords {
    let category = |code: &str, parent: Option<&str>, en: &str, bn: &str| Category {
        code: code.to_owned(),
        ord: 0,
        parent: parent.map(str::to_owned),
        position: 0,
        names: Names::both(bn, en),
        aliases: Vec::new(),
        sold_by: Vec::new(),
    };
    CategoryWords::new(&Tree::new(vec![
        category("grocery", None, "Grocery", "মুদি"),
        category("grocery/rice", Some("grocery"), "Rice", "চাল"),
    ]))
}

fn raw(changes: &[(&'static str, &str)]) -> Raw {
    let mut values: Vec<(&'static str, String)> =
        [("shop_id", "s1"), ("id", "p1"), ("name_en", "Miniket Rice")]
            .map(|(column, value)| (column, value.to_owned()))
            .to_vec();
    values.extend(
        changes
            .iter()
            .map(|(column, value)| (*column, (*value).to_owned())),
    );
    Raw { line: 1, values }
}

fn offer(changes: &[(&'static str, &str)]) -> Offer {
    read_offer(&raw(changes), &words(), false).unwrap().0
}

fn refused(changes: &[(&'static str, &str)]) -> Vec<(&'static str, &'static str)> {
    let wrong = read_offer(&raw(changes), &words(), false).unwrap_err();
    wrong
        .into_iter()
        .map(|remark| (remark.column, remark.reason))
        .collect()
}

#[test]
fn a_full_row_is_an_offer() {
    let offer = offer(&[
        ("brand", "Rashid"),
        ("category", "চাল"),
        ("size", "5 kg"),
        ("price", "405"),
        ("stock", "12"),
    ]);
    assert_eq!(offer.shop, "s1");
    assert_eq!(offer.product.external_id, "p1");
    assert_eq!(offer.product.category.as_deref(), Some("grocery/rice"));
    assert_eq!(offer.product.size.as_deref(), Some("5 kg"));
    assert_eq!(offer.price, Some(Money::from_taka(405)));
    assert_eq!(
        (offer.stock, offer.availability),
        (Some(12), Availability::InStock)
    );
}

#[test]
fn prices_are_read_exactly_or_unknown() {
    for (text, poisha) in [
        ("85.5", Some(8550)),
        ("৳ ১,২৫০", Some(125_000)),
        ("Tk. 40", Some(4000)),
        ("BDT 40.12", Some(4012)),
        ("120/-", Some(12_000)),
        ("355.0", Some(35_500)),
        ("0.755", Some(76)),
        ("0.754", Some(75)),
        ("0", None),
        ("0.00", None),
        ("", None),
        ("null", None),
    ] {
        assert_eq!(
            offer(&[("price", text)]).price.map(Money::poisha),
            poisha,
            "{text}"
        );
    }
}

#[test]
fn prices_that_are_none_are_refused() {
    for text in ["-5", "cheap", "1e3", "12 to 15"] {
        assert_eq!(
            refused(&[("price", text)]),
            [("price", "not an amount in taka")],
            "{text}"
        );
    }
    assert_eq!(
        refused(&[("price", "99999999999")]),
        [("price", "more than ten billion taka")]
    );
}

#[test]
fn stock_is_a_count_a_word_or_unknown() {
    use Availability::{InStock, SoldOut, Unknown};
    for (column, text, expected) in [
        ("stock", "12", (Some(12), InStock)),
        ("stock", "12.0", (Some(12), InStock)),
        ("stock", "100", (Some(100), InStock)),
        ("stock", "০", (Some(0), SoldOut)),
        ("stock", "InStock", (None, InStock)),
        ("stock", "Out of stock", (None, SoldOut)),
        ("stock", "নেই", (None, SoldOut)),
        ("stock", "", (None, Unknown)),
        ("stock", "PreOrder", (None, Unknown)),
        ("in_stock", "true", (None, InStock)),
        ("in_stock", "0", (None, SoldOut)),
        ("in_stock", "1", (None, InStock)),
        ("in_stock", "7", (Some(7), InStock)),
    ] {
        let offer = offer(&[(column, text)]);
        assert_eq!(
            (offer.stock, offer.availability),
            expected,
            "{column} {text}"
        );
    }
    let both = offer(&[("stock", "3"), ("in_stock", "false")]);
    assert_eq!((both.stock, both.availability), (Some(3), InStock));
}

#[test]
fn impossible_stock_is_refused() {
    for text in ["-3", "2.5", "99999999999"] {
        assert_eq!(refused(&[("stock", text)])[0].0, "stock", "{text}");
    }
    assert_eq!(
        refused(&[("stock", "??")]),
        [("stock", "not a number of pieces")]
    );
}

#[test]
fn both_ids_and_a_name_must_be_there() {
    let raw = Raw {
        line: 1,
        values: vec![("shop_id", String::new())],
    };
    let wrong = read_offer(&raw, &words(), false).unwrap_err();
    let columns: Vec<_> = wrong.iter().map(|remark| remark.column).collect();
    assert_eq!(columns, ["shop_id", "id", "name"]);
}

#[test]
fn an_unknown_category_is_left_empty_with_a_note() {
    let (offer, notes) = read_offer(&raw(&[("category", "Spaceships")]), &words(), false).unwrap();
    assert_eq!(offer.product.category, None);
    assert_eq!(notes[0].reason, "a category we do not know, left empty");
}
