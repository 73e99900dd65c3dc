//! `GET /suggest`

use actix_web::get;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpResponse, Responder};
use platform::http::{Error, Params, Problem};
use serde::Serialize;
use utoipa::ToSchema;

use super::params::{read_radius, read_text};
use super::views::Name;
use crate::Search;

/// Suggestions, best first.
#[derive(Debug, Serialize, ToSchema)]
struct Suggestions {
    items: Vec<SuggestionView>,
    /// Whether the index of words could not be asked or is known to lag behind: there
    /// may be more.
    degraded: bool,
}

/// What the words so far may become.
#[derive(Debug, Serialize, ToSchema)]
struct SuggestionView {
    name: Name,
    /// Slug, when the suggestion is a category.
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    /// Offers around; 0 for a category that shops around usually sell.
    offers: usize,
}

/// At most eight suggestions for the words typed so far, out of what is sold
/// within the radius.
#[utoipa::path(
    tag = "search",
    params(
        ("q" = String, Query, description = "At least one letter, at most 200", example = "pey"),
        ("lat" = f64, Query, example = 23.8069),
        ("lng" = f64, Query, example = 90.3687),
        ("radius_m" = Option<f64>, Query, description = "1 to 50,000 metres, usually 3,000"),
    ),
    responses(
        (status = 200, body = Suggestions),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
    ),
)]
#[get("/suggest")]
pub(super) async fn suggest_goods(
    search: Data<Search>,
    mut params: Params,
) -> Result<impl Responder, Error> {
    let text = read_text(&mut params);
    let origin = params.required_point();
    let radius_m = read_radius(&mut params);
    params.finish()?;
    let Some(origin) = origin else {
        return Err(Problem::field("lat", "platform.missing").into());
    };
    let found = search
        .suggest(&text, origin, radius_m)
        .map_err(|_| Problem::field("radius_m", "platform.out_of_range"))?;
    let degraded = found.degraded;
    let items = (found.items)
        .into_iter()
        .map(|s| SuggestionView {
            name: s.name.into(),
            category: s.category,
            offers: s.offers,
        })
        .collect();
    let kept = (
        CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=60"),
    );
    Ok(HttpResponse::Ok()
        .insert_header(kept)
        .json(Suggestions { items, degraded }))
}
