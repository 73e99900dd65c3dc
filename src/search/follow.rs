//! Keeping the copy in step with the database.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use diesel_async::AsyncPgConnection;
use geo_index::Change as GeoChange;
use kernel::Names;
use platform::db::Db;
use platform::feed::{Change, Follower, Position, Standing};

use crate::Search;
use crate::ask::Concepts;
use crate::load::{self, Loaded};
use crate::shelf::Source;
use crate::tables::views::{self, Which};
use crate::tables::{
    Categories, Category, Listing, Listings, Ord32, Product, Products, Shop, Shops, Tables, Thing,
};
use crate::text::{Doc, DocKey};
use crate::warm::{Beginning, Start};

/// What the feed is about; rows that others point to come first.
const TOPICS: [&str; 7] = [
    "areas",
    "categories",
    "concepts",
    "dialects",
    "products",
    "shops",
    "listings",
];
/// Rows read in one query.
const AT_ONCE: usize = 5_000;
/// While a long batch is applied, words become searchable so often.
const COMMIT_EVERY: Duration = Duration::from_secs(1);

/// Fills and updates a [`Search`] from the change feed.
pub struct SearchFollower {
    /// What is filled.
    pub search: Arc<Search>,
    /// Where from.
    pub db: Db,
    /// The gazetteer, which follows the same feed.
    pub areas: Arc<areas::Areas>,
}

impl Follower for SearchFollower {
    async fn load(&self) -> anyhow::Result<Position> {
        let _alone = self.search.applying.lock().await;
        self.load_alone().await
    }

    async fn apply(&self, changes: Vec<Change>) -> anyhow::Result<()> {
        let _alone = self.search.applying.lock().await;
        if changes.iter().any(|change| change.key == 0) {
            return self.load_alone().await.map(drop);
        }
        let mut topics: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for change in changes {
            topics.entry(change.topic).or_default().push(change.key);
        }
        let mut conn = self.db.get().await?;
        let mut committed = Instant::now();
        for topic in TOPICS {
            let Some(keys) = topics.remove(topic) else {
                continue;
            };
            for keys in keys.chunks(AT_ONCE) {
                self.apply_topic(&mut conn, topic, keys)
                    .await
                    .with_context(|| format!("applying {topic}"))?;
                if committed.elapsed() > COMMIT_EVERY {
                    self.search.commit_texts().await?;
                    committed = Instant::now();
                }
            }
        }
        drop(conn);
        self.search.commit_texts().await
    }

    fn reached(&self, position: &Position) {
        if let Some(source) = &mut *self.search.source.lock() {
            source.position.clone_from(position);
        }
    }

    fn stands(&self, standing: Standing) {
        let in_step = standing == Standing::InStep;
        self.search.in_step.store(in_step, Ordering::Release);
        let behind = standing == Standing::Behind;
        self.search.behind.store(behind, Ordering::Release);
        metrics::gauge!("feed_in_step").set(if in_step { 1.0 } else { 0.0 });
    }
}

impl SearchFollower {
    /// Everything anew, while nobody else changes anything.
    async fn load_alone(&self) -> anyhow::Result<Position> {
        let started = Instant::now();
        let mut conn = self.db.get().await?;
        self.areas.reload(&self.db).await?;
        let database = load::database(&mut conn).await;
        let database = database
            .inspect_err(|error| tracing::warn!(%error, "the radius index cannot be kept"))
            .ok();
        let beginning = self.beginning(database.clone()).await?;
        let loaded = load::everything(&mut conn, beginning).await?;
        drop(conn);
        let position = loaded.position.clone();
        let search = Arc::clone(&self.search);
        tokio::task::spawn_blocking(move || search.replace(loaded)).await??;
        *self.search.source.lock() = database.map(|database| Source {
            database,
            position: position.clone(),
        });
        self.search.warm.store(true, Ordering::Release);
        let tables = self.search.tables.read();
        tracing::info!(
            shops = tables.shops.len(),
            products = tables.products.len(),
            listings = tables.listings.len(),
            seconds = started.elapsed().as_secs_f64(),
            "indexes loaded"
        );
        Ok(position)
    }

