//! The index under test.

use geo_index::{Gathered, GeoIndex, Hit, Instructions, Point};

use crate::engine::{Engine, NEAREST, Task, widened};

pub(crate) type Index = GeoIndex<u32, ()>;

pub(crate) fn index_of(points: impl IntoIterator<Item = Point>) -> Index {
    (0..)
        .zip(points)
        .map(|(id, point)| (id, point, ()))
        .collect()
}

/// Answers of an index in buffers that are kept.
#[derive(Default)]
pub(crate) struct Buffers {
    gathered: Gathered<u32>,
    nearest: Vec<Hit<u32, ()>>,
    task: Option<Task>,
}

impl Buffers {
    pub(crate) fn ask(&mut self, index: &Index, task: Task, origin: Point, radius_m: f64) -> usize {
        self.task = Some(task);
        match task {
            Task::Count => (index.count_within(origin, radius_m)).expect("radii are fine"),
            Task::Collect => {
                (index.gather_within(origin, radius_m, &mut self.gathered))
                    .expect("radii are fine");
                self.gathered.len()
            }
            Task::Nearest => {
                self.nearest = (index.nearest(origin, NEAREST, radius_m, |_, ()| true))
                    .expect("radii are fine");
                self.nearest.len()
            }
        }
    }

    pub(crate) fn found(&self) -> Vec<(u32, f64)> {
        match self.task {
            Some(Task::Collect) => widened(&self.gathered.iter().collect::<Vec<_>>()),
            Some(Task::Nearest) => (self.nearest.iter())
                .map(|hit| (hit.key, hit.metres))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// The immutable index.
pub(crate) struct Ours {
    index: Index,
    /// The widest vector instructions it may use.
    level: Instructions,
    buffers: Buffers,
}

impl Ours {
    pub(crate) fn build(points: &[Point]) -> Self {
        Self::from(index_of(points.iter().copied()))
    }

    /// The same index, as on a host that has no wider instructions.
    pub(crate) fn limited(&self, level: Instructions) -> Self {
        Self {
            level,
            ..Self::from(self.index.clone())
        }
    }
}

impl From<Index> for Ours {
    fn from(index: Index) -> Self {
        Self {
            index,
            level: Instructions::available(),
            buffers: Buffers::default(),
        }
    }
}

impl Engine for Ours {
    fn name(&self) -> &'static str {
        match self.level {
            level if level == Instructions::available() => "ours",
            Instructions::Baseline => "ours, baseline",
            Instructions::Avx2 => "ours, AVX2",
            Instructions::Avx512 => "ours, AVX-512",
        }
    }

    fn prepare(&mut self) {
        self.level.limit();
    }

    fn ask(&mut self, task: Task, origin: Point, radius_m: f64) -> usize {
        self.buffers.ask(&self.index, task, origin, radius_m)
    }

    fn found(&self) -> Vec<(u32, f64)> {
        self.buffers.found()
    }

    fn slack_m(&self) -> f64 {
        0.0
    }
}
