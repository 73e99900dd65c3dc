//! `GET /{lang}/place/{code}`: the parts of an area.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use areas::{Area, Areas, DIVISION, Gazetteer, LOCALITY, UPAZILA};
use kernel::Locale;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;

use super::{back_of, href, view};
use crate::views::choice::Crumb;
use crate::views::picker::{Fold, Picker, PlaceRow, Then};
use crate::views::place::{PlacePage, Whole};
use pages::Visitor;
use pages::respond;
use pages::say;

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
    let whole = words.with("storefront-place-whole", &[("name", name.into())]);
    let mut shown = PlacePage {
        trail: trail(&visitor, name, &back),
        whole: Some(Whole {
            code: area.code.clone(),
            label: whole,
        }),
        sections: sections(&book, area, words, &back),
        ..view(&visitor, Picker::default(), None)
    };
    shown.picker.back = back;
    name.clone_into(&mut shown.page.title);
    respond::page(&shown)
}

fn trail(visitor: &Visitor, name: &str, back: &str) -> Vec<Crumb> {
    let start = format!("{}?back={}", visitor.href("/place"), say::query_value(back));
    vec![
        Crumb::link(visitor.words.t("storefront-place-title"), start),
        Crumb::last(name),
    ]
}

/// Neighbourhoods people name first, then thanas and upazilas.
fn sections(book: &Gazetteer, area: &Area, words: Words, back: &str) -> Vec<Fold> {
    let mut below = book.children_in(Some(&area.code), words.0);
    below.retain(|area| area.level != LOCALITY);
    let parts = if area.level == DIVISION {
        vec![("storefront-place-districts", below)]
    } else {
        let known = localities(book, area, words.0);
        vec![
            ("storefront-place-localities", known),
            ("storefront-place-thanas", below),
        ]
    };
    let fold = |(key, areas): (&str, Vec<&Area>)| Fold {
        name: words.t(key),
        rows: areas
            .into_iter()
            .map(|area| row(area, words, back))
            .collect(),
    };
    parts
        .into_iter()
        .filter(|(_, areas)| !areas.is_empty())
        .map(fold)
        .collect()
}

/// Districts open, because their parts are nearer.
fn row(area: &Area, words: Words, back: &str) -> PlaceRow {
    PlaceRow {
        name: area.names.in_locale(words.0).to_owned(),
        note: None,
        then: if area.level < UPAZILA {
            Then::Open(href(words.0, &area.code, back))
        } else {
            Then::Choose(area.code.clone())
        },
    }
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
