//! The filters in force, each with the link that drops it.

use kernel::Money;
use platform::i18n::Words;

use super::Asked;
use crate::cards::kind_words;
use crate::views::choice::Step;
use pages::say;

impl Asked<'_> {
    /// One chip for each filter; its link drops it.
    pub(super) fn chips(&self) -> Vec<Step> {
        let chip = |(name, label): (&'static str, String)| {
            Step::new(
                label,
                self.filters.query().without(&[name]).href(&self.path()),
            )
        };
        self.in_force().into_iter().map(chip).collect()
    }

    /// Name in the query and label of each filter that is set.
    pub(super) fn in_force(&self) -> Vec<(&'static str, String)> {
        let (words, filters) = (self.words(), self.filters);
        let up_to = |amount: Money| {
            let said = say::price(words.0, amount);
            words.with("storefront-price-to-chip", &[("price", said.into())])
        };
        let flag = |on: bool, key: &str| on.then(|| words.t(key));
        [
            ("category", self.category_name()),
            ("kind", filters.kind.map(|kind| kind_words(words, kind))),
            (
                "min_price",
                filters.min_price.map(|amount| from_price(words, amount)),
            ),
            ("max_price", filters.max_price.map(up_to)),
            ("in_stock", flag(filters.in_stock, "storefront-in-stock")),
            ("open_now", flag(filters.open_now, "storefront-open-now")),
        ]
        .into_iter()
        .filter_map(|(name, label)| Some((name, label?)))
        .collect()
    }
}

/// "From ৳50"; where that is one poisha more than a taka, as ranges of prices
/// begin, "Over ৳50".
pub(super) fn from_price(words: Words, amount: Money) -> String {
    let poisha = amount.poisha();
    let (key, amount) = if poisha % 100 == 1 {
        (
            "storefront-price-above-chip",
            Money::from_poisha(poisha - 1),
        )
    } else {
        ("storefront-price-from-chip", amount)
    };
    let said = say::price(words.0, amount);
    words.with(key, &[("price", said.into())])
}
