//! Packs as printed, and what a kilogram, a litre or a piece costs in them.

use bangla_text::{Unit, to_ascii_digits};
use kernel::Money;

/// How much is in a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Thousandths of the unit, above zero.
    pub thousandths: i64,
    /// Of what.
    pub unit: Unit,
}

/// What one unit costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitPrice {
    /// Rounded to the nearest poisha.
    pub price: Money,
    /// A kilogram, a litre or a piece.
    pub unit: Unit,
}

impl Pack {
    /// Reads `5 kg`, `৫০০ মিলি`, `1 dozen`; `None` for what is not a number and a
    /// unit that we know.
    pub fn read(size: &str) -> Option<Self> {
        let (number, unit) = split(size)?;
        let (whole, rest) = number.split_once('.').unwrap_or((&number, ""));
        let rest = rest.get(..3).unwrap_or(rest);
        let thousandths = format!("{whole}{rest:0<3}").parse().ok();
        let thousandths = thousandths.filter(|n| (1..=1_000_000_000).contains(n))?;
        Some(Self { thousandths, unit })
    }

    /// The same amount in kilograms, litres or pieces; `None` for what is sold by
    /// none of them.
    const fn in_base(self) -> Option<Self> {
        let (thousandths, unit) = match self.unit {
            Unit::Gram => (self.thousandths / 1_000, Unit::Kilogram),
            Unit::Millilitre => (self.thousandths / 1_000, Unit::Litre),
            Unit::Dozen => (self.thousandths * 12, Unit::Piece),
            Unit::Hali => (self.thousandths * 4, Unit::Piece),
            Unit::Kilogram | Unit::Litre | Unit::Piece => (self.thousandths, self.unit),
            Unit::Milligram => return None,
        };
        if thousandths == 0 {
            return None;
        }
        Some(Self { thousandths, unit })
    }
}

impl UnitPrice {
    /// The unit's code: `kg`, `l` or `piece`.
    pub const fn code(self) -> &'static str {
        match self.unit {
            Unit::Kilogram | Unit::Gram | Unit::Milligram => "kg",
            Unit::Litre | Unit::Millilitre => "l",
            Unit::Piece | Unit::Dozen | Unit::Hali => "piece",
        }
    }
}

/// The number in ASCII digits and the unit of a pack.
pub fn split(size: &str) -> Option<(String, Unit)> {
    let plain = to_ascii_digits(size.trim());
    let ends = plain
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|ends| *ends > 0)?;
    let (number, unit) = plain.split_at(ends);
    Some((number.to_owned(), Unit::of(unit.trim())?))
}

/// What a unit costs at this price for the pack. Loose goods without a pack are
/// priced by the kilogram.
pub fn unit_price(price: Option<Money>, size: Option<&str>, loose: bool) -> Option<UnitPrice> {
    let price = price?;
    let Some(size) = size else {
        let unit = Unit::Kilogram;
        return loose.then_some(UnitPrice { price, unit });
    };
    let pack = Pack::read(size)?.in_base()?;
    let thousand = price.poisha().checked_mul(1_000)?;
    let poisha = thousand.checked_add(pack.thousandths / 2)? / pack.thousandths;
    Some(UnitPrice {
        price: Money::from_poisha(poisha),
        unit: pack.unit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_costs_what_the_pack_costs_by_weight() {
        let of = |taka, size| {
            let price = Some(Money::from_taka(taka));
            unit_price(price, size, false).map(|it| (it.price.poisha(), it.unit))
        };
        assert_eq!(of(395, Some("5 kg")), Some((7_900, Unit::Kilogram)));
        assert_eq!(of(45, Some("২৫০ গ্রাম")), Some((18_000, Unit::Kilogram)));
        assert_eq!(of(100, Some("300 ml")), Some((33_333, Unit::Litre)));
        assert_eq!(of(150, Some("১ ডজন")), Some((1_250, Unit::Piece)));
        assert_eq!(of(82, Some("1 kg")), Some((8_200, Unit::Kilogram)));
        for size in ["0 kg", "1 set", "500 mg", "kg", ""] {
            assert_eq!(of(82, Some(size)), None, "{size}");
        }
        assert_eq!(of(82, None), None);
        assert_eq!(unit_price(None, Some("1 kg"), false), None);
    }

    #[test]
    fn loose_goods_without_a_pack_are_priced_by_the_kilogram() {
        let price = Money::from_taka(80);
        let unit = Unit::Kilogram;
        assert_eq!(
            unit_price(Some(price), None, true),
            Some(UnitPrice { price, unit })
        );
    }
}
