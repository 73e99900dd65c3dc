//! `GET /shops/nearby`

use actix_web::get;
use actix_web::web::{Data, Json};
use platform::cursor::Cursors;
use platform::http::{Error, Params, Problem};
use serde::Serialize;
use utoipa::ToSchema;

use super::params::{read_kind, read_radius};
use super::views::ShopView;
use crate::Search;
use crate::ask::{Nearby, NearbyQuestion};

/// Shops by distance.
#[derive(Debug, Serialize, ToSchema)]
struct ShopPage {
    items: Vec<ShopView>,
    /// Shops on all pages, exactly.
    total: usize,
    /// For the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// Shops within a radius, nearest first, ties by id. The rim counts as inside.
#[utoipa::path(
    tag = "search",
    params(
        ("lat" = f64, Query, description = "WGS84 degrees", example = 23.8069),
        ("lng" = f64, Query, description = "WGS84 degrees", example = 90.3687),
        ("radius_m" = Option<f64>, Query, description = "1 to 50,000 metres, usually 3,000"),
        ("kind" = Option<String>, Query, description = "Only shops of this kind, such as grocery or pharmacy"),
        ("open_now" = Option<bool>, Query, description = "Only shops known to be open now"),
        ("limit" = Option<usize>, Query, description = "1 to 200, usually 50"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before, with all else the same"),
    ),
    responses(
        (status = 200, body = ShopPage),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
    ),
)]
#[get("/shops/nearby")]
pub(super) async fn shops_nearby(
    search: Data<Search>,
    cursors: Data<Cursors>,
    mut params: Params,
) -> Result<Json<ShopPage>, Error> {
    let origin = params.required_point();
    let radius_m = read_radius(&mut params);
    let kind = read_kind(&mut params);
    let open_now = params.flag("open_now");
    let limit = params.number("limit", &(1..=200)).unwrap_or(50);
    let cursor = params.text("cursor").map(str::to_owned);
    params.finish()?;
    let Some(origin) = origin else {
        return Err(Problem::field("lat", "platform.missing").into());
    };
    let mut question = NearbyQuestion {
        origin,
        radius_m,
        kind,
        open_now,
        limit,
        after: None,
    };
    let name = fingerprint(&question);
    if let Some(cursor) = cursor {
        question.after = Some(cursors.open(&name, &cursor)?);
    }
    let Nearby {
        items, total, next, ..
    } = search
        .nearby(&question)
        .map_err(|_| Problem::field("radius_m", "platform.out_of_range"))?;
    let next_cursor = next.map(|next| cursors.seal(&name, &next));
    Ok(Json(ShopPage {
        items: items.into_iter().map(ShopView::from).collect(),
        total,
        next_cursor,
    }))
}

/// What a cursor is good for. The page size may change on the way.
fn fingerprint(question: &NearbyQuestion) -> String {
    format!(
        "nearby {:?} {} {:?} {}",
        question.origin, question.radius_m, question.kind, question.open_now
    )
}
