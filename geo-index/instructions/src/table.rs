//! What is allowed, and how that compares with what was counted.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::callgrind::Counted;

/// So much more or less than allowed is the compiler's mood.
pub(crate) const TOLERANCE: f64 = 0.05;

/// What to do about a failure.
pub(crate) const ADVICE: &str = "\
A path takes more or fewer instructions than geo-index/instructions/allowed.txt says.
More, without a reason: find out which change did it. Fewer, or more for a reason:
run `make instructions ACCEPT=yes` and commit the file with the change.";

/// Instructions allowed for each path.
type Allowed = BTreeMap<String, f64>;

fn file() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/allowed.txt"))
}

/// Reads the committed table: a path, a colon and a number on each line.
pub(crate) fn allowed() -> Result<Allowed> {
    let text = fs::read_to_string(file()).context("allowed.txt")?;
    (text.lines())
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| parsed(line).with_context(|| format!("allowed.txt: {line:?}")))
        .collect()
}

fn parsed(line: &str) -> Option<(String, f64)> {
    let (path, count) = line.split_once(':')?;
    Some((path.to_owned(), count.trim().replace('_', "").parse().ok()?))
}

/// Writes the table that [`allowed`] reads.
pub(crate) fn allow(counted: &[Counted]) -> Result<()> {
    let mut text = String::from(
        "# Instructions of one question (of one build, of one batch) with AVX2, optimised.\n\
         # 5 % more or less fails `make instructions`; `make instructions ACCEPT=yes` writes this.\n",
    );
    for counted in counted {
        let path = format!("{}:", counted.path);
        writeln!(
            text,
            "{path:<30} {:>12}",
            grouped(counted.instructions, '_')
        )?;
    }
    fs::write(file(), text).context("allowed.txt")
}

/// Counted beside allowed.
pub(crate) struct Comparison(Vec<Row>);

struct Row {
    path: String,
    results: f64,
    counted: Option<f64>,
    allowed: Option<f64>,
}

/// Puts both side by side. A path that is only in one of them is not fine.
pub(crate) fn compare(counted: &[Counted], allowed: &Allowed) -> Comparison {
    let mut rows: Vec<_> = (counted.iter())
        .map(|counted| Row {
            path: counted.path.clone(),
            results: counted.results,
            counted: Some(counted.instructions),
            allowed: allowed.get(&counted.path).copied(),
        })
        .collect();
    let gone = |path: &String| counted.iter().all(|counted| counted.path != *path);
    rows.extend(
        allowed
            .iter()
            .filter(|(path, _)| gone(path))
            .map(|(path, &allowed)| Row {
                path: path.clone(),
                results: 0.0,
                counted: None,
                allowed: Some(allowed),
            }),
    );
    Comparison(rows)
}

impl Comparison {
    /// Whether every path takes about what is allowed.
    pub(crate) fn is_fine(&self) -> bool {
        self.0.iter().all(Row::is_fine)
    }
}

impl Row {
    fn off(&self) -> Option<f64> {
        Some(self.counted? / self.allowed? - 1.0)
    }

    fn is_fine(&self) -> bool {
        self.off().is_some_and(|off| off.abs() <= TOLERANCE)
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<28} {:>10} {:>14} {:>14} {:>8}",
            "path", "results", "instructions", "allowed", "off"
        )?;
        for row in &self.0 {
            let number =
                |count: Option<f64>| count.map_or("none".into(), |count| grouped(count, ','));
            let off = row
                .off()
                .map_or(String::new(), |off| format!("{:+.1} %", 100.0 * off));
            writeln!(
                f,
                "{:<28} {:>10.1} {:>14} {:>14} {off:>8}{}",
                row.path,
                row.results,
                number(row.counted),
                number(row.allowed),
                if row.is_fine() { "" } else { "  !" }
            )?;
        }
        Ok(())
    }
}

/// A whole number in groups of three digits.
fn grouped(count: f64, separator: char) -> String {
    let digits = format!("{count:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}
