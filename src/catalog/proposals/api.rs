//! `/seller/shops/{shop}/proposals`: products that a shop misses.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, post};
use auth::{Manager, OwnShop, Packer};
use kernel::ProductId;
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Members, Params, Problem};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::{AttributeList, ProposalView};
use super::{attributes_of, proposals_of, propose_product, read_proposal};

/// Proposals that a shop sees.
const MOST: i64 = 100;

/// Routes of proposals, below `/api/v1`.
pub(crate) fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(propose)
        .service(own_proposals)
        .service(list_attributes)
        .configure(super::admin_api::api);
}

/// A product that the catalogue does not have.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
pub(crate) struct ProposeBody {
    /// A name in one language at least, up to 200 characters.
    #[schema(example = "নাজিরশাইল চাল")]
    name_bn: Option<String>,
    #[schema(example = "Nazirshail Rice")]
    name_en: Option<String>,
    brand: Option<String>,
    /// The pack as printed.
    #[schema(example = "5 kg")]
    size: Option<String>,
    /// Code of its category.
    #[schema(example = "grocery/rice")]
    category: String,
    /// 8, 12, 13 or 14 digits in either script.
    #[schema(example = "4006381333931")]
    barcode: Option<String>,
    /// By code, what `GET /attributes` asks for.
    #[schema(value_type = Option<Object>)]
    attributes: Option<Value>,
    /// A product that is the same thing in another size, colour or weight.
    variant_of: Option<String>,
    /// What tells it from that one.
    #[schema(value_type = Option<Object>, example = json!({ "size": "5 kg" }))]
    options: Option<Value>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposedView {
    #[schema(value_type = String, example = "prd_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    product: ProductId,
    /// `in_review`: the shop may list it, and nobody else sees it yet.
    #[schema(example = "in_review")]
    status: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposalList {
    items: Vec<ProposalView>,
}

/// Proposes a product. Its shop may list it at once; shoppers and other shops see it
/// when an admin has looked.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path)),
    request_body(content = ProposeBody),
    responses(
        (status = 201, body = ProposedView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "catalog.barcode_taken, with the product that has it"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/proposals")]
async fn propose(
    own: OwnShop<Manager>,
    db: Data<Db>,
    body: Members,
) -> Result<HttpResponse, Error> {
    let cmd = read_proposal((own.shop, own.who.user), &body.0).map_err(Problem::fields)?;
    let product = propose_product(&mut *db.get().await?, cmd).await?;
    Ok(HttpResponse::Created().json(ProposedView {
        product,
        status: "in_review",
    }))
}

/// What a shop has proposed, newest first, and what became of it.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path)),
    responses(
        (status = 200, body = ProposalList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/proposals")]
async fn own_proposals(own: OwnShop<Packer>, db: Data<Db>) -> Result<Json<ProposalList>, Error> {
    let found = proposals_of(&mut *db.get().await?, own.shop, MOST).await;
    let found = found.map_err(QueryFailed)?.into_iter();
    Ok(Json(ProposalList {
        items: found.map(ProposalView::from).collect(),
    }))
}

/// What goods of a category are described by, from the top of its branch down.
#[utoipa::path(
    tag = "catalog",
    params(("category" = String, Query, description = "Code of a category", example = "grocery/rice")),
    responses(
        (status = 200, body = AttributeList),
        (status = 404, description = "catalog.category_not_found"),
        (status = 422, description = "platform.invalid_fields: platform.missing"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/attributes")]
async fn list_attributes(db: Data<Db>, mut params: Params) -> Result<Json<AttributeList>, Error> {
    let category = params.text("category").map(str::to_owned);
    if category.is_none() {
        params.refuse("category", "platform.missing");
    }
    params.finish()?;
    let asked = attributes_of(&mut *db.get().await?, &category.unwrap_or_default()).await;
    let asked = asked.map_err(QueryFailed)?;
    let missing = || Problem::not_found("catalog.category_not_found");
    Ok(Json(AttributeList {
        items: asked.ok_or_else(missing)?,
    }))
}
