//! The updatable index: what its readers pay, alone and beside a writer, what a
//! change costs, and what memory remains of many.

use std::time::Instant;

use geo_index::{Change, Live, Point};
use kiddo::MutableKdTree;
use serde_json::{Value, json};

use crate::ALLOCATOR;
use crate::asked::Pace;
use crate::compare::{self, Engines, count, spans};
use crate::engine::Task;
use crate::live;
use crate::locked::Locked;
use crate::ours::{Ours, index_of};
use crate::places;
use crate::report::{self, Report};
use crate::rstar_tree;
use crate::shared::{Reading, Shared, Span, Traffic, Writing, read, read_beside};
use crate::table::{Table, times, us};
use crate::targets;
use crate::truth::{Truth, Wrong};

/// Questions about the final places that are checked.
const CHECKED: usize = 5;
/// Points that come and go are changed so many at a time.
const BATCH: usize = 10_000;

pub(crate) fn run(pace: &Pace, report: &mut Report) -> Result<(), Wrong> {
    let home = places::country(pace.points);
    let before = ALLOCATOR.allocated();
    let ours = live::Ours::starting_from(index_of(home.iter().copied()));
    let fresh = ALLOCATOR.allocated() - before;

    let mut traffic = Traffic::through(home.clone());
    let mut readers = vec![beside(&ours, &mut traffic, pace)?];
    let single_ms = single_moves(&ours.live, &mut traffic, pace.single_moves);
    let places = traffic.places;
    let cells = static_and_live(&ours, &places, pace)?;
    come_and_go(&ours.live, &places);
    let said = ours.live.memory_bytes();
    let before = ALLOCATOR.allocated();
    drop(ours);
    let churned = before - ALLOCATOR.allocated();

    readers.push(locked::<MutableKdTree<f64, 3>>(&home, pace)?);
    readers.push(locked::<rstar_tree::Tree>(&home, pace)?);
    report_cells(&cells, report);
    report_readers(&readers, report);
    report_moves(single_ms, report);
    report_memory(
        [fresh, churned, said].map(|bytes| count(bytes) / f64::from(pace.points)),
        report,
    );
    Ok(())
}

/// One reader alone and beside a writer.
struct Beside {
    name: &'static str,
    alone: Reading,
    busy: Reading,
    writing: Writing,
}

fn beside(shared: &dyn Shared, traffic: &mut Traffic, pace: &Pace) -> Result<Beside, Wrong> {
    let origins = places::origins(&traffic.places, pace.questions);
    let mut reader = shared.reader();
    let alone = read(reader.as_mut(), &origins, pace.reading);
    let (busy, writing) = read_beside(shared, traffic, &origins, pace.reading);
    let tasks = [Task::Count, Task::Collect];
    Truth::of(&traffic.places).check(reader.as_mut(), &tasks, &origins[..CHECKED])?;
    Ok(Beside {
        name: shared.name(),
        alone,
        busy,
        writing,
    })
}

fn locked<T: crate::locked::Tree>(home: &[Point], pace: &Pace) -> Result<Beside, Wrong> {
    let tree = Locked::<T>::of(home);
    beside(&tree, &mut Traffic::through(home.to_vec()), pace)
}

