//! `/admin/applications` and `/admin/shops`: the admins of an area at work.
//! What lies outside their areas does not exist for them.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put};
use auth::AreaAdmin;
use platform::cursor::Cursors;
use platform::http::{Document, Error, Params, Problem};
use platform::once::Key;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::photos::picture;
use super::read::{REASON, application, note, photo, shop, words};
use super::views::{OwnedShopView, WaitingView};
use crate::Registry;
use crate::applications::{
    self, QueueLength, Verdict, Waiting, find_in_area, look_alikes, photos, queue_length,
};
use crate::own::{self, shop_in_area};

pub(super) fn api(cfg: &mut ServiceConfig) {
    cfg.service(queue)
        .service(show)
        .service(show_photo)
        .service(decide)
        .service(ban)
        .service(unban);
}

/// What waits.
#[derive(Debug, Serialize, ToSchema)]
struct QueueView {
    items: Vec<WaitingView>,
    /// On all pages, and how many of them for too long.
    length: QueueLength,
    /// For the next page; `null` on the last.
    next_cursor: Option<String>,
}

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct VerdictBody {
    /// `approve`, `ask` or `reject`.
    #[schema(example = "approve")]
    verdict: String,
    /// For the seller: what is missing, or why not. Not for `approve`.
    #[schema(example = "ট্রেড লাইসেন্সের ছবি দিন")]
    note: Option<String>,
}
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct BanBody {
    /// For the owner and other admins, at most 500 characters.
    #[schema(example = "নকল ওষুধ বিক্রি")]
    why: String,
}

async fn view(registry: &Registry, waiting: Waiting) -> Result<WaitingView, Error> {
    let photos = photos(registry, waiting.application.id).await?;
    let now = registry.clock.now();
    Ok(WaitingView::new(waiting, &photos, &registry.book(), now))
}

