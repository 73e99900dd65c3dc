//! An index that one thread changes while another one asks.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use geo_index::Point;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::clock::quantile;
use crate::compare::count;
use crate::engine::{Engine, Task};

/// Moves that are published together, and how often: 100,000 per second.
const RHYTHM: (usize, Duration) = (2_500, Duration::from_millis(25));
/// Radius of the reader's questions.
const RADIUS_M: f64 = 1_000.0;

/// A known point goes elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    pub(crate) key: u32,
    /// Where it is, for those who cannot find a key by themselves.
    pub(crate) from: Point,
    pub(crate) to: Point,
}

/// Readers and one writer share it.
pub(crate) trait Shared: Sync {
    fn name(&self) -> &'static str;

    /// How many moves are published together, and how often.
    fn rhythm(&self) -> (usize, Duration) {
        RHYTHM
    }

    /// Answers as of the moment of each question.
    fn reader(&self) -> Box<dyn Engine>;

    /// Returns when readers see all moves.
    fn publish(&self, moves: &[Move]);
}

/// Moves of random points to places near other random points, so that dense
/// places stay dense.
pub(crate) struct Traffic {
    pub(crate) places: Vec<Point>,
    rng: StdRng,
}

impl Traffic {
    pub(crate) fn through(places: Vec<Point>) -> Self {
        let rng = StdRng::seed_from_u64(5);
        Self { places, rng }
    }

    pub(crate) fn moves(&mut self, count: usize) -> Vec<Move> {
        (0..count).map(|_| self.one()).collect()
    }

    fn one(&mut self) -> Move {
        let [mover, host] = [0, 1].map(|_| self.rng.random_range(0..self.places.len()));
        let to = crate::places::beside(self.places[host], &mut self.rng);
        let from = std::mem::replace(&mut self.places[mover], to);
        let key = u32::try_from(mover).expect("ids are u32");
        Move { key, from, to }
    }
}

/// How long a reader's questions took, in microseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) count: Span,
    pub(crate) collect: Span,
}

/// Median and 99th percentile.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub(crate) struct Span {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl Span {
    pub(crate) fn of(values: &mut [f64]) -> Self {
        Self {
            p50: quantile(values, 0.50),
            p99: quantile(values, 0.99),
        }
    }
}

/// What a writer managed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writing {
    pub(crate) moves_per_s: f64,
    pub(crate) publish_ms: Span,
    pub(crate) worst_publish_ms: f64,
}

/// Asks for a while, each question once. What is collected is elsewhere than
/// what was just counted, so that neither finds its memory warm.
pub(crate) fn read(engine: &mut dyn Engine, origins: &[Point], lasting: Duration) -> Reading {
    let (mut counts, mut collects) = (Vec::new(), Vec::new());
    let begun = Instant::now();
    let elsewhere = origins.iter().cycle().skip(origins.len() / 2);
    for (&here, &there) in origins.iter().cycle().zip(elsewhere) {
        let started = Instant::now();
        black_box(engine.ask(Task::Count, here, RADIUS_M));
        let counted = Instant::now();
        black_box(engine.ask(Task::Collect, there, RADIUS_M));
        let collected = Instant::now();
        counts.push((counted - started).as_secs_f64() * 1e6);
        collects.push((collected - counted).as_secs_f64() * 1e6);
        if collected - begun > lasting {
            break;
        }
    }
    Reading {
        count: Span::of(&mut counts),
        collect: Span::of(&mut collects),
    }
}

/// Asks for a while beside a writer who publishes 100,000 moves per second.
pub(crate) fn read_beside(
    shared: &dyn Shared,
    traffic: &mut Traffic,
    origins: &[Point],
    lasting: Duration,
) -> (Reading, Writing) {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writer = scope.spawn(|| write(shared, traffic, &done));
        let reading = read(shared.reader().as_mut(), origins, lasting);
        done.store(true, Ordering::Relaxed);
        (reading, writer.join().expect("writers do not panic"))
    })
}

fn write(shared: &dyn Shared, traffic: &mut Traffic, done: &AtomicBool) -> Writing {
    let (batch, every) = shared.rhythm();
    let (begun, mut due) = (Instant::now(), Instant::now());
    let mut publish_ms = Vec::new();
    while !done.load(Ordering::Relaxed) {
        let moves = traffic.moves(batch);
        // Whoever is late does not wait, but does not catch up either.
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let started = Instant::now();
        shared.publish(&moves);
        publish_ms.push(started.elapsed().as_secs_f64() * 1e3);
        due = (due + every).max(started);
    }
    let moved = count(publish_ms.len() * batch);
    Writing {
        moves_per_s: moved / begun.elapsed().max(every).as_secs_f64(),
        worst_publish_ms: publish_ms.iter().copied().fold(0.0, f64::max),
        publish_ms: Span::of(&mut publish_ms),
    }
}
