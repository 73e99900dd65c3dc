//! The same questions to all engines, and how they compare.

use geo_index::Point;
use serde_json::{Value, json};

use crate::asked::Pace;
use crate::clock::{Times, quantile};
use crate::engine::{Engine, RADII_M, Task};
use crate::kiddo_tree::Kiddo;
use crate::kyle::Kyle;
use crate::ours::Ours;
use crate::places;
use crate::report::{self, Report};
use crate::rstar_tree::Rstar;
use crate::table::{Table, km, times, us};
use crate::targets;
use crate::truth::{Truth, Wrong};

const PASSES: usize = 3;

pub(crate) type Engines = Vec<Box<dyn Engine>>;

/// One task at one radius.
pub(crate) struct Cell {
    pub(crate) task: Task,
    pub(crate) radius_m: f64,
    /// Median number of points in an answer.
    pub(crate) results: f64,
    /// Of each engine, in their order.
    pub(crate) times: Vec<Times>,
}

impl Cell {
    /// How much longer one engine takes than another, by the median over the
    /// questions that both answered.
    pub(crate) fn ratio(&self, slower: usize, faster: usize) -> f64 {
        let [slower, faster] = [&self.times[slower], &self.times[faster]];
        let asked = slower.asked().min(faster.asked());
        slower.quantile_us(0.5, asked) / faster.quantile_us(0.5, asked)
    }

    /// How much longer the best of the engines from `first` on takes.
    pub(crate) fn best(&self, first: usize, than: usize) -> f64 {
        (first..self.times.len())
            .map(|peer| self.ratio(peer, than))
            .fold(f64::INFINITY, f64::min)
    }

    pub(crate) fn label(&self) -> [String; 2] {
        let task = format!("{}, {}", self.task.title(), km(self.radius_m));
        [task, format!("{:.0}", self.results)]
    }

    pub(crate) fn json(&self, names: &[&str]) -> Value {
        let engines = names.iter().zip(&self.times).map(|(name, times)| {
            json!({ "name": name, "p50_us": times.p50_us(), "p99_us": times.p99_us(), "asked": times.asked() })
        });
        json!({
            "task": self.task.title(),
            "radius_m": self.radius_m,
            "results": self.results,
            "engines": engines.collect::<Vec<_>>(),
        })
    }
}

/// Checks every engine against brute force, then measures all tasks and radii.
pub(crate) fn cells(
    points: &[Point],
    engines: &mut Engines,
    pace: &Pace,
) -> Result<Vec<Cell>, Wrong> {
    let truth = Truth::of(points);
    let origins = places::origins(points, pace.questions);
    for engine in engines.iter_mut() {
        engine.prepare();
        truth.check(engine.as_mut(), &Task::ALL, &origins[..pace.checked])?;
    }
    let mut cells = Vec::new();
    for task in Task::ALL {
        for radius_m in RADII_M {
            let question = Question { task, radius_m };
            cells.push(question.measure(&truth, engines, &origins, pace)?);
        }
    }
    Ok(cells)
}

/// What is asked about each origin.
struct Question {
    task: Task,
    radius_m: f64,
}

impl Question {
    /// Engines take turns, so that a busy moment of the machine hits all.
    fn measure(
        self,
        truth: &Truth,
        engines: &mut Engines,
        origins: &[Point],
        pace: &Pace,
    ) -> Result<Cell, Wrong> {
        let mut times: Vec<_> = engines.iter().map(|_| Times::default()).collect();
        let mut answers = Vec::new();
        for _ in 0..PASSES {
            answers = (engines.iter_mut().zip(&mut times))
                .map(|(engine, times)| {
                    engine.prepare();
                    times.pass(origins, pace.budget, |origin| {
                        engine.ask(self.task, origin, self.radius_m)
                    })
                })
                .collect();
        }
        self.settle(truth, engines, origins, &answers)?;
        let mut results: Vec<_> = answers[0].iter().map(|&n| count(n)).collect();
        Ok(Cell {
            task: self.task,
            radius_m: self.radius_m,
            results: quantile(&mut results, 0.5),
            times,
        })
    }

    /// Where engines found differently many points, brute force decides.
    fn settle(
        &self,
        truth: &Truth,
        engines: &mut Engines,
        origins: &[Point],
        answers: &[Vec<usize>],
    ) -> Result<(), Wrong> {
        for (i, &origin) in origins.iter().enumerate() {
            let mut found = answers.iter().filter_map(|answers| answers.get(i));
            let first = found.next();
            if found.any(|other| Some(other) != first) {
                let near = truth.near(origin);
                for engine in engines.iter_mut() {
                    near.check(engine.as_mut(), self.task, self.radius_m)?;
                }
            }
        }
        Ok(())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of points are far below 2^52"
)]
pub(crate) fn count(n: usize) -> f64 {
    n as f64
}

/// A million shops of a country.
pub(crate) fn dense(pace: &Pace, report: &mut Report) -> Result<(), Wrong> {
    let title = format!("Dense: {} synthetic shops", pace.points);
    beside_peers(
        "dense",
        &title,
        &places::country(pace.points),
        pace,
        report,
        targets::dense,
    )
}

/// The towns of the world.
pub(crate) fn sparse(pace: &Pace, report: &mut Report) -> Result<(), Box<dyn std::error::Error>> {
    let Some(points) = places::geonames() else {
        report::say("\nSparse: skipped, world_cities500.csv.gz is not beside the checkout");
        return Ok(());
    };
    let points = points?;
    let title = format!("Sparse: {} towns of the world", points.len());
    let target = |_, _| targets::SPARSE;
    beside_peers("sparse", &title, &points, pace, report, target)?;
    Ok(())
}

fn beside_peers(
    name: &str,
    title: &str,
    points: &[Point],
    pace: &Pace,
    report: &mut Report,
    target: impl Fn(Task, f64) -> f64,
) -> Result<(), Wrong> {
    let mut engines: Engines = vec![
        Box::new(Ours::build(points)),
        Box::new(Kiddo::build(points)),
        Box::new(Kyle::build(points)),
        Box::new(Rstar::build(points)),
    ];
    let names: Vec<_> = engines.iter().map(|engine| engine.name()).collect();
    let cells = cells(points, &mut engines, pace)?;
    let heads = ["task", "results"].iter().chain(&names);
    let mut table = Table::headed((heads.copied()).chain(["best peer / ours", "target", ""]));
    for cell in &cells {
        let (ratio, target) = (cell.best(1, 0), target(cell.task, cell.radius_m));
        let verdict = [
            times(ratio),
            format!("≥ {target}x"),
            report.sign(ratio >= target),
        ];
        table.row(cell.label().into_iter().chain(spans(cell)).chain(verdict));
    }
    report::show(&format!("{title}; p50 / p99 in µs"), &table);
    let figures: Vec<_> = cells.iter().map(|cell| cell.json(&names)).collect();
    report.file(name, figures.into());
    Ok(())
}

/// `p50 / p99` of every engine.
pub(crate) fn spans(cell: &Cell) -> impl Iterator<Item = String> {
    (cell.times.iter()).map(|times| format!("{} / {}", us(times.p50_us()), us(times.p99_us())))
}
