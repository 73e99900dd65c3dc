//! What stands before every handler of the public server.

use std::time::Duration;

use actix_cors::Cors;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, ResponseError as _};
use platform::config::HttpConfig;
use platform::http::{Error, Problem};
use platform::limits::{Deed, Limits};

/// How long a body may take to arrive and be answered.
const DEADLINE: Duration = Duration::from_secs(10);
/// The same for files, from phones far from a mast. Silence is noticed earlier,
/// where they are read.
const UPLOAD_DEADLINE: Duration = Duration::from_mins(3);
/// How long a question without a body may take. Everything but the database is
/// in memory, so what takes longer waits for it.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// A problem as whoever asked can read it: a document for programs, a page for
/// people.
pub fn refused(req: &HttpRequest, problem: &Problem) -> HttpResponse {
    let below = req.path().strip_prefix("/api");
    if below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Error::from(problem.clone()).error_response();
    }
    pages::refused(req, problem)
}

/// Counts searches and files per caller and refuses too many, files before any of
/// them is read.
pub async fn counted<B: MessageBody>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let limits = req.app_data::<Data<Limits>>().cloned();
    if let (Some(deed), Some(limits)) = (costly(&req), limits)
        && let Some(caller) = limits.caller(req.request())
        && let Err(too_many) = limits.count(deed, caller).await
    {
        let problem = Error::from(too_many).problem().clone();
        let answer = refused(req.request(), &problem);
        return Ok(req.into_response(answer).map_into_right_body());
    }
    next.call(req)
        .await
        .map(ServiceResponse::map_into_left_body)
}

/// What a request is counted as, if at all.
fn costly(req: &ServiceRequest) -> Option<Deed> {
    if req.path().ends_with("/search") || req.path().ends_with("/suggest") {
        return Some(Deed::Search);
    }
    (!req.method().is_safe() && brings_files(req)).then_some(Deed::SendFiles)
}

/// Ends requests whose body comes too slowly, and those that wait for a database
/// that took the query and never answers.
pub async fn deadline(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let (within, late) = if req.method().is_safe() {
        (
            ANSWER_WITHIN,
            Problem::unavailable("platform.database_away"),
        )
    } else {
        let within = if brings_files(&req) {
            UPLOAD_DEADLINE
        } else {
            DEADLINE
        };
        (
            within,
            Problem::new(StatusCode::REQUEST_TIMEOUT, "platform.timed_out"),
        )
    };
    tokio::time::timeout(within, next.call(req))
        .await
        .map_err(|_| Error::from(late))?
}

/// Forms with files, and files at signed addresses. Handlers that take neither
/// do not read such bodies.
fn brings_files(req: &ServiceRequest) -> bool {
    let type_ = req.headers().get(CONTENT_TYPE);
    type_.is_some_and(|type_| type_.as_bytes().starts_with(b"multipart/form-data"))
        || req.path().starts_with("/media/uploads/")
}

/// The API explorer sets styles of its own.
pub async fn explorer(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut answer = next.call(req).await?;
    let policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";
    answer
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    Ok(answer)
}

/// Other sites may read the API only when they are named.
pub fn cors(config: &HttpConfig) -> Cors {
    let named = Cors::default().allowed_methods(["GET"]).max_age(3600);
    config
        .cors_origins
        .iter()
        .fold(named, |cors, origin| cors.allowed_origin(origin))
}
