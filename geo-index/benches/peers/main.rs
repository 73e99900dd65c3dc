//! The index beside the crates one would pick instead: kiddo, kylebarron's
//! geo-index and rstar, in one process and on the same questions.
//!
//! `cargo bench -p haat-geo-index --bench peers -- [PART…] [--quick] [--plot]
//! [--json FILE]`. Every answer is first checked against brute force by the WGS84
//! geodesic; a wrong one ends the run with exit code 1. Missed targets do not:
//! times depend on the machine.
#![expect(
    clippy::print_stdout,
    reason = "printing tables is what this program is for"
)]

mod asked;
mod build;
mod clock;
mod compare;
mod earth;
mod engine;
mod kiddo_tree;
mod kyle;
mod levels;
mod live;
mod locked;
mod ours;
mod places;
mod plot;
mod report;
mod rstar_tree;
mod scaling;
mod shared;
mod table;
mod targets;
mod truth;
mod updates;

use std::alloc::System;
use std::process::ExitCode;

use asked::{Asked, Part};
use cap::Cap;
use report::Report;

/// Counts what is allocated, at one atomic addition per call.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> ExitCode {
    match Asked::from_args(std::env::args().skip(1)) {
        Ok(asked) => match run(&asked) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&*error, 1),
        },
        Err(error) => failed(&error, 2),
    }
}

fn failed(error: &dyn std::error::Error, code: u8) -> ExitCode {
    eprintln!("peers: {error}");
    ExitCode::from(code)
}

fn run(asked: &Asked) -> Result<(), Box<dyn std::error::Error>> {
    let mut report = Report::new(&asked.pace);
    report::say(&clock::conditions());
    if asked.pace.points < 1_000_000 {
        report::say("quick: a smoke test; the targets are meant for a million points");
    }
    for part in &asked.parts {
        match part {
            Part::Dense => compare::dense(&asked.pace, &mut report)?,
            Part::Sparse => compare::sparse(&asked.pace, &mut report)?,
            Part::Scaling => scaling::run(&asked.pace, asked.plot, &mut report)?,
            Part::Updates => updates::run(&asked.pace, &mut report)?,
            Part::Levels => levels::run(&asked.pace, &mut report)?,
            Part::Build => build::run(&asked.pace, &mut report)?,
        }
    }
    report.finish(asked.json.as_deref())?;
    Ok(())
}
