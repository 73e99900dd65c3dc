//! The best few terms found so far.

use crate::found::How;

/// A term and how well it fits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) term: u32,
    pub(crate) similarity: f32,
    pub(crate) how: How,
    rank: f32,
}

/// At most `limit` hits, every term once.
#[derive(Debug)]
pub(crate) struct Hits {
    limit: usize,
    least: f32,
    /// How much full popularity adds to the rank.
    popular: f32,
    best_first: Vec<Hit>,
}

impl Hits {
    pub(crate) fn new(limit: usize, least: f32, popular: f32) -> Self {
        Self {
            limit,
            least,
            popular,
            best_first: Vec::with_capacity(limit.min(64)),
        }
    }

    /// The similarity a term of this popularity must reach to matter.
    pub(crate) fn least(&self, popularity: f32) -> f32 {
        if self.best_first.len() < self.limit {
            return self.least;
        }
        let worst = self.best_first.last().map_or(f32::INFINITY, |hit| hit.rank);
        self.least.max(worst - self.popular * popularity)
    }

    /// Best similarity so far, 0 when there is none.
    pub(crate) fn best(&self) -> f32 {
        self.best_first
            .iter()
            .map(|hit| hit.similarity)
            .fold(0.0, f32::max)
    }

    pub(crate) fn offer(&mut self, term: u32, similarity: f32, popularity: f32, how: How) {
        if similarity < self.least(popularity) {
            return;
        }
        // The same letters stay first whatever is popular.
        let exact = if how == How::Exact { 1.0 } else { 0.0 };
        let rank = similarity + self.popular * popularity + exact;
        if let Some(at) = self.best_first.iter().position(|hit| hit.term == term) {
            if self.best_first[at].rank >= rank {
                return;
            }
            self.best_first.remove(at);
        }
        let at = self.best_first.partition_point(|hit| hit.rank >= rank);
        self.best_first.insert(
            at,
            Hit {
                term,
                similarity,
                how,
                rank,
            },
        );
        self.best_first.truncate(self.limit);
    }

    pub(crate) fn ranked(self) -> Vec<Hit> {
        self.best_first
    }
}
