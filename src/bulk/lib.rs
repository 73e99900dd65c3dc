//! Goods by the file: a shop's whole list out as CSV or XLSX, and files in.
//!
//! Owns the tables `imports` and `import_rows`. Invariants: a file that came is only
//! looked at until its seller asks for it to be carried out; each row is carried
//! out once, whoever is killed on the way; what cannot be is told by row, column,
//! value and reason, and keeps no other row from being; an import is undone as a
//! whole, but for what somebody has changed since.
//!
//! | You want … | call … |
//! |---|---|
//! | to take a file in | [`receive`], [`take_in`] |
//! | to say what its columns mean | [`set_columns`] |
//! | to know what it would do | [`check`] |
//! | to have it done, or undone | [`carry_out`], [`undo`] |
//! | a shop's list as a file | [`export::csv`], [`export::xlsx`], [`template`] |

mod api;
mod carry_out;
mod cells;
mod check;
mod columns;
mod error;
pub mod export;
mod fields;
mod jobs;
mod judge;
mod model;
mod queries;
mod receive;
mod row;
pub mod schema;
mod sheet;
mod take_in;
mod template;
mod undo;
mod views;
mod writing;

pub use api::api;
pub use carry_out::carry_out;
pub use check::{Checked, check};
pub use columns::set_columns;
pub use error::BulkError;
pub use fields::Field;
pub use jobs::handle_jobs;
pub use model::{CellProblem, Counts, Import, Outcome, RowTold, State};
pub use queries::{find_import, imports_of, prune, rows_of};
pub use receive::{Upload, receive};
pub use sheet::{Format, Refusal, Sheet};
pub use take_in::take_in;
pub use template::template;
pub use undo::undo;
