//! Batches of rows from outside, merged into a table.
//!
//! New rows are added, rows that differ are changed, all others are not touched
//! at all: no trigger sees them and `updated_at` stays. `INSERT … ON CONFLICT`
//! would be shorter, but it takes a number from the identity column for every
//! row that is already there.

use std::ops::AddAssign;

use diesel::QueryableByName;
use diesel::result::Error;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use serde::Serialize;

/// What became of the rows of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that were not there.
    pub added: u64,
    /// Rows that were there and differed.
    pub changed: u64,
    /// Rows that were there just so.
    pub unchanged: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }
}

/// Whether to write or only to say what would be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write.
    Write,
    /// Compare and leave everything as it is.
    Compare,
}

/// A column of the table and the SQL expression that fills it, over the record
/// `r` and whatever [`Merge::joins`] adds.
pub type Column = (&'static str, &'static str);

/// How JSON records become rows of a table with an `updated_at` column.
#[derive(Clone, Debug)]
pub struct Merge {
    /// The table.
    pub table: &'static str,
    /// Members of a record and their SQL types: `id uuid, name text`.
    pub record: &'static str,
    /// Joins that expressions need, or nothing.
    pub joins: &'static str,
    /// What makes a row the same row; unique in the table and never NULL.
    pub key: &'static [Column],
    /// Filled only when the row is new.
    pub at_birth: &'static [Column],
    /// Kept as the records say.
    pub columns: Vec<Column>,
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    total: i64,
    #[diesel(sql_type = BigInt)]
    added: i64,
    #[diesel(sql_type = BigInt)]
    changed: i64,
}

impl Merge {
    /// Merges a batch in one statement. Merges into the same table wait for each
    /// other, so that two imports of one file do not both add a row.
    ///
    /// No two records may have the same key.
    pub async fn run<R: Serialize>(
        &self,
        conn: &mut AsyncPgConnection,
        records: &[R],
        mode: Mode,
    ) -> Result<Tally, Error> {
        let records = serde_json::to_string(records)
            .map_err(|error| Error::SerializationError(error.into()))?;
        let statement = self.statement(mode);
        conn.transaction(async |conn| {
            if mode == Mode::Write {
                // A statement of its own: the next one's snapshot is taken later.
                diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                    .bind::<Text, _>(format!("merge {}", self.table))
                    .execute(conn)
                    .await?;
            }
            let counts: Counts = diesel::sql_query(statement)
                .bind::<Text, _>(records)
                .get_result(conn)
                .await?;
            Ok(counts.into())
        })
        .await
    }

    fn statement(&self, mode: Mode) -> String {
        let (changed, added) = match mode {
            Mode::Write => (self.update(), self.insert()),
            Mode::Compare => (
                "SELECT 1 FROM known WHERE differs".to_owned(),
                format!("SELECT 1 {}", self.missing()),
            ),
        };
        format!(
            "WITH {}, {}, changed AS ({changed}), added AS ({added})
             SELECT (SELECT count(*) FROM incoming) AS total,
                    (SELECT count(*) FROM added) AS added,
                    (SELECT count(*) FROM changed) AS changed",
            self.incoming(),
            self.known(),
        )
    }

    /// The records as rows of the table.
    fn incoming(&self) -> String {
        let filled = list(self.all(), |(name, from)| format!("{from} AS {name}"));
        format!(
            "incoming AS MATERIALIZED (
                SELECT {filled} FROM json_to_recordset($1::json) AS r({}) {})",
            self.record, self.joins
        )
    }

    /// Those that are in the table, and whether they say something else.
    fn known(&self) -> String {
        format!(
            "known AS MATERIALIZED (
                SELECT i.*, ROW({}) IS DISTINCT FROM ROW({}) AS differs
                FROM incoming i JOIN {} t ON {})",
            self.kept("t."),
            self.kept("i."),
            self.table,
            self.same_row("i"),
        )
    }

    fn update(&self) -> String {
        format!(
            "UPDATE {} t SET ({}) = ROW({}), updated_at = now()
             FROM known k WHERE k.differs AND {} RETURNING 1",
            self.table,
            self.kept(""),
            self.kept("k."),
            self.same_row("k"),
        )
    }

    fn insert(&self) -> String {
        let all = list(self.all(), |(name, _)| name.to_owned());
        format!(
            "INSERT INTO {} ({all}) SELECT {all} {} RETURNING 1",
            self.table,
            self.missing()
        )
    }

    fn missing(&self) -> String {
        format!(
            "FROM incoming i WHERE NOT EXISTS (SELECT FROM {} t WHERE {})",
            self.table,
            self.same_row("i")
        )
    }

    fn same_row(&self, other: &str) -> String {
        let same = |(name, _): &Column| format!("t.{name} = {other}.{name}");
        self.key.iter().map(same).collect::<Vec<_>>().join(" AND ")
    }

    fn kept(&self, prefix: &str) -> String {
        list(&self.columns, |(name, _)| format!("{prefix}{name}"))
    }

    fn all(&self) -> impl Iterator<Item = &Column> {
        self.at_birth.iter().chain(self.key).chain(&self.columns)
    }
}

fn list<'a>(
    columns: impl IntoIterator<Item = &'a Column>,
    write: impl Fn(Column) -> String,
) -> String {
    columns
        .into_iter()
        .map(|column| write(*column))
        .collect::<Vec<_>>()
        .join(", ")
}

impl From<Counts> for Tally {
    fn from(counts: Counts) -> Self {
        let count = |n: i64| u64::try_from(n).unwrap_or_default();
        Self {
            added: count(counts.added),
            changed: count(counts.changed),
            unchanged: count(counts.total - counts.added - counts.changed),
        }
    }
}
