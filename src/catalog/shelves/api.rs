//! `/seller/shelves` and `/seller/shops/{shop}/shelves`

use std::collections::BTreeSet;

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, get, post, put};
use auth::{Manager, OwnShop, Packer, SignedIn};
use kernel::{ApplicationId, Clock, Names, ProductId, ShopId};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, FieldProblem, Members, Params, Problem};
use platform::once::Key;
use serde::Serialize;
use serde_json::{Map, Value};
use shops::applications::{ApplyError, find_own};
use shops::{Registry, ShopKind};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    Prepare, PutShelf, Shelf, ShelfGood, ShelfPut, find_shelf, goods_of, prepare, prepared,
    put_shelf, shelves_for,
};
use crate::Availability;
use crate::api_views::{GoodsName, ListedProduct};

/// Goods that are ticked at most; more than any shelf holds.
const MOST_TICKED: usize = 2_000;

/// Routes of starter shelves, below `/api/v1`.
pub(crate) fn api(cfg: &mut ServiceConfig) {
    cfg.service(list_shelves)
        .service(show_shelf)
        .service(show_shelf_of_shop)
        .service(put)
        .service(show_prepared)
        .service(put_prepared);
}

/// A starter shelf.
#[derive(Debug, Serialize, ToSchema)]
struct ShelfView {
    #[schema(example = "grocery")]
    code: String,
    name: GoodsName,
    /// Kinds of shop that are offered it.
    #[schema(value_type = Vec<String>)]
    kinds: Vec<ShopKind>,
    /// How many goods are on it.
    goods: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct ShelfList {
    items: Vec<ShelfView>,
}

/// A product on a shelf.
#[derive(Debug, Serialize, ToSchema)]
struct ShelfGoodView {
    product: ListedProduct,
    /// Whether the shop lists it already; `null` when no shop was named.
    listed: Option<bool>,
}

/// A shelf with what is on it, what sells best first.
#[derive(Debug, Serialize, ToSchema)]
struct FullShelfView {
    #[serde(flatten)]
    shelf: ShelfView,
    /// How many of its goods the shop lists already; `null` when no shop was named.
    listed: Option<i64>,
    items: Vec<ShelfGoodView>,
}

/// What of a shelf goes on the list.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct PutShelfBody {
    /// Ids of what is ticked. Without it: the whole shelf, but for what the shop took
    /// off its list.
    products: Option<Vec<String>>,
    /// Whether the seller says that it is there; without it, nothing is said.
    #[schema(example = true)]
    in_stock: Option<bool>,
}

