//! What a question costs in indexes of very different size.
//!
//! Larger worlds have the towns of the smaller ones and more of them, so the same
//! question has the same answer in each. Asked all over the largest world, most
//! questions meet memory that is in no cache; that is shown as well.

use std::time::Instant;

use geo_index::Point;
use serde_json::json;

use crate::ALLOCATOR;
use crate::asked::Pace;
use crate::clock::{Times, quantile};
use crate::compare::count;
use crate::engine::{Engine as _, Task};
use crate::ours::{Ours, index_of};
use crate::places;
use crate::plot;
use crate::report::{self, Report};
use crate::table::{Table, km, us};
use crate::truth::{Truth, Wrong};

/// Radii of this part, in metres.
pub(crate) const RADII_M: [f64; 2] = [1_000.0, 5_000.0];
const PASSES: usize = 3;

/// Figures of one world.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) points: u32,
    built_ms: f64,
    bytes: f64,
    /// The questions that were asked of the smallest world as well.
    pub(crate) same: Medians,
    /// As many questions all over this world.
    pub(crate) anywhere: Medians,
}

/// Medians by radius.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Medians {
    /// Points in an answer.
    results: [f64; 2],
    /// Microseconds, then by task.
    pub(crate) p50_us: [[f64; 3]; 2],
}

pub(crate) fn run(
    pace: &Pace,
    plot: bool,
    report: &mut Report,
) -> Result<(), Box<dyn std::error::Error>> {
    let smallest: Vec<_> = places::world(pace.worlds[0]).collect();
    let same = places::origins(&smallest, pace.questions);
    let mut worlds = Vec::new();
    for points in pace.worlds {
        worlds.push(world(points, &same, pace)?);
    }
    for (radius, radius_m) in RADII_M.into_iter().enumerate() {
        let title = format!(
            "Scaling: the same questions within {} in every world / as many all over it; p50 in µs",
            km(radius_m)
        );
        report::show(&title, &table(&worlds, radius));
    }
    report.file("scaling", worlds.iter().map(figures).collect());
    if plot {
        let path = plot::draw(&worlds)?;
        report::say(&format!("drawn: {}", path.display()));
    }
    Ok(())
}

fn world(size: u32, same: &[Point], pace: &Pace) -> Result<World, Wrong> {
    let points: Vec<_> = places::world(size).collect();
    let anywhere = places::origins(&points, pace.questions);
    let (before, started) = (ALLOCATOR.allocated(), Instant::now());
    let index = index_of(points.iter().copied());
    let built_ms = started.elapsed().as_secs_f64() * 1e3;
    let bytes = count(ALLOCATOR.allocated() - before) / f64::from(size);
    let mut ours = Ours::from(index);
    for origins in [same, &anywhere] {
        Truth::of(&points).check(&mut ours, &Task::ALL, &origins[..pace.checked])?;
    }
    drop(points);
    Ok(World {
        points: size,
        built_ms,
        bytes,
        same: medians(&mut ours, same, pace),
        anywhere: medians(&mut ours, &anywhere, pace),
    })
}

fn medians(ours: &mut Ours, origins: &[Point], pace: &Pace) -> Medians {
    let mut results = [0.0; 2];
    let p50_us = [0, 1].map(|radius| {
        Task::ALL.map(|task| {
            let (mut times, mut found) = (Times::default(), Vec::new());
            for _ in 0..PASSES {
                found = times.pass(origins, pace.budget, |origin| {
                    ours.ask(task, origin, RADII_M[radius])
                });
            }
            if task == Task::Count {
                let mut found: Vec<_> = found.into_iter().map(count).collect();
                results[radius] = quantile(&mut found, 0.5);
            }
            times.p50_us()
        })
    });
    Medians { results, p50_us }
}

fn table(worlds: &[World], radius: usize) -> Table {
    let heads = [
        "points",
        "results",
        "count",
        "collect",
        "50 nearest",
        "build ms",
        "B/point",
    ];
    let mut table = Table::headed(heads);
    for world in worlds {
        let (same, anywhere) = (&world.same, &world.anywhere);
        let task = |task: usize| {
            let [same, anywhere] = [same, anywhere].map(|medians| us(medians.p50_us[radius][task]));
            format!("{same} / {anywhere}")
        };
        table.row([
            world.points.to_string(),
            format!(
                "{:.0} / {:.0}",
                same.results[radius], anywhere.results[radius]
            ),
            task(0),
            task(1),
            task(2),
            format!("{:.0}", world.built_ms),
            format!("{:.1}", world.bytes),
        ]);
    }
    table
}

fn figures(world: &World) -> serde_json::Value {
    json!({
        "points": world.points,
        "built_ms": world.built_ms,
        "bytes_per_point": world.bytes,
        "radii_m": RADII_M,
        "same_questions": world.same,
        "questions_anywhere": world.anywhere,
    })
}
