//! `/{lang}/desk/shops/{shop}/import/{import}`: what a file would do, does, and did.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Path};
use auth::{Manager, OwnShop};
use bulk::{
    BulkError, CellProblem, Counts, Field, Import, Outcome, RowTold, State, carry_out, check,
    find_import, rows_of, set_columns, undo,
};
use diesel_async::AsyncPgConnection;
use kernel::ImportId;
use pages::{Page, Visitor, form, respond, say};
use platform::http::{Error, Params};
use platform::i18n::Words;

use super::{name_of, to_import};
use crate::counter::{Counter, Part, Tools};
use crate::views::imports::{ColumnRow, CountRow, FieldChoice, ImportPage, RowShown};

/// Rows that are shown of those that cannot be, or were not undone.
const ROWS: usize = 50;

/// `GET …/import/{import}`
pub(crate) async fn show(
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    visitor: Visitor,
    tools: Tools,
) -> Result<HttpResponse, Error> {
    let view = one(&own, import_in(&path)?, &visitor, &tools).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

fn import_in(path: &(String, String)) -> Result<ImportId, BulkError> {
    path.1.parse().map_err(|_| BulkError::NotFound)
}

/// `POST …/import/{import}`: what the columns mean, or that it is to be carried out
/// or undone.
pub(crate) async fn act(
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    visitor: Visitor,
    tools: Tools,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let id = import_in(&path)?;
    match try_act(&own, id, &tools, &params).await {
        Ok(()) => Ok(to_import(&own, id, &visitor)),
        Err(error) => {
            let (problem, notice) = form::told(error.into(), visitor.words)?;
            let mut view = one(&own, id, &visitor, &tools).await?;
            view.notice = Some(notice);
            form::again(&view, &problem).map(respond::unkept)
        }
    }
}

async fn try_act(
    own: &OwnShop<Manager>,
    id: ImportId,
    (db, _, _, clock): &Tools,
    params: &Params,
) -> Result<(), BulkError> {
    let (mut conn, this) = (db.get().await?, (own.shop, id));
    match params.text("do") {
        Some("carry-out") => drop(carry_out(&mut conn, this, clock.now()).await?),
        Some("undo") => drop(undo(&mut conn, this, clock.now()).await?),
        _ => {
            let import = find_import(&mut conn, own.shop, id).await?;
            let width = import.ok_or(BulkError::NotFound)?.header.len();
            let code = |place| {
                params
                    .text(&format!("c{place}"))
                    .unwrap_or_default()
                    .to_owned()
            };
            let codes: Vec<String> = (0..width).map(code).collect();
            set_columns(&mut conn, this, &codes).await?;
        }
    }
    Ok(())
}

async fn one(
    own: &OwnShop<Manager>,
    id: ImportId,
    visitor: &Visitor,
    tools: &Tools,
) -> Result<ImportPage, Error> {
    let counter = Counter::of(own, visitor, tools).await?;
    let mut conn = tools.0.get().await?;
    let import = find_import(&mut conn, own.shop, id)
        .await
        .map_err(BulkError::from)?;
    let import = import.ok_or(BulkError::NotFound)?;
    let (counts, rows) = told(&mut conn, &import).await?;
    let words = visitor.words;
    let page = counter.page(visitor, words.t("desk-import"), Part::Elsewhere);
    let may = May::of(&import, counts);
    Ok(ImportPage {
        name: name_of(&import, words),
        state: words.t(&format!("desk-import-state-{}", import.state.code())),
        is_draft: import.state == State::Draft,
        is_at_work: matches!(import.state, State::Running | State::Undoing),
        progress: progress(&import, words),
        done: import.done,
        of: import.rows,
        columns: columns(&import, words),
        counts: count_rows(counts, words),
        undone: (import.state == State::Undone).then(|| undone(&import, &page)),
        may_carry_out: may.carry_out,
        may_undo: may.undo,
        lacks_key: may.lacks_key,
        are_more: rows.len() == ROWS,
        rows: rows
            .iter()
            .map(|row| row_shown(row, &import, words))
            .collect(),
        action: visitor.href(&counter.path(&format!("/import/{id}"))),
        back: visitor.href(&counter.path("/import")),
        page,
        counter,
        notice: None,
    })
}

/// What can be done with an import where it stands.
struct May {
    carry_out: bool,
    undo: bool,
    /// Not carried out, because no column tells which product a row is about.
    lacks_key: bool,
}

impl May {
    fn of(import: &Import, counts: Counts) -> Self {
        let names_products = (import.columns.iter().flatten()).any(|field| field.names_a_product());
        let does_something = counts.added > 0 || counts.changed > 0;
        let is_draft = import.state == State::Draft;
        Self {
            carry_out: import.state == State::Failed
                || is_draft && names_products && does_something,
            undo: import.state == State::Done && does_something,
            lacks_key: is_draft && !names_products,
        }
    }
}

fn progress(import: &Import, words: Words) -> String {
    let number = |count: i32| say::number(words.0, u64::try_from(count).unwrap_or_default());
    words.with(
        "desk-import-progress",
        &[
            ("done", number(import.done).into()),
            ("rows", number(import.rows).into()),
        ],
    )
}

/// How many offers are again as they were, and how many are not.
fn undone(import: &Import, page: &Page) -> String {
    let number = |count: i32| u64::try_from(count).unwrap_or_default();
    let restored = page.count("desk-import-undone", number(import.restored));
    match import.refused {
        0 => restored,
        left => format!(
            "{restored} {}",
            page.count("desk-import-left", number(left))
        ),
    }
}

/// What rows do or have done, and those that people have to look at.
async fn told(
    conn: &mut AsyncPgConnection,
    import: &Import,
) -> Result<(Counts, Vec<RowTold>), BulkError> {
    let most = i64::try_from(ROWS).unwrap_or(i64::MAX);
    Ok(match import.state {
        State::Draft => {
            let checked = check(conn, import, Some(Outcome::Wrong), (0, ROWS)).await?;
            (checked.counts, checked.rows)
        }
        State::Undone => {
            let refused = rows_of(conn, import.id, Some("refused"), 0, most).await?;
            (import.counts, refused)
        }
        _ => {
            let wrong = rows_of(conn, import.id, Some("wrong"), 0, most).await?;
            (import.counts, wrong)
        }
    })
}

fn count_rows(counts: Counts, words: Words) -> Vec<CountRow> {
    let all = [
        ("added", counts.added),
        ("changed", counts.changed),
        ("same", counts.same),
        ("wrong", counts.wrong),
    ];
    let row = |(code, count): (&str, i32)| CountRow {
        label: words.t(&format!("desk-import-{code}")),
        count: say::number(words.0, u64::try_from(count).unwrap_or_default()),
    };
    all.map(row).into()
}

/// What the columns of a draft say; later, nobody asks.
fn columns(import: &Import, words: Words) -> Vec<ColumnRow> {
    if import.state != State::Draft {
        return Vec::new();
    }
    let choice = |field: Field, chosen: Option<Field>| FieldChoice {
        code: field.code(),
        label: field.heading(words.0),
        on: chosen == Some(field),
    };
    let column = |(place, (heading, chosen)): (usize, (&String, &Option<Field>))| ColumnRow {
        name: format!("c{place}"),
        heading: if heading.is_empty() {
            "—".to_owned()
        } else {
            heading.clone()
        },
        choices: Field::ALL
            .into_iter()
            .map(|field| choice(field, *chosen))
            .collect(),
    };
    let all = import.header.iter().zip(&import.columns).enumerate();
    all.map(column).collect()
}

fn row_shown(row: &RowTold, import: &Import, words: Words) -> RowShown {
    let line = say::number(words.0, u64::try_from(row.line).unwrap_or_default());
    let filled = row.cells.iter().filter(|cell| !cell.is_empty());
    let cells: Vec<&str> = filled.take(4).map(String::as_str).collect();
    RowShown {
        line: words.with("desk-import-line", &[("line", line.into())]),
        cells: cells.join(" · "),
        problems: row
            .wrong
            .iter()
            .map(|one| problem(one, import, words))
            .collect(),
    }
}

/// `দাম “abc”: এটি কোনো সংখ্যা নয়।`
fn problem(problem: &CellProblem, import: &Import, words: Words) -> String {
    let reason = words.problem(&problem.code);
    let heading = problem
        .column
        .and_then(|column| import.header.get(column - 1));
    match heading {
        Some(heading) => words.with(
            "desk-import-cell",
            &[
                ("column", heading.as_str().into()),
                ("value", problem.value.as_str().into()),
                ("reason", reason.into()),
            ],
        ),
        None => reason,
    }
}
