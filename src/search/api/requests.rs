//! `POST /requests`

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, post};
use kernel::Locale;
use platform::db::Db;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use platform::limits::Limits;
use serde::Serialize;
use utoipa::ToSchema;

use super::views::Name;
use crate::requests::{Desk, IDEMPOTENCY_KEY, ask_shops, read_request};
use crate::{Asked, Search};

/// What shops around should be asked.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct RequestBody {
    /// What is looked for, at most 200 letters. Phone numbers and e-mail addresses are masked.
    #[schema(example = "কাঁচা আমের আচার")]
    q: String,
    /// WGS84 degrees; rounded to four decimals before it is stored.
    #[schema(example = 23.8069)]
    lat: f64,
    #[schema(example = 90.3687)]
    lng: f64,
    /// 1 to 50,000 metres, usually 3,000.
    #[schema(example = 3000)]
    radius_m: Option<f64>,
    /// `bn` or `en`, usually `bn`.
    #[schema(example = "bn")]
    language: Option<String>,
    /// What else shops should know, at most 500 letters; masked like `q`.
    #[schema(example = "এক কেজি")]
    note: Option<String>,
}

/// A request that is kept.
#[derive(Debug, Serialize, ToSchema)]
struct RequestView {
    #[schema(example = "req_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    /// `kept`: stored, and nobody has been told.
    #[schema(example = "kept")]
    status: &'static str,
    /// Shops around that could be asked, at most 20.
    shops: usize,
    /// The same for people.
    message: Name,
}

/// Keeps what shops around should be asked. No shop is told yet.
#[utoipa::path(
    tag = "search",
    params(("Idempotency-Key" = String, Header, description = "Made by you, 8 to 64 letters, digits, dashes and underscores; a request that is sent again with it is stored once", example = "5f0c2a9e-7d1b-4c55-9a3e-2f64b1c0d7aa")),
    request_body(content = RequestBody),
    responses(
        (status = 201, body = RequestView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 409, description = "search.key_reused: another request has this key"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
        (status = 429, description = "platform.asked_enough: a few in an hour, see Retry-After"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/requests")]
pub(super) async fn ask_nearby_shops(
    req: HttpRequest,
    body: Result<Bytes, actix_web::Error>,
    db: Data<Db>,
    search: Data<Search>,
    limits: Data<Limits>,
) -> Result<HttpResponse, Error> {
    let mut params = read_body(&req, body)?;
    let key = req.headers().get(IDEMPOTENCY_KEY);
    let key = key.map(|key| key.to_str().unwrap_or("?"));
    let request = read_request(&mut params, key);
    params.finish()?;
    let request = request.ok_or(Problem::field("q", "platform.missing"))?;
    let desk = Desk {
        db: &db,
        search: &search,
        limits: &limits,
    };
    let asked = ask_shops(desk, limits.caller(&req), &request).await?;
    Ok(HttpResponse::Created().json(RequestView::from(asked)))
}

/// The members of a JSON object. Other kinds of body are refused, so that no
/// form of another site can send one.
fn read_body(req: &HttpRequest, body: Result<Bytes, actix_web::Error>) -> Result<Params, Problem> {
    let kind = req.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Problem::new(status, "platform.not_json"));
    }
    let body =
        body.map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "platform.too_large"))?;
    serde_json::from_slice(&body)
        .map(Params::from_document)
        .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "platform.broken_json"))
}

impl From<Asked> for RequestView {
    fn from(asked: Asked) -> Self {
        let said = |locale| Some(asked.say(Words(locale)));
        Self {
            id: asked.id.to_string(),
            status: "kept",
            shops: asked.shops,
            message: Name {
                bn: said(Locale::Bn),
                en: said(Locale::En),
            },
        }
    }
}
