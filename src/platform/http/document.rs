//! Bodies that are JSON objects, read like query parameters.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use serde_json::{Map, Value};

use super::{Error, Params, Problem};

/// The members of the JSON object in a body. Other kinds of body are refused, so
/// that no form of another site can send one.
#[derive(Debug)]
pub struct Document(pub Params);

/// The same as they were sent, for documents whose members are more than text
/// and numbers, or where `null` says something.
#[derive(Debug)]
pub struct Members(pub Map<String, Value>);

impl FromRequest for Document {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let members = Members::from_request(req, payload);
        Box::pin(async move { Ok(Self(Params::from_document(members.await?.0))) })
    }
}

impl FromRequest for Members {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (is_json, body) = (is_json(req), Bytes::from_request(req, payload));
        Box::pin(async move {
            if !is_json {
                let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
                return Err(Problem::new(status, "platform.not_json").into());
            }
            let too_large = Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "platform.too_large");
            let body = body.await.map_err(|_| too_large)?;
            let broken = Problem::new(StatusCode::BAD_REQUEST, "platform.broken_json");
            Ok(Self(serde_json::from_slice(&body).map_err(|_| broken)?))
        })
    }
}

fn is_json(req: &HttpRequest) -> bool {
    let kind = req.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}
