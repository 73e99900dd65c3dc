//! `/concepts` and `/dialects` on the private address: where admins edit the words
//! that search knows. What is saved here is searched with seconds later, on every
//! node.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Json, Path, ServiceConfig};
use actix_web::{HttpResponse, Responder, delete, get, put};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::concepts::{ConceptRow, all_dialects, concepts_page, enable_dialect, remove_concept};
use crate::edit_concept::{ConceptDraft, Saved, save_concept};

/// Routes for the private address.
pub fn private_api(cfg: &mut ServiceConfig) {
    cfg.service(list_concepts)
        .service(put_concept)
        .service(delete_concept)
        .service(list_dialects)
        .service(put_dialect);
}

/// Concepts on a page.
const PAGE: i64 = 100;

#[derive(Serialize)]
struct ConceptPage {
    items: Vec<ConceptRow>,
    /// Goes on after this id; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

#[get("/concepts")]
async fn list_concepts(db: Data<Db>, params: Params) -> Result<impl Responder, Error> {
    let text = params.text("q").map(str::to_owned);
    let after = params.text("after").unwrap_or_default().to_owned();
    params.finish()?;
    let mut conn = db.get().await?;
    let items = concepts_page(&mut conn, text.as_deref(), &after, PAGE)
        .await
        .map_err(QueryFailed)?;
    let full = items.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let after = full.then(|| items.last().map(|last| last.id.clone()));
    Ok(Json(ConceptPage {
        after: after.flatten(),
        items,
    }))
}

#[put("/concepts/{id}")]
async fn put_concept(db: Data<Db>, id: Path<String>, body: Bytes) -> Result<impl Responder, Error> {
    let draft: ConceptDraft = document(&body)?;
    let mut conn = db.get().await?;
    let saved = save_concept(&mut conn, id.into_inner(), draft).await?;
    Ok(HttpResponse::build(match saved {
        Saved::Added => StatusCode::CREATED,
        Saved::Changed => StatusCode::NO_CONTENT,
    }))
}

#[delete("/concepts/{id}")]
async fn delete_concept(db: Data<Db>, id: Path<String>) -> Result<impl Responder, Error> {
    let mut conn = db.get().await?;
    if remove_concept(&mut conn, &id).await.map_err(QueryFailed)? {
        Ok(HttpResponse::NoContent())
    } else {
        Err(Problem::not_found("catalog.concept_not_found").into())
    }
}

#[get("/dialects")]
async fn list_dialects(db: Data<Db>) -> Result<impl Responder, Error> {
    let mut conn = db.get().await?;
    Ok(Json(all_dialects(&mut conn).await.map_err(QueryFailed)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DialectBody {
    enabled: bool,
}

#[put("/dialects/{code}")]
async fn put_dialect(
    db: Data<Db>,
    code: Path<String>,
    body: Bytes,
) -> Result<impl Responder, Error> {
    let body: DialectBody = document(&body)?;
    let mut conn = db.get().await?;
    let there = enable_dialect(&mut conn, &code, body.enabled).await;
    if there.map_err(QueryFailed)? {
        Ok(HttpResponse::NoContent())
    } else {
        Err(Problem::not_found("catalog.dialect_not_found").into())
    }
}

/// A document as it has to be.
fn document<D: DeserializeOwned>(body: &[u8]) -> Result<D, Problem> {
    serde_json::from_slice(body)
        .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "platform.broken_json"))
}
