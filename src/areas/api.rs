//! JSON faces of the book. Paths are relative; the app mounts them.

use actix_web::http::header;
use actix_web::http::header::{AcceptEncoding, ContentEncoding, Encoding, Header as _};
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, get};
use kernel::Names;
use platform::http::{Error, Params, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::gazetteer::Gazetteer;
use crate::load::Areas;
use crate::locate::{How, Located, Step};
use crate::model::{Area, Kind};

/// The longest place name anybody types, in letters.
const LONGEST: usize = 100;
/// Outlines change with an import; an hour late is fine.
const OUTLINES_KEPT: &str = "public, max-age=3600";

/// Registers `/areas…`.
pub fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(list)
        .service(search)
        .service(locate)
        .service(outlines);
}

/// A name in both languages.
#[derive(Debug, Serialize, ToSchema)]
struct AreaName {
    #[schema(example = "ধানমন্ডি")]
    bn: Option<String>,
    #[schema(example = "Dhanmondi")]
    en: Option<String>,
}

/// WGS84 degrees.
#[derive(Debug, Serialize, ToSchema)]
struct AreaPoint {
    lat: f64,
    lng: f64,
}

/// An area.
#[derive(Debug, Serialize, ToSchema)]
struct AreaItem {
    /// P-code, or a slug for localities.
    #[schema(example = "BD3026")]
    code: String,
    /// Code of what it is part of; divisions have none.
    parent: Option<String>,
    /// 1 division, 2 district, 3 upazila or thana, 4 union or ward, 5 locality.
    level: i16,
    kind: Kind,
    name: AreaName,
    /// A point inside, usually its town.
    location: AreaPoint,
    /// How many parts it has.
    children: usize,
}

/// Areas.
#[derive(Debug, Serialize, ToSchema)]
struct AreaList {
    items: Vec<AreaItem>,
}

/// An area and what it is part of.
#[derive(Debug, Serialize, ToSchema)]
struct AreaMatch {
    #[serde(flatten)]
    area: AreaItem,
    /// What it is part of, the division first: tells repeated names apart.
    within: Vec<AreaItem>,
}

/// Areas whose name is like what was typed, best first.
#[derive(Debug, Serialize, ToSchema)]
struct AreaMatches {
    items: Vec<AreaMatch>,
}

/// One area of an answer to "where is this?".
#[derive(Debug, Serialize, ToSchema)]
struct LocatedArea {
    #[serde(flatten)]
    area: AreaItem,
    how: How,
    /// Metres to its border, or to its point where the border is unknown; only
    /// when `how` is `nearest`.
    distance_m: Option<f64>,
}

/// The areas a point is in.
#[derive(Debug, Serialize, ToSchema)]
struct LocatedAreas {
    division: Option<LocatedArea>,
    district: Option<LocatedArea>,
    upazila: Option<LocatedArea>,
    /// The union or ward, where its polygon is known.
    ward: Option<LocatedArea>,
    /// The locality within 1 km, always the nearest.
    locality: Option<LocatedArea>,
    /// `nearest` as soon as the division, district or upazila is a guess.
    how: How,
}

/// The parts of an area, alphabetical in Bengali; without `parent` all
/// divisions.
#[utoipa::path(
    tag = "areas",
    params(("parent" = Option<String>, Query, description = "Code of the area whose parts are wanted")),
    responses(
        (status = 200, body = AreaList),
        (status = 404, description = "areas.not_found: no area has this code"),
    ),
)]
#[get("/areas")]
async fn list(areas: Data<Areas>, params: Params) -> Result<Json<AreaList>, Error> {
    let book = areas.book();
    let parent = params.text("parent");
    if parent.is_some_and(|code| book.find(code).is_none()) {
        return Err(Problem::not_found("areas.not_found").into());
    }
    let items = book.children(parent).iter().map(|area| item(&book, area));
    Ok(Json(AreaList {
        items: items.collect(),
    }))
}

