//! `/auth/sessions`

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};
use kernel::SessionId;
use platform::http::{Document, Error, Params};
use platform::limits::Limits;
use serde::Serialize;
use utoipa::ToSchema;

use super::read::{complete, device, read_phone, required, required_as};
use crate::{ACCESS_MINUTES, Auth, AuthError, SignInWith, Signed, SignedIn};

/// Either `challenge` and `code`, or `phone` and `password`.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct SignInBody {
    /// From `POST /auth/otp`.
    #[schema(example = "otp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    challenge: Option<String>,
    /// What came by SMS.
    #[schema(example = "123456")]
    code: Option<String>,
    /// Language of a new account: `bn`, which is usual, or `en`.
    #[schema(example = "bn")]
    language: Option<String>,
    /// A mobile number of Bangladesh in any spelling.
    #[schema(example = "01712-345678")]
    phone: Option<String>,
    #[schema(example = "নদীর ধারে বাড়ি")]
    password: Option<String>,
}

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct RefreshBody {
    #[schema(example = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    refresh_token: String,
}

/// A session of a program.
#[derive(Debug, Serialize, ToSchema)]
struct SignedView {
    #[schema(example = "ses_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    session: String,
    #[schema(example = "usr_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    user: String,
    /// `Authorization: Bearer …`
    access_token: String,
    /// Seconds for which the access token is good.
    #[schema(example = 900)]
    expires_in_s: i64,
    /// Good once: the answer to `POST /auth/sessions/refresh` brings the next one.
    refresh_token: String,
}

/// A device that somebody is signed in on.
#[derive(Debug, Serialize, ToSchema)]
struct SessionView {
    id: String,
    /// What the device calls itself.
    device: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: DateTime<Utc>,
    /// When it was last used, give or take five minutes.
    #[schema(value_type = String, format = DateTime)]
    seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    current: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct SessionList {
    items: Vec<SessionView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct EndedView {
    /// How many devices were signed out.
    ended: usize,
}

/// Signs in by a code that was sent to the phone, or by password.
#[utoipa::path(
    tag = "auth",
    request_body(content = SignInBody),
    responses(
        (status = 201, body = SignedView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.wrong_password: another password, or no account"),
        (status = 403, description = "auth.suspended"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.wrong_code, auth.code_over, …"),
        (status = 429, description = "auth.too_many wrong passwords; see Retry-After"),
        (status = 503, description = "auth.busy, platform.database_away"),
    ),
)]
#[post("/auth/sessions")]
pub(super) async fn sign_in(
    req: HttpRequest,
    auth: Data<Auth>,
    limits: Data<Limits>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let with = read_sign_in(&mut params, limits.caller(&req));
    let with = complete(params, with)?;
    let signed = crate::sign_in(&auth, with, device(&req)).await?;
    Ok(answer(StatusCode::CREATED, signed))
}

fn read_sign_in(params: &mut Params, caller: Option<std::net::IpAddr>) -> Option<SignInWith> {
    if params.text("password").is_some() {
        let phone = read_phone(params, "phone");
        if phone.is_none() {
            required(params, "phone");
        }
        return Some(SignInWith::Password {
            phone: phone?,
            password: required(params, "password")?,
            caller,
        });
    }
    let challenge = required_as(params, "challenge", "auth.code_over");
    let code = required(params, "code");
    let language = params.parsed("language", "auth.unknown_language");
    Some(SignInWith::Code {
        challenge: challenge?,
        code: code?,
        language: language.unwrap_or_default(),
    })
}

/// Exchanges a refresh token. Sent again within half a minute it brings the same
/// answer; later it ends the session, because two hold it.
#[utoipa::path(
    tag = "auth",
    request_body(content = RefreshBody),
    responses(
        (status = 200, body = SignedView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.bad_refresh, auth.refresh_reused, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/auth/sessions/refresh")]
pub(super) async fn refresh(auth: Data<Auth>, body: Document) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let token = required(&mut params, "refresh_token");
    let token = complete(params, token)?;
    let signed = crate::rotate(&auth, &token).await?;
    Ok(answer(StatusCode::OK, signed))
}

fn answer(status: StatusCode, signed: Signed) -> HttpResponse {
    let mut answer = HttpResponse::build(status).json(SignedView {
        session: signed.session.to_string(),
        user: signed.user.to_string(),
        access_token: signed.access_token,
        expires_in_s: ACCESS_MINUTES * 60,
        refresh_token: signed.refresh_token,
    });
    let never = HeaderValue::from_static("no-store");
    answer.headers_mut().insert(CACHE_CONTROL, never);
    answer
}

/// Devices that the caller is signed in on.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    responses(
        (status = 200, body = SessionList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/auth/sessions")]
pub(super) async fn list(who: SignedIn, auth: Data<Auth>) -> Result<Json<SessionList>, Error> {
    let sessions = crate::sessions_of(&auth, who.user).await?;
    let items = sessions.into_iter().map(|session| SessionView {
        id: session.id.to_string(),
        device: session.device,
        created_at: session.created_at,
        seen_at: session.seen_at,
        current: session.id == who.session,
    });
    Ok(Json(SessionList {
        items: items.collect(),
    }))
}

/// Signs out everywhere, here included.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    responses(
        (status = 200, body = EndedView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[delete("/auth/sessions")]
pub(super) async fn end_all(who: SignedIn, auth: Data<Auth>) -> Result<Json<EndedView>, Error> {
    let ended = crate::end_everywhere(&auth, who.user).await?;
    Ok(Json(EndedView { ended }))
}

/// Signs one device out.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`ses_` and 32 hexadecimal digits, or `current`")),
    responses(
        (status = 204, description = "It is signed out"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_session: none of the caller's"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[delete("/auth/sessions/{id}")]
pub(super) async fn end_one(
    who: SignedIn,
    auth: Data<Auth>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    let session: SessionId = match id.as_str() {
        "current" => who.session,
        id => id.parse().map_err(|_| AuthError::NoSuchSession)?,
    };
    crate::end_session(&auth, who.user, session).await?;
    Ok(HttpResponse::NoContent().finish())
}
