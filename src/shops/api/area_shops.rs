//! `/admin/shops`: the shops of an admin's areas, as a list and on a map.

use actix_web::get;
use actix_web::web::{Data, Json};
use auth::AreaAdmin;
use platform::cursor::Cursors;
use platform::http::{Error, Params};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::OwnedShopView;
use super::{ShopLocation, ShopText};
use crate::Registry;
use crate::own::{AreaShopsAsked, Bounds, Mark, map_of_area, shops_of_area};

/// Longest name that is looked for, in characters.
const NAME: usize = 80;

pub(super) fn api(cfg: &mut ServiceConfig) {
    cfg.service(map).service(shops);
}

/// Shops of an admin's areas.
#[derive(Debug, Serialize, ToSchema)]
struct AreaShops {
    items: Vec<OwnedShopView>,
    /// For the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// The same on a map.
#[derive(Debug, Serialize, ToSchema)]
struct AreaMapView {
    /// How many shops all marks stand for.
    total: usize,
    /// At most 200.
    marks: Vec<MarkView>,
}

/// One shop, or several that lie close together.
#[derive(Debug, Serialize, ToSchema)]
struct MarkView {
    location: ShopLocation,
    count: usize,
    /// Which shop, where it is one.
    id: Option<String>,
    name: Option<ShopText>,
}

impl From<Mark> for MarkView {
    fn from(mark: Mark) -> Self {
        let id = mark.shop.as_ref().map(|(id, _)| id.to_string());
        Self {
            location: mark.at.into(),
            count: mark.count,
            id,
            name: mark.shop.map(|(_, names)| names.into()),
        }
    }
}

/// Reads which shops are asked for: `state` and `name`.
pub fn read_area_shops(params: &mut Params) -> AreaShopsAsked {
    let name = params.text("name").map(str::to_owned);
    if name
        .as_ref()
        .is_some_and(|name| name.chars().count() > NAME)
    {
        params.refuse("name", "platform.too_long");
    }
    AreaShopsAsked {
        standing: params.parsed("state", "shops.unknown_state"),
        name,
    }
}

/// Shops of the caller's areas, the newest first: those that an admin has approved
/// there, and those that the map has there.
#[utoipa::path(
    tag = "admins",
    security(("bearer" = [])),
    params(
        ("state" = Option<String>, Query, description = "`verified`, `unclaimed`, `paused`, `banned`, `in_review` or `closed`"),
        ("name" = Option<String>, Query, description = "Part of a name, at most 80 characters"),
        ("limit" = Option<usize>, Query, description = "1 to 100, usually 50"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses(
        (status = 200, body = AreaShops),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.totp_missing, auth.totp_needed"),
        (status = 422, description = "platform.invalid_fields: platform.foreign_cursor, platform.out_of_range, platform.too_long, shops.unknown_state"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/admin/shops")]
async fn shops(
    admin: AreaAdmin,
    registry: Data<Registry>,
    cursors: Data<Cursors>,
    mut params: Params,
) -> Result<Json<AreaShops>, Error> {
    let limit = params.number("limit", &(1..=100)).unwrap_or(50);
    let cursor = params.text("cursor").map(str::to_owned);
    let asked = read_area_shops(&mut params);
    params.finish()?;
    let question = format!("area shops {}", admin.who.user);
    let after = cursor
        .map(|cursor| cursors.open(&question, &cursor))
        .transpose()?;
    let (page, next) = shops_of_area(&registry, &admin, &asked, (after, limit)).await?;
    Ok(Json(AreaShops {
        items: page.into_iter().map(OwnedShopView::from).collect(),
        next_cursor: next.map(|next| cursors.seal(&question, &next)),
    }))
}

/// The same shops as marks on a map: one each, or, where they are more than 200,
/// those of a square together.
#[utoipa::path(
    tag = "admins",
    security(("bearer" = [])),
    params(
        ("state" = Option<String>, Query, description = "As in the list"),
        ("name" = Option<String>, Query, description = "As in the list"),
        ("south" = Option<f64>, Query, description = "The part that is shown, in degrees; all four or none"),
        ("west" = Option<f64>, Query),
        ("north" = Option<f64>, Query),
        ("east" = Option<f64>, Query),
    ),
    responses(
        (status = 200, body = AreaMapView),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.totp_missing, auth.totp_needed"),
        (status = 422, description = "platform.invalid_fields: platform.missing, platform.not_a_number, platform.out_of_range, platform.too_long, shops.unknown_state"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/admin/shops/map")]
async fn map(
    admin: AreaAdmin,
    registry: Data<Registry>,
    mut params: Params,
) -> Result<Json<AreaMapView>, Error> {
    let asked = read_area_shops(&mut params);
    let shown = read_bounds(&mut params);
    params.finish()?;
    let map = map_of_area(&registry, &admin, &asked, shown).await?;
    Ok(Json(AreaMapView {
        total: map.total,
        marks: map.marks.into_iter().map(MarkView::from).collect(),
    }))
}

/// All four sides or none.
fn read_bounds(params: &mut Params) -> Option<Bounds> {
    const SIDES: [(&str, f64); 4] = [
        ("south", 90.0),
        ("west", 180.0),
        ("north", 90.0),
        ("east", 180.0),
    ];
    if SIDES.iter().all(|(name, _)| params.text(name).is_none()) {
        return None;
    }
    let [south, west, north, east] = SIDES.map(|(name, most)| {
        if params.text(name).is_none() {
            params.refuse(name, "platform.missing");
        }
        params.number(name, &(-most..=most))
    });
    Some(Bounds {
        south: south?,
        west: west?,
        north: north?,
        east: east?,
    })
}
