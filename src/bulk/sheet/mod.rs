//! Files of rows: what they are by their first bytes, and what is in them.

mod excel;
mod text;

use actix_web::http::StatusCode;
use platform::http::{Fault, Problem};

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Most rows below the header.
pub const MOST_ROWS: usize = 10_000;
/// Most columns.
pub const MOST_COLUMNS: usize = 60;
/// Longest cell that is kept whole, in characters; what is longer is cut behind the
/// next one, so that it is seen to be too long.
pub const LONGEST_CELL: usize = 500;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with commas, semicolons or tabs between cells.
    Csv,
    /// A workbook; its first sheet is read.
    Xlsx,
}

impl Format {
    /// The word in the database, and the ending of a file's name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// What the file is for browsers.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            _ => Err(()),
        }
    }
}

/// Rows of a file: as many cells in each as the header has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What kind of file it was.
    pub format: Format,
    /// The first row that is not blank.
    pub header: Vec<String>,
    /// The rows below that are not blank, with their lines in the file, from 1.
    pub rows: Vec<(i32, Vec<String>)>,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There are no rows in it.
    #[error("no rows")]
    Empty,
    /// More than [`MOST_BYTES`], or it grows beyond measure when it is unpacked.
    #[error("too large")]
    TooLarge,
    /// More than [`MOST_ROWS`].
    #[error("too many rows")]
    TooManyRows,
    /// More than [`MOST_COLUMNS`].
    #[error("too many columns")]
    TooManyColumns,
    /// A workbook of before 2007.
    #[error("an old workbook")]
    OldExcel,
    /// No table of a kind that we read.
    #[error("not a table")]
    NotATable,
    /// Text in an encoding of its own, such as that of old Bengali fonts.
    #[error("an unknown encoding")]
    Encoding,
    /// A workbook that cannot be read to its end.
    #[error("broken")]
    Broken,
}

impl Fault for Refusal {
    fn problem(&self) -> Option<Problem> {
        let (status, code) = match self {
            Self::Empty => (StatusCode::UNPROCESSABLE_ENTITY, "bulk.empty"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "bulk.too_large"),
            Self::TooManyRows => (StatusCode::PAYLOAD_TOO_LARGE, "bulk.too_many_rows"),
            Self::TooManyColumns => (StatusCode::UNPROCESSABLE_ENTITY, "bulk.too_many_columns"),
            Self::OldExcel => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "bulk.old_excel"),
            Self::NotATable => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "bulk.not_a_table"),
            Self::Encoding => (StatusCode::UNPROCESSABLE_ENTITY, "bulk.bad_encoding"),
            Self::Broken => (StatusCode::UNPROCESSABLE_ENTITY, "bulk.broken"),
        };
        Some(Problem::new(status, code))
    }
}

impl Sheet {
    /// Reads a file by what it is, not by what it is called.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > MOST_BYTES {
            return Err(Refusal::TooLarge);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return excel::read(bytes);
        }
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(Refusal::OldExcel);
        }
        text::read(bytes)
    }

    /// A sheet of these rows, once they are within the limits.
    fn of(format: Format, rows: Vec<(usize, Vec<String>)>) -> Result<Self, Refusal> {
        let is_blank = |cells: &[String]| cells.iter().all(|cell| cell.trim().is_empty());
        let mut rows = rows.into_iter().filter(|(_, cells)| !is_blank(cells));
        let (_, mut header) = rows.next().ok_or(Refusal::Empty)?;
        while header.last().is_some_and(|cell| cell.trim().is_empty()) {
            header.pop();
        }
        if header.len() > MOST_COLUMNS {
            return Err(Refusal::TooManyColumns);
        }
        let width = header.len();
        let row = |(line, mut cells): (usize, Vec<String>)| {
            cells.resize(width, String::new());
            let cells = cells.into_iter().map(|cell| kept(&cell)).collect();
            Ok((
                i32::try_from(line).map_err(|_| Refusal::TooManyRows)?,
                cells,
            ))
        };
        let rows: Vec<_> = rows.map(row).collect::<Result<_, Refusal>>()?;
        match rows.len() {
            0 => Err(Refusal::Empty),
            1..=MOST_ROWS => Ok(Self {
                format,
                header: header.iter().map(|cell| kept(cell)).collect(),
                rows,
            }),
            _ => Err(Refusal::TooManyRows),
        }
    }
}

/// As much of a cell as is kept; the database knows no NUL.
fn kept(cell: &str) -> String {
    let cell = cell.trim().chars().filter(|char| *char != '\0');
    cell.take(LONGEST_CELL + 1).collect()
}
