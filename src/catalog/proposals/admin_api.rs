//! `/admin/products`: proposals as those see them who look after an area.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post};
use areas::Areas;
use auth::AreaAdmin;
use kernel::{Clock, ProductId};
use platform::cursor::Cursors;
use platform::db::{Db, QueryFailed};
use platform::http::{Document, Error, Params, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::WaitingView;
use super::{
    Correction, Review, Verdict, find_proposal, is_inside, proposers_of, review_product,
    waiting_inside,
};

/// Proposals on a page.
const PAGE: usize = 50;
/// What cursors of this list are good for.
const QUESTION: &str = "products in review";
/// Longest reason in characters.
const LONGEST: usize = 1000;

/// Routes for admins, below `/api/v1`.
pub(super) fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(waiting).service(review);
}

/// A page of proposals that wait, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingPage {
    items: Vec<WaitingView>,
    /// For the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// What becomes of a proposal.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
pub(crate) struct ReviewBody {
    /// `accept`, `reject` or `same_as`.
    #[schema(example = "reject")]
    verdict: String,
    /// Why it is rejected, for the shop; at most 1000 characters.
    #[schema(example = "এটি একটি দোকানের নাম, পণ্য নয়।")]
    reason: Option<String>,
    /// The product that it really is.
    same_as: Option<String>,
    /// Put right when it is accepted, like the four below: what is absent stays, an
    /// empty text is taken away.
    #[schema(example = "নাজিরশাইল চাল")]
    name_bn: Option<String>,
    name_en: Option<String>,
    brand: Option<String>,
    size: Option<String>,
    /// Code of its category.
    #[schema(example = "grocery/rice")]
    category: Option<String>,
}

/// Products that shops in the caller's areas have proposed, oldest first. Those
/// whose shop is gone wait for a super admin.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("cursor" = Option<String>, Query, description = "next_cursor of the page before")),
    responses(
        (status = 200, body = WaitingPage),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.totp_missing, auth.totp_needed, auth.suspended"),
        (status = 422, description = "platform.invalid_fields: platform.foreign_cursor"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/admin/products/proposals")]
async fn waiting(
    admin: AreaAdmin,
    db: Data<Db>,
    areas: Data<Areas>,
    cursors: Data<Cursors>,
    params: Params,
) -> Result<Json<WaitingPage>, Error> {
    let cursor = params.text("cursor").map(str::to_owned);
    params.finish()?;
    let after = cursor.map(|cursor| cursors.open(QUESTION, &cursor));
    let book = areas.book();
    let after = after.transpose()?.unwrap_or(0);
    let mut found = waiting_inside(&db, (&admin.scope, &book), after, PAGE).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more);
    Ok(Json(WaitingPage {
        next_cursor: last.map(|(last, _)| cursors.seal(QUESTION, &last.product.ord)),
        items: found.into_iter().map(WaitingView::from).collect(),
    }))
}

/// Ends the review of a product.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("product" = String, Path, description = "`prd_` and 32 hexadecimal digits")),
    request_body(content = ReviewBody),
    responses(
        (status = 204, description = "It is decided."),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.totp_missing, auth.totp_needed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "catalog.product_not_found: not proposed, or by a shop of another area"),
        (status = 409, description = "catalog.not_waiting: it was decided before"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.unknown_verdict, catalog.no_product, catalog.unknown_category, platform.missing, platform.too_long"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/admin/products/{product}/review")]
async fn review(
    admin: AreaAdmin,
    path: Path<String>,
    db: Data<Db>,
    areas: Data<Areas>,
    clock: Data<Clock>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let missing = || Problem::not_found("catalog.product_not_found");
    let product: ProductId = path.parse().map_err(|_| missing())?;
    let verdict = read_verdict(body.0)?;
    let mut conn = db.get().await?;
    let known = find_proposal(&mut conn, product)
        .await
        .map_err(QueryFailed)?;
    known.then_some(()).ok_or_else(missing)?;
    let book = areas.book();
    let mut from = proposers_of(&mut conn, &[product], &book)
        .await
        .map_err(QueryFailed)?;
    if !is_inside((&admin.scope, &book), from.remove(&product).as_ref()) {
        return Err(missing().into());
    }
    let cmd = Review {
        product,
        verdict,
        actor: admin.who.user,
        now: clock.now(),
    };
    review_product(&mut conn, &cmd).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn correction(params: &Params) -> Correction {
    let text = |name| params.given(name).map(|text| text.trim().to_owned());
    Correction {
        name_bn: text("name_bn"),
        name_en: text("name_en"),
        brand: text("brand"),
        size: text("size"),
        category: text("category").filter(|code| !code.is_empty()),
    }
}

/// The verdict with what it needs.
pub fn read_verdict(mut params: Params) -> Result<Verdict, Problem> {
    params.must_be_text("reason");
    let reason = params.text("reason").map(str::to_owned);
    let same_as = params.parsed("same_as", "catalog.no_product");
    let verdict = match (params.text("verdict"), &reason, same_as) {
        (Some("accept"), ..) => Some(Verdict::Accept(correction(&params))),
        (Some("same_as"), _, Some(other)) => Some(Verdict::SameAs(other)),
        (Some("reject"), Some(reason), _) if reason.chars().count() <= LONGEST => {
            Some(Verdict::Reject(reason.clone()))
        }
        _ => None,
    };
    if verdict.is_none() && !params.is_refused("same_as") {
        let (field, code) = match (params.text("verdict"), &reason) {
            (Some("reject"), Some(_)) => ("reason", "platform.too_long"),
            (Some("reject"), None) => ("reason", "platform.missing"),
            (Some("same_as"), _) => ("same_as", "platform.missing"),
            _ => ("verdict", "catalog.unknown_verdict"),
        };
        params.refuse(field, code);
    }
    params.finish()?;
    verdict.ok_or_else(|| Problem::field("verdict", "catalog.unknown_verdict"))
}
