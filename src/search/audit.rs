//! Does the copy equal the database? Compares every row, place and document, and
//! puts right what does not.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use diesel_async::AsyncPgConnection;
use geo_index::Cell;
use serde::Serialize;

use crate::Search;
use crate::tables::views::{self, Which};
use crate::tables::{Category, Listing, Ord32, Product, Shop, Tables, Thing};
use crate::text::{Written, digest_of};
use crate::warm::compare;

/// Rows that differ between the database and this process, by table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// Listed shops in the database.
    pub shops: usize,
    /// Products in the database.
    pub products: usize,
    /// Listed offers in the database.
    pub listings: usize,
    /// Things in the concept table, with the words of enabled dialects.
    pub concepts: usize,
    /// Rows that are missing here, left over here, or not the same; categories
    /// and concepts included.
    pub different: usize,
    /// Points of the radius index that are not where the table says.
    pub misplaced: usize,
    /// Documents of the text index that are missing, left over, there twice or
    /// hold other words than their rows.
    pub documents: usize,
    /// Whether the text index is being made anew.
    pub degraded: bool,
    /// Whether everything that is learned from products is as of now.
    pub settled: bool,
    /// The same for every process that answers the same: of all rows, places,
    /// documents, words with their weights, and words that mean the same.
    pub hash: String,
}

/// A repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// What differed.
    pub found: Drift,
    /// What still does: nothing, unless there were writes meanwhile.
    pub left: Drift,
}

/// All that search copies, as the database holds it now.
struct Rows {
    shops: BTreeMap<Ord32, Shop>,
    products: BTreeMap<Ord32, Product>,
    listings: BTreeMap<Ord32, Listing>,
    categories: BTreeMap<Ord32, Category>,
    things: Vec<Thing>,
}

/// Rows that differ, by table.
struct Differing {
    shops: Vec<i64>,
    products: Vec<i64>,
    listings: Vec<i64>,
    categories: Vec<i64>,
    things: usize,
}

impl Drift {
    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        self.different == 0 && self.misplaced == 0 && self.documents == 0
    }
}

impl Search {
    /// Compares with what the database holds now. While writes go on, rows on
    /// their way count as different; ask again when it is quiet.
    pub async fn audit(&self, conn: &mut AsyncPgConnection) -> diesel::QueryResult<Drift> {
        let rows = Rows::read(conn).await?;
        let _alone = self.applying.lock().await;
        Ok(self.drift(&rows))
    }

    /// Compares, reads again what differs and makes right what follows from it.
    pub async fn repair(
        self: &Arc<Self>,
        conn: &mut AsyncPgConnection,
    ) -> diesel::QueryResult<Repaired> {
        let found = {
            let _alone = self.applying.lock().await;
            let rows = Rows::read(conn).await?;
            let found = self.drift(&rows);
            let differing = rows.differing(&self.tables.read());
            self.read_again(conn, differing).await?;
            let shops = self.shop_rows();
            self.geo.apply(compare(&self.geo.load(), &shops).changes);
            found
        };
        self.alone(Self::mend_texts).await;
        let left = self.audit(conn).await?;
        tracing::info!(?found, ?left, "repaired");
        Ok(Repaired { found, left })
    }

    fn shop_rows(&self) -> Vec<(Ord32, Shop)> {
        let tables = self.tables.read();
        let shops = tables.shops.iter();
        shops.map(|(ord, shop)| (ord, shop.clone())).collect()
    }

    async fn read_again(
        &self,
        conn: &mut AsyncPgConnection,
        differing: Differing,
    ) -> diesel::QueryResult<()> {
        if !differing.categories.is_empty() {
            self.refresh(conn, "categories", &[]).await?;
        }
        if differing.things > 0 {
            self.refresh(conn, "concepts", &[]).await?;
        }
        for (topic, keys) in [
            ("products", differing.products),
            ("shops", differing.shops),
            ("listings", differing.listings),
        ] {
            if !keys.is_empty() {
                self.refresh(conn, topic, &keys).await?;
            }
        }
        self.texts.commit();
        Ok(())
    }

