//! What can stop the use-cases of this slice.

use actix_web::http::StatusCode;
use platform::db::{NoConnection, QueryFailed};
use platform::http::{Fault, FieldProblem, Problem};

use crate::model::State;
use crate::sheet::Refusal;

/// Everything that can stop an import or an export.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// The shop has no such import.
    #[error("no such import")]
    NotFound,
    /// It is too late, or too early, for this.
    #[error("it is {}", .0.code())]
    State(State),
    /// No column says which product a row is about.
    #[error("no column names a product")]
    NoKeyColumn,
    /// Columns that cannot be so.
    #[error("columns that cannot be so")]
    Columns(Vec<FieldProblem>),
    /// The file is not taken.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The program that reads or writes files broke off.
    #[error("a file could not be read or written")]
    Broke(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
    /// No connection was free.
    #[error(transparent)]
    Pool(#[from] NoConnection),
}

impl From<diesel::result::Error> for BulkError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for BulkError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NotFound => Some(Problem::not_found("bulk.not_found")),
            Self::State(state) => Some(
                Problem::new(StatusCode::CONFLICT, "bulk.wrong_state").with("state", state.code()),
            ),
            Self::NoKeyColumn => Some(Problem::field("columns", "bulk.no_key_column")),
            Self::Columns(wrong) => Some(Problem::fields(wrong.clone())),
            Self::Refused(refusal) => refusal.problem(),
            Self::Broke(_) => None,
            Self::Query(error) => error.problem(),
            Self::Pool(error) => error.problem(),
        }
    }
}
