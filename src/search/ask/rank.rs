//! Candidates in order, as many as pages need.
//!
//! Most of a hundred thousand candidates are on no page anybody opens. So a number
//! per candidate tells which ones are among the first, and only these are sorted,
//! by distances measured anew: those of the radius index may differ by millimetres
//! from one version to the next.

use std::cmp::Ordering;
use std::collections::HashSet;

use kernel::ShopId;

use super::candidates::{Candidate, Subject};
use super::disc::metres_between;
use super::question::{Question, Sort};
use crate::tables::{Ord32, Tables};

/// Candidates sorted for each one on a page: among so many there are enough shops.
const FOR_EACH: usize = 20;
/// Metres may be this much off, in centimetres.
const UNSURE_CM: u64 = 1;

/// A candidate with all that decides where it stands.
struct Placed {
    candidate: Candidate,
    metres: f64,
    shop: Option<ShopId>,
}

/// The first of the candidates in order, enough for the page and those before it.
/// Ties go by distance, then by ids, so that every node answers the same.
pub(super) fn ranked(
    candidates: &[Candidate],
    question: &Question,
    page: usize,
    tables: &Tables,
) -> Vec<Candidate> {
    let needed = (page + 1) * question.limit * FOR_EACH;
    let first = first(candidates, question.sort, needed);
    let first = sorted(first, question, tables);
    if first.len() < candidates.len() && crowded(&first, question, page) {
        return sorted(candidates.to_vec(), question, tables);
    }
    first
}

/// At least the first `needed` candidates, unsorted.
fn first(candidates: &[Candidate], sort: Sort, needed: usize) -> Vec<Candidate> {
    if needed >= candidates.len() {
        return candidates.to_vec();
    }
    let mut keys: Vec<u64> = candidates.iter().map(|one| key(one, sort)).collect();
    let (_, last, _) = keys.select_nth_unstable(needed);
    let last = last.saturating_add(match sort {
        Sort::Distance => UNSURE_CM << 32,
        Sort::Relevance | Sort::Price => UNSURE_CM,
    });
    let is_first = |one: &&Candidate| key(one, sort) <= last;
    candidates.iter().filter(is_first).copied().collect()
}

/// Sorts as [`sorted`] does, but for ties and to the centimetre.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "distances and scores are small and not negative"
)]
#[inline]
fn key(candidate: &Candidate, sort: Sort) -> u64 {
    let centimetres = u64::from((candidate.metres * 100.0) as u32);
    let worse = u64::from(u32::MAX - candidate.score as u32);
    match sort {
        Sort::Relevance => worse << 32 | centimetres,
        Sort::Distance => centimetres << 32 | worse,
        Sort::Price => {
            // No offer costs as much as 2³⁹ poisha more than another one by accident:
            // dearer ones only tie.
            let price = candidate.terms.poisha_or_most().min((1 << 39) - 1) as u64;
            price << 24 | centimetres.min((1 << 24) - 1)
        }
    }
}

fn sorted(candidates: Vec<Candidate>, question: &Question, tables: &Tables) -> Vec<Candidate> {
    let place = |candidate: Candidate| {
        let shop = tables.shops.find(candidate.shop);
        Placed {
            candidate,
            metres: shop.map_or(f64::INFINITY, |shop| {
                metres_between(question.origin, shop.location)
            }),
            shop: shop.map(|shop| shop.id),
        }
    };
    let mut placed: Vec<Placed> = candidates.into_iter().map(place).collect();
    placed.sort_unstable_by(|a, b| by(a, b, question.sort));
    placed.into_iter().map(|placed| placed.candidate).collect()
}

fn by(a: &Placed, b: &Placed, sort: Sort) -> Ordering {
    let metres = || a.metres.total_cmp(&b.metres);
    let score = || b.candidate.score.cmp(&a.candidate.score);
    let price = |placed: &Placed| placed.candidate.terms.poisha_or_most();
    let first = match sort {
        Sort::Relevance => score().then_with(metres),
        Sort::Distance => metres().then_with(score),
        Sort::Price => price(a).cmp(&price(b)).then_with(metres),
    };
    let id =
        |placed: &Placed| -> (Option<ShopId>, Subject) { (placed.shop, placed.candidate.subject) };
    first.then_with(|| id(a).cmp(&id(b)))
}

/// Whether too few shops are among the first for pages without repetition.
fn crowded(first: &[Candidate], question: &Question, page: usize) -> bool {
    let shops: HashSet<Ord32> = first.iter().map(|c| c.shop).collect();
    question.max_per_shop != 0 && shops.len() * question.max_per_shop < (page + 1) * question.limit
}
