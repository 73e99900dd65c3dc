//! What is asked of every index.

use geo_index::Point;

/// Radii of the questions, in metres.
pub(crate) const RADII_M: [f64; 4] = [500.0, 1_000.0, 5_000.0, 20_000.0];
/// How many nearest are asked for.
pub(crate) const NEAREST: usize = 50;

/// A kind of question about one origin and one radius.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// How many points are within the radius.
    Count,
    /// Id and metres of each of them, in any order.
    Collect,
    /// Id and metres of the 50 nearest within the radius, by distance.
    Nearest,
}

impl Task {
    pub(crate) const ALL: [Self; 3] = [Self::Count, Self::Collect, Self::Nearest];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Collect => "collect",
            Self::Nearest => "50 nearest",
        }
    }
}

/// An index under measurement, with buffers of its own that it reuses.
pub(crate) trait Engine {
    fn name(&self) -> &'static str;

    /// Called before a row of questions.
    fn prepare(&mut self) {}

    /// Answers a question completely and returns how many points it found.
    fn ask(&mut self, task: Task, origin: Point, radius_m: f64) -> usize;

    /// Ids and metres of the last answer, unless it was a count.
    fn found(&self) -> Vec<(u32, f64)>;

    /// How far from the rim, in metres, it may err. Zero for exact engines.
    fn slack_m(&self) -> f64 {
        1e-3
    }
}

/// Id and metres, the answer of a peer.
pub(crate) type Answer = Vec<(u32, f32)>;

pub(crate) fn widened(answer: &[(u32, f32)]) -> Vec<(u32, f64)> {
    (answer.iter())
        .map(|&(id, metres)| (id, f64::from(metres)))
        .collect()
}
