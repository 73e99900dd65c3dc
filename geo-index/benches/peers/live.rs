//! The updatable form of the index under test.

use std::sync::Arc;

use geo_index::{Change, Live, Point};

use crate::engine::{Engine, Task};
use crate::ours::{Buffers, Index};
use crate::shared::{Move, Shared};

/// A [`Live`] index.
pub(crate) struct Ours {
    pub(crate) live: Arc<Live<u32, ()>>,
}

impl Ours {
    pub(crate) fn starting_from(index: Index) -> Self {
        let live = Arc::new(Live::new(index));
        Self { live }
    }
}

impl Shared for Ours {
    fn name(&self) -> &'static str {
        "ours"
    }

    fn reader(&self) -> Box<dyn Engine> {
        Box::new(Reader {
            live: Arc::clone(&self.live),
            buffers: Buffers::default(),
        })
    }

    fn publish(&self, moves: &[Move]) {
        self.live.apply(moves.iter().map(|step| Change::Upsert {
            key: step.key,
            point: step.to,
            tag: (),
        }));
    }
}

/// Takes the newest version for every question.
struct Reader {
    live: Arc<Live<u32, ()>>,
    buffers: Buffers,
}

impl Engine for Reader {
    fn name(&self) -> &'static str {
        "ours, live"
    }

    fn ask(&mut self, task: Task, origin: Point, radius_m: f64) -> usize {
        (self.buffers).ask(&self.live.load(), task, origin, radius_m)
    }

    fn found(&self) -> Vec<(u32, f64)> {
        self.buffers.found()
    }

    fn slack_m(&self) -> f64 {
        0.0
    }
}
