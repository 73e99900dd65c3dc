//! The tree of goods, and which kinds of shop usually sell what.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use kernel::Names;
use shops::ShopKind;

use super::Ord32;

/// A kind of goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// `ord` of its row.
    pub ord: Ord32,
    /// Stable slug.
    pub code: String,
    /// Slug of the category above.
    pub parent: Option<String>,
    /// Place among its siblings.
    pub position: i32,
    /// Its name.
    pub names: Names,
    /// Other words for it, in any script.
    pub aliases: Vec<String>,
    /// Kinds of shop that usually sell it; empty = as the category above.
    pub sold_by: Vec<ShopKind>,
}

static VERSIONS: AtomicU64 = AtomicU64::new(1);

/// All categories.
#[derive(Default)]
pub struct Categories {
    /// Another one for every tree of this process; 0 for none.
    version: u64,
    rows: Vec<Category>,
    by_code: HashMap<String, usize>,
    by_ord: HashMap<Ord32, usize>,
    children: HashMap<Option<String>, Vec<usize>>,
}

impl Categories {
    /// The tree of these rows.
    pub fn new(mut rows: Vec<Category>) -> Self {
        rows.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
        let mut children: HashMap<Option<String>, Vec<usize>> = HashMap::new();
        for (index, row) in rows.iter().enumerate() {
            children.entry(row.parent.clone()).or_default().push(index);
        }
        Self {
            version: VERSIONS.fetch_add(1, Ordering::Relaxed),
            by_code: rows
                .iter()
                .enumerate()
                .map(|(index, row)| (row.code.clone(), index))
                .collect(),
            by_ord: rows
                .iter()
                .enumerate()
                .map(|(index, row)| (row.ord, index))
                .collect(),
            children,
            rows,
        }
    }

    /// Tells this tree from any other one of this process.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Every category.
    pub fn all(&self) -> &[Category] {
        &self.rows
    }

    /// The category with this slug.
    pub fn find(&self, code: &str) -> Option<&Category> {
        self.by_code.get(code).map(|&index| &self.rows[index])
    }

    /// The category with this `ord`.
    pub fn by_ord(&self, ord: Ord32) -> Option<&Category> {
        self.by_ord.get(&ord).map(|&index| &self.rows[index])
    }

    /// Categories right below this one; `None` for the top.
    pub fn children(&self, code: Option<&str>) -> impl Iterator<Item = &Category> {
        let below = self
            .children
            .get(&code.map(str::to_owned))
            .map_or(&[][..], Vec::as_slice);
        below.iter().map(|&index| &self.rows[index])
    }

    /// The category and all below it.
    pub fn subtree(&self, code: &str) -> Vec<Ord32> {
        let mut found: Vec<&Category> = self.find(code).into_iter().collect();
        let mut next = 0;
        while let Some(category) = found.get(next) {
            // A loop of parents, which the database does not forbid, ends here.
            if found.len() > self.rows.len() {
                break;
            }
            found.extend(self.children(Some(&category.code)));
            next += 1;
        }
        found.iter().map(|category| category.ord).collect()
    }

    /// The category and those above it, nearest first.
    pub fn lineage(&self, ord: Ord32) -> impl Iterator<Item = &Category> {
        let first = self.by_ord(ord);
        std::iter::successors(first, |category| self.find(category.parent.as_deref()?)).take(8)
    }

    /// Kinds of shop that usually sell a category, its own or inherited.
    pub fn sold_by(&self, ord: Ord32) -> &[ShopKind] {
        self.lineage(ord)
            .find(|category| !category.sold_by.is_empty())
            .map_or(&[], |category| &category.sold_by)
    }
}
