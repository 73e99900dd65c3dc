//! `/jobs` on the private address: what waits, what is dead, and sending it again.

use actix_web::web::{Data, Json, Path, ServiceConfig};
use actix_web::{HttpResponse, Responder, get, post};
use kernel::JobId;
use serde::Serialize;

use super::queries::{self, JobRow, JobState};
use crate::db::{Db, QueryFailed};
use crate::http::{Error, Params, Problem};

/// Jobs on a page.
const PAGE: i64 = 100;

/// Routes for the private address.
pub fn private_api(cfg: &mut ServiceConfig) {
    cfg.service(list_jobs).service(retry_job);
}

#[derive(Serialize)]
struct JobPage {
    items: Vec<JobRow>,
    /// Goes on before this id; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<JobId>,
}

/// Dead jobs, or those in another state, newest first.
#[get("/jobs")]
async fn list_jobs(db: Data<Db>, mut params: Params) -> Result<impl Responder, Error> {
    let state = match params.text("state") {
        None => Some(JobState::Dead),
        Some(code) => JobState::of(code),
    };
    let before = params.parsed("before", "platform.not_an_id");
    let name = params.text("name").map(str::to_owned);
    params.finish()?;
    let state = state.ok_or_else(|| Problem::field("state", "platform.unknown_job_state"))?;
    let mut conn = db.get().await?;
    let items = queries::list(&mut conn, state, name.as_deref(), before, PAGE)
        .await
        .map_err(QueryFailed)?;
    let is_full = items.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let before = is_full.then(|| items.last().map(|last| last.id)).flatten();
    Ok(Json(JobPage { items, before }))
}

/// Sends a dead job again.
#[post("/jobs/{id}/retry")]
async fn retry_job(db: Data<Db>, id: Path<String>) -> Result<impl Responder, Error> {
    let id: JobId = id
        .parse()
        .map_err(|_| Problem::not_found("platform.no_dead_job"))?;
    let mut conn = db.get().await?;
    if queries::retry(&mut conn, id).await.map_err(QueryFailed)? {
        Ok(HttpResponse::Accepted().finish())
    } else {
        Err(Problem::not_found("platform.no_dead_job").into())
    }
}
