//! `POST /{lang}/place`: remembering a place that was chosen.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use areas::{Areas, Gazetteer};
use kernel::Point;
use platform::http::Error;
use serde::Deserialize;

use super::{picker, view};
use crate::views::place::PlacePage;
use pages::place_cookie::{Chosen, PLACE, SavedPlace};
use pages::respond;
use pages::{Visitor, visitor};

/// What the picker's forms send.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    area: Option<String>,
    lat: Option<String>,
    lng: Option<String>,
    back: Option<String>,
}

/// Remembers a place and goes back.
pub(crate) async fn choose(
    req: HttpRequest,
    visitor: Visitor,
    form: Form<Choice>,
    areas: Data<Areas>,
) -> Result<HttpResponse, Error> {
    let safe = form.back.as_deref().and_then(respond::safe_back);
    let back = safe.map_or_else(|| visitor.href("/"), str::to_owned);
    let book = areas.book();
    match chosen(&form, &book) {
        Ok(place) => {
            let mut answer = respond::see_other(&first_page(&back));
            // A place that cannot be remembered is asked for again.
            _ = answer.add_cookie(&visitor::cookie(&req, PLACE, place.to_string()));
            Ok(answer)
        }
        Err(key) => {
            let picker = picker(&book, visitor.words, back);
            refused(&view(&visitor, picker, Some(visitor.words.t(key))))
        }
    }
}

/// The address without the page of a list: lists around another place begin
/// anew, and their cursors are good for one place only.
fn first_page(back: &str) -> String {
    let Some((path, query)) = back.split_once('?') else {
        return back.to_owned();
    };
    let turns = |pair: &&str| !pair.starts_with("cursor=") && !pair.starts_with("page=");
    let kept: Vec<&str> = query.split('&').filter(turns).collect();
    if kept.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", kept.join("&"))
}

fn refused(view: &PlacePage) -> Result<HttpResponse, Error> {
    let mut answer = respond::page(view)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// The place in a form, or the key of what is wrong with it.
fn chosen(form: &Choice, book: &Gazetteer) -> Result<SavedPlace, &'static str> {
    const BAD: &str = "storefront-place-bad";
    if let Some(code) = &form.area {
        let area = book.find(code).ok_or(BAD)?;
        return Ok(SavedPlace {
            point: area.location,
            how: Chosen::Area,
            area: area.code.clone(),
        });
    }
    let degrees = |text: &Option<String>| {
        let text = text.as_ref().ok_or(BAD)?;
        text.parse::<f64>().map_err(|_| BAD)
    };
    let point = Point::new(degrees(&form.lat)?, degrees(&form.lng)?).map_err(|_| BAD)?;
    Ok(SavedPlace {
        point,
        how: Chosen::Gps,
        area: nearest(book, point)?,
    })
}

/// Code of the smallest area around a point, for its name.
fn nearest(book: &Gazetteer, point: Point) -> Result<String, &'static str> {
    let located = book.locate(point).map_err(|_| "storefront-place-outside")?;
    let nearest = located
        .locality()
        .or_else(|| located.upazila())
        .or_else(|| located.district());
    Ok(nearest
        .map(|step| step.area.code.clone())
        .unwrap_or_default())
}
