//! Imports as rows, and what becomes of theirs.

use chrono::{DateTime, Utc};
use kernel::{ImportId, ListingId, ShopId, UserId};
use serde::{Deserialize, Serialize};

use crate::fields::Field;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is written yet.
    Draft,
    /// Its rows are being carried out.
    Running,
    /// All of them have been.
    Done,
    /// It stopped on the way, and goes on when it is asked for again.
    Failed,
    /// It is being undone.
    Undoing,
    /// It has been.
    Undone,
}

impl State {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }

    /// The state of this word.
    pub(crate) fn of(code: &str) -> Option<Self> {
        use State::{Done, Draft, Failed, Running, Undoing, Undone};
        [Draft, Running, Done, Failed, Undoing, Undone]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// What a row does, or has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Something new on the list.
    Added,
    /// An offer that is different now.
    Changed,
    /// An offer that was so already.
    Same,
    /// Nothing: it cannot be.
    Wrong,
}

impl Outcome {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Same => "same",
            Self::Wrong => "wrong",
        }
    }

    /// The outcome of this word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Added, Self::Changed, Self::Same, Self::Wrong]
            .into_iter()
            .find(|outcome| outcome.code() == code)
    }
}

/// How many rows have which outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// New on the list.
    pub added: i32,
    /// Different now.
    pub changed: i32,
    /// So already.
    pub same: i32,
    /// Not possible.
    pub wrong: i32,
}

impl Counts {
    /// One row more.
    pub(crate) const fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Same => self.same += 1,
            Outcome::Wrong => self.wrong += 1,
        }
    }
}

/// Why a cell, or a row, cannot be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellProblem {
    /// The column from 1; `None` where it is about the whole row.
    pub column: Option<usize>,
    /// What the column says.
    pub field: Option<String>,
    /// What the cell holds, cut to 100 characters.
    pub value: String,
    /// A dotted code with words in both languages.
    pub code: String,
}

/// A file of goods that a seller brought.
#[derive(Clone, Debug)]
pub struct Import {
    /// Which.
    pub id: ImportId,
    /// For which shop.
    pub shop: ShopId,
    /// Who brought it.
    pub actor: UserId,
    /// What it was called.
    pub file_name: Option<String>,
    /// `csv` or `xlsx`.
    pub format: String,
    /// Where it stands.
    pub state: State,
    /// Its first row.
    pub header: Vec<String>,
    /// What each column says.
    pub columns: Vec<Option<Field>>,
    /// Rows below the header.
    pub rows: i32,
    /// Rows that have been carried out.
    pub done: i32,
    /// What became of those.
    pub counts: Counts,
    /// Offers that were restored.
    pub restored: i32,
    /// Offers that were not, because somebody has changed them since.
    pub refused: i32,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// When its last row was carried out.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}

/// A row of a file with what became of it.
#[derive(Clone, Debug)]
pub struct RowTold {
    /// Its line in the file.
    pub line: i32,
    /// What is in it.
    pub cells: Vec<String>,
    /// What became of it; `None` until it has been carried out.
    pub outcome: Option<Outcome>,
    /// The offer that it is about.
    pub listing: Option<ListingId>,
    /// Why it could not be.
    pub wrong: Vec<CellProblem>,
    /// Whether it was undone; `None` when nobody tried.
    pub undone: Option<bool>,
}