    /// Only the first load begins with what the last run left.
    async fn beginning(&self, database: Option<String>) -> anyhow::Result<Beginning> {
        if self.search.is_warm() {
            return Ok(Beginning::Again);
        }
        let Some(database) = database else {
            return Ok(Beginning::Nothing(Start::Foreign));
        };
        let search = Arc::clone(&self.search);
        Ok(tokio::task::spawn_blocking(move || search.leftover(&database)).await?)
    }

    async fn apply_topic(
        &self,
        conn: &mut AsyncPgConnection,
        topic: &str,
        keys: &[i64],
    ) -> anyhow::Result<()> {
        if topic == "areas" {
            return self.areas.reload(&self.db).await.map_err(Into::into);
        }
        Ok(self.search.refresh(conn, topic, keys).await?)
    }
}

impl Search {
    /// Reads rows again: those with these `ord`s, or all of a small table. Only
    /// for whoever holds the lock on applying, so that an older row never comes
    /// after a newer one.
    pub(crate) async fn refresh(
        &self,
        conn: &mut AsyncPgConnection,
        topic: &str,
        keys: &[i64],
    ) -> diesel::QueryResult<()> {
        match topic {
            "categories" => self.set_categories(views::categories(conn).await?),
            "concepts" | "dialects" => self.set_things(views::things(conn).await?),
            "products" => {
                self.set_products(keys, views::products(conn, Which::Ords(keys)).await?);
            }
            "shops" => self.set_shops(keys, views::listed_shops(conn, Which::Ords(keys)).await?),
            _ => self.set_listings(keys, &views::listings(conn, Which::Ords(keys)).await?),
        }
        Ok(())
    }

    /// Makes changed words searchable, and completes them where it is worth its
    /// time; blocks another thread for it.
    async fn commit_texts(self: &Arc<Self>) -> anyhow::Result<()> {
        let search = Arc::clone(self);
        let commit = move || {
            search.texts.commit();
            search.write_phrasebook_if_worth();
        };
        Ok(tokio::task::spawn_blocking(commit).await?)
    }

    /// Puts a whole new state in place; readers see the old one until then.
    pub(crate) fn replace(&self, loaded: Loaded) -> anyhow::Result<()> {
        let shops = loaded.shops.iter().map(|(ord, shop)| shop_doc(*ord, shop));
        let products = loaded.products.iter();
        let products = products.map(|(ord, product)| product_doc(*ord, product));
        let names = loaded.products.iter().map(|(_, product)| &product.names);
        self.texts.remake(shops.chain(products), names)?;
        self.place_shops(&loaded.shops, loaded.beginning);
        let things: Arc<[Thing]> = loaded.things.into();
        self.concepts.store(Arc::new(Concepts::new(
            &loaded.categories,
            Arc::clone(&things),
        )));
        let mut new = Tables {
            categories: loaded.categories,
            things,
            ..Tables::default()
        };
        fill_shops(&mut new.shops, loaded.shops);
        fill_products(&mut new.products, loaded.products);
        new.listings = Listings::new(loaded.listings);
        self.write_phrasebook(&new.products);
        let old = std::mem::replace(&mut *self.tables.write(), new);
        drop(old);
        Ok(())
    }

    fn set_categories(&self, rows: Vec<Category>) {
        let categories = Categories::new(rows);
        let concepts = self.concepts.load().with_categories(&categories);
        self.concepts.store(Arc::new(concepts));
        self.tables.write().categories = categories;
    }

    fn set_things(&self, things: Vec<Thing>) {
        let things: Arc<[Thing]> = things.into();
        let concepts = Concepts::new(&self.tables.read().categories, Arc::clone(&things));
        self.concepts.store(Arc::new(concepts));
        self.tables.write().things = things;
    }

    /// Updates shops: those among `keys` that are not in `rows` are gone. The
    /// lock on the tables is held for the exchange alone.
    fn set_shops(&self, keys: &[i64], rows: Vec<(Ord32, Shop)>) {
        let mut rows: BTreeMap<Ord32, Shop> = rows.into_iter().collect();
        let changed: Vec<(Ord32, Option<Shop>)> =
            ords(keys).map(|ord| (ord, rows.remove(&ord))).collect();
        for (ord, shop) in &changed {
            let before = self.doc(DocKey::Shop(*ord));
            self.rewrite(before, shop.as_ref().map(|shop| shop_doc(*ord, shop)));
        }
        let batch = changed.iter().map(|(ord, shop)| match shop {
            Some(shop) => GeoChange::Upsert {
                key: *ord,
                point: place(shop),
                tag: shop.kind.index(),
            },
            None => GeoChange::Remove { key: *ord },
        });
        self.measures.apply.time(|| self.geo.apply(batch));
        let mut tables = self.tables.write();
        for (ord, shop) in changed {
            tables.shops.set(ord, shop);
        }
    }