/// Areas by name, in any script and spelling.
#[utoipa::path(
    tag = "areas",
    params(
        ("q" = String, Query, description = "A place name, also with what it is part of; at most 100 letters", example = "mirpur dhaka"),
        ("limit" = Option<usize>, Query, description = "1 to 50, usually 10"),
    ),
    responses(
        (status = 200, body = AreaMatches),
        (status = 422, description = "platform.invalid_fields: q is missing or too long, or limit is out of range"),
    ),
)]
#[get("/areas/search")]
async fn search(areas: Data<Areas>, mut params: Params) -> Result<Json<AreaMatches>, Error> {
    let q = params.text("q").unwrap_or_default().to_owned();
    if q.is_empty() {
        params.refuse("q", "platform.missing");
    } else if q.chars().count() > LONGEST {
        params.refuse("q", "platform.too_long");
    }
    let limit = params.number("limit", &(1..=50)).unwrap_or(10);
    params.finish()?;
    let book = areas.book();
    let items = book.search(&q, limit).into_iter().map(|area| AreaMatch {
        area: item(&book, area),
        within: book
            .ancestors(&area.code)
            .into_iter()
            .map(|a| item(&book, a))
            .collect(),
    });
    Ok(Json(AreaMatches {
        items: items.collect(),
    }))
}

/// The areas a point is in, and whether a polygon or only the nearest point
/// says so.
#[utoipa::path(
    tag = "areas",
    params(
        ("lat" = f64, Query, description = "Degrees north", example = 23.7461),
        ("lng" = f64, Query, description = "Degrees east", example = 90.3742),
    ),
    responses(
        (status = 200, body = LocatedAreas),
        (status = 404, description = "areas.outside: more than 2 km outside Bangladesh"),
        (status = 422, description = "platform.invalid_fields: lat or lng is missing or not on the globe"),
    ),
)]
#[get("/areas/locate")]
async fn locate(areas: Data<Areas>, mut params: Params) -> Result<Json<LocatedAreas>, Error> {
    let point = params.required_point();
    params.finish()?;
    let Some(point) = point else {
        return Err(Problem::field("lat", "platform.missing").into());
    };
    let book = areas.book();
    let located = book.locate(point)?;
    Ok(Json(document(&book, &located)))
}

/// Simplified outlines of all districts as GeoJSON, for maps without tiles.
#[utoipa::path(
    tag = "areas",
    responses(
        (status = 200, description = "A GeoJSON FeatureCollection; properties code, bn, en", content_type = "application/geo+json", body = Object),
        (status = 304, description = "Unchanged since the ETag in If-None-Match"),
    ),
)]
#[get("/areas/outlines")]
async fn outlines(areas: Data<Areas>, req: HttpRequest) -> HttpResponse {
    let book = areas.book();
    let outlines = book.outlines();
    let known = has_tag(&req, &outlines.etag);
    let mut answer = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((header::ETAG, outlines.etag.clone()))
        .insert_header((header::CACHE_CONTROL, OUTLINES_KEPT));
    if known {
        return answer.finish();
    }
    answer
        .content_type("application/geo+json")
        .insert_header((header::VARY, header::ACCEPT_ENCODING.as_str()));
    if takes_gzip(&req) {
        return answer
            .insert_header(ContentEncoding::Gzip)
            .body(outlines.gzip.clone());
    }
    answer.body(outlines.geojson.clone())
}

fn takes_gzip(req: &HttpRequest) -> bool {
    let offered = [Encoding::gzip(), Encoding::identity()];
    AcceptEncoding::parse(req)
        .is_ok_and(|wish| wish.negotiate(offered.iter()) == Some(Encoding::gzip()))
}

/// Whether the caller has this version; tags are compared weakly, as RFC 9110
/// asks for `If-None-Match`.
fn has_tag(req: &HttpRequest, etag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let sent = req
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok());
    sent.flat_map(|value| value.split(','))
        .any(|tag| tag.trim() == "*" || bare(tag) == bare(etag))
}

fn item(book: &Gazetteer, area: &Area) -> AreaItem {
    AreaItem {
        code: area.code.clone(),
        parent: area.parent.clone(),
        level: area.level,
        kind: area.kind,
        name: name(&area.names),
        location: AreaPoint {
            lat: area.location.lat(),
            lng: area.location.lng(),
        },
        children: book.children(Some(&area.code)).len(),
    }
}

fn name(names: &Names) -> AreaName {
    AreaName {
        bn: names.bn.clone(),
        en: names.en.clone(),
    }
}

fn document(book: &Gazetteer, located: &Located<'_>) -> LocatedAreas {
    let part = |step: Option<&Step<'_>>| {
        step.map(|step| LocatedArea {
            area: item(book, step.area),
            how: step.how,
            distance_m: step.distance_m.map(|metres| (metres * 10.0).round() / 10.0),
        })
    };
    LocatedAreas {
        division: part(located.division()),
        district: part(located.district()),
        upazila: part(located.upazila()),
        ward: part(located.ward()),
        locality: part(located.locality()),
        how: located.how(),
    }
}
