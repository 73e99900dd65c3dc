//! What a question costs in indexes of very different size, when the
//! neighbourhood asked about is always the same.

use std::time::Instant;

use serde_json::json;

use crate::ALLOCATOR;
use crate::asked::Pace;
use crate::clock::Times;
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

/// Medians in one world.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) points: u32,
    built_ms: f64,
    bytes: f64,
    /// Microseconds by radius, then by task.
    pub(crate) p50_us: [[f64; 3]; 2],
    results: [f64; 2],
}

pub(crate) fn run(
    pace: &Pace,
    plot: bool,
    report: &mut Report,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut worlds = Vec::new();
    for points in pace.worlds {
        worlds.push(world(points, pace)?);
    }
    for (i, radius_m) in RADII_M.into_iter().enumerate() {
        let title = format!(
            "Scaling: within {} of {:.0} points in each world; p50 in µs",
            km(radius_m),
            worlds[0].results[i]
        );
        report::show(&title, &table(&worlds, i));
    }
    report.file("scaling", worlds.iter().map(figures).collect());
    if plot {
        let path = plot::draw(&worlds)?;
        report::say(&format!("drawn: {}", path.display()));
    }
    Ok(())
}

fn world(size: u32, pace: &Pace) -> Result<World, Wrong> {
    let points: Vec<_> = places::world(size).collect();
    let origins = places::origins(&points, pace.questions);
    let (before, started) = (ALLOCATOR.allocated(), Instant::now());
    let index = index_of(points.iter().copied());
    let built_ms = started.elapsed().as_secs_f64() * 1e3;
    let bytes = count(ALLOCATOR.allocated() - before) / f64::from(size);
    let mut ours = Ours::from(index);
    Truth::of(&points).check(&mut ours, &Task::ALL, &origins[..pace.checked])?;
    drop(points);
    let mut results = [0.0; 2];
    let p50_us = [0, 1].map(|radius| {
        Task::ALL.map(|task| {
            let mut times = Times::default();
            for _ in 0..PASSES {
                let found = times.pass(&origins, pace.budget, |origin| {
                    ours.ask(task, origin, RADII_M[radius])
                });
                if task == Task::Count {
                    let mut found: Vec<_> = found.into_iter().map(count).collect();
                    results[radius] = crate::clock::quantile(&mut found, 0.5);
                }
            }
            times.p50_us()
        })
    });
    Ok(World {
        points: size,
        built_ms,
        bytes,
        p50_us,
        results,
    })
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
        let [count, collect, nearest] = world.p50_us[radius].map(us);
        table.row([
            world.points.to_string(),
            format!("{:.0}", world.results[radius]),
            count,
            collect,
            nearest,
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
        "results": world.results,
        "p50_us": world.p50_us,
    })
}