/// Starter shelves that a kind of shop is offered, in their order.
#[utoipa::path(
    tag = "shelves",
    security(("bearer" = [])),
    params(("kind" = Option<String>, Query, description = "Kind of shop; without it, all shelves", example = "grocery")),
    responses(
        (status = 200, body = ShelfList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 422, description = "platform.invalid_fields: catalog.unknown_kind"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shelves")]
async fn list_shelves(
    _who: SignedIn,
    db: Data<Db>,
    mut params: Params,
) -> Result<Json<ShelfList>, Error> {
    let kind: Option<ShopKind> = params.parsed("kind", "catalog.unknown_kind");
    params.finish()?;
    let mut conn = db.get().await?;
    let shelves = shelves_for(&mut conn, kind, None).await;
    let shelves = shelves.map_err(QueryFailed)?.into_iter();
    Ok(Json(ShelfList {
        items: shelves.map(ShelfView::from).collect(),
    }))
}

/// What is on a starter shelf, what sells best first.
#[utoipa::path(
    tag = "shelves",
    security(("bearer" = [])),
    params(("shelf" = String, Path, description = "Code of the shelf", example = "grocery")),
    responses(
        (status = 200, body = FullShelfView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "catalog.no_shelf"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shelves/{shelf}")]
async fn show_shelf(
    _who: SignedIn,
    db: Data<Db>,
    shelf: Path<String>,
) -> Result<Json<FullShelfView>, Error> {
    show(&db, &shelf, None).await
}

/// What is on a starter shelf, and what of it the shop lists already.
#[utoipa::path(
    tag = "shelves",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("shelf" = String, Path, description = "Code of the shelf", example = "grocery"),
    ),
    responses(
        (status = 200, body = FullShelfView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 404, description = "auth.no_such_shop: not the caller's; catalog.no_shelf"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/shelves/{shelf}")]
async fn show_shelf_of_shop(
    own: OwnShop<Packer>,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<Json<FullShelfView>, Error> {
    show(&db, &path.1, Some(own.shop)).await
}

async fn show(db: &Db, code: &str, shop: Option<ShopId>) -> Result<Json<FullShelfView>, Error> {
    let mut conn = db.get().await?;
    let shelf = find_shelf(&mut conn, code, shop)
        .await
        .map_err(QueryFailed)?;
    let shelf = shelf.ok_or_else(|| Problem::not_found("catalog.no_shelf"))?;
    let goods = goods_of(&mut conn, code, shop).await.map_err(QueryFailed)?;
    let good = |good: ShelfGood| ShelfGoodView {
        product: good.product.into(),
        listed: shop.map(|_| good.listed),
    };
    Ok(Json(FullShelfView {
        listed: shop.map(|_| shelf.listed),
        shelf: shelf.into(),
        items: goods.into_iter().map(good).collect(),
    }))
}

/// Puts a shelf, or the ticked part of it, on the shop's list: without prices. What
/// is there already stays as it is.
#[utoipa::path(
    tag = "shelves",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("shelf" = String, Path, description = "Code of the shelf", example = "grocery"),
        ("Idempotency-Key" = String, Header, description = "8 to 64 letters, digits, `-` and `_`; sent again under it, nothing is done and the answer is the same"),
    ),
    request_body(content = PutShelfBody),
    responses(
        (status = 200, body = ShelfPut),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: does not manage the shop"),
        (status = 404, description = "auth.no_such_shop: not the caller's; catalog.no_shelf"),
        (status = 409, description = "platform.key_reused: another request had this key"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.not_on_shelf, platform.bad_key, …"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/shelves/{shelf}")]
async fn put(
    req: HttpRequest,
    own: OwnShop<Manager>,
    db: Data<Db>,
    clock: Data<Clock>,
    path: Path<(String, String)>,
    body: Members,
) -> Result<Json<ShelfPut>, Error> {
    let key = Key::required(&req)?;
    let asked = read_put(&body.0).map_err(Problem::fields)?;
    let cmd = PutShelf {
        shop: own.shop,
        shelf: path.into_inner().1,
        ticked: asked.0,
        availability: asked.1,
        actor: own.who.user,
        key,
        now: clock.now(),
    };
    let mut conn = db.get().await?;
    Ok(Json(put_shelf(&mut conn, &cmd).await?))
}

/// What will be on the list of a shop that waits for approval.
#[derive(Debug, Serialize, ToSchema)]
struct PreparedView {
    /// Ids of the goods, in the order in which they were ticked.
    #[schema(value_type = Vec<String>)]
    products: Vec<ProductId>,
}

/// What the caller has prepared for the shop that they register or claim.
#[utoipa::path(
    tag = "shelves",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`app_` and 32 hexadecimal digits")),
    responses(
        (status = 200, body = PreparedView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "shops.no_application: not the caller's"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/shops/applications/{id}/goods")]
async fn show_prepared(
    who: SignedIn,
    registry: Data<Registry>,
    id: Path<String>,
) -> Result<Json<PreparedView>, Error> {
    let application = find_own(&registry, who.user, application_of(&id)?).await?;
    let mut conn = registry.db.get().await?;
    let products = prepared(&mut conn, application.id).await?;
    Ok(Json(PreparedView { products }))
}

/// Prepares a shelf, or the ticked part of it, instead of what was prepared of it
/// before. It comes onto the list when the application is approved.
#[utoipa::path(
    tag = "shelves",
    security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "`app_` and 32 hexadecimal digits"),
        ("shelf" = String, Path, description = "Code of the shelf", example = "grocery"),
    ),
    request_body(content = PutShelfBody),
    responses(
        (status = 200, body = PreparedView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "shops.no_application: not the caller's; catalog.no_shelf"),
        (status = 409, description = "shops.wrong_status: approved, rejected or withdrawn"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.not_on_shelf, …"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[put("/shops/applications/{id}/goods/{shelf}")]
async fn put_prepared(
    who: SignedIn,
    registry: Data<Registry>,
    path: Path<(String, String)>,
    body: Members,
) -> Result<Json<PreparedView>, Error> {
    let (id, shelf) = path.into_inner();
    let id = application_of(&id)?;
    let (ticked, availability) = read_put(&body.0).map_err(Problem::fields)?;
    let cmd = Prepare {
        shelf,
        ticked,
        availability,
    };
    prepare(&registry, who.user, id, &cmd).await?;
    let mut conn = registry.db.get().await?;
    let products = prepared(&mut conn, id).await?;
    Ok(Json(PreparedView { products }))
}

fn application_of(text: &str) -> Result<ApplicationId, ApplyError> {
    text.parse().map_err(|_| ApplyError::NoApplication)
}

/// What is ticked and whether it is there, or everything that is wrong.
fn read_put(
    body: &Map<String, Value>,
) -> Result<(Option<BTreeSet<ProductId>>, Availability), Vec<FieldProblem>> {
    let problem = |field: &str, code| FieldProblem {
        field: field.to_owned(),
        code,
    };
    let ticked = ticked(body.get("products")).map_err(|code| problem("products", code));
    let there = is_there(body.get("in_stock")).map_err(|code| problem("in_stock", code));
    match (ticked, there) {
        (Ok(ticked), Ok(there)) => Ok((ticked, there)),
        (ticked, there) => Err(ticked.err().into_iter().chain(there.err()).collect()),
    }
}

/// `None` for the whole shelf.
fn ticked(given: Option<&Value>) -> Result<Option<BTreeSet<ProductId>>, &'static str> {
    match given {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(list)) if list.len() > MOST_TICKED => Err("platform.too_long"),
        Some(Value::Array(list)) => {
            let id = |value: &Value| value.as_str()?.parse().ok();
            let ids: Option<BTreeSet<ProductId>> = list.iter().map(id).collect();
            ids.map(Some).ok_or("catalog.no_product")
        }
        Some(_) => Err("catalog.no_product"),
    }
}

fn is_there(given: Option<&Value>) -> Result<Availability, &'static str> {
    match given {
        None | Some(Value::Null) => Ok(Availability::Unknown),
        Some(Value::Bool(true)) => Ok(Availability::InStock),
        Some(Value::Bool(false)) => Ok(Availability::SoldOut),
        Some(_) => Err("platform.not_a_flag"),
    }
}

impl From<Shelf> for ShelfView {
    fn from(shelf: Shelf) -> Self {
        Self {
            code: shelf.code,
            name: Names::into(shelf.names),
            kinds: shelf.kinds,
            goods: shelf.goods,
        }
    }
}
