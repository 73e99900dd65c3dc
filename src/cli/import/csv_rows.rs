//! CSV as rows. One bad quote must not swallow the rest of the file, so records
//! are put together line by line, and a quote that never closes spoils only the
//! line it is on.

use std::io::BufRead;
use std::ops::ControlFlow;

use anyhow::Context as _;

use super::csv_header::Columns;
use super::lines::{Line, Lines};
use super::report::Remark;
use super::source::{Event, Raw, Shape};

/// A quoted value that goes on for longer than this was never closed.
const MOST_LINES: usize = 50;
/// More columns than any file has.
const MOST_COLUMNS: usize = 1_000;

/// Sends every row of a CSV file with a header.
pub(super) fn read(
    file: impl BufRead,
    shape: &Shape,
    sink: &mut dyn FnMut(Event) -> ControlFlow<()>,
) -> anyhow::Result<()> {
    let mut lines = Lines::new(file);
    let first = lines.next()?.map(|line| line.text).unwrap_or_default();
    let mut parser = Parser::new(delimiter(&first));
    let names = parser
        .fields(&first)
        .context("the header has too many columns")?;
    let columns = Columns::find(&names, shape)?;
    let _ = sink(Event::Header(columns.header.clone()));
    while let Some(line) = lines.next()? {
        if line.text.iter().all(u8::is_ascii_whitespace) && !line.cut {
            continue;
        }
        if sink(parser.event(&mut lines, line, &columns)?).is_break() {
            break;
        }
    }
    Ok(())
}

/// Spreadsheets in some countries write `;`, databases tabs.
fn delimiter(header: &[u8]) -> u8 {
    let count = |delimiter: &u8| header.split(|byte| byte == delimiter).count();
    b",;\t"
        .iter()
        .copied()
        .rev()
        .max_by_key(count)
        .unwrap_or(b',')
}

struct Parser {
    delimiter: u8,
    core: csv_core::Reader,
    out: Vec<u8>,
    ends: Vec<usize>,
}

/// How a line leaves the quotes it opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Closed,
    Open,
    /// Closed, but not at the end of a value.
    Stray,
}

impl Parser {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            core: csv_core::ReaderBuilder::new()
                .delimiter(delimiter)
                .terminator(csv_core::Terminator::Any(b'\n'))
                .build(),
            out: Vec::new(),
            ends: vec![0; MOST_COLUMNS],
        }
    }

    /// The row that begins on `line`; takes further lines where a quote is open.
    fn event<R: BufRead>(
        &mut self,
        lines: &mut Lines<R>,
        line: Line,
        columns: &Columns,
    ) -> anyhow::Result<Event> {
        let number = line.number;
        if line.cut {
            return Ok(broken(number, "the line is too long", ""));
        }
        if self.quotes(&line.text) != Quotes::Open {
            return Ok(self.row(number, &line.text, columns));
        }
        let start = String::from_utf8_lossy(&line.text).into_owned();
        let mut text = line.text;
        let mut more = Vec::new();
        while more.len() < MOST_LINES
            && let Some(next) = lines.next()?
        {
            text.push(b'\n');
            text.extend_from_slice(&next.text);
            more.push(next);
            match self.quotes(&text) {
                Quotes::Open => {}
                Quotes::Closed
                    if self
                        .fields(&text)
                        .is_some_and(|fields| fields.len() == columns.count) =>
                {
                    return Ok(self.row(number, &text, columns));
                }
                Quotes::Closed | Quotes::Stray => break,
            }
        }
        lines.put_back(more);
        Ok(broken(number, "a quote is opened and never closed", &start))
    }

    fn row(&mut self, line: u64, text: &[u8], columns: &Columns) -> Event {
        let Some(fields) = self.fields(text) else {
            return broken(line, "far too many values", "");
        };
        if columns.is_header(&fields) {
            return Event::Note(line, Remark::new("", "", "the header is repeated"));
        }
        let extra = fields.get(columns.count..).unwrap_or_default();
        if fields.len() < columns.count || extra.iter().any(|field| !field.trim_ascii().is_empty())
        {
            let counts = format!("{}, the header has {}", fields.len(), columns.count);
            let remark = Remark::new("", &String::from_utf8_lossy(text), "wrong number of values");
            return Event::Broken(line, remark.with(counts));
        }
        match columns.pick(&fields) {
            Ok(values) => Event::Row(Raw { line, values }),
            Err(remark) => Event::Broken(line, remark),
        }
    }

    /// The values of a record; `None` when there are too many.
    fn fields(&mut self, text: &[u8]) -> Option<Vec<Vec<u8>>> {
        self.core.reset();
        self.out.resize(text.len() + 1, 0);
        let (mut read, mut written, mut ended) = (0, 0, 0);
        loop {
            let (result, took, put, ends) = self.core.read_record(
                &text[read..],
                &mut self.out[written..],
                &mut self.ends[ended..],
            );
            (read, written, ended) = (read + took, written + put, ended + ends);
            match result {
                // Called again with nothing more to read, it ends the record.
                csv_core::ReadRecordResult::InputEmpty => {}
                csv_core::ReadRecordResult::Record | csv_core::ReadRecordResult::End => break,
                csv_core::ReadRecordResult::OutputFull
                | csv_core::ReadRecordResult::OutputEndsFull => return None,
            }
        }
        let mut from = 0;
        let field = |&to: &usize| self.out[std::mem::replace(&mut from, to)..to].to_vec();
        Some(self.ends[..ended].iter().map(field).collect())
    }

    fn quotes(&self, text: &[u8]) -> Quotes {
        let mut at = 0;
        while at < text.len() {
            let value = &text[at..];
            if value[0] != b'"' {
                at += value
                    .iter()
                    .position(|byte| *byte == self.delimiter)
                    .map_or(value.len(), |end| end + 1);
                continue;
            }
            let Some(length) = quoted(value) else {
                return Quotes::Open;
            };
            match value.get(length) {
                None => return Quotes::Closed,
                Some(byte) if *byte == self.delimiter => at += length + 1,
                Some(_) => return Quotes::Stray,
            }
        }
        Quotes::Closed
    }
}

/// Length of the quoted value at the front, with its quotes; `None` when it does
/// not end.
fn quoted(value: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += value.get(at..)?.iter().position(|byte| *byte == b'"')? + 1;
        if value.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

fn broken(line: u64, reason: &'static str, value: &str) -> Event {
    Event::Broken(line, Remark::new("", value, reason))
}

#[cfg(test)]
mod tests;
