//! `/{lang}/place`: choosing a place by tapping, typing or GPS.

mod choose;
mod parts;

use actix_web::HttpResponse;
use actix_web::web::Data;
use areas::{Area, Areas, DISTRICT, Gazetteer};
use kernel::Locale;
use platform::http::{Error, Params};
use platform::i18n::Words;

use crate::views::picker::{Fold, Picker, PlaceRow, Then};
use crate::views::place::PlacePage;
use pages::Section;
use pages::Visitor;
use pages::respond;
use pages::say;

pub(crate) use choose::choose;
pub(crate) use parts::parts;

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
