//! `search`: ranked offers for a question.

use std::cell::RefCell;
use std::time::Instant;

use chrono::{DateTime, FixedOffset};
use geo_index::InvalidRadius;
use kernel::{ListingId, Money, Names, ProductId};
use serde::Serialize;

use super::answers::Answers;
use super::candidates::{Candidate, Gather, Subject};
use super::disc::Disc;
use super::facets::Facets;
use super::highlight::Highlight;
use super::matched::{Explainer, MatchedWord};
use super::nearby::NearShop;
use super::page::page_of;
use super::question::{Question, Sort};
use super::rank::ranked;
use super::reach::Plan;
use super::reading::Reading;
use super::score::ScoreParts;
use super::seen::After;
use super::understood::Understood;
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
    /// Where the page after this one begins, if there is one.
    pub next: Option<After>,
    /// How the answers divide.
    pub facets: Facets,
    /// How the words were read.
    pub understood: Understood,
    /// The radius that was searched; wider than asked when nothing was nearer.
    pub radius_m: f64,
    /// Whether the text index could not be asked or is known to lag behind.
    pub degraded: bool,
    /// What it took to find them.
    pub work: Work,
}

/// What answering one question took, for people who wonder why it is fast or slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Work {
    /// From which side the offers were reached.
    pub plan: Plan,
    /// Shops within the radius that pass the filters on shops.
    pub shops: usize,
    /// Answers on all pages.
    pub answers: usize,
    /// By the clock on the wall.
    pub microseconds: u64,
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
    /// Where the question stands in the names of the goods, or of the shop where
    /// that was asked for by name.
    pub highlight: Highlight,
    /// Word by word, what was matched and why; empty unless the question wants it.
    pub matched: Vec<MatchedWord>,
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
        let radius_m = (question.after.as_ref()).map_or(question.radius_m, |after| after.radius_m);
        let found = self.search_within(question, radius_m)?;
        let wider = (question.radius_m * 2.0).min(WIDEST_M);
        let found = if found.total == 0 && question.after.is_none() && wider > question.radius_m {
            self.search_within(question, wider)?
        } else {
            found
        };
        metrics::histogram!("search_seconds").record(started.elapsed().as_secs_f64());
        if found.total == 0 && question.is_first_page() {
            metrics::counter!("search_without_result_total").increment(1);
        }
        Ok(found)
    }

    /// Whether a question was asked too long ago to go on with.
    pub fn is_stale(&self, after: &After) -> bool {
        after.is_stale(minutes(self.clock.now_in_dhaka()))
    }

    fn search_within(&self, question: &Question, radius_m: f64) -> Result<Found, InvalidRadius> {
        let question = &Question {
            radius_m,
            ..question.clone()
        };
        let (started, now) = (Instant::now(), self.clock.now_in_dhaka());
        let texts = self.texts.current();
        let tables = self.tables.read();
        let concepts = self.concepts.load_full();
        let reading = (self.readings).read(question, &texts, &concepts, &tables.categories);
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
        let (mut candidates, plan) = if reading.words.is_empty() {
            (gather.everything(), Plan::Browse)
        } else {
            matched(&gather, &reading, &texts)
        };
        self.measures.planned(plan);
        candidates.extend(gather.usual_sellers(&reading));
        keep_best_per_offer(&mut candidates);
        let facets = Facets::count(&candidates, &tables);
        let total = candidates.len();
        let after = question
            .after
            .clone()
            .unwrap_or_else(|| After::start(radius_m, minutes(now)));
        if question.after.is_some() {
            candidates.retain(|candidate| !after.has(candidate));
        }
        let page = page(&candidates, question, &after, &tables);
        let shown = (question.page + after.pages) * question.limit + page.len();
        let explainer = Explainer {
            reading: &reading,
            texts: &texts,
            tables: &tables,
            concepts: &concepts,
        };
        let answers = Answers {
            explainer,
            explain: question.explain,
            disc: &disc,
            origin: question.origin,
            now,
            highlights: RefCell::default(),
        };
        let work = Work {
            plan,
            shops: disc.shops.len(),
            answers: total,
            microseconds: micros(started),
        };
        Ok(Found {
            items: page.iter().filter_map(|one| answers.of(one)).collect(),
            total,
            next: (shown < candidates.len()).then(|| after.behind(&page)),
            facets,
            understood: reading.understood.clone(),
            radius_m,
            work,
            degraded: self.is_degraded() || texts.is_broken(),
        })
    }
}

fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// Minutes since 1970.
fn minutes(now: DateTime<FixedOffset>) -> u32 {
    u32::try_from(now.timestamp() / 60).unwrap_or_default()
}

/// One page of what was not shown yet.
fn page(
    candidates: &[Candidate],
    question: &Question,
    after: &After,
    tables: &Tables,
) -> Vec<Candidate> {
    let at = question.page + after.pages;
    let most = if question.sort == Sort::Relevance {
        question.max_per_shop
    } else {
        0
    };
    let ranked = ranked(candidates, question, at, tables);
    page_of(&ranked, at, question.limit, most, |candidate| {
        candidate.shop
    })
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

fn matched(
    gather: &Gather<'_>,
    reading: &Reading,
    texts: &crate::text::Texts,
) -> (Vec<Candidate>, Plan) {
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
    let (mut candidates, plan) = gather.offers(&scored);
    candidates.extend(gather.shops_by_name(&scored));
    (candidates, plan)
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
