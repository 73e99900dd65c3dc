//! `/{lang}/place`: choosing a place by tapping, typing or GPS.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use areas::{Area, Areas, DISTRICT, DIVISION, Gazetteer, LOCALITY, UPAZILA};
use kernel::{Locale, Point};
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use serde::Deserialize;

use crate::place_cookie::{Chosen, PLACE, SavedPlace};
use crate::respond;
use crate::views::choice::Crumb;
use crate::views::page::Section;
use crate::views::picker::{Fold, Picker, PlaceRow, Then};
use crate::views::place::{PlacePage, Whole};
use crate::views::say;
use crate::visitor::{self, Visitor};

/// Cities on the first page.
const CITIES: usize = 12;
/// Longest name of a place in letters.
const LONGEST: usize = 100;
/// Places that typing may find.
const FOUND: usize = 12;

/// The picker without anything typed.
pub(crate) fn picker(book: &Gazetteer, words: Words, back: String) -> Picker {
    let locale = words.0;
    let open = |area: &Area| PlaceRow {
        name: area.names.in_locale(locale).to_owned(),
        note: None,
        then: Then::Open(href(locale, &area.code, &back)),
    };
    let fold = |division: &Area| Fold {
        name: division.names.in_locale(locale).to_owned(),
        rows: book
            .children_in(Some(&division.code), locale)
            .into_iter()
            .map(open)
            .collect(),
    };
    Picker {
        popular: book.cities().into_iter().take(CITIES).map(open).collect(),
        divisions: book
            .children_in(None, locale)
            .into_iter()
            .map(fold)
            .collect(),
        asked: String::new(),
        found: None,
        back,
    }
}

fn href(locale: Locale, code: &str, back: &str) -> String {
    format!(
        "/{locale}/place/{}?back={}",
        say::query_value(code),
        say::query_value(back)
    )
}

fn back_of(visitor: &Visitor, params: &Params) -> String {
    params
        .text("back")
        .and_then(respond::safe_back)
        .map_or_else(|| visitor.href("/"), str::to_owned)
}

pub(crate) async fn start(
    visitor: Visitor,
    mut params: Params,
    areas: Data<Areas>,
) -> Result<HttpResponse, Error> {
    let asked = params.text("q").unwrap_or_default().to_owned();
    if asked.chars().count() > LONGEST {
        params.refuse("q", "platform.too_long");
    }
    let back = back_of(&visitor, &params);
    params.finish()?;
    let book = areas.book();
    let mut picker = picker(&book, visitor.words, back);
    if !asked.is_empty() {
        picker.found = Some(found(&book, visitor.words, &asked, &picker.back));
        picker.asked = asked;
    }
    respond::page(&view(&visitor, picker, None))
}

fn view(visitor: &Visitor, picker: Picker, notice: Option<String>) -> PlacePage {
    let title = visitor.words.t("storefront-place-title");
    PlacePage {
        page: visitor.page(title, Section::Place),
        trail: Vec::new(),
        notice,
        picker,
        whole: None,
        sections: Vec::new(),
    }
}

/// Places by name; districts open, because their parts are nearer.
fn found(book: &Gazetteer, words: Words, asked: &str, back: &str) -> Vec<PlaceRow> {
    let row = |area: &Area| PlaceRow {
        name: area.names.in_locale(words.0).to_owned(),
        note: within(book, area, words.0),
        then: if area.level == DISTRICT {
            Then::Open(href(words.0, &area.code, back))
        } else {
            Then::Choose(area.code.clone())
        },
    };
    book.search(asked, FOUND).into_iter().map(row).collect()
}

