//! SQL, one statement per function.

mod files;
mod rows;

use diesel::result::Error;

pub(crate) use files::{drop_old_drafts, hold, insert, save_columns, turn};
pub use files::{find_import, imports_of, prune};
pub use rows::rows_of;
pub(crate) use rows::{
    Made, cells_of, cells_to_do, defer_skus, insert_rows, made_by, offers_done, record, record_undo,
};

fn unwritable(error: serde_json::Error) -> Error {
    Error::SerializationError(error.into())
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::DeserializationError(error.into())
}
