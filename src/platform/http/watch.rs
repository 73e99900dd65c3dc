//! Request ids, one log line and one measurement per request.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use tracing::Instrument as _;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Middleware: names the request, logs it once, counts and times it.
pub async fn watch(
    mut req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let id = sent_id(&req).unwrap_or_else(new_id);
    let span = tracing::info_span!("request", id = %id);
    let started = Instant::now();
    let method = req.method().clone();
    // Whatever can be got can be asked for its headers; the connection leaves
    // the body out by itself.
    if method == Method::HEAD {
        req.head_mut().method = Method::GET;
    }

    let mut answer = next.call(req).instrument(span.clone()).await?;

    let route = answer
        .request()
        .match_pattern()
        .unwrap_or_else(|| "unmatched".to_owned());
    let (status, took) = (answer.status().as_u16(), started.elapsed());
    let labels = [
        ("method", method.to_string()),
        ("route", route.clone()),
        ("status", status.to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route.clone())
        .record(took.as_secs_f64());
    span.in_scope(|| {
        tracing::info!(http.method = %method, http.route = %route, http.status = status, http.ms = took.as_secs_f64() * 1e3, "answered");
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        answer.headers_mut().insert(HEADER, value);
    }
    Ok(answer)
}

/// An id that a proxy of ours already gave; anything odd is replaced.
fn sent_id(req: &ServiceRequest) -> Option<String> {
    let id = req.headers().get(HEADER)?.to_str().ok()?;
    let plain =
        (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    plain.then(|| id.to_owned())
}

#[expect(clippy::disallowed_methods, reason = "request ids are not rows")]
fn new_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}
