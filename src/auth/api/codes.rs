//! `POST /auth/otp`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use kernel::Locale;
use platform::http::{Document, Error, Params};
use platform::limits::Limits;
use serde::Serialize;
use utoipa::ToSchema;

use super::read::{complete, read_phone, required_as};
use crate::otp::{self, Destination, Issue, Purpose};
use crate::{Auth, Email};

/// Where a code should go.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct CodeBody {
    /// A mobile number of Bangladesh in any spelling.
    #[schema(example = "01712-345678")]
    phone: Option<String>,
    /// Instead of a number, for `password_reset`: an address that has been proved.
    #[schema(example = json!(null))]
    email: Option<String>,
    /// `sign_in`, which makes an account where the number is new, or `password_reset`.
    #[schema(example = "sign_in")]
    purpose: String,
    /// Language of the message: `bn`, which is usual, or `en`.
    #[schema(example = "bn")]
    language: Option<String>,
}

/// A code is on its way. The answer is the same where nobody has an account.
#[derive(Debug, Serialize, ToSchema)]
struct CodeView {
    /// Comes back with the code.
    #[schema(example = "otp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    challenge: String,
    /// Where it went, masked.
    #[schema(example = "+8801•••••678")]
    to: String,
    /// Seconds for which it is good.
    #[schema(example = 300)]
    expires_in_s: i64,
    /// How often it may be tried.
    #[schema(example = 5)]
    tries: i16,
}

/// Sends a code of six digits to a phone.
#[utoipa::path(
    tag = "auth",
    request_body(content = CodeBody),
    responses(
        (status = 202, body = CodeView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.not_a_phone, auth.phone_length, auth.not_mobile, auth.foreign_phone, auth.unknown_purpose, auth.not_an_email"),
        (status = 429, description = "auth.too_many: to this number, from this address, or to numbers like it; see Retry-After"),
        (status = 503, description = "auth.codes_paused: enough for today; platform.database_away"),
    ),
)]
#[post("/auth/otp")]
pub(super) async fn send_code(
    req: HttpRequest,
    auth: Data<Auth>,
    limits: Data<Limits>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let ask = read(&mut params);
    let mut ask = complete(params, ask)?;
    ask.caller = limits.caller(&req);
    let challenge = otp::issue(&auth, &ask).await?;
    Ok(HttpResponse::Accepted().json(CodeView {
        challenge: challenge.id.to_string(),
        to: ask.to.to_string(),
        expires_in_s: ask.to.good_for_s(),
        tries: otp::TRIES,
    }))
}

fn read(params: &mut Params) -> Option<Issue> {
    let purpose = required_as(params, "purpose", "auth.unknown_purpose");
    let open = [Purpose::SignIn, Purpose::PasswordReset];
    if purpose.is_some_and(|purpose| !open.contains(&purpose)) {
        params.refuse("purpose", "auth.unknown_purpose");
    }
    let language: Option<Locale> = params.parsed("language", "auth.unknown_language");
    let to = read_destination(params, purpose);
    Some(Issue {
        purpose: purpose?,
        to: to?,
        language: language.unwrap_or_default(),
        caller: None,
    })
}

fn read_destination(params: &mut Params, purpose: Option<Purpose>) -> Option<Destination> {
    for name in ["phone", "email"] {
        params.must_be_text(name);
    }
    let by_mail = purpose == Some(Purpose::PasswordReset) && params.text("phone").is_none();
    if by_mail && params.text("email").is_some() {
        let email: Option<Email> = params.parsed("email", "auth.not_an_email");
        return email.map(Destination::Email);
    }
    let phone = read_phone(params, "phone");
    if phone.is_none() && !params.is_refused("phone") {
        params.refuse("phone", "platform.missing");
    }
    phone.map(Destination::Phone)
}
