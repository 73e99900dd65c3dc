//! Security headers on every answer.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::web::PagePolicy;

/// Middleware that adds what browsers need to protect people. A handler that
/// set a header itself keeps its own.
pub async fn secure(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let policy = req.app_data::<Data<PagePolicy>>().cloned();
    let mut answer = next.call(req).await?;
    let headers = answer.headers_mut();
    let mut put = |name, value: HeaderValue| {
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    };
    put(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    put(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    put(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    put(
        header::CROSS_ORIGIN_OPENER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    put(
        header::PERMISSIONS_POLICY,
        HeaderValue::from_static("geolocation=(self), camera=(), microphone=(), payment=()"),
    );
    if let Some(policy) = policy {
        put(
            header::CONTENT_SECURITY_POLICY,
            policy.content_security.clone(),
        );
        if let Some(hsts) = &policy.transport_security {
            put(header::STRICT_TRANSPORT_SECURITY, hsts.clone());
        }
    }
    Ok(answer)
}
