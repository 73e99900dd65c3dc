//! `import listings`

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher as _};

use anyhow::Context as _;
use catalog::{ListingRecord, ProductRecord, import_listings, import_products};
use diesel_async::AsyncPgConnection;
use kernel::ShopId;
use platform::merge::Tally;

use super::category_words::CategoryWords;
use super::listing_row::{Offer, SHAPE, read_offer};
use super::pipeline::{Import, Writing};
use super::reading::Read;
use super::report::Remark;
use super::source::{Raw, Shape};

pub(super) struct Listings {
    pub words: CategoryWords,
    pub demo: bool,
}

/// What is known from earlier batches.
#[derive(Default)]
pub(super) struct Memory {
    shops: HashMap<String, Option<ShopId>>,
    /// Product → what was said about it first, both as fingerprints.
    products: HashMap<u64, u64>,
}

impl Import for Listings {
    type Record = Offer;
    type Survey = ();
    type Memory = Memory;

    const NOUN: &'static str = "listings";
    const SHAPE: Shape = SHAPE;

    fn read(&self, raw: &Raw) -> Read<Offer> {
        read_offer(raw, &self.words, self.demo)
    }

    fn key(offer: &Offer) -> impl Hash {
        (offer.shop.clone(), offer.product.external_id.clone())
    }

    fn survey((): &mut (), _: u64, _: &Offer) {}

    fn findings((): ()) -> Vec<(u64, Remark)> {
        Vec::new()
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        batch: Vec<(u64, Offer)>,
        writing: &mut Writing<'_, Memory>,
    ) -> anyhow::Result<Tally> {
        writing.memory.learn_shops(conn, &batch).await?;
        let known = known_only(batch, writing);
        let products = new_products(&known, writing);
        let done = import_products(conn, &products, writing.mode)
            .await
            .context("the database refused a batch of products")?;
        writing.count("products", done);
        let records: Vec<ListingRecord> = known.iter().map(|row| row.record(self.demo)).collect();
        import_listings(conn, &records, writing.mode)
            .await
            .context("the database refused a batch of listings")
    }
}

/// An offer whose shop is there.
struct Known {
    line: u64,
    shop: ShopId,
    offer: Offer,
}

impl Memory {
    async fn learn_shops(
        &mut self,
        conn: &mut AsyncPgConnection,
        batch: &[(u64, Offer)],
    ) -> anyhow::Result<()> {
        let unknown: HashSet<&str> = batch
            .iter()
            .map(|(_, offer)| offer.shop.as_str())
            .filter(|shop| !self.shops.contains_key(*shop))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let unknown: Vec<&str> = unknown.into_iter().collect();
        let found = shops::find_by_external_ids(conn, &unknown)
            .await
            .context("cannot look up shops")?;
        self.shops
            .extend(unknown.iter().map(|shop| ((*shop).to_owned(), None)));
        self.shops
            .extend(found.into_iter().map(|(shop, id)| (shop, Some(id))));
        Ok(())
    }
}

/// Offers of shops that are there; the others are refused.
fn known_only(batch: Vec<(u64, Offer)>, writing: &mut Writing<'_, Memory>) -> Vec<Known> {
    let mut known = Vec::with_capacity(batch.len());
    for (line, offer) in batch {
        if let Some(shop) = writing.memory.shops.get(&offer.shop).copied().flatten() {
            known.push(Known { line, shop, offer });
        } else {
            let reason = "no shop has this id; import shops first";
            let remark = Remark::new("shop_id", &offer.shop, reason);
            writing.report.refuse(line, &[remark]);
        }
    }
    known
}

/// Products that no earlier row told about. What the first row says about a
/// product holds for all shops that sell it.
fn new_products<'a>(
    known: &'a [Known],
    writing: &mut Writing<'_, Memory>,
) -> Vec<&'a ProductRecord> {
    let mut products = Vec::new();
    for Known { line, offer, .. } in known {
        let product = &offer.product;
        let (id, told) = (fingerprint(&product.external_id), fingerprint(product));
        let first = *writing.memory.products.entry(id).or_insert_with(|| {
            products.push(product);
            told
        });
        if first != told {
            let remark = Remark::new(
                "id",
                &product.external_id,
                "a product told differently before; the first row counts",
            );
            writing.report.remark(*line, &remark);
        }
    }
    products
}

fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Known {
    fn record(&self, demo: bool) -> ListingRecord {
        ListingRecord {
            shop: self.shop,
            product: self.offer.product.external_id.clone(),
            price: self.offer.price,
            stock: self.offer.stock,
            availability: self.offer.availability,
            demo,
        }
    }
}
