//! Packs: "5 kg" in the language of the page, and what a kilogram costs in them.

use bangla_text::Unit;
use kernel::Money;
use platform::i18n::Words;

use pages::say;

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
pub(crate) fn pack_words(words: Words, size: &str) -> String {
    let Some((number, unit)) = catalog::split_pack(size) else {
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
    let of_one = catalog::unit_price(price, size, false)?;
    if Some(of_one.price) == price {
        return None;
    }
    let poisha = readable(of_one.price.poisha());
    let said = say::price(words.0, Money::from_poisha(poisha));
    let unit = words.t(key(of_one.unit));
    Some(words.with(
        "storefront-unit-price",
        &[("price", said.into()), ("unit", unit.into())],
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
