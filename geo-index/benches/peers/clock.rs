//! Times of many questions, and what was true while they were taken.

use std::hint::black_box;
use std::time::{Duration, Instant};

use geo_index::Point;

/// Seconds that each question took, the best of all passes, in the order asked.
#[derive(Debug, Default)]
pub(crate) struct Times {
    best: Vec<f64>,
}

impl Times {
    /// One pass over the questions. The first one stops when the budget is used
    /// up; later ones repeat what it asked. Returns what was answered.
    pub(crate) fn pass(
        &mut self,
        origins: &[Point],
        budget: Duration,
        mut ask: impl FnMut(Point) -> usize,
    ) -> Vec<usize> {
        let first = self.best.is_empty();
        let asked = if first {
            origins.len()
        } else {
            self.best.len()
        };
        let begun = Instant::now();
        let mut answers = Vec::with_capacity(asked);
        for (i, &origin) in origins[..asked].iter().enumerate() {
            let started = Instant::now();
            let answer = black_box(ask(black_box(origin)));
            let ended = Instant::now();
            answers.push(answer);
            let took = (ended - started).as_secs_f64();
            if first {
                self.best.push(took);
                if ended - begun > budget {
                    break;
                }
            } else {
                self.best[i] = self.best[i].min(took);
            }
        }
        answers
    }

    pub(crate) fn asked(&self) -> usize {
        self.best.len()
    }

    /// Microseconds below which a share of the first `asked` questions took.
    pub(crate) fn quantile_us(&self, share: f64, asked: usize) -> f64 {
        let mut sorted = self.best[..asked.min(self.best.len())].to_vec();
        quantile(&mut sorted, share) * 1e6
    }

    pub(crate) fn p50_us(&self) -> f64 {
        self.quantile_us(0.50, usize::MAX)
    }

    pub(crate) fn p99_us(&self) -> f64 {
        self.quantile_us(0.99, usize::MAX)
    }
}

/// The value below which a share of all values lies. Sorts them.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a rank is a small whole number"
)]
pub(crate) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let rank = (values.len() as f64 * share) as usize;
    values
        .get(rank.min(values.len().saturating_sub(1)))
        .copied()
        .unwrap_or(0.0)
}

/// What the figures depend on, in one line.
pub(crate) fn conditions() -> String {
    let mut reading: Vec<_> = (0..10_000)
        .map(|_| Instant::now().elapsed().as_secs_f64())
        .collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let widest = if cfg!(target_feature = "avx512f") {
        "AVX-512"
    } else if cfg!(target_feature = "avx2") {
        "AVX2"
    } else {
        "the baseline"
    };
    format!(
        "{cores} cores; compiled for {widest} of {}; reading the clock takes {:.0} ns of each time",
        std::env::consts::ARCH,
        quantile(&mut reading, 0.5) * 1e9
    )
}