/// What an area is part of, nearest first, to tell repeated names apart.
fn within(book: &Gazetteer, area: &Area, locale: Locale) -> Option<String> {
    let above = book.ancestors(&area.code);
    let names: Vec<&str> = above
        .iter()
        .rev()
        .take(2)
        .map(|area| area.names.in_locale(locale))
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The parts of a district (or of any area that has parts).
pub(crate) async fn parts(
    visitor: Visitor,
    code: Path<String>,
    params: Params,
    areas: Data<Areas>,
) -> Result<HttpResponse, Error> {
    let back = back_of(&visitor, &params);
    params.finish()?;
    let book = areas.book();
    let area = book
        .find(&code)
        .ok_or_else(|| Problem::not_found("areas.not_found"))?;
    let words = visitor.words;
    let name = area.names.in_locale(words.0);
    let mut trail = vec![Crumb::link(
        words.t("storefront-place-title"),
        format!(
            "{}?back={}",
            visitor.href("/place"),
            say::query_value(&back)
        ),
    )];
    trail.push(Crumb::last(name));
    let whole = words.with("storefront-place-whole", &[("name", name.into())]);
    let picker = Picker {
        back,
        ..Picker::default()
    };
    let mut view = PlacePage {
        trail,
        whole: Some(Whole {
            code: area.code.clone(),
            label: whole,
        }),
        sections: sections(&book, area, words, &picker.back),
        ..view(&visitor, picker, None)
    };
    name.clone_into(&mut view.page.title);
    respond::page(&view)
}

/// Neighbourhoods people name first, then thanas and upazilas.
fn sections(book: &Gazetteer, area: &Area, words: Words, back: &str) -> Vec<Fold> {
    let row = |area: &Area| PlaceRow {
        name: area.names.in_locale(words.0).to_owned(),
        note: None,
        then: if area.level < UPAZILA {
            Then::Open(href(words.0, &area.code, back))
        } else {
            Then::Choose(area.code.clone())
        },
    };
    let below = book.children_in(Some(&area.code), words.0);
    let key = if area.level == DIVISION {
        "storefront-place-districts"
    } else {
        "storefront-place-thanas"
    };
    let known = if area.level == DIVISION {
        Vec::new()
    } else {
        localities(book, area, words.0)
    };
    [
        ("storefront-place-localities", known),
        (
            key,
            below
                .into_iter()
                .filter(|area| area.level != LOCALITY)
                .collect(),
        ),
    ]
    .into_iter()
    .filter(|(_, areas)| !areas.is_empty())
    .map(|(key, areas)| Fold {
        name: words.t(key),
        rows: areas.into_iter().map(row).collect(),
    })
    .collect()
}

/// Every named neighbourhood below an area.
fn localities<'a>(book: &'a Gazetteer, area: &Area, locale: Locale) -> Vec<&'a Area> {
    let mut found = Vec::new();
    let mut open = vec![area.code.clone()];
    while let Some(code) = open.pop() {
        for child in book.children_in(Some(&code), locale) {
            if child.level == LOCALITY {
                found.push(child);
            } else {
                open.push(child.code.clone());
            }
        }
    }
    // Across thanas; within one they came sorted.
    found.sort_by(|a, b| a.names.in_locale(locale).cmp(b.names.in_locale(locale)));
    found
}

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
    let back = form
        .back
        .as_deref()
        .and_then(respond::safe_back)
        .map_or_else(|| visitor.href("/"), str::to_owned);
    let book = areas.book();
    match chosen(&form, &book) {
        Ok(place) => {
            let mut answer = respond::see_other(&back);
            // A place that cannot be remembered is asked for again.
            _ = answer.add_cookie(&visitor::cookie(&req, PLACE, place.to_string()));
            Ok(answer)
        }
        Err(key) => {
            let view = view(
                &visitor,
                picker(&book, visitor.words, back),
                Some(visitor.words.t(key)),
            );
            let mut answer = respond::page(&view)?;
            *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
    }
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
        text.as_ref()
            .and_then(|text| text.parse::<f64>().ok())
            .ok_or(BAD)
    };
    let point = Point::new(degrees(&form.lat)?, degrees(&form.lng)?).map_err(|_| BAD)?;
    let located = book.locate(point).map_err(|_| "storefront-place-outside")?;
    let nearest = located
        .locality()
        .or_else(|| located.upazila())
        .or_else(|| located.district());
    let area = nearest
        .map(|step| step.area.code.clone())
        .unwrap_or_default();
    Ok(SavedPlace {
        point,
        how: Chosen::Gps,
        area,
    })
}
