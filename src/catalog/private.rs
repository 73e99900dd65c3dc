//! `/concepts` and `/dialects` on the private address: where admins edit the words
//! that search knows. What is saved here is searched with seconds later, on every
//! node.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Json, Path, ServiceConfig};
use actix_web::{HttpResponse, Responder, delete, get, put};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, FieldProblem, Params, Problem};
use platform::merge::Mode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shops::ShopKind;

use crate::concepts::{
    ConceptRecord, ConceptRow, DialectRow, all_dialects, enable_dialect, import_concepts, list,
    remove,
};
use crate::{Tree, categories};

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
/// Longest name or word, in characters.
const LONGEST: usize = 200;
/// Most words of a concept.
const MOST_WORDS: usize = 100;

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
    let items = list(&mut conn, text.as_deref(), &after, PAGE)
        .await
        .map_err(QueryFailed)?;
    let full = items.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let after = full.then(|| items.last().map(|last| last.id().to_owned()));
    Ok(Json(ConceptPage {
        after: after.flatten(),
        items,
    }))
}

/// A concept as an admin sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptBody {
    name_bn: String,
    name_en: String,
    #[serde(default)]
    synonyms: Vec<String>,
    #[serde(default)]
    dialect_words: Vec<String>,
    #[serde(default)]
    category_code: Option<String>,
    #[serde(default)]
    sold_by: Vec<String>,
}

#[put("/concepts/{id}")]
async fn put_concept(db: Data<Db>, id: Path<String>, body: Bytes) -> Result<impl Responder, Error> {
    let body: ConceptBody = document(&body)?;
    let mut conn = db.get().await?;
    let tree = Tree::new(categories(&mut conn).await.map_err(QueryFailed)?);
    let dialects = all_dialects(&mut conn).await.map_err(QueryFailed)?;
    let record = checked(id.into_inner(), body, &tree, &dialects)?;
    let done = import_concepts(&mut conn, &[record], Mode::Write)
        .await
        .map_err(QueryFailed)?;
    Ok(HttpResponse::build(if done.added > 0 {
        StatusCode::CREATED
    } else {
        StatusCode::NO_CONTENT
    }))
}

#[delete("/concepts/{id}")]
async fn delete_concept(db: Data<Db>, id: Path<String>) -> Result<impl Responder, Error> {
    let mut conn = db.get().await?;
    if remove(&mut conn, &id).await.map_err(QueryFailed)? {
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

/// The record, or everything that is wrong with it.
fn checked(
    id: String,
    body: ConceptBody,
    tree: &Tree,
    dialects: &[DialectRow],
) -> Result<ConceptRecord, Problem> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, code: &'static str| {
        wrong.push(FieldProblem {
            field: field.to_owned(),
            code,
        });
    };
    if !is_slug(&id) {
        refuse("id", "catalog.bad_slug");
    }
    for (field, name) in [("name_bn", &body.name_bn), ("name_en", &body.name_en)] {
        match name.trim().chars().count() {
            0 => refuse(field, "platform.missing"),
            1..=LONGEST => {}
            _ => refuse(field, "platform.too_long"),
        }
    }
    for (field, words) in [
        ("synonyms", &body.synonyms),
        ("dialect_words", &body.dialect_words),
    ] {
        if words.len() > MOST_WORDS || words.iter().any(|word| word.chars().count() > LONGEST) {
            refuse(field, "platform.too_long");
        }
    }
    let known = |word: &String| {
        (word.split_once(':')).is_some_and(|(code, word)| {
            !word.trim().is_empty() && dialects.iter().any(|dialect| dialect.code == code)
        })
    };
    if !body.dialect_words.iter().all(known) {
        refuse("dialect_words", "catalog.unknown_dialect");
    }
    if (body.category_code.as_ref()).is_some_and(|code| tree.find(code).is_none()) {
        refuse("category_code", "catalog.unknown_category");
    }
    let sold_by: Result<Vec<ShopKind>, _> = body.sold_by.iter().map(|kind| kind.parse()).collect();
    if sold_by.is_err() {
        refuse("sold_by", "catalog.unknown_kind");
    }
    match (wrong.is_empty(), sold_by) {
        (true, Ok(sold_by)) => Ok(ConceptRecord {
            id,
            name_bn: body.name_bn.trim().to_owned(),
            name_en: body.name_en.trim().to_owned(),
            synonyms: trimmed(&body.synonyms),
            dialect_words: trimmed(&body.dialect_words),
            category: body.category_code,
            sold_by,
        }),
        _ => Err(Problem::fields(wrong)),
    }
}

/// Lower-case letters, digits and hyphens, up to a hundred.
fn is_slug(id: &str) -> bool {
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=100).contains(&id.len())
        && id.bytes().all(|byte| sound(byte) || byte == b'-')
        && id.bytes().next().is_some_and(sound)
}

/// Without blank ones and repetitions.
fn trimmed(words: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words.iter().map(|word| word.trim()) {
        if !word.is_empty() && !kept.iter().any(|other| other == word) {
            kept.push(word.to_owned());
        }
    }
    kept
}
