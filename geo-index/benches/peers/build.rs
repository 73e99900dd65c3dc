//! How long an index takes to build and how much memory it keeps.

use std::time::Instant;

use geo_index::Point;
use serde_json::{Value, json};

use crate::ALLOCATOR;
use crate::asked::Pace;
use crate::compare::count;
use crate::kiddo_tree::Kiddo;
use crate::kyle::Kyle;
use crate::ours::index_of;
use crate::places;
use crate::report::{self, Report};
use crate::rstar_tree::Rstar;
use crate::table::Table;
use crate::targets;

const BUILDS: usize = 3;

/// What a build took.
struct Built {
    name: &'static str,
    /// From degrees to an index that answers, best of three, in milliseconds.
    ms: f64,
    /// Bytes per point that stay allocated.
    bytes: f64,
}

pub(crate) fn run(pace: &Pace, report: &mut Report) {
    let points = places::country(pace.points);
    let builds = [
        built("ours", &points, |points| index_of(points.iter().copied())),
        built("kiddo", &points, Kiddo::build),
        built("geo-index 0.4", &points, Kyle::build),
        built("rstar", &points, Rstar::build),
    ];
    let mut table = Table::headed(["index", "build ms", "target", "", "B/point", "target", ""]);
    for build in &builds {
        table.row(row(build, report));
    }
    report::show(
        &format!(
            "Build and memory: {} points, from degrees to an index that answers",
            pace.points
        ),
        &table,
    );
    // Saving and opening a file are measured here as soon as the index can.
    report.file("build", builds.iter().map(figures).collect());
}

fn built<I>(name: &'static str, points: &[Point], build: impl Fn(&[Point]) -> I) -> Built {
    let (mut ms, mut bytes) = (f64::INFINITY, 0.0);
    for _ in 0..BUILDS {
        let before = ALLOCATOR.allocated();
        let started = Instant::now();
        let index = build(points);
        ms = ms.min(started.elapsed().as_secs_f64() * 1e3);
        bytes = count(ALLOCATOR.allocated() - before) / count(points.len());
        drop(index);
    }
    Built { name, ms, bytes }
}

fn row(build: &Built, report: &mut Report) -> [String; 7] {
    let mut judged = |value: f64, most: f64| match build.name {
        "ours" => [format!("≤ {most}"), report.sign(value <= most)],
        _ => [String::new(), String::new()],
    };
    let [ms_target, ms_sign] = judged(build.ms, targets::BUILD_MS);
    let [bytes_target, bytes_sign] = judged(build.bytes, targets::BYTES);
    [
        build.name.to_owned(),
        format!("{:.0}", build.ms),
        ms_target,
        ms_sign,
        format!("{:.1}", build.bytes),
        bytes_target,
        bytes_sign,
    ]
}

fn figures(build: &Built) -> Value {
    json!({ "name": build.name, "ms": build.ms, "bytes_per_point": build.bytes })
}
