//! `/auth/me`

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use kernel::Locale;
use platform::http::{Document, Error, Params};
use platform::limits::Limits;
use serde::Serialize;
use utoipa::ToSchema;

use super::read::{complete, required, required_as};
use crate::otp::{self, Destination, Issue, Purpose};
use crate::{Auth, Email, NewProfile, Principal, Profile, SignedIn};

/// Longest name in characters.
const NAME: usize = 80;

/// The caller's own account.
#[derive(Debug, Serialize, ToSchema)]
struct AccountView {
    #[schema(example = "usr_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    /// As dialled.
    #[schema(example = "01712345678")]
    phone: String,
    email: Option<String>,
    email_verified: bool,
    name: Option<String>,
    #[schema(value_type = String, example = "bn")]
    language: Locale,
    has_password: bool,
    has_totp: bool,
    roles: RolesView,
}

/// What they are besides a shopper.
#[derive(Debug, Serialize, ToSchema)]
struct RolesView {
    rider: bool,
    super_admin: bool,
    /// Codes of the areas they look after.
    areas: Vec<String>,
    shops: Vec<StaffView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct StaffView {
    shop: String,
    /// `owner`, `manager` or `packer`.
    role: &'static str,
}

/// What is absent stays; an empty text forgets.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct AccountBody {
    /// At most 80 characters.
    #[schema(example = "করিম উদ্দিন")]
    name: Option<String>,
    /// `bn` or `en`.
    #[schema(example = "bn")]
    language: Option<String>,
    /// A code is sent there, which `POST /auth/me/email` takes.
    #[schema(example = "karim@example.com")]
    email: Option<String>,
}

/// What has been changed, and the code that is on its way.
#[derive(Debug, Serialize, ToSchema)]
struct ChangedView {
    account: AccountView,
    /// For `POST /auth/me/email`, where the address is new.
    email_challenge: Option<String>,
}

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct EmailBody {
    #[schema(example = "otp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    challenge: String,
    /// What came by e-mail.
    #[schema(example = "123456")]
    code: String,
}

impl AccountView {
    fn new(profile: Profile, who: &Principal) -> Self {
        Self {
            id: profile.id.to_string(),
            phone: profile.phone.local(),
            email: profile.email.map(|email| email.as_str().to_owned()),
            email_verified: profile.email_is_verified,
            name: profile.name,
            language: profile.language,
            has_password: profile.has_password,
            has_totp: who.has_totp,
            roles: RolesView::new(who),
        }
    }
}

impl RolesView {
    fn new(who: &Principal) -> Self {
        let shops = who.staff.iter().map(|(shop, role)| StaffView {
            shop: shop.to_string(),
            role: role.code(),
        });
        Self {
            rider: who.is_rider,
            super_admin: who.is_super,
            areas: who.areas.clone(),
            shops: shops.collect(),
        }
    }
}

/// The caller's own account.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    responses(
        (status = 200, body = AccountView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/auth/me")]
pub(super) async fn show(who: SignedIn, auth: Data<Auth>) -> Result<Json<AccountView>, Error> {
    let profile = crate::profile_of(&auth, who.user).await?;
    Ok(Json(AccountView::new(profile, &who)))
}

/// Changes the caller's own account.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    request_body(content = AccountBody),
    responses(
        (status = 200, body = ChangedView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.not_an_email, auth.unknown_language, platform.too_long"),
        (status = 429, description = "auth.too_many codes; see Retry-After"),
        (status = 503, description = "auth.codes_paused, platform.database_away"),
    ),
)]
#[patch("/auth/me")]
pub(super) async fn change(
    req: HttpRequest,
    who: SignedIn,
    auth: Data<Auth>,
    limits: Data<Limits>,
    body: Document,
) -> Result<Json<ChangedView>, Error> {
    let Document(mut params) = body;
    let new = read_profile(&mut params);
    params.finish()?;
    let before = crate::profile_of(&auth, who.user).await?;
    let email = new.email.clone().flatten();
    crate::change_profile(&auth, who.user, new).await?;
    let is_new = before.email != email || !before.email_is_verified;
    let challenge = match email.filter(|_| is_new) {
        Some(email) => Some(
            otp::issue(
                &auth,
                &Issue {
                    purpose: Purpose::VerifyEmail,
                    to: Destination::Email(email),
                    language: before.language,
                    caller: limits.caller(&req),
                },
            )
            .await?,
        ),
        None => None,
    };
    let profile = crate::profile_of(&auth, who.user).await?;
    Ok(Json(ChangedView {
        account: AccountView::new(profile, &who),
        email_challenge: challenge.map(|challenge| challenge.id.to_string()),
    }))
}

/// What somebody changes about themselves; mistakes are noted.
pub fn read_profile(params: &mut Params) -> NewProfile {
    params.must_be_text("name");
    let name = params.given("name").map(str::to_owned);
    if name
        .as_ref()
        .is_some_and(|name| name.chars().count() > NAME)
    {
        params.refuse("name", "platform.too_long");
    }
    let email = params.given("email").map(str::to_owned);
    let email = email.map(|text| {
        if text.is_empty() {
            return None;
        }
        params.parsed::<Email>("email", "auth.not_an_email")
    });
    NewProfile {
        name: name.map(|name| Some(name).filter(|name| !name.is_empty())),
        language: params.parsed("language", "auth.unknown_language"),
        email,
    }
}

/// Proves an address by the code that was sent there.
#[utoipa::path(
    tag = "auth",
    security(("bearer" = [])),
    request_body(content = EmailBody),
    responses(
        (status = 204, description = "It is proved"),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 409, description = "auth.email_taken: somebody else proved it before"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.wrong_code, auth.code_over"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/auth/me/email")]
pub(super) async fn verify_email(
    who: SignedIn,
    auth: Data<Auth>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let challenge = required_as(&mut params, "challenge", "auth.code_over");
    let code = required(&mut params, "code");
    let (challenge, code) = complete(params, challenge.zip(code))?;
    crate::verify_email(&auth, who.user, challenge, &code).await?;
    Ok(HttpResponse::NoContent().finish())
}
