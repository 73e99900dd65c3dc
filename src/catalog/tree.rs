//! The tree of goods in memory.

use std::collections::BTreeMap;

use shops::ShopKind;

use crate::Category;

/// All categories, with the answers that need more than one of them.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    by_code: BTreeMap<String, Category>,
    /// Codes of children in their order; the top is under `None`.
    children: BTreeMap<Option<String>, Vec<String>>,
}

impl Tree {
    /// The tree of these categories.
    pub fn new(categories: Vec<Category>) -> Self {
        let mut sorted = categories;
        sorted.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
        let mut tree = Self::default();
        for category in sorted {
            tree.children
                .entry(category.parent.clone())
                .or_default()
                .push(category.code.clone());
            tree.by_code.insert(category.code.clone(), category);
        }
        tree
    }

    /// The category with this code.
    pub fn find(&self, code: &str) -> Option<&Category> {
        self.by_code.get(code)
    }

    /// Every category, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.by_code.values()
    }

    /// What grows on this branch, in order; the top level for `None`.
    pub fn children(&self, parent: Option<&str>) -> impl Iterator<Item = &Category> {
        self.children
            .get(&parent.map(str::to_owned))
            .into_iter()
            .flatten()
            .filter_map(|code| self.by_code.get(code))
    }

    /// Every category with its depth, each behind those above it; the top is 0.
    pub fn outline(&self) -> Vec<(&Category, usize)> {
        let mut all = Vec::new();
        let mut open: Vec<(&Category, usize)> = self.children(None).map(|top| (top, 0)).collect();
        open.reverse();
        while let Some((category, depth)) = open.pop() {
            all.push((category, depth));
            let below = self.children(Some(&category.code));
            let below: Vec<_> = below.map(|child| (child, depth + 1)).collect();
            open.extend(below.into_iter().rev());
        }
        all
    }

    /// The category and those above it, itself first.
    pub fn path<'a>(&'a self, code: &str) -> impl Iterator<Item = &'a Category> {
        let mut next = self.find(code);
        // The database forbids a category to be its own parent, not longer loops.
        let mut left = self.by_code.len();
        std::iter::from_fn(move || {
            let here = next?;
            left = left.checked_sub(1)?;
            next = here.parent.as_deref().and_then(|parent| self.find(parent));
            Some(here)
        })
    }

    /// Whether `code` is `branch` or grows on it.
    pub fn is_within(&self, code: &str, branch: &str) -> bool {
        self.path(code).any(|category| category.code == branch)
    }

    /// Kinds of shop that usually sell goods of this category: its own, or those
    /// of the nearest category above that names any.
    pub fn sold_by(&self, code: &str) -> &[ShopKind] {
        self.path(code)
            .map(|category| &*category.sold_by)
            .find(|kinds| !kinds.is_empty())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Names;

    fn category(code: &str, parent: Option<&str>, position: i32, sold_by: &[ShopKind]) -> Category {
        Category {
            code: code.to_owned(),
            ord: 0,
            parent: parent.map(str::to_owned),
            position,
            names: Names::both(code, code),
            aliases: Vec::new(),
            sold_by: sold_by.to_vec(),
        }
    }

    fn tree() -> Tree {
        Tree::new(vec![
            category("grocery", None, 20, &[ShopKind::Grocery]),
            category("grocery/fish", Some("grocery"), 10, &[ShopKind::Butcher]),
            category("grocery/fish/hilsa", Some("grocery/fish"), 10, &[]),
            category("grocery/rice", Some("grocery"), 5, &[]),
            category("books", None, 10, &[]),
        ])
    }

    #[test]
    fn an_outline_has_each_behind_those_above_it() {
        let tree = tree();
        let outline = tree.outline().into_iter();
        let outline: Vec<(&str, usize)> = outline.map(|(it, depth)| (&*it.code, depth)).collect();
        assert_eq!(
            outline,
            [
                ("books", 0),
                ("grocery", 0),
                ("grocery/rice", 1),
                ("grocery/fish", 1),
                ("grocery/fish/hilsa", 2),
            ]
        );
    }

    #[test]
    fn sellers_come_from_the_nearest_branch_that_names_any() {
        let tree = tree();
        assert_eq!(tree.sold_by("grocery/fish/hilsa"), [ShopKind::Butcher]);
        assert_eq!(tree.sold_by("grocery/rice"), [ShopKind::Grocery]);
        assert_eq!(tree.sold_by("books"), []);
        assert_eq!(tree.sold_by("nothing"), []);
    }

    #[test]
    fn children_keep_their_order() {
        let tree = tree();
        let codes = |parent| {
            tree.children(parent)
                .map(|c| c.code.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(None), ["books", "grocery"]);
        assert_eq!(codes(Some("grocery")), ["grocery/rice", "grocery/fish"]);
        assert!(codes(Some("nothing")).is_empty());
    }

    #[test]
    fn a_branch_holds_itself_and_what_grows_on_it() {
        let tree = tree();
        assert!(tree.is_within("grocery/fish/hilsa", "grocery"));
        assert!(tree.is_within("grocery", "grocery"));
        assert!(!tree.is_within("grocery", "grocery/fish"));
    }

    #[test]
    fn a_loop_ends() {
        let tree = Tree::new(vec![
            category("a", Some("b"), 0, &[]),
            category("b", Some("a"), 0, &[]),
        ]);
        assert_eq!(tree.path("a").count(), 2);
    }
}
