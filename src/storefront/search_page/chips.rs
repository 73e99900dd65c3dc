//! The filters in force, each with the link that drops it.

use kernel::Money;

use super::Asked;
use crate::cards::kind_words;
use crate::views::choice::Step;
use crate::views::say;

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
        let price = |key: &str, amount: Option<Money>| {
            let said = say::price(words.0, amount?);
            Some(words.with(key, &[("price", said.into())]))
        };
        let flag = |on: bool, key: &str| on.then(|| words.t(key));
        [
            ("category", self.category_name()),
            ("kind", filters.kind.map(|kind| kind_words(words, kind))),
            (
                "min_price",
                price("storefront-price-from-chip", filters.min_price),
            ),
            (
                "max_price",
                price("storefront-price-to-chip", filters.max_price),
            ),
            ("in_stock", flag(filters.in_stock, "storefront-in-stock")),
            ("open_now", flag(filters.open_now, "storefront-open-now")),
        ]
        .into_iter()
        .filter_map(|(name, label)| Some((name, label?)))
        .collect()
    }
}
