//! How long an index takes to build, to save and to open, and how much memory it
//! keeps.

use std::time::Instant;

use geo_index::Point;
use serde_json::{Value, json};

use crate::ALLOCATOR;
use crate::asked::Pace;
use crate::compare::count;
use crate::engine::Task;
use crate::kiddo_tree::Kiddo;
use crate::kyle::Kyle;
use crate::ours::{Index, Ours, index_of};
use crate::places;
use crate::report::{self, Report};
use crate::rstar_tree::Rstar;
use crate::table::Table;
use crate::targets;
use crate::truth::Truth;

const BUILDS: usize = 3;
const OPENINGS: usize = 10;

/// What a build took.
struct Built {
    name: &'static str,
    /// From degrees to an index that answers, best of three, in milliseconds.
    ms: f64,
    /// Bytes per point that stay allocated.
    bytes: f64,
}

pub(crate) fn run(pace: &Pace, report: &mut Report) -> Result<(), Box<dyn std::error::Error>> {
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
    report.file("build", builds.iter().map(figures).collect());
    file(&points, pace, report)
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

/// Saves, opens, and asks what was opened.
fn file(
    points: &[Point],
    pace: &Pace,
    report: &mut Report,
) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("country.geo");
    let index = index_of(points.iter().copied());
    let (mut save_ms, mut open_ms) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..BUILDS {
        let started = Instant::now();
        index.save(&path, b"a note")?;
        save_ms = save_ms.min(started.elapsed().as_secs_f64() * 1e3);
    }
    for _ in 0..OPENINGS {
        let started = Instant::now();
        let (opened, _) = Index::open(&path)?;
        open_ms = open_ms.min(started.elapsed().as_secs_f64() * 1e3);
        drop(opened);
    }
    let (opened, _) = Index::open(&path)?;
    let said = count(index.memory_bytes()) / count(points.len());
    let origins = places::origins(points, pace.checked);
    Truth::of(points).check(&mut Ours::from(opened), &Task::ALL, &origins)?;
    report_file(save_ms, open_ms, report);
    report::say(&format!("memory_bytes says {said:.1} B/point"));
    let bytes = std::fs::metadata(&path)?.len();
    report.file(
        "file",
        json!({ "save_ms": save_ms, "open_ms": open_ms, "bytes": bytes, "memory_bytes_per_point": said }),
    );
    Ok(())
}

fn report_file(save_ms: f64, open_ms: f64, report: &mut Report) {
    let mut table = Table::headed(["file", "ms", "target", ""]);
    table.row([
        "save".into(),
        format!("{save_ms:.1}"),
        String::new(),
        String::new(),
    ]);
    table.row([
        "open".into(),
        format!("{open_ms:.1}"),
        format!("≤ {}", targets::OPEN_MS),
        report.sign(open_ms <= targets::OPEN_MS),
    ]);
    report::show(
        "Saving (until the disk has it) and opening (from a warm page cache)",
        &table,
    );
}
