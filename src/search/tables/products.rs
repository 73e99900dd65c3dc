//! Master products.

use std::collections::{BTreeMap, HashMap};

use kernel::{Names, ProductId};

use super::{Ord32, slot};

/// A master product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its id in the file it came from.
    pub external_id: Option<Box<str>>,
    /// Its name.
    pub names: Names,
    /// Who makes it.
    pub brand: Option<Box<str>>,
    /// The pack, as printed.
    pub size: Option<Box<str>>,
    /// `ord` of its category.
    pub category: Option<Ord32>,
    /// Whether it is made up for a first look.
    pub demo: bool,
    /// The thing that it is one size or colour of; for a few.
    pub family: Option<Box<Family>>,
}

/// One thing in several sizes, colours or weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// The first of them.
    pub id: ProductId,
    /// What tells this one from the others, by name.
    pub options: BTreeMap<String, String>,
}

impl Product {
    /// Bytes of the row and of its words.
    fn bytes(&self) -> usize {
        let words = [&self.external_id, &self.brand, &self.size];
        let words = words.into_iter().flatten().map(|word| word.len());
        let names = self.names.each().map(str::len);
        size_of::<Self>() + words.chain(names).sum::<usize>()
    }
}

/// All products by `ord`.
#[derive(Default)]
pub struct Products {
    rows: Vec<Option<Box<Product>>>,
    /// Of each product, for ranking.
    categories: Vec<Option<Ord32>>,
    by_id: HashMap<ProductId, Ord32>,
    /// Those that belong to each first one, by `ord`.
    families: HashMap<ProductId, Vec<Ord32>>,
}

impl Products {
    /// The product.
    pub fn find(&self, ord: Ord32) -> Option<&Product> {
        self.rows.get(ord as usize)?.as_deref()
    }

    /// `ord` of its category, if it is in one.
    #[inline]
    pub fn category(&self, ord: Ord32) -> Option<Ord32> {
        *self.categories.get(ord as usize)?
    }

    /// Puts a product in, or takes it out with `None`; answers what was there.
    pub fn set(&mut self, ord: Ord32, product: Option<Product>) -> Option<Product> {
        let id = product.as_ref().map(|product| product.id);
        *slot(&mut self.categories, ord) = product.as_ref().and_then(|product| product.category);
        let before = std::mem::replace(slot(&mut self.rows, ord), product.map(Box::new));
        if let Some(before) = &before {
            self.by_id.remove(&before.id);
        }
        if let Some(id) = id {
            self.by_id.insert(id, ord);
        }
        self.regroup(ord, before.as_deref().and_then(family_id));
        before.map(|product| *product)
    }

    /// A product moves from one family to another, or is in none.
    fn regroup(&mut self, ord: Ord32, before: Option<ProductId>) {
        let now = self.find(ord).and_then(family_id);
        if now == before {
            return;
        }
        if let Some(members) = before.and_then(|id| self.families.get_mut(&id)) {
            members.retain(|member| *member != ord);
        }
        if let Some(id) = now {
            let members = self.families.entry(id).or_default();
            members.push(ord);
            members.sort_unstable();
        }
    }

    /// A product and those that are the same thing in other sizes or colours, the
    /// first one first; empty for one that stands alone.
    pub fn family_of(&self, product: &Product) -> Vec<&Product> {
        let first = family_id(product).unwrap_or(product.id);
        let Some(members) = self.families.get(&first).filter(|all| !all.is_empty()) else {
            return Vec::new();
        };
        let head = self.by_id(first).map(|(_, head)| head);
        let head = head.filter(|head| head.family.is_none());
        let members = members.iter().filter_map(|ord| self.find(*ord));
        head.into_iter().chain(members).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// The product with this id.
    pub fn by_id(&self, id: ProductId) -> Option<(Ord32, &Product)> {
        let ord = *self.by_id.get(&id)?;
        Some((ord, self.find(ord)?))
    }

    /// All products.
    pub fn iter(&self) -> impl Iterator<Item = (Ord32, &Product)> {
        (0..)
            .zip(&self.rows)
            .filter_map(|(ord, product)| Some((ord, product.as_deref()?)))
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        let columns = self.rows.capacity() * size_of::<Option<Box<Product>>>()
            + self.categories.capacity() * size_of::<Option<Ord32>>()
            + self.by_id.capacity() * size_of::<(ProductId, Ord32)>();
        columns
            + self
                .iter()
                .map(|(_, product)| product.bytes())
                .sum::<usize>()
    }
}

fn family_id(product: &Product) -> Option<ProductId> {
    product.family.as_ref().map(|family| family.id)
}
