//! Packs: "5 kg" in the language of the page, and what a kilogram costs in them.

use bangla_text::Unit;
use kernel::Money;
use platform::i18n::Words;

use pages::say;

/// How much is in a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pack {
    /// Thousandths of the unit, above zero.
    thousandths: i64,
    unit: Unit,
}

/// Brand and pack under a name, as far as known and not part of the name.
pub(crate) fn about(
    words: Words,
    name: &str,
    brand: Option<&str>,
    size: Option<&str>,
) -> Option<String> {
    let size = size.map(|size| pack_words(words, size));
    let told = |text: &str| name.contains(text);
    let parts: Vec<&str> = [brand, size.as_deref()]
        .into_iter()
        .flatten()
        .filter(|part| !told(part))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// A pack as people read it; one that is not a number and a unit stays as
/// printed.
fn pack_words(words: Words, size: &str) -> String {
    let Some((number, unit)) = split(size) else {
        return size.to_owned();
    };
    format!(
        "{} {}",
        say::in_digits(words.0, &number),
        words.t(key(unit))
    )
}

/// What a kilogram, a litre or a piece costs, where the pack is not just that.
pub(crate) fn unit_price(words: Words, price: Option<Money>, size: Option<&str>) -> Option<String> {
    let (price, pack) = (price?, read(size?)?);
    let (thousandths, unit) = match pack.unit {
        Unit::Gram => (pack.thousandths / 1_000, Unit::Kilogram),
        Unit::Millilitre => (pack.thousandths / 1_000, Unit::Litre),
        Unit::Dozen => (pack.thousandths * 12, Unit::Piece),
        Unit::Hali => (pack.thousandths * 4, Unit::Piece),
        Unit::Kilogram | Unit::Litre | Unit::Piece => (pack.thousandths, pack.unit),
        Unit::Milligram => return None,
    };
    if thousandths == 1_000 || thousandths == 0 {
        return None;
    }
    let poisha = price.poisha().checked_mul(1_000)? / thousandths;
    let said = say::price(words.0, Money::from_poisha(readable(poisha)));
    Some(words.with(
        "storefront-unit-price",
        &[("price", said.into()), ("unit", words.t(key(unit)).into())],
    ))
}

/// A hint needs no poisha from ten taka on.
fn readable(poisha: i64) -> i64 {
    if poisha < 1_000 {
        poisha
    } else {
        (poisha + 50) / 100 * 100
    }
}

fn read(size: &str) -> Option<Pack> {
    let (number, unit) = split(size)?;
    let (whole, rest) = number.split_once('.').unwrap_or((&number, ""));
    let rest = rest.get(..3).unwrap_or(rest);
    let thousandths = format!("{whole}{rest:0<3}")
        .parse()
        .ok()
        .filter(|n| (1..=1_000_000_000).contains(n))?;
    Some(Pack { thousandths, unit })
}

/// The number in ASCII digits, and the unit.
fn split(size: &str) -> Option<(String, Unit)> {
    let plain: String = size.trim().chars().map(ascii_digit).collect();
    let ends = plain
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|ends| *ends > 0)?;
    let (number, unit) = plain.split_at(ends);
    Some((number.to_owned(), Unit::of(unit.trim())?))
}

fn ascii_digit(c: char) -> char {
    let digit = u32::from(c).wrapping_sub(u32::from('০'));
    char::from_digit(digit, 10).unwrap_or(c)
}

fn key(unit: Unit) -> &'static str {
    match unit {
        Unit::Kilogram => "storefront-unit-kg",
        Unit::Gram => "storefront-unit-g",
        Unit::Milligram => "storefront-unit-mg",
        Unit::Litre => "storefront-unit-l",
        Unit::Millilitre => "storefront-unit-ml",
        Unit::Piece => "storefront-unit-piece",
        Unit::Dozen => "storefront-unit-dozen",
        Unit::Hali => "storefront-unit-hali",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Locale;

    const BN: Words = Words(Locale::Bn);

    #[test]
    fn packs_speak_the_language_of_the_page() {
        assert_eq!(pack_words(BN, "500 g"), "৫০০ গ্রাম");
        assert_eq!(pack_words(Words(Locale::En), "৫০০ মিলি"), "500 ml");
        assert_eq!(pack_words(BN, "1 hali (4 pcs)"), "1 hali (4 pcs)");
        assert_eq!(
            about(BN, "মিনিকেট চাল ৫ কেজি", Some("প্রাণ"), Some("5 kg")).as_deref(),
            Some("প্রাণ")
        );
    }

    #[test]
    fn a_kilogram_costs_what_the_pack_costs_by_weight() {
        let said = |taka, size| unit_price(BN, Some(Money::from_taka(taka)), Some(size));
        assert_eq!(said(395, "5 kg").as_deref(), Some("৳৭৯ / কেজি"));
        assert_eq!(said(45, "250 g").as_deref(), Some("৳১৮০ / কেজি"));
        assert_eq!(said(150, "১ ডজন").as_deref(), Some("৳১৩ / পিস"));
        assert_eq!(said(82, "1 kg"), None);
        assert_eq!(said(82, "0 kg"), None);
        assert_eq!(said(82, "1 set"), None);
    }
}
