//! `search`: ranked offers for a question.

use std::cmp::Ordering;
use std::time::Instant;

use chrono::{DateTime, FixedOffset};
use geo_index::InvalidRadius;
use kernel::{ListingId, Money, Names, ProductId};

use super::candidates::{Candidate, Gather, Subject};
use super::disc::Disc;
use super::facets::Facets;
use super::nearby::NearShop;
use super::page::page_of;
use super::question::{Question, Sort};
use super::reading::{Reading, Understood, read};
use super::score::ScoreParts;
use crate::Search;
use crate::by_name::ByName;
use crate::tables::{Ord32, Tables};
use crate::text::match_documents;

/// Least matched share of a question for an answer.
const LEAST: f32 = 0.3;
/// And at least this share of the best answer's.
const LEAST_OF_BEST: f32 = 0.3;
/// When not sorted by relevance, weak matches would come first by accident.
const CLOSE_TO_BEST: f32 = 0.93;
/// Covered share from which a question is the name of a category.
const WHOLE: f32 = 0.85;
/// The farthest a search is widened to.
const WIDEST_M: f64 = 50_000.0;

/// The reply to a question.
#[derive(Clone, Debug)]
pub struct Found {
    /// One page.
    pub items: Vec<Answer>,
    /// Answers on all pages.
    pub total: usize,
    /// Whether there is a page after this one.
    pub more: bool,
    /// How the answers divide.
    pub facets: Facets,
    /// How the words were read.
    pub understood: Understood,
    /// The radius that was searched; wider than asked when nothing was nearer.
    pub radius_m: f64,
    /// Whether the text index could not be asked or is known to lag behind.
    pub degraded: bool,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What is offered.
    pub what: What,
    /// Where.
    pub shop: NearShop,
    /// What it is worth.
    pub score: i32,
    /// Why.
    pub parts: ScoreParts,
}

/// What is offered.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The shop lists this product.
    Offer {
        /// The product.
        product: ProductId,
        /// Its id in the file it came from.
        external_id: Option<String>,
        /// Its name.
        name: Names,
        /// Who makes it.
        brand: Option<String>,
        /// The pack.
        size: Option<String>,
        /// The offer.
        listing: ListingId,
        /// What it costs, if told.
        price: Option<Money>,
        /// Whether it is there, if told.
        in_stock: Option<bool>,
    },
    /// The shop's name was asked for.
    Shop,
    /// Such shops usually sell it; this one has not said so.
    UsuallySells {
        /// Slug of the category.
        category: String,
        /// Its name.
        name: Names,
    },
}

impl What {
    /// Whether the shop itself says that it sells this.
    pub fn is_confirmed(&self) -> bool {
        matches!(self, Self::Offer { .. })
    }
}

impl Search {
    /// Answers a question; when nothing is within the radius, looks once more
    /// within twice the radius and says so.
    pub fn search(&self, question: &Question) -> Result<Found, InvalidRadius> {
        let started = Instant::now();
        let found = self.search_within(question, question.radius_m)?;
        let wider = (question.radius_m * 2.0).min(WIDEST_M);
        let found = if found.total == 0 && wider > question.radius_m {
            self.search_within(question, wider)?
        } else {
            found
        };
        metrics::histogram!("search_seconds").record(started.elapsed().as_secs_f64());
        if found.total == 0 && question.page == 0 {
            metrics::counter!("search_without_result_total").increment(1);
        }
        Ok(found)
    }

    fn search_within(&self, question: &Question, radius_m: f64) -> Result<Found, InvalidRadius> {
        let question = &Question {
            radius_m,
            ..question.clone()
        };
        let now = self.clock.now_in_dhaka();
        let texts = self.texts.current();
        let tables = self.tables.read();
        let concepts = self.concepts.load();
        let reading = read(
            &question.text,
            question.literal,
            &texts,
            &concepts,
            &tables.categories,
        );
        let disc = self
            .measures
            .search
            .time(|| Disc::around(&self.geo.load(), &tables.shops, question, now))?;
        let wanted = question
            .category
            .as_deref()
            .map(|code| tables.categories.subtree(code));
        let gather = Gather {
            tables: &tables,
            question,
            disc: &disc,
            wanted,
            meant: meant(&reading, &tables),
        };
        let mut candidates = if reading.words.is_empty() {
            gather.everything()
        } else {
            matched(&gather, &reading, &texts)
        };
        candidates.extend(gather.usual_sellers(&reading));
        keep_best_per_offer(&mut candidates);
        let facets = Facets::count(&candidates, &tables, &disc);
        let ranked = ranked(&mut candidates, question, &tables);
        let most = if question.sort == Sort::Relevance {
            question.max_per_shop
        } else {
            0
        };
        let page = page_of(ranked, question.page, question.limit, most, |candidate| {
            candidate.shop
        });
        let seen = question.page * question.limit + page.len();
        let items = page
            .iter()
            .filter_map(|candidate| answer(candidate, &tables, &disc, now))
            .collect();
        let total = candidates.len();
        Ok(Found {
            items,
            total,
            more: seen < total,
            facets,
            understood: reading.understood,
            radius_m,
            degraded: self.is_degraded() || texts.is_broken(),
        })
    }
}

