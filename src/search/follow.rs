//! Keeping the copy in step with the database.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use anyhow::Context as _;
use diesel_async::AsyncPgConnection;
use geo_index::Change as GeoChange;
use platform::db::Db;
use platform::feed::{Change, Follower, Position};

use crate::Search;
use crate::ask::{Concepts, Phrasebook};
use crate::load::{self, Loaded};
use crate::shelf::Source;
use crate::tables::views::{self, Which};
use crate::tables::{
    Categories, Category, Listing, Listings, Ord32, Product, Products, Shop, Shops, Tables, Thing,
};
use crate::text::DocKey;
use crate::warm::{Beginning, Start};

/// Rows read in one query.
const AT_ONCE: usize = 5_000;
/// One in so many products changed makes a new phrasebook worth its time, so that a
/// long import writes a handful of them. Until then words find what is new.
const WORTH_WRITING: usize = 4;
/// The phrasebook of so few products is written at every change.
const FEW_PRODUCTS: usize = 2_000;

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

    async fn apply(&self, changes: Vec<Change>) -> anyhow::Result<()> {
        if changes.iter().any(|change| change.key == 0) {
            return self.load().await.map(drop);
        }
        let mut topics: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for change in changes {
            topics.entry(change.topic).or_default().push(change.key);
        }
        let mut conn = self.db.get().await?;
        // Rows that others point to come first.
        for topic in [
            "areas",
            "categories",
            "concepts",
            "dialects",
            "products",
            "shops",
            "listings",
        ] {
            let Some(keys) = topics.remove(topic) else {
                continue;
            };
            for keys in keys.chunks(AT_ONCE) {
                self.apply_topic(&mut conn, topic, keys)
                    .await
                    .with_context(|| format!("applying {topic}"))?;
            }
        }
        drop(conn);
        self.commit_texts().await
    }

    fn reached(&self, position: &Position) {
        if let Some(source) = &mut *self.search.source.lock() {
            source.position.clone_from(position);
        }
    }

    fn in_step(&self, in_step: bool) {
        self.search.in_step.store(in_step, Ordering::Release);
        metrics::gauge!("feed_in_step").set(if in_step { 1.0 } else { 0.0 });
    }
}

impl SearchFollower {
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
        let search = &self.search;
        match topic {
            "areas" => self.areas.reload(&self.db).await?,
            "categories" => search.set_categories(views::categories(conn).await?),
            "concepts" | "dialects" => search.set_things(views::things(conn).await?),
            "products" => {
                let rows = views::products(conn, Which::Ords(keys)).await?;
                search.set_products(keys, rows)?;
            }
            "shops" => {
                let rows = views::listed_shops(conn, Which::Ords(keys)).await?;
                search.set_shops(keys, rows)?;
            }
            _ => search.set_listings(keys, &views::listings(conn, Which::Ords(keys)).await?),
        }
        Ok(())
    }

    async fn commit_texts(&self) -> anyhow::Result<()> {
        let search = Arc::clone(&self.search);
        tokio::task::spawn_blocking(move || search.texts.commit_if_changed()).await?
    }
}

impl Search {
    /// Puts a whole new state in place; readers see the old one until then.
    fn replace(&self, loaded: Loaded) -> anyhow::Result<()> {
        self.texts.clear()?;
        for (ord, shop) in &loaded.shops {
            self.texts.put(DocKey::Shop(*ord), &shop_text(shop), None)?;
        }
        for (ord, product) in &loaded.products {
            self.put_product(*ord, product)?;
        }
        self.texts.commit_if_changed()?;
        self.place_shops(&loaded.shops, loaded.beginning);
        self.concepts.store(Arc::new(Concepts::new(
            &loaded.categories,
            loaded.things.into(),
        )));
        let mut new = Tables {
            categories: loaded.categories,
            ..Tables::default()
        };
        fill_shops(&mut new.shops, loaded.shops);
        fill_products(&mut new.products, loaded.products);
        fill_listings(&mut new.listings, loaded.listings);
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
        let concepts = Concepts::new(&self.tables.read().categories, things.into());
        self.concepts.store(Arc::new(concepts));
    }

    /// Updates shops: those among `keys` that are not in `rows` are gone. The
    /// lock on the tables is held for the exchange alone.
    fn set_shops(&self, keys: &[i64], rows: Vec<(Ord32, Shop)>) -> anyhow::Result<()> {
        let mut rows: BTreeMap<Ord32, Shop> = rows.into_iter().collect();
        let changed: Vec<(Ord32, Option<Shop>)> =
            ords(keys).map(|ord| (ord, rows.remove(&ord))).collect();
        for (ord, shop) in &changed {
            let text = shop.as_ref().map(shop_text);
            let before = self.tables.read().shops.find(*ord).map(shop_text);
            match text {
                Some(text) if before.as_ref() == Some(&text) => {}
                Some(text) => self.texts.put(DocKey::Shop(*ord), &text, None)?,
                None => self.texts.remove(DocKey::Shop(*ord)),
            }
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
        Ok(())
    }

    fn set_products(&self, keys: &[i64], rows: Vec<(Ord32, Product)>) -> anyhow::Result<()> {
        let mut rows: BTreeMap<Ord32, Product> = rows.into_iter().collect();
        let changed: Vec<(Ord32, Option<Product>)> =
            ords(keys).map(|ord| (ord, rows.remove(&ord))).collect();
        for (ord, product) in &changed {
            match product {
                Some(product) => self.put_product(*ord, product)?,
                None => self.texts.remove(DocKey::Product(*ord)),
            }
        }
        let count = changed.len();
        let mut tables = self.tables.write();
        for (ord, product) in changed {
            tables.products.set(ord, product);
        }
        drop(tables);
        let unwritten = self.unwritten.fetch_add(count, Ordering::AcqRel) + count;
        let tables = self.tables.read();
        let products = tables.products.len();
        if products <= FEW_PRODUCTS || unwritten * WORTH_WRITING >= products {
            self.write_phrasebook(&tables.products);
        }
        Ok(())
    }

    fn write_phrasebook(&self, products: &Products) {
        self.unwritten.store(0, Ordering::Release);
        let book = Phrasebook::new(products.iter());
        self.phrasebook.store(Arc::new(book));
    }

    fn put_product(&self, ord: Ord32, product: &Product) -> anyhow::Result<()> {
        self.texts.learn(&product.names);
        let text = product_text(product);
        self.texts
            .put(DocKey::Product(ord), &text, product.category)
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

fn fill_listings(listings: &mut Listings, rows: Vec<(Ord32, Listing)>) {
    for (ord, listing) in rows {
        listings.set(ord, Some(listing));
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
    product
        .names
        .each()
        .chain(more.into_iter().flatten())
        .collect::<Vec<_>>()
        .join(" ")
}
