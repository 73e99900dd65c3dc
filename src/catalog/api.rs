//! `GET /categories` and `GET /shops/{id}/listings`

use actix_web::get;
use actix_web::web::{Data, Json, Path};
use kernel::ShopId;
use platform::cursor::{Cursors, ForeignCursor};
use platform::db::{Db, NoConnection, QueryFailed};
use platform::http::{Error, Fault, Params, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::api_views::{CategoryView, ListingView};
use crate::{ListingsAsked, Tree, categories, count_listings_of, listings_of};

/// Listings on a page unless asked otherwise, and at most.
const USUAL_PAGE: i64 = 50;
const LARGEST_PAGE: i64 = 200;

/// Routes of this slice, below `/api/v1`.
pub fn api(cfg: &mut ServiceConfig) {
    cfg.service(list_categories)
        .service(list_listings)
        .configure(crate::offers::api)
        .configure(crate::pictures::api)
        .configure(crate::price_reports::api)
        .configure(crate::proposals::api)
        .configure(crate::shelves::api);
}

/// Everything that can stop a look at the catalogue.
#[derive(Debug, thiserror::Error)]
enum BrowseError {
    #[error("no such shop")]
    NoShop,
    #[error("no such category")]
    NoCategory,
    #[error(transparent)]
    Cursor(#[from] ForeignCursor),
    #[error(transparent)]
    Query(#[from] QueryFailed),
    #[error(transparent)]
    Pool(#[from] NoConnection),
}

impl From<diesel::result::Error> for BrowseError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for BrowseError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NoShop => Some(Problem::not_found("shops.not_found")),
            Self::NoCategory => Some(Problem::field("category", "catalog.unknown_category")),
            Self::Cursor(error) => error.problem(),
            Self::Query(error) => error.problem(),
            Self::Pool(error) => error.problem(),
        }
    }
}

/// One level of the tree.
#[derive(Debug, Serialize, ToSchema)]
struct CategoryList {
    items: Vec<CategoryView>,
}

/// One level of the tree of goods, in its order.
#[utoipa::path(
    tag = "catalog",
    params(("parent" = Option<String>, Query, description = "Code of a category; without it, the top level", example = "grocery")),
    responses(
        (status = 200, body = CategoryList),
        (status = 404, description = "catalog.category_not_found: no category has the code in parent"),
    ),
)]
#[get("/categories")]
async fn list_categories(db: Data<Db>, params: Params) -> Result<Json<CategoryList>, Error> {
    let parent = params.text("parent").map(str::to_owned);
    params.finish()?;
    let tree = load_tree(&db).await?;
    if parent
        .as_deref()
        .is_some_and(|code| tree.find(code).is_none())
    {
        return Err(Problem::not_found("catalog.category_not_found").into());
    }
    let items = tree
        .children(parent.as_deref())
        .map(|category| CategoryView::new(category, &tree))
        .collect();
    Ok(Json(CategoryList { items }))
}

async fn load_tree(db: &Db) -> Result<Tree, BrowseError> {
    let mut conn = db.get().await?;
    Ok(Tree::new(categories(&mut conn).await?))
}

/// A page of what a shop lists.
#[derive(Debug, Serialize, ToSchema)]
struct ListingPage {
    items: Vec<ListingView>,
    /// Listings on all pages, exactly.
    total: i64,
    /// For the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// What a shop lists, by category and name.
#[utoipa::path(
    tag = "catalog",
    params(
        ("id" = String, Path, description = "`shp_` and 32 hexadecimal digits"),
        ("category" = Option<String>, Query, description = "Only goods of this category and those below it", example = "grocery/rice"),
        ("limit" = Option<i64>, Query, description = "1 to 200, usually 50"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before, with the same category"),
    ),
    responses(
        (status = 200, body = ListingPage),
        (status = 404, description = "shops.not_found: there is none, or it is no longer listed"),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
    ),
)]
#[get("/shops/{id}/listings")]
async fn list_listings(
    db: Data<Db>,
    cursors: Data<Cursors>,
    id: Path<String>,
    mut params: Params,
) -> Result<Json<ListingPage>, Error> {
    let shop: ShopId = id.parse().map_err(|_| BrowseError::NoShop)?;
    let category = params.text("category").map(str::to_owned);
    let limit = params.number("limit", &(1..=LARGEST_PAGE));
    let cursor = params.text("cursor").map(str::to_owned);
    params.finish()?;
    let question = format!("listings {shop} {category:?}");
    let after = cursor
        .map(|cursor| cursors.open(&question, &cursor))
        .transpose()
        .map_err(BrowseError::Cursor)?;
    let asked = ListingsAsked {
        category,
        after,
        limit: limit.unwrap_or(USUAL_PAGE),
    };
    Ok(Json(look_up(&db, &cursors, &question, shop, asked).await?))
}

/// A page, found by asking for one row more than fits.
async fn look_up(
    db: &Db,
    cursors: &Cursors,
    question: &str,
    shop: ShopId,
    mut asked: ListingsAsked,
) -> Result<ListingPage, BrowseError> {
    let mut conn = db.get().await?;
    shops::find_shop(&mut conn, shop)
        .await?
        .ok_or(BrowseError::NoShop)?;
    if let Some(code) = &asked.category
        && Tree::new(categories(&mut conn).await?).find(code).is_none()
    {
        return Err(BrowseError::NoCategory);
    }
    let total = count_listings_of(&mut conn, shop, asked.category.as_deref()).await?;
    let fits = usize::try_from(asked.limit).unwrap_or_default();
    asked.limit += 1;
    let mut rows = listings_of(&mut conn, shop, &asked).await?;
    let more = rows.len() > fits;
    rows.truncate(fits);
    let next_cursor = rows
        .last()
        .filter(|_| more)
        .map(|(_, position)| cursors.seal(question, position));
    Ok(ListingPage {
        items: rows
            .into_iter()
            .map(|(listing, _)| listing.into())
            .collect(),
        total,
        next_cursor,
    })
}
