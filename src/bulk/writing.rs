//! Offers as cells of a file.

use catalog::Availability;
use catalog::offers::bulk::OfferLine;
use chrono::NaiveDate;
use kernel::{Locale, Money};
use platform::i18n::Words;

use crate::fields::Field;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text as it is.
    Text(String),
    /// An amount.
    Taka(Money),
    /// A number of pieces.
    Pieces(i32),
    /// A day.
    Day(NaiveDate),
}

impl Cell {
    /// The cell as text.
    pub fn text(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Taka(money) => {
                let text = money.to_string();
                text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
            }
            Self::Pieces(pieces) => pieces.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }
}

/// The cells of an offer, in the order of [`Field::ALL`].
pub fn cells(line: &OfferLine, locale: Locale) -> [Cell; 15] {
    Field::ALL.map(|field| cell(line, field, locale))
}

fn cell(line: &OfferLine, field: Field, locale: Locale) -> Cell {
    let text = |text: &Option<String>| text.clone().map_or(Cell::Blank, Cell::Text);
    let taka = |poisha: Option<i64>| {
        poisha.map_or(Cell::Blank, |poisha| Cell::Taka(Money::from_poisha(poisha)))
    };
    let pieces = |pieces: Option<i32>| pieces.map_or(Cell::Blank, Cell::Pieces);
    let offer = &line.offer;
    match field {
        Field::Product => Cell::Text(offer.product.to_string()),
        Field::Barcode => text(&line.gtin),
        Field::Sku => text(&offer.sku),
        Field::NameBn => text(&line.names.bn),
        Field::NameEn => text(&line.names.en),
        Field::Brand => text(&line.brand),
        Field::Size => text(&line.size),
        Field::Price => taka(offer.price_poisha),
        Field::Mrp => taka(offer.mrp_poisha),
        Field::Stock => pieces(offer.stock),
        Field::InStock => in_stock(line, locale),
        Field::Loose => yes_or_no(offer.loose, locale),
        Field::ExpiresOn => offer.expires_on.map_or(Cell::Blank, Cell::Day),
        Field::LowStock => pieces(offer.low_stock),
        Field::Shown => yes_or_no(offer.shown, locale),
    }
}

/// Told only where pieces are not counted: whoever changes those need not change
/// this too.
fn in_stock(line: &OfferLine, locale: Locale) -> Cell {
    let told: Option<Availability> = line.offer.availability.parse().ok();
    match (line.offer.stock, told) {
        (None, Some(Availability::InStock)) => yes_or_no(true, locale),
        (None, Some(Availability::SoldOut)) => yes_or_no(false, locale),
        _ => Cell::Blank,
    }
}

fn yes_or_no(is: bool, locale: Locale) -> Cell {
    Cell::Text(Words(locale).t(if is { "bulk-yes" } else { "bulk-no" }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells;

    #[test]
    fn what_is_written_is_understood() {
        for locale in [Locale::Bn, Locale::En] {
            for is in [true, false] {
                let text = yes_or_no(is, locale).text();
                assert_eq!(cells::yes_or_no(&cells::clean(&text)), Ok(is), "{text}");
            }
        }
        for poisha in [100, 8_550, 12_345_600] {
            let money = Money::from_poisha(poisha);
            assert_eq!(cells::money(&Cell::Taka(money).text()), Ok(money));
        }
        let day = NaiveDate::from_ymd_opt(2027, 1, 31).unwrap();
        assert_eq!(cells::day(&Cell::Day(day).text()), Ok(day));
    }
}
