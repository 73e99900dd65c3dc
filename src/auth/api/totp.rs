//! `/auth/totp`

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use platform::http::{Document, Error};
use serde::Serialize;
use utoipa::ToSchema;

use super::read::{complete, required};
use crate::{Auth, SignedIn};

/// What an authenticator app is set up with.
#[derive(Debug, Serialize, ToSchema)]
struct EnrolmentView {
    /// For typing: base 32.
    secret: String,
    /// For apps on the same device.
    url: String,
    /// The URL as a picture, SVG.
    qr_svg: String,
}

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct TotpBody {
    /// What the app shows; for `POST /auth/totp/verify` a recovery code will do.
    #[schema(example = "123456")]
    code: String,
}

/// Codes for the day the phone is lost, each good once. They are not shown again.
#[derive(Debug, Serialize, ToSchema)]
struct RecoveryView {
    recovery_codes: Vec<String>,
}

/// Makes the secret of an authenticator app, within ten minutes of signing in by
/// code. It is in force when a first code has come back.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    responses(
        (status = 201, body = EnrolmentView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.prove_again, auth.foreign_form"),
        (status = 409, description = "auth.totp_there: an app is set up"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/auth/totp")]
pub(super) async fn enrol(who: SignedIn, auth: Data<Auth>) -> Result<HttpResponse, Error> {
    let made = crate::enrol_totp(&auth, &who).await?;
    let view = EnrolmentView {
        secret: made.secret,
        url: made.url,
        qr_svg: made.qr_svg,
    };
    let mut answer = HttpResponse::Created();
    answer.insert_header((CACHE_CONTROL, "no-store"));
    Ok(answer.json(view))
}

/// Puts the app in force.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    request_body(content = TotpBody),
    responses(
        (status = 200, body = RecoveryView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.totp_missing, auth.foreign_form"),
        (status = 409, description = "auth.totp_there: an app is set up"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.wrong_totp"),
        (status = 429, description = "auth.too_many wrong codes; see Retry-After"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/auth/totp/confirm")]
pub(super) async fn confirm(
    who: SignedIn,
    auth: Data<Auth>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let code = required(&mut params, "code");
    let code = complete(params, code)?;
    let recovery_codes = crate::confirm_totp(&auth, &who, &code).await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store"));
    Ok(answer.json(RecoveryView { recovery_codes }))
}

/// Gives a code of the app: for twelve hours this session may do what admins do.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    request_body(content = TotpBody),
    responses(
        (status = 204, description = "It is good"),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.totp_missing, auth.foreign_form"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.wrong_totp"),
        (status = 429, description = "auth.too_many wrong codes; see Retry-After"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/auth/totp/verify")]
pub(super) async fn give(
    who: SignedIn,
    auth: Data<Auth>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let code = required(&mut params, "code");
    let code = complete(params, code)?;
    crate::give_totp(&auth, &who, &code).await?;
    Ok(HttpResponse::NoContent().finish())
}
