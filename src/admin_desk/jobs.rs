//! `/{lang}/admin/jobs`: work that waits, and work that was given up.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use auth::{Auth, SuperAdmin};
use pages::{Visitor, respond, say};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use platform::jobs::{self, JobRow, JobState};

use crate::frame::{ROWS, done, moment, next, page, tabs, told};
use crate::views::list::{Action, ListPage, Row};

const PATH: &str = "/admin/jobs";
const STATES: [&str; 4] = ["dead", "waiting", "running", "done"];

/// `GET /{lang}/admin/jobs`
pub(crate) async fn show(
    who: SuperAdmin,
    visitor: Visitor,
    auth: Data<Auth>,
    db: Data<Db>,
    mut params: Params,
) -> Result<HttpResponse, Error> {
    let told = told(&visitor, &params, &["job-again"]);
    let asked = params
        .text("state")
        .and_then(JobState::of)
        .unwrap_or(JobState::Dead);
    let before = params.parsed("before", "platform.not_an_id");
    params.finish()?;
    let mut conn = db.get().await?;
    let found = jobs::list(&mut conn, asked, None, before, ROWS).await;
    let found = found.map_err(QueryFailed)?;
    drop(conn);
    let last = found.last().map(|row| row.id.to_string());
    let query = [("state", Some(asked.code())), ("before", last.as_deref())];
    let view = ListPage {
        csrf: auth.form_token(&who),
        done: told,
        notice: None,
        ask: None,
        tabs: tabs(&visitor, PATH, &STATES, asked.code(), "admin-job-"),
        next: next(&visitor, PATH, found.len(), &query),
        empty: visitor.words.t("admin-jobs-none"),
        rows: found.iter().map(|job| row(&visitor, job)).collect(),
        more: Some((
            visitor.words.t("admin-messages"),
            visitor.href("/admin/messages"),
        )),
        page: page(&visitor, "admin-jobs", "/admin/messages"),
    };
    Ok(respond::unkept(respond::page(&view)?))
}

fn row(visitor: &Visitor, job: &JobRow) -> Row {
    let words = visitor.words;
    let attempts = u64::try_from(job.attempts).unwrap_or(0);
    let shown = say::number(visitor.locale(), attempts);
    let told = words.with(
        "admin-job-attempts",
        &[("n", attempts.into()), ("shown", shown.into())],
    );
    let mut lines = vec![format!("{} · {told}", moment(visitor, job.created_at))];
    lines.extend(job.message.clone());
    lines.extend(job.last_error.clone());
    let again = || Action {
        href: visitor.href(&format!("{PATH}/{}/retry", job.id)),
        label: words.t("admin-job-again"),
        reason: None,
    };
    Row {
        title: job.name.clone(),
        href: None,
        mark: Some(words.t(&format!("admin-job-{}", job.state))),
        lines,
        action: (job.state == JobState::Dead.code()).then(again),
    }
}

/// `POST /{lang}/admin/jobs/{job}/retry`
pub(crate) async fn retry(
    _who: SuperAdmin,
    visitor: Visitor,
    id: Path<String>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let none = || Problem::not_found("platform.no_dead_job");
    let id = id.parse().map_err(|_| none())?;
    let mut conn = db.get().await?;
    let was_dead = jobs::retry(&mut conn, id).await.map_err(QueryFailed)?;
    if !was_dead {
        return Err(none().into());
    }
    Ok(done(&visitor, PATH, "job-again"))
}
