//! What helps when nothing was found near: fewer filters, farther, a category
//! that the words name.

use search::Found;

use super::{Asked, metres};
use crate::filters::{NARROWING, farther};
use crate::views::choice::Step;

impl Asked<'_> {
    /// Ways out of an empty list, the most promising first; fewer where the
    /// search was widened, because there is something to see.
    pub(super) fn ways_out(&self, found: &Found) -> Vec<Step> {
        if found.total > 0 && found.items.is_empty() {
            return vec![self.first_page()];
        }
        let mut steps = self.fewer_filters();
        steps.extend(self.still_farther(found));
        if found.total == 0 {
            steps.extend(self.related(found));
            steps.extend(self.elsewhere());
        }
        steps
    }

    fn first_page(&self) -> Step {
        let label = self.words().t("storefront-step-first");
        Step::new(label, self.filters.query().href(&self.path()))
    }

    /// Each filter left out by itself, then all of them.
    fn fewer_filters(&self) -> Vec<Step> {
        let (words, query) = (self.words(), self.filters.query());
        let set = self.in_force();
        let without = |(name, label): &(&'static str, String)| {
            let filter = [("filter", label.as_str().into())];
            let said = words.with("storefront-step-without", &filter);
            Step::new(said, query.without(&[name]).href(&self.path()))
        };
        let mut steps: Vec<Step> = set.iter().map(without).collect();
        if set.len() > 1 {
            let label = words.t("storefront-step-drop");
            steps.push(Step::new(
                label,
                query.without(&NARROWING).href(&self.path()),
            ));
        }
        steps
    }

    /// Farther than was searched, which may be farther than was asked.
    fn still_farther(&self, found: &Found) -> Option<Step> {
        let (searched, query) = (metres(found.radius_m), self.filters.query());
        farther(self.words(), searched, &query, &self.path())
    }

    /// The category above the chosen one, and the one that the words name best;
    /// what else they may name is often far from what was meant.
    fn related(&self, found: &Found) -> Vec<Step> {
        let chosen = self.filters.category.as_deref();
        let above = chosen.and_then(|code| self.search.category(code).into_iter().nth(1));
        let named = found
            .understood
            .categories
            .first()
            .filter(|code| Some(code.as_str()) != chosen)
            .and_then(|code| self.search.category(code).into_iter().next());
        let query = self.filters.query().without(&["q", "literal"]);
        let query = query.without(&NARROWING);
        let step = |category: search::Category| {
            let name = self.name_of(&category);
            let label = self
                .words()
                .with("storefront-categories-all", &[("name", name.into())]);
            let query = query.clone().set("category", Some(category.code));
            Step::new(label, query.href(&self.path()))
        };
        above.into_iter().chain(named).map(step).collect()
    }

    fn elsewhere(&self) -> [Step; 2] {
        let words = self.words();
        [
            Step::new(
                words.t("storefront-step-categories"),
                self.visitor.href("/categories"),
            ),
            Step::new(words.t("storefront-step-place"), self.page().place_href()),
        ]
    }
}
