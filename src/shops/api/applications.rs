//! `/shops/applications`: what somebody asks who wants to sell.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};
use auth::{SignedIn, otp, read_phone};
use kernel::{ApplicationId, ChallengeId};
use platform::http::{Document, Error, Problem};
use platform::limits::{Deed, Limits};
use platform::once::Key;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::read::{application, words};
use super::views::ApplicationView;
use crate::Registry;
use crate::applications::{
    self, Application, find_own, photos, prove_phone, read_changes, save_draft, withdraw,
};

pub(super) fn api(cfg: &mut ServiceConfig) {
    cfg.service(list)
        .service(start)
        .service(show)
        .service(save)
        .service(take_back)
        .service(send_code)
        .service(prove)
        .service(hand_in);
}

/// Longest code that is looked at.
pub(super) const CODE: usize = 20;

#[derive(Debug, Serialize, ToSchema)]
struct ApplicationList {
    items: Vec<ApplicationView>,
}

/// What is begun.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct StartBody {
    /// The shop on the map that is the caller's; absent for a new one.
    #[schema(example = "shp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    shop: Option<String>,
}

/// Any of a shop; what is absent stays, an empty text takes it back.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShopBody {
    /// At most 80 characters.
    #[schema(example = "করিম স্টোর")]
    name_bn: Option<String>,
    #[schema(example = "Karim Store")]
    name_en: Option<String>,
    #[schema(example = "grocery")]
    kind: Option<String>,
    #[schema(example = 23.8069)]
    lat: Option<f64>,
    #[schema(example = 90.3687)]
    lng: Option<f64>,
    /// Code of the upazila or thana that the pin lies in.
    area: Option<String>,
    /// At most 200 characters.
    address_bn: Option<String>,
    address_en: Option<String>,
    /// What the owner says about the shop, at most 500 characters.
    about_bn: Option<String>,
    about_en: Option<String>,
    /// `daily` with the times below, or `always`.
    #[schema(example = "daily")]
    hours: Option<String>,
    #[schema(example = "09:00")]
    opens: Option<String>,
    /// Not later than `opens`: on the next day.
    #[schema(example = "13:30")]
    closes: Option<String>,
    /// A second span, behind a break.
    #[schema(example = "16:00")]
    opens_2: Option<String>,
    #[schema(example = "22:00")]
    closes_2: Option<String>,
    /// `same`, `closed`, or `own` with times.
    #[schema(example = "closed")]
    friday: Option<String>,
    friday_opens: Option<String>,
    friday_closes: Option<String>,
    ramadan_opens: Option<String>,
    ramadan_closes: Option<String>,
    /// Whether the hours of Ramadan are in force.
    ramadan: Option<bool>,
    /// 0 to 20,000.
    delivery_radius_m: Option<u32>,
    /// Sells from home: the pin is shown to nobody before an order.
    home: Option<bool>,
    women_run: Option<bool>,
    /// Number of the trade licence; those who sell from home may have none.
    #[schema(example = "TRAD/DNCC/012345/2024")]
    licence: Option<String>,
    /// Last four digits of the national identity card.
    #[schema(example = "1234")]
    nid_end: Option<String>,
}

/// The same for an application, of which two devices may have read one version.
#[derive(Debug, Serialize, ToSchema)]
struct DraftBody {
    /// The version that was read.
    version: i64,
    #[serde(flatten)]
    shop: ShopBody,
}

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
pub(super) struct PhoneBody {
    /// The shop's mobile number in any spelling.
    #[schema(example = "01712-345678")]
    phone: String,
}

/// A code is on its way.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SentView {
    /// Comes back with the code.
    pub(super) challenge: String,
    /// Seconds for which it is good.
    pub(super) expires_in_s: i64,
    pub(super) tries: i16,
}

#[derive(Debug, ToSchema)]
#[schema(as = ShopCodeBody)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
pub(super) struct CodeBody {
    #[schema(example = "otp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    challenge: String,
    #[schema(example = "123456")]
    code: String,
}

