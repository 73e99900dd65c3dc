//! What operators see of the radius index.

use std::time::Instant;

use geo_index::Live;
use metrics::{Counter, Histogram, counter, histogram};
use serde::Serialize;

use crate::ask::Plan;
use crate::tables::Ord32;

/// How long something in memory takes, in seconds.
pub struct Timed(Histogram);

impl Timed {
    /// Runs, and notes how long it took.
    pub fn time<T>(&self, run: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = run();
        self.0.record(started.elapsed());
        result
    }
}

/// Histograms that are looked up once, because what they measure takes no longer
/// than looking them up. They are those of the recorder that is there when they
/// are made.
pub struct Measures {
    /// Discs of `nearby`: everything within the radius, filtered.
    pub nearby: Timed,
    /// Discs of `search`, the same.
    pub search: Timed,
    /// Discs of `suggest`, the same.
    pub suggest: Timed,
    /// One batch of changes, until readers see it.
    pub apply: Timed,
    goods: Counter,
    shelves: Counter,
    browse: Counter,
}

impl Measures {
    pub fn new() -> Self {
        let searches = |plan: Plan| counter!("search_plans_total", "plan" => plan.code());
        let query = |question| Timed(histogram!("haat_geo_query_seconds", "question" => question));
        Self {
            nearby: query("nearby"),
            search: query("search"),
            suggest: query("suggest"),
            apply: Timed(histogram!("haat_geo_apply_seconds")),
            goods: searches(Plan::Goods),
            shelves: searches(Plan::Shelves),
            browse: searches(Plan::Browse),
        }
    }

    /// Counts a search by how its offers were reached.
    pub fn planned(&self, plan: Plan) {
        let counter = match plan {
            Plan::Goods => &self.goods,
            Plan::Shelves => &self.shelves,
            Plan::Browse => &self.browse,
        };
        counter.increment(1);
    }
}

/// How much the radius index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct GeoSize {
    /// Shops.
    pub points: usize,
    /// Memory in bytes, with what only updates need.
    pub bytes: usize,
    /// Rises with every batch and every load.
    pub version: u64,
}

impl GeoSize {
    pub(crate) fn of(shops: &Live<Ord32, u8>) -> Self {
        let index = shops.load();
        Self {
            points: index.len(),
            bytes: shops.memory_bytes(),
            version: index.version(),
        }
    }
}
