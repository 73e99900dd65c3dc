//! Middleware: what a browser sends along whether its owner wants it or not is
//! no proof that the owner wants it.

use actix_web::HttpMessage as _;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use platform::http::{Error, Params, Problem, is_own_form};

use crate::Auth;

/// The name of the token in forms and queries.
pub(crate) const FIELD: &str = "csrf";
/// Its name as a header, for scripts.
const HEADER: &str = "x-csrf-token";

/// What an unsafe request brings to show that it comes from a page of ours.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// Browsers say it came from here.
    pub is_own: bool,
    /// The token of the form.
    pub token: Option<String>,
}

/// Reads the token of an unsafe request that brings a session cookie, from the
/// header, the query or the form. Whether it fits the session is looked at where
/// the session is asked for, so that nobody who acts on a cookie can forget it.
pub async fn guard<B: MessageBody>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let auth = req.app_data::<Data<Auth>>().cloned();
    let has_cookie = auth.is_some_and(|auth| req.cookie(auth.cookie_name()).is_some());
    if has_cookie && !req.method().is_safe() {
        let shown = Shown {
            is_own: is_own_form(req.head()),
            token: token(&mut req).await?,
        };
        req.extensions_mut().insert(shown);
    }
    let mut answer = next.call(req).await?;
    if answer.status() == StatusCode::UNAUTHORIZED {
        let how = HeaderValue::from_static("Bearer");
        answer.headers_mut().insert(WWW_AUTHENTICATE, how);
    }
    Ok(answer)
}

async fn token(req: &mut ServiceRequest) -> Result<Option<String>, Error> {
    let header = req.headers().get(HEADER).and_then(|it| it.to_str().ok());
    if let Some(token) = header {
        return Ok(Some(token.to_owned()));
    }
    if let Some(token) = field(req.query_string()) {
        return Ok(Some(token));
    }
    if !is_form(req) {
        return Ok(None);
    }
    let too_large = Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "platform.too_large");
    let body: Bytes = req.extract::<Bytes>().await.map_err(|_| too_large)?;
    let found = std::str::from_utf8(&body).ok().and_then(field);
    // The handler reads it again.
    let again = futures_util::stream::once(std::future::ready(Ok(body)));
    req.set_payload(Payload::Stream {
        payload: Box::pin(again),
    });
    Ok(found)
}

fn field(query: &str) -> Option<String> {
    let params = Params::parse(query).ok()?;
    params.text(FIELD).map(str::to_owned)
}

fn is_form(req: &ServiceRequest) -> bool {
    let kind = req.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    })
}
