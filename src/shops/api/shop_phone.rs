//! `/seller/shops/{shop}/phone`: another number for a shop.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, post, put};
use auth::{OwnShop, Owner, otp, read_phone};
use kernel::ChallengeId;
use platform::http::{Document, Error, Problem};
use platform::limits::Limits;
use utoipa_actix_web::service_config::ServiceConfig;

use super::applications::{CODE, CodeBody, PhoneBody, SentView};
use super::read::words;
use super::views::OwnedShopView;
use crate::{Registry, own};

pub(super) fn api(cfg: &mut ServiceConfig) {
    cfg.service(send_code).service(prove);
}

/// Sends a code to the number that is to be the shop's.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    request_body(content = PhoneBody),
    responses(
        (status = 202, body = SentView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "shops.closed"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: platform.missing, auth.not_a_phone, auth.phone_length, auth.not_mobile, auth.foreign_phone"),
        (status = 429, description = "auth.too_many; see Retry-After"),
        (status = 503, description = "auth.codes_paused, platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/phone")]
async fn send_code(
    req: HttpRequest,
    own: OwnShop<Owner>,
    registry: Data<Registry>,
    limits: Data<Limits>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    let phone = read_phone(&mut params, "phone");
    if phone.is_none() && !params.is_refused("phone") {
        params.refuse("phone", "platform.missing");
    }
    params.finish()?;
    let phone = phone.ok_or_else(|| Problem::field("phone", "platform.missing"))?;
    let caller = limits.caller(&req);
    let sent = own::send_code(&registry, (own.who.user, own.shop), phone, caller).await?;
    Ok(HttpResponse::Accepted().json(SentView {
        challenge: sent.id.to_string(),
        expires_in_s: otp::CODE_MINUTES * 60,
        tries: otp::TRIES,
    }))
}

/// Proves the number by the code that was sent there.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    request_body(content = CodeBody),
    responses(
        (status = 200, body = OwnedShopView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "shops.closed"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.wrong_code with tries_left, auth.code_over, platform.missing"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[put("/seller/shops/{shop}/phone")]
async fn prove(
    own: OwnShop<Owner>,
    registry: Data<Registry>,
    body: Document,
) -> Result<Json<OwnedShopView>, Error> {
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
    let who = (own.who.user, own.shop);
    let shop = own::prove_phone(&registry, who, challenge, &code).await?;
    Ok(Json(shop.into()))
}
