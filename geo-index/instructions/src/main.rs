//! Guards the hot paths of the index by counting instructions, which, unlike
//! times, are the same on a busy machine and an idle one.
//!
//! Runs itself under callgrind, prints a table and fails when a path takes more
//! than [`table::TOLERANCE`] above or below what `allowed.txt` says. Counts are
//! those of AVX2, which valgrind knows and most hosts have.
//!
//! `instructions --accept` writes what it has counted into `allowed.txt`.
#![expect(clippy::print_stdout, reason = "its answer is what it prints")]

mod callgrind;
mod paths;
mod table;
mod world;

use std::process::ExitCode;

use anyhow::{Result, bail};
use geo_index::Instructions;

/// What the measured process is started with.
const MEASURED: &str = "measured";

fn main() -> Result<ExitCode> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [MEASURED] => paths::run_all().map(|()| ExitCode::SUCCESS),
        [] => guard(),
        ["--accept"] => accept(),
        _ => bail!("usage: instructions [--accept]"),
    }
}

fn guard() -> Result<ExitCode> {
    if Instructions::available() < Instructions::Avx2 {
        println!("This host has no AVX2, for which the counts are: nothing to compare.");
        return Ok(ExitCode::SUCCESS);
    }
    let comparison = table::compare(&callgrind::count()?, &table::allowed()?);
    print!("{comparison}");
    Ok(if comparison.is_fine() {
        ExitCode::SUCCESS
    } else {
        println!("\n{}", table::ADVICE);
        ExitCode::FAILURE
    })
}

fn accept() -> Result<ExitCode> {
    if Instructions::available() < Instructions::Avx2 {
        bail!("this host has no AVX2, for which the counts have to be");
    }
    let counted = callgrind::count()?;
    print!("{}", table::compare(&counted, &table::allowed()?));
    table::allow(&counted)?;
    Ok(ExitCode::SUCCESS)
}
