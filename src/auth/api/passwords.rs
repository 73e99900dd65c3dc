//! `/auth/password`

use actix_web::web::Data;
use actix_web::{HttpResponse, post, put};
use platform::http::{Document, Error};
use utoipa::ToSchema;

use super::read::{complete, required, required_as};
use crate::{Auth, SignedIn};

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct PasswordBody {
    /// 8 to 128 characters.
    #[schema(example = "নদীর ধারে বাড়ি")]
    password: String,
    /// The one before; not needed within ten minutes of signing in by code.
    #[schema(example = "tin-ta-boro-mach")]
    current: Option<String>,
}

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct ResetBody {
    /// From `POST /auth/otp` with the purpose `password_reset`.
    #[schema(example = "otp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    challenge: String,
    /// What came by SMS or e-mail.
    #[schema(example = "123456")]
    code: String,
    /// 8 to 128 characters.
    #[schema(example = "নদীর ধারে বাড়ি")]
    password: String,
}

/// Sets a password, and signs every other device out.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    request_body(content = PasswordBody),
    responses(
        (status = 204, description = "It is in force"),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over, auth.wrong_password"),
        (status = 403, description = "auth.suspended, auth.prove_again, auth.foreign_form"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.password_too_short, auth.password_too_common, auth.password_is_phone, auth.password_too_long"),
        (status = 429, description = "auth.too_many wrong passwords; see Retry-After"),
        (status = 503, description = "auth.busy, platform.database_away"),
    ),
)]
#[put("/auth/password")]
pub(super) async fn change(
    who: SignedIn,
    auth: Data<Auth>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    params.must_be_text("current");
    let current = params.text("current").map(str::to_owned);
    let password = required(&mut params, "password");
    let password = complete(params, password)?;
    crate::change_password(&auth, &who, current.as_deref(), &password).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sets a password for whoever has the phone or the address, and signs them out
/// everywhere.
#[utoipa::path(
    tag = "auth",
    request_body(content = ResetBody),
    responses(
        (status = 204, description = "It is in force"),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.wrong_code, auth.code_over, auth.password_too_short, …"),
        (status = 503, description = "auth.busy, platform.database_away"),
    ),
)]
#[post("/auth/password/reset")]
pub(super) async fn reset(auth: Data<Auth>, body: Document) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let challenge = required_as(&mut params, "challenge", "auth.code_over");
    let code = required(&mut params, "code");
    let password = required(&mut params, "password");
    let read = challenge.zip(code).zip(password);
    let ((challenge, code), password) = complete(params, read)?;
    crate::reset_password(&auth, challenge, &code, &password).await?;
    Ok(HttpResponse::NoContent().finish())
}