    pub(crate) fn set_products(&self, keys: &[i64], rows: Vec<(Ord32, Product)>) {
        let mut rows: BTreeMap<Ord32, Product> = rows.into_iter().collect();
        let changed: Vec<(Ord32, Option<Product>)> =
            ords(keys).map(|ord| (ord, rows.remove(&ord))).collect();
        for (ord, product) in &changed {
            let before = self.doc(DocKey::Product(*ord));
            let after = product.as_ref().map(|product| product_doc(*ord, product));
            self.rewrite(before, after);
            let tables = self.tables.read();
            let names = tables.products.find(*ord).map(|product| &product.names);
            self.relearn(names, product.as_ref().map(|product| &product.names));
        }
        let count = changed.len();
        let mut tables = self.tables.write();
        for (ord, product) in changed {
            tables.products.set(ord, product);
        }
        drop(tables);
        self.unsettled.add(count);
    }

    /// Puts a document in place of another, unless they are the same.
    fn rewrite(&self, before: Option<Doc>, after: Option<Doc>) {
        match (before, after) {
            (before, Some(after)) if before.as_ref() != Some(&after) => self.texts.put(&after),
            (Some(before), None) => self.texts.remove(before.key),
            _ => {}
        }
    }

    /// Learns from names in place of others, unless they are the same.
    fn relearn(&self, before: Option<&Names>, after: Option<&Names>) {
        if before == after {
            return;
        }
        if let Some(before) = before {
            self.texts.unlearn(before);
        }
        if let Some(after) = after {
            self.texts.learn(after);
        }
    }

    /// The document of a row that is there.
    pub(crate) fn doc(&self, key: DocKey) -> Option<Doc> {
        let tables = self.tables.read();
        match key {
            DocKey::Shop(ord) => tables.shops.find(ord).map(|shop| shop_doc(ord, shop)),
            DocKey::Product(ord) => {
                let product = tables.products.find(ord);
                product.map(|product| product_doc(ord, product))
            }
        }
    }

    fn set_listings(&self, keys: &[i64], rows: &[(Ord32, Listing)]) {
        let rows: BTreeMap<Ord32, Listing> = rows.iter().copied().collect();
        let mut tables = self.tables.write();
        for ord in ords(keys) {
            tables.listings.set(ord, rows.get(&ord).copied());
        }
    }
}

fn fill_shops(shops: &mut Shops, rows: Vec<(Ord32, Shop)>) {
    for (ord, shop) in rows {
        shops.set(ord, Some(shop));
    }
}

fn fill_products(products: &mut Products, rows: Vec<(Ord32, Product)>) {
    for (ord, product) in rows {
        products.set(ord, Some(product));
    }
}

fn ords(keys: &[i64]) -> impl Iterator<Item = Ord32> {
    keys.iter().filter_map(|key| Ord32::try_from(*key).ok())
}

/// Where a shop is, for the radius index.
pub fn place(shop: &Shop) -> geo_index::Point {
    geo_index::Point::new(shop.location.lat(), shop.location.lng())
        .expect("both kinds of point have the same ranges")
}

/// The words a shop is found by.
pub fn shop_text(shop: &Shop) -> String {
    let names = shop
        .names
        .each()
        .chain(shop.alt_names.iter().map(String::as_str));
    names.collect::<Vec<_>>().join(" ")
}

/// The words a product is found by.
pub fn product_text(product: &Product) -> String {
    let more = [product.brand.as_deref(), product.size.as_deref()];
    let names = product.names.each().chain(more.into_iter().flatten());
    names.collect::<Vec<_>>().join(" ")
}

/// What the text index holds of a shop.
pub fn shop_doc(ord: Ord32, shop: &Shop) -> Doc {
    Doc {
        key: DocKey::Shop(ord),
        text: shop_text(shop),
        category: None,
    }
}

/// What the text index holds of a product.
pub fn product_doc(ord: Ord32, product: &Product) -> Doc {
    Doc {
        key: DocKey::Product(ord),
        text: product_text(product),
        category: product.category,
    }
}