/// The category that the whole question is a name of, and those below.
fn meant(reading: &Reading, tables: &Tables) -> Vec<Ord32> {
    let whole = reading
        .categories
        .iter()
        .find(|named| reading.covered_by(named) >= WHOLE);
    let code = whole
        .and_then(|named| tables.categories.by_ord(named.of))
        .map(|category| &category.code);
    let mut meant = code
        .map(|code| tables.categories.subtree(code))
        .unwrap_or_default();
    meant.sort_unstable();
    meant
}

fn matched(gather: &Gather<'_>, reading: &Reading, texts: &crate::text::Texts) -> Vec<Candidate> {
    let by_name = |_| {
        ByName::new(&gather.question.text, &gather.meant).among(gather.tables, &gather.disc.shops)
    };
    let mut scored = match_documents(texts, &reading.words, LEAST).unwrap_or_else(by_name);
    let best = scored.iter().map(|scored| scored.text).fold(0.0, f32::max);
    let share = if gather.question.sort == Sort::Relevance {
        LEAST_OF_BEST
    } else {
        CLOSE_TO_BEST
    };
    scored.retain(|scored| scored.text >= best * share);
    let mut candidates = gather.offers(&scored);
    candidates.extend(gather.shops_by_name(&scored));
    candidates
}

/// A shop that is meant by name is not listed again for what it usually sells.
fn keep_best_per_offer(candidates: &mut Vec<Candidate>) {
    let named: std::collections::HashSet<Ord32> = candidates
        .iter()
        .filter(|c| c.subject == Subject::Shop)
        .map(|c| c.shop)
        .collect();
    if !named.is_empty() {
        candidates
            .retain(|c| !matches!(c.subject, Subject::Category(_)) || !named.contains(&c.shop));
    }
}

/// The candidates in order. Ties go by distance, then by ids, so that every
/// node answers the same.
fn ranked<'a>(
    candidates: &'a mut [Candidate],
    question: &Question,
    tables: &Tables,
) -> &'a [Candidate] {
    let id = |c: &Candidate| (tables.shops.find(c.shop).map(|shop| shop.id), c.subject);
    let metres = |a: &Candidate, b: &Candidate| a.metres.total_cmp(&b.metres);
    let by = |a: &Candidate, b: &Candidate| -> Ordering {
        let first = match question.sort {
            Sort::Relevance => b.score.cmp(&a.score).then_with(|| metres(a, b)),
            Sort::Distance => metres(a, b).then(b.score.cmp(&a.score)),
            Sort::Price => a.price.cmp(&b.price).then_with(|| metres(a, b)),
        };
        first.then_with(|| id(a).cmp(&id(b)))
    };
    let needed = (question.page + 1) * question.limit * 20;
    if needed < candidates.len() {
        candidates.select_nth_unstable_by(needed, by);
        candidates[..needed].sort_unstable_by(by);
    }
    if needed >= candidates.len()
        || question.max_per_shop != 0 && crowded(&candidates[..needed], question)
    {
        candidates.sort_unstable_by(by);
    }
    candidates
}

/// Whether too few shops are among the first for pages without repetition.
fn crowded(first: &[Candidate], question: &Question) -> bool {
    let shops: std::collections::HashSet<Ord32> = first.iter().map(|c| c.shop).collect();
    shops.len() * question.max_per_shop < (question.page + 1) * question.limit
}

fn answer(
    candidate: &Candidate,
    tables: &Tables,
    disc: &Disc<'_>,
    now: DateTime<FixedOffset>,
) -> Option<Answer> {
    let parts = candidate.worth.parts(disc.find(candidate.shop)?);
    let shop = NearShop::of(tables.shops.find(candidate.shop)?, candidate.metres, now);
    let what = match candidate.subject {
        Subject::Shop => What::Shop,
        Subject::Category(ord) => {
            let category = tables.categories.by_ord(ord)?;
            What::UsuallySells {
                category: category.code.clone(),
                name: category.names.clone(),
            }
        }
        Subject::Listing(ord) => offer(ord, tables)?,
    };
    Some(Answer {
        what,
        shop,
        score: candidate.score,
        parts,
    })
}

fn offer(ord: Ord32, tables: &Tables) -> Option<What> {
    let listing = tables.listings.find(ord)?;
    let product = tables.products.find(listing.product)?;
    Some(What::Offer {
        product: product.id,
        external_id: product.external_id.as_deref().map(str::to_owned),
        name: product.names.clone(),
        brand: product.brand.as_deref().map(str::to_owned),
        size: product.size.as_deref().map(str::to_owned),
        listing: listing.id,
        price: listing.price,
        in_stock: listing.in_stock,
    })
}