pub(super) async fn view(
    registry: &Registry,
    application: Application,
) -> Result<Json<ApplicationView>, Error> {
    let photos = photos(registry, application.id).await?;
    Ok(Json(ApplicationView::new(application, &photos)))
}

/// Counts what takes an admin's time or our money.
async fn count(req: &HttpRequest, limits: &Limits) -> Result<(), Error> {
    if let Some(caller) = limits.caller(req) {
        limits.count(Deed::AskPeople, caller).await?;
    }
    Ok(())
}

/// The caller's applications, the newest first.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    responses(
        (status = 200, body = ApplicationList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/shops/applications")]
async fn list(who: SignedIn, registry: Data<Registry>) -> Result<Json<ApplicationList>, Error> {
    let mut items = Vec::new();
    for application in applications::applications_of(&registry, who.user).await? {
        items.push(view(&registry, application).await?.into_inner());
    }
    Ok(Json(ApplicationList { items }))
}

/// Begins to register a new shop, or to claim one that is on the map.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("idempotency-key" = Option<String>, Header, description = "Sent again under the same key, it is begun once")),
    request_body(content = StartBody),
    responses(
        (status = 201, body = ApplicationView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "shops.not_found"),
        (status = 409, description = "shops.has_owner; shops.claim_waits: somebody else's claim waits for an admin; shops.open_already: with the caller's application; shops.too_many_open; platform.key_reused"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: platform.bad_key, platform.not_text"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/shops/applications")]
async fn start(
    req: HttpRequest,
    who: SignedIn,
    registry: Data<Registry>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(params) = body;
    let claimed = params.text("shop").map(super::read::shop).transpose()?;
    params.finish()?;
    let key = Key::sent(&req)?;
    let id = applications::start(&registry, who.user, claimed, key.as_ref()).await?;
    let begun = find_own(&registry, who.user, id).await?;
    Ok(HttpResponse::Created().json(view(&registry, begun).await?.into_inner()))
}

/// One application of the caller.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`app_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = ApplicationView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "shops.no_application"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/shops/applications/{id}")]
async fn show(
    who: SignedIn,
    registry: Data<Registry>,
    id: Path<String>,
) -> Result<Json<ApplicationView>, Error> {
    let found = find_own(&registry, who.user, application(&id)?).await?;
    view(&registry, found).await
}

/// Saves what has been filled in, unless another device saved in between.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`app_` and 32 hexadecimal digits")),
    request_body(content = DraftBody),
    responses(
        (status = 200, body = ApplicationView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "shops.no_application"),
        (status = 409, description = "shops.stale_draft: `read` and `version` are the version that was sent and the one that is there; shops.wrong_status: it has been handed in or decided"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field, such as shops.bad_licence, shops.bad_nid, shops.not_a_time, shops.unknown_area"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[patch("/shops/applications/{id}")]
async fn save(
    who: SignedIn,
    registry: Data<Registry>,
    id: Path<String>,
    body: Document,
) -> Result<Json<ApplicationView>, Error> {
    let id = application(&id)?;
    find_own(&registry, who.user, id).await?;
    let Document(mut params) = body;
    let version: Option<i64> = params.parsed("version", "platform.not_a_number");
    if version.is_none() && !params.is_refused("version") {
        params.refuse("version", "platform.missing");
    }
    let changes = read_changes(&mut params, &registry.book());
    params.finish()?;
    let saved = save_draft(&registry, who.user, id, version, &changes).await?;
    view(&registry, saved).await
}

/// Takes an application back that nobody has decided about.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`app_` and 32 hexadecimal digits")),
    responses(
        (status = 204, description = "It is withdrawn"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "shops.no_application"),
        (status = 409, description = "shops.wrong_status"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[delete("/shops/applications/{id}")]
async fn take_back(
    who: SignedIn,
    registry: Data<Registry>,
    id: Path<String>,
) -> Result<HttpResponse, Error> {
    withdraw(&registry, who.user, application(&id)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends a code to the shop's phone.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`app_` and 32 hexadecimal digits")),
    request_body(content = PhoneBody),
    responses(
        (status = 202, body = SentView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "shops.no_application"),
        (status = 409, description = "shops.wrong_status"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: platform.missing, auth.not_a_phone, auth.phone_length, auth.not_mobile, auth.foreign_phone"),
        (status = 429, description = "auth.too_many; see Retry-After"),
        (status = 503, description = "auth.codes_paused, platform.database_away"),
    ),
)]
#[post("/shops/applications/{id}/phone")]
async fn send_code(
    req: HttpRequest,
    who: SignedIn,
    registry: Data<Registry>,
    limits: Data<Limits>,
    id: Path<String>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let id = application(&id)?;
    find_own(&registry, who.user, id).await?;
    let Document(mut params) = body;
    let phone = read_phone(&mut params, "phone");
    if phone.is_none() && !params.is_refused("phone") {
        params.refuse("phone", "platform.missing");
    }
    params.finish()?;
    let phone = phone.ok_or_else(|| Problem::field("phone", "platform.missing"))?;
    let caller = limits.caller(&req);
    let sent = applications::send_code(&registry, who.user, id, phone, caller).await?;
    Ok(HttpResponse::Accepted().json(SentView {
        challenge: sent.id.to_string(),
        expires_in_s: otp::CODE_MINUTES * 60,
        tries: otp::TRIES,
    }))
}

/// Proves the shop's phone by the code that was sent there.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`app_` and 32 hexadecimal digits")),
    request_body(content = CodeBody),
    responses(
        (status = 200, body = ApplicationView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "shops.no_application"),
        (status = 409, description = "shops.wrong_status"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.wrong_code with tries_left, auth.code_over, platform.missing"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[put("/shops/applications/{id}/phone")]
async fn prove(
    who: SignedIn,
    registry: Data<Registry>,
    id: Path<String>,
    body: Document,
) -> Result<Json<ApplicationView>, Error> {
    let id: ApplicationId = application(&id)?;
    find_own(&registry, who.user, id).await?;
    let Document(mut params) = body;
    let challenge: Option<ChallengeId> = params.parsed("challenge", "auth.code_over");
    if challenge.is_none() && !params.is_refused("challenge") {
        params.refuse("challenge", "platform.missing");
    }
    let code = words(&mut params, "code", CODE);
    params.finish()?;
    let (challenge, code) = challenge
        .zip(code)
        .ok_or_else(|| Problem::field("code", "platform.missing"))?;
    let proved = prove_phone(&registry, who.user, id, challenge, &code).await?;
    view(&registry, proved).await
}

/// Hands an application in. Everything that is missing or wrong is answered
/// together.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "`app_` and 32 hexadecimal digits"),
        ("idempotency-key" = Option<String>, Header, description = "Sent again under the same key, it is handed in once"),
    ),
    responses(
        (status = 200, body = ApplicationView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "shops.no_application; shops.not_found: the shop is no longer on the map"),
        (status = 409, description = "shops.wrong_status, shops.has_owner, shops.claim_waits, platform.key_reused"),
        (status = 422, description = "platform.invalid_fields: platform.missing, shops.no_name, shops.pin_outside_area, shops.pin_far_from_map, shops.phone_not_proved, shops.no_photo, shops.photo_not_at_pin, platform.bad_key"),
        (status = 429, description = "platform.asked_enough; see Retry-After"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/shops/applications/{id}/submit")]
async fn hand_in(
    req: HttpRequest,
    who: SignedIn,
    registry: Data<Registry>,
    limits: Data<Limits>,
    id: Path<String>,
) -> Result<Json<ApplicationView>, Error> {
    let id = application(&id)?;
    find_own(&registry, who.user, id).await?;
    count(&req, &limits).await?;
    let key = Key::sent(&req)?;
    let done = applications::submit(&registry, who.user, id, key.as_ref()).await?;
    view(&registry, done).await
}
