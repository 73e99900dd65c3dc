//! What helps when nothing was found: farther, fewer filters, a category that
//! the words name.

use search::Found;

use super::Asked;
use crate::filters::{NARROWING, farther};
use crate::views::choice::Step;

impl Asked<'_> {
    /// Ways out of an empty list, the most promising first.
    pub(super) fn ways_out(&self, found: &Found) -> Vec<Step> {
        let all = Step::new(
            self.words().t("storefront-step-categories"),
            self.visitor.href("/categories"),
        );
        let mut steps: Vec<Step> = self.fewer_filters().into_iter().collect();
        steps.extend(self.farther());
        steps.extend(self.related(found));
        steps.push(all);
        steps
    }

    fn fewer_filters(&self) -> Option<Step> {
        let label = self.words().t("storefront-step-drop");
        let query = self.filters.query().without(&NARROWING);
        self.filters
            .any()
            .then(|| Step::new(label, query.href(&self.path())))
    }

    fn farther(&self) -> Option<Step> {
        let query = self.filters.query();
        farther(self.words(), self.filters.radius_m, &query, &self.path())
    }

    /// All of the categories that the words name.
    fn related(&self, found: &Found) -> Vec<Step> {
        let query = self.filters.query().without(&["q"]);
        let step = |code: &String| {
            let category = self.search.category(code).into_iter().next()?;
            let query = query.clone().set("category", Some(code));
            Some(Step::new(self.name_of(&category), query.href(&self.path())))
        };
        found
            .understood
            .categories
            .iter()
            .filter_map(step)
            .collect()
    }
}
