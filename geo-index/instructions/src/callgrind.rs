//! Running under callgrind: only what happens inside [`paths::measured`] counts,
//! and each time it returns a file is written.
//!
//! [`paths::measured`]: crate::paths::measured

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::MEASURED;

/// What one path took.
pub(crate) struct Counted {
    /// The name of the path.
    pub(crate) path: String,
    /// Results of one question, on average.
    pub(crate) results: f64,
    /// Instructions of one question, on average.
    pub(crate) instructions: f64,
}

/// As callgrind shows it. A pattern with an asterisk would
/// not make it write.
const FUNCTION: &str = "instructions::paths::measured";

/// Counts all paths, in one process.
pub(crate) fn count() -> Result<Vec<Counted>> {
    let folder = tempfile::tempdir()?;
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--toggle-collect={FUNCTION}"))
        .arg(format!("--dump-after={FUNCTION}"))
        .arg(format!(
            "--callgrind-out-file={}",
            folder.path().join("counts").display()
        ))
        .arg(format!(
            "--log-file={}",
            folder.path().join("log").display()
        ))
        .arg(std::env::current_exe()?)
        .arg(MEASURED)
        .output()
        .context("valgrind is missing: scripts/services install --test")?;
    ensure!(
        output.status.success(),
        "under valgrind it failed:\n{}{}",
        String::from_utf8_lossy(&output.stderr),
        fs::read_to_string(folder.path().join("log")).unwrap_or_default()
    );
    (1..)
        .zip(String::from_utf8(output.stdout)?.lines())
        .map(|(number, line)| counted(line, &folder.path().join(format!("counts.{number}"))))
        .collect()
}

/// Reads a line of the measured process (name, questions, results) and the file
/// of counts that belongs to it.
fn counted(line: &str, counts: &Path) -> Result<Counted> {
    let [path, questions, results] = line.split('\t').collect::<Vec<_>>()[..] else {
        bail!("the measured process printed {line:?}");
    };
    let text = fs::read_to_string(counts).with_context(|| format!("no counts of {path}"))?;
    let total = (text.lines())
        .find_map(|line| line.strip_prefix("totals: "))
        .with_context(|| format!("callgrind gave no total for {path}"))?;
    let (questions, total): (f64, f64) = (questions.parse()?, total.trim().parse()?);
    ensure!(total > 0.0, "callgrind saw nothing of {path}");
    Ok(Counted {
        path: path.to_owned(),
        results: results.parse::<f64>()? / questions,
        instructions: (total / questions).round(),
    })
}