    /// Only for whoever holds the lock on applying: somebody who waited to write
    /// to the tables would keep everybody from reading them.
    fn drift(&self, rows: &Rows) -> Drift {
        let tables = self.tables.read();
        let texts = self.texts.current();
        let written = Written::read(&texts).unwrap_or_default();
        let right = Written::of(tables.docs(), &texts);
        Drift {
            shops: rows.shops.len(),
            products: rows.products.len(),
            listings: rows.listings.len(),
            concepts: rows.things.len(),
            different: rows.differing(&tables).count(),
            misplaced: self.misplaced(&rows.shops),
            documents: written.differences(&right).len(),
            degraded: self.is_degraded(),
            settled: self.is_settled(),
            hash: self.hash(&tables, [written.digest(), texts.digest()]),
        }
    }

    fn misplaced(&self, shops: &BTreeMap<Ord32, Shop>) -> usize {
        let places = self.geo.load();
        let elsewhere = shops.iter().filter(|(ord, shop)| {
            let here = crate::follow::place(shop);
            self.geo.get(**ord) != Some((here, shop.kind.index()))
        });
        elsewhere.count() + places.len().abs_diff(shops.len())
    }

    /// Of everything that answers are made from. Opening hours are in the rows,
    /// the time of day is not in it.
    fn hash(&self, tables: &Tables, texts: [u64; 2]) -> String {
        let mut places = Vec::new();
        let whole_earth: Vec<Cell> = Cell::base_cells().collect();
        let _ = self
            .geo
            .load()
            .within_cells(&whole_earth, |ord, kind, point| {
                let degrees = [point.lat(), point.lng()].map(f64::to_bits);
                places.push((ord, *kind, degrees));
                ControlFlow::<()>::Continue(())
            });
        places.sort_unstable();
        let rows = [
            digest_of_all(tables.shops.iter().map(|row| format!("{row:?}"))),
            digest_of_all(tables.products.iter().map(|row| format!("{row:?}"))),
            digest_of_all(tables.listings.iter()),
            digest_of_all(tables.categories.all().iter().map(|row| format!("{row:?}"))),
            digest_of_all(tables.things.iter().map(|row| format!("{row:?}"))),
        ];
        format!("{:016x}", digest_of(&(rows, places, texts)))
    }
}

fn digest_of_all<T: std::hash::Hash>(rows: impl Iterator<Item = T>) -> u64 {
    rows.fold(0, |sum, row| digest_of(&(sum, row)))
}

impl Rows {
    async fn read(conn: &mut AsyncPgConnection) -> diesel::QueryResult<Self> {
        Ok(Self {
            shops: by_ord(views::listed_shops(conn, Which::All).await?),
            products: by_ord(views::products(conn, Which::All).await?),
            listings: by_ord(views::listings(conn, Which::All).await?),
            categories: views::categories(conn)
                .await?
                .into_iter()
                .map(|category| (category.ord, category))
                .collect(),
            things: views::things(conn).await?,
        })
    }

    fn differing(&self, tables: &Tables) -> Differing {
        let categories = tables.categories.all().iter();
        let same = |(one, other): &(&Thing, &Thing)| one == other;
        let same = self.things.iter().zip(&*tables.things).filter(same).count();
        Differing {
            shops: differences(&self.shops, tables.shops.iter()),
            products: differences(&self.products, tables.products.iter()),
            listings: differences(&self.listings, tables.listings.iter()),
            categories: differences(&self.categories, categories.map(|row| (row.ord, row))),
            things: self.things.len().max(tables.things.len()) - same,
        }
    }
}

impl Differing {
    fn count(&self) -> usize {
        let rows = [
            &self.shops,
            &self.products,
            &self.listings,
            &self.categories,
        ];
        rows.map(Vec::len).iter().sum::<usize>() + self.things
    }
}

fn by_ord<T>(rows: Vec<(Ord32, T)>) -> BTreeMap<Ord32, T> {
    rows.into_iter().collect()
}

fn differences<T: PartialEq>(
    database: &BTreeMap<Ord32, T>,
    here: impl Iterator<Item = (Ord32, impl Borrow<T>)>,
) -> Vec<i64> {
    let mut missing: BTreeSet<Ord32> = database.keys().copied().collect();
    let mut different = Vec::new();
    for (ord, row) in here {
        missing.remove(&ord);
        if database.get(&ord) != Some(row.borrow()) {
            different.push(i64::from(ord));
        }
    }
    different.extend(missing.into_iter().map(i64::from));
    different
}