/// Applications of the caller's areas that wait, those that are due first.
#[utoipa::path(
    tag = "admins",
    security(("bearer" = [])),
    params(
        ("limit" = Option<usize>, Query, description = "1 to 50, usually 20"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses(
        (status = 200, body = QueueView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.totp_missing, auth.totp_needed"),
        (status = 422, description = "platform.invalid_fields: platform.foreign_cursor, platform.out_of_range"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/admin/applications")]
async fn queue(
    admin: AreaAdmin,
    registry: Data<Registry>,
    cursors: Data<Cursors>,
    mut params: Params,
) -> Result<Json<QueueView>, Error> {
    let limit = params.number("limit", &(1..=50)).unwrap_or(20);
    let cursor = params.text("cursor").map(str::to_owned);
    params.finish()?;
    let question = format!("queue {}", admin.who.user);
    let after = cursor
        .map(|cursor| cursors.open(&question, &cursor))
        .transpose()?;
    let (page, next) = applications::queue(&registry, &admin, after, limit).await?;
    let mut items = Vec::with_capacity(page.len());
    for waiting in page {
        items.push(view(&registry, waiting).await?);
    }
    Ok(Json(QueueView {
        items,
        length: queue_length(&registry, &admin).await?,
        next_cursor: next.map(|next| cursors.seal(&question, &next)),
    }))
}

/// One application of the caller's areas.
#[utoipa::path(
    tag = "admins",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`app_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = WaitingView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.totp_missing, auth.totp_needed"),
        (status = 404, description = "shops.no_application"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/admin/applications/{id}")]
async fn show(
    admin: AreaAdmin,
    registry: Data<Registry>,
    id: Path<String>,
) -> Result<Json<WaitingView>, Error> {
    let found = find_in_area(&registry, &admin, application(&id)?).await?;
    let alike = look_alikes(&registry, &found).await?;
    let waiting = Waiting {
        application: found,
        alike,
    };
    Ok(Json(view(&registry, waiting).await?))
}

/// A photo of an application of the caller's areas.
#[utoipa::path(
    tag = "admins",
    security(("bearer" = [])),
    params(("id" = String, Path), ("image" = String, Path)),
    responses(
        (status = 200, content_type = "image/jpeg", description = "The picture"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.totp_missing, auth.totp_needed"),
        (status = 404, description = "shops.no_application; media.not_found: there is none, or it is not ready"),
        (status = 503, description = "media.store_away, platform.database_away"),
    ),
)]
#[get("/admin/applications/{id}/photos/{image}")]
async fn show_photo(
    admin: AreaAdmin,
    registry: Data<Registry>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (id, image) = photo(path.into_inner())?;
    find_in_area(&registry, &admin, id).await?;
    picture(&registry, id, image).await
}

/// What was decided; mistakes are noted.
fn read_verdict(params: &mut Params) -> Option<Verdict> {
    match params.text("verdict") {
        Some("approve") => Some(Verdict::Approve),
        Some("ask") => note(params, "note").map(Verdict::Ask),
        Some("reject") => note(params, "note").map(Verdict::Reject),
        Some(_) => {
            params.refuse("verdict", "shops.unknown_verdict");
            None
        }
        None => {
            params.refuse("verdict", "platform.missing");
            None
        }
    }
}

/// Approves, asks for more or rejects; the seller is told.
#[utoipa::path(
    tag = "admins",
    security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "`app_` and 32 hexadecimal digits"),
        ("idempotency-key" = Option<String>, Header, description = "Sent again under the same key, it is decided once"),
    ),
    request_body(content = VerdictBody),
    responses(
        (status = 200, body = WaitingView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.totp_missing, auth.totp_needed, auth.foreign_form"),
        (status = 404, description = "shops.no_application"),
        (status = 409, description = "shops.wrong_status: it has been decided; shops.has_owner; platform.key_reused"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: shops.unknown_verdict, platform.missing, platform.too_long, platform.bad_key"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/admin/applications/{id}/decision")]
async fn decide(
    req: HttpRequest,
    admin: AreaAdmin,
    registry: Data<Registry>,
    id: Path<String>,
    body: Document,
) -> Result<Json<WaitingView>, Error> {
    let id = application(&id)?;
    find_in_area(&registry, &admin, id).await?;
    let Document(mut params) = body;
    let verdict = read_verdict(&mut params);
    params.finish()?;
    let verdict = verdict.ok_or_else(|| Problem::field("verdict", "platform.missing"))?;
    let key = Key::sent(&req)?;
    let done = applications::decide(&registry, &admin, id, &verdict, key.as_ref()).await?;
    let alike = look_alikes(&registry, &done).await?;
    let waiting = Waiting {
        application: done,
        alike,
    };
    Ok(Json(view(&registry, waiting).await?))
}

/// Hides a shop of the caller's areas from everybody.
#[utoipa::path(
    tag = "admins",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    request_body(content = BanBody),
    responses(
        (status = 200, body = OwnedShopView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.totp_missing, auth.totp_needed, auth.foreign_form"),
        (status = 404, description = "shops.not_found, auth.outside_area"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: platform.missing, platform.too_long"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[put("/admin/shops/{id}/ban")]
async fn ban(
    admin: AreaAdmin,
    registry: Data<Registry>,
    id: Path<String>,
    body: Document,
) -> Result<Json<OwnedShopView>, Error> {
    let id = shop(&id)?;
    shop_in_area(&registry, &admin, id).await?;
    let Document(mut params) = body;
    let why = words(&mut params, "why", REASON);
    params.finish()?;
    let why = why.ok_or_else(|| Problem::field("why", "platform.missing"))?;
    Ok(Json(own::ban(&registry, &admin, id, &why).await?.into()))
}

/// Shows a banned shop again, unless its owner has paused or closed it.
#[utoipa::path(
    tag = "admins",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`shp_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = OwnedShopView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.totp_missing, auth.totp_needed, auth.foreign_form"),
        (status = 404, description = "shops.not_found, auth.outside_area"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[delete("/admin/shops/{id}/ban")]
async fn unban(
    admin: AreaAdmin,
    registry: Data<Registry>,
    id: Path<String>,
) -> Result<Json<OwnedShopView>, Error> {
    let id = shop(&id)?;
    Ok(Json(own::unban(&registry, &admin, id).await?.into()))
}
