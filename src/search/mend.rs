//! Keeping what is derived from the tables right: a text index that fails is
//! made anew, one that has gone astray is mended, and what is put off while much
//! changes is brought up to date soon after.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::Search;
use crate::ask::Phrasebook;
use crate::follow::{product_doc, shop_doc};
use crate::tables::{Products, Tables};
use crate::text::{Doc, DocKey, Written};

/// Between two looks whether something has failed.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Between two comparisons of the whole text index with the tables.
const COMPARE_EVERY: Duration = Duration::from_mins(10);
/// After an index that could not be made anew.
const TRY_AGAIN: Duration = Duration::from_secs(5);
/// What is put off waits at least so long …
const SETTLE_AFTER: Duration = Duration::from_secs(1);
/// … and so many times as long as it takes.
const SETTLE_SHARE: u32 = 10;
/// One in so many products changed makes a new phrasebook worth its time, so that a
/// long import writes a handful of them. Until then words find what is new.
const WORTH_WRITING: usize = 4;
/// Other changes wait while the phrasebook is written; longer than this they shall
/// not wait at every change.
const QUICK: Duration = Duration::from_millis(100);
/// The phrasebook of so few products is written at every change where that is quick.
const FEW_PRODUCTS: usize = 2_000;

/// What is derived from products and not up to date.
#[derive(Default)]
pub struct Unsettled(Mutex<State>);

#[derive(Default)]
struct State {
    /// Products changed since the phrasebook was written.
    unwritten: usize,
    since: Option<Instant>,
    /// How long writing it took the last time.
    cost: Duration,
}

impl Search {
    /// Whether answers are fewer or older than they should be, because the text
    /// index failed and is being made anew.
    pub fn is_degraded(&self) -> bool {
        !self.texts.is_sound()
    }

    /// Looks after what is derived from the tables until the process ends.
    pub async fn look_after(self: Arc<Self>) {
        let mut compared = Instant::now();
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            if !self.is_warm() {
                continue;
            }
            if self.is_degraded() {
                if !self.alone(Self::remake_texts).await {
                    tokio::time::sleep(TRY_AGAIN).await;
                }
            } else if self.unsettled.is_due() {
                self.alone(Self::settle).await;
            } else if compared.elapsed() > COMPARE_EVERY {
                self.alone(Self::mend_texts).await;
                compared = Instant::now();
            }
        }
    }

    /// Works on another thread while nobody applies changes; false where the
    /// work was not done.
    pub(crate) async fn alone(self: &Arc<Self>, work: fn(&Self) -> bool) -> bool {
        let _alone = self.applying.lock().await;
        let search = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || work(&search)).await;
        done.unwrap_or(false)
    }

    /// Makes the text index anew from the tables. Blocks.
    pub(crate) fn remake_texts(&self) -> bool {
        let started = Instant::now();
        let tables = self.tables.read();
        let names = tables.products.iter().map(|(_, product)| &product.names);
        let made = self.texts.remake(tables.docs(), names);
        match &made {
            Ok(()) => {
                metrics::counter!("search_text_remakes_total").increment(1);
                let seconds = started.elapsed().as_secs_f64();
                tracing::info!(seconds, "the text index was made anew");
            }
            Err(error) => tracing::warn!(%error, "the text index could not be made anew"),
        }
        made.is_ok()
    }

    /// Compares every document with its row and writes those again that differ;
    /// an index that cannot be mended so is made anew. Blocks.
    pub(crate) fn mend_texts(&self) -> bool {
        self.texts.check();
        let Some(astray) = self.astray().filter(|_| !self.is_degraded()) else {
            return self.remake_texts();
        };
        if astray.is_empty() {
            return true;
        }
        tracing::warn!(
            documents = astray.len(),
            "the text index differs from the tables"
        );
        metrics::counter!("search_text_mended_total").increment(astray.len() as u64);
        for key in &astray {
            self.texts.remove(*key);
            if let Some(doc) = self.doc(*key) {
                self.texts.put(&doc);
            }
        }
        self.texts.commit();
        let mended = self.astray().is_some_and(|astray| astray.is_empty());
        mended || self.remake_texts()
    }

    /// Documents that are not what their rows say; `None` when the index cannot
    /// be read.
    pub(crate) fn astray(&self) -> Option<BTreeSet<DocKey>> {
        let texts = self.texts.current();
        let here = Written::read(&texts).ok()?;
        let right = Written::of(self.tables.read().docs(), &texts);
        Some(here.differences(&right))
    }

    /// Whether everything derived is up to date.
    pub fn is_settled(&self) -> bool {
        self.unsettled.0.lock().since.is_none()
    }

    fn settle(&self) -> bool {
        self.texts.draw_pairs();
        if self.unsettled.0.lock().unwritten > 0 {
            self.write_phrasebook(&self.tables.read().products);
        }
        self.unsettled.0.lock().since = None;
        true
    }

    /// Writes the phrasebook where enough has changed.
    pub(crate) fn write_phrasebook_if_worth(&self) {
        let (unwritten, is_quick) = {
            let state = self.unsettled.0.lock();
            (state.unwritten, state.cost <= QUICK)
        };
        let tables = self.tables.read();
        let products = tables.products.len();
        let at_once = products <= FEW_PRODUCTS && is_quick;
        if unwritten > 0 && (at_once || unwritten * WORTH_WRITING >= products) {
            self.write_phrasebook(&tables.products);
        }
    }

    pub(crate) fn write_phrasebook(&self, products: &Products) {
        let started = Instant::now();
        let book = Phrasebook::new(products.iter());
        self.phrasebook.store(Arc::new(book));
        let mut state = self.unsettled.0.lock();
        state.unwritten = 0;
        state.cost = started.elapsed();
    }
}

impl Unsettled {
    /// Counts changed products.
    pub fn add(&self, count: usize) {
        let mut state = self.0.lock();
        state.unwritten += count;
        state.since.get_or_insert_with(Instant::now);
    }

    fn is_due(&self) -> bool {
        let state = self.0.lock();
        let wait = match state.unwritten {
            0 => SETTLE_AFTER,
            _ => SETTLE_AFTER.max(state.cost * SETTLE_SHARE),
        };
        state.since.is_some_and(|since| since.elapsed() > wait)
    }
}

impl Tables {
    /// All documents that the text index should hold.
    pub(crate) fn docs(&self) -> impl Iterator<Item = Doc> {
        let shops = self.shops.iter().map(|(ord, shop)| shop_doc(ord, shop));
        let products = self.products.iter();
        shops.chain(products.map(|(ord, product)| product_doc(ord, product)))
    }
}

#[cfg(test)]
mod tests;
