//! JSON faces. Paths are relative; the app mounts them.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, get};
use areas::Areas;
use kernel::{Locale, Point};
use platform::http::{Error, Params, Problem};
use platform::limits::{Deed, Limits};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::geocoding::Geocoding;
use crate::model::{Place, Precision, Question};

/// The longest address anybody types, in letters.
const LONGEST: usize = 200;
/// Places in an answer, usually and at most.
const USUAL: usize = 5;
const MOST: usize = 10;

/// Registers `/geocode…`.
pub fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(find).service(describe);
}

/// WGS84 degrees.
#[derive(Debug, Serialize, ToSchema)]
struct GeocodedPoint {
    lat: f64,
    lng: f64,
}

/// A place that an address may mean.
#[derive(Debug, Serialize, ToSchema)]
struct GeocodedPlace {
    /// One line for people.
    #[schema(example = "মিরপুর, ঢাকা")]
    label: String,
    location: GeocodedPoint,
    precision: Precision,
    /// Four digits, where known.
    #[schema(example = "1216")]
    postcode: Option<String>,
    /// Code of the upazila or metropolitan thana it lies in.
    #[schema(example = "BD302648")]
    area: Option<String>,
}

/// Places, best first.
#[derive(Debug, Serialize, ToSchema)]
struct GeocodedPlaces {
    items: Vec<GeocodedPlace>,
}

/// What answers.
#[derive(Clone)]
struct Desk<'a> {
    geocoding: &'a Geocoding,
    areas: &'a Areas,
    limits: &'a Limits,
}

impl Desk<'_> {
    /// What may cost money is counted apart from what does not.
    async fn count(&self, req: &HttpRequest) -> Result<(), Error> {
        let deed = if self.geocoding.costs_money() {
            Deed::Geocode
        } else {
            Deed::Search
        };
        if let Some(caller) = self.limits.caller(req) {
            self.limits.count(deed, caller).await?;
        }
        Ok(())
    }

    fn item(&self, place: Place) -> GeocodedPlace {
        let book = self.areas.book();
        let located = book.locate(place.point).ok();
        let area = located.and_then(|located| Some(located.upazila()?.area.code.clone()));
        GeocodedPlace {
            label: place.label,
            location: GeocodedPoint {
                lat: place.point.lat(),
                lng: place.point.lng(),
            },
            precision: place.precision,
            postcode: place.postcode,
            area,
        }
    }
}

/// Places that an address, a name or a postcode may mean, in any script.
#[utoipa::path(
    tag = "areas",
    params(
        ("q" = String, Query, description = "An address, at most 200 letters", example = "mirpur 10 dhaka"),
        ("lat" = Option<f64>, Query, description = "Degrees north of where somebody is: what is near comes before its namesakes"),
        ("lng" = Option<f64>, Query, description = "Degrees east of it"),
        ("lang" = Option<String>, Query, description = "`bn`, which is usual, or `en`"),
        ("limit" = Option<usize>, Query, description = "1 to 10, usually 5"),
    ),
    responses(
        (status = 200, body = GeocodedPlaces),
        (status = 422, description = "platform.invalid_fields: q is missing or too long, or something else is out of range"),
        (status = 429, description = "platform.too_many_requests"),
    ),
)]
#[get("/geocode")]
async fn find(
    req: HttpRequest,
    mut params: Params,
    geocoding: Data<Geocoding>,
    areas: Data<Areas>,
    limits: Data<Limits>,
) -> Result<Json<GeocodedPlaces>, Error> {
    let question = question(&mut params);
    params.finish()?;
    let desk = Desk {
        geocoding: &geocoding,
        areas: &areas,
        limits: &limits,
    };
    desk.count(&req).await?;
    let found = geocoding.find(&question).await.into_iter();
    let items = found.map(|place| desk.item(place)).collect();
    Ok(Json(GeocodedPlaces { items }))
}

fn question(params: &mut Params) -> Question {
    let text = params.text("q").unwrap_or_default().to_owned();
    if text.is_empty() {
        params.refuse("q", "platform.missing");
    } else if text.chars().count() > LONGEST {
        params.refuse("q", "platform.too_long");
    }
    Question {
        text,
        near: params.point(),
        locale: locale(params),
        limit: params.number("limit", &(1..=MOST)).unwrap_or(USUAL),
    }
}

fn locale(params: &mut Params) -> Locale {
    let asked = params.parsed("lang", "auth.unknown_language");
    asked.unwrap_or(Locale::Bn)
}

/// What a point is called.
#[utoipa::path(
    tag = "areas",
    params(
        ("lat" = f64, Query, description = "Degrees north", example = 23.7461),
        ("lng" = f64, Query, description = "Degrees east", example = 90.3742),
        ("lang" = Option<String>, Query, description = "`bn`, which is usual, or `en`"),
    ),
    responses(
        (status = 200, body = GeocodedPlace),
        (status = 404, description = "areas.outside: more than 2 km outside Bangladesh"),
        (status = 422, description = "platform.invalid_fields: lat or lng is missing or not on the globe"),
        (status = 429, description = "platform.too_many_requests"),
    ),
)]
#[get("/geocode/reverse")]
async fn describe(
    req: HttpRequest,
    mut params: Params,
    geocoding: Data<Geocoding>,
    areas: Data<Areas>,
    limits: Data<Limits>,
) -> Result<Json<GeocodedPlace>, Error> {
    let point: Option<Point> = params.required_point();
    let locale = locale(&mut params);
    params.finish()?;
    let Some(point) = point else {
        return Err(Problem::field("lat", "platform.missing").into());
    };
    let desk = Desk {
        geocoding: &geocoding,
        areas: &areas,
        limits: &limits,
    };
    desk.count(&req).await?;
    let place = geocoding.describe(point, locale).await;
    let place = place.ok_or_else(|| Problem::not_found("areas.outside"))?;
    Ok(Json(desk.item(place)))
}
