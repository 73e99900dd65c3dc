//! What the API shows of imports.

use chrono::{DateTime, Utc};
use kernel::Locale;
use platform::i18n::Words;
use serde::Serialize;
use utoipa::ToSchema;

use crate::check::Checked;
use crate::fields::Field;
use crate::model::{CellProblem, Counts, Import, Outcome, RowTold};

/// A file of goods that a seller brought.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportView {
    #[schema(example = "imp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    file_name: Option<String>,
    /// `csv` or `xlsx`, by what is in it.
    #[schema(example = "csv")]
    format: String,
    /// `draft`: nothing is written yet; `running`; `done`; `failed`: it stopped on the
    /// way and goes on when it is asked for again; `undoing`; `undone`.
    #[schema(example = "draft")]
    state: &'static str,
    /// The first row of the file, with what each column says.
    columns: Vec<ColumnView>,
    /// Whether a column says which product a row is about; without one, nothing can
    /// be carried out.
    names_products: bool,
    /// Rows below the first.
    rows: i32,
    /// Rows that have been carried out.
    done: i32,
    /// What became of those.
    counts: Counts,
    /// Offers that were restored when it was undone.
    restored: i32,
    /// Offers that were not, because somebody has changed them since.
    refused: i32,
    #[schema(value_type = String, format = DateTime)]
    created_at: DateTime<Utc>,
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<DateTime<Utc>>,
    #[schema(value_type = Option<String>, format = DateTime)]
    undone_at: Option<DateTime<Utc>>,
}

/// A column of a file.
#[derive(Debug, Serialize, ToSchema)]
struct ColumnView {
    /// As it stands in the file.
    #[schema(example = "দাম")]
    heading: String,
    /// What it says; `null` where it is not read.
    #[schema(example = "price")]
    field: Option<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportList {
    items: Vec<ImportView>,
}

/// A row of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportRowView {
    /// Its line in the file; the heading is usually the first.
    line: i32,
    /// `added`, `changed`, `same`, `wrong`; `null` until it has been carried out.
    outcome: Option<&'static str>,
    cells: Vec<String>,
    /// The offer that it is about, if there is one.
    offer: Option<String>,
    /// Why it cannot be.
    problems: Vec<CellProblemView>,
    /// Whether it was undone; `null` when nobody tried.
    undone: Option<bool>,
}

/// Why a cell, or a row, cannot be so.
#[derive(Debug, Serialize, ToSchema)]
struct CellProblemView {
    /// The column from 1; `null` where it is about the whole row.
    column: Option<usize>,
    /// Its heading in the file.
    heading: Option<String>,
    /// What it says.
    #[schema(example = "price")]
    field: Option<String>,
    /// What the cell holds.
    #[schema(example = "12.345")]
    value: String,
    #[schema(example = "bulk.too_fine")]
    code: String,
    message: MessageView,
}

#[derive(Debug, Serialize, ToSchema)]
struct MessageView {
    bn: String,
    en: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportRowList {
    items: Vec<ImportRowView>,
    /// For the next page as `after`; `null` on the last.
    next_after: Option<i32>,
}

/// What an import would do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckView {
    /// How many rows would do what.
    counts: Counts,
    items: Vec<ImportRowView>,
    /// For the next page as `after`; `null` on the last.
    next_after: Option<i32>,
}

impl From<Import> for ImportView {
    fn from(import: Import) -> Self {
        let column = |(heading, field): (String, Option<Field>)| ColumnView {
            heading,
            field: field.map(Field::code),
        };
        let mut fields = import.columns.iter().flatten();
        Self {
            id: import.id.to_string(),
            file_name: import.file_name,
            format: import.format,
            state: import.state.code(),
            names_products: fields.any(|field| field.names_a_product()),
            columns: import
                .header
                .into_iter()
                .zip(import.columns)
                .map(column)
                .collect(),
            rows: import.rows,
            done: import.done,
            counts: import.counts,
            restored: import.restored,
            refused: import.refused,
            created_at: import.created_at,
            finished_at: import.finished_at,
            undone_at: import.undone_at,
        }
    }
}

impl From<Vec<Import>> for ImportList {
    fn from(imports: Vec<Import>) -> Self {
        Self {
            items: imports.into_iter().map(ImportView::from).collect(),
        }
    }
}

impl ImportRowList {
    /// A page of rows, of which one more than fits says that there is another page.
    pub(crate) fn new(header: &[String], mut rows: Vec<RowTold>, limit: usize) -> Self {
        let next_after = next_after(&mut rows, limit);
        let row = |row| ImportRowView::new(header, row);
        Self {
            items: rows.into_iter().map(row).collect(),
            next_after,
        }
    }
}

impl CheckView {
    /// The same for a dry run.
    pub(crate) fn new(header: &[String], mut checked: Checked, limit: usize) -> Self {
        let next_after = next_after(&mut checked.rows, limit);
        let row = |row| ImportRowView::new(header, row);
        Self {
            counts: checked.counts,
            items: checked.rows.into_iter().map(row).collect(),
            next_after,
        }
    }
}

fn next_after(rows: &mut Vec<RowTold>, limit: usize) -> Option<i32> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    rows.last().filter(|_| more).map(|row| row.line)
}

impl ImportRowView {
    fn new(header: &[String], row: RowTold) -> Self {
        let problem = |problem| CellProblemView::new(header, problem);
        Self {
            line: row.line,
            outcome: row.outcome.map(Outcome::code),
            cells: row.cells,
            offer: row.listing.map(|offer| offer.to_string()),
            problems: row.wrong.into_iter().map(problem).collect(),
            undone: row.undone,
        }
    }
}

impl CellProblemView {
    fn new(header: &[String], problem: CellProblem) -> Self {
        let message = |locale| Words(locale).problem(&problem.code);
        Self {
            heading: problem
                .column
                .and_then(|column| header.get(column - 1).cloned()),
            message: MessageView {
                bn: message(Locale::Bn),
                en: message(Locale::En),
            },
            column: problem.column,
            field: problem.field,
            value: problem.value,
            code: problem.code,
        }
    }
}
