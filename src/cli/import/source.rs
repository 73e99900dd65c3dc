//! Files as rows of named text, read as a stream.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, bail};

use super::report::Remark;
use super::{csv_rows, geojson, json_rows};

/// Which columns a kind of file has.
pub(in crate::cli) struct Shape {
    /// Our word for each column, and the words it is known by in files.
    pub columns: &'static [(&'static str, &'static [&'static str])],
    /// Of each group, one column at least must be there.
    pub required: &'static [&'static [&'static str]],
    /// Columns that are also found inside a cell with several, `a|hours|c`.
    pub packed: &'static [&'static str],
    /// What a file that begins with `{` is.
    pub json: Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Json {
    /// One object per line.
    Lines,
    /// One GeoJSON `FeatureCollection`.
    Features,
}

/// The columns a file has.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// Our word → the word in the file.
    pub known: BTreeMap<&'static str, String>,
    pub ignored: BTreeSet<String>,
}

/// One row: our words for its columns, and what is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Raw {
    /// Where it is in the file, from 1: the line, or the number of the feature.
    pub line: u64,
    pub values: Vec<(&'static str, String)>,
}

impl Raw {
    /// What is in a column; empty where the row has nothing.
    pub(in crate::cli) fn text(&self, column: &str) -> &str {
        let found = self.values.iter().find(|(name, _)| *name == column);
        let text = found.map_or("", |(_, value)| value.trim());
        // What databases and spreadsheets write for nothing.
        if matches!(text, "NULL" | "null" | "\\N" | "#N/A") {
            ""
        } else {
            text
        }
    }
}

/// What is found in a file, in its order.
pub(super) enum Event {
    /// Once, before any row of a CSV file; at the end of others.
    Header(Header),
    Row(Raw),
    /// A row that cannot even be taken apart.
    Broken(u64, Remark),
    /// Something to tell about a place that is not a row.
    Note(u64, Remark),
}

/// Takes events and the number of bytes read so far.
pub(super) type Sink<'a> = &'a mut dyn FnMut(Event, u64) -> ControlFlow<()>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Csv,
    JsonLines,
    GeoJson,
}

/// A file that can be read several times.
#[derive(Clone, Debug)]
pub(super) struct Source {
    path: PathBuf,
    format: Format,
    pub bytes: u64,
}

impl Source {
    /// Opens a file and looks at how it begins.
    pub(super) fn open(path: &Path, shape: &Shape) -> anyhow::Result<Self> {
        let name = path.display();
        let meta = std::fs::metadata(path).with_context(|| format!("cannot read {name}"))?;
        if !meta.is_file() {
            bail!("{name} is not a file; it is read twice, so a pipe will not do");
        }
        let mut start = [0; 4096];
        let length = File::open(path)
            .and_then(|mut file| file.read(&mut start))
            .with_context(|| format!("cannot read {name}"))?;
        let start = start[..length]
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&start[..length]);
        let format = match start.trim_ascii_start() {
            [] => bail!("{name} is empty"),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => bail!("{name} is UTF-16; save it as UTF-8"),
            [b'P', b'K', ..] | [0x1f, 0x8b, ..] => {
                bail!("{name} is packed (a spreadsheet or archive); save it as CSV")
            }
            [b'[', ..] => bail!("{name} is a JSON array; put one object on each line instead"),
            [b'{', ..] if shape.json == Json::Features => Format::GeoJson,
            [b'{', ..] => Format::JsonLines,
            _ => Format::Csv,
        };
        Ok(Self {
            path: path.to_owned(),
            format,
            bytes: meta.len(),
        })
    }

    /// What a row's number counts.
    pub(super) const fn unit(&self) -> &'static str {
        match self.format {
            Format::GeoJson => "feature",
            Format::Csv | Format::JsonLines => "line",
        }
    }

    /// Reads from the beginning until the end or until the sink has enough.
    pub(super) fn read(&self, shape: &Shape, sink: Sink<'_>) -> anyhow::Result<()> {
        let file = File::open(&self.path)
            .with_context(|| format!("cannot read {}", self.path.display()))?;
        let done = Arc::new(AtomicU64::new(0));
        let mut counted = BufReader::with_capacity(
            1 << 18,
            Counted {
                file,
                done: Arc::clone(&done),
            },
        );
        if counted.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            counted.consume(3);
        }
        let mut sink = |event| sink(event, done.load(Ordering::Relaxed));
        match self.format {
            Format::Csv => csv_rows::read(counted, shape, &mut sink),
            Format::JsonLines => json_rows::read(counted, shape, &mut sink),
            Format::GeoJson => geojson::read(counted, &mut sink),
        }
        .with_context(|| format!("cannot read {}", self.path.display()))
    }
}

struct Counted {
    file: File,
    done: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.done.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