/// Milliseconds of moves published one by one: median, 99th percentile, worst.
fn single_moves(live: &Live<u32, ()>, traffic: &mut Traffic, moves: usize) -> [f64; 3] {
    let mut took: Vec<_> = (traffic.moves(moves).into_iter())
        .map(|step| {
            let started = Instant::now();
            live.upsert(step.key, step.to, ());
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    let Span { p50, p99 } = Span::of(&mut took);
    [p50, p99, took.into_iter().fold(0.0, f64::max)]
}

/// After all the moves: a static index of the final places, and the live one.
fn static_and_live(
    ours: &live::Ours,
    places: &[Point],
    pace: &Pace,
) -> Result<Vec<compare::Cell>, Wrong> {
    let mut engines: Engines = vec![Box::new(Ours::build(places)), ours.reader()];
    compare::cells(places, &mut engines, pace)
}

/// A fifth more points appear, and disappear again.
fn come_and_go(live: &Live<u32, ()>, places: &[Point]) {
    let first = u32::try_from(places.len()).expect("ids are u32");
    let guests: Vec<_> = (first..).zip(places.iter().step_by(5).copied()).collect();
    for batch in guests.chunks(BATCH) {
        live.apply((batch.iter()).map(|&(key, point)| Change::Upsert {
            key,
            point,
            tag: (),
        }));
    }
    for batch in guests.chunks(BATCH) {
        live.apply((batch.iter()).map(|&(key, _)| Change::Remove { key }));
    }
}

fn report_cells(cells: &[compare::Cell], report: &mut Report) {
    let heads = [
        "task",
        "results",
        "static",
        "live",
        "live / static",
        "target",
        "",
    ];
    let mut table = Table::headed(heads);
    for cell in cells {
        let ratio = cell.ratio(1, 0);
        let sign = report.sign(ratio <= targets::LIVE);
        let verdict = [times(ratio), format!("≤ {}x", targets::LIVE), sign];
        table.row(cell.label().into_iter().chain(spans(cell)).chain(verdict));
    }
    report::show(
        "Live, after all the moves below, beside a static index of the same points; p50 / p99 in µs",
        &table,
    );
    let names = ["static", "live"];
    report.file("live", cells.iter().map(|cell| cell.json(&names)).collect());
}

fn report_readers(readers: &[Beside], report: &mut Report) {
    let mut table = Table::headed([
        "index",
        "task",
        "alone",
        "beside",
        "p99 ratio",
        "",
        "moves/s",
        "",
        "worst publish ms",
        "",
    ]);
    for reader in readers {
        let tasks = [
            (Task::Count, reader.alone.count, reader.busy.count),
            (Task::Collect, reader.alone.collect, reader.busy.collect),
        ];
        for (task, alone, beside) in tasks {
            let row = reader.row(task, alone, beside, report);
            table.row(row);
        }
    }
    let title = format!(
        "One reader, 1 km, alone and beside 100,000 moves/s; p50 / p99 in µs; targets: p99 ≤ {}x, {} moves/s, publish ≤ {} ms",
        targets::BESIDE,
        targets::MOVES_PER_S,
        targets::PUBLISH_MS
    );
    report::show(&title, &table);
    report.file("readers", readers.iter().map(Beside::json).collect());
}

impl Beside {
    fn row(&self, task: Task, alone: Span, beside: Span, report: &mut Report) -> [String; 10] {
        let mut sign = |met: bool| match self.name {
            "ours" => report.sign(met),
            _ => String::new(),
        };
        let ratio = beside.p99 / alone.p99;
        let writing = &self.writing;
        [
            self.name.to_owned(),
            task.title().to_owned(),
            span(alone),
            span(beside),
            times(ratio),
            sign(ratio <= targets::BESIDE),
            format!("{:.0}", writing.moves_per_s),
            // A writer on schedule may have been stopped within a period.
            sign(writing.moves_per_s >= 0.99 * targets::MOVES_PER_S),
            format!("{:.2}", writing.worst_publish_ms),
            sign(writing.worst_publish_ms <= targets::PUBLISH_MS),
        ]
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "alone_us": { "count": self.alone.count, "collect": self.alone.collect },
            "beside_us": { "count": self.busy.count, "collect": self.busy.collect },
            "moves_per_s": self.writing.moves_per_s,
            "publish_ms": self.writing.publish_ms,
            "worst_publish_ms": self.writing.worst_publish_ms,
        })
    }
}

fn span(span: Span) -> String {
    format!("{} / {}", us(span.p50), us(span.p99))
}

fn report_moves([p50, p99, worst]: [f64; 3], report: &mut Report) {
    let mut table = Table::headed(["one move alone", "ms", "target", ""]);
    for (name, ms) in [("p50", p50), ("p99", p99), ("worst", worst)] {
        let sign = report.sign(ms <= targets::MOVE_MS);
        table.row([
            name.into(),
            format!("{ms:.3}"),
            format!("≤ {}", targets::MOVE_MS),
            sign,
        ]);
    }
    report::show("Moves published one by one", &table);
    report.file(
        "single_move_ms",
        json!({ "p50": p50, "p99": p99, "worst": worst }),
    );
}

fn report_memory([fresh, churned, said]: [f64; 3], report: &mut Report) {
    let mut table = Table::headed(["live index with its directory", "B/point"]);
    for (name, bytes) in [
        ("at first", fresh),
        ("after all changes", churned),
        ("memory_bytes says then", said),
    ] {
        table.row([name.into(), format!("{bytes:.1}")]);
    }
    report::show(
        "Memory under updates (a fifth more points came and went)",
        &table,
    );
    report.file(
        "live_bytes_per_point",
        json!({ "fresh": fresh, "churned": churned, "said": said }),
    );
}
