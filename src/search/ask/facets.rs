//! How the answers divide, for filters that say what they would leave.

use std::collections::HashMap;

use serde::Serialize;
use shops::ShopKind;

use super::candidates::{Candidate, Subject};
use crate::tables::{Ord32, Tables};

/// Upper ends of price bands in poisha; the last band is open.
const PRICE_ENDS: [i64; 6] = [5_000, 10_000, 20_000, 50_000, 100_000, 500_000];
/// Upper ends of distance bands in metres, the radii people choose from; the last
/// band is open.
const DISTANCE_ENDS: [f64; 6] = [500.0, 1_000.0, 3_000.0, 5_000.0, 10_000.0, 20_000.0];

/// Counts over all answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facets {
    /// By kind of shop, most first.
    pub kinds: Vec<KindCount>,
    /// By category, most first; at most 30.
    pub categories: Vec<CategoryCount>,
    /// By price; offers without a price are in none.
    pub prices: Vec<PriceBand>,
    /// By distance.
    pub distances: Vec<DistanceBand>,
    /// In shops that are open now.
    pub open_now: usize,
    /// That the shop says are there.
    pub in_stock: usize,
    /// That the shop itself lists.
    pub confirmed: usize,
}

/// Answers in shops of one kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindCount {
    /// The kind.
    pub kind: ShopKind,
    /// How many.
    pub count: usize,
}

/// Answers in one category.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CategoryCount {
    /// Its slug.
    pub code: String,
    /// Its name.
    pub name: kernel::Names,
    /// How many are in it and in none below.
    pub count: usize,
    /// How many are in it or below: what its filter leaves.
    pub with_below: usize,
}

/// Answers within a range of prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PriceBand {
    /// From this many poisha.
    pub min: i64,
    /// Up to this many; `None` = no end.
    pub max: Option<i64>,
    /// How many.
    pub count: usize,
}

/// Answers within a range of distances.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DistanceBand {
    /// Up to this many metres; `None` = no end.
    pub max_m: Option<f64>,
    /// How many.
    pub count: usize,
}

impl Facets {
    /// How many are at most so many metres away; the end of a distance band.
    pub fn within(&self, metres: f64) -> usize {
        let near = |band: &&DistanceBand| band.max_m.is_some_and(|end| end <= metres);
        self.distances
            .iter()
            .filter(near)
            .map(|band| band.count)
            .sum()
    }

    /// Counts.
    pub(super) fn count(candidates: &[Candidate], tables: &Tables) -> Self {
        let mut kinds = [0_usize; ShopKind::ALL.len()];
        let mut categories: Vec<usize> = Vec::new();
        let mut prices = [0_usize; PRICE_ENDS.len() + 1];
        let mut distances = [0_usize; DISTANCE_ENDS.len() + 1];
        let mut facets = Self::default();
        for candidate in candidates {
            kinds[usize::from(candidate.kind.index())] += 1;
            let metres = f64::from(candidate.metres);
            distances[DISTANCE_ENDS.partition_point(|end| *end < metres)] += 1;
            let price = candidate.terms.poisha_or_most();
            if price != i64::MAX {
                prices[PRICE_ENDS.partition_point(|end| *end < price)] += 1;
            }
            facets.open_now += usize::from(candidate.open == Some(true));
            facets.in_stock += usize::from(candidate.terms.in_stock() == Some(true));
            facets.confirmed += usize::from(matches!(candidate.subject, Subject::Listing(_)));
            if let Some(category) = candidate.category {
                let category = category as usize;
                categories.resize(categories.len().max(category + 1), 0);
                categories[category] += 1;
            }
        }
        facets.kinds = most_first(ShopKind::ALL.into_iter().zip(kinds))
            .map(|(kind, count)| KindCount { kind, count })
            .collect();
        let categories = (0..).zip(categories).filter(|(_, count)| *count > 0);
        facets.categories = named(categories.collect(), tables);
        facets.prices = price_bands(prices);
        facets.distances = DISTANCE_ENDS
            .into_iter()
            .map(Some)
            .chain([None])
            .zip(distances)
            .map(|(max_m, count)| DistanceBand { max_m, count })
            .collect();
        facets
    }
}

fn most_first<T>(counts: impl Iterator<Item = (T, usize)>) -> impl Iterator<Item = (T, usize)> {
    let mut counts: Vec<_> = counts.filter(|(_, count)| *count > 0).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter()
}

fn named(categories: HashMap<Ord32, usize>, tables: &Tables) -> Vec<CategoryCount> {
    let mut with_below: HashMap<Ord32, usize> = HashMap::new();
    for (ord, count) in &categories {
        for above in tables.categories.lineage(*ord) {
            *with_below.entry(above.ord).or_default() += count;
        }
    }
    let mut by_ord: Vec<_> = categories.into_iter().collect();
    by_ord.sort_unstable();
    most_first(by_ord.into_iter())
        .filter_map(|(ord, count)| {
            let category = tables.categories.by_ord(ord)?;
            Some(CategoryCount {
                code: category.code.clone(),
                name: category.names.clone(),
                count,
                with_below: with_below.get(&ord).copied().unwrap_or(count),
            })
        })
        .take(30)
        .collect()
}

fn price_bands(counts: [usize; PRICE_ENDS.len() + 1]) -> Vec<PriceBand> {
    let starts = [0].into_iter().chain(PRICE_ENDS.map(|end| end + 1));
    let ends = PRICE_ENDS.into_iter().map(Some).chain([None]);
    starts
        .zip(ends)
        .zip(counts)
        .map(|((min, max), count)| PriceBand { min, max, count })
        .collect()
}
