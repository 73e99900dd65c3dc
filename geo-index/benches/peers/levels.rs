//! The index on hosts with narrower vector instructions, beside the peers.
//!
//! Only a program compiled for the baseline tells the truth here: otherwise the
//! compiler uses wider instructions in what is called narrow.

use geo_index::Instructions;

use crate::asked::Pace;
use crate::compare::{self, Cell, Engines, spans};
use crate::engine::Task;
use crate::kiddo_tree::Kiddo;
use crate::kyle::Kyle;
use crate::ours::Ours;
use crate::places;
use crate::report::{self, Report};
use crate::table::{Table, times};
use crate::targets;
use crate::truth::Wrong;

const LEVELS: [Instructions; 2] = [Instructions::Baseline, Instructions::Avx2];

pub(crate) fn run(pace: &Pace, report: &mut Report) -> Result<(), Wrong> {
    let host = Instructions::available();
    let levels: Vec<_> = LEVELS.into_iter().filter(|&level| level < host).collect();
    if levels.is_empty() {
        report::say(&format!("\nLevels: skipped, this host has {host:?} only"));
        return Ok(());
    }
    let points = places::country(pace.points);
    let ours = Ours::build(&points);
    let limited = levels.iter().map(|&level| ours.limited(level));
    let mut engines: Engines = limited.map(|ours| Box::new(ours) as _).collect();
    engines.extend([Box::new(ours) as _, Box::new(Kiddo::build(&points)) as _]);
    engines.push(Box::new(Kyle::build(&points)));
    let names: Vec<_> = engines.iter().map(|engine| engine.name()).collect();
    let cells = compare::cells(&points, &mut engines, pace);
    host.limit();
    let cells = cells?;

    show(&cells, &levels, &names, report);
    report.file(
        "levels",
        cells.iter().map(|cell| cell.json(&names)).collect(),
    );
    Ok(())
}

fn show(cells: &[Cell], levels: &[Instructions], names: &[&str], report: &mut Report) {
    let ratios = levels.iter().map(|level| format!("best peer / {level:?}"));
    let heads = ["task", "results"]
        .iter()
        .chain(names)
        .map(ToString::to_string);
    let mut table = Table::headed(heads.chain(ratios).chain(["target".into(), String::new()]));
    for cell in cells {
        let best: Vec<_> = (0..levels.len())
            .map(|i| cell.best(levels.len() + 1, i))
            .collect();
        let avx2 = levels.iter().position(|&level| level == Instructions::Avx2);
        let verdict = match (cell.task, avx2) {
            (Task::Collect, Some(i)) => [
                format!("AVX2 ≥ {}x", targets::AVX2_COLLECT),
                report.sign(best[i] >= targets::AVX2_COLLECT),
            ],
            _ => [String::new(), String::new()],
        };
        let ratios = best.into_iter().map(times);
        table.row(
            (cell.label().into_iter())
                .chain(spans(cell))
                .chain(ratios)
                .chain(verdict),
        );
    }
    report::show(
        "Narrower instructions, on the dense places; p50 / p99 in µs",
        &table,
    );
}
