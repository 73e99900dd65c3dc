//! The filter sheet: what one may narrow the results down to.

use kernel::Money;
use search::{Found, PriceBand};
use shops::ShopKind;

use super::Asked;
use super::chips::from_price;
use crate::cards::kind_words;
use crate::filters::{NARROWING, RADII, taka};
use crate::views::search::{FilterForm, Pick, PickSet, PriceLink, Tick};
use pages::say;

/// Categories in the sheet.
const MOST_CATEGORIES: usize = 10;

impl Asked<'_> {
    /// The sheet, with what is found counted where something was.
    pub(super) fn sheet(&self, found: Option<&Found>) -> FilterForm {
        let (filters, query) = (self.filters, self.filters.query());
        let sets = [
            Some(self.radii(found)),
            self.categories(found),
            self.kinds(found),
        ];
        FilterForm {
            kept: query.without(&["radius_m"]).without(&NARROWING).fields(),
            open_now: self.tick(filters.open_now, found.map(|found| found.facets.open_now)),
            in_stock: self.tick(filters.in_stock, found.map(|found| found.facets.in_stock)),
            sets: sets.into_iter().flatten().collect(),
            prices: found.map(|found| self.prices(found)).unwrap_or_default(),
            min_price: filters.min_price.map(taka).unwrap_or_default(),
            max_price: filters.max_price.map(taka).unwrap_or_default(),
            clear_href: query.without(&NARROWING).href(&self.path()),
        }
    }

    fn tick(&self, on: bool, count: Option<usize>) -> Tick {
        let count = count.map(|count| self.number(count));
        Tick { count, on }
    }

    fn number(&self, count: usize) -> String {
        say::number(self.words().0, count as u64)
    }

    /// With how many are within, as far as was searched.
    fn radii(&self, found: Option<&Found>) -> PickSet {
        let pick = |metres: u32| Pick {
            value: metres.to_string(),
            label: say::radius(self.words(), metres),
            count: found
                .filter(|found| f64::from(metres) <= found.radius_m)
                .map(|found| self.number(found.facets.within(f64::from(metres)))),
            on: metres == self.filters.radius_m,
        };
        PickSet {
            name: "radius_m",
            title: self.words().t("storefront-radius"),
            picks: RADII.map(pick).to_vec(),
        }
    }

    /// Ranges of prices, where results are in more than one.
    fn prices(&self, found: &Found) -> Vec<PriceLink> {
        let bands = found.facets.prices.iter();
        let links: Vec<PriceLink> = bands
            .filter(|band| band.count > 0)
            .map(|band| self.price_link(band))
            .collect();
        if links.len() > 1 { links } else { Vec::new() }
    }

    fn price_link(&self, band: &PriceBand) -> PriceLink {
        let words = self.words();
        let (min, max) = (
            Money::from_poisha(band.min),
            band.max.map(Money::from_poisha),
        );
        let label = match max.map(|max| say::price(words.0, max)) {
            None => from_price(words, min),
            Some(to) if band.min == 0 => {
                words.with("storefront-price-to-chip", &[("price", to.into())])
            }
            // Ranges begin one poisha behind the end of the one before.
            Some(to) => {
                let from = Money::from_poisha(band.min / 100 * 100);
                format!("{}–{to}", say::price(words.0, from))
            }
        };
        let query = self.filters.query();
        let query = query.set("min_price", (band.min > 0).then(|| taka(min)));
        PriceLink {
            label,
            href: query.set("max_price", max.map(taka)).href(&self.path()),
            count: self.number(band.count),
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
            self.pick(&facet.code, name, Some(facet.with_below), false)
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
            count: count.map(|count| self.number(count)),
            on,
        }
    }
}
