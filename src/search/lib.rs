//! Finding goods and shops near a place.
//!
//! Everything here is a copy of the database that can be lost at any time: the
//! radius index, the text index and the tables behind them are loaded at start
//! and follow the change feed. Reading needs no database, so search goes on
//! answering while PostgreSQL is away.

mod api;
mod ask;
mod audit;
mod by_name;
mod follow;
mod load;
mod measures;
mod mend;
mod misses;
mod requests;
mod shelf;
mod steps;
mod tables;
mod text;
mod warm;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use geo_index::{GeoIndex, Live};
use kernel::Clock;
use parking_lot::{Mutex, RwLock};

use ask::{Concepts, Phrasebook, Readings};
use measures::Measures;
use mend::Unsettled;
use shelf::{Shelf, Source};
use tables::{Ord32, Tables};
use text::TextIndex;

pub use api::{api, read_question, read_radius};
pub use ask::{
    After, Answer, Catalogued, Explanation, Facets, Found, Highlight, MatchedWord, NearShop,
    Nearby, NearbyPosition, NearbyQuestion, Offer, OfferSort, Plan, PriceBand, Question, ReadWord,
    ScoreParts, Sort, Suggested, Suggestion, Understood, Variant, What, Why, best_of,
    metres_between,
};
pub use audit::{Drift, Repaired};
pub use follow::SearchFollower;
pub use measures::GeoSize;
pub use misses::{
    Instead, MissedQuery, Misses, NotWritten, middle_of, missed_queries, place_of, prune_misses,
};
pub use requests::{
    AskError, Asked, Desk, IDEMPOTENCY_KEY, ShopRequest, ask_shops, prune_requests, read_request,
};
pub use shelf::NotKept;
pub use steps::Step;
pub use tables::{Category, Product};

/// Farthest that anybody may look, in metres.
pub const MAX_RADIUS_M: f64 = 50_000.0;
/// How far people look when they do not say, in metres.
pub const DEFAULT_RADIUS_M: f64 = 3_000.0;

/// The indexes of this process.
pub struct Search {
    tables: RwLock<Tables>,
    geo: Live<Ord32, u8>,
    texts: TextIndex,
    concepts: ArcSwap<Concepts>,
    phrasebook: ArcSwap<Phrasebook>,
    readings: Readings,
    unsettled: Unsettled,
    /// Held by whoever changes what is here.
    applying: tokio::sync::Mutex<()>,
    measures: Measures,
    misses: Misses,
    shelf: Shelf,
    source: Mutex<Option<Source>>,
    clock: Clock,
    warm: AtomicBool,
    in_step: AtomicBool,
    behind: AtomicBool,
}

impl Search {
    /// Empty indexes; a [`SearchFollower`] fills them.
    pub fn new(data_dir: &Path, clock: Clock) -> anyhow::Result<Arc<Self>> {
        Ok(Arc::new(Self {
            tables: RwLock::default(),
            geo: Live::new(GeoIndex::bulk([])),
            shelf: Shelf::new(data_dir),
            source: Mutex::new(None),
            texts: TextIndex::new()?,
            concepts: ArcSwap::from_pointee(Concepts::new(
                &tables::Categories::default(),
                Arc::new([]),
            )),
            phrasebook: ArcSwap::default(),
            readings: Readings::default(),
            unsettled: Unsettled::default(),
            applying: tokio::sync::Mutex::new(()),
            measures: Measures::new(),
            misses: Misses::new(clock.clone()),
            clock,
            warm: AtomicBool::new(false),
            in_step: AtomicBool::new(false),
            behind: AtomicBool::new(false),
        }))
    }

    /// Whether everything was loaded once, so that answers can be trusted.
    pub fn is_warm(&self) -> bool {
        self.warm.load(Ordering::Acquire)
    }

    /// Whether the change feed is connected and read to the end.
    pub fn is_in_step(&self) -> bool {
        self.in_step.load(Ordering::Acquire)
    }

    /// Whether the change feed was lost and what happened meanwhile is not yet
    /// applied: others may know more.
    pub fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire)
    }

    /// Memory that the tables and the radius index take, in bytes, by part.
    pub fn bytes_of_parts(&self) -> Vec<(&'static str, usize)> {
        let mut parts = self.tables.read().bytes().to_vec();
        parts.push(("places", self.geo.memory_bytes()));
        parts
    }

    /// Memory that the text index takes, in bytes.
    pub fn text_bytes(&self) -> usize {
        self.texts.bytes()
    }

    /// Searches that found nothing, on their way to the database.
    pub const fn misses(&self) -> &Misses {
        &self.misses
    }

    /// How much the radius index holds now.
    pub fn geo_size(&self) -> GeoSize {
        GeoSize::of(&self.geo)
    }

    /// Writes the radius index to disk for the next start, unless it has hardly
    /// changed since the last time; answers whether it did. Blocks for the disk.
    pub fn keep(&self) -> Result<bool, NotKept> {
        // Before the index: it may then hold more than its note says, never less.
        let source = self.source.lock().clone();
        source.map_or(Ok(false), |source| {
            self.shelf.put(&self.geo.load(), &source)
        })
    }

    /// The category with this slug and those above it, nearest first.
    pub fn category(&self, code: &str) -> Vec<Category> {
        let categories = &self.tables.read().categories;
        categories
            .find(code)
            .map(|found| categories.lineage(found.ord).cloned().collect())
            .unwrap_or_default()
    }

    /// The categories a product is in, nearest first; none where it is in none.
    pub fn lineage_of(&self, product: &Product) -> Vec<Category> {
        let categories = &self.tables.read().categories;
        let lineage = product.category.map(|ord| categories.lineage(ord).cloned());
        lineage.into_iter().flatten().collect()
    }

    /// Categories right below this one; `None` for the top.
    pub fn categories_below(&self, code: Option<&str>) -> Vec<Category> {
        self.tables
            .read()
            .categories
            .children(code)
            .cloned()
            .collect()
    }

    /// Categories that shops of this kind usually sell, from the top of the
    /// tree: those whose parent is not sold as a whole.
    pub fn usually_sold_by(&self, kind: shops::ShopKind) -> Vec<Category> {
        let categories = &self.tables.read().categories;
        let sells = |category: &Category| categories.sold_by(category.ord).contains(&kind);
        let parent_too = |category: &Category| {
            category
                .parent
                .as_deref()
                .and_then(|code| categories.find(code))
                .is_some_and(sells)
        };
        categories
            .all()
            .iter()
            .filter(|category| sells(category) && !parent_too(category))
            .cloned()
            .collect()
    }
}
