//! The filter sheet: what one may narrow the results down to.

use search::Found;
use shops::ShopKind;

use super::Asked;
use crate::cards::kind_words;
use crate::filters::{NARROWING, RADII, taka};
use crate::views::say;
use crate::views::search::{FilterForm, Pick, PickSet};

/// Categories in the sheet.
const MOST_CATEGORIES: usize = 10;

impl Asked<'_> {
    /// The sheet, with what is found counted where something was.
    pub(super) fn sheet(&self, found: Option<&Found>) -> FilterForm {
        let (filters, query) = (self.filters, self.filters.query());
        let sets = [
            Some(self.radii()),
            self.categories(found),
            self.kinds(found),
        ];
        FilterForm {
            kept: query.without(&["radius_m"]).without(&NARROWING).fields(),
            open_now: filters.open_now,
            in_stock: filters.in_stock,
            sets: sets.into_iter().flatten().collect(),
            min_price: filters.min_price.map(taka).unwrap_or_default(),
            max_price: filters.max_price.map(taka).unwrap_or_default(),
            clear_href: query.without(&NARROWING).href(&self.path()),
        }
    }

    fn radii(&self) -> PickSet {
        let pick = |metres: u32| Pick {
            value: metres.to_string(),
            label: say::radius(self.words(), metres),
            count: None,
            on: metres == self.filters.radius_m,
        };
        PickSet {
            name: "radius_m",
            title: self.words().t("storefront-radius"),
            picks: RADII.map(pick).to_vec(),
        }
    }

    /// The chosen category, then those that most results are in.
    fn categories(&self, found: Option<&Found>) -> Option<PickSet> {
        let chosen = self.filters.category.as_deref();
        let mine = chosen.zip(self.category_name());
        let mine = mine.map(|(code, name)| self.pick(code, name, None, true));
        let facets = found.map_or(&[][..], |found| &found.facets.categories);
        let others = facets.iter().filter(|facet| Some(&*facet.code) != chosen);
        let others = others.take(MOST_CATEGORIES).map(|facet| {
            let name = facet.name.in_locale(self.words().0);
            self.pick(&facet.code, name, Some(facet.count), false)
        });
        self.set(
            "category",
            "storefront-category",
            mine.into_iter().chain(others),
        )
    }

    /// Kinds of shop among the results; the chosen one even if it is in none.
    fn kinds(&self, found: Option<&Found>) -> Option<PickSet> {
        let chosen = self.filters.kind;
        let facets = found.map_or(&[][..], |found| &found.facets.kinds);
        let pick = |kind: ShopKind, count: Option<usize>| {
            let name = kind_words(self.words(), kind);
            self.pick(kind.code(), name, count, chosen == Some(kind))
        };
        let absent = chosen.filter(|kind| facets.iter().all(|facet| facet.kind != *kind));
        let mine = absent.map(|kind| pick(kind, None));
        let others = facets
            .iter()
            .map(|facet| pick(facet.kind, Some(facet.count)));
        self.set("kind", "storefront-kinds", mine.into_iter().chain(others))
    }

    /// Picks behind "any"; `None` where there is nothing else to pick.
    fn set(
        &self,
        name: &'static str,
        title: &str,
        picks: impl Iterator<Item = Pick>,
    ) -> Option<PickSet> {
        let mut picks: Vec<Pick> = picks.collect();
        let any = self.pick(
            "",
            self.words().t("storefront-any"),
            None,
            picks.iter().all(|pick| !pick.on),
        );
        picks.insert(0, any);
        (picks.len() > 1).then(|| PickSet {
            name,
            title: self.words().t(title),
            picks,
        })
    }

    fn pick(&self, value: &str, label: impl Into<String>, count: Option<usize>, on: bool) -> Pick {
        Pick {
            value: value.to_owned(),
            label: label.into(),
            count: count.map(|count| say::number(self.words().0, count as u64)),
            on,
        }
    }
}
