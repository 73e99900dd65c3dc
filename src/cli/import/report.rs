//! What an import has to say: refused rows, remarks, and the sum of it all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use platform::merge::Tally;

use super::progress::Screen;
use super::source::Header;

/// Refused rows shown on the screen; the error file has them all.
const SHOWN: u64 = 20;
/// Longest piece of a value that a message repeats, in characters.
const QUOTED: usize = 60;
/// Names of ignored columns that are listed.
const LISTED: usize = 40;

/// Something wrong with, or worth knowing about, one value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Remark {
    /// The column as our documentation calls it; empty for the whole row.
    pub column: &'static str,
    /// What is there.
    pub value: String,
    /// What is wrong with it, or what was done about it. Remarks of one kind
    /// have one text, so that they can be counted.
    pub reason: &'static str,
    /// More about this one value.
    pub detail: String,
}

impl Remark {
    pub(super) fn new(column: &'static str, value: &str, reason: &'static str) -> Self {
        let mut quoted: String = value.chars().take(QUOTED).collect();
        if quoted.len() < value.len() {
            quoted.push('…');
        }
        Self {
            column,
            value: quoted,
            reason,
            detail: String::new(),
        }
    }

    pub(super) fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    fn text(&self) -> String {
        let mut text = self.reason.to_owned();
        if !self.detail.is_empty() {
            let _ = write!(text, ": {}", self.detail);
        }
        text
    }
}

/// Collects what happens and tells it.
pub(super) struct Report {
    screen: Screen,
    /// What the number of a row counts.
    unit: &'static str,
    errors: Option<csv::Writer<File>>,
    header: Header,
    read: u64,
    refused: u64,
    remarks: BTreeMap<&'static str, Counted>,
}

struct Counted {
    count: u64,
    line: u64,
    value: String,
}

impl Report {
    /// A report that also writes every refusal and remark to `errors`.
    pub(super) fn new(
        screen: Screen,
        unit: &'static str,
        errors: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let errors = errors
            .map(|path| {
                error_file(path).with_context(|| format!("cannot write {}", path.display()))
            })
            .transpose()?;
        Ok(Self {
            screen,
            unit,
            errors,
            header: Header::default(),
            read: 0,
            refused: 0,
            remarks: BTreeMap::new(),
        })
    }

    /// Learns the file's own words for columns.
    pub(super) fn know(&mut self, header: &Header) {
        self.header = header.clone();
    }

    pub(super) fn count_row(&mut self) {
        self.read += 1;
    }

    pub(super) fn rows(&self) -> u64 {
        self.read
    }

    /// A row that does not go in, with everything that is wrong with it.
    pub(super) fn refuse(&mut self, line: u64, wrong: &[Remark]) {
        self.refused += 1;
        for remark in wrong {
            self.write(line, "refused", remark);
            if self.refused <= SHOWN {
                self.screen.say(&self.sentence(line, remark));
            }
        }
        if self.refused == SHOWN + 1 {
            self.screen
                .say("… further refused rows are counted only; --errors FILE keeps them all");
        }
    }

    /// Something about a row that goes in.
    pub(super) fn remark(&mut self, line: u64, remark: &Remark) {
        self.write(line, "noted", remark);
        self.remarks
            .entry(remark.reason)
            .or_insert_with(|| Counted {
                count: 0,
                line,
                value: remark.value.clone(),
            })
            .count += 1;
    }

    fn sentence(&self, line: u64, remark: &Remark) -> String {
        let mut text = format!("{} {line}", self.unit);
        if !remark.column.is_empty() {
            let _ = write!(text, ", {}", self.column(remark.column));
        }
        if !remark.value.is_empty() {
            let _ = write!(text, " {:?}", remark.value);
        }
        let _ = write!(text, ": {}", remark.text());
        text
    }

    fn column<'a>(&'a self, column: &'a str) -> &'a str {
        self.header.known.get(column).map_or(column, String::as_str)
    }

    fn write(&mut self, line: u64, what: &str, remark: &Remark) {
        let column = self.column(remark.column).to_owned();
        if let Some(file) = &mut self.errors {
            let line = line.to_string();
            let written = file.write_record([&line, &column, what, &remark.text(), &remark.value]);
            if let Err(error) = written {
                self.screen
                    .say(&format!("the error file cannot be written: {error}"));
                self.errors = None;
            }
        }
    }

    /// Prints the sum and answers how the command ends.
    pub(super) fn finish(mut self, noun: &str, done: &Done) -> anyhow::Result<ExitCode> {
        if let Some(file) = &mut self.errors {
            file.flush().context("cannot write the error file")?;
        }
        self.screen.clear();
        print(&self.summary(noun, done))?;
        Ok(exit_code(self.refused, self.read))
    }

    fn summary(&self, noun: &str, done: &Done) -> String {
        let Tally {
            added,
            changed,
            unchanged,
        } = done.tally;
        let mut text = format!(
            "{noun}: {} rows read; {added} new, {changed} changed, {unchanged} unchanged, {} refused",
            self.read, self.refused
        );
        let _ = writeln!(text, " ({})", pace(self.read, done.took));
        for line in &done.more {
            let _ = writeln!(text, "  {line}");
        }
        for (reason, seen) in &self.remarks {
            let _ = write!(
                text,
                "  {}x {reason}; first in {} {}",
                seen.count, self.unit, seen.line
            );
            let _ = if seen.value.is_empty() {
                writeln!(text)
            } else {
                writeln!(text, ": {:?}", seen.value)
            };
        }
        if !self.header.ignored.is_empty() {
            let _ = writeln!(text, "  ignored: {}", listed(&self.header.ignored));
        }
        if done.dry_run {
            text.push_str("  dry run: nothing was written\n");
        }
        text
    }
}

/// What was done to the database.
pub(super) struct Done {
    pub tally: Tally,
    pub took: Duration,
    pub dry_run: bool,
    /// Further lines of the sum.
    pub more: Vec<String>,
}

/// 0 when every row went in, 2 when some did, 1 when none could.
pub(super) fn exit_code(refused: u64, read: u64) -> ExitCode {
    ExitCode::from(match refused {
        0 => 0,
        refused if refused < read => 2,
        _ => 1,
    })
}

/// To standard output, which is where sums go; all else goes to standard error.
pub(super) fn print(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}

/// Time and speed for people.
pub(super) fn pace(rows: u64, took: Duration) -> String {
    let seconds = took.as_secs_f64();
    #[expect(
        clippy::cast_precision_loss,
        reason = "rows of a file, shown without decimals"
    )]
    let per_second = rows as f64 / seconds.max(0.001);
    format!("{seconds:.1} s, {per_second:.0} rows/s")
}

fn listed(names: &BTreeSet<String>) -> String {
    let mut text = names
        .iter()
        .take(LISTED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(more) = names.len().checked_sub(LISTED).filter(|more| *more > 0) {
        let _ = write!(text, " and {more} more");
    }
    text
}

fn error_file(path: &Path) -> csv::Result<csv::Writer<File>> {
    let mut file = csv::Writer::from_path(path)?;
    file.write_record(["line", "column", "what", "reason", "value"])?;
    Ok(file)
}
